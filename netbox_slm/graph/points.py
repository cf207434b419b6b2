"""Single points of failure: what alone takes an object down (graph.md §5)."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import numpy as np

from ..engine.distinct import distinct
from ..engine.instants import I64
from ..engine.structure import DOWN, GROUP, REQUIRED
from ..engine.structure.moment import states_now
from .below import ways_out
from .impact import states
from .refs import Ref
from .registry import network_followed
from .rest import down_in_network, network_at_rest
from .several import down_by_each
from .structure import Structure
from .survey import Survey

__all__ = ('single_points',)

# Each takes down no more of the network than is looked at here
_PARTS_OF_LINKS = frozenset(
    {
        'dcim.cable',
        'dcim.interface',
        'dcim.frontport',
        'dcim.rearport',
        'wireless.wirelesslink',
        'circuits.circuittermination',
    }
)


def single_points(refs: Iterable[Ref], at: datetime | None = None) -> dict[Ref, tuple[Ref, ...]]:
    """For each object every other one whose failure alone takes it down (graph.md §5), by type and id.

    None for what is down already. Each object passes on the set of what alone takes it down: required needs add theirs,
    a group what is in the sets of more members than it can lose. Raises LookupError for an unknown type.
    """
    refs = list(dict.fromkeys(refs))
    survey = Survey(at)
    if network_followed():
        survey.network = network_at_rest(survey)
    survey.add(distinct(survey.reader.keys(refs)))
    survey.down()
    if network_followed():
        survey.add(distinct(survey.reader.keys(ways_out(survey))))
        survey.down()
    points = _Points(survey)
    points.spread()
    doubtful = points.spread_reach() if network_followed() else ()
    found = {ref: points.of(ref) for ref in refs}
    for cause, down in _down_by_each(survey, refs, doubtful, at):
        for ref in down:
            if not points.is_down(ref):
                found[ref].add(cause)
    return {ref: tuple(sorted(causes - {ref})) for ref, causes in found.items()}


def _down_by_each(
    survey: Survey, refs: list[Ref], causes: Iterable[Ref], at: datetime | None
) -> Iterator[tuple[Ref, Iterable[Ref]]]:
    """What each of these takes down. With explicit needs one by one: reach may take down by them what it stands on."""
    causes = list(causes)
    if not survey.reader.explicit[0]:
        yield from down_by_each(survey, refs, causes).items() if causes else ()
        return
    for cause in causes:
        yield cause, [ref for ref, state in states(refs, {cause: DOWN}, at).items() if state == DOWN]


class _Points:
    """For every node the objects, by their places, whose failure alone takes it down."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._without = survey.without_reach() if network_followed() else frozenset()
        self._compile({})

    def _compile(self, reached: Mapping[Ref, int]) -> None:
        structure = Structure(self._survey, reached)
        self._structure = structure
        self._down = states_now(structure.standing, structure.own({}, {})) == DOWN
        standing = structure.standing
        parent, child = standing.parent.tolist(), standing.child.tolist()
        self._parents: dict[int, list[tuple[int, int]]] = defaultdict(list)
        members: dict[int, list[int]] = defaultdict(list)
        for one, other, kind, group in zip(parent, child, standing.kind.tolist(), standing.group.tolist(), strict=True):
            if kind == GROUP:
                members[group].append(other)
            if kind in (GROUP, REQUIRED):
                self._parents[other].append((one, group if kind == GROUP else -1))
        self._members = dict(members)
        self._own = [{place} for place in range(structure.size)]
        self.causes: list[set[int]] = [set() for _node in range(structure.nodes)]

    def of(self, ref: Ref) -> set[Ref]:
        """What alone takes an object down."""
        node = self._node(ref)
        if node is None or self._down[node]:
            return set()
        places = np.array(sorted(self.causes[node]), dtype=np.int64)
        return set(self._structure.reader.refs(self._structure.keys[places]))

    def is_down(self, ref: Ref) -> bool:
        """Whether it is down with nothing named."""
        node = self._node(ref)
        return node is not None and bool(self._down[node])

    def _node(self, ref: Ref) -> int | None:
        structure = self._structure
        place = structure.places(structure.reader.keys([ref]))
        return int(structure.shown[place[0]]) if place.size else None

    def spread(self, starts: Mapping[int, set[int]] | None = None) -> None:
        """Pass the sets on until none grows. What is down at rest is out whatever fails."""
        waiting: deque[int] = deque()
        for node, causes in (starts or dict(enumerate(self._own))).items():
            if causes - self.causes[node]:
                self.causes[node] |= causes
                waiting.append(node)
        while waiting:
            node = waiting.popleft()
            for parent, group in self._parents.get(node, ()):
                passed = self.causes[node] if group < 0 else self._lost_groups(group)
                if passed - self.causes[parent]:
                    self.causes[parent] |= passed
                    waiting.append(parent)

    def _lost_groups(self, group: int) -> set[int]:
        """What alone takes more members down than the group can lose."""
        members = self._members[group]
        minimum = min(int(self._structure.standing.group_min[group]), len(members))
        spare = len(members) - minimum - sum(bool(self._down[member]) for member in members)
        counts = Counter(cause for member in members if not self._down[member] for cause in self.causes[member])
        return {cause for cause, lost in counts.items() if lost > spare}

    def spread_reach(self) -> list[Ref]:
        """Add what cuts devices and circuits off. Returns what may do more than is seen here: it is to be evaluated."""
        bare = self._structure
        lost: dict[int, set[Ref]] = defaultdict(set)
        for ref, place in self._parts(bare):
            for cause in self.causes[place]:
                lost[cause].add(ref)
        cut_off: dict[int, list[Ref]] = {}
        doubtful = []
        known = {frozenset(): ({}, False)}
        for cause, parts in lost.items():
            name = frozenset(parts)
            if name not in known:
                known[name] = self._reach_without(parts)
            cut_off[cause], touches = known[name]
            ref = bare.reader.refs(bare.keys[[cause]])[0]
            if touches and (ref.type not in _PARTS_OF_LINKS or bare.reader.explicit[0]):
                doubtful.append(ref)
        self._spread_cut_off(cut_off)
        return sorted(doubtful)

    def _parts(self, structure: Structure) -> list[tuple[Ref, int]]:
        """What the network is made of, with its place."""
        everything = np.full(structure.size, DOWN)
        refs = list(down_in_network(structure, everything))
        return list(zip(refs, structure.places(structure.reader.keys(refs)).tolist(), strict=True))

    def _reach_without(self, parts: Iterable[Ref]) -> tuple[list[Ref], bool]:
        """Who is cut off without these, and whether anything looked at loses an uplink at all."""
        states_of = self._survey.network.reach(dict.fromkeys(parts, DOWN), self._without).states
        keys = self._structure.keys
        seen = [ref for ref in states_of if np.isin(self._structure.reader.keys([ref]), keys)[0]]
        return [ref for ref in seen if states_of[ref] == DOWN], bool(seen)

    def _spread_cut_off(self, cut_off: Mapping[int, list[Ref]]) -> None:
        """Evaluate once more, with reach beside the bare states."""
        before = self.causes
        reached = {ref: DOWN for refs in cut_off.values() for ref in refs}
        self._compile(reached)
        structure = self._structure
        starts: dict[int, set[int]] = {node: set(causes) for node, causes in enumerate(before[: structure.size])}
        for cause, refs in cut_off.items():
            for node in self._reach_nodes(refs):
                starts.setdefault(node, set()).add(cause)
        self.spread(starts)

    def _reach_nodes(self, refs: list[Ref]) -> I64:
        structure = self._structure
        nodes = structure.reach_of[structure.places(structure.reader.keys(refs))]
        return nodes[nodes >= 0]
