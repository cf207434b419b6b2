"""What of the network is down with nothing named, beyond what it knows itself (graph.md §1, §4).

The network at rest is that without what is not in operation, and without what is down by it: a switch in operation
whose only supply is not leads nobody to a root. Such things are found once for each state of the network, which the
network's own notes of changes tell.
"""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

import numpy as np

from ..engine.distinct import distinct
from ..engine.instants import I64
from ..engine.structure import DOWN
from ..engine.structure.moment import states_now
from .layers import BARE, NETWORK_PARTS
from .links.keys import TERMINATION, kinds_of, ref_of
from .network import Network
from .operation import not_in_operation
from .reading import Reader, array_text
from .refs import Ref
from .structure import Structure
from .survey import Survey

__all__ = ('down_in_network', 'network_at_rest')

# Network -> what the explicit needs, settings and providers were, and the network at rest; None for itself
_kept: WeakKeyDictionary[Network, tuple[tuple[object, ...], Network | None]] = WeakKeyDictionary()


def network_at_rest(survey: Survey) -> Network:
    """The network without all that is down with nothing named. No query where nothing changed."""
    reader = survey.reader
    token = (reader.explicit, str(not_in_operation()), *(provider.key for provider in reader.providers))
    kept = _kept.get(survey.network)
    if kept is None or kept[0] != token:
        network = survey.network.resting(_found(survey))
        _kept[network] = (token, None)
        kept = (token, network if network is not survey.network else None)
        _kept[survey.network] = kept
    return kept[1] or survey.network


def down_in_network(structure: Structure, states: I64) -> dict[Ref, int]:
    """What the network is made of and is down by its bare state."""
    keys = structure.keys[np.flatnonzero(states[: structure.size] == DOWN)]
    keys = keys[structure.reader.of_types(keys, NETWORK_PARTS)]
    return dict.fromkeys(structure.reader.refs(keys), DOWN)


def _found(asked: Survey) -> Mapping[Ref, int]:
    survey = Survey(reader=asked.reader, network=asked.network)
    starts = np.concatenate((_unsupplied(survey), _at_circuits(survey), _with_explicit_needs(survey.reader)))
    if not starts.size:
        return {}
    survey.up(distinct(starts))
    survey.down()
    structure = Structure(survey, {})
    return down_in_network(structure, states_now(structure.standing, structure.own({}, {})))


def _unsupplied(survey: Survey) -> I64:
    """Outlets and feeds that lead somewhere and give nothing, and power ports of modules that are not in operation."""
    reader, gone, statuses = survey.reader, survey.network.facts.gone, not_in_operation()
    devices, modules = 'ANY($2::bigint[])', 'ANY($3::bigint[])'
    outlet, feed, port = (reader.quoted_key(f'dcim.{name}') for name in ('poweroutlet', 'powerfeed', 'powerport'))
    return reader.read(
        f'SELECT {outlet} FROM dcim_poweroutlet t WHERE t.cable_id IS NOT NULL AND (t.device_id = {devices} '
        f'OR t.module_id = {modules} OR t.status = ANY({reader.quoted(statuses.get("dcim.poweroutlet", ()))})) '
        f'UNION ALL SELECT {feed} FROM dcim_powerfeed t WHERE t.cable_id IS NOT NULL '
        f'AND t.status = ANY({reader.quoted(statuses.get("dcim.powerfeed", ()))}) '
        f'UNION ALL SELECT {port} FROM dcim_powerport t WHERE t.module_id = {modules}',
        1,
        [array_text(gone.devices), array_text(gone.modules)],
    )[:, 0]


def _at_circuits(survey: Survey) -> I64:
    """Ends of links to circuits on which something is not in operation: it takes the circuit down."""
    facts = survey.network.facts
    rows = facts.rows
    at_circuit = (kinds_of(rows.a) == TERMINATION) | (kinds_of(rows.b) == TERMINATION)
    out = facts.alive & rows.out & at_circuit & (rows.b >= 0)
    return survey.reader.keys(ref_of(key) for key in distinct(np.concatenate((rows.a[out], rows.b[out]))).tolist())


def _with_explicit_needs(reader: Reader) -> I64:
    """Hardware with explicit needs: these may lead anywhere."""
    if not reader.explicit[0]:
        return np.zeros(0, dtype=np.int64)
    keys = reader.with_explicit_needs()
    return keys[reader.of_types(keys, BARE)]
