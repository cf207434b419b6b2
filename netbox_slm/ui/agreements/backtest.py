"""The backtest of an SLA as a page shows it (pages.md, Backtest)."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...analysis.backtest import Tried, TriedPeriod
from ...analysis.trying import SeenTrial, level_field
from ...choices import AttainmentStatusChoices, FigureUnitChoices
from ...wording import format_duration, format_money, format_percent, format_value, listed, unit_of

__all__ = ('Square', 'TargetTrial', 'TrialRow', 'sentence_of_trial', 'trials_by_target')


@dataclass(frozen=True, slots=True)
class Square:
    """A period: how it reads, the verdict, and the number that a slider compares with ('' without data)."""

    label: str
    text: str
    status: str
    number: str
    credit: str


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A service (None: all together) with its periods."""

    service: object
    squares: tuple[Square, ...]
    missed: int
    with_data: int
    best: str
    credits: str


@dataclass(frozen=True, slots=True)
class TargetTrial:
    """A target with its slider. least, most, step: of the slider; field: name of the input."""

    target: object
    field: str
    level: str
    least: str
    most: str
    step: str
    unit: str
    more_is_better: bool
    rows: tuple[TrialRow, ...]


def sentence_of_trial(seen: SeenTrial) -> str:
    """'In the last 12 periods 3 of 24 figures would have been missed, at a cost of 350.00 EUR.'"""
    rows = seen.rows
    if not rows:
        return _('There is nothing to try: give the SLA targets and services first.')
    figures = sum(row.with_data for row in rows)
    missed = sum(row.missed for row in rows)
    if not figures:
        return _('There is no data of these periods.')
    text = ngettext(
        'Of {figures} figure {missed} would have been missed.',
        'Of {figures} figures {missed} would have been missed.',
        figures,
    ).format(figures=figures, missed=missed)
    owed = _money(seen.trial.credits)
    return f'{text} ' + _('It would have cost {amount}.').format(amount=owed) if owed else text


def trials_by_target(seen: SeenTrial) -> list[TargetTrial]:
    """One block per target, in the order of the SLA."""
    by_target: dict[int, list[Tried]] = {}
    for tried in seen.rows:
        by_target.setdefault(tried.target.pk, []).append(tried)
    return [_target_trial(rows, seen) for rows in by_target.values()]


def _target_trial(rows: list[Tried], seen: SeenTrial) -> TargetTrial:
    target = rows[0].target
    level = Decimal(getattr(target, level_field(target)))
    least, most, step = _range(target, level, rows)
    return TargetTrial(
        target=target,
        field=f'level-{target.pk}',
        level=_plain(level),
        least=least,
        most=most,
        step=step,
        unit='%' if target.target_percent is not None else target.unit or '',
        more_is_better=target.more_is_better,
        rows=tuple(_row(tried, seen) for tried in rows),
    )


def _range(target, level: Decimal, rows: list[Tried]) -> tuple[str, str, str]:
    if target.target_percent is not None:
        return _plain(min(level, Decimal(95))), '100', '0.001'
    values = [period.figure.value for tried in rows for period in tried.periods if period.figure.value is not None]
    most = max([level * 2, *values, Decimal(1)])
    step = Decimal(1) if unit_of(target.metric) != FigureUnitChoices.UNIT_VALUE else Decimal('0.01')
    return '0', _plain(most.to_integral_value(rounding='ROUND_CEILING')), _plain(step)


def _row(tried: Tried, seen: SeenTrial) -> TrialRow:
    target = tried.target
    return TrialRow(
        service=seen.services.get(tried.service_id) if tried.service_id is not None else None,
        squares=tuple(_square(period, target) for period in tried.periods),
        missed=tried.missed,
        with_data=tried.with_data,
        best=_best(tried),
        credits=_money(tried.credits),
    )


def _square(period: TriedPeriod, target) -> Square:
    statuses = AttainmentStatusChoices
    if period.is_missed is None:
        return Square(period.period.label, _('no data'), statuses.STATUS_NO_DATA, '', '')
    figure = period.figure
    if figure.value_percent is not None:
        number, text = figure.value_percent, format_percent(figure.value_percent, figure.target_percent)
    else:
        number = figure.value
        text = format_value(number, figure.unit, target.unit, figure.target_value, figure.more_is_better)
    status = statuses.STATUS_MISSED if period.is_missed else statuses.STATUS_MET
    credit = format_money(period.credit, period.currency) if period.credit is not None else ''
    return Square(period.period.label, text, status, _plain(number), credit)


def _best(tried: Tried) -> str:
    if tried.best is None:
        return ''
    if tried.target.target_percent is not None:
        return f'{_plain(tried.best)} %'
    if unit_of(tried.target.metric) == FigureUnitChoices.UNIT_DURATION:
        return format_duration(tried.best)
    return f'{_plain(tried.best)} {tried.target.unit}'.strip()


def _plain(number: Decimal) -> str:
    return f'{Decimal(number).normalize():f}'


def _money(credits: dict[str, Decimal]) -> str:
    return listed(format_money(amount, currency) for currency, amount in sorted(credits.items()))
