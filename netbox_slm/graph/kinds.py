"""Of which types of object a change can change an answer of the graph."""

from functools import cache

from .registry import network_followed, providers

__all__ = ('types_of_needs',)

_OURS = 'netbox_slm.'
_NETWORK = frozenset(
    {
        'circuits.circuittermination',
        'dcim.cable',
        'dcim.cablepath',
        'dcim.cabletermination',
        'dcim.devicerole',
        'dcim.frontport',
        'dcim.portmapping',
        'dcim.rearport',
        'wireless.wirelesslink',
    }
)


@cache
def types_of_needs() -> frozenset[str]:
    """Labels of NetBox's and other plugins' types that a provider is asked about, or that make up the network.

    Kept from the first call on, when every plugin has registered its providers.
    """
    found = {
        label for provider in providers().values() for label in {*provider.dependents, *provider.needed} if '.' in label
    }
    if network_followed():
        found |= _NETWORK
    return frozenset(label for label in found if not label.startswith(_OURS))
