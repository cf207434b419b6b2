"""The answer of a network: made for each device and circuit only when it is looked at, as there may be many."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...engine.instants import Bools
from ...engine.structure import AT_RISK
from ...engine.structure import DOWN as DOWN_STATE
from ..links.keys import key_of, ref_of
from ..refs import Ref
from .reach import CUT_OFF, DOWN, EDGE, LostUplink, Reach
from .topology import I32

if TYPE_CHECKING:
    from .compiled import Network

__all__ = ('Failed', 'Reached')


@dataclass(frozen=True, slots=True)
class Failed:
    """What does not work: flags of nodes and rows, keys of all that is down, flags of nodes that are cut off."""

    node: Bools
    edge: Bools
    down: frozenset[int]
    cut_off: Bools | None = None

    def with_cut_off(self, nodes: I32) -> 'Failed':
        """The same with these nodes cut off."""
        flags = np.zeros(len(self.node), np.bool_)
        flags[nodes] = True
        return replace(self, cut_off=flags)


class Reached(Mapping[Ref, Reach]):
    """Whose reach is worse than up. `states` tells the states alone, cheaper."""

    def __init__(self, network: 'Network', failed: Failed, cut_off: I32, at_risk: I32, without: frozenset[Ref]) -> None:
        self._network, self._failed = network, failed
        keys = network.facts.nodes.key
        nodes = np.concatenate((cut_off, at_risk))
        refs = [ref_of(key) for key in keys[nodes].tolist()]
        states = [DOWN_STATE] * len(cut_off) + [AT_RISK] * len(at_risk)
        blades = network.blades
        self._state = {ref: state for ref, state in zip(refs, states, strict=True) if ref not in blades}
        self._holder = {
            blade: holder
            for blade, holder in network.blades_of(self._state)
            if blade not in without and not blades[blade] and key_of(blade) not in failed.down
        }
        self._state |= {blade: self._state[holder] for blade, holder in self._holder.items()}

    @property
    def states(self) -> Mapping[Ref, int]:
        """3 for what is cut off, 1 for what lost an uplink."""
        return self._state

    def __getitem__(self, ref: Ref) -> Reach:
        state = self._state[ref]
        node = self._network.node_of(self._holder.get(ref, ref))
        lost = {self._lost(neighbour, row) for neighbour, row in self._network.upward(node)}
        return Reach(state, tuple(sorted(uplink for uplink in lost if uplink is not None)))

    def __iter__(self) -> Iterator[Ref]:
        return iter(self._state)

    def __len__(self) -> int:
        return len(self._state)

    def _lost(self, neighbour: int, row: int) -> LostUplink | None:
        ref = self._network.ref_at(neighbour)
        if self._failed.node[neighbour]:
            return LostUplink(ref, (ref,), DOWN)
        if self._failed.edge[row]:
            parts = self._network.parts_of_edge(row)
            return LostUplink(ref, tuple(part for part in parts if key_of(part) in self._failed.down), EDGE)
        if self._failed.cut_off is not None and self._failed.cut_off[neighbour]:
            return LostUplink(ref, (ref,), CUT_OFF)
        return None
