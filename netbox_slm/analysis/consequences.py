"""What a change of a record will touch, said before it is saved: open clocks, running figures, final ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import (
    SLA,
    AffectedCI,
    AffectedService,
    Attainment,
    Hold,
    Incident,
    Service,
    ServiceLevelTarget,
)
from ..wording import listed
from .change_times import reached
from .deadlines import CLOCK_METRICS, open_clocks
from .fact_changes import KEYS, Changes, ChangesByTime
from .staleness import either, touched

__all__ = ('Consequences', 'warnings_for', 'warnings_for_deletion', 'warnings_for_many')

_MOST_PERIODS = 4
_PARTS = (Hold, AffectedCI, AffectedService)
# Their figures go with them
_OWNERS = (SLA, ServiceLevelTarget, Service)


@dataclass(frozen=True, slots=True)
class Consequences:
    """How much a change touches; the same for every reader, as it names nothing but periods.

    final_periods: labels, the latest first. is_deletion: records are to be deleted. takes_figures: figures with them.
    """

    open_clocks: int
    running_figures: int
    final_figures: int
    final_periods: tuple[str, ...]
    is_deletion: bool = False
    takes_figures: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether nothing that was promised depends on it."""
        return not (self.open_clocks or self.running_figures or self.final_figures)

    @property
    def sentence(self) -> str:
        """'This change touches 2 open clocks, 3 running figures and 1 final period (2026-03).'"""
        if self.is_nothing:
            return (
                _('This deletion touches no figure and no open clock.')
                if self.is_deletion
                else _('This change touches no figure and no open clock.')
            )
        clocks, running, periods = self.open_clocks, self.running_figures, self.final_periods
        names = listed(periods[:_MOST_PERIODS]) + ('…' if len(periods) > _MOST_PERIODS else '')
        counted = (
            (clocks, ngettext('{number} open clock', '{number} open clocks', clocks)),
            (running, ngettext('{number} figure that is not final', '{number} figures that are not final', running)),
            (len(periods), ngettext('{number} final period', '{number} final periods', len(periods))),
        )
        parts = [text.format(number=number) for number, text in counted if number]
        if names:
            parts[-1] += f' ({names})'
        text = _('This deletion touches {what}.') if self.is_deletion else _('This change touches {what}.')
        return text.format(what=_joined(parts))

    @property
    def advice(self) -> str:
        """What becomes of final figures; empty where none is touched."""
        if self.takes_figures:
            return _('Figures are deleted with what they are about, final ones with their history too.')
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
    stored = _stored(instance)
    return warnings_for_many([instance], now, members, [] if stored is None else [stored])


def warnings_for_many(
    rows: Sequence[Model],
    now: datetime,
    members: Mapping[str, Iterable[Any]] | None = None,
    stored: Sequence[Model] = (),
) -> Consequences:
    """As `warnings_for`, of what several records of one kind touch together: as in hand, and as they are stored.

    Queries: constant in the number of records of one month, at most twelve times as many in all.
    """
    changes = ChangesByTime()
    for row in (*rows, *stored):
        changes.add([*_keys(row), *((kind, each.pk) for kind, found in (members or {}).items() for each in found)], row)
    return _consequences(changes.groups(), rows, now)


def warnings_for_deletion(rows: Sequence[Model], now: datetime) -> Consequences:
    """What deleting several records of one kind touches. Queries as `warnings_for_many`."""
    changes = ChangesByTime()
    for row in rows:
        changes.add(_keys(row), row)
    found = _consequences(changes.groups(), rows, now)
    takes_figures = isinstance(next(iter(rows), None), _OWNERS) and bool(found.running_figures or found.final_figures)
    return replace(found, is_deletion=True, takes_figures=takes_figures)


def _keys(row: Model) -> list[tuple[str, object]]:
    """What a record is about, as far as it says so yet."""
    return [
        (kind, key)
        for kind, key in KEYS.get(type(row), _nothing)(row)
        if kind is not None and None not in (key if isinstance(key, tuple) else (key,))
    ]


def _consequences(groups: Sequence[Changes], rows: Sequence[Model], now: datetime) -> Consequences:
    targets: set[int] = set()
    concerned, in_time = [], []
    for changes in groups:
        found, condition = touched(changes)
        targets |= found
        concerned.append(condition)
        in_time.append(condition & reached(changes))
    figures = Attainment.objects.filter(either(in_time)).order_by()
    finals = figures.filter(is_final=True)
    periods = sorted(set(finals.values_list('period', 'starts_at')), key=lambda period: period[1], reverse=True)
    return Consequences(
        open_clocks=_open_clocks(rows, concerned, targets, now),
        running_figures=figures.filter(is_final=False).count(),
        final_figures=finals.count(),
        final_periods=tuple(dict.fromkeys(label for label, _start in periods)),
    )


def _nothing(row: Model) -> tuple[()]:
    return ()


def _stored(instance: Model) -> Model | None:
    return type(instance)._default_manager.filter(pk=instance.pk).first() if instance.pk else None


def _open_clocks(rows: Sequence[Model], concerned: Sequence[Q], targets: set[int], now: datetime) -> int:
    """Clocks of the incidents that the records are, or are part of; else those under the targets that they touch."""
    first = next(iter(rows), None)
    if isinstance(first, (Incident, *_PARTS)):
        incidents = {row.pk if isinstance(row, Incident) else row.incident_id for row in rows} - {None}
        return len(open_clocks(now, sorted(incidents))) if incidents else 0
    of_clocks = Attainment.objects.filter(target__metric__in=CLOCK_METRICS).order_by()
    under = targets | {
        pk
        for condition in concerned
        for pk in of_clocks.filter(condition).values_list('target_id', flat=True).distinct()
    }
    return sum(clock.target.target_id in under for clock in open_clocks(now)) if under else 0


def _joined(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return _('{first} and {last}').format(first=listed(parts[:-1]), last=parts[-1])
