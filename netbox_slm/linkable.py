"""Which types of NetBox objects can be linked to a service or need another, and how each is found and summed up.

A setting (`linkable_types`) lists the types; this registry tells what the plugin must know of each. A type of another
plugin is added with `register()` from that plugin's `ready()` and named in the setting. `checks.py` verifies both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.apps import apps

from netbox.plugins import get_plugin_config

__all__ = ('LinkableType', 'get', 'is_linkable', 'linkable_models', 'linkable_types', 'register')


@dataclass(frozen=True, slots=True)
class LinkableType:
    """What the plugin knows of one type of object.

    label: 'dcim.device'.
    natural_key: look-ups that name one object in an import; the parts of the value are separated by ':'.
    contains: type label -> look-up from that type to this object: what stands in it, for sums on its tab.
    accessor: name of the reverse relation that this plugin adds to the model; also a filter name.
    """

    label: str
    natural_key: tuple[str, ...] = ('name',)
    contains: Mapping[str, str] = field(default_factory=dict)

    @property
    def accessor(self):
        return 'slm_components'


_registry: dict[str, LinkableType] = {}


def register(linkable: LinkableType) -> None:
    """Make a type known; the last registration of a label wins, so that a plugin can refine a default."""
    _registry[linkable.label] = linkable


def get(label: str) -> LinkableType:
    """The registered type of a label such as 'dcim.device'. Raises KeyError when there is none."""
    return _registry[label.lower()]


def linkable_types() -> list[LinkableType]:
    """The types that the setting allows and the registry knows, in the order of the setting."""
    labels = [label.lower() for label in get_plugin_config('netbox_slm', 'linkable_types')]
    return [_registry[label] for label in dict.fromkeys(labels) if label in _registry]


def linkable_models() -> list[type]:
    """Model classes of `linkable_types()`, those not installed left out."""
    models = []
    for linkable in linkable_types():
        app_label, model_name = linkable.label.split('.')
        try:
            models.append(apps.get_model(app_label, model_name))
        except LookupError:
            continue
    return models


def is_linkable(content_type) -> bool:
    """True where objects of this content type can be components of a service."""
    label = f'{content_type.app_label}.{content_type.model}'
    return any(linkable.label == label for linkable in linkable_types())


_IN_DEVICE = ('device__name', 'name')

for _linkable in (
    LinkableType(
        'dcim.site',
        ('name',),
        {
            'dcim.device': 'site',
            'dcim.rack': 'site',
            'dcim.location': 'site',
            'dcim.powerpanel': 'site',
            'dcim.powerfeed': 'power_panel__site',
            'virtualization.virtualmachine': 'site',
            'circuits.circuit': 'terminations___site',
        },
    ),
    LinkableType(
        'dcim.location',
        ('site__name', 'name'),
        {'dcim.device': 'location', 'dcim.rack': 'location', 'dcim.powerpanel': 'location'},
    ),
    LinkableType('dcim.rack', ('site__name', 'name'), {'dcim.device': 'rack', 'dcim.powerfeed': 'rack'}),
    LinkableType(
        'dcim.device',
        ('name',),
        {'dcim.interface': 'device', 'dcim.module': 'device', 'virtualization.virtualmachine': 'device'},
    ),
    LinkableType('dcim.virtualchassis', ('name',), {'dcim.device': 'virtual_chassis'}),
    LinkableType('dcim.virtualdevicecontext', _IN_DEVICE),
    LinkableType('dcim.module', ('device__name', 'module_bay__name')),
    LinkableType('dcim.interface', _IN_DEVICE),
    LinkableType('dcim.powerport', _IN_DEVICE),
    LinkableType('dcim.poweroutlet', _IN_DEVICE),
    LinkableType('dcim.powerpanel', ('site__name', 'name'), {'dcim.powerfeed': 'power_panel'}),
    LinkableType('dcim.powerfeed', ('power_panel__name', 'name')),
    LinkableType('dcim.cable', ('label',)),
    LinkableType('circuits.provider', ('name',), {'circuits.circuit': 'provider'}),
    LinkableType('circuits.providernetwork', ('provider__name', 'name')),
    LinkableType('circuits.circuit', ('cid',)),
    LinkableType('circuits.virtualcircuit', ('cid',)),
    LinkableType(
        'tenancy.tenant',
        ('name',),
        {
            'dcim.device': 'tenant',
            'dcim.rack': 'tenant',
            'virtualization.virtualmachine': 'tenant',
            'circuits.circuit': 'tenant',
        },
    ),
    LinkableType(
        'virtualization.cluster',
        ('name',),
        {'virtualization.virtualmachine': 'cluster', 'dcim.device': 'cluster'},
    ),
    LinkableType('virtualization.virtualmachine', ('name',), {'virtualization.vminterface': 'virtual_machine'}),
    LinkableType('virtualization.vminterface', ('virtual_machine__name', 'name')),
    LinkableType('ipam.service', ('name',)),
    LinkableType('ipam.ipaddress', ('address',)),
    LinkableType('ipam.prefix', ('prefix',)),
    LinkableType('ipam.fhrpgroup', ('name',)),
    LinkableType('vpn.tunnel', ('name',)),
    LinkableType('vpn.l2vpn', ('name',)),
    LinkableType('wireless.wirelesslan', ('ssid',)),
    LinkableType('wireless.wirelesslink', ('ssid',)),
):
    register(_linkable)
