"""Alerts on figures: at risk, missed, restored; with a margin before it is all clear (semantics.md §4, §5)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from netbox.plugins import get_plugin_config

from ... import events
from ...choices import AlertKindChoices, AttainmentStatusChoices, PeriodKindChoices
from ...engine.instants import to_us
from ...models import AlertState, Attainment
from ...wording import format_duration, format_percent, format_value
from ..columns import AnyOf
from ..figures import FigureKey
from ..storing import StoredRow
from .speaking import spoken
from .telling import Proposal, Subject, tell

__all__ = ('note_figures', 'recheck_figures')

_US = 1_000_000
_AT_RISK, _MISSED = AttainmentStatusChoices.STATUS_AT_RISK, AttainmentStatusChoices.STATUS_MISSED
_NO_DATA = AttainmentStatusChoices.STATUS_NO_DATA
RANKS = {'': 0, _AT_RISK: 1, _MISSED: 2}


def note_figures(statuses: Mapping[int, str], rows: Mapping[FigureKey, StoredRow], now: datetime) -> int:
    """Tell of figures that were just stored whose status is another one; returns how many events that are.

    statuses: what was stored, by id. rows: what was there before. A period that was over before its first computation
    is history, of which nobody is told. No query where no status changed.
    """
    now_us = to_us(now)
    changed = [
        row.pk
        for key, row in rows.items()
        if row.pk in statuses
        and (
            row.status != statuses[row.pk]
            if row.computed_us is not None
            else statuses[row.pk] in (_AT_RISK, _MISSED) and key.end_us > now_us
        )
    ]
    return _tell(_figures(changed), now) if changed else 0


def recheck_figures(now: datetime) -> int:
    """Tell what a margin or a silence held back, where it still stands; returns how many events that are."""
    _carry_on(now)
    is_well = Q(level='', attainment__status__in=(AttainmentStatusChoices.STATUS_MET, _NO_DATA))
    differing = AlertState.objects.filter(kind=AlertKindChoices.KIND_FIGURE).exclude(is_well)
    differing = differing.exclude(level=F('attainment__status')).exclude(attainment__status=_NO_DATA)
    return _tell(_figures(differing.values_list('attainment_id', flat=True)), now)


def _figures(pks: Iterable[int], condition: Q | None = None) -> list[Attainment]:
    ids = list(pks)
    if not ids:
        return []
    rows = Attainment.objects.filter(condition or Q(), AnyOf('pk', ids))
    return list(rows.select_related('target__sla', 'service'))


def _is_followed(figure: Attainment, now: datetime) -> bool:
    """Whether it is of rolling days that are over: the figure of the next day goes on with it (semantics.md §6)."""
    return figure.target.sla.period == PeriodKindChoices.KIND_ROLLING and figure.ends_at <= now


def _carry_on(now: datetime) -> None:
    """Hand what was told of figures of rolling days to those of the next day, so that nothing is told day by day.

    One query, two more once a day.
    """
    with transaction.atomic():
        over = AlertState.objects.filter(
            kind=AlertKindChoices.KIND_FIGURE,
            attainment__ends_at__lte=now,
            attainment__target__sla__period=PeriodKindChoices.KIND_ROLLING,
        )
        over = over.select_related('attainment').order_by('-attainment__starts_at')
        states = list(over.select_for_update(of=('self',)))
        newest = _newest({state.attainment.target_id for state in states})
        known = AlertState.objects.filter(AnyOf('attainment_id', newest.values()), kind=AlertKindChoices.KIND_FIGURE)
        taken = set(known.values_list('attainment_id', flat=True)) if newest else set()
        for state in states:
            pk = newest.get((state.attainment.target_id, state.attainment.service_id), state.attainment_id)
            if pk not in taken:
                taken.add(pk)
                AlertState.objects.filter(pk=state.pk).update(attainment=pk)


def _newest(target_ids: set[int]) -> dict[tuple[int, int | None], int]:
    """The newest figure that was computed, by target and service."""
    if not target_ids:
        return {}
    rows = Attainment.objects.filter(AnyOf('target_id', target_ids), computed_at__isnull=False)
    rows = rows.order_by('target_id', 'service_id', '-starts_at').distinct('target_id', 'service_id')
    return {(target, service): pk for target, service, pk in rows.values_list('target_id', 'service_id', 'pk')}


def _tell(figures: list[Attainment], now: datetime) -> int:
    if any(figure.target.sla.period == PeriodKindChoices.KIND_ROLLING for figure in figures):
        figures = [figure for figure in figures if not _is_followed(figure, now)]
        _carry_on(now)
    told = dict(
        AlertState.objects.filter(
            AnyOf('attainment_id', [figure.pk for figure in figures]), kind=AlertKindChoices.KIND_FIGURE
        ).values_list('attainment_id', 'level')
    )
    with spoken():
        proposals = [_proposal(figure, told.get(figure.pk, '')) for figure in figures if figure.status != _NO_DATA]
        return tell(proposals, RANKS, now)


def _proposal(figure: Attainment, told: str) -> Proposal:
    level = _level(figure, told)
    return Proposal(
        subject=Subject(AlertKindChoices.KIND_FIGURE, attainment_id=figure.pk),
        level=level,
        event_type={_AT_RISK: events.SLA_AT_RISK, _MISSED: events.SLA_MISSED}.get(level, events.SLA_RESTORED),
        message=_message(figure, level),
        is_urgent=level == _MISSED,
        details={'period': figure.period, 'sla': figure.target.sla.name, 'target': figure.target.name},
    )


def _level(figure: Attainment, told: str) -> str:
    """The level of a figure, held at the worse one that was told until it is better by a margin.

    A period that is over does not waver any more, so it needs none.
    """
    level = figure.status if figure.status in RANKS else ''
    if RANKS[level] >= RANKS.get(told, 0) or (figure.computed_at and figure.computed_at >= figure.ends_at):
        return level
    margin = Fraction(str(get_plugin_config('netbox_slm', 'alert_margin_percent'))) / 100
    if told == _MISSED and not _is_above(figure, Fraction(0), margin):
        return told
    if level == '' and not _is_well(figure, margin):
        return _AT_RISK
    return level


def _is_well(figure: Attainment, margin: Fraction) -> bool:
    """Whether a figure is clear of its warning by the margin."""
    warning = Fraction(figure.target.warning_percent) / 100 if figure.target.warning_percent else Fraction(1)
    burns = figure.burn_rate is not None and figure.burn_rate > 1 - margin
    return not burns and _is_above(figure, 1 - warning, margin)


def _is_above(figure: Attainment, share: Fraction, margin: Fraction) -> bool:
    """Whether a figure has more left than a share of what may be lost, by the margin.

    Of the budget of an availability; of the incidents that may be missed; true of what has neither.
    """
    if figure.budget_us:
        return Fraction(figure.remaining_us, figure.budget_us) >= share + margin
    if figure.target_percent is None or not figure.denominator:
        return True
    allowed = 1 - Fraction(figure.target_percent) / 100
    lost = 1 - Fraction(int(figure.numerator), int(figure.denominator))
    return lost == 0 or (allowed > 0 and 1 - lost / allowed >= share + margin)


def _message(figure: Attainment, level: str) -> str:
    texts = {
        _AT_RISK: _('{service} is at risk of missing {target} of {sla} in {period}: {figure}.'),
        _MISSED: _('{service} has missed {target} of {sla} in {period}: {figure}.'),
    }
    text = texts.get(level) or _('{service} keeps {target} of {sla} in {period} again: {figure}.')
    sentence = text.format(
        service=figure.service or _('All services together'),
        target=figure.target.name,
        sla=figure.target.sla.name,
        period=figure.period,
        figure=_value(figure),
    )
    if figure.remaining_us is None:
        return sentence
    left = format_duration(abs(figure.remaining_us) / _US)
    more = _('{time} of the budget is left.') if figure.remaining_us >= 0 else _('{time} more than the budget is lost.')
    return f'{sentence} {more.format(time=left)}'


def _value(figure: Attainment) -> str:
    if figure.target_percent is not None:
        value = format_percent(figure.value_percent, figure.target_percent)
        return _('{value} of {promised} %').format(value=value, promised=f'{figure.target_percent.normalize():f}')
    target = figure.target
    value = format_value(figure.value, figure.unit, target.unit, figure.target_value, figure.more_is_better)
    promised = format_value(figure.target_value, figure.unit, target.unit)
    return _('{value}, promised {promised}').format(value=value, promised=promised)
