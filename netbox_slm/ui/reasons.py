"""Reasons in words for one reader: each step a clause with the page it is about; what is hidden is only counted."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..analysis.impact.naming import Named, names_of
from ..analysis.impact.seen import refs_of, seen_steps
from ..graph import Reason, Ref, Step
from .impact import clause_of

__all__ = ('ReasonClause', 'all_reason_words', 'reason_words')


@dataclass(frozen=True, slots=True)
class ReasonClause:
    """One step in words, with the object it is about and its page; none where it may not be seen."""

    text: str
    url: str = ''
    ref: Ref | None = None

    def __str__(self) -> str:
        return self.text


def reason_words(steps: Sequence[Step], user: Any) -> list[ReasonClause]:
    """The clauses of one reason. Two queries per type of object in it."""
    return all_reason_words({None: steps}, user)[None]


def all_reason_words[Key: Hashable](reasons: Mapping[Key, Sequence[Step]], user: Any) -> dict[Key, list[ReasonClause]]:
    """The clauses of many reasons. Two queries per type of object in any of them."""
    named = {ref for steps in reasons.values() for ref in refs_of(Reason(tuple(steps)))}
    names = names_of(named, user)
    return {key: list(_clauses(steps, names)) for key, steps in reasons.items()}


def _clauses(steps: Sequence[Step], names: Mapping[Ref, Named]) -> Iterable[ReasonClause]:
    """One clause for steps next to each other that may not be seen: how they hang together is not told either."""
    for number, step in enumerate(seen_steps(Reason(tuple(steps)), names)):
        text = clause_of(step, is_first=number == 0)
        yield ReasonClause(text, step.name.url if step.name else '', step.ref)
