"""Pieces out of the database: cable paths cut at every circuit, and wireless links (graph.md §4, Links)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connections

from ...columns import copied_columns, copied_lines
from ...engine.distinct import distinct
from ...engine.instants import I64
from .keys import (
    BITS,
    CABLE,
    FRONT_PORT,
    INTERFACE,
    MASK,
    NO_KEY,
    PATH,
    REAR_PORT,
    TERMINATION,
    TYPES,
    WIRELESS,
    keys_of,
    kinds_of,
)
from .strands import Strand, StrandReader

__all__ = ('PieceRows', 'node_texts', 'read_cabled', 'read_wireless', 'type_numbers')

# A piece is read from rows of these types only; another type, such as a site behind a circuit, ends it.
_MIDDLE = (CABLE, FRONT_PORT, REAR_PORT)


@dataclass(frozen=True, slots=True)
class PieceRows:
    """Pieces in columns. a, b, source: (n,) keys of the ends and of the cable path or wireless link they come from.

    way: (m,) keys, those of piece i at start[i] : start[i] + count[i], in order from a to b.
    """

    a: I64
    b: I64
    source: I64
    start: I64
    count: I64
    way: I64

    def __len__(self) -> int:
        return len(self.a)

    def taken(self, keep: Any) -> 'PieceRows':
        """These rows only; `way` stays as it is."""
        return PieceRows(self.a[keep], self.b[keep], self.source[keep], self.start[keep], self.count[keep], self.way)


def type_numbers(using: str) -> dict[int, int]:
    """Id of a content type in this database -> our number of it."""
    labels = [tuple(label.split('.')) for label in TYPES]
    with connections[using].cursor() as cursor:
        cursor.execute('SELECT id, app_label, model FROM django_content_type')
        rows = cursor.fetchall()
    return {pk: labels.index((app, model)) for pk, app, model in rows if (app, model) in labels}


def node_texts(keys: I64, types: dict[int, int]) -> list[str]:
    """Keys as the nodes of a cable path: '<content type id>:<id>'."""
    content_type = {number: pk for pk, number in types.items()}
    return [f'{content_type[key >> BITS]}:{key & MASK}' for key in keys.tolist() if key >> BITS in content_type]


def read_cabled(using: str, types: dict[int, int], path_ids: Sequence[int] | None = None) -> PieceRows:
    """Pieces of these cable paths (None: of all) without a planned cable. A constant number of queries."""
    content_type = {number: pk for pk, number in types.items()}
    first = [f'{content_type[kind]}:%' for kind in (INTERFACE, TERMINATION)]
    where, params = '_nodes[1] LIKE ANY(%s::text[])', [first]
    if path_ids is not None:
        where, params = f'{where} AND id = ANY(%s::bigint[])', [first, list(path_ids)]
    straight = _straight_pieces(using, types, where, params)
    branched = _branched_pieces(using, types, where, params)
    pieces = _joined(straight, branched)
    return _without_planned(using, pieces, all_cables=path_ids is None)


def read_wireless(using: str, link_ids: Sequence[int] | None = None) -> PieceRows:
    """Pieces of these wireless links (None: of all) that are not planned."""
    where, params = "status <> 'planned'", []
    if link_ids is not None:
        where, params = f'{where} AND id = ANY(%s::bigint[])', [list(link_ids)]
    names = ('id', 'interface_a_id', 'interface_b_id')
    # the condition is put together from the constants above
    sql = f'SELECT {", ".join(names)} FROM wireless_wirelesslink WHERE {where} ORDER BY id'
    rows = copied_columns(sql, params, names, using)
    links = keys_of(WIRELESS, rows['id'])
    ends = (keys_of(INTERFACE, rows[name]) for name in names[1:])
    return PieceRows(*ends, links, np.arange(len(links)), np.ones(len(links), np.int64), links)


def _straight_pieces(using: str, types: dict[int, int], where: str, params: list[Any]) -> PieceRows:
    """Of the paths that have one node at every step, as nearly all have."""
    sql = f"""SELECT id::text || ' ' || array_to_string(_nodes, ' ') FROM dcim_cablepath
        WHERE {where} AND jsonb_array_length(path) = cardinality(_nodes) ORDER BY id"""
    text = copied_lines(sql, params, using)
    signs = np.frombuffer(text, dtype=np.uint8)
    colons = np.searchsorted(np.flatnonzero(signs == ord(':')), np.flatnonzero(signs == ord('\n')))
    nodes = np.diff(colons, prepend=0)  # of each path
    numbers = np.fromstring(text.replace(b':', b' ').decode(), dtype=np.int64, sep=' ')
    at = np.zeros(len(nodes), np.int64)
    np.cumsum(2 * nodes[:-1] + 1, out=at[1:])
    is_node = np.ones(len(numbers), np.bool_)
    is_node[at] = False
    pairs = numbers[is_node].reshape(-1, 2)
    return _cut(_keys(pairs, types), np.repeat(numbers[at], nodes))


def _keys(pairs: I64, types: dict[int, int]) -> I64:
    kinds = np.full(max(max(types), int(pairs[:, 0].max(initial=0))) + 1, NO_KEY)
    for pk, number in types.items():
        kinds[pk] = number
    kind = kinds[pairs[:, 0]]
    return np.where(kind < 0, NO_KEY, kind << BITS | pairs[:, 1])


def _cut(keys: I64, path: I64) -> PieceRows:
    """Pieces between neighbouring ends of each path; keys and path: (n,) node by node."""
    kinds = kinds_of(keys)
    ends = np.flatnonzero((kinds == INTERFACE) | (kinds == TERMINATION))
    strange = np.concatenate(([0], np.cumsum(~np.isin(kinds, (*_MIDDLE, INTERFACE, TERMINATION)))))
    left, right = ends[:-1], ends[1:]
    # two ends without anything between are the two sides of a circuit
    linked = (path[left] == path[right]) & (right - left > 1) & (strange[left] == strange[right])
    left, right = left[linked], right[linked]
    return PieceRows(keys[left], keys[right], keys_of(PATH, path[left]), left + 1, right - left - 1, keys)


def _branched_pieces(using: str, types: dict[int, int], where: str, params: list[Any]) -> PieceRows:
    """Of the paths with several nodes at a step: breakouts and strands, each followed by itself."""
    sql = f"""SELECT id, path FROM dcim_cablepath
        WHERE {where} AND jsonb_array_length(path) <> cardinality(_nodes) ORDER BY id"""
    with connections[using].cursor() as cursor:
        cursor.execute(sql, params)
        # Django takes JSON as text from a bare cursor
        paths = [(pk, _layers(json.loads(path), types)) for pk, path in cursor.fetchall()]
    strands = StrandReader(using, [layers for _pk, layers in paths]) if paths else None
    found = [(pk, strand) for pk, layers in paths for strand in strands.strands_of(layers)]
    return _rows_of(found)


def _layers(path: Any, types: dict[int, int]) -> list[list[int]]:
    """A path with keys in place of texts."""
    layers = []
    for step in path:
        pairs = [tuple(map(int, node.split(':'))) for node in step]
        layers.append([types[kind] << BITS | pk if kind in types else NO_KEY for kind, pk in pairs])
    return layers


def _rows_of(found: list[tuple[int, Strand]]) -> PieceRows:
    count = np.array([len(strand.way) for _pk, strand in found], np.int64)
    return PieceRows(
        np.array([strand.a for _pk, strand in found], np.int64),
        np.array([strand.b for _pk, strand in found], np.int64),
        keys_of(PATH, [pk for pk, _strand in found]),
        np.cumsum(count) - count,
        count,
        np.array([key for _pk, strand in found for key in strand.way], np.int64),
    )


def _joined(first: PieceRows, second: PieceRows) -> PieceRows:
    if not len(second):
        return first
    return PieceRows(
        np.concatenate((first.a, second.a)),
        np.concatenate((first.b, second.b)),
        np.concatenate((first.source, second.source)),
        np.concatenate((first.start, second.start + len(first.way))),
        np.concatenate((first.count, second.count)),
        np.concatenate((first.way, second.way)),
    )


def _without_planned(using: str, pieces: PieceRows, all_cables: bool) -> PieceRows:
    cables = distinct(pieces.way[kinds_of(pieces.way) == CABLE])
    where, params = "status = 'planned'", []
    if not all_cables:
        where, params = f'{where} AND id = ANY(%s::bigint[])', [(cables & MASK).tolist()]
    rows = copied_columns(f'SELECT id FROM dcim_cable WHERE {where} ORDER BY id', params, ('id',), using)
    planned = np.isin(pieces.way, keys_of(CABLE, rows['id']))
    if not planned.any():
        return pieces
    before = np.concatenate(([0], np.cumsum(planned)))
    return pieces.taken(before[pieces.start] == before[pieces.start + pieces.count])
