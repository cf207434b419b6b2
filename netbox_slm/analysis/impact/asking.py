"""A what-if as pages ask it: objects by type and id in an address, one effect for all, a window perhaps."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from ...engine.instants import to_us
from ...graph import Ref
from ..forecast import Forecast, PlannedOutage, course_of, forecast
from .answer import Analysis, Question, analyse
from .known import STATE_OF_EFFECT
from .naming import Named, names_of

__all__ = ('analyse_named', 'named_refs', 'refs_text')


_DIGITS = 19  # of the largest id, which no object has


def refs_text(ref: Ref) -> str:
    """'dcim.device:5', as addresses name an object."""
    return f'{ref.type}:{ref.id}'


def named_refs(texts: Iterable[str], user: Any) -> Mapping[Ref, Named]:
    """The objects that these texts name and the user may view, with their names, in their order."""
    refs = []
    for text in texts:
        label, _separator, number = text.strip().lower().partition(':')
        if number.isdecimal() and len(number) < _DIGITS:
            refs.append(Ref(label, int(number)))
    names = names_of(refs, user)
    return {ref: names[ref] for ref in dict.fromkeys(refs) if ref in names}


def analyse_named(
    refs: Sequence[Ref],
    *,
    effect: str,
    starts_at: datetime | None,
    ends_at: datetime | None,
    with_known: bool,
    components: bool,
    now: datetime,
) -> tuple[Analysis, list[Forecast]]:
    """The answer, and with a window what it does to each promise."""
    state = STATE_OF_EFFECT[effect]
    question = Question(dict.fromkeys(refs, state), starts_at, ends_at, with_known, components=components)
    analysis = analyse(question)
    if starts_at is None or ends_at is None or not analysis.services:
        return analysis, []
    outages = [PlannedOutage(ref, state, to_us(starts_at), to_us(ends_at)) for ref in refs]
    return analysis, forecast(course_of(outages), now)
