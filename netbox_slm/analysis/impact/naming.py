"""Names of objects of any type, for those that a user may see: a few queries per type, not per object."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import FETCH_PEERS
from django.urls import NoReverseMatch, reverse

from netbox.models import NetBoxFeatureSet
from utilities.views import get_viewname

from ...graph import Ref
from ...visible import viewable_ids

__all__ = ('Named', 'names_of')

_CHUNK = 5000
_ANY_NUMBER = 987654321


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
        rows = rows.select_related(*_PARENTS[label]) if label in _PARENTS else rows.fetch_mode(FETCH_PEERS)
        # Where there can be very many: a row has some forty columns; what else a name asks for is read for all together
        rows = rows.only(*_COLUMNS[label]) if label in _COLUMNS else rows
        address = _addresses(model)
        for row in rows:
            found[Ref(label, row.pk)] = Named(str(row), address(row), kind)
    return found


_PARENTS = {
    'dcim.module': ('module_bay', 'device', 'module_type'),
    'dcim.virtualchassis': ('master',),
    'circuits.circuittermination': ('circuit',),
    'circuits.virtualcircuittermination': ('virtual_circuit', 'interface'),
    'vpn.tunneltermination': ('tunnel',),
    'vpn.l2vpntermination': ('l2vpn',),
    'wireless.wirelesslink': ('interface_a', 'interface_b'),
    'netbox_slm.servicedependency': ('service', 'depends_on'),
}

_COMPONENT = ('name', 'label')
_COLUMNS = {
    'dcim.device': ('name', 'asset_tag', 'device_type', 'virtual_chassis', 'vc_position'),
    'dcim.rack': ('name', 'facility_id'),
    'dcim.cable': ('label',),
    'dcim.interface': _COMPONENT,
    'dcim.frontport': _COMPONENT,
    'dcim.rearport': _COMPONENT,
    'dcim.powerport': _COMPONENT,
    'dcim.poweroutlet': _COMPONENT,
    'dcim.consoleport': _COMPONENT,
    'dcim.consoleserverport': _COMPONENT,
    'dcim.inventoryitem': _COMPONENT,
    'virtualization.virtualmachine': ('name',),
    'virtualization.vminterface': ('name',),
    'netbox_slm.service': ('name',),
}


def _addresses(model: Any) -> Callable[[Any], str]:
    """The address of each row of a model; found once where only the number differs, as the search takes its time."""
    if getattr(model, 'get_absolute_url', None) is not NetBoxFeatureSet.get_absolute_url:
        return _url
    try:
        before, _number, after = reverse(get_viewname(model), args=[_ANY_NUMBER]).rpartition(str(_ANY_NUMBER))
    except NoReverseMatch:
        return lambda row: ''
    return lambda row: f'{before}{row.pk}{after}'


def _url(row: Any) -> str:
    try:
        return row.get_absolute_url()
    except (AttributeError, NoReverseMatch):
        return ''
