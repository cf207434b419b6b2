"""The promises to be judged: each target with the terms of its agreement, in the numbers that the engine takes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from netbox.plugins import get_plugin_config

from ...choices import DerivedEffectsCountChoices, FigureUnitChoices, MetricChoices, PriorityChoices
from ...engine.clock.zones import midnight_us
from ...engine.instants import DAY_US, NO_END_US, SECOND_US, SINCE_EVER_US, day_number
from ...models import SLA, ServiceLevelTarget
from ..columns import AnyOf
from ..periods import PeriodRule

__all__ = (
    'NO_LIMIT',
    'TargetTerms',
    'computed_statuses',
    'counts_proposed',
    'load_agreements',
    'load_targets',
    'terms_of',
)

_UNITS = (
    (MetricChoices.SHARES, FigureUnitChoices.UNIT_PERCENT),
    (MetricChoices.DURATIONS, FigureUnitChoices.UNIT_DURATION),
    (MetricChoices.COUNTS, FigureUnitChoices.UNIT_COUNT),
)
NO_LIMIT = -1
FULL_WEIGHT = 10_000


@dataclass(frozen=True, slots=True)
class TargetTerms:
    """A target with what its agreement says of it.

    target: a share of 1, or for a metric that is none the value, of durations in microseconds. warning: the share of
    the budget, or of the value, from which on it is at risk. since_us, until_us: the agreement's term, which ends where
    its next version begins. degraded_weight: in ten-thousandths.
    limits_us: by the place of a priority in `PriorityChoices`, the last one for any other; NO_LIMIT for none.
    part_since_us, part_until_us: where an earlier version ends and a later one begins: each has a part of a period.
    grace_us: after a period, until its figures are final.
    counts_proposed: whether effects through the infrastructure count before anybody confirmed them.
    service_ids: the services it is about, in order.
    """

    target_id: int
    sla_id: int
    metric: str
    combination: str
    target_percent: Decimal | None
    target_value: Decimal | None
    target: Fraction
    warning: Fraction
    calendar_id: int | None
    rule: PeriodRule
    since_us: int
    until_us: int
    part_since_us: int
    part_until_us: int
    degraded_weight: int
    shortest_outage_us: int
    excluded_counts_as_up: bool
    limits_us: tuple[int, ...]
    is_paused_by_holds: bool
    grace_us: int
    counts_proposed: bool
    service_ids: tuple[int, ...]
    tenant_id: int | None = None
    more_is_better: bool = True
    aggregation: str = ''
    percentile: Fraction | None = None
    measure: str = ''
    workload_kind: str = ''

    @property
    def unit(self) -> str:
        """What its figures are, of `FigureUnitChoices`."""
        for metrics, unit in _UNITS:
            if self.metric in metrics:
                return unit
        return FigureUnitChoices.UNIT_VALUE


def counts_proposed(rule: str = '') -> bool:
    """Whether effects through the infrastructure count before anybody confirmed them; '': as the setting says."""
    rule = rule or get_plugin_config('netbox_slm', 'derived_effects_count')
    return rule == DerivedEffectsCountChoices.COUNT_AT_ONCE


def computed_statuses() -> list[str]:
    """Statuses of agreements whose figures are computed (setting `computed_sla_statuses`)."""
    return list(get_plugin_config('netbox_slm', 'computed_sla_statuses'))


def load_targets(target_ids: Sequence[int]) -> list[TargetTerms]:
    """The targets with these ids whose agreements are computed, by id. Three queries."""
    targets = list(
        ServiceLevelTarget.objects.filter(AnyOf('pk', target_ids), sla__status__in=computed_statuses())
        .select_related('calendar', 'sla__calendar', 'sla__next_version__calendar')
        .order_by('pk')
    )
    of_target = _members(ServiceLevelTarget.services.through, 'serviceleveltarget_id', [row.pk for row in targets])
    of_sla = _members(SLA.services.through, 'sla_id', sorted({row.sla_id for row in targets}))
    return [terms_of(row, of_target.get(row.pk) or of_sla.get(row.sla_id, ())) for row in targets]


def load_agreements(sla_ids: Sequence[int]) -> list[TargetTerms]:
    """What these agreements say of their services, as a promise of 100 %, without being one. Two queries.

    `target_id` is the negative id of the agreement.
    """
    slas = SLA.objects.filter(AnyOf('pk', sla_ids)).select_related('calendar', 'next_version__calendar').order_by('pk')
    of_sla = _members(SLA.services.through, 'sla_id', sla_ids)
    found = []
    for sla in slas:
        promise = ServiceLevelTarget(sla=sla, metric=MetricChoices.METRIC_AVAILABILITY, target_percent=Decimal(100))
        found.append(replace(terms_of(promise, of_sla.get(sla.pk, ())), target_id=-sla.pk))
    return found


def _members(through, column: str, ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    found = defaultdict(list)
    rows = through.objects.filter(AnyOf(column, ids)).order_by('service_id').values_list(column, 'service_id')
    for owner, service_id in rows:
        found[owner].append(service_id)
    return {owner: tuple(services) for owner, services in found.items()}


def terms_of(target: ServiceLevelTarget, service_ids: tuple[int, ...]) -> TargetTerms:
    """What a target, which need not be stored, says of these services."""
    sla, last_on = target.sla, _last_day(target.sla)
    since_us, until_us = _term(sla, last_on)
    value = target.target_value
    return TargetTerms(
        target_id=target.pk,
        sla_id=sla.pk,
        metric=target.metric,
        combination=target.combination,
        target_percent=target.target_percent,
        target_value=value,
        target=Fraction(target.target_percent) / 100 if value is None else _whole_value(target),
        warning=Fraction(target.warning_percent) / 100,
        calendar_id=target.calendar_id or sla.calendar_id,
        rule=replace(PeriodRule.of(sla), ends_on=last_on),
        since_us=since_us,
        until_us=until_us,
        part_since_us=since_us if sla.previous_version_id else SINCE_EVER_US,
        part_until_us=until_us if _next_version(sla) else NO_END_US,
        degraded_weight=int(sla.degraded_weight * FULL_WEIGHT),
        shortest_outage_us=sla.excused_outage_seconds * SECOND_US,
        excluded_counts_as_up=sla.excluded_counts_as_up,
        limits_us=_limits(target),
        is_paused_by_holds=target.is_paused_by_holds,
        grace_us=_grace_days(sla) * DAY_US,
        counts_proposed=counts_proposed(sla.derived_effects),
        service_ids=service_ids,
        tenant_id=sla.tenant_id,
        more_is_better=target.more_is_better,
        aggregation=target.aggregation,
        percentile=None if target.percentile is None else Fraction(target.percentile),
        measure=target.measure,
        workload_kind=target.workload_kind,
    )


def _whole_value(target: ServiceLevelTarget) -> Fraction:
    is_duration = target.metric in MetricChoices.DURATIONS
    return Fraction(target.target_value) * (SECOND_US if is_duration else 1)


def _next_version(sla: SLA) -> SLA | None:
    """The version that takes over, once it is in force."""
    version = getattr(sla, 'next_version', None)
    return version if version and version.starts_on and version.status in computed_statuses() else None


def _last_day(sla: SLA) -> date | None:
    """The last day of an agreement, at most the one before its next version begins."""
    version = _next_version(sla)
    days = [day for day in (sla.ends_on, version and version.starts_on - timedelta(days=1)) if day]
    return min(days, default=None)


def _term(sla: SLA, last_on: date | None) -> tuple[int, int]:
    """First and last date, both included, in the agreement's zone; the next version begins in its own zone."""
    since_us = SINCE_EVER_US if sla.starts_on is None else _midnight_us(sla, sla.starts_on)
    if last_on is None:
        return since_us, NO_END_US
    until_us = _midnight_us(sla, last_on + timedelta(days=1))
    version = _next_version(sla)
    return since_us, min(until_us, _midnight_us(version, version.starts_on)) if version else until_us


def _midnight_us(sla: SLA, day: date) -> int:
    return midnight_us(str(sla.zone), day_number(day))


def _grace_days(sla: SLA) -> int:
    return get_plugin_config('netbox_slm', 'grace_days') if sla.grace_days is None else sla.grace_days


def _limits(target: ServiceLevelTarget) -> tuple[int, ...]:
    general = target.limit_seconds * SECOND_US if target.limit_seconds else NO_LIMIT
    own = target.priority_limits or {}
    by_priority = [own[priority] * SECOND_US if priority in own else general for priority in PriorityChoices.values()]
    return (*by_priority, general)
