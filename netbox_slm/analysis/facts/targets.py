"""The promises to be judged: each target with the terms of its agreement, in the numbers that the engine takes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from netbox.plugins import get_plugin_config

from ...choices import MetricChoices, PriorityChoices
from ...engine.clock.zones import midnight_us
from ...engine.instants import DAY_US, NO_END_US, SECOND_US, SINCE_EVER_US, day_number
from ...models import SLA, ServiceLevelTarget
from ..columns import AnyOf
from ..periods import PeriodRule

__all__ = ('NO_LIMIT', 'TargetTerms', 'computed_statuses', 'load_targets')

NO_LIMIT = -1
FULL_WEIGHT = 10_000


@dataclass(frozen=True, slots=True)
class TargetTerms:
    """A target with what its agreement says of it.

    target, warning: shares of 1. since_us, until_us: the agreement's term. degraded_weight: in ten-thousandths.
    limits_us: by the place of a priority in `PriorityChoices`, the last one for any other; NO_LIMIT for none.
    grace_us: after a period, until its figures are final.
    service_ids: the services it is about, in order.
    """

    target_id: int
    sla_id: int
    metric: str
    combination: str
    target_percent: Decimal
    target: Fraction
    warning: Fraction
    calendar_id: int | None
    rule: PeriodRule
    since_us: int
    until_us: int
    degraded_weight: int
    shortest_outage_us: int
    excluded_counts_as_up: bool
    limits_us: tuple[int, ...]
    is_paused_by_holds: bool
    grace_us: int
    service_ids: tuple[int, ...]

    @property
    def is_availability(self) -> bool:
        """Whether it is about states, not clocks."""
        return self.metric == MetricChoices.METRIC_AVAILABILITY


def computed_statuses() -> list[str]:
    """Statuses of agreements whose figures are computed (setting `computed_sla_statuses`)."""
    return list(get_plugin_config('netbox_slm', 'computed_sla_statuses'))


def load_targets(target_ids: Sequence[int]) -> list[TargetTerms]:
    """The targets with these ids whose agreements are computed, by id. Three queries."""
    targets = list(
        ServiceLevelTarget.objects.filter(AnyOf('pk', target_ids), sla__status__in=computed_statuses())
        .select_related('calendar', 'sla__calendar')
        .order_by('pk')
    )
    of_target = _members(ServiceLevelTarget.services.through, 'serviceleveltarget_id', [row.pk for row in targets])
    of_sla = _members(SLA.services.through, 'sla_id', sorted({row.sla_id for row in targets}))
    return [_terms(row, of_target.get(row.pk) or of_sla.get(row.sla_id, ())) for row in targets]


def _members(through, column: str, ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    found = defaultdict(list)
    rows = through.objects.filter(AnyOf(column, ids)).order_by('service_id').values_list(column, 'service_id')
    for owner, service_id in rows:
        found[owner].append(service_id)
    return {owner: tuple(services) for owner, services in found.items()}


def _terms(target: ServiceLevelTarget, service_ids: tuple[int, ...]) -> TargetTerms:
    sla = target.sla
    since_us, until_us = _term(sla)
    return TargetTerms(
        target_id=target.pk,
        sla_id=sla.pk,
        metric=target.metric,
        combination=target.combination,
        target_percent=target.target_percent,
        target=Fraction(target.target_percent) / 100,
        warning=Fraction(target.warning_percent) / 100,
        calendar_id=target.calendar_id or sla.calendar_id,
        rule=PeriodRule.of(sla),
        since_us=since_us,
        until_us=until_us,
        degraded_weight=int(sla.degraded_weight * FULL_WEIGHT),
        shortest_outage_us=sla.excused_outage_seconds * SECOND_US,
        excluded_counts_as_up=sla.excluded_counts_as_up,
        limits_us=_limits(target),
        is_paused_by_holds=target.is_paused_by_holds,
        grace_us=_grace_days(sla) * DAY_US,
        service_ids=service_ids,
    )


def _term(sla: SLA) -> tuple[int, int]:
    """First and last date, both included, in the agreement's zone."""
    zone = str(sla.zone)
    since_us = SINCE_EVER_US if sla.starts_on is None else midnight_us(zone, day_number(sla.starts_on))
    if sla.ends_on is None:
        return since_us, NO_END_US
    return since_us, midnight_us(zone, day_number(sla.ends_on + timedelta(days=1)))


def _grace_days(sla: SLA) -> int:
    return get_plugin_config('netbox_slm', 'grace_days') if sla.grace_days is None else sla.grace_days


def _limits(target: ServiceLevelTarget) -> tuple[int, ...]:
    general = target.limit_seconds * SECOND_US if target.limit_seconds else NO_LIMIT
    own = target.priority_limits or {}
    by_priority = [own[priority] * SECOND_US if priority in own else general for priority in PriorityChoices.values()]
    return (*by_priority, general)
