"""A piece of a cable path, as the rest of the graph sees it."""

from typing import NamedTuple

from ..refs import Ref

__all__ = ('Piece',)


class Piece(NamedTuple):
    """A link between two ends (graph.md §4).

    ends: two interfaces or circuit terminations, in any order. way: the cables, front and rear ports between them, or
    the wireless link, in order from ends[0]. It is down when anything on its way is, or, seen from an end, its other
    end.
    """

    ends: tuple[Ref, Ref]
    way: tuple[Ref, ...]

    def far(self, end: Ref) -> Ref:
        """The other end of the piece, seen from `end`."""
        return self.ends[1] if self.ends[0] == end else self.ends[0]
