"""What a structure over time is made of: effects on objects, and needs between them that hold for a term."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..errors import StructureError
from ..instants import I64, NO_END_US, SINCE_EVER_US, Bools
from .needs import DEGRADED, DOWN, UP

NO_WEIGHT = -2  # nothing degrades
DEFAULT_WEIGHT = -1  # degraded, at the weight of the agreement
FULL_WEIGHT = 10_000

REQUIRED, GROUP, HARD, SOFT = range(4)


class Effects(NamedTuple):
    """What incidents do to CIs and services: one entry per incident and object, (n,) int64 each.

    node: CIs and services share one numbering. state: UP (no effect), DEGRADED or DOWN. weight: of degraded time in
    ten-thousandths, DEFAULT_WEIGHT for the agreement's. incident: its number. An entry that names a service replaces
    what its incident does to this service through the service's own CIs (semantics.md §4).
    """

    node: I64
    start_us: I64
    end_us: I64
    state: I64
    weight: I64
    incident: I64

    def take(self, which: Bools | I64) -> 'Effects':
        """The entries that a mask or an index chooses."""
        return Effects(*(column[which] for column in self))


class Needs(NamedTuple):
    """Who needs what, (n,) int64 each: `parent` needs `child` in [since_us, until_us).

    kind: REQUIRED, HARD (the same between services), SOFT, or GROUP: a member of the parent's group `group`, an index
    into the three columns of groups, -1 elsewhere: N, and the term in which the group holds.
    """

    parent: I64
    child: I64
    kind: I64
    since_us: I64
    until_us: I64
    group: I64
    group_min: I64
    group_since_us: I64
    group_until_us: I64

    def take(self, which: Bools | I64) -> 'Needs':
        """The needs that a mask or an index chooses, with all groups."""
        parent, child, kind, since_us, until_us, group = (column[which] for column in self[:6])
        return self._replace(parent=parent, child=child, kind=kind, since_us=since_us, until_us=until_us, group=group)


class Link(NamedTuple):
    """`service` needs `node` in [since_us, until_us): REQUIRED, HARD, SOFT, or a member of `group` (its index)."""

    service: int
    node: int
    kind: int
    since_us: int = SINCE_EVER_US
    until_us: int = NO_END_US
    group: int = -1


class Links(NamedTuple):
    """Needs as rows; group_min[g] is N of group g, which holds in [group_since_us[g], group_until_us[g])."""

    links: Sequence[Link]
    group_min: Sequence[int] = ()
    group_since_us: Sequence[int] = ()
    group_until_us: Sequence[int] = ()

    def columns(self) -> Needs:
        """The same as columns."""
        rows = np.array(self.links, dtype=np.int64).reshape(-1, 6).T
        least, since_us, until_us = (np.array(column, dtype=np.int64) for column in self[1:])
        parent, child, kind, from_us, to_us, group = rows
        return Needs(parent, child, kind, from_us, to_us, group, least, since_us, until_us)


def check_needs(needs: Needs, nodes: int) -> None:
    """Refuse an unknown node, an unknown group, and N below 1. Raises StructureError."""
    for field in ('parent', 'child'):
        column = getattr(needs, field)
        wrong = np.flatnonzero((column < 0) | (column >= nodes))
        if wrong.size:
            raise StructureError(field, int(column[wrong[0]]), f'nodes are numbered from 0 to {nodes - 1}.')
    members = needs.group[needs.kind == GROUP]
    wrong = np.flatnonzero((members < 0) | (members >= needs.group_min.size))
    if wrong.size:
        raise StructureError('group', int(members[wrong[0]]), f'groups are numbered to {needs.group_min.size - 1}.')
    low = np.flatnonzero(needs.group_min < 1)
    if low.size:
        raise StructureError('group_min', int(needs.group_min[low[0]]), 'at least one member must be needed.')


def check_effects(effects: Effects, nodes: int) -> None:
    """Refuse an unknown node, a state that no incident has, and a weight out of range. Raises StructureError."""
    checks = (
        ('node', effects.node, (effects.node >= 0) & (effects.node < nodes), f'nodes are numbered to {nodes - 1}.'),
        ('state', effects.state, np.isin(effects.state, (UP, DEGRADED, DOWN)), 'an incident has none, 2 or 3.'),
        (
            'weight',
            effects.weight,
            (effects.weight >= DEFAULT_WEIGHT) & (effects.weight <= FULL_WEIGHT),
            'a weight lies between 0 and 10000, or is the default, -1.',
        ),
    )
    for field, column, is_right, rule in checks:
        wrong = np.flatnonzero(~is_right)
        if wrong.size:
            raise StructureError(field, int(column[wrong[0]]), rule)
