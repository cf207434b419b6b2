"""The facts of NetBox that become needs (graph.md §2 to §4): one module per kind of object, one class per fact."""

from django.utils.translation import gettext_lazy as _

from ..registry import register
from .addresses import ApplicationServiceProvider, IPAddressProvider
from .circuits import CarrierProvider, CircuitGroupProvider, CircuitProvider, CircuitTerminationProvider
from .devices import (
    ComponentProvider,
    DeviceBayProvider,
    DevicePlaceProvider,
    InventoryProvider,
    ModuleProvider,
    VirtualChassisProvider,
    VirtualContextProvider,
)
from .interfaces import (
    CableProvider,
    ChannelProvider,
    LagProvider,
    ParentInterfaceProvider,
    WirelessLinkProvider,
)
from .linked import LinkProvider
from .optional import (
    BridgeProvider,
    ConsoleProvider,
    CoolingProvider,
    FixedHostClusterProvider,
    PrefixProvider,
    VLANProvider,
)
from .overlays import FHRPGroupProvider, L2VPNProvider, TunnelProvider, VirtualCircuitProvider
from .places import PlaceProvider, SupplyProvider
from .power import DevicePowerProvider, PowerOutletProvider, PowerPortProvider
from .recorded import ExplicitProvider, ServiceProvider
from .virtual import ClusterHostsProvider, ClusterProvider, VirtualMachineProvider, VirtualPartProvider

__all__ = ('NETWORK_LABEL',)

NETWORK_LABEL = _('Reach over the network')

for _provider in (
    PlaceProvider,
    SupplyProvider,
    DevicePlaceProvider,
    DeviceBayProvider,
    ModuleProvider,
    ComponentProvider,
    InventoryProvider,
    VirtualContextProvider,
    VirtualChassisProvider,
    DevicePowerProvider,
    PowerPortProvider,
    PowerOutletProvider,
    LinkProvider,
    ParentInterfaceProvider,
    LagProvider,
    ChannelProvider,
    CableProvider,
    WirelessLinkProvider,
    ClusterProvider,
    ClusterHostsProvider,
    VirtualMachineProvider,
    VirtualPartProvider,
    CarrierProvider,
    CircuitProvider,
    CircuitTerminationProvider,
    CircuitGroupProvider,
    VirtualCircuitProvider,
    TunnelProvider,
    L2VPNProvider,
    FHRPGroupProvider,
    IPAddressProvider,
    ApplicationServiceProvider,
    ServiceProvider,
    ExplicitProvider,
    CoolingProvider,
    BridgeProvider,
    PrefixProvider,
    VLANProvider,
    ConsoleProvider,
    FixedHostClusterProvider,
):
    register(_provider())
