"""What a service sees of an incident that names it (semantics.md §4).

The entry that names the service replaces what the incident does through the service's own CIs, for this service only.
Such a service gets its own copy of the CIs below it, without those effects; what other services are is left to them.
"""

from typing import NamedTuple

import numpy as np

from ..distinct import distinct
from ..instants import I64, Bools
from ..intervals import ranges
from .facts import GROUP, Effects, Needs


class View(NamedTuple):
    """A structure with copies: more nodes, needs that lead to them, effects on them.

    source: for each effect the index of the one it was copied from. copied: of each node after the first ones, what it
    is a copy of; seen_by: the service that sees it.
    """

    nodes: int
    needs: Needs
    effects: Effects
    source: I64
    copied: I64
    seen_by: I64

    def original(self, nodes: I64) -> I64:
        """What each of these nodes is, or is a copy of."""
        first = self.nodes - self.copied.size
        if not self.copied.size:
            return nodes
        which = np.clip(nodes - first, 0, None)
        return np.where(nodes < first, nodes, self.copied[which])


def with_private_views(nodes: int, is_service: Bools, needs: Needs, effects: Effects) -> View:
    """The structure in which each service sees its own CIs without the incidents that name the service."""
    source = np.arange(effects.node.size, dtype=np.int64)
    nothing = np.zeros(0, dtype=np.int64)
    plain = View(nodes, needs, effects, source, nothing, nothing)
    names = is_service[effects.node]
    if not names.any() or names.all():
        return plain
    answered = _Pairs.of(effects.incident[names], effects.node[names])
    service, node = _below(needs, is_service, distinct(effects.node[names]))
    which, effect = _effects_of(effects, node)
    replaced = answered.hold(effects.incident[effect], service[which])
    if not replaced.any():
        return plain
    touched = distinct(service[which[replaced]])
    kept = np.isin(service, touched)
    copies = _Pairs.of(service[kept], node[kept])
    stays = ~replaced & kept[which]
    copied = effects.take(effect[stays])._replace(node=nodes + copies.index(service[which[stays]], node[which[stays]]))
    return View(
        nodes + copies.size,
        _with_copied_needs(nodes, is_service, needs, copies, touched),
        Effects(*(np.concatenate(column) for column in zip(effects, copied, strict=True))),
        np.concatenate((source, effect[stays])),
        copies.second,
        copies.first,
    )


class _Pairs:
    """Distinct (a, b) pairs of numbers, numbered in sorted order."""

    def __init__(self, first: I64, second: I64, keys: I64, shift: int) -> None:
        self.first, self.second, self._keys, self._shift = first, second, keys, shift
        self.size = int(keys.size)

    @classmethod
    def of(cls, first: I64, second: I64) -> '_Pairs':
        shift = max(int(second.max(initial=0)).bit_length(), 1)
        keys = distinct((first << shift) | second)
        return cls(keys >> shift, keys & ((1 << shift) - 1), keys, shift)

    def hold(self, first: I64, second: I64) -> Bools:
        """Which of the pairs are among these."""
        if not self.size:
            return np.zeros(first.shape, dtype=np.bool_)
        fits = second < (1 << self._shift)
        at = np.minimum(np.searchsorted(self._keys, (first << self._shift) | second), self.size - 1)
        held: Bools = fits & (self._keys[at] == ((first << self._shift) | second))
        return held

    def index(self, first: I64, second: I64) -> I64:
        """The number of each pair; each is among these."""
        return np.searchsorted(self._keys, (first << self._shift) | second).astype(np.int64)


def _below(needs: Needs, is_service: Bools, services: I64) -> tuple[I64, I64]:
    """Pairs (service, CI) of the CIs that a service stands on without another service between, sorted."""
    order = np.argsort(needs.parent, kind='stable')
    parents, children = needs.parent[order], needs.child[order]
    found = _Pairs.of(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    service, at = services, services
    while service.size:
        first = np.searchsorted(parents, at, side='left')
        count = np.searchsorted(parents, at, side='right') - first
        child = children[ranges(first, count)]
        service = np.repeat(service, count)
        fresh = ~is_service[child] & ~found.hold(service, child)
        new = _Pairs.of(service[fresh], child[fresh])
        found = _Pairs.of(np.append(found.first, new.first), np.append(found.second, new.second))
        service, at = new.first, new.second
    return found.first, found.second


def _effects_of(effects: Effects, node: I64) -> tuple[I64, I64]:
    """For each of the nodes its effects: the index into `node`, and the index of the effect."""
    order = np.argsort(effects.node, kind='stable')
    sorted_nodes = effects.node[order]
    first = np.searchsorted(sorted_nodes, node, side='left')
    count = np.searchsorted(sorted_nodes, node, side='right') - first
    return np.repeat(np.arange(node.size, dtype=np.int64), count), order[ranges(first, count)]


def _with_copied_needs(nodes: int, is_service: Bools, needs: Needs, copies: _Pairs, touched: I64) -> Needs:
    """The needs with those of the touched services led to the copies, and those of the copied CIs copied."""
    child = needs.child.copy()
    led = np.isin(needs.parent, touched) & ~is_service[child]
    child[led] = nodes + copies.index(needs.parent[led], child[led])
    order = np.argsort(needs.parent, kind='stable')
    parents = needs.parent[order]
    first = np.searchsorted(parents, copies.second, side='left')
    count = np.searchsorted(parents, copies.second, side='right') - first
    copy = np.repeat(np.arange(copies.size, dtype=np.int64), count)
    which = order[ranges(first, count)]
    if not which.size:
        return needs._replace(child=child)
    below = needs.child[which]
    to_copy = ~is_service[below]
    below[to_copy] = nodes + copies.index(copies.first[copy[to_copy]], below[to_copy])
    in_group = needs.kind[which] == GROUP
    groups = _Pairs.of(copy[in_group], needs.group[which[in_group]])
    group = np.full(which.size, -1, dtype=np.int64)
    group[in_group] = needs.group_min.size + groups.index(copy[in_group], needs.group[which[in_group]])
    columns = (nodes + copy, below, needs.kind[which], needs.since_us[which], needs.until_us[which], group)
    original = needs._replace(child=child)
    return Needs(
        *(np.append(old, new) for old, new in zip(original[:6], columns, strict=True)),
        *(np.append(old, old[groups.second]) for old in needs[6:]),
    )
