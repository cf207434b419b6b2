"""What named effects do (graph.md §5)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import numpy as np

from ..engine.distinct import distinct
from ..engine.instants import I64, Bools
from ..engine.structure import UP
from .answer import Impact, Limits, Touched
from .evaluation import Evaluated, evaluate, survey_expected
from .explanation import Explanation
from .layers import COMPONENTS
from .reasons import FAR
from .refs import Ref
from .survey import Survey

__all__ = ('impact', 'states', 'states_in_each')


def impact(
    effects: Mapping[Ref, int],
    *,
    before: Mapping[Ref, int] | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    components: bool = False,
    at: datetime | None = None,
) -> Impact:
    """Every object whose shown state is worse with these effects than without them (graph.md §5).

    effects: own state (UP to DOWN) of the named objects. before: what is out already. components: list all components,
    not only those that something else needs. at: the moment for needs that have a term, now by default. Queries: by
    the depth of the graph and the number of providers, not by the number of objects. Raises LookupError for an
    unknown type.
    """
    before = before or {}
    evaluated, survey = _evaluated(effects, before, limits, at)
    explanation = Explanation(evaluated)
    structure = evaluated.structure
    worse = np.flatnonzero(evaluated.after[structure.shown] > evaluated.before[structure.shown])
    distance = explanation.distance_of(worse)
    near = _within(limits, survey.cut, distance)
    cut = survey.cut or (None if near.all() else 'depth')
    worse, distance = worse[near], distance[near]
    shown = np.ones(worse.size, dtype=np.bool_) if components else _is_listed(evaluated, worse)
    hidden = Counter(ref.type for ref in structure.reader.refs(structure.keys[worse[~shown]]))
    listed, distance = worse[shown], distance[shown]
    nodes = structure.shown[listed]
    steps = [None if far else number for far, number in zip((distance == FAR).tolist(), distance.tolist(), strict=True)]
    states_of = (evaluated.after[nodes].tolist(), evaluated.before[nodes].tolist(), steps)
    refs = structure.reader.refs(structure.keys[listed])
    touched = {ref: Touched(*values) for ref, *values in zip(refs, *states_of, strict=True)}
    return Impact(touched, dict(hidden), cut, explanation.reasons)


def states(refs: Iterable[Ref], effects: Mapping[Ref, int], at: datetime | None = None) -> dict[Ref, int]:
    """The shown state of each of these while the effects hold."""
    return states_in_each(refs, [effects], at)[0]


def states_in_each(
    refs: Iterable[Ref], cases: Sequence[Mapping[Ref, int]], at: datetime | None = None
) -> list[dict[Ref, int]]:
    """The shown state of each of these while the effects of each case hold. Queries: as for one case with all."""
    refs = list(refs)
    survey = Survey(at, skips_quiet=True)
    survey.up(distinct(survey.reader.keys(ref for case in cases for ref, state in case.items() if state > UP)))
    keys = survey.reader.keys(refs)
    survey.add(keys)
    survey.down()
    found = []
    for case in cases:
        evaluated = evaluate(survey, case, {})
        structure = evaluated.structure
        shown = evaluated.before[structure.shown[structure.places(keys)]]
        found.append(dict(zip(refs, shown.tolist(), strict=True)))
    return found


def _evaluated(
    effects: Mapping[Ref, int], before: Mapping[Ref, int], limits: Limits, at: datetime | None
) -> tuple[Evaluated, Survey]:
    survey = Survey(at, limits, skips_quiet=True)
    named = distinct(
        survey.reader.keys(ref for named in (effects, before) for ref, state in named.items() if state > UP)
    )
    survey.up(named)
    expected = survey_expected(survey, before, effects)
    survey.down()
    return evaluate(survey, before, effects, expected), survey


def _within(limits: Limits, cut: str | None, distance: I64) -> Bools:
    """What is listed: all, also that for which no reason was found; of a search that was cut what a whole way leads to.

    With a most depth: what is not farther.
    """
    near = distance <= (FAR - 1 if limits.depth is None else limits.depth)
    return near if cut else near | (distance == FAR)


def _is_listed(evaluated: Evaluated, worse: I64) -> Bools:
    """Which are no components, or components that something that is no component needs."""
    structure = evaluated.structure
    is_component = structure.reader.of_types(structure.keys, COMPONENTS)
    needed = np.zeros(structure.nodes, dtype=np.bool_)
    parent_is_other = structure.object_of >= 0
    parent_is_other[parent_is_other] = ~is_component[structure.object_of[parent_is_other]]
    standing = structure.standing
    # A piece stands between: what needs the piece needs its far end
    by_piece = np.zeros(structure.nodes, dtype=np.bool_)
    by_piece[standing.child[parent_is_other[standing.parent]]] = True
    needs = parent_is_other[standing.parent] | ((structure.object_of[standing.parent] < 0) & by_piece[standing.parent])
    needed[standing.child[needs]] = True
    of_objects = np.zeros(structure.size, dtype=np.bool_)
    nodes = np.flatnonzero(needed & (structure.object_of >= 0))
    of_objects[structure.object_of[nodes]] = True
    return ~is_component[worse] | of_objects[worse]
