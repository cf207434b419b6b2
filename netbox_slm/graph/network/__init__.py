"""The compiled network and the reach of its devices and circuits (graph.md §4, Reach).

    network = current_network()
    network.reach({Ref('dcim.device', 7): 3})      # Mapping[Ref, Reach]: what is cut off (3) or lost an uplink (1)
    network.reach(bare, without=frozenset({...}))  # these devices and circuits have no rule of reach
    network.pieces_at(ends), network.pieces_through(refs)
    network.is_root(ref), network.hops(ref), network.uplinks(ref), network.parts_without_root()

A `Network` never changes: ask for it once per question. `current_network()` is caught up with everything that was
committed and with the changes of the own transaction.
"""

from .compiled import Network
from .current import build_network, current_network, forget_networks, reading_once
from .reach import LostUplink, Reach, Uplink

__all__ = (
    'LostUplink',
    'Network',
    'Reach',
    'Uplink',
    'build_network',
    'current_network',
    'forget_networks',
    'reading_once',
)
