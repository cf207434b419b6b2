"""The network built anew, and what it is derived from (graph.md §4)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...engine.distinct import distinct
from ...engine.instants import I64, Bools
from ..links.keys import INTERFACE, kinds_of, numbers_of
from ..links.reading import read_cabled, read_wireless, type_numbers
from .index import RowIndex, index_of
from .nodes import Blades, Kinds, Nodes, blades_of, nodes_of, read_kinds, roots_of
from .reading import (
    Gone,
    read_blades,
    read_chassis,
    read_devices,
    read_gone,
    read_gone_ports,
    read_interfaces,
    read_terminations,
)
from .rows import Rows, chassis_rows, joined, piece_rows, provider_rows
from .rules import Rules
from .topology import I32, Topology, linked_up, parts_of

__all__ = (
    'Facts',
    'Scope',
    'Shape',
    'edge_nodes',
    'facts_of',
    'live_edges',
    'nodes_in',
    'read_rows',
    'shape_of',
    'shaped',
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which sources are read: ids of cable paths, wireless links, circuit terminations, virtual chassis; None: all."""

    paths: Sequence[int] | None = None
    links: Sequence[int] | None = None
    terminations: Sequence[int] | None = None
    chassis: Sequence[int] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read. alive: (m,) rows that still stand. u, v: (m,) nodes of the rows that are edges, else -1."""

    using: str
    rules: Rules
    types: dict[int, int]
    kinds: Kinds
    gone: Gone
    gone_ports: I64
    blades: Blades
    rows: Rows
    alive: Bools
    index: RowIndex
    nodes: Nodes
    u: I32
    v: I32


@dataclass(frozen=True, slots=True)
class Shape:
    """What follows from the facts: the network at rest, and the part of each node (its smallest node)."""

    topology: Topology
    part: I32


def facts_of(using: str, rules: Rules) -> Facts:
    """Everything read anew; seconds for a hundred thousand devices. A constant number of queries."""
    types, kinds, gone = type_numbers(using), read_kinds(using, rules), read_gone(using)
    ports = read_gone_ports(using, gone)
    rows = read_rows(using, types, gone, ports, Scope())
    keys = nodes_in(rows)
    nodes = nodes_of(keys, read_devices(using, rules.root_tag), gone, kinds, len(rules.root_roles))
    blades, alive = blades_of(read_blades(using), kinds), np.ones(len(rows), np.bool_)
    u, v = edge_nodes(rows, nodes)
    return Facts(using, rules, types, kinds, gone, ports, blades, rows, alive, index_of(rows), nodes, u, v)


def read_rows(using: str, types: dict[int, int], gone: Gone, gone_ports: I64, scope: Scope) -> Rows:
    """The rows of a scope."""
    several = [read_cabled(using, types, scope.paths), read_wireless(using, scope.links)]
    ends = np.concatenate([side for pieces in several for side in (pieces.a, pieces.b)])
    is_interface = kinds_of(ends) == INTERFACE
    interface_ids = None if scope.paths is None else distinct(numbers_of(ends[is_interface])).tolist()
    interfaces = read_interfaces(using, gone, interface_ids)
    circuit_ids = None
    if scope.terminations is not None:
        circuit_ids = sorted({*scope.terminations, *numbers_of(ends[~is_interface]).tolist()})
    terminations = read_terminations(using, circuit_ids)
    asked = terminations if circuit_ids is None else terminations.among(scope.terminations)
    return joined(
        [
            *(piece_rows(pieces, interfaces, terminations, gone_ports) for pieces in several),
            provider_rows(asked),
            chassis_rows(*read_chassis(using, scope.chassis)),
        ]
    )


def nodes_in(rows: Rows) -> I64:
    """The nodes that the rows join, sorted."""
    return distinct(np.concatenate((rows.left[rows.joins], rows.right[rows.joins])))


def edge_nodes(rows: Rows, nodes: Nodes) -> tuple[I32, I32]:
    """`u` and `v` of the rows."""
    u, v = (np.where(rows.joins, nodes.numbers(keys), -1).astype(np.int32) for keys in (rows.left, rows.right))
    return u, v


def live_edges(facts: Facts, since: int = 0) -> Bools:
    """Rows from `since` on that count as edges at rest: nothing of them and neither node is out of operation."""
    rows, gone = facts.rows, np.append(facts.nodes.gone, True)  # the last one stands for no node
    counts = facts.alive[since:] & rows.joins[since:] & ~rows.out[since:]
    return counts & ~gone[facts.u[since:]] & ~gone[facts.v[since:]]


def shape_of(facts: Facts) -> Shape:
    """Parts, roots and hops from the facts alone."""
    edges = np.flatnonzero(facts.alive & facts.rows.joins).astype(np.int32)
    halves = linked_up(facts.u[edges], facts.v[edges], edges, len(facts.nodes))
    return shaped(facts, *halves)


def shaped(facts: Facts, first: I64, neighbour: I32, edge: I32) -> Shape:
    """Parts, roots and hops, with the half-edges at hand."""
    nobody = np.zeros(len(facts.nodes), np.bool_)
    hops = np.full(len(facts.nodes), -1, np.int32)
    passes, live = facts.nodes.passes, live_edges(facts)
    topology = Topology(facts.u, facts.v, first, neighbour, edge, live, passes, nobody, hops)
    part = parts_of(topology)
    root = roots_of(facts.nodes, part, len(facts.rules.root_roles))
    topology = Topology(facts.u, facts.v, first, neighbour, edge, live, passes, root, hops)
    return Shape(topology.with_hops(), part)
