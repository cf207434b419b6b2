"""Availability of many rows (semantics.md §4), held against counting instants."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netbox_slm.engine.clock import compile_windows
from netbox_slm.engine.errors import TargetError
from netbox_slm.engine.instants import NO_END_US, SINCE_EVER_US
from netbox_slm.engine.intervals import Spans, no_spans
from netbox_slm.engine.objectives import (
    AvailabilityInput,
    BurnWindows,
    Facts,
    OutageInput,
    Rows,
    Share,
    availability,
    combine_mean,
    combine_pooled,
    costs,
    down_intervals,
    figures,
    mean_time_between_failures,
    measure,
    outages_in,
    window_rates,
)
from netbox_slm.engine.structure import DEGRADED, DOWN, NO_WEIGHT, Segments

SPAN, NODES, SUBJECTS = 30, 2, 2
times = st.tuples(st.integers(0, SPAN), st.integers(0, SPAN)).map(lambda pair: (min(pair), max(pair)))


def spans_of(rows):
    return Spans(*np.array(rows, dtype=np.int64).reshape(-1, 3).T)


def owned(owners):
    return st.lists(st.tuples(st.integers(0, owners - 1), times).map(lambda row: (row[0], *row[1])), max_size=4)


@st.composite
def segments(draw):
    """Disjoint sorted (node, start, end, state, weight, default) rows."""
    rows = []
    for node in range(NODES):
        edges = sorted(draw(st.sets(st.integers(0, SPAN), max_size=8)))
        for start, end in pairwise(edges):
            state = draw(st.sampled_from((0, DEGRADED, DOWN, DOWN)))
            if state == DOWN:
                rows.append((node, start, end, state, NO_WEIGHT, False))
            elif state:
                weight = draw(st.sampled_from((NO_WEIGHT, 0, 2500, 3333)))
                rows.append((node, start, end, state, weight, weight == NO_WEIGHT or draw(st.booleans())))
    return rows


@st.composite
def figure_rows(draw):
    start, end = draw(times.filter(lambda pair: pair[0] < pair[1]))
    since, until = draw(st.just((SINCE_EVER_US, NO_END_US)) | times)
    return {
        'node': draw(st.integers(0, NODES - 1)),
        'subject': draw(st.integers(0, SUBJECTS - 1)),
        'clock': draw(st.integers(0, 1)),
        'start_us': start,
        'end_us': end,
        'since_us': since,
        'until_us': until,
        'default_weight': draw(st.sampled_from((0, 5000, 10_000))),
        'shortest_outage_us': draw(st.sampled_from((0, 0, 2, 5))),
        'excluded_counts_as_up': draw(st.booleans()),
    }


@st.composite
def worlds(draw):
    return {
        'clocks': [draw(st.lists(times, max_size=4)), [(0, SPAN)]],
        'segments': draw(segments()),
        'excluded': draw(owned(SUBJECTS)),
        'excused': draw(owned(NODES)),
        'unobserved': draw(owned(SUBJECTS)),
        'now_us': draw(st.integers(0, SPAN)),
    }


def rows_of(rows):
    columns = {name: np.array([row[name] for row in rows], dtype=np.int64) for name in Rows.__dataclass_fields__}
    columns['excluded_counts_as_up'] = columns['excluded_counts_as_up'].astype(bool)
    return Rows(**columns)


def segments_of(rows):
    node, start, end, state, weight, default = np.array(rows, dtype=np.int64).reshape(-1, 6).T
    return Segments(Spans(node, start, end), state, weight, default.astype(bool), np.zeros_like(node))


def clock_of(windows):
    opens, closes = np.array(windows, dtype=np.int64).reshape(-1, 2).T
    return compile_windows(0, SPAN, opens, closes)


def facts_of(world):
    return Facts(
        clocks=[clock_of(windows) for windows in world['clocks']],
        segments=segments_of(world['segments']),
        excluded=spans_of(world['excluded']),
        excused=spans_of(world['excused']),
        unobserved=spans_of(world['unobserved']),
        now_us=world['now_us'],
    )


def holds(rows, owner, at):
    return any(who == owner and start <= at < end for who, start, end, *_rest in rows)


def outage_length(world, node, at):
    """The length of the down interval that holds an instant."""
    down = {
        t
        for t in range(SPAN)
        for who, start, end, state, *_r in world['segments']
        if who == node and state == DOWN and start <= t < end
    }
    low = high = at
    while low - 1 in down:
        low -= 1
    while high + 1 in down:
        high += 1
    return high - low + 1


def cost_at(world, row, at):
    for node, start, end, state, weight, default in world['segments']:
        if node == row['node'] and start <= at < end:
            if state == DOWN:
                return 0 if outage_length(world, node, at) < row['shortest_outage_us'] else 10_000
            return max(weight, 0, row['default_weight'] if default else 0)
    return 0


def slow(world, row):
    """The six numbers of a figure, by counting instants."""
    found = dict.fromkeys(('agreed', 'excluded', 'unobserved', 'base', 'downtime', 'budget_base'), 0)
    for at in range(max(row['start_us'], row['since_us']), min(row['end_us'], row['until_us'])):
        if not any(start <= at < end for start, end in world['clocks'][row['clock']]):
            continue
        excluded = holds(world['excluded'], row['subject'], at) or holds(world['excused'], row['node'], at)
        unobserved = holds(world['unobserved'], row['subject'], at)
        leaves = unobserved or (excluded and not row['excluded_counts_as_up'])
        found['budget_base'] += not leaves
        if at < world['now_us']:
            found['agreed'] += 1
            found['excluded'] += excluded
            found['unobserved'] += unobserved
            found['base'] += not leaves
            if not excluded and not unobserved:
                found['downtime'] += cost_at(world, row, at)
    return tuple(found.values())


@settings(max_examples=150, deadline=None)
@given(worlds(), st.lists(figure_rows(), max_size=4))
def test_every_figure_counts_each_instant_by_its_rule(world, rows):
    found = measure(rows_of(rows), facts_of(world))

    columns = (found.agreed_us, found.excluded_us, found.unobserved_us, found.base_us, found.downtime)
    fast = list(zip(*(column.tolist() for column in (*columns, found.budget_base_us)), strict=True))
    assert fast == [slow(world, row) for row in rows]


@settings(max_examples=150, deadline=None)
@given(worlds(), st.lists(figure_rows(), min_size=1, max_size=4))
def test_the_pieces_of_downtime_add_up_to_the_figure(world, rows):
    facts = facts_of(world)
    found = figures(measure(rows_of(rows), facts), [Fraction(1)] * len(rows))

    pieces = costs(rows_of(rows), facts)

    whole_us = pieces.whole_us()
    for row, figure in enumerate(found):
        mine = pieces.row == row
        assert pieces.downtime[mine].sum() == figure.downtime
        assert whole_us[mine].sum() == figure.downtime_us
    assert (facts.segments.spans.owner[pieces.segment] == rows_of(rows).node[pieces.row]).all()
    assert (pieces.start_us < pieces.end_us).all()
    assert (whole_us >= 0).all()


@settings(max_examples=150, deadline=None)
@given(worlds(), figure_rows(), st.integers(1, SPAN))
def test_a_burn_rate_is_that_of_a_figure_over_the_window(world, row, length):
    pair = BurnWindows(length, max(length // 2, 1), Fraction(1))
    target = Fraction(9, 10)

    (rates,) = window_rates(rows_of([row]), facts_of(world), [target], [pair])[0]

    for rate, window in ((rates.long, pair.long_us), (rates.short, pair.short_us)):
        start = world['now_us'] - window
        agreed, _excluded, unobserved, base, downtime, _whole = slow(
            world, {**row, 'start_us': start, 'end_us': world['now_us']}
        )
        known = row['since_us'] <= start and row['until_us'] >= world['now_us']
        if not known or not base or 2 * unobserved > agreed:
            assert rate is None
        else:
            assert rate == Fraction(downtime, 10_000) / base * 10


@settings(max_examples=150, deadline=None)
@given(worlds(), st.lists(figure_rows(), min_size=1, max_size=4), st.integers(1, SPAN), st.booleans())
def test_several_services_burn_as_the_mean_of_their_shares_or_as_their_seconds_added_up(world, rows, length, is_mean):
    pair = BurnWindows(length, length, Fraction(1))

    ((rates,),) = window_rates(
        rows_of(rows), facts_of(world), [Fraction(9, 10)], [pair], np.zeros(len(rows), dtype=np.int64), [is_mean]
    )

    start, end = world['now_us'] - length, world['now_us']
    parts = []
    for row in rows:
        agreed, _excluded, unobserved, base, downtime, _whole = slow(world, {**row, 'start_us': start, 'end_us': end})
        if row['since_us'] <= start and row['until_us'] >= end and base and 2 * unobserved <= agreed:
            parts.append((base, Fraction(downtime, 10_000)))
    if not parts:
        assert rates.long is None
    elif is_mean:
        assert rates.long == sum(lost / base for base, lost in parts) / len(parts) * 10
    else:
        assert rates.long == sum(lost for _base, lost in parts) / sum(base for base, _lost in parts) * 10


@settings(max_examples=150, deadline=None)
@given(worlds(), figure_rows(), st.integers(0, SPAN))
def test_figures_of_two_halves_add_up_to_the_whole(world, row, middle):
    middle = min(max(middle, row['start_us']), row['end_us'])
    halves = [{**row, 'end_us': middle}, {**row, 'start_us': middle}]

    found = measure(rows_of([row, *halves]), facts_of(world))

    for column in (found.agreed_us, found.excluded_us, found.unobserved_us, found.base_us, found.downtime):
        whole, one, other = column.tolist()
        assert whole == one + other


@settings(max_examples=150, deadline=None)
@given(worlds(), figure_rows())
def test_one_figure_from_a_timeline_is_the_row_of_many(world, row):
    edges = np.arange(SPAN + 1, dtype=np.int64)
    plain = {**row, 'shortest_outage_us': 0}
    weight = np.array([cost_at(world, plain, at) for at in range(SPAN)], dtype=np.int64)
    is_down = np.array(
        [
            any(
                node == row['node'] and start <= at < end and state == DOWN
                for node, start, end, state, *_r in world['segments']
            )
            for at in range(SPAN)
        ]
    )
    excluded = [span[1:] for span in world['excluded'] if span[0] == row['subject']]
    excluded += [span[1:] for span in world['excused'] if span[0] == row['node']]
    unobserved = [span[1:] for span in world['unobserved'] if span[0] == row['subject']]

    found = availability(
        AvailabilityInput(
            calendar=clock_of(world['clocks'][row['clock']]),
            start_us=row['start_us'],
            end_us=row['end_us'],
            now_us=world['now_us'],
            since_us=row['since_us'],
            until_us=row['until_us'],
            excluded=tuple(np.array(excluded, dtype=np.int64).reshape(-1, 2).T),
            unobserved=tuple(np.array(unobserved, dtype=np.int64).reshape(-1, 2).T),
            edges_us=edges,
            weight=weight,
            is_down=is_down,
            target=Fraction(99, 100),
            excluded_counts_as_up=row['excluded_counts_as_up'],
            shortest_outage_us=row['shortest_outage_us'],
        )
    )

    agreed, excluded_us, unobserved_us, base, downtime, budget_base = slow(world, row)
    assert (found.agreed_us, found.excluded_us, found.unobserved_us) == (agreed, excluded_us, unobserved_us)
    assert (found.base_us, found.downtime, found.budget_base_us) == (base, downtime, budget_base)
    assert found.share == Share(base * 10_000 - downtime, base * 10_000)
    assert found.budget == Fraction(budget_base, 100)
    assert found.remaining == found.budget - Fraction(downtime, 10_000)
    if base and budget_base:
        assert found.burn_rate == Fraction(downtime, 10_000) / base * 100
    else:
        assert found.burn_rate is None


@settings(max_examples=80, deadline=None)
@given(worlds(), figure_rows())
def test_outages_are_the_maximal_down_intervals_that_cost_something(world, row):
    node = row['node']
    facts = facts_of(world)
    down = down_intervals(facts.segments)
    excluded = [(0, *span[1:]) for span in world['excluded'] if span[0] == row['subject']]
    unobserved = [(0, *span[1:]) for span in world['unobserved'] if span[0] == row['subject']]

    found = outages_in(
        OutageInput(
            calendar=facts.clocks[row['clock']],
            down=down.take(down.owner == node),
            start_us=row['start_us'],
            end_us=row['end_us'],
            now_us=world['now_us'],
            since_us=row['since_us'],
            until_us=row['until_us'],
            excluded=spans_of(excluded),
            unobserved=spans_of(unobserved),
            shortest_us=row['shortest_outage_us'],
        )
    )

    in_service = {t for start, end in world['clocks'][row['clock']] for t in range(start, end)}
    is_down = {
        t
        for who, start, end, state, *_r in world['segments']
        if who == node and state == DOWN
        for t in range(start, end)
    }
    starts = sorted(t for t in is_down if t - 1 not in is_down and t < world['now_us'])
    begun, restored = [], []
    for start in starts:
        end = next(t for t in range(start, SPAN + 1) if t not in is_down)
        if end - start < row['shortest_outage_us']:
            continue
        counted = [
            t
            for t in range(start, min(end, world['now_us']))
            if t in in_service
            and row['since_us'] <= t < row['until_us']
            and not any(low <= t < high for _o, low, high in excluded + unobserved)
        ]
        if counted and row['start_us'] <= start < row['end_us']:
            begun.append(len(counted))
        if counted and row['start_us'] <= end < min(row['end_us'], world['now_us']):
            restored.append(len(in_service & set(range(start, end))))
    assert found.count == len(begun)
    assert found.longest_us == (max(begun) if begun else None)
    assert found.mean_time_to_restore == Share(sum(restored), len(restored))


def test_no_failure_is_no_data_for_the_time_between_failures():
    assert not mean_time_between_failures(1000, 0, 0).has_data
    assert mean_time_between_failures(1000, 2_000_000, 2).fraction == 400


def plain_figure(base_us, downtime_us, target):
    facts = Facts(
        clocks=[compile_windows(0, base_us, np.array([0]), np.array([base_us]))],
        segments=segments_of([(0, 0, downtime_us, DOWN, NO_WEIGHT, False)] if downtime_us else []),
        excluded=no_spans(),
        excused=no_spans(),
        unobserved=no_spans(),
        now_us=base_us,
    )
    row = {
        **dict.fromkeys(Rows.__dataclass_fields__, 0),
        'end_us': base_us,
        'since_us': SINCE_EVER_US,
        'until_us': NO_END_US,
    }
    return figures(measure(rows_of([row]), facts), [target])[0]


def test_pooled_adds_seconds_and_the_mean_adds_shares():
    short, long, none = (plain_figure(base, down, Fraction(1)) for base, down in ((100, 50), (900, 0), (0, 0)))

    assert combine_pooled([short, long, none]).fraction == Fraction(950, 1000)
    assert combine_mean([short, long, none]).fraction == Fraction(3, 4)
    assert not combine_mean([none]).has_data


def test_nothing_measured_is_no_data_and_never_a_hundred_percent():
    found = plain_figure(0, 0, Fraction(99, 100))

    assert not found.share.has_data
    assert found.burn_rate is None


def test_coverage_is_the_observed_share_of_agreed_time():
    found = figures(
        measure(
            rows_of([{**dict.fromkeys(Rows.__dataclass_fields__, 0), 'end_us': 10, 'until_us': NO_END_US}]),
            Facts([clock_of([(0, 10)])], segments_of([]), no_spans(), no_spans(), spans_of([(0, 2, 4)]), 10),
        ),
        [Fraction(1)],
    )[0]

    assert found.observed == Share(8, 10)


@pytest.mark.parametrize('target', [Fraction(0), Fraction(-1, 20), Fraction(101, 100)])
def test_a_target_that_cannot_be_is_refused(target):
    nothing = np.zeros(0, dtype=np.int64)
    with pytest.raises(TargetError) as refused:
        availability(
            AvailabilityInput(
                clock_of([]),
                0,
                1,
                1,
                0,
                1,
                (nothing, nothing),
                (nothing, nothing),
                np.array([0, 1]),
                np.zeros(1, dtype=np.int64),
                np.zeros(1, dtype=bool),
                target,
            )
        )

    assert refused.value.field == 'target'
