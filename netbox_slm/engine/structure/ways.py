"""Ways from incidents to objects as columns, and the chains that they follow, each kept once."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..instants import I64, Bools

START = -1  # the kind of the first object of a path


class WayRows(NamedTuple):
    """What makes objects (owner) down or degraded: (n,) each.

    state: as how bad it comes through. effect: an index. distance: how many objects the way has. path: in `Paths`.
    """

    owner: I64
    start_us: I64
    end_us: I64
    state: I64
    effect: I64
    distance: I64
    path: I64

    @classmethod
    def none(cls) -> 'WayRows':
        """No way at all."""
        return cls(*(np.zeros(0, dtype=np.int64) for _ in cls._fields))

    @classmethod
    def of(cls, rows: list[tuple[int, ...]]) -> 'WayRows':
        """From rows."""
        return cls(*np.array(rows, dtype=np.int64).reshape(-1, len(cls._fields)).T)

    def take(self, which: Bools | I64) -> 'WayRows':
        """The ways that a mask or an index chooses."""
        return WayRows(*(column[which] for column in self))

    def joined(self, other: 'WayRows') -> 'WayRows':
        """These and others."""
        if not other.owner.size:
            return self
        return WayRows(*(np.concatenate(columns) for columns in zip(self, other, strict=True)))


@dataclass(slots=True)
class Paths:
    """Chains of objects, each the one `before` it and one object more: (n,) each.

    before: the index of the chain up to the object before, -1 for none. kind: how `node` needs that one (REQUIRED,
    GROUP, HARD, SOFT), START for the first.
    """

    before: I64
    kind: I64
    node: I64

    @classmethod
    def none(cls) -> 'Paths':
        """No path yet."""
        return cls(*(np.zeros(0, dtype=np.int64) for _ in range(3)))

    def add(self, before: I64, kind: I64 | int, node: I64) -> I64:
        """Add paths; their numbers."""
        first = self.node.size
        self.before = np.concatenate((self.before, before))
        self.kind = np.concatenate((self.kind, np.broadcast_to(np.asarray(kind, dtype=np.int64), node.shape)))
        self.node = np.concatenate((self.node, node))
        return np.arange(first, self.node.size, dtype=np.int64)

    def extended(self, before: I64, kind: I64, node: I64) -> I64:
        """The numbers of these paths prolonged by one object each; equal ones become one."""
        order = np.lexsort((node, kind, before))
        columns = [column[order] for column in (before, kind, node)]
        fresh = np.append(True, np.any([column[1:] != column[:-1] for column in columns], axis=0))[: order.size]
        number = self.add(*(column[fresh] for column in columns))
        found = np.zeros(order.size, dtype=np.int64)
        found[order] = number[np.cumsum(fresh) - 1]
        return found

    def chain(self, path: int) -> list[tuple[int, int]]:
        """(node, how the next one needs it) from the first object to the last, of which the kind is START."""
        found: list[tuple[int, int]] = []
        needed_as = START
        while path >= 0:
            found.append((int(self.node[path]), needed_as))
            needed_as, path = int(self.kind[path]), int(self.before[path])
        return found[::-1]
