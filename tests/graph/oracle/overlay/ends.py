"""Devices that pass no traffic on for another reason than their role, and roots and ways that are out of the common."""

from dcim.models import Device
from virtualization.models import Cluster, ClusterType, VirtualMachine


def build(lab):
    """Something hangs behind each, and some have a second way that leads nowhere."""
    member, host, blade = (lab.device(f'way-{name}', 'compute') for name in ('member', 'host', 'blade'))
    kind = ClusterType.objects.get(slug='lab-hypervisor')
    Device.objects.filter(pk=member.pk).update(cluster=Cluster.objects.create(name='Lab ways', type=kind))
    VirtualMachine.objects.create(name='lab-vm-on-the-way', device=host, site=lab.site)
    lab.bay(lab.device('way-chassis', 'chassis'), 'slot', blade)
    for device in (member, host, blade):
        lab.connect(device, lab.access[0])
        lab.connect(device, lab.device(f'behind-{device.name}'))
    # Leaves beside each other: no way out, however near.
    pair = [lab.device(f'pair-{n}', 'server') for n in range(2)]
    for device in pair:
        lab.connect(device, lab.access[1])
    lab.connect(*pair)
    # A root that passes nothing on, and a switch that nothing in operation feeds.
    store = lab.device('root-storage', 'storage', site=lab.branch)
    store.tags.add(lab.root_tag)
    for n in range(2):
        lab.connect(store, lab.device(f'below-storage-{n}', site=lab.branch))
    dark = lab.device('dark-switch')
    lab.cable(lab.power_port(dark), lab.feed(lab.power_panel('Panel F'), 'Feed F', status='offline'))
    lab.connect(dark, lab.cores[0])
    behind = lab.device('behind-dark')
    lab.connect(dark, behind)
    lab.connect(behind, lab.device('behind-behind-dark'))
    other = lab.device('beside-dark')
    lab.connect(dark, other)
    lab.connect(other, lab.access[0])
