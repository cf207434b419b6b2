"""Alerts on budgets that burn fast: over pairs of windows that end now, cleared on the long one (semantics.md §4)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from django.db.models import Q
from django.utils.translation import gettext as _

from netbox.plugins import get_plugin_config

from ... import events
from ...choices import AlertKindChoices, CombinationChoices, MetricChoices
from ...engine.instants import SECOND_US, to_us
from ...engine.objectives import BurnWindows, WindowRates, is_burning, window_rates
from ...engine.periods import Period
from ...models import AlertState, Attainment, Incident
from ...wording import format_duration
from ..attainment import wanted_figures
from ..columns import AnyOf
from ..fact_changes import Changes
from ..facts import load_facts, load_targets
from ..figures.availability import measured_states
from ..periods import CURRENT
from ..staleness import touched
from ..storing import Wanted, key_of, read_rows
from .speaking import spoken
from .telling import Proposal, Subject, tell

__all__ = ('burn_windows', 'tell_burn_rates')


def burn_windows() -> tuple[BurnWindows, ...]:
    """The pairs of windows of the setting `alert_burn_windows`: (long seconds, short seconds, factor) each."""
    return tuple(
        BurnWindows(long * SECOND_US, short * SECOND_US, Fraction(str(factor)))
        for long, short, factor in get_plugin_config('netbox_slm', 'alert_burn_windows')
    )


def tell_burn_rates(now: datetime) -> int:
    """Tell of budgets that burn faster than a factor over both windows of a pair; returns how many events that are.

    Each target and service has one alert, of the fastest pair that burns: a faster one is told anew, a slower one or
    none is only noted. Only what an incident of the longest window can have touched is measured, and what burned
    before. A mean or pooled figure burns as its services do together. A constant number of queries.
    """
    pairs = sorted(burn_windows(), key=lambda pair: pair.factor)
    if not pairs:
        return 0
    longest_us = max(pair.long_us for pair in pairs)
    told = _told()
    target_ids = _concerned(now - timedelta(microseconds=longest_us)) | {target_id for target_id, _service in told}
    wanted = [each for each in wanted_figures(load_targets(sorted(target_ids)), CURRENT, now) if _has_budget(each)]
    if not wanted:
        return 0
    figures = _figures(target_ids, wanted)
    ranks = {'': 0, **{_name(pair): rank for rank, pair in enumerate(pairs, 1)}}
    with spoken():
        proposals = [
            _proposal(figure, rates, told.get((figure.target_id, figure.service_id), ''), ranks)
            for figure, rates in zip(figures, _rates(wanted, pairs, longest_us, now), strict=True)
            if figure is not None
        ]
        return tell(proposals, ranks, now)


def _told() -> dict[tuple[int, int | None], str]:
    """What burned when it was last looked at."""
    rows = AlertState.objects.filter(kind=AlertKindChoices.KIND_BURN_RATE).exclude(level='')
    return {
        (target_id, service_id): level
        for target_id, service_id, level in rows.values_list('target_id', 'service_id', 'level')
    }


def _name(pair: BurnWindows) -> str:
    return f'{pair.long_us // SECOND_US}/{pair.short_us // SECOND_US}'


def _concerned(since: datetime) -> set[int]:
    """Availability targets of services that incidents of the time since then touch."""
    lasting = (
        Q(restored_at__isnull=True, resolved_at__isnull=True) | Q(restored_at__gt=since) | Q(resolved_at__gt=since)
    )
    incidents = set(Incident.objects.filter(lasting).values_list('pk', flat=True))
    if not incidents:
        return set()
    _targets, condition = touched(Changes(incidents=incidents))
    figures = Attainment.objects.filter(
        condition, is_final=False, target__metric=MetricChoices.METRIC_AVAILABILITY, target__target_percent__lt=100
    )
    return set(figures.order_by().values_list('target_id', flat=True).distinct())


def _has_budget(wanted: Wanted) -> bool:
    """Whether a burn rate is defined of a figure: an availability below 100 % has a budget (semantics.md §4)."""
    target, _service, _period = wanted
    return target.metric == MetricChoices.METRIC_AVAILABILITY and target.target < 1


def _rates(
    wanted: Sequence[Wanted], pairs: Sequence[BurnWindows], longest_us: int, now: datetime
) -> list[list[WindowRates]]:
    now_us = to_us(now)
    targets = list({target.target_id: target for target, _service, _period in wanted}.values())
    facts = load_facts(targets, now_us - longest_us, now_us, now_us)
    spans = [
        (target, service_id, Period(period.label, now_us - longest_us, now_us)) for target, service_id, period in wanted
    ]
    states = measured_states(facts, spans)
    return window_rates(
        states.units.rows,
        states.measured_on,
        [target.target for target, _, _ in wanted],
        pairs,
        states.units.figure,
        [target.combination == CombinationChoices.COMBINE_MEAN for target, _, _ in wanted],
    )


def _figures(target_ids: set[int], wanted: Sequence[Wanted]) -> list[Attainment | None]:
    """The stored figure of each one that is wanted; None where there is none yet."""
    rows = read_rows(target_ids, wanted)
    pks = [rows[key_of(each)].pk if key_of(each) in rows else None for each in wanted]
    found = Attainment.objects.filter(AnyOf('pk', [pk for pk in pks if pk])).select_related('target__sla', 'service')
    by_pk = {figure.pk: figure for figure in found}
    return [by_pk.get(pk) for pk in pks]


def _fastest(rates: Sequence[WindowRates], told: str, ranks: dict[str, int]) -> WindowRates | None:
    """The fastest pair that burns. What was told stands while its long window burns, and so do slower pairs."""
    for rate in sorted(rates, key=lambda rate: -rate.windows.factor):
        was_burning = ranks[_name(rate.windows)] <= ranks.get(told, 0)
        if is_burning(rate.windows, rate.long, rate.short, was_burning=was_burning):
            return rate
    return None


def _proposal(figure: Attainment, rates: Sequence[WindowRates], told: str, ranks: dict[str, int]) -> Proposal:
    subject = Subject(AlertKindChoices.KIND_BURN_RATE, target_id=figure.target_id, service_id=figure.service_id)
    rate = _fastest(rates, told, ranks)
    if rate is None or rate.long is None or rate.short is None:
        return Proposal(subject, told if rate else '')
    level = _name(rate.windows)
    if ranks[level] <= ranks.get(told, 0):
        return Proposal(subject, level)
    return Proposal(
        subject,
        level,
        event_type=events.BURN_RATE,
        message=_message(figure, rate),
        is_urgent=True,
        details={
            'attainment': figure.pk,
            'long_seconds': rate.windows.long_us // SECOND_US,
            'short_seconds': rate.windows.short_us // SECOND_US,
            'factor': float(rate.windows.factor),
            'long_rate': round(float(rate.long), 3),
            'short_rate': round(float(rate.short), 3),
        },
    )


def _message(figure: Attainment, rate: WindowRates) -> str:
    return _(
        '{service} burns the error budget of {target} ({sla}) {rate} times as fast as it may, over the last {long}; '
        'the limit is {factor}.'
    ).format(
        service=figure.service or _('All services together'),
        target=figure.target.name,
        sla=figure.target.sla.name,
        rate=f'{float(rate.long):.1f}',
        long=format_duration(rate.windows.long_us / SECOND_US),
        factor=f'{float(rate.windows.factor):g}',
    )
