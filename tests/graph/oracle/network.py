"""Reach: what devices and circuits reach the outside through (graph.md §4), as a flood over nodes and edges."""

from collections import defaultdict
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import combinations

from .states import AT_RISK, DOWN, UP, States, settle

ROOT_TAG = 'network-root'
ROOT_ROLES = ('internet*', 'border*', 'edge-router*', '*firewall*', 'core*', '*router*')
LEAF_ROLES = (
    '*server*',
    '*storage*',
    '*host*',
    '*pdu*',
    '*ups*',
    '*camera*',
    '*phone*',
    '*printer*',
    'access-point*',
)


@dataclass(frozen=True)
class Edge:
    """Joins two nodes while none of its parts is down."""

    nodes: frozenset
    parts: frozenset

    def works(self, states):
        bare = states.bare
        return all(bare[part] < DOWN for part in self.parts)

    def other(self, node):
        (found,) = self.nodes - {node}
        return found


class Network:
    """Edges, roots, hops and uplinks of the network with nothing named, without what is not in operation."""

    def __init__(self, rows, links, needs, source_of_reach):
        self.rows, self.links = rows, links
        self.nodes = [
            (label, pk)
            for label in ('dcim.device', 'circuits.circuit', 'circuits.providernetwork')
            for pk in rows[label]
        ]
        self.edges = {edge for edge in self._edges() if len(edge.nodes) == 2}
        self.blocking = self._blocking()
        resting = States(dict.fromkeys(needs.of, UP), {}, source_of_reach)
        settle(needs, needs.own, resting, set(needs.own))
        neighbours = self._neighbours(resting)
        self.roots = set()
        for part in self._parts(neighbours, resting):
            self.roots |= self._roots_of(part)
        self.hops = self._hops(neighbours)
        self.uplinks = {
            node: [edge for edge in neighbours[node] if self._is_uplink(node, edge.other(node))]
            for node in self.hops
            if node not in self.roots and node not in needs.without_reach
        }
        # All ways out of a node, and the nodes that may lose reach by an object.
        self.ways = {
            node: [edge for edge in neighbours[node] if self._leads_out(edge.other(node))] for node in self.hops
        }
        self.above = defaultdict(set)
        for node in self.uplinks:
            for edge in self.ways[node]:
                for ref in (*edge.parts, edge.other(node)):
                    self.above[ref].add(node)
        self.showing = defaultdict(list)
        for ref, (source, *_how) in source_of_reach.items():
            self.showing[source].append(ref)

    def flood(self, states):
        """Nodes that reach a root over nodes and edges that are not down, and the reach of each that is below up."""
        reached = set(self._hops(self._neighbours(states), states))
        found = {}
        for node, uplinks in self.uplinks.items():
            if node not in reached:
                found[node] = DOWN
            elif any(self.lost(edge, node, reached, states) for edge in uplinks):
                found[node] = AT_RISK
        return reached, found

    def lost(self, edge, node, reached, states):
        """True where an uplink does not work, or leads to what is down or cut off."""
        other = edge.other(node)
        cut_off = other not in reached and other not in self.roots
        return not edge.works(states) or states.bare[other] == DOWN or cut_off

    def passes(self, node):
        """True where a way may lead through the node."""
        return node not in self.blocking

    def _is_uplink(self, node, other):
        return self._leads_out(other) and self.hops[other] <= self.hops[node]

    def _leads_out(self, other):
        return (self.passes(other) or other in self.roots) and other in self.hops

    def _edges(self):
        interfaces, terminations = self.rows['dcim.interface'], self.rows['circuits.circuittermination']
        for link in self.links.all:
            rows = {end: (interfaces if end[0] == 'dcim.interface' else terminations)[end[1]] for end in link.ends}
            if any(row.get('mgmt_only') for row in rows.values()):
                continue
            lags = {('dcim.interface', row['lag_id']) for row in rows.values() if row.get('lag_id')}
            owners = frozenset(self._owner(end, row) for end, row in rows.items())
            kinds = {end[0] for end in link.ends}
            if kinds == {'dcim.interface'}:
                yield Edge(owners, link.ends | link.way | lags)
            elif len(kinds) == 2:
                yield Edge(owners, link.ends | lags)
        for pk, row in terminations.items():
            scope = self.rows.ref(row['termination_type_id'], row['termination_id'])
            if scope and scope[0] == 'circuits.providernetwork':
                circuit = ('circuits.circuit', row['circuit_id'])
                yield Edge(frozenset({circuit, scope}), frozenset({('circuits.circuittermination', pk)}))
        chassis = defaultdict(list)
        for pk, row in self.rows['dcim.device'].items():
            if row['virtual_chassis_id'] is not None:
                chassis[row['virtual_chassis_id']].append(('dcim.device', pk))
        for members in chassis.values():
            yield from (Edge(frozenset(pair), frozenset()) for pair in combinations(members, 2))

    def _owner(self, end, row):
        if end[0] == 'dcim.interface':
            return 'dcim.device', row['device_id']
        return 'circuits.circuit', row['circuit_id']

    def _blocking(self):
        """Devices that pass no traffic on."""
        hosts = {row['device_id'] for row in self.rows['virtualization.virtualmachine'].values()}
        blades = {row['installed_device_id'] for row in self.rows['dcim.devicebay'].values()}
        return {
            ('dcim.device', pk)
            for pk, row in self.rows['dcim.device'].items()
            if row['cluster_id'] is not None or pk in hosts or pk in blades or self._has_role(row, LEAF_ROLES)
        }

    def _has_role(self, device, patterns):
        slug = self.rows['dcim.devicerole'][device['role_id']]['slug']
        return any(fnmatchcase(slug, pattern) for pattern in patterns)

    def _neighbours(self, states):
        """Edges by node, over nodes and edges that are not down."""
        found = defaultdict(list)
        for edge in self.edges:
            if edge.works(states) and all(states.bare[node] < DOWN for node in edge.nodes):
                for node in edge.nodes:
                    found[node].append(edge)
        return found

    def _parts(self, neighbours, states):
        left = {node for node in self.nodes if states.bare[node] < DOWN}
        while left:
            part, ahead = set(), [next(iter(left))]
            while ahead:
                node = ahead.pop()
                if node not in part:
                    part.add(node)
                    ahead.extend(edge.other(node) for edge in neighbours[node])
            left -= part
            yield part

    def _roots_of(self, part):
        tagged = {ref for ref, slug in self.rows.tagged if slug == ROOT_TAG}
        outside = {node for node in part if node[0] == 'circuits.providernetwork' or node in tagged}
        if outside:
            return outside
        devices = [node for node in part if node[0] == 'dcim.device']
        for pattern in ROOT_ROLES:
            found = {node for node in devices if self._has_role(self.rows['dcim.device'][node[1]], (pattern,))}
            if found:
                return found
        return set()

    def _hops(self, neighbours, states=None):
        """Hops to the nearest root of what reaches one; a way may begin at, not lead through, what passes nothing."""
        ahead = [root for root in self.roots if states is None or states.bare[root] < DOWN]
        hops = dict.fromkeys(ahead, 0)
        while ahead:
            found = []
            for node in ahead:
                if node not in self.roots and not self.passes(node):
                    continue
                for edge in neighbours[node]:
                    other = edge.other(node)
                    if other not in hops:
                        hops[other] = hops[node] + 1
                        found.append(other)
            ahead = found
        return hops


def devices_with_links(rows, links):
    """Devices that have a link which is not management-only: such a blade has its own reach."""
    found = set()
    for link in links.all:
        rows_of = [rows['dcim.interface'][pk] for label, pk in link.ends if label == 'dcim.interface']
        if not any(row['mgmt_only'] for row in rows_of):
            found |= {row['device_id'] for row in rows_of}
    return found
