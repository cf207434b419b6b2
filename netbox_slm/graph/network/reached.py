"""The answer of a network: the uplinks that were lost are told only where somebody asks, as there may be many."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ...engine.distinct import distinct
from ...engine.instants import I64, Bools
from ...engine.structure import AT_RISK
from ...engine.structure import DOWN as DOWN_STATE
from ..collecting import no_collection
from ..links.keys import key_of, refs_of, refs_to_keys
from ..refs import Ref
from .reach import CUT_OFF, DOWN, EDGE, LostUplink, Reach
from .topology import I32

if TYPE_CHECKING:
    from .compiled import Network

__all__ = ('Failed', 'Reached')

_BLOCK = 256


@dataclass(frozen=True, slots=True)
class Failed:
    """What does not work: flags of nodes and rows, keys of all that is down, flags of nodes that are cut off."""

    node: Bools
    edge: Bools
    keys: I64
    cut_off: Bools | None = None

    def with_cut_off(self, nodes: I32) -> 'Failed':
        """The same with these nodes cut off."""
        flags = np.zeros(len(self.node), np.bool_)
        flags[nodes] = True
        return replace(self, cut_off=flags)


class Reached(Mapping[Ref, Reach]):
    """Whose reach is worse than up. `states` tells the states alone, cheaper."""

    @no_collection()
    def __init__(self, network: 'Network', failed: Failed, cut_off: I32, at_risk: I32, without: frozenset[Ref]) -> None:
        self._network, self._failed = network, failed
        refs = refs_of(network.facts.nodes.key[np.concatenate((cut_off, at_risk))].tolist())
        states = [DOWN_STATE] * len(cut_off) + [AT_RISK] * len(at_risk)
        self._state = dict(zip(refs, states, strict=True))
        self._holder: dict[Ref, Ref] = {}
        self._blocks: dict[int, list[Reach]] = {}
        if network.blades:
            self._add_blades(without)

    def _add_blades(self, without: frozenset[Ref]) -> None:
        blades = self._network.blades
        self._state = {ref: state for ref, state in self._state.items() if ref not in blades}
        self._holder = {
            blade: holder
            for blade, holder in self._network.blades_of(self._state)
            if blade not in without and not blades[blade]
        }
        self._state |= {blade: self._state[holder] for blade, holder in self._holder.items()}

    @cached_property
    def _refs(self) -> list[Ref]:
        return list(self._state)

    @cached_property
    def _place(self) -> Mapping[Ref, int]:
        return {ref: place for place, ref in enumerate(self._refs)}

    @no_collection()
    def _reach_of(self, refs: list[Ref]) -> list[Reach]:
        """Several at once, as each alone takes nearly as long."""
        facts = self._network.facts
        nodes = facts.nodes.numbers(refs_to_keys(self._holder.get(ref, ref) for ref in refs))
        owner, neighbour, row = self._network.upward(distinct(nodes).astype(np.int32))
        failed = self._failed
        flags = (failed.node[neighbour], failed.edge[row], failed.cut_off[neighbour])
        is_lost = flags[0] | flags[1] | flags[2]
        columns = (column[is_lost].tolist() for column in (owner, *flags))
        others = refs_of(facts.nodes.key[neighbour[is_lost]].tolist())
        lost: dict[int, set[LostUplink]] = {}
        for other, parts, node, *why in zip(others, self._network.parts_of_edges(row[is_lost]), *columns, strict=True):
            lost.setdefault(node, set()).add(self._lost(other, parts, *why))
        return [
            Reach(self._state[ref], tuple(sorted(lost.get(node, ()))))
            for ref, node in zip(refs, nodes.tolist(), strict=True)
        ]

    @cached_property
    def _down(self) -> frozenset[int]:
        return frozenset(self._failed.keys.tolist())

    def leads_nowhere(self, refs: list[Ref]) -> Bools:
        """Which of these nodes are down or cut off, with or without a rule of reach."""
        nodes, failed = self._network.facts.nodes.numbers(refs_to_keys(refs)), self._failed
        out = failed.node if failed.cut_off is None else failed.node | failed.cut_off
        return (nodes >= 0) & out[nodes]

    @property
    def states(self) -> Mapping[Ref, int]:
        """3 for what is cut off, 1 for what lost an uplink."""
        return self._state

    def __getitem__(self, ref: Ref) -> Reach:
        block, at = divmod(self._place[ref], _BLOCK)
        if block not in self._blocks:
            self._blocks[block] = self._reach_of(self._refs[block * _BLOCK : (block + 1) * _BLOCK])
        return self._blocks[block][at]

    def __iter__(self) -> Iterator[Ref]:
        return iter(self._state)

    def __len__(self) -> int:
        return len(self._state)

    def _lost(
        self, neighbour: Ref, parts: tuple[Ref, ...], is_down: bool, is_broken: bool, _is_cut_off: bool
    ) -> LostUplink:
        if is_down:
            return LostUplink(neighbour, (neighbour,), DOWN)
        if is_broken:
            return LostUplink(neighbour, tuple(part for part in parts if key_of(part) in self._down), EDGE)
        return LostUplink(neighbour, (neighbour,), CUT_OFF)
