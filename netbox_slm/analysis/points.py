"""What alone takes an object down, and what it takes down alone, for one reader (graph.md §5, semantics.md §8)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from ..engine.structure import DOWN
from ..graph import Ref, impact, single_points, stands_on, types_of_needs
from .impact import Named, names_of
from .impact.known import SERVICE

__all__ = ('Points', 'StoodOn', 'can_fail', 'points_of', 'sole_services_of', 'stands_on_of')

MOST_DEEP = 12


@dataclass(frozen=True, slots=True)
class Points:
    """points: what takes it down alone, or what it does, and may be seen; by kind and name. hidden: how many others."""

    points: tuple[tuple[Ref, Named], ...]
    hidden: int

    @property
    def number(self) -> int:
        """How many there are, whoever asks."""
        return len(self.points) + self.hidden


@dataclass(frozen=True, slots=True)
class StoodOn:
    """A need below an object: who needs what, as what; None for what may not be seen."""

    dependent: tuple[Ref, Named] | None
    needed: tuple[tuple[Ref, Named], ...]
    hidden: int
    relation: str
    kind: str
    min_available: int
    provider: str


def points_of(ref: Ref, user: Any) -> Points:
    """The single points of failure of an object."""
    return _points(single_points([ref])[ref], user)


def can_fail(label: str) -> bool:
    """Whether anything can need objects of this type, as tenants and agreements are needed by none."""
    return label in types_of_needs()


def sole_services_of(ref: Ref, user: Any) -> Points:
    """The services that an object takes down alone: it is a single point of failure of each."""
    touched = impact({ref: DOWN}).touched.items()
    return _points([found for found, worse in touched if found.type == SERVICE and worse.state == DOWN], user)


def _points(found: Collection[Ref], user: Any) -> Points:
    names = names_of(found, user)
    seen = sorted(names.items(), key=lambda item: (item[1].kind, item[1].display, item[0]))
    return Points(tuple(seen), len(found) - len(names))


def stands_on_of(ref: Ref, user: Any, depth: int | None = None) -> list[StoodOn]:
    """The needs below an object, nearest first, down to `depth` steps."""
    needs = stands_on([ref], min(depth or MOST_DEEP, MOST_DEEP))
    names = names_of({each for need in needs for each in (need.dependent, *need.needed)}, user)
    return [
        StoodOn(
            _seen([need.dependent], names)[0] if need.dependent in names else None,
            tuple(_seen(need.needed, names)),
            sum(each not in names for each in need.needed),
            need.relation,
            need.kind,
            need.min_available,
            need.provider,
        )
        for need in needs
    ]


def _seen(refs: Iterable[Ref], names: dict[Ref, Named]) -> list[tuple[Ref, Named]]:
    return [(ref, names[ref]) for ref in refs if ref in names]
