"""A gap between what an agreement promises and what it rests on, as a sentence and with what the sentence names."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from ...models import SLA, Service, ServiceLevelTarget
from ...visible import viewable_ids

__all__ = ('ChainCheck', 'Gap', 'ShownCheck', 'shown_to')


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not covered. kind: of `CoverageGapChoices`. named: every object that the sentence names.

    support: the agreement that falls short; None where none, or several together, do.
    """

    kind: str
    sentence: str
    named: tuple[Model, ...] = ()
    target: ServiceLevelTarget | None = None
    support: SLA | None = None
    service: Service | None = None


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """The gaps of an agreement, and how far it could be checked. assumes: what a sum of promises takes for granted.

    has_promises: whether it promises anything yet that others could cover.
    """

    sla: SLA
    supporting: tuple[SLA, ...]
    gaps: tuple[Gap, ...]
    assumes: str = ''
    has_promises: bool = True

    @property
    def is_covered(self) -> bool:
        """Whether no gap was found."""
        return not self.gaps


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """A check as one reader may see it: gaps that name only what that reader may view, and the number of the others."""

    gaps: tuple[Gap, ...]
    hidden: int
    is_covered: bool
    assumes: str
    has_promises: bool


def shown_to(check: ChainCheck, user: Any) -> ShownCheck:
    """The check as the user may see it (semantics.md §8). A query per kind of object that is named."""
    allowed = _viewable((obj for gap in check.gaps for obj in gap.named), user)
    gaps = tuple(gap for gap in check.gaps if all((type(obj), obj.pk) in allowed for obj in gap.named))
    return ShownCheck(gaps, len(check.gaps) - len(gaps), check.is_covered, check.assumes, check.has_promises)


def _viewable(objects: Iterable[Model], user: Any) -> set[tuple[type[Model], int]]:
    ids = defaultdict(set)
    for obj in objects:
        ids[type(obj)].add(obj.pk)
    return {(model, pk) for model, wanted in ids.items() for pk in viewable_ids(model, wanted, user)}
