"""Whether supporting agreements work in all the hours that are promised (semantics.md §3)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from ...choices import CoverageGapChoices, MetricChoices
from ...engine.clock import ServiceClock, common_windows
from ...engine.clock.zones import midnight_us
from ...engine.instants import SECOND_US, day_number, to_us
from ...models import SLA, ServiceCalendar
from ...wording import format_duration
from ..facts.calendars import load_calendars
from .facts import ChainFacts
from .gaps import Gap

__all__ = ('hours_gaps',)

_AHEAD = timedelta(days=366)


def hours_gaps(facts: ChainFacts, now: datetime) -> Iterator[Gap]:
    """Service time of the coming year, within the term, that a supporting agreement leaves open. Four queries.

    Each calendar of ours (of the agreement and of its targets) is held against each of theirs.
    """
    ours = _calendars_of(facts, facts.sla)
    theirs = {other.pk: _calendars_of(facts, other) for other in facts.supporting}
    ids = {*ours, *(number for found in theirs.values() for number in found)}
    clocks = {number: ServiceClock(calendar) for number, calendar in load_calendars(ids).items()}
    names = ServiceCalendar.objects.in_bulk([number for number in ids if number is not None])
    start_us, end_us = _span(facts, now)
    if start_us >= end_us:
        return
    for other in facts.supporting:
        for own in ours:
            for their in theirs[other.pk]:
                missing_us = _missing_us(clocks[own], clocks[their], start_us, end_us)
                if missing_us:
                    named = tuple(names[number] for number in (own, their) if number is not None)
                    yield Gap(
                        CoverageGapChoices.GAP_HOURS,
                        _(
                            '{agreement} works by {theirs}, you promise {yours}: {time} of your service hours in the '
                            'coming year are not covered.'
                        ).format(
                            agreement=other,
                            theirs=names.get(their) or _('24x7'),
                            yours=names.get(own) or _('24x7'),
                            time=format_duration(missing_us / SECOND_US),
                        ),
                        (other, *named),
                        support=other,
                    )


def _calendars_of(facts: ChainFacts, sla: SLA) -> list[int | None]:
    """The calendars of an agreement's promises on availability, response and resolution; without any its own."""
    targets = [target for target in facts.targets.get(sla.pk, ()) if target.metric in MetricChoices.SHARES]
    found = [target.calendar_id or sla.calendar_id for target in targets]
    return list(dict.fromkeys(found or [sla.calendar_id]))


def _span(facts: ChainFacts, now: datetime) -> tuple[int, int]:
    """The coming year within the term; of a term that is over or yet to come, its own year."""
    sla = facts.sla
    start_us, end_us = to_us(now), to_us(now + _AHEAD)
    if sla.starts_on is not None:
        first_us = midnight_us(str(sla.zone), day_number(sla.starts_on))
        if first_us > start_us:
            start_us, end_us = first_us, first_us + end_us - start_us
    if sla.ends_on is not None:
        end_us = min(end_us, midnight_us(str(sla.zone), day_number(sla.ends_on + timedelta(days=1))))
    return start_us, end_us


def _missing_us(own: ServiceClock, their: ServiceClock, start_us: int, end_us: int) -> int:
    """Service time of one calendar that is none of the other's."""
    if own.calendar == their.calendar:
        return 0
    opens_us, closes_us = common_windows(own, their, start_us, end_us)
    return own.elapsed_us(start_us, end_us) - int((closes_us - opens_us).sum())
