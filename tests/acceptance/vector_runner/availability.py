"""Availability from timelines, rows of components and plain outages: each brought to the form of the engine."""

from fractions import Fraction

import numpy as np

from netbox_slm.engine.clock import ALWAYS, ServiceClock, compile_windows
from netbox_slm.engine.instants import NO_END_US, SINCE_EVER_US
from netbox_slm.engine.intervals import Spans, no_spans
from netbox_slm.engine.objectives import Facts, Rows, Share, figures, measure
from netbox_slm.engine.structure import DEFAULT_WEIGHT, DEGRADED, DOWN, REQUIRED, Effects, Needs, spread

from .files import i64, seconds, spans, us, us_or

STATES = {'up': 0, 'none': 0, 'ok': 0, 'degraded': DEGRADED, 'down': DOWN, 'critical': DOWN}
_ANY_TARGET = Fraction(1)


def measured(rows, **facts):
    """The figures of rows (dicts of what differs from a plain row), on these facts."""
    plain = {
        'node': 0,
        'subject': 0,
        'clock': 0,
        'since_us': SINCE_EVER_US,
        'until_us': NO_END_US,
        'default_weight': 0,
        'shortest_outage_us': 0,
        'excluded_counts_as_up': False,
    }
    full = [{**plain, **row} for row in rows]
    columns = {name: i64(*[row[name] for row in full]) for name in Rows.__dataclass_fields__}
    columns['excluded_counts_as_up'] = columns['excluded_counts_as_up'].astype(bool)
    given = {'clocks': [ServiceClock(ALWAYS)], 'excluded': no_spans(), 'excused': no_spans(), 'unobserved': no_spans()}
    return figures(measure(Rows(**columns), Facts(**{**given, **facts})), [_ANY_TARGET] * len(rows))


def effects_of(rows):
    """Effects of (node, start_us, end_us, state, weight, incident) rows."""
    return Effects(*np.array(rows, dtype=np.int64).reshape(-1, 6).T)


def needs_of(rows, group_min=()):
    """Needs of (parent, child, kind, group) rows that always hold."""
    parent, child, kind, group = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    always = [np.full(parent.size, at, dtype=np.int64) for at in (SINCE_EVER_US, NO_END_US)]
    groups = [np.full(len(group_min), at, dtype=np.int64) for at in (SINCE_EVER_US, NO_END_US)]
    return Needs(parent, child, kind, *always, group, i64(*group_min), *groups)


def states_over_time(nodes, rows, needs=None, services=(), wanted=None, span=(SINCE_EVER_US, NO_END_US)):
    """Segments of the nodes (by default all) under effects of these rows."""
    is_service = np.isin(np.arange(nodes), services)
    wanted = np.arange(nodes, dtype=np.int64) if wanted is None else i64(*wanted)
    return spread(nodes, is_service, needs or needs_of([]), effects_of(rows), *span, wanted=wanted)


def _percent(share, vector):
    if share.has_data:
        return float(share.fraction * 100)
    if vector.says('no_data_is_100'):
        return 100
    return -1.0 if vector.says('sli = uptime/(uptime+downtime)*100, -1 when') else None


def availability_window(vector):
    start_us, end_us = us(vector.period['start']), us(vector.period['end'])
    rows = [
        (0, us(row['start']), us_or(row['end'], end_us), STATES[row['state']], DEFAULT_WEIGHT, index)
        for index, row in enumerate(vector.incidents)
    ]
    row = {'start_us': start_us, 'end_us': end_us, 'default_weight': _degraded_weight(vector)}
    found = measured([row], segments=states_over_time(1, rows), now_us=end_us)[0]
    return {
        'sli_percent': _percent(found.share, vector),
        'bad_seconds': seconds(found.downtime_us),
        'total_seconds': seconds(found.base_us),
    }


def _degraded_weight(vector):
    return 10_000 if vector.says('degraded_counts_as_down') else 0


def availability_timeline(vector):
    start_us, end_us = us(vector.period['start']), us(vector.period['end'])
    pieces, unknown = _timeline(vector, start_us, end_us)
    rows = [(0, at, after, STATES[state], DEFAULT_WEIGHT, index) for index, (at, after, state) in enumerate(pieces)]
    row = {
        'start_us': start_us,
        'end_us': end_us,
        'default_weight': _degraded_weight(vector),
        'excluded_counts_as_up': vector.says('excluded_time_counts_as_up'),
    }
    found = measured(
        [row],
        segments=states_over_time(1, rows),
        excluded=spans(vector.row.get('exclusions'), open_end_us=end_us),
        unobserved=Spans(i64(*[0] * len(unknown)), *np.array(unknown, dtype=np.int64).reshape(-1, 2).T),
        now_us=end_us,
    )[0]
    return {'sli_percent': _percent(found.share, vector)}


def _timeline(vector, start_us, end_us):
    """(start, end, state) of each known state, and (start, end) of what is unknown."""
    changes = sorted(vector.input['state_changes'], key=lambda change: us(change['at']))
    times = [us(change['at']) for change in changes]
    later = [change for change, at_us in zip(changes, times, strict=True) if at_us > start_us]
    initial = (later[0].get('previous_state') if later else vector.input.get('current_state')) or 'up'
    pieces = list(
        zip(
            [min([start_us, *times]), *times],
            [*times, max([end_us, *times])],
            [initial, *(change['state'] for change in changes)],
            strict=True,
        )
    )
    unknown = [(at_us, after_us) for at_us, after_us, state in pieces if state == 'unknown']
    unknown += [
        (before_us, at_us)
        for before_us, at_us, change in zip([start_us, *times], times, changes, strict=False)
        if change.get('previous_state') == 'unknown' and before_us < at_us
    ]
    return [piece for piece in pieces if piece[2] != 'unknown'], unknown


def availability_components(vector):
    given = vector.input
    start_us, end_us = us(vector.period['start']), us(vector.period['end'])
    now_us = us_or(given.get('now'), end_us)
    node_of = {name: node for node, name in enumerate(given['components'])}
    service = len(node_of)
    effects, since_us = [], [NO_END_US] * len(node_of)
    for name, node in node_of.items():
        rows = sorted((row for row in vector.incidents if row['component'] == name), key=lambda row: us(row['start']))
        nexts = [us(row['start']) for row in rows[1:]] + [min(end_us, now_us)]
        for row, next_us in zip(rows, nexts, strict=False):
            began_us = us(row['start'])
            since_us[node] = min(since_us[node], began_us)
            ended_us = max(us_or(row['end'], next_us), began_us)
            effects.append((node, began_us, ended_us, STATES[row['state']], DEFAULT_WEIGHT, len(effects)))
    needs = needs_of([(service, node, REQUIRED, -1) for node in node_of.values()])
    segments = states_over_time(service + 1, effects, needs, services=[service])
    nodes = [service] if given['mode'] == 'any_down' else list(node_of.values())
    since_us.append(min(since_us, default=NO_END_US))
    plain = {'start_us': start_us, 'end_us': end_us, 'default_weight': _degraded_weight(vector)}
    parts = measured(
        [{**plain, 'node': node, 'since_us': since_us[node]} for node in nodes], segments=segments, now_us=now_us
    )
    share = Share(sum(part.share.numerator for part in parts), sum(part.share.denominator for part in parts))
    return {
        'bad_seconds': seconds(sum(part.downtime_us for part in parts)),
        'total_seconds': seconds(sum(part.base_us for part in parts)),
        'sli_percent': _percent(share, vector),
    }


def zabbix_sli_cell(vector):
    given = vector.input
    start_us, end_us = us(vector.period['start']), us(vector.period['end'])
    changes = sorted(given['state_changes'], key=lambda change: us(change['at']))
    times = [us(change['at']) for change in changes]
    states = [given['start_state'], *(change['state'] for change in changes)]
    pieces = zip([SINCE_EVER_US, *times], [*times, NO_END_US], states, strict=True)
    rows = [(0, at, after, STATES[state], DEFAULT_WEIGHT, index) for index, (at, after, state) in enumerate(pieces)]
    found = measured(
        [{'start_us': start_us, 'end_us': end_us, 'since_us': us_or(given['service_created'], SINCE_EVER_US)}],
        segments=states_over_time(1, rows),
        excluded=spans(vector.row.get('exclusions'), open_end_us=end_us),
        now_us=us_or(given.get('now'), end_us),
        clocks=[ServiceClock(ALWAYS) if given['schedule'] is None else _scheduled(given['schedule'], start_us, end_us)],
    )[0]
    return {
        'uptime_seconds': seconds(found.base_us - found.downtime_us),
        'downtime_seconds': seconds(found.downtime_us),
        'sli_percent': _percent(found.share, vector),
    }


def _scheduled(schedule, start_us, end_us):
    """Service hours as absolute intervals."""
    windows = spans(schedule, open_end_us=end_us)
    return compile_windows(start_us, end_us, windows.start_us, windows.end_us)


FAMILIES = {
    function.__name__: function
    for function in (availability_window, availability_timeline, availability_components, zabbix_sli_cell)
}
