"""From a calendar to the instants in service: weekly windows laid out on dates, then carried from the wall to UTC."""

import numpy as np

from ..instants import DAY_SECONDS, DAY_US, I64, SECOND_US, Bools, day_number
from ..intervals import subtract_sorted, union_sorted
from .calendar import Calendar, Hours
from .zones import offset_pieces

_ALL_DAY = Hours(0, DAY_SECONDS)
_MONDAY_OFFSET = 3  # 1970-01-01 was a Thursday


def service_windows(calendar: Calendar, start_us: int, end_us: int) -> tuple[I64, I64]:
    """Every maximal span in service inside [start_us, end_us): opens (n,) and closes (n,), sorted, disjoint.

    Exact, O(days). An instant is in service when its own wall reading lies in a window (semantics.md §3).
    """
    if calendar.is_always_open:
        return np.array([start_us], dtype=np.int64), np.array([end_us], dtype=np.int64)
    days = np.arange(start_us // DAY_US - 2, end_us // DAY_US + 3, dtype=np.int64)
    opens, closes = wall_windows(calendar, days)
    starts, offsets = offset_pieces(calendar.zone, start_us, end_us)
    ends = np.append(starts[1:], end_us)
    starts[0] = start_us
    found_opens, found_closes = [], []
    for at, end, offset in zip(starts.tolist(), ends.tolist(), offsets.tolist(), strict=True):
        low, high = max(at, start_us), min(end, end_us)
        if low >= high:
            continue
        first = int(np.searchsorted(closes, low + offset, side='right'))
        last = int(np.searchsorted(opens, high + offset, side='left'))
        found_opens.append(np.maximum(opens[first:last] - offset, low))
        found_closes.append(np.minimum(closes[first:last] - offset, high))
    return union_sorted(np.concatenate(found_opens), np.concatenate(found_closes))


def wall_windows(calendar: Calendar, days: I64) -> tuple[I64, I64]:
    """The windows that begin on consecutive days, in wall microseconds since 1970-01-01: sorted, disjoint."""
    ahead = np.append(days, days[-1] + 1)
    which = calendar.deciding_exception(ahead)
    decided = (which >= 0) | calendar.holidays(ahead)
    opens, closes = [], []

    def lay_out(hours: Hours, on: Bools) -> None:
        begins = days[on]
        until = np.full(begins.shape, hours.until_seconds, dtype=np.int64)
        # A decided date lets nothing run into it from the night before.
        until[decided[1:][on]] = min(hours.until_seconds, DAY_SECONDS)
        opens.append((begins * DAY_SECONDS + hours.start_seconds) * SECOND_US)
        closes.append((begins * DAY_SECONDS + until) * SECOND_US)

    free = ~decided[:-1]
    if not calendar.weekly:
        lay_out(_ALL_DAY, free)
    weekdays = (days + _MONDAY_OFFSET) % 7
    for window in calendar.weekly:
        lay_out(window.hours, free & (weekdays == window.weekday))
    for index, exception in enumerate(calendar.exceptions):
        for hours in exception.hours:
            lay_out(hours, which[:-1] == index)
    all_opens, all_closes = np.concatenate(opens), np.concatenate(closes)
    order = np.argsort(all_opens, kind='stable')
    merged = union_sorted(all_opens[order], all_closes[order])
    return _without_breaks(calendar, *merged)


def _without_breaks(calendar: Calendar, opens: I64, closes: I64) -> tuple[I64, I64]:
    """The wall windows without the calendar's breaks."""
    if not calendar.breaks:
        return opens, closes
    spans = sorted(
        (
            day_number(pause.on) * DAY_SECONDS + pause.hours.start_seconds,
            day_number(pause.on) * DAY_SECONDS + pause.hours.until_seconds,
        )
        for pause in calendar.breaks
    )
    starts, ends = np.array(spans, dtype=np.int64).T * SECOND_US
    return subtract_sorted(opens, closes, *union_sorted(starts, ends))
