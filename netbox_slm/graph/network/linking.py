"""Links as arrays, for questions about thousands of ends."""

from typing import NamedTuple

import numpy as np

from ...engine.distinct import distinct
from ...engine.instants import I64, Bools
from ..links.keys import WAY_KINDS, kinds_of
from .building import Facts
from .compiled import Network

__all__ = ('LinkTable', 'WayTable', 'ends_through', 'links_at', 'ways_at')


class LinkTable(NamedTuple):
    """Pieces seen from an end, each once: (n,) the place of the end among those asked, and the far end.

    way_of, way: (m,) what is on the ways, in the order of the pieces, and of which piece it is.
    """

    place: I64
    far: I64
    way_of: I64
    way: I64


class WayTable(NamedTuple):
    """Edges of devices and circuits: (n,) place of the owner among those asked, the neighbour, whether a way out may
    lead over it (it passes traffic on or is a root, and reaches a root at rest), whether it is an uplink.

    part_of, part: (m,) what edges stand on beside the neighbour, and of which edge it is.
    """

    place: I64
    neighbour: I64
    leads_out: Bools
    is_uplink: Bools
    part_of: I64
    part: I64


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


def ways_at(network: Network, keys: I64) -> WayTable:
    """The edges of these devices and circuits, those to what is farther from a root too; roots have none here.

    An edge may be there twice.
    """
    facts, topology = network.facts, network.shape.topology
    node = facts.nodes.numbers(keys)
    asked = np.flatnonzero(~np.append(topology.root, True)[node])
    order = asked[np.argsort(node[asked], kind='stable')]
    around = topology.around(node[order].astype(np.int32))
    place = order[np.searchsorted(node[order], around.node)]
    hops = topology.hops[around.neighbour]
    leads_out = topology.onward[around.neighbour] & (hops >= 0)
    is_uplink = leads_out & (hops <= topology.hops[around.node])
    rows, row = facts.rows, around.edge
    of_way, way = _parts(facts, row)
    edges = np.arange(len(row))
    part_of, part = np.concatenate((edges, edges, of_way)), np.concatenate((rows.a[row], rows.b[row], way))
    there = part >= 0
    return WayTable(place, facts.nodes.key[around.neighbour], leads_out, is_uplink, part_of[there], part[there])


def _parts(facts: Facts, row: I64) -> tuple[I64, I64]:
    """What edges stand on beside their ends: the LAGs, and between two interfaces the way."""
    rows = facts.rows
    skipped = np.where(rows.stands_on_way(row), 0, rows.way[row])
    count = rows.count[row] - skipped
    ends = np.cumsum(count)
    at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(rows.start[row] + skipped - ends + count, count)
    return np.repeat(np.arange(len(row)), count), rows.parts[at]
