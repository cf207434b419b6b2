"""Needs of interfaces, cables and wireless links beside the links themselves (`linked.py`)."""

from django.utils.translation import gettext_lazy as _

from ...engine.structure import GROUP
from ..facts import Fact, SqlProvider

__all__ = (
    'CableProvider',
    'ChannelProvider',
    'LagProvider',
    'ParentInterfaceProvider',
    'WirelessLinkProvider',
)


class ParentInterfaceProvider(SqlProvider):
    """An interface needs its parent interface (graph.md §2)."""

    key = 'parent_interface'
    label = _('The parent of an interface')
    facts = (Fact('parent interface', 'dcim.interface', 'dcim.interface', 'dcim_interface', 't.parent_id'),)


class LagProvider(SqlProvider):
    """A LAG needs any of its members (graph.md §2)."""

    key = 'lag'
    label = _('The members of a LAG')
    facts = (
        Fact(
            'LAG member',
            'dcim.interface',
            'dcim.interface',
            'dcim_interface',
            't.id',
            dependent_id='t.lag_id',
            kind=GROUP,
        ),
    )


class ChannelProvider(SqlProvider):
    """A channelized interface needs any of its channels (graph.md §2)."""

    key = 'channel'
    label = _('The channels of an interface')
    facts = (
        Fact(
            'channel',
            'dcim.interface',
            'dcim.interface',
            'dcim_interface t JOIN dcim_interface p ON p.id = t.parent_id',
            't.id',
            dependent_id='t.parent_id',
            where='t.channel_id IS NOT NULL AND p.channels IS NOT NULL',
            kind=GROUP,
        ),
    )


class CableProvider(SqlProvider):
    """A cable needs its bundle, which never fails by itself (graph.md §2)."""

    key = 'cable'
    label = _('The bundle of a cable')
    facts = (Fact('cable bundle', 'dcim.cable', 'dcim.cablebundle', 'dcim_cable', 't.bundle_id'),)


class WirelessLinkProvider(SqlProvider):
    """A wireless link needs both its interfaces (graph.md §2)."""

    key = 'wireless_link'
    label = _('The interfaces of a wireless link')
    facts = tuple(
        Fact('interface', 'wireless.wirelesslink', 'dcim.interface', 'wireless_wirelesslink', f't.interface_{end}_id')
        for end in 'ab'
    )
