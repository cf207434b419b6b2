"""What each kind of object needs: graph.md §2 and §3, one function per row of its table, and the explicit needs."""

from collections import defaultdict
from dataclasses import replace

from .states import DOWN, Need, Want, as_is, not_at_risk, only_down

OFFLINE = ('offline', 'failed', 'planned')
# Status of an object that is not in operation, by its type (§1).
OUT = {
    'dcim.device': (*OFFLINE, 'inventory'),
    'dcim.module': (*OFFLINE, 'inventory'),
    'dcim.virtualdevicecontext': (*OFFLINE, 'inventory'),
    'dcim.inventoryitem': (*OFFLINE, 'inventory'),
    'virtualization.virtualmachine': (*OFFLINE, 'paused'),
    'virtualization.cluster': OFFLINE,
    'dcim.powerfeed': OFFLINE,
    'dcim.coolingsource': OFFLINE,
    'dcim.coolingfeed': OFFLINE,
    'dcim.poweroutlet': ('disabled', 'faulty'),
    'circuits.circuit': ('planned', 'provisioning', 'offline', 'decommissioned'),
    'circuits.virtualcircuit': ('planned', 'provisioning', 'offline', 'decommissioned'),
    'vpn.tunnel': ('planned', 'disabled', 'decommissioning'),
    'vpn.l2vpn': ('planned', 'disabled', 'decommissioning'),
}
COMPONENTS = (
    'dcim.interface',
    'dcim.frontport',
    'dcim.rearport',
    'dcim.consoleport',
    'dcim.consoleserverport',
    'dcim.powerport',
    'dcim.poweroutlet',
    'dcim.coolingintake',
    'dcim.coolingoutflow',
    'dcim.devicebay',
    'dcim.modulebay',
    'dcim.inventoryitem',
)
# Plain needs: column of the object -> type of what it names.
PARENTS = {
    'dcim.region': {'parent_id': 'dcim.region'},
    'dcim.sitegroup': {'parent_id': 'dcim.sitegroup'},
    'dcim.site': {'region_id': 'dcim.region', 'group_id': 'dcim.sitegroup'},
    'dcim.location': {'parent_id': 'dcim.location', 'site_id': 'dcim.site'},
    'dcim.rack': {'site_id': 'dcim.site', 'location_id': 'dcim.location', 'group_id': 'dcim.rackgroup'},
    'dcim.device': {'site_id': 'dcim.site', 'location_id': 'dcim.location', 'rack_id': 'dcim.rack'},
    'dcim.module': {'device_id': 'dcim.device'},
    'dcim.inventoryitem': {'parent_id': 'dcim.inventoryitem'},
    'dcim.interface': {'parent_id': 'dcim.interface'},
    'dcim.poweroutlet': {'power_port_id': 'dcim.powerport'},
    'dcim.powerpanel': {'site_id': 'dcim.site', 'location_id': 'dcim.location'},
    'dcim.powerfeed': {'power_panel_id': 'dcim.powerpanel'},
    'dcim.coolingsource': {'site_id': 'dcim.site', 'location_id': 'dcim.location'},
    'dcim.coolingfeed': {'cooling_source_id': 'dcim.coolingsource'},
    'dcim.cable': {'bundle_id': 'dcim.cablebundle'},
    'circuits.provideraccount': {'provider_id': 'circuits.provider'},
    'circuits.providernetwork': {'provider_id': 'circuits.provider'},
    'circuits.circuit': {'provider_id': 'circuits.provider', 'provider_account_id': 'circuits.provideraccount'},
    'circuits.circuittermination': {'circuit_id': 'circuits.circuit'},
    'wireless.wirelesslink': {'interface_a_id': 'dcim.interface', 'interface_b_id': 'dcim.interface'},
}
# The same for those that stand on shown states.
SHOWN_PARENTS = {
    'dcim.virtualdevicecontext': {'device_id': 'dcim.device'},
    'circuits.virtualcircuit': {
        'provider_network_id': 'circuits.providernetwork',
        'provider_account_id': 'circuits.provideraccount',
    },
    'circuits.virtualcircuittermination': {'interface_id': 'dcim.interface'},
    'virtualization.cluster': {'group_id': 'virtualization.clustergroup'},
    'virtualization.vminterface': {
        'virtual_machine_id': 'virtualization.virtualmachine',
        'parent_id': 'virtualization.vminterface',
    },
    'virtualization.virtualdisk': {'virtual_machine_id': 'virtualization.virtualmachine'},
    'vpn.tunneltermination': {'outside_ip_id': 'ipam.ipaddress'},
    'ipam.ipaddress': {'nat_inside_id': 'ipam.ipaddress'},
}
# What an explicit need can replace: the name of the provider of the needs of a type; `component` is for all of those.
PROVIDERS = {
    'dcim.region': 'place',
    'dcim.sitegroup': 'place',
    'dcim.site': 'place',
    'dcim.location': 'place',
    'dcim.rack': 'place',
    'dcim.device': 'device_place',
    'dcim.module': 'module',
    'dcim.inventoryitem': 'inventory',
    'dcim.interface': 'parent_interface',
    'dcim.poweroutlet': 'power_outlet',
    'dcim.powerport': 'power_port',
    'dcim.powerpanel': 'supply',
    'dcim.powerfeed': 'supply',
    'dcim.coolingsource': 'supply',
    'dcim.coolingfeed': 'supply',
    'dcim.virtualdevicecontext': 'device_context',
    'dcim.virtualchassis': 'virtual_chassis',
    'dcim.cable': 'cable',
    'circuits.provideraccount': 'provider',
    'circuits.providernetwork': 'provider',
    'circuits.circuit': 'circuit',
    'circuits.circuittermination': 'circuit_termination',
    'circuits.circuitgroup': 'circuit_group',
    'circuits.virtualcircuit': 'virtual_circuit',
    'circuits.virtualcircuittermination': 'virtual_circuit',
    'virtualization.cluster': 'cluster',
    'virtualization.virtualmachine': 'virtual_machine',
    'virtualization.vminterface': 'virtual_part',
    'virtualization.virtualdisk': 'virtual_part',
    'vpn.tunnel': 'tunnel',
    'vpn.tunneltermination': 'tunnel',
    'vpn.l2vpn': 'l2vpn',
    'vpn.l2vpntermination': 'l2vpn',
    'wireless.wirelesslink': 'wireless_link',
    'ipam.fhrpgroup': 'fhrp_group',
    'ipam.ipaddress': 'ip_address',
    'ipam.service': 'application_service',
    'netbox_slm.service': 'service',
}
REACH = 'network'


def any_of(refs, count=1, shown=False, passes=as_is):
    return Need(tuple((Want(ref, shown, passes),) for ref in refs), count)


class Needs:
    """`of[object]`: its needs; `above[object]`: what stands on it; `own`: what is not in operation."""

    def __init__(self, rows, links):
        self.rows, self.links = rows, links
        self.of = {ref: [] for ref in rows.objects()}
        self.without_reach = set()
        self.own = {ref: DOWN for ref in self.of if self._is_out(ref)}
        self._columns(PARENTS, shown=False)
        self._columns(SHOWN_PARENTS, shown=True)
        for rule in (
            self._bays,
            self._components,
            self._power,
            self._interfaces,
            self._circuits,
            self._chassis_and_groups,
            self._virtualization,
            self._terminations,
            self._addresses,
            self._services,
        ):
            rule()
        self._explicit()
        self.above, self.shown_above = defaultdict(set), defaultdict(set)
        for ref, needs in self.of.items():
            for want in (want for need in needs for member in need.members for want in member):
                self.above[want.ref].add(ref)
                if want.shown:
                    self.shown_above[want.ref].add(ref)

    def _is_out(self, ref):
        label, pk = ref
        row = self.rows[label][pk]
        return row.get('status') in OUT.get(label, ()) or row.get('enabled') is False

    def _add(self, ref, need, provider=None):
        if need.members:
            self.of[ref].append(replace(need, provider=provider or PROVIDERS[ref[0]]))

    def _require(self, ref, needed, shown=False, passes=as_is, provider=None):
        if needed is not None and needed in self.of:
            self._add(ref, any_of([needed], shown=shown, passes=passes), provider)

    def _columns(self, columns, shown):
        for label, parents in columns.items():
            for pk, row in self.rows[label].items():
                for column, parent in parents.items():
                    self._require((label, pk), (parent, row[column]), shown)

    def _bays(self):
        for row in self.rows['dcim.devicebay'].values():
            if row['installed_device_id'] is not None:
                blade, chassis = ('dcim.device', row['installed_device_id']), ('dcim.device', row['device_id'])
                self._require(blade, chassis, provider='device_bay')
        for pk, row in self.rows['dcim.module'].items():
            bay = self.rows['dcim.modulebay'][row['module_bay_id']]
            self._require(('dcim.module', pk), ('dcim.module', bay['module_id']))

    def _components(self):
        for label in COMPONENTS:
            for pk, row in self.rows[label].items():
                for holder in (('dcim.device', row['device_id']), ('dcim.module', row.get('module_id'))):
                    self._require((label, pk), holder, passes=not_at_risk, provider='component')

    def _power(self):
        """§3: a port needs its cable and what that leads to, any where it leads to several; a device any supply."""
        supplies = defaultdict(list)
        ends = defaultdict(list)
        for label in ('dcim.poweroutlet', 'dcim.powerfeed'):
            for pk, row in self.rows[label].items():
                ends[row['cable_id'], row['cable_end']].append(((label, pk), row['cable_connector']))
        for pk, row in self.rows['dcim.powerport'].items():
            port, cable = ('dcim.powerport', pk), row['cable_id']
            is_link = cable is not None and self.rows['dcim.cable'][cable]['status'] != 'planned'
            far = ends[cable, 'B' if row['cable_end'] == 'A' else 'A'] if is_link else []
            profile = self.rows['dcim.cable'][cable]['profile'] if is_link else ''
            faces = profile.startswith('trunk-') and not profile.endswith('-shuffle')
            far = [end for end, connector in far if not faces or connector == row['cable_connector']]
            if far:
                self._require(port, ('dcim.cable', cable))
                self._add(port, any_of(far))
            if far or row['mark_connected']:
                supplies[row['device_id']].append(port)
        for device, ports in supplies.items():
            self._add(('dcim.device', device), any_of(ports), 'power')

    def _interfaces(self):
        members, channels = defaultdict(list), defaultdict(list)
        for pk, row in self.rows['dcim.interface'].items():
            if row['lag_id'] is not None:
                members[row['lag_id']].append(('dcim.interface', pk))
            if row['channel_id'] is not None and row['parent_id'] is not None:
                channels[row['parent_id']].append(('dcim.interface', pk))
        for pk in self.rows['dcim.interface']:
            self._add(('dcim.interface', pk), any_of(members[pk]), 'lag')
            self._add(('dcim.interface', pk), any_of(channels[pk]), 'channel')
        for end, links in self.links.by_end.items():
            pieces = tuple(
                tuple(Want(part, passes=only_down) for part in (*link.way, link.other(end))) for link in links
            )
            self._add(end, Need(pieces), 'link')

    def _circuits(self):
        for pk, row in self.rows['circuits.circuittermination'].items():
            termination = ('circuits.circuittermination', pk)
            self._require(('circuits.circuit', row['circuit_id']), termination)
            scope = self.rows.ref(row['termination_type_id'], row['termination_id'])
            self._require(termination, scope)

    def _chassis_and_groups(self):
        members = defaultdict(list)
        for pk, row in self.rows['dcim.device'].items():
            members['dcim.virtualchassis', row['virtual_chassis_id']].append(('dcim.device', pk))
        for row in self.rows['circuits.circuitgroupassignment'].values():
            member = self.rows.ref(row['member_type_id'], row['member_id'])
            members['circuits.circuitgroup', row['group_id']].append(member)
        for row in self.rows['ipam.fhrpgroupassignment'].values():
            member = self.rows.ref(row['interface_type_id'], row['interface_id'])
            members['ipam.fhrpgroup', row['group_id']].append(member)
        for label in ('dcim.virtualchassis', 'circuits.circuitgroup', 'ipam.fhrpgroup'):
            for pk in self.rows[label]:
                self._add((label, pk), any_of(members[label, pk], shown=True))

    def _virtualization(self):
        hosts = defaultdict(list)
        for pk, row in self.rows['dcim.device'].items():
            hosts[row['cluster_id']].append(('dcim.device', pk))
        for pk, row in self.rows['virtualization.cluster'].items():
            cluster = ('virtualization.cluster', pk)
            if hosts[pk]:
                self._add(cluster, any_of(hosts[pk], shown=True), 'cluster_hosts')
            else:
                self._require(cluster, self.rows.ref(row['scope_type_id'], row['scope_id']), shown=True)
        for pk, row in self.rows['virtualization.virtualmachine'].items():
            machine, cluster = ('virtualization.virtualmachine', pk), row['cluster_id']
            site = ('dcim.site', row['site_id'])
            if row['device_id'] is not None:
                self._require(machine, ('dcim.device', row['device_id']), shown=True)
            elif cluster is not None:
                self._require(machine, ('virtualization.cluster', cluster), shown=True)
                if not hosts[cluster] and self.rows['virtualization.cluster'][cluster]['scope_id'] is None:
                    self._require(machine, site, shown=True)
            else:
                self._require(machine, site, shown=True)

    def _terminations(self):
        """Virtual circuits, tunnels and L2VPNs, and what their terminations stand on."""
        ends = defaultdict(list)
        for pk, row in self.rows['circuits.virtualcircuittermination'].items():
            ref = ('circuits.virtualcircuittermination', pk)
            ends['circuits.virtualcircuit', row['virtual_circuit_id']].append((ref, row['role']))
        for pk, row in self.rows['vpn.tunneltermination'].items():
            ref = ('vpn.tunneltermination', pk)
            ends['vpn.tunnel', row['tunnel_id']].append((ref, row['role']))
            self._require(ref, self._interface(row['termination_type_id'], row['termination_id']), shown=True)
        for pk, row in self.rows['vpn.l2vpntermination'].items():
            ref = ('vpn.l2vpntermination', pk)
            ends['vpn.l2vpn', row['l2vpn_id']].append((ref, None))
            needed = self._interface(row['assigned_object_type_id'], row['assigned_object_id'])
            self._require(ref, needed, shown=True)
        for whole, terminations in ends.items():
            need = any_of([ref for ref, _role in terminations], count=2, shown=True)
            hubs = tuple(place for place, (_ref, role) in enumerate(terminations) if role == 'hub')
            self._add(whole, replace(need, kind='ends', hubs=hubs))

    def _interface(self, type_id, object_id):
        ref = self.rows.ref(type_id, object_id)
        return ref if ref and ref[0] in ('dcim.interface', 'virtualization.vminterface') else None

    def _addresses(self):
        for pk, row in self.rows['ipam.ipaddress'].items():
            assigned = self.rows.ref(row['assigned_object_type_id'], row['assigned_object_id'])
            self._require(('ipam.ipaddress', pk), assigned, shown=True)
        named = defaultdict(list)
        for service, address in self.rows.addresses:
            named[service].append(('ipam.ipaddress', address))
        for pk, row in self.rows['ipam.service'].items():
            parent = self.rows.ref(row['parent_object_type_id'], row['parent_object_id'])
            self._require(('ipam.service', pk), parent, shown=True)
            self._add(('ipam.service', pk), any_of(named[pk], shown=True))

    def _services(self):
        """semantics.md §2."""
        groups = defaultdict(list)
        for row in self.rows['netbox_slm.servicecomponent'].values():
            ref, group = self.rows.ref(row['object_type_id'], row['object_id']), row['redundancy_group_id']
            self.of.setdefault(ref, [])
            if group is None:
                self._require(('netbox_slm.service', row['service_id']), ref, shown=True)
            else:
                groups[group].append(ref)
        for pk, refs in groups.items():
            group = self.rows['netbox_slm.redundancygroup'][pk]
            need = any_of(refs, count=group['min_available'], shown=True)
            self._add(('netbox_slm.service', group['service_id']), need)
        for row in self.rows['netbox_slm.servicedependency'].values():
            need = any_of([('netbox_slm.service', row['depends_on_id'])], shown=True)
            kind = 'soft' if row['kind'] == 'soft' else 'group'
            self._add(('netbox_slm.service', row['service_id']), replace(need, kind=kind))

    def _explicit(self):
        """CIDependency: they add to the others, or replace those of one provider for the object (§2)."""
        groups, explicit = defaultdict(list), []
        for row in self.rows['netbox_slm.cidependency'].values():
            dependent = self.rows.ref(row['dependent_type_id'], row['dependent_id'])
            needed = self.rows.ref(row['needed_type_id'], row['needed_id'])
            self.of.setdefault(dependent, [])
            self.of.setdefault(needed, [])
            if row['replaces'] == REACH:
                self.without_reach.add(dependent)
            if row['replaces']:
                self.of[dependent] = [need for need in self.of[dependent] if need.provider != row['replaces']]
            if row['group_id'] is not None:
                groups[dependent, row['group_id']].append(needed)
            else:
                need = any_of([needed], shown=True)
                explicit.append((dependent, replace(need, kind='soft' if row['kind'] == 'soft' else 'group')))
        for (dependent, group), refs in groups.items():
            count = self.rows['netbox_slm.cidependencygroup'][group]['min_available']
            explicit.append((dependent, any_of(refs, count=count, shown=True)))
        for dependent, need in explicit:
            self._add(dependent, need, 'explicit')


def sources_of_reach(rows, has_link):
    """Whose reach an object shows: (device or circuit, what of it passes, steps from there) (§4).

    Devices and circuits show their own, modules and components that of their device, blades without a link that of
    their chassis.
    """
    chassis = {row['installed_device_id']: row['device_id'] for row in rows['dcim.devicebay'].values()}
    found = {}
    for pk in rows['dcim.device']:
        holder, steps = pk, 0
        while holder in chassis and holder not in has_link:
            holder, steps = chassis[holder], steps + 1
        found['dcim.device', pk] = (('dcim.device', holder), as_is, steps)
    for label, passes in (('dcim.module', as_is), *((label, only_down) for label in COMPONENTS)):
        for pk, row in rows[label].items():
            source, _passes, steps = found['dcim.device', row['device_id']]
            found[label, pk] = (source, passes, steps + 1)
    for pk in rows['circuits.circuit']:
        found['circuits.circuit', pk] = (('circuits.circuit', pk), as_is, 0)
    return found
