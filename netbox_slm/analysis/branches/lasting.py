"""What no longer works, or has nothing left to lose, once a branch is merged: its graph beside that of main, at rest.

Nothing is named in either graph; open incidents and planned work count in neither.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.apps import apps

from ...engine.structure import AT_RISK, DOWN
from ...graph import Need, Ref, stands_on, states
from ...graph.network import Network, current_network
from ...graph.registry import network_followed
from .changes import BranchDiff

__all__ = ('CUT_OFF', 'NOTHING_LEFT', 'REDUNDANCY', 'WORSE', 'Lasting', 'lasting_of', 'needs_by_object')

NOTHING_LEFT = 'nothing_left'
CUT_OFF = 'cut_off'
WORSE = 'worse'
REDUNDANCY = 'redundancy'

# Kinds of need without which nothing works that had one: who loses the last has lost its power, host, link …
_VITAL = frozenset(
    {
        'cluster_hosts', 'fhrp_group', 'ip_address', 'l2vpn', 'lag', 'link', 'power', 'power_outlet', 'power_port',
        'service', 'tunnel', 'virtual_chassis', 'virtual_circuit', 'virtual_machine',
    }
)  # fmt: skip
_REACHING = ('dcim.device', 'circuits.circuit')


@dataclass(frozen=True, slots=True)
class Lasting:
    """What an object is left in by the branch. state: AT_RISK where only redundancy is lost."""

    state: int
    why: str


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two graphs, as far as the candidates are in it."""

    needs: Mapping[Ref, Sequence[Need]]
    states: Mapping[Ref, int]
    network: Network | None
    existing: frozenset[Ref]


def lasting_of(diff: BranchDiff, candidates: Collection[Ref]) -> dict[Ref, Lasting]:
    """Which of these objects of main the branch leaves worse than they are, without anything that fails."""
    with diff.outside():
        main = _side(candidates)
    with diff.inside():
        branch = _side(main.existing - diff.gone)
    found: dict[Ref, Lasting] = {}
    for ref in sorted(branch.existing):
        worst = max(_findings(ref, main, branch), key=lambda each: each.state, default=None)
        if worst is not None:
            found[ref] = worst
    return found


def needs_by_object(refs: Collection[Ref]) -> dict[Ref, list[Need]]:
    """What each of these stands on directly."""
    found: dict[Ref, list[Need]] = defaultdict(list)
    if refs:
        for need in stands_on(refs, depth=1):
            found[need.dependent].append(need)
    return found


def _side(refs: Collection[Ref]) -> _Side:
    existing = _existing(refs)
    network = current_network() if network_followed() else None
    at_rest = states(existing, {}) if existing else {}
    return _Side(needs_by_object(existing), at_rest, network, existing)


def _existing(refs: Iterable[Ref]) -> frozenset[Ref]:
    """Those of which there is a row. One query per type."""
    by_type: dict[str, list[int]] = defaultdict(list)
    for ref in refs:
        by_type[ref.type].append(ref.id)
    found: set[Ref] = set()
    for label, ids in by_type.items():
        rows = apps.get_model(label)._default_manager.filter(pk__in=ids)
        found |= {Ref(label, pk) for pk in rows.values_list('pk', flat=True)}
    return frozenset(found)


def _findings(ref: Ref, main: _Side, branch: _Side) -> Iterable[Lasting]:
    if branch.states.get(ref, 0) > main.states.get(ref, 0):
        yield Lasting(branch.states[ref], WORSE)
    before, after = main.needs.get(ref, ()), branch.needs.get(ref, ())
    lost = {need.provider for need in before} - {need.provider for need in after}
    if lost & _VITAL:
        yield Lasting(DOWN, NOTHING_LEFT)
    if any(_slack(need) > 0 and _slack(_same(need, after)) == 0 for need in before if need.kind == 'group'):
        yield Lasting(AT_RISK, REDUNDANCY)
    if ref.type in _REACHING and main.network is not None and branch.network is not None:
        yield from _reach(ref, main.network, branch.network)


def _slack(need: Need | None) -> int:
    """How many members of a group may fail; -1 for none."""
    return -1 if need is None else len(need.needed) - need.min_available


def _same(need: Need, others: Iterable[Need]) -> Need | None:
    """The group of the branch that has most members of a group of main."""
    groups = [other for other in others if other.kind == 'group' and other.provider == need.provider]
    return max(groups, key=lambda other: len({*other.needed} & {*need.needed}), default=None)


def _reach(ref: Ref, main: Network, branch: Network) -> Iterable[Lasting]:
    """Whether it has lost every way to a root, or all but one."""
    if main.hops(ref) is None or main.is_skipped(ref) or main.is_root(ref):
        return
    if branch.hops(ref) is None:
        yield Lasting(DOWN, CUT_OFF)
    elif len(main.uplinks(ref)) > 1 and len(branch.uplinks(ref)) == 1:
        yield Lasting(AT_RISK, REDUNDANCY)
