"""Links as arrays, for questions about thousands of ends."""

from typing import NamedTuple

import numpy as np

from ...engine.distinct import distinct
from ...engine.instants import I64, Bools
from ..links.keys import WAY_KINDS, kinds_of
from .building import Facts
from .compiled import Network

__all__ = ('LinkTable', 'UplinkTable', 'ends_through', 'links_at', 'uplinks_at')


class LinkTable(NamedTuple):
    """Pieces seen from an end, each once: (n,) the place of the end among those asked, and the far end.

    way_of, way: (m,) what is on the ways, in the order of the pieces, and of which piece it is.
    """

    place: I64
    far: I64
    way_of: I64
    way: I64


class UplinkTable(NamedTuple):
    """(n,) place of the device or circuit among those asked, what its uplinks stand on, whether that is a neighbour."""

    place: I64
    key: I64
    is_neighbour: Bools


def links_at(facts: Facts, ends: I64) -> LinkTable:
    """The pieces that meet in each of these ends."""
    rows = facts.rows
    place, row = facts.index.hits(ends)
    end = ends[place]
    meets = facts.alive[row] & (rows.b[row] >= 0) & ((rows.a[row] == end) | (rows.b[row] == end))
    place, row, end = place[meets], row[meets], end[meets]
    far = np.where(rows.a[row] == end, rows.b[row], rows.a[row])
    way_of, way = _ways(facts, row)
    # a path is there from either side: the same ends, and the same on the way
    marks = np.zeros(len(row), np.uint64)
    np.add.at(marks, way_of, _mixed(way))
    order = np.lexsort((marks, far, place))
    same = np.zeros(len(row), np.bool_)
    same[1:] = (np.diff(place[order]) == 0) & (np.diff(far[order]) == 0) & (marks[order][1:] == marks[order][:-1])
    kept = order[~same]
    return LinkTable(place[kept], far[kept], *_ways(facts, row[kept]))


def ends_through(facts: Facts, keys: I64) -> I64:
    """The ends of the pieces whose way holds any of these, sorted, each once."""
    rows = facts.rows
    _place, row = facts.index.hits(keys[np.isin(kinds_of(keys), WAY_KINDS)])
    row = row[facts.alive[row] & (rows.b[row] >= 0)]
    return distinct(np.concatenate((rows.a[row], rows.b[row])))


def _ways(facts: Facts, row: I64) -> tuple[I64, I64]:
    rows = facts.rows
    count = rows.way[row]
    ends = np.cumsum(count)
    at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(rows.start[row] - ends + count, count)
    return np.repeat(np.arange(len(row)), count), rows.parts[at]


def _mixed(keys: I64) -> np.ndarray:
    """Numbers whose sums tell sets of keys apart (the last step of splitmix64)."""
    mixed = keys.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def uplinks_at(network: Network, keys: I64, farther_too: bool = False) -> UplinkTable:
    """What the uplinks of these devices and circuits stand on; roots have none. An uplink may be there twice.

    farther_too: not only uplinks, but all edges, also those to what is farther from a root or passes nothing on.
    """
    facts, root = network.facts, np.append(network.shape.topology.root, True)
    node = facts.nodes.numbers(keys)
    asked = np.flatnonzero(~root[node])
    order = asked[np.argsort(node[asked], kind='stable')]
    nodes = node[order].astype(np.int32)
    if farther_too:
        around = network.shape.topology.around(nodes)
        owner, neighbour, row = around.node, around.neighbour, around.edge
    else:
        owner, neighbour, row = network.upward(nodes)
    place = order[np.searchsorted(node[order], owner)]
    rows = facts.rows
    part_of, parts = _parts(facts, row)
    key = np.concatenate((facts.nodes.key[neighbour], rows.a[row], rows.b[row], parts))
    places = np.concatenate((place, place, place, place[part_of]))
    is_neighbour = np.arange(len(key)) < len(neighbour)
    there = key >= 0
    return UplinkTable(places[there], key[there], is_neighbour[there])


def _parts(facts: Facts, row: I64) -> tuple[I64, I64]:
    """What edges stand on beside their ends: the LAGs, and between two interfaces the way."""
    rows = facts.rows
    skipped = np.where(rows.stands_on_way(row), 0, rows.way[row])
    count = rows.count[row] - skipped
    ends = np.cumsum(count)
    at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(rows.start[row] + skipped - ends + count, count)
    return np.repeat(np.arange(len(row)), count), rows.parts[at]
