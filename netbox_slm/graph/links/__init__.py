"""What is linked with what: pieces of cable paths and wireless links (graph.md §4, Links).

A piece leads from one interface or circuit termination to the next; its way holds the cables or the wireless link and
the front and rear ports between. A piece on which a cable or wireless link is planned is no link and is never given.
Both functions answer from the compiled network: no query beyond those that catch it up.
"""

from collections.abc import Iterable

from ..refs import Ref
from .pieces import Piece

__all__ = ('Piece', 'pieces_at', 'pieces_through')


def pieces_at(ends: Iterable[Ref], using: str | None = None) -> dict[Ref, tuple[Piece, ...]]:
    """The pieces that meet in each of these interfaces and circuit terminations; no entry where there is none.

    The link of an end is a group of its pieces with N = 1. In each piece `ends[0]` is the end that was asked for.
    The order is always the same.
    """
    # the network is compiled from pieces: it imports this package
    from ..network import current_network

    return current_network(using).pieces_at(ends)


def pieces_through(refs: Iterable[Ref], using: str | None = None) -> tuple[Piece, ...]:
    """The pieces whose way holds any of these cables, wireless links, front or rear ports, each once, in a fixed order.

    An interface or circuit termination is on no way: use `pieces_at`, which also tells its far ends.
    """
    from ..network import current_network

    return current_network(using).pieces_through(refs)
