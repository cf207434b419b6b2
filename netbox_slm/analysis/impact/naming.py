"""Names of objects of any type, for those that a user may see: a few queries per type, not per object."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.urls import NoReverseMatch

from ...graph import Ref
from ...visible import viewable_ids

__all__ = ('Named', 'names_of')

_CHUNK = 5000


class Named(NamedTuple):
    """What a user reads of an object: its name, the address of its page ('' where it has none), what it is."""

    display: str
    url: str
    kind: str


def names_of(refs: Iterable[Ref], user: Any | None) -> dict[Ref, Named]:
    """The names of those objects that exist and the user may view (None: of all); of types that are installed."""
    by_type: dict[str, set[int]] = defaultdict(set)
    for ref in refs:
        by_type[ref.type].add(ref.id)
    found: dict[Ref, Named] = {}
    for label, ids in sorted(by_type.items()):
        try:
            model = apps.get_model(label)
        except LookupError:
            continue
        found |= _names(label, model, sorted(ids), user)
    return found


def _names(label: str, model: Any, ids: list[int], user: Any | None) -> dict[Ref, Named]:
    kind = str(model._meta.verbose_name)
    found = {}
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        allowed = set(chunk) if user is None else viewable_ids(model, chunk, user)
        rows = model._default_manager.filter(pk__in=allowed).order_by('pk')
        # Many names of NetBox consist of a parent's: a circuit's termination, a module, an inventory item
        if label in _PARENTS:
            rows = rows.select_related(*_PARENTS[label])
        for row in rows:
            found[Ref(label, row.pk)] = Named(str(row), _url(row), kind)
    return found


_PARENTS = {
    'dcim.device': ('device_type',),
    'dcim.module': ('module_bay', 'device', 'module_type'),
    'dcim.virtualchassis': ('master',),
    'circuits.circuittermination': ('circuit',),
    'circuits.virtualcircuittermination': ('virtual_circuit', 'interface'),
    'vpn.tunneltermination': ('tunnel',),
    'vpn.l2vpntermination': ('l2vpn',),
    'wireless.wirelesslink': ('interface_a', 'interface_b'),
    'netbox_slm.servicedependency': ('service', 'depends_on'),
}


def _url(row: Any) -> str:
    try:
        return row.get_absolute_url()
    except (AttributeError, NoReverseMatch):
        return ''
