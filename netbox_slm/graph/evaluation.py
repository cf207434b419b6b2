"""States before and with named effects: bare ones, then reach, then what stands on shown states (graph.md §4, §5)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..engine.distinct import distinct
from ..engine.instants import I64
from ..engine.structure.moment import states_now
from .network import Reach
from .refs import Ref
from .registry import network_followed
from .rest import down_in_network, network_at_rest
from .structure import Structure
from .survey import Survey

__all__ = ('Evaluated', 'evaluate')


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


def evaluate(survey: Survey, before: Mapping[Ref, int], effects: Mapping[Ref, int]) -> Evaluated:
    """States with what is out before alone, and with the effects beside.

    Reach is evaluated once after the bare states, and again only where an explicit need that reach took down changed a
    bare state. States only get worse from round to round, so it ends.
    """
    if not network_followed():
        return _with_reach(survey, before, effects, ({}, {}))
    without = survey.without_reach()
    survey.network = network_at_rest(survey)
    reach: tuple[Mapping[Ref, Reach], Mapping[Ref, Reach]] = ({}, {})
    known: list[Mapping[Ref, int]] = [{}, {}]
    asked: list[dict[Ref, int]] = []
    while True:
        result = _with_reach(survey, before, effects, reach)
        down = [down_in_network(result.structure, states) for states in (result.before, result.after)]
        if down == asked:
            return result
        asked = down
        fresh = tuple(survey.network.reach(bare, without=without) for bare in down)
        if [each.states for each in fresh] == known:
            return result
        reach, known = fresh, [each.states for each in fresh]
        _survey_reached(survey, *known)


def _with_reach(
    survey: Survey,
    before: Mapping[Ref, int],
    effects: Mapping[Ref, int],
    reach: tuple[Mapping[Ref, Reach], Mapping[Ref, Reach]],
) -> Evaluated:
    """All states, with this reach beside the bare ones."""
    reached = [each.states if each else {} for each in reach]
    structure = Structure(survey, {**reached[0], **reached[1]})
    own_before = structure.own(before, reached[0])
    own_after = np.maximum(structure.own(before, reached[1]), structure.own(effects, {}))
    states_before = states_now(structure.standing, own_before)
    states_after = states_now(structure.standing, own_after, states_before)
    return Evaluated(structure, own_before, own_after, states_before, states_after, *reach)


def _survey_reached(survey: Survey, before: Mapping[Ref, int], after: Mapping[Ref, int]) -> None:
    """Add to the survey what stands on the shown states that reach makes worse."""
    worse = [ref for ref, state in after.items() if before.get(ref, 0) < state]
    survey.up(np.zeros(0, dtype=np.int64), distinct(survey.reader.keys(worse)))
    survey.down()
