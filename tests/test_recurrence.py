"""Rules of recurring windows, and their occurrences at the same wall time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from netbox_slm.recurrence import check_recurrence, check_start, occurrences
from tests.builders import at

BERLIN = ZoneInfo('Europe/Berlin')


@pytest.mark.parametrize(
    'rule',
    [
        '',
        'FREQ=DAILY',
        'RRULE:FREQ=WEEKLY;BYDAY=SU',
        'freq=weekly;byday=su,sa;interval=2',
        'FREQ=MONTHLY;BYDAY=+1SU',
        'FREQ=MONTHLY;BYDAY=SU;BYSETPOS=-1',
        'FREQ=YEARLY;COUNT=3',
        'FREQ=WEEKLY;UNTIL=20281231T000000Z',
        'FREQ=WEEKLY;UNTIL=20281231T000000',
    ],
)
def test_rules_of_days_or_longer_are_accepted(rule):
    check_recurrence(rule)


@pytest.mark.parametrize(
    ('rule', 'reason'),
    [
        ('every sunday', 'needs FREQ'),
        ('BYDAY=SU', 'needs FREQ'),
        ('FREQ=HOURLY', 'needs FREQ'),
        ('FREQ=WEEKLY;BYDAY=XX', 'is no RFC 5545 rule'),
        ('FREQ=WEEKLY;FOO=1', 'is no RFC 5545 rule'),
        ('FREQ=WEEKLY;UNTIL=tomorrow', 'is no RFC 5545 rule'),
        ('FREQ=WEEKLY;UNTIL=20269999T000000Z', 'is no RFC 5545 rule'),
        ('FREQ=DAILY;INTERVAL=0', 'INTERVAL 0'),
        ('FREQ=DAILY;COUNT=-1', 'COUNT -1'),
        ('FREQ=DAILY;COUNT=', 'COUNT –'),
        ('FREQ=DAILY;COUNT=2;UNTIL=20281231', 'ends twice'),
        ('FREQ=DAILY;BYHOUR=1,2', 'repeats within a day: leave BYHOUR out'),
        ('FREQ=DAILY;BYMINUTE=1', 'repeats within a day'),
        ('DTSTART:20260101T000000\nRRULE:FREQ=DAILY', 'needs FREQ'),
    ],
)
def test_other_rules_are_refused_with_the_reason(rule, reason):
    with pytest.raises(ValueError, match=reason):
        check_recurrence(rule)


def test_a_rule_that_leaves_out_its_own_start_is_refused():
    sunday = at('2026-03-01 01:00')

    check_start('FREQ=WEEKLY;BYDAY=SU', sunday, BERLIN)
    for rule in ('FREQ=WEEKLY;BYDAY=SA', 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=DAILY;UNTIL=20200101'):
        with pytest.raises(ValueError, match='does not include the start, 2026-03-01 02:00'):
            check_start(rule, sunday, BERLIN)


def test_the_start_is_judged_at_its_wall_time_in_the_zone():
    late_saturday = at('2026-03-07 23:30')  # Sunday 00:30 in Berlin

    check_start('FREQ=WEEKLY;BYDAY=SU', late_saturday, BERLIN)
    with pytest.raises(ValueError, match='does not include the start'):
        check_start('FREQ=WEEKLY;BYDAY=SU', late_saturday, ZoneInfo('UTC'))


def test_a_window_without_a_rule_occurs_once_where_it_touches_the_span():
    window = at('2026-03-01 02:00'), at('2026-03-01 04:00'), '', BERLIN

    assert occurrences(*window, at('2026-03-01'), at('2026-03-02')) == [(window[0], window[1])]
    assert occurrences(*window, at('2026-03-01 03:00'), at('2026-03-01 03:30')) == [(window[0], window[1])]
    assert occurrences(*window, at('2026-03-01 04:00'), at('2026-03-02')) == []
    assert occurrences(*window, at('2026-02-01'), at('2026-03-01 02:00')) == []


def test_occurrences_keep_their_wall_time_over_both_changes_of_the_clock():
    start, end = at('2026-03-22 02:00'), at('2026-03-22 04:00')  # Sunday 03:00 to 05:00 in Berlin

    spring = occurrences(start, end, 'FREQ=WEEKLY;BYDAY=SU', BERLIN, at('2026-03-22'), at('2026-04-06'))
    autumn = occurrences(start, end, 'FREQ=WEEKLY;BYDAY=SU', BERLIN, at('2026-10-18'), at('2026-11-02'))

    assert [first for first, _last in spring] == [
        at('2026-03-22 02:00'),
        at('2026-03-29 01:00'),
        at('2026-04-05 01:00'),
    ]
    assert [first for first, _last in autumn] == [
        at('2026-10-18 01:00'),
        at('2026-10-25 02:00'),
        at('2026-11-01 02:00'),
    ]
    for first, last in spring + autumn:
        assert (first.astimezone(BERLIN).hour, last.astimezone(BERLIN).hour) == (3, 5)


def test_an_occurrence_over_a_change_of_the_clock_keeps_both_ends_on_the_wall():
    start, end = at('2026-03-21 22:00'), at('2026-03-22 04:00')  # 23:00 to 05:00 in Berlin

    ((first, last),) = occurrences(start, end, 'FREQ=WEEKLY', BERLIN, at('2026-03-28 12:00'), at('2026-03-29 12:00'))

    assert (first, last) == (at('2026-03-28 22:00'), at('2026-03-29 03:00'))  # five hours elapse


@pytest.mark.parametrize(
    ('start', 'end', 'found'),
    [
        ('01:30', '02:15', [('2026-03-29 01:00', '2026-03-29 01:15')]),  # 02:30 to 03:15 in Berlin
        ('00:15', '01:30', [('2026-03-29 00:15', '2026-03-29 01:00')]),  # 01:15 to 02:30
        ('01:00', '02:30', [('2026-03-29 01:00', '2026-03-29 01:30')]),  # 02:00 to 03:30
        ('01:15', '01:45', []),  # 02:15 to 02:45
    ],
)
def test_an_edge_in_the_missing_hour_moves_to_the_end_of_the_gap(start, end, found):
    window = at(f'2026-03-22 {start}'), at(f'2026-03-22 {end}'), 'FREQ=WEEKLY', BERLIN

    spans = occurrences(*window, at('2026-03-28'), at('2026-03-30'))

    assert spans == [(at(first), at(last)) for first, last in found]


def test_occurrences_that_began_before_the_span_are_among_them():
    start, end = at('2026-03-01 22:00'), at('2026-03-02 04:00')

    found = occurrences(start, end, 'FREQ=DAILY', ZoneInfo('UTC'), at('2026-03-10 02:00'), at('2026-03-10 23:00'))

    assert found == [
        (at('2026-03-09 22:00'), at('2026-03-10 04:00')),
        (at('2026-03-10 22:00'), at('2026-03-11 04:00')),
    ]


def test_an_end_of_the_rule_in_utc_is_compared_in_the_zone():
    start, end = at('2026-03-01 23:00'), at('2026-03-01 23:30')  # 00:00 on 2 March in Berlin

    found = occurrences(
        start, end, 'FREQ=DAILY;UNTIL=20260303T230000Z', BERLIN, datetime(2026, 3, 1, tzinfo=UTC), at('2026-04-01')
    )

    assert [first for first, _last in found] == [
        at('2026-03-01 23:00'),
        at('2026-03-02 23:00'),
        at('2026-03-03 23:00'),
    ]
