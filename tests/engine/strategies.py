"""Random calendars around clock changes, in steps that a slow definition can count."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from netbox_slm.engine.clock import Break, Calendar, DatedHours, DateRange, Hours, WeeklyHours, YearlyRange
from netbox_slm.engine.instants import SECOND_US, to_us

TICK_SECONDS = 900
TICK_US = TICK_SECONDS * SECOND_US

# A day near each kind of change: both hemispheres, at midnight, by half an hour, a whole day, and no change at all.
CHANGES = (
    ('Europe/Berlin', date(2026, 3, 29)),
    ('Europe/Berlin', date(2026, 10, 25)),
    ('Australia/Sydney', date(2026, 4, 5)),
    ('Australia/Sydney', date(2026, 10, 4)),
    ('Australia/Lord_Howe', date(2026, 4, 5)),
    ('Australia/Lord_Howe', date(2026, 10, 4)),
    ('America/Sao_Paulo', date(2017, 10, 15)),
    ('America/Sao_Paulo', date(2018, 2, 18)),
    ('America/Havana', date(2026, 3, 8)),
    ('America/Havana', date(2026, 11, 1)),
    ('Atlantic/Azores', date(2026, 10, 25)),
    ('America/Asuncion', date(2021, 10, 3)),
    ('Asia/Tehran', date(2021, 9, 22)),
    ('Pacific/Apia', date(2011, 12, 30)),
    ('Pacific/Chatham', date(2026, 4, 5)),
    ('Africa/Cairo', date(2024, 10, 31)),
    ('Asia/Kathmandu', date(2026, 1, 1)),
    ('UTC', date(2026, 12, 31)),
)

clock_seconds = st.integers(0, 86400 // TICK_SECONDS - 1).map(lambda tick: tick * TICK_SECONDS)


@st.composite
def hours(draw):
    start = draw(clock_seconds)
    return Hours(start, draw(clock_seconds.filter(lambda end: end > 0) | st.just(86400)))


@st.composite
def dates_near(draw, day):
    first = day + timedelta(days=draw(st.integers(-3, 3)))
    last = first + timedelta(days=draw(st.integers(0, 2)))
    return draw(st.sampled_from((DateRange(first, last), YearlyRange.between(first, last))))


@st.composite
def calendars(draw):
    """A calendar, and a span of a few days about something that happens to its clock."""
    zone, day = draw(st.sampled_from(CHANGES))
    weekly = draw(st.lists(st.builds(WeeklyHours, st.integers(0, 6), hours()), max_size=8))
    exceptions = draw(
        st.lists(st.builds(DatedHours, dates_near(day), st.lists(hours(), max_size=2).map(tuple)), max_size=1)
    )
    closed = draw(st.lists(dates_near(day), max_size=2))
    pauses = draw(st.lists(st.tuples(st.integers(-2, 2), clock_seconds, clock_seconds), max_size=1))
    calendar = Calendar(
        zone=zone,
        weekly=tuple(weekly),
        exceptions=tuple(exceptions),
        closed=tuple(closed),
        breaks=tuple(
            Break(day + timedelta(days=offset), Hours(min(start, end), max(start, end)))
            for offset, start, end in pauses
            if start != end
        ),
    )
    midnight_us = to_us(datetime.fromisoformat(f'{day}T00:00:00+00:00'))
    start_us = midnight_us + draw(st.integers(-3 * 96, 0)) * TICK_US
    return calendar, start_us, start_us + draw(st.integers(0, 4 * 96)) * TICK_US
