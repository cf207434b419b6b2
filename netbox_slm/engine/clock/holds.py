"""Clocks that stand still (semantics.md §5): service time without holds, and deadlines that holds put off."""

import numpy as np

from ..instants import I64, NEVER_US
from ..intervals import Spans, sum_by_owner, union
from .days import DayRule, add_working_days
from .service import ServiceClock, ServiceTime


def held_us(time: ServiceTime, holds: Spans, start_us: I64, end_us: I64) -> I64:
    """Held service time in [start, end) of each clock: (n,). holds: `owner` is the clock; overlaps count once."""
    inside = _inside(holds, start_us, end_us)
    return sum_by_owner(inside.owner, time.elapsed(inside.start_us, inside.end_us), int(start_us.size))


def held_deadline(time: ServiceTime, start_us: I64, duration_us: I64, holds: Spans, stop_us: I64) -> I64:
    """The first instant with that much service time that is not held, since each start; NEVER_US where none comes.

    duration_us: 0 or more. stop_us: when each clock stops; a hold after that, before the start, or after the deadline
    has no effect. Exact; a hold counts where the service time before it, without earlier holds, is below the
    duration, so one pass settles all.
    """
    if not holds.size:
        return time.deadline(start_us, duration_us)
    inside = _inside(holds, start_us, stop_us)
    lost_us = time.elapsed(inside.start_us, inside.end_us)
    total_us = np.cumsum(lost_us) - lost_us
    is_first = np.append(True, inside.owner[1:] != inside.owner[:-1])[: inside.size]
    earlier_us = total_us - total_us[is_first][np.cumsum(is_first) - 1]
    run_us = time.elapsed(start_us[inside.owner], inside.start_us) - earlier_us
    delays = run_us < duration_us[inside.owner]
    extra_us = sum_by_owner(inside.owner[delays], lost_us[delays], int(start_us.size))
    return time.deadline(start_us, duration_us + extra_us)


def held_deadline_us(clock: ServiceClock, start_us: int, duration_us: int, holds: Spans) -> int | None:
    """As `held_deadline`, of one clock that goes on; its holds have ended. None where no deadline comes."""
    one = np.array([start_us], dtype=np.int64)
    last_us = np.array([max([start_us, *holds.end_us.tolist()])], dtype=np.int64)
    found = int(held_deadline(clock, one, np.array([duration_us], dtype=np.int64), holds, last_us)[0])
    return None if found == NEVER_US else found


def held_days_deadline_us(
    clock: ServiceClock, start_us: int, days: int, holds: Spans, rule: DayRule = DayRule.KEEP
) -> int | None:
    """The deadline `days` working days after the start, put off by the held service time (semantics.md §3).

    The held time up to the date that is found is added in service time, on which later holds count again.
    """
    found = add_working_days(clock, start_us, days, rule)
    if found is None:
        return None
    one, end = np.array([start_us], dtype=np.int64), np.array([found], dtype=np.int64)
    return held_deadline_us(clock, found, int(held_us(clock, holds, one, end)[0]), holds)


def _inside(holds: Spans, start_us: I64, end_us: I64) -> Spans:
    """The union of the holds inside each clock."""
    low_us = np.maximum(holds.start_us, start_us[holds.owner])
    high_us = np.minimum(holds.end_us, end_us[holds.owner])
    kept = high_us > low_us
    return union(Spans(holds.owner[kept], low_us[kept], high_us[kept]))
