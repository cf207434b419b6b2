"""Links of many ends at once, in the keys of the reader."""

from typing import NamedTuple

import numpy as np

from ..engine.distinct import distinct, union, without
from ..engine.instants import I64, Bools
from .links.keys import BITS, MASK, TYPES
from .network import Network
from .network.linking import WayTable, ends_through, links_at, ways_at
from .reading import SHIFT

__all__ = ('LinkReader', 'Links')

_EMPTY = np.zeros(0, dtype=np.int64)


class Links(NamedTuple):
    """Pieces, each seen from an end. (n,) end, far; (m,) way, and way_of: the place of the piece it is on."""

    end: I64
    far: I64
    way_of: I64
    way: I64

    def taken(self, keep: Bools) -> 'Links':
        """These pieces only."""
        renumbered = np.cumsum(keep) - 1
        on = keep[self.way_of]
        return Links(self.end[keep], self.far[keep], renumbered[self.way_of[on]], self.way[on])


class LinkReader:
    """The links of the ends that were asked for so far. No query: they come from the compiled network."""

    def __init__(self, network: Network) -> None:
        self._facts = network.facts
        kinds = {kind: content_type for content_type, kind in network.facts.types.items()}
        self._type = np.array([kinds[kind] for kind in range(len(TYPES))], dtype=np.int64)
        self._kind = np.full(int(self._type.max()) + 1, -1)
        self._kind[self._type] = np.arange(len(TYPES))
        self.asked = _EMPTY
        self.all = Links(_EMPTY, _EMPTY, _EMPTY, _EMPTY)

    def at(self, keys: I64) -> Links:
        """The pieces that meet in these ends."""
        fresh = without(keys, self.asked)
        if fresh.size:
            before = self.all
            found = links_at(self._facts, self._inward(fresh))
            self.asked = union(self.asked, fresh)
            self.all = Links(
                np.concatenate((before.end, fresh[found.place])),
                np.concatenate((before.far, self._outward(found.far))),
                np.concatenate((before.way_of, found.way_of + before.end.size)),
                np.concatenate((before.way, self._outward(found.way))),
            )
            if fresh.size == keys.size:
                return self.all.taken(np.arange(self.all.end.size) >= before.end.size)
        return self.all.taken(np.isin(self.all.end, keys))

    def ends_through(self, keys: I64) -> I64:
        """The ends of the pieces that any of these is on the way of."""
        return distinct(self._outward(ends_through(self._facts, self._inward(keys))))

    def ways(self, network: Network, keys: I64) -> WayTable:
        """The edges of these devices and circuits, and what they stand on."""
        found = ways_at(network, self._inward(keys))
        return found._replace(neighbour=self._outward(found.neighbour), part=self._outward(found.part))

    def _inward(self, keys: I64) -> I64:
        """Keys of the reader as those of the network, which must know their types."""
        return self._kind[keys >> SHIFT] << BITS | (keys & MASK)

    def _outward(self, keys: I64) -> I64:
        return self._type[keys >> BITS] << SHIFT | (keys & MASK)
