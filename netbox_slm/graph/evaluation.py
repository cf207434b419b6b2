"""States before and with named effects: bare ones, then reach, then what stands on shown states (graph.md §4, §5)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..engine.distinct import distinct
from ..engine.instants import I64
from ..engine.structure import AT_RISK, DOWN
from ..engine.structure.moment import states_now
from .layers import NETWORK_PARTS
from .network import Reach
from .refs import Ref
from .registry import network_followed
from .rest import down_in_network, network_at_rest
from .structure import Structure
from .survey import Survey

__all__ = ('Evaluated', 'evaluate', 'survey_expected')


@dataclass(frozen=True, slots=True)
class Evaluated:
    """States of all nodes of a structure without and with the effects, and reach in both cases."""

    structure: Structure
    own_before: I64
    own_after: I64
    before: I64
    after: I64
    reach_before: Mapping[Ref, Reach]
    reach_after: Mapping[Ref, Reach]


type _Reached = tuple[Mapping[Ref, Reach], Mapping[Ref, Reach]]


def evaluate(
    survey: Survey, before: Mapping[Ref, int], effects: Mapping[Ref, int], expected: _Reached = ({}, {})
) -> Evaluated:
    """States with what is out before alone, and with the effects beside.

    expected: reach that is known to be lost, perhaps among more; the search for the rest begins there.

    Reach is evaluated once after the bare states, and again only where an explicit need that reach took down changed a
    bare state. States only get worse from round to round, so it ends.
    """
    if not network_followed():
        return _with_reach(survey, before, effects, ({}, {}))
    without = survey.without_reach()
    survey.network = network_at_rest(survey)
    reach, known = expected, [each.states if each else {} for each in expected]
    asked: list[dict[Ref, int]] = []
    while True:
        result = _settled(survey, before, effects, reach)
        down = [down_in_network(result.structure, states) for states in (result.before, result.after)]
        if down == asked:
            return result
        asked = down
        fresh = tuple(survey.network.reach(bare, without=without) for bare in down)
        reach, states = fresh, [each.states for each in fresh]
        if states == known:
            return replace(result, reach_before=fresh[0], reach_after=fresh[1])
        known = states
        _survey_reached(survey, *known)


def _settled(
    survey: Survey,
    before: Mapping[Ref, int],
    effects: Mapping[Ref, int],
    reach: _Reached,
) -> Evaluated:
    """All states, once all that stands on what is worse has been surveyed."""
    while True:
        result = _with_reach(survey, before, effects, reach)
        structure = result.structure
        held = structure.shown[structure.places(survey.held)]
        worse = held[result.after[held] > result.before[held]]
        if not worse.size:
            return result
        survey.follow(distinct(structure.keys[structure.object_of[worse]]))


def _with_reach(
    survey: Survey,
    before: Mapping[Ref, int],
    effects: Mapping[Ref, int],
    reach: _Reached,
) -> Evaluated:
    """All states, with this reach beside the bare ones."""
    reached = [each.states if each else {} for each in reach]
    structure = Structure(survey, {**reached[0], **reached[1]})
    own_before = structure.own(before, reached[0])
    own_after = np.maximum(structure.own(before, reached[1]), structure.own(effects, {}))
    states_before = states_now(structure.standing, own_before)
    states_after = states_now(structure.standing, own_after, states_before)
    return Evaluated(structure, own_before, own_after, states_before, states_after, *reach)


def survey_expected(survey: Survey, before: Mapping[Ref, int], effects: Mapping[Ref, int]) -> _Reached:
    """Add to the survey what reach makes worse if of the network nothing but what is named is down.

    Most often that is all, and then the needs of everything are read together. Returns that reach; what else there is,
    `evaluate` finds.
    """
    out = [
        {ref: DOWN for ref, state in named.items() if state == DOWN and ref.type in NETWORK_PARTS}
        for named in (before, effects)
    ]
    if not out[1] or not network_followed():
        return {}, {}
    survey.network = network_at_rest(survey)
    without = survey.without_reach()
    first, second = (survey.network.reach(down, without=without) for down in (out[0], {**out[0], **out[1]}))
    _add_reached(survey, first.states, second.states)
    return first, second


def _survey_reached(survey: Survey, before: Mapping[Ref, int], after: Mapping[Ref, int]) -> None:
    """Add to the survey what stands on the shown states that reach makes worse, with its needs."""
    _add_reached(survey, before, after)
    survey.down()


def _add_reached(survey: Survey, before: Mapping[Ref, int], after: Mapping[Ref, int]) -> None:
    worse = {ref: state for ref, state in after.items() if before.get(ref, 0) < state}
    cut_off, at_risk = (
        distinct(survey.reader.keys([ref for ref, state in worse.items() if (state > AT_RISK) == is_worst]))
        for is_worst in (True, False)
    )
    survey.up(np.zeros(0, dtype=np.int64), cut_off, at_risk)
