"""The one rule (`needs.py`) over arrays, for one moment and many objects."""

from typing import NamedTuple

import numpy as np

from ..instants import I64, Bools
from .facts import GROUP, SOFT
from .needs import AT_RISK, DEGRADED, DOWN, UP

__all__ = ('Standing', 'group_states', 'imposed_states', 'states_now')


class Standing(NamedTuple):
    """Who needs what at one moment; objects are numbered from 0 on.

    parent, child, kind, least: (n,) `parent` needs `child`; kind is REQUIRED, SOFT or GROUP; of a child only states
    from `least` on pass. group: (n,) which group a member is in, -1 elsewhere. group_parent, group_min, group_least:
    (groups,) whose group it is, N, and from which of its states on it passes. A member is in a group once.
    """

    parent: I64
    child: I64
    kind: I64
    least: I64
    group: I64
    group_parent: I64
    group_min: I64
    group_least: I64


def group_states(group: I64, member_state: I64, group_min: I64) -> I64:
    """State of each group: that of its N-th best member, at risk where that is up and a member is down (graph.md §1).

    group, member_state: (n,) one entry per member. N above the number of members is that number. Returns (groups,).
    """
    groups = group_min.size
    total = np.bincount(group, minlength=groups)
    needed = np.minimum(group_min, total)
    state = np.zeros(groups, dtype=np.int64)
    out = total
    for least in (AT_RISK, DEGRADED, DOWN):
        out = np.bincount(group[member_state >= least], minlength=groups)
        state += total - out < needed
    return np.where((state == UP) & (out > 0), AT_RISK, state)


def imposed_states(standing: Standing, states: I64) -> tuple[I64, I64]:
    """What each need imposes on its parent: (n,) by itself, UP for members of groups; and (groups,) by each group."""
    is_member = standing.kind == GROUP
    passed = _passed(states[standing.child], standing.least)
    passed[standing.kind == SOFT] = np.where(passed[standing.kind == SOFT] >= DEGRADED, DEGRADED, UP)
    by_group = group_states(standing.group[is_member], passed[is_member], standing.group_min)
    passed[is_member] = UP
    return passed, _passed(by_group, standing.group_least)


def states_now(standing: Standing, own: I64, start: I64 | None = None) -> I64:
    """The least fixed point of all states. O(needs x length of the longest way).

    own: (objects,) own states. start: (objects,) states of the same needs under own states that were no worse: from
    there it is less work. Returns (objects,).
    """
    states = own.copy() if start is None else np.maximum(start, own)
    changed = np.ones(own.size, dtype=np.bool_) if start is None else states != start
    is_member = standing.kind == GROUP
    alone = _columns(standing, ~is_member)
    members = _columns(standing, is_member)
    groups = standing.group_parent.size
    while changed.any():
        before = states.copy()
        active = _columns(alone, changed[alone.child])
        np.maximum.at(states, active.parent, imposed_states(active, before)[0])
        touched = np.zeros(groups, dtype=np.bool_)
        touched[members.group[changed[members.child]]] = True
        if touched.any():
            some = _columns(members, touched[members.group])
            by_group = imposed_states(some, before)[1]
            np.maximum.at(states, standing.group_parent[touched], by_group[touched])
        changed = states != before
    return states


def _passed(states: I64, least: I64) -> I64:
    return np.where(states >= least, states, UP)


def _columns(standing: Standing, which: Bools) -> Standing:
    """The needs that a mask chooses, with all groups."""
    parent, child, kind, least, group = (column[which] for column in standing[:5])
    return standing._replace(parent=parent, child=child, kind=kind, least=least, group=group)
