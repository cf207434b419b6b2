"""In which order objects are evaluated: what they need first, rings together."""

from typing import NamedTuple

import numpy as np

from ..instants import I64, Bools
from .facts import Needs

_OPEN = np.iinfo(np.int64).max


class Order(NamedTuple):
    """level: (nodes,) 0 for an object without needs, else above that of all it needs outside its own ring.

    in_ring: whether it needs itself, if only by way of others. The members of a ring have one level.
    """

    level: I64
    in_ring: Bools


def order_of(nodes: int, needs: Needs) -> Order:
    """The order of objects numbered from 0 on. O(levels x needs), plus a Python loop over what is in or above rings."""
    level = np.zeros(nodes, dtype=np.int64)
    level[needs.parent] = _OPEN
    parent, child = needs.parent, needs.child
    step = 0
    while parent.size:
        step += 1
        blocked = np.zeros(nodes, dtype=np.bool_)
        blocked[parent[level[child] == _OPEN]] = True
        ready = ~blocked[parent]
        if not ready.any():
            return Order(level, _levels_of_rings(level, parent, child))
        level[parent[ready]] = step
        parent, child = parent[~ready], child[~ready]
    return Order(level, np.zeros(nodes, dtype=np.bool_))


def rings_of(nodes: int, parent: I64, child: I64) -> I64:
    """(nodes,) the number of the ring that each object is in, -1 for one that does not need itself by any way.

    parent, child: (n,) who needs what. O(n x levels), plus a Python loop over what is in or between rings.
    """
    while parent.size:
        needs, is_needed = np.zeros(nodes, dtype=np.bool_), np.zeros(nodes, dtype=np.bool_)
        needs[parent], is_needed[child] = True, True
        kept = needs[child] & is_needed[parent]
        if kept.all():
            break
        parent, child = parent[kept], child[kept]
    below: dict[int, list[int]] = {}
    for one, other in zip(parent.tolist(), child.tolist(), strict=True):
        below.setdefault(one, []).append(other)
    ring = np.full(nodes, -1, dtype=np.int64)
    for number, members in enumerate(_components(below)):
        if len(members) > 1 or members[0] in below[members[0]]:
            ring[members] = number
    return ring


def _levels_of_rings(level: I64, parent: I64, child: I64) -> Bools:
    """Set the levels of what is in or above rings; tell which are in one."""
    below: dict[int, list[int]] = {}
    for one, other in zip(parent.tolist(), child.tolist(), strict=True):
        below.setdefault(one, []).append(other)
    in_ring = np.zeros(level.size, dtype=np.bool_)
    for members in _components(below):
        inside = set(members)
        outside = [int(level[other]) for one in members for other in below[one] if other not in inside]
        level[members] = 1 + max(outside, default=0)
        in_ring[members] = len(members) > 1 or members[0] in below[members[0]]
    return in_ring


def _components(below: dict[int, list[int]]) -> list[list[int]]:
    """The strongly connected components of the keys, each after those it leads to (Tarjan, without recursion)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: list[list[int]] = []
    for root in below:
        work = [] if root in index else [(root, iter(below[root]))]
        while work:
            node, further = work[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                stack.append(node)
                on_stack.add(node)
            step = next((at for at in further if at in below and (at not in index or at in on_stack)), None)
            if step is None:
                work.pop()
                if low[node] == index[node]:
                    found.append(_popped(stack, on_stack, node))
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[node])
            elif step in index:
                low[node] = min(low[node], index[step])
            else:
                work.append((step, iter(below[step])))
    return found


def _popped(stack: list[int], on_stack: set[int], node: int) -> list[int]:
    """The component that ends with a node, taken off the stack."""
    members = [stack.pop()]
    while members[-1] != node:
        members.append(stack.pop())
    on_stack.difference_update(members)
    return members
