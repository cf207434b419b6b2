"""Links between interfaces and circuit terminations (graph.md §4)."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from ..links.pieces import Piece
from ..refs import Ref
from ..registry import Need

__all__ = ('ENDS', 'WAYS', 'LinkProvider', 'needs_by')

ENDS = frozenset({'dcim.interface', 'circuits.circuittermination'})
WAYS = frozenset({'dcim.cable', 'wireless.wirelesslink', 'dcim.frontport', 'dcim.rearport'})


class LinkProvider:
    """An interface and a circuit termination need their link. Of what is on its way (cables, the wireless link, front
    and rear ports), and of its far end, only down passes; where several pieces meet in one end, it needs any of them
    (graph.md §4). Read from the compiled network, not row by row.
    """

    key = 'link'
    label = _('The link of an interface or circuit termination')
    by_default = True
    facts = ()
    dependents = ENDS
    needed = ENDS | WAYS

    def needs(self, refs: Sequence[Ref]) -> Iterable[Need]:
        """The way and the far end of each link; of several pieces only the far ends, as a group."""
        from ..links import pieces_at  # noqa: PLC0415 - the network imports the rest of the graph

        return needs_by(pieces_at(refs))

    def needed_by(self, refs: Sequence[Ref]) -> Iterable[Ref]:
        """The ends of the links that these are an end or on the way of."""
        from ..links import pieces_at, pieces_through  # noqa: PLC0415 - the network imports the rest of the graph

        at_ends = pieces_at([ref for ref in refs if ref.type in ENDS])
        found = {piece.far(end) for end, pieces in at_ends.items() for piece in pieces}
        found.update(end for piece in pieces_through([ref for ref in refs if ref.type in WAYS]) for end in piece.ends)
        return sorted(found)


def needs_by(links: Mapping[Ref, tuple[Piece, ...]]) -> list[Need]:
    """Links as needs, by their ends."""
    found = []
    for end, pieces in sorted(links.items()):
        if len(pieces) > 1:
            found.append(Need(end, tuple(piece.far(end) for piece in pieces), 'far end', 'group', 1, LinkProvider.key))
            continue
        for relation, needed in (('far end', pieces[0].far(end)), *(('way', ref) for ref in pieces[0].way)):
            found.append(Need(end, (needed,), relation, 'required', 1, LinkProvider.key))
    return found
