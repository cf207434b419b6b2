"""Objects as numbers: the kind of object and its id in one int64, for arrays of a million of them."""

from collections.abc import Iterable, Mapping

import numpy as np

from ...engine.instants import I64
from ..refs import Ref

__all__ = (
    'BITS',
    'CABLE',
    'CHASSIS',
    'CIRCUIT',
    'DEVICE',
    'FRONT_PORT',
    'INTERFACE',
    'MASK',
    'NO_KEY',
    'PATH',
    'PROVIDER_NETWORK',
    'REAR_PORT',
    'TERMINATION',
    'TYPES',
    'WAY_KINDS',
    'WIRELESS',
    'key_of',
    'keys_of',
    'kinds_of',
    'numbers_of',
    'ref_of',
    'refs_of',
    'refs_to_keys',
)

TYPES = (
    'dcim.interface',
    'circuits.circuittermination',
    'dcim.cable',
    'wireless.wirelesslink',
    'dcim.frontport',
    'dcim.rearport',
    'dcim.device',
    'circuits.circuit',
    'circuits.providernetwork',
    'dcim.virtualchassis',
    'dcim.cablepath',
)
(
    INTERFACE,
    TERMINATION,
    CABLE,
    WIRELESS,
    FRONT_PORT,
    REAR_PORT,
    DEVICE,
    CIRCUIT,
    PROVIDER_NETWORK,
    CHASSIS,
    PATH,
) = range(len(TYPES))
NO_KEY = -1
WAY_KINDS = (CABLE, WIRELESS, FRONT_PORT, REAR_PORT)
BITS = 44  # of a key are the id
MASK = (1 << BITS) - 1
_NUMBERS: Mapping[str, int] = {label: number for number, label in enumerate(TYPES)}


def key_of(ref: Ref) -> int:
    """The key of one object; NO_KEY for a type that is no part of the network."""
    kind = _NUMBERS.get(ref.type)
    return NO_KEY if kind is None else kind << BITS | ref.id


def keys_of(kind: int, ids: Iterable[int] | I64) -> I64:
    """Keys of objects of one kind; an id below 0 has none."""
    numbers = np.asarray(ids if isinstance(ids, np.ndarray) else list(ids), dtype=np.int64)
    return np.where(numbers < 0, NO_KEY, numbers | (kind << BITS))


def ref_of(key: int) -> Ref:
    """The object of a key."""
    return Ref(TYPES[key >> BITS], key & MASK)


def refs_of(keys: Iterable[int]) -> list[Ref]:
    """The objects of keys, in their order."""
    return [Ref(TYPES[key >> BITS], key & MASK) for key in keys]


def refs_to_keys(refs: Iterable[Ref]) -> I64:
    """Keys of objects, in their order; NO_KEY for a type that is no part of the network."""
    kind = _NUMBERS.get
    return np.array([NO_KEY if (k := kind(label)) is None else k << BITS | pk for label, pk in refs], dtype=np.int64)


def kinds_of(keys: I64) -> I64:
    """The kind of each key; below 0 for NO_KEY."""
    return keys >> BITS


def numbers_of(keys: I64) -> I64:
    """The id in each key; only for keys of objects."""
    return keys & MASK
