"""What each of several failures takes down, each alone: read once, evaluated one by one."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ..engine.distinct import distinct
from ..engine.instants import I64
from ..engine.structure import DOWN
from ..engine.structure.moment import states_now
from .refs import Ref
from .registry import network_followed
from .rest import down_in_network
from .structure import Structure
from .survey import Survey

__all__ = ('down_by_each',)


def down_by_each(asked: Survey, refs: Sequence[Ref], causes: Iterable[Ref]) -> dict[Ref, frozenset[Ref]]:
    """Which of `refs` each of these causes takes down alone, with reach.

    asked: its reader, and its network at rest, are used. Queries: as for one cause. Not for explicit needs, through
    which reach may take hardware down in turn.
    """
    causes = list(causes)
    survey = Survey(reader=asked.reader, network=asked.network, skips_quiet=True, only_hardware=True)
    survey.up(distinct(survey.reader.keys(causes)))
    survey.add(distinct(survey.reader.keys(refs)))
    survey.down()
    reached = _reach_of_each(survey, causes)
    structure = Structure(survey, {ref: DOWN for states in reached for ref in states})
    start = states_now(structure.standing, structure.own({}, {}))
    nodes = structure.shown[structure.places(survey.reader.keys(refs))]
    found = {}
    for cause, reach in zip(causes, reached, strict=True):
        states = states_now(structure.standing, structure.own({cause: DOWN}, reach), start)
        is_down = (states[nodes] == DOWN).tolist()
        found[cause] = frozenset(ref for ref, down in zip(refs, is_down, strict=True) if down)
    return found


def _reach_of_each(survey: Survey, causes: Sequence[Ref]) -> list[Mapping[Ref, int]]:
    """Whose reach is worse by each of them."""
    if not network_followed():
        return [{} for _cause in causes]
    structure, without = Structure(survey, {}), survey.without_reach()
    start: I64 = states_now(structure.standing, structure.own({}, {}))
    known: dict[bytes, Mapping[Ref, int]] = {}
    found = []
    for cause in causes:
        states = states_now(structure.standing, structure.own({cause: DOWN}, {}), start)
        name = np.packbits(states[: structure.size] == DOWN).tobytes()
        if name not in known:
            known[name] = survey.network.reach(down_in_network(structure, states), without).states
        found.append(known[name])
    return found
