"""The nodes of the network: devices, circuits and provider networks, and which of them are roots."""

from dataclasses import dataclass, replace

import numpy as np

from ...engine.instants import I64, Bools
from ..links.keys import CIRCUIT, DEVICE, PROVIDER_NETWORK, kinds_of, numbers_of
from .reading import BladeRows, DeviceRows, Gone, found_at, read_slugs
from .rules import Rules, ids_matching
from .topology import I32

__all__ = ('Blades', 'Kinds', 'Nodes', 'blades_of', 'nodes_of', 'read_kinds', 'roots_of')


@dataclass(frozen=True, slots=True)
class Kinds:
    """What the slugs of roles and sites say under the rules; ids sorted.

    leaf_roles: devices of these pass nothing on. skipped_roles, skipped_sites: they have no rule of reach. rank: role
    id -> place of the first pattern of roots that matches.
    """

    leaf_roles: I64
    skipped_roles: I64
    skipped_sites: I64
    rank: dict[int, int]

    def skips(self, role: I64, site: I64) -> Bools:
        """Whether a device of this role at this site has no rule of reach."""
        return (found_at(self.skipped_roles, role) >= 0) | (found_at(self.skipped_sites, site) >= 0)


@dataclass(frozen=True, slots=True)
class Nodes:
    """(n,) each, by number of the node. key is ascending in `sorted_key`, whose nodes are `place`.

    rank: place of the first pattern of roots that its role matches. passes: whether traffic may go through it. certain:
    a root wherever it stands. gone: not in operation. skipped: without a rule of reach.
    """

    key: I64
    sorted_key: I64
    place: I64
    rank: I64
    passes: Bools
    certain: Bools
    gone: Bools
    skipped: Bools

    def __len__(self) -> int:
        return len(self.key)

    def numbers(self, keys: I64) -> I64:
        """The number of each node; -1 for what is none."""
        at = found_at(self.sorted_key, keys)
        return np.where(at >= 0, self.place[at], -1) if len(self) else at

    def with_more(self, more: 'Nodes') -> 'Nodes':
        """These, and others numbered behind them."""
        key = np.concatenate((self.key, more.key))
        order = np.argsort(key, kind='stable')
        columns = {
            name: np.concatenate((getattr(self, name), getattr(more, name)))
            for name in ('rank', 'passes', 'certain', 'gone', 'skipped')
        }
        return Nodes(key, key[order], order, **columns)

    def updated(self, more: 'Nodes') -> 'Nodes':
        """These with the columns of `more` for the nodes that it names."""
        at = self.numbers(more.key)
        columns = {}
        for name in ('rank', 'passes', 'certain', 'gone', 'skipped'):
            column = getattr(self, name).copy()
            column[at] = getattr(more, name)
            columns[name] = column
        return replace(self, **columns)


@dataclass(frozen=True, slots=True)
class Blades:
    """Devices in bays: id (sorted), the device that holds each, and whether it has no rule of reach."""

    id: I64
    holder: I64
    skipped: Bools


def read_kinds(using: str, rules: Rules) -> Kinds:
    """Two queries: the slugs of roles and of sites."""
    roles, sites = read_slugs(using, 'dcim_devicerole'), read_slugs(using, 'dcim_site')
    ids = (
        np.array(sorted(ids_matching(slugs, patterns)), np.int64)
        for slugs, patterns in (
            (roles, rules.leaf_roles),
            (roles, rules.skipped_roles),
            (sites, rules.skipped_sites),
        )
    )
    return Kinds(*ids, {pk: rules.root_rank(slug) for slug, pks in roles.items() for pk in pks})


def blades_of(rows: BladeRows, kinds: Kinds) -> Blades:
    """Devices in bays, as the rules see them."""
    return Blades(rows.id, rows.holder, kinds.skips(rows.role, rows.site))


def nodes_of(keys: I64, devices: DeviceRows, gone: Gone, kinds: Kinds, no_rank: int) -> Nodes:
    """Nodes in this order. devices: at least those among the keys. no_rank: rank of what no pattern matches."""
    kind, pk = kinds_of(keys), numbers_of(keys)
    is_device = kind == DEVICE
    place = found_at(devices.id, pk[is_device])
    known = place >= 0
    rank = np.full(len(keys), no_rank)
    passes, certain, skipped = kind == CIRCUIT, kind == PROVIDER_NETWORK, np.zeros(len(keys), np.bool_)
    if len(devices.id):
        role, site = devices.role[place], devices.site[place]
        rank[is_device] = [kinds.rank.get(number, no_rank) for number in role.tolist()]
        leaf = found_at(kinds.leaf_roles, role) >= 0
        passes[is_device] = known & ~devices.closed[place] & ~leaf
        certain[is_device] = known & devices.tagged[place]
        skipped[is_device] = known & kinds.skips(role, site)
    out = (is_device & (found_at(gone.devices, pk) >= 0)) | ((kind == CIRCUIT) & (found_at(gone.circuits, pk) >= 0))
    out[is_device] |= ~known
    order = np.argsort(keys, kind='stable')
    return Nodes(keys, keys[order], order, rank, passes, certain, out, skipped)


def roots_of(nodes: Nodes, part: I32, no_rank: int) -> Bools:
    """(n,) the roots: the certain ones; in a part without one, the devices of the best rank (graph.md §4)."""
    root = nodes.certain & ~nodes.gone
    has_root = np.zeros(len(nodes), np.bool_)
    has_root[part[root]] = True
    candidate = (nodes.rank < no_rank) & ~nodes.gone & ~has_root[part]
    best = np.full(len(nodes), no_rank)
    np.minimum.at(best, part[candidate], nodes.rank[candidate])
    return root | (candidate & (nodes.rank == best[part]))
