"""What leads out of the data centres (providers, circuits, branches), and the clusters and machines inside."""

from circuits.models import Circuit, CircuitTermination, CircuitType, Provider, ProviderNetwork
from dcim.models import Device, Interface, Site
from ipam.models import IPAddress, Prefix
from virtualization.models import Cluster, ClusterGroup, ClusterType, VirtualMachine, VMInterface

from . import description as what
from . import portfolio
from .infrastructure import make_cable

__all__ = ('build_circuits', 'build_machines')


def build_circuits(store, built, tenants) -> dict[str, Circuit]:
    """Providers and circuits by number, each terminated and cabled at our end(s). Repeatable."""
    providers = {slug: store.put(Provider, {'slug': slug}, name=name) for name, slug in what.PROVIDERS}
    nets = {
        slug: store.put(ProviderNetwork, {'provider': provider, 'name': f'{provider.name} backbone'})
        for slug, provider in providers.items()
    }
    kinds = {slug: store.put(CircuitType, {'slug': slug}, name=name) for slug, name in what.CIRCUIT_TYPES.items()}
    branches = _build_branches(store, built, tenants)
    circuits = {}
    for cid, provider, device, port in what.INTERCONNECTS:
        circuit = circuits[cid] = _put_circuit(store, cid, providers[provider], kinds['wave'])
        for side, code in zip('AZ', ('DC1', 'DC2'), strict=True):
            _end_at(store, circuit, side, built.devices[f'{code}-{device}'], port)
    for cid, provider, code, device, port in what.UPLINKS:
        circuit = circuits[cid] = _put_circuit(store, cid, providers[provider], kinds['internet'])
        _end_at(store, circuit, 'A', built.devices[f'{code}-{device}'], port)
        _terminate(store, circuit, 'Z', nets[provider])
    for cid, provider, code, device, port, branch, far_port in what.BRANCH_LINES:
        router = branches[branch]
        circuit = circuits[cid] = _put_circuit(store, cid, providers[provider], kinds['ethernet'], router.tenant)
        _end_at(store, circuit, 'A', built.devices[f'{code}-{device}'], port)
        _end_at(store, circuit, 'Z', router, far_port)
    return circuits


def _build_branches(store, built, tenants):
    """The router of every branch, by the branch's name."""
    routers = {}
    for customer in what.CUSTOMERS:
        for branch in customer.branches:
            tenant = tenants[customer.slug]
            site = store.put(
                Site, {'slug': branch.lower().replace(' ', '-')}, name=branch, status='active', tenant=tenant
            )
            routers[branch] = built.devices[f'{branch} router'] = store.put(
                Device,
                {'name': f'{branch} router', 'site': site},
                device_type=built.kinds['CPE'],
                role=built.roles['branch-router'],
                tenant=tenant,
                status='active',
            )
    return routers


def _put_circuit(store, cid, provider, kind, tenant=None):
    return store.put(Circuit, {'provider': provider, 'cid': cid}, type=kind, tenant=tenant, status='active')


def _terminate(store, circuit, side, place):
    termination = circuit.terminations.filter(term_side=side).first()
    if termination is None:
        termination = CircuitTermination(circuit=circuit, term_side=side, termination=place)
        termination.full_clean()
        termination.save()
        store.adopt([termination])
    return termination


def _end_at(store, circuit, side, device, port):
    termination = _terminate(store, circuit, side, device.site)
    if termination.cable_id is None:
        interface = Interface.objects.get(device=device, name=port)
        make_cable(store, f'{circuit.cid}-{side}', termination, interface, 'smf')


def build_machines(store, built, tenants) -> dict[str, object]:
    """Clusters (hosts and all) and the virtual machines that the services ask for, by name. Repeatable."""
    kind = store.put(ClusterType, {'slug': 'kvm'}, name='KVM')
    group = store.put(ClusterGroup, {'slug': 'production'}, name='Production')
    machines = {}
    clusters = {}
    for number, centre in enumerate(what.DATA_CENTRES, start=1):
        cluster = clusters[centre.code] = store.put(
            Cluster,
            {'name': f'{centre.code} production', 'group': group},
            type=kind,
            status='active',
            scope=built.sites[centre.code],
        )
        store.put(Prefix, {'prefix': f'10.64.{number}.0/24'}, status='active', scope=built.sites[centre.code])
        for host in range(1, 7):
            device = built.devices[f'{centre.code}-HV-{host}']
            if device.cluster_id != cluster.pk:
                device.cluster = cluster
                device.save()
    for code, cluster in clusters.items():
        for number, (name, tenant) in enumerate(_machine_names(code), start=10):
            machines[name] = _put_machine(store, name, cluster, tenants.get(tenant), f'10.64.{code[-1]}.{number}/24')
    return {**machines, **{cluster.name: cluster for cluster in clusters.values()}}


def _machine_names(code):
    for plan in portfolio.SERVICES:
        for part in plan.parts:
            if part.kind == 'vm' and part.where == code:
                for name in part.names:
                    yield name, plan.customer


def _put_machine(store, name, cluster, tenant, address):
    machine = store.put(
        VirtualMachine,
        {'name': name, 'cluster': cluster},
        site=cluster._site,
        tenant=tenant,
        status='active',
        vcpus=4,
        memory=8192,
    )
    if machine.primary_ip4_id is None:
        interface = store.put(VMInterface, {'virtual_machine': machine, 'name': 'eth0'}, enabled=True)
        ip = store.put(
            IPAddress, {'address': address}, status='active', assigned_object=interface, dns_name=f'{name}.example'
        )
        machine.primary_ip4 = ip
        machine.save()
    return machine
