"""Single points of failure."""

from collections.abc import Iterable
from datetime import datetime

from .refs import Ref

__all__ = ('single_points',)


def single_points(refs: Iterable[Ref], at: datetime | None = None) -> dict[Ref, tuple[Ref, ...]]:
    """For each object every other one whose failure alone takes it down (graph.md §5)."""
    raise LookupError(refs)
