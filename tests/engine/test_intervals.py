"""Intervals of many owners, held against sets of instants."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netbox_slm.engine.errors import IntervalError
from netbox_slm.engine.grid import Cells, Grid, greatest_cover
from netbox_slm.engine.intervals import (
    Spans,
    check_spans,
    clip,
    greatest,
    intersect,
    intersect_sorted,
    meeting,
    overlap_count,
    overlapping,
    subtract,
    subtract_sorted,
    sum_by_owner,
    union,
    union_length_us,
)

OWNERS = 4
ROWS = st.lists(st.tuples(st.integers(0, OWNERS - 1), st.integers(-20, 40), st.integers(0, 9)), max_size=12)


def spans_of(rows):
    owner, start_us, span_us = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Spans(owner, start_us, start_us + span_us)


def instants(rows):
    return {(owner, at) for owner, start, span in rows for at in range(start, start + span)}


def covered(spans):
    return {
        (owner, at)
        for owner, start, end in zip(*(column.tolist() for column in spans), strict=True)
        for at in range(start, end)
    }


def assert_is_normal(spans):
    """Sorted, not empty, and never two that touch."""
    rows = list(zip(*(column.tolist() for column in spans), strict=True))
    assert all(start < end for _owner, start, end in rows)
    assert all(one[0] < other[0] or (one[0] == other[0] and one[2] < other[1]) for one, other in pairwise(rows))


@given(ROWS)
@example([(0, 5, 3), (0, 5, 3), (1, 8, 0)])
@example([(0, 0, 3), (0, 3, 3), (1, 0, 1)])
def test_each_instant_counts_once_per_owner(rows):
    merged = union(spans_of(rows))

    assert covered(merged) == instants(rows)
    assert_is_normal(merged)
    expected = [len({at for who, at in instants(rows) if who == owner}) for owner in range(OWNERS)]
    assert union_length_us(spans_of(rows), OWNERS).tolist() == expected


@given(ROWS, ROWS)
def test_intersection_and_difference_are_those_of_sets(rows, others):
    one, other = spans_of(rows), spans_of(others)

    assert covered(intersect(one, other)) == instants(rows) & instants(others)
    assert covered(subtract(one, other)) == instants(rows) - instants(others)
    assert_is_normal(intersect(one, other))
    assert_is_normal(subtract(one, other))


@given(ROWS, ROWS)
def test_sorted_intervals_of_one_owner_give_the_same(rows, others):
    rows, others = [(0, *row[1:]) for row in rows], [(0, *row[1:]) for row in others]
    one, other = union(spans_of(rows)), union(spans_of(others))

    common = intersect_sorted(*one[1:], *other[1:])
    left = subtract_sorted(*one[1:], *other[1:])

    assert covered(Spans(np.zeros_like(common[0]), *common)) == instants(rows) & instants(others)
    assert covered(Spans(np.zeros_like(left[0]), *left)) == instants(rows) - instants(others)


@given(ROWS)
def test_the_overlap_count_is_the_number_of_intervals_over_an_instant(rows):
    spans, count = overlap_count(spans_of(rows))

    found = {
        (owner, at): number
        for owner, start, end, number in zip(*(column.tolist() for column in (*spans, count)), strict=True)
        for at in range(start, end)
    }
    expected = {}
    for owner, start, span in rows:
        for at in range(start, start + span):
            expected[owner, at] = expected.get((owner, at), 0) + 1
    assert found == expected


@given(ROWS, st.data())
def test_the_greatest_value_counts_at_each_instant(rows, data):
    values = data.draw(st.lists(st.integers(-5, 5), min_size=len(rows), max_size=len(rows)))

    spans, value = greatest(spans_of(rows), np.array(values, dtype=np.int64))

    found = {
        (owner, at): each
        for owner, start, end, each in zip(*(column.tolist() for column in (*spans, value)), strict=True)
        for at in range(start, end)
    }
    expected = {}
    for (owner, start, span), each in zip(rows, values, strict=True):
        for at in range(start, start + span):
            expected[owner, at] = max(expected.get((owner, at), each), each)
    assert found == expected


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 9)), max_size=30))
def test_the_greatest_cover_of_long_ranges_is_the_greatest(rows):
    size = 301
    first, last, value = np.array([(min(a, b), max(a, b), v) for a, b, v in rows], dtype=np.int64).reshape(-1, 3).T

    found = greatest_cover(Cells(first, last), value, size, -1)

    expected = [max([v for a, b, v in rows if min(a, b) <= cell < max(a, b)], default=-1) for cell in range(size)]
    assert found.tolist() == expected


@given(ROWS, st.permutations(range(12)))
def test_the_order_of_the_intervals_does_not_matter(rows, order):
    shuffled = [rows[index] for index in order if index < len(rows)]

    assert [column.tolist() for column in union(spans_of(rows))] == [
        column.tolist() for column in union(spans_of(shuffled))
    ]


@given(ROWS)
def test_owners_and_instants_too_large_for_one_key_give_the_same(rows):
    far = 2**60
    wide = [(owner * 2**20, start + far * (start % 3 - 1), span) for owner, start, span in rows]
    spans = spans_of(wide)

    assert covered(union(spans)) == instants(wide)
    assert covered(subtract(spans, spans)) == set()
    assert covered(intersect(spans, spans)) == instants(wide)


@given(ROWS, st.integers(-20, 40), st.integers(0, 30))
def test_clipping_keeps_what_is_inside(rows, low, length):
    clipped, source = clip(spans_of(rows), low, low + length)

    assert covered(clipped) == {(owner, at) for owner, at in instants(rows) if low <= at < low + length}
    assert [rows[index][0] for index in source.tolist()] == clipped.owner.tolist()


@given(ROWS, ROWS)
def test_overlapping_finds_every_pair_that_shares_an_instant(rows, queries):
    spans = union(spans_of(rows))
    asked = spans_of(queries)

    query, found = overlapping(spans, *asked)

    pairs = set(zip(query.tolist(), found.tolist(), strict=True))
    expected = {
        (one, other)
        for one in range(asked.size)
        for other in range(spans.size)
        if asked.owner[one] == spans.owner[other]
        and asked.start_us[one] < spans.end_us[other]
        and spans.start_us[other] < asked.end_us[one]
        and asked.start_us[one] < asked.end_us[one]
    }
    assert pairs == expected
    assert len(query) == len(pairs)


@given(ROWS, ROWS)
def test_meeting_finds_them_among_intervals_that_overlap_too(rows, queries):
    spans, (owner, low, length) = spans_of(rows), np.array(queries, dtype=np.int64).reshape(-1, 3).T
    spans = spans.take(np.lexsort((spans.start_us, spans.owner)))

    query, which = meeting(spans, owner, low, low + length)

    pairs = {(int(one), int(other)) for one, other in zip(query, which, strict=True)}
    assert len(pairs) == query.size
    spans_at = [
        instants([(int(spans.owner[row]), int(spans.start_us[row]), int(spans.length_us[row]))])
        for row in range(spans.size)
    ]
    shared = {
        (one, other)
        for one, query in enumerate(queries)
        for other, mine in enumerate(spans_at)
        if mine & instants([query])
    }
    assert pairs == shared


def test_sums_are_exact_beyond_what_a_float_holds():
    value = np.array([2**60, 1, 1], dtype=np.int64)

    assert sum_by_owner(np.array([0, 0, 1]), value, 3).tolist() == [2**60 + 1, 1, 0]


def test_an_interval_that_ends_before_it_starts_is_refused_by_name():
    with pytest.raises(IntervalError) as refused:
        check_spans(Spans(np.array([0]), np.array([5]), np.array([4])))

    assert refused.value.field == 'end_us'
    assert refused.value.value == 4


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(IntervalError):
        check_spans(Spans(np.array([0]), np.array([5, 6]), np.array([7])))


def test_no_intervals_give_none():
    nothing = spans_of([])

    assert union(nothing).size == 0
    assert Grid.of(nothing).size == 0
    assert greatest(nothing, np.zeros(0, dtype=np.int64))[0].size == 0
