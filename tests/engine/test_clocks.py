"""Response and resolution (semantics.md §5): spent time, deadlines, verdicts."""

import numpy as np
import pytest

from netbox_slm.engine.clock import ALWAYS, Calendar, ServiceClock, weekly_hours
from netbox_slm.engine.instants import NEVER_US, NO_END_US
from netbox_slm.engine.intervals import Spans, no_spans
from netbox_slm.engine.objectives import CLOCK_MET, CLOCK_MISSED, PENDING, ClockInput, clocks

LIMIT, NOW = 100, 1_000


def run(*incidents, holds=(), now=NOW, calendar=ALWAYS):
    """Incidents as (reported, done or None); holds as (incident, start, end or None)."""
    reported, done = zip(*incidents, strict=True)
    rows = [(owner, start, NO_END_US if end is None else end) for owner, start, end in holds]
    return clocks(
        ClockInput(
            ServiceClock(calendar),
            np.array(reported, dtype=np.int64),
            np.array([NO_END_US if at is None else at for at in done], dtype=np.int64),
            np.full(len(incidents), LIMIT, dtype=np.int64),
            Spans(*np.array(rows, dtype=np.int64).reshape(-1, 3).T) if rows else no_spans(),
            now,
        )
    )


def test_an_incident_is_met_up_to_the_limit_and_missed_after_it():
    found = run((0, LIMIT), (0, LIMIT + 1))

    assert found.verdict.tolist() == [CLOCK_MET, CLOCK_MISSED]
    assert (found.met, found.missed, found.pending) == (1, 1, 0)


def test_an_open_one_is_pending_up_to_the_limit_and_missed_after_it():
    found = run((NOW - LIMIT, None), (NOW - LIMIT - 1, None))

    assert found.verdict.tolist() == [PENDING, CLOCK_MISSED]


def test_a_deadline_at_closing_time_is_not_missed_before_service_opens_again():
    shop = Calendar(weekly=weekly_hours([(3, 0, 3600)]))  # 1970-01-01 is a Thursday
    hour = 3600 * 10**6
    one = run((hour - LIMIT, None), now=5 * hour, calendar=shop)

    assert one.deadline_us.tolist() == [hour]
    assert one.verdict.tolist() == [PENDING]


def test_what_is_done_after_now_is_still_open():
    found = run((NOW - 10, NOW + 10))

    assert found.verdict.tolist() == [PENDING]
    assert found.spent_us.tolist() == [10]


def test_holds_stop_the_clock_overlaps_once_and_put_the_deadline_off():
    found = run((0, 190), holds=[(0, 10, 60), (0, 40, 100)])

    assert found.spent_us.tolist() == [100]
    assert found.held_us.tolist() == [90]
    assert found.deadline_us.tolist() == [190]
    assert found.verdict.tolist() == [CLOCK_MET]


def test_there_is_no_deadline_while_a_hold_is_open():
    found = run((0, None), (0, None), holds=[(0, 50, None)])

    assert found.deadline_us.tolist() == [NEVER_US, LIMIT]
    assert found.spent_us.tolist() == [50, NOW]
    assert found.verdict.tolist() == [PENDING, CLOCK_MISSED]


@pytest.mark.parametrize('hold', [(0, -50, 0), (0, 80, 500), (0, 100, None)], ids=['before', 'after', 'open after'])
def test_a_hold_outside_the_running_clock_has_no_effect(hold):
    found = run((0, 80), holds=[hold])

    assert found.spent_us.tolist() == [80]
    assert found.deadline_us.tolist() == [LIMIT]


def test_each_incident_has_its_own_holds():
    found = run((0, 90), (0, 90), holds=[(1, 20, 50)])

    assert found.spent_us.tolist() == [90, 60]
    assert found.deadline_us.tolist() == [LIMIT, LIMIT + 30]
