"""Service time: adding, measuring, working days, deadlines with holds, response and resolution."""

from datetime import date
from fractions import Fraction

from netbox_slm.engine.clock import (
    DayRule,
    ServiceClock,
    add_working_days,
    common_windows,
    held_days_deadline_us,
    held_deadline_us,
    held_us,
    same_day_deadline_us,
    warning_us,
)
from netbox_slm.engine.instants import DAY_US, NEVER_US, NO_END_US, SECOND_US
from netbox_slm.engine.intervals import Spans, join, no_spans
from netbox_slm.engine.objectives import CLOCK_MET, CLOCK_MISSED, PENDING, ClockInput, Share, clocks

from .calendars import calendar_of, clock_of
from .files import i64, iso, iso_local, seconds, spans, us, us_or

_UNITS = {'second': 1, 'minute': 60, 'hour': 3600}
_FAR_US = 400 * DAY_US


def working_time_add(vector):
    clock, start_us = clock_of(vector), us(vector.input['start'])
    duration_us = round(vector.input['working_seconds'] * SECOND_US)
    if not duration_us and vector.says('zero_duration_snaps_into_working_time'):
        forward = vector.input.get('direction') != 'backward'
        end_us = clock.moved_into_hours(start_us, forward=forward)
    else:
        end_us = clock.deadline_us(start_us, duration_us)
    return {'end': iso(end_us), 'end_local': iso_local(end_us, vector.zone)}


def working_time_add_same_day(vector):
    duration_us = round(vector.input['working_seconds'] * SECOND_US)
    end_us = same_day_deadline_us(clock_of(vector), us(vector.input['start']), duration_us)
    return {'end': iso(end_us), 'end_local': iso_local(end_us, vector.zone)}


def working_time_between(vector):
    clock = clock_of(vector)
    start_us, end_us = us(vector.period['start']), us(vector.period['end'])
    start_us = max(start_us, us_or(vector.input.get('created'), start_us))
    end_us = min(end_us, us_or(vector.input.get('closed'), end_us))
    holds = spans(vector.row.get('exclusions'), open_end_us=end_us)
    held = int(held_us(clock, holds, i64(start_us), i64(end_us))[0])
    return {'working_seconds': seconds(clock.elapsed_us(start_us, end_us) - held)}


def working_days_add(vector):
    given = vector.input
    forward = {'forward': True, 'backward': False}.get(given.get('direction'))
    end_us = add_working_days(
        clock_of(vector), us(given['start']), given['working_days'], day_rule(vector), forward=forward
    )
    return {'end': iso(end_us), 'end_local': iso_local(end_us, vector.zone)}


def day_rule(vector, *, is_target=False):
    """The rule of working days that the conventions, or the input, name; a deadline's target says it itself."""
    target = vector.input['target'] if is_target else vector.input
    if target.get('end_of_working_day') or (not is_target and vector.says('end_of_working_day')):
        return DayRule.CLOSING
    if vector.says('days_mode_keeps_clock_time_clamped'):
        return DayRule.CLAMP
    if vector.says('days_mode_then_snap'):
        return DayRule.SNAP
    return DayRule.KEEP


def is_working_time(vector):
    return {'is_working': clock_of(vector).is_open_at(us(vector.input['at']))}


def is_holiday(vector):
    return {'is_holiday': calendar_of(vector).is_holiday(date.fromisoformat(vector.input['date']))}


def calendar_intersection(vector):
    first, other = calendar_of(vector), calendar_of(vector, vector.input['other_calendar'])
    if vector.says('wall_clock_intersection_in_the_first_calendar_zone'):
        other = other.__class__(**{**_fields(other), 'zone': first.zone})
    after_us, take = us(vector.input['after']), vector.input['take']
    one, two = ServiceClock(first), ServiceClock(other)
    span_us = 30 * DAY_US
    while True:
        opens_us, closes_us = common_windows(one, two, after_us, after_us + span_us)
        if len(opens_us) > take or span_us > 20 * _FAR_US:
            break
        span_us *= 2
    periods = zip(opens_us[:take].tolist(), closes_us[:take].tolist(), strict=True)
    return {'periods': [{'start': iso(start), 'end': iso(end)} for start, end in periods]}


def _fields(calendar):
    return {name: getattr(calendar, name) for name in calendar.__dataclass_fields__}


def agreement_deadline(vector):
    given, clock = vector.input, clock_of(vector)
    start_us, target = us(given['start']), given['target']
    pauses = spans(given.get('pauses'), open_end_us=NO_END_US) if given['clock'] == 'resolve' else no_spans()
    if target['unit'] == 'day':
        deadline_us = held_days_deadline_us(clock, start_us, target['value'], pauses, day_rule(vector, is_target=True))
    else:
        duration_us = round(target['value'] * _UNITS[target['unit']] * SECOND_US)
        deadline_us = held_deadline_us(clock, start_us, duration_us, pauses)
    found = {'deadline': iso(deadline_us), 'deadline_local': iso_local(deadline_us, vector.zone)}
    if deadline_us is not None:
        held = int(held_us(clock, pauses, i64(start_us), i64(deadline_us))[0])
        found['paused_working_seconds'] = seconds(held)
    offset = given.get('escalation_offset_seconds')
    if offset is not None and deadline_us is not None:
        rule = DayRule.CLAMP if vector.says('days_mode_keeps_clock_time_clamped') else DayRule.KEEP
        found['escalation_at'] = iso(warning_us(clock, deadline_us, round(offset * SECOND_US), rule))
    return found


def clock_attainment(vector):
    given, incidents = vector.input, vector.incidents
    now_us = us_or(given.get('now'), us(vector.period['end']))
    holds = no_spans()
    if given['holds_pause']:
        parts = [spans(row.get('holds'), open_end_us=NO_END_US, owner=index) for index, row in enumerate(incidents)]
        holds = join(*parts) if parts else holds
    reported_us = i64(*[us(row['reported']) for row in incidents])
    found = clocks(
        ClockInput(
            calendar=clock_of(vector),
            reported_us=reported_us,
            done_us=i64(*[us_or(row['done'], NO_END_US) for row in incidents]),
            limit_us=i64(*[round(given['limits'][str(row['priority'])] * SECOND_US) for row in incidents]),
            holds=Spans(*holds),
            now_us=now_us,
        )
    )
    judged = (reported_us >= us(vector.period['start'])) & (reported_us < us(vector.period['end']))
    met = int((judged & (found.verdict == CLOCK_MET)).sum())
    missed = int((judged & (found.verdict == CLOCK_MISSED)).sum())
    share = Share(met, met + missed)
    names = {PENDING: 'pending', CLOCK_MET: 'met', CLOCK_MISSED: 'missed'}

    def each(values):
        return [value if is_judged else None for value, is_judged in zip(values, judged.tolist(), strict=True)]

    return {
        'states': each([names[verdict] for verdict in found.verdict.tolist()]),
        'spent_seconds': each([seconds(spent) for spent in found.spent_us.tolist()]),
        'deadlines': each([None if at == NEVER_US else iso(at) for at in found.deadline_us.tolist()]),
        'met': met,
        'missed': missed,
        'attainment_percent': float(share.fraction * Fraction(100)) if share.has_data else None,
    }


FAMILIES = {
    function.__name__: function
    for function in (
        working_time_add,
        working_time_add_same_day,
        working_time_between,
        working_days_add,
        is_working_time,
        is_holiday,
        calendar_intersection,
        agreement_deadline,
        clock_attainment,
    )
}
