"""What a change of a record will touch, said before it is saved: open clocks, running figures, final ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import AffectedCI, AffectedService, Attainment, Hold, Incident
from .change_times import reached
from .deadlines import CLOCK_METRICS, open_clocks
from .fact_changes import KEYS, Changes
from .staleness import touched

__all__ = ('Consequences', 'warnings_for')

_MOST_PERIODS = 4


@dataclass(frozen=True, slots=True)
class Consequences:
    """How much a change touches; the same for every reader, as it names nothing but periods.

    final_periods: labels, the latest first.
    """

    open_clocks: int
    running_figures: int
    final_figures: int
    final_periods: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether nothing that was promised depends on it."""
        return not (self.open_clocks or self.running_figures or self.final_figures)

    @property
    def sentence(self) -> str:
        """'This change touches 2 open clocks, 3 running figures and 1 final period (2026-03).'"""
        if self.is_nothing:
            return _('This change touches no figure and no open clock.')
        clocks, running, periods = self.open_clocks, self.running_figures, self.final_periods
        names = ', '.join(periods[:_MOST_PERIODS]) + ('…' if len(periods) > _MOST_PERIODS else '')
        counted = (
            (clocks, ngettext('{number} open clock', '{number} open clocks', clocks)),
            (running, ngettext('{number} figure that is not final', '{number} figures that are not final', running)),
            (len(periods), ngettext('{number} final period', '{number} final periods', len(periods))),
        )
        parts = [text.format(number=number) for number, text in counted if number]
        if names:
            parts[-1] += f' ({names})'
        return _('This change touches {what}.').format(what=_joined(parts))

    @property
    def advice(self) -> str:
        """What becomes of final figures; empty where none is touched."""
        if not self.final_figures:
            return ''
        return _(
            'Final figures keep their values. Those that would be others are marked as outdated, until someone reopens '
            'them with a reason.'
        )


def warnings_for(instance: Model, now: datetime, members: Mapping[str, Iterable[Any]] | None = None) -> Consequences:
    """What saving or deleting a record touches that figures rest on, as it is in hand and as it is stored.

    instance: saved or not. members: objects of its many-to-many fields that are about to be set ('slas', 'services').
    A constant number of queries; none for a record on which nothing rests.
    """
    changes = Changes()
    for row in filter(None, (instance, _stored(instance))):
        for kind, key in KEYS.get(type(row), _nothing)(row):
            if kind is not None and None not in (key if isinstance(key, tuple) else (key,)):
                changes.add(kind, key)
        if type(row) in KEYS:
            changes.add_time_of(row)
    for kind, rows in (members or {}).items():
        changes.add(kind, *(row.pk for row in rows))
    targets, condition = touched(changes)
    concerned = Attainment.objects.filter(condition).order_by()
    figures = concerned.filter(reached(changes))
    finals = figures.filter(is_final=True)
    periods = sorted(set(finals.values_list('period', 'starts_at')), key=lambda period: period[1], reverse=True)
    return Consequences(
        open_clocks=_open_clocks(instance, concerned, targets, now),
        running_figures=figures.filter(is_final=False).count(),
        final_figures=finals.count(),
        final_periods=tuple(dict.fromkeys(label for label, _start in periods)),
    )


def _nothing(row: Model) -> tuple[()]:
    return ()


def _stored(instance: Model) -> Model | None:
    return type(instance)._default_manager.filter(pk=instance.pk).first() if instance.pk else None


def _open_clocks(instance: Model, figures, targets: set[int], now: datetime) -> int:
    """Clocks of the incident that the record is part of; else those that run under the targets it touches."""
    if isinstance(instance, Incident):
        return len(open_clocks(now, [instance.pk])) if instance.pk else 0
    if isinstance(instance, (Hold, AffectedCI, AffectedService)):
        return len(open_clocks(now, [instance.incident_id])) if instance.incident_id else 0
    concerned = targets | set(figures.filter(target__metric__in=CLOCK_METRICS).values_list('target_id', flat=True))
    return sum(clock.target.target_id in concerned for clock in open_clocks(now)) if concerned else 0


def _joined(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return _('{first} and {last}').format(first=', '.join(parts[:-1]), last=parts[-1])
