"""Paths with several nodes at a step: which of them hang together, strand by strand.

NetBox keeps all nodes of a step in one list, so a breakout or a cable on two ports of a panel does not say which node
belongs to which. The strands are traced as NetBox traces (dcim/models/cables.py, `CablePath.from_origin`), each alone
with its own stack of positions, and only along the nodes of the path.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from django.db import connections

from dcim.models import Cable

from .keys import BITS, CABLE, FRONT_PORT, INTERFACE, MASK, REAR_PORT, TERMINATION

__all__ = ('Strand', 'StrandReader')

_TABLES = {
    INTERFACE: 'dcim_interface',
    TERMINATION: 'circuits_circuittermination',
    FRONT_PORT: 'dcim_frontport',
    REAR_PORT: 'dcim_rearport',
}
_ENDS = (INTERFACE, TERMINATION)


class Strand(NamedTuple):
    """A piece: its two ends and what lies between, in order."""

    a: int
    b: int
    way: tuple[int, ...]


class _Plug(NamedTuple):
    """How a port, interface or termination sits on its cable."""

    cable: int
    end: str
    connector: int | None
    positions: tuple[int, ...]


class _At(NamedTuple):
    """Where a strand has come to."""

    node: int
    stack: tuple[int, ...]
    start: int  # the end where the present piece began; 0 before the first one
    way: tuple[int, ...]


class StrandReader:
    """Reads what strands need for a batch of paths, each given as lists of keys. A constant number of queries."""

    def __init__(self, using: str, paths: Sequence[list[list[int]]]) -> None:
        self._using = using
        nodes: dict[int, set[int]] = defaultdict(set)
        for layers in paths:
            for key in (key for layer in layers for key in layer if key >= 0):
                nodes[key >> BITS].add(key & MASK)
        self._plugs: dict[int, _Plug] = {}
        self._positions: dict[int, int] = {}
        for kind in _TABLES:
            self._read_plugs(kind, nodes[kind])
        self._circuit = self._read_circuits(nodes[TERMINATION])
        self._mapped = self._read_mappings(nodes[FRONT_PORT])
        self._profiles = self._read_profiles(nodes[CABLE])

    def strands_of(self, layers: list[list[int]]) -> list[Strand]:
        """The pieces of one path, each once, in a fixed order."""
        found: dict[Strand, None] = {}
        current = [at for node in layers[0] if node >= 0 for at in self._begun(node)]
        for before, layer in pairwise(layers):
            wanted, here = set(layer), set(before)
            following: dict[_At, None] = {}
            for at in current:
                for nxt in self._steps(at, layer, wanted, here):
                    ended = self._ended(at, nxt)
                    if ended:
                        found.setdefault(ended)
                        nxt = _At(nxt.node, nxt.stack, nxt.node, ())
                    following.setdefault(nxt)
            current = list(following)
        return list(found)

    def _begun(self, node: int) -> Iterable[_At]:
        plug = self._plugs.get(node)
        start = node if node >> BITS in _ENDS else 0
        if plug is None or not plug.positions or node >> BITS != INTERFACE:
            return [_At(node, (), start, ())]
        return [_At(node, (position,), start, ()) for position in plug.positions]

    @staticmethod
    def _ended(at: _At, nxt: _At) -> Strand | None:
        """The piece that ends with this step, if one does; the two sides of a circuit are no piece."""
        if nxt.node >> BITS not in _ENDS or not at.start or not nxt.way:
            return None
        return Strand(at.start, nxt.node, nxt.way)

    def _steps(self, at: _At, layer: list[int], wanted: set[int], here: set[int]) -> Iterable[_At]:
        kind = at.node >> BITS
        if kind == CABLE:
            return ()  # left together with the step onto it
        nexts = {key >> BITS for key in layer}
        if nexts == {CABLE}:
            plug = self._plugs.get(at.node)
            cable = CABLE << BITS | plug.cable if plug else 0
            return [at] if cable in wanted else ()
        if kind in (FRONT_PORT, REAR_PORT) and nexts <= {FRONT_PORT, REAR_PORT} and at.node in here:
            return self._through_panel(at, wanted)
        if kind == TERMINATION and nexts == {TERMINATION} and at.node in here:
            other = [key for key in layer if self._circuit.get(key) == self._circuit.get(at.node)]
            return [_At(key, at.stack, key, ()) for key in other]
        return self._across(at, layer, here)

    def _through_panel(self, at: _At, wanted: set[int]) -> Iterable[_At]:
        stack, chosen = at.stack, None
        if self._positions.get(at.node, 1) > 1 and stack:
            stack, chosen = stack[:-1], stack[-1]
        way = (*at.way, at.node)
        for position, port, far_position in self._mapped.get(at.node, ()):
            if port not in wanted or (chosen is not None and position != chosen):
                continue
            pushed = (*stack, far_position) if self._positions.get(port, 1) > 1 else stack
            yield _At(port, pushed, at.start, way)

    def _across(self, at: _At, layer: list[int], here: set[int]) -> Iterable[_At]:
        """From a plug over its cable, which is the step before, to the plugs at the other end."""
        plug = self._plugs.get(at.node)
        if plug is None or CABLE << BITS | plug.cable not in here:
            return
        near = at.way if at.node >> BITS in _ENDS else (*at.way, at.node)
        way = (*near, CABLE << BITS | plug.cable)
        far = [(key, self._plugs[key]) for key in layer if key in self._plugs]
        far = [(key, other) for key, other in far if other.cable == plug.cable and other.end != plug.end]
        profile = self._profiles.get(plug.cable)
        if profile is None:
            yield from (_At(key, at.stack, at.start, way) for key, _other in far)
            return
        stack, positions = at.stack[:-1], plug.positions
        if at.stack and (at.stack[-1] in positions or not positions):
            positions = at.stack[-1:]
        for position in positions:
            mapped = profile.get_mapped_position(plug.end, plug.connector, position)
            for key, other in far:
                if mapped and other.connector == mapped[0] and mapped[1] in other.positions:
                    yield _At(key, (*stack, mapped[1]), at.start, way)

    def _read_plugs(self, kind: int, ids: set[int]) -> None:
        positions = 'positions' if kind in (FRONT_PORT, REAR_PORT) else '1'
        sql = f"""SELECT id, {positions}, cable_id, cable_end, cable_connector, cable_positions
            FROM {_TABLES[kind]} WHERE id = ANY(%s::bigint[])"""
        for pk, count, cable, end, connector, taken in self._rows(sql, [list(ids)]):
            self._positions[kind << BITS | pk] = count
            if cable is not None:
                self._plugs[kind << BITS | pk] = _Plug(cable, end, connector, tuple(taken or ()))

    def _read_circuits(self, ids: set[int]) -> dict[int, int]:
        sql = 'SELECT id, circuit_id FROM circuits_circuittermination WHERE id = ANY(%s::bigint[])'
        return {TERMINATION << BITS | pk: circuit for pk, circuit in self._rows(sql, [list(ids)])}

    def _read_mappings(self, ids: set[int]) -> dict[int, list[tuple[int, int, int]]]:
        """Port -> (its position, port behind it, position there)."""
        mapped: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        sql = """SELECT front_port_id, front_port_position, rear_port_id, rear_port_position
            FROM dcim_portmapping WHERE front_port_id = ANY(%s::bigint[]) ORDER BY id"""
        for front, front_position, rear, rear_position in self._rows(sql, [list(ids)]):
            mapped[FRONT_PORT << BITS | front].append((front_position, REAR_PORT << BITS | rear, rear_position))
            mapped[REAR_PORT << BITS | rear].append((rear_position, FRONT_PORT << BITS | front, front_position))
        return mapped

    def _read_profiles(self, ids: set[int]):
        """Cable -> its profile, for those that have one."""
        sql = "SELECT id, profile FROM dcim_cable WHERE id = ANY(%s::bigint[]) AND profile <> ''"
        profiles = ((pk, Cable(profile=profile).profile_class) for pk, profile in self._rows(sql, [list(ids)]))
        return {pk: profile() for pk, profile in profiles if profile}

    def _rows(self, sql: str, params: list[list[int]]) -> list[tuple]:
        with connections[self._using].cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()
