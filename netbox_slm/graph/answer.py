"""What the graph answers: states, distances, reasons; plain values, no query."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .refs import Ref

__all__ = ('Group', 'Impact', 'Limits', 'Member', 'Reason', 'Step', 'Touched')


@dataclass(frozen=True, slots=True)
class Limits:
    """How far an answer goes; None is no limit.

    depth: steps of needs away from what is named. objects: how many objects are looked at for what they take down.
    """

    depth: int | None = None
    objects: int | None = None


class Touched(NamedTuple):
    """An object that is worse than before. state, before: UP to DOWN of the engine.

    distance: steps of its reason; None where none was found.
    """

    state: int
    before: int
    distance: int | None


class Member(NamedTuple):
    """A member of a group that is out. before: whether it was without the named effects."""

    ref: Ref
    before: bool


class Group(NamedTuple):
    """How a group stands: `needed` of `total` members are needed, `left` are not out; `out` are the others."""

    needed: int
    left: int
    total: int
    out: tuple[Member, ...]


class Step(NamedTuple):
    """One need on the way from a named object to the one that is explained; the first step is the named object itself.

    ref: the object reached. relation: what the one before is to it ('site', 'power port', 'uplink'), '' for the first.
    provider: key of the provider that says so, 'network' for reach, '' for the first. group: where the need is a group.
    lost: uplinks lost by what is cut off or has reach at risk, as `LostUplink`.
    """

    ref: Ref
    relation: str
    provider: str
    state: int
    group: Group | None = None
    lost: tuple = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an object is worse: the shortest chain of needs from a named object to it (graph.md §5)."""

    steps: tuple[Step, ...]

    @property
    def distance(self) -> int:
        """The number of needs on the way."""
        return len(self.steps) - 1


@dataclass(frozen=True, slots=True)
class Impact:
    """What named effects change (graph.md §5).

    touched: every object that is worse with them than without, the named ones included. hidden_components: how many
    components are left out of it, by type. cut: 'depth' or 'objects' where a limit ended the search, else None.
    """

    touched: Mapping[Ref, Touched]
    hidden_components: Mapping[str, int]
    cut: str | None
    _explain: Callable[[Iterable[Ref]], dict[Ref, Reason]] = field(repr=False, compare=False)

    def reasons(self, refs: Iterable[Ref]) -> dict[Ref, Reason]:
        """The shortest reason of each of these that has one; the same each time. No query."""
        return self._explain(refs)
