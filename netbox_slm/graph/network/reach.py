"""What a network answers for a device or circuit."""

from typing import NamedTuple

from ..refs import Ref

__all__ = ('CUT_OFF', 'DOWN', 'EDGE', 'LostUplink', 'Reach', 'Uplink')

# why an uplink is lost
EDGE = 'edge'
DOWN = 'down'
CUT_OFF = 'cut off'


class Uplink(NamedTuple):
    """An edge to a neighbour that is not farther from a root and passes traffic on, or is a root.

    parts: the interfaces, cables, wireless link, ports, circuit terminations and LAGs that the edge stands on; none
    between the members of a virtual chassis.
    """

    neighbour: Ref
    parts: tuple[Ref, ...]


class LostUplink(NamedTuple):
    """An uplink that was lost.

    neighbour: the device, circuit or provider network that it leads to. why: 'down' (the neighbour is), 'edge' (what
    leads there is), 'cut off' (the neighbour is). out: the neighbour, or the parts of the edge that are down.
    """

    neighbour: Ref
    out: tuple[Ref, ...]
    why: str


class Reach(NamedTuple):
    """Worse than up: state 3, cut off from every root, or 1, still connected but without an uplink it had.

    lost: the uplinks that were lost, in a fixed order. A device in a bay without a link has those of its holder.
    """

    state: int
    lost: tuple[LostUplink, ...]
