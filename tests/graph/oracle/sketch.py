"""Small networks written by hand as rows, for tests of the oracle whose answers a person can tell."""

from collections import defaultdict
from itertools import count

from .rows import FACTS, OBJECTS, Rows

TYPES = dict(enumerate((*OBJECTS, *FACTS, 'ipam.vlan'), 1))
NUMBERS = {label: number for number, label in TYPES.items()}


class Sketch:
    """Each call adds a row and gives its reference; columns not named are None."""

    def __init__(self):
        self.tables, self.addresses, self.tagged = defaultdict(dict), [], []
        self._ids = count(1)

    def rows(self):
        return Rows(self.tables, types=TYPES, addresses=self.addresses, tagged=self.tagged)

    def add(self, label, **values):
        pk = next(self._ids)
        row = dict.fromkeys(filter(None, {**OBJECTS, **FACTS}[label].split(', ')))
        self.tables[label][pk] = {'id': pk, **row, **values}
        return label, pk

    def generic(self, ref, prefix):
        """The two columns of a generic relation."""
        return {f'{prefix}_type_id': NUMBERS[ref[0]], f'{prefix}_id': ref[1]}

    def device(self, role='switch', **values):
        found = [pk for pk, row in self.tables['dcim.devicerole'].items() if row['slug'] == role]
        role_id = found[0] if found else self.add('dcim.devicerole', slug=role)[1]
        return self.add('dcim.device', **{'role_id': role_id, 'status': 'active', **values})

    def interface(self, device, **values):
        values = {'enabled': True, 'mgmt_only': False, **values}
        return self.add('dcim.interface', device_id=device[1], **values)

    def power_port(self, device, **values):
        return self.add('dcim.powerport', device_id=device[1], **{'mark_connected': False, **values})

    def front(self, device, **values):
        return self.add('dcim.frontport', device_id=device[1], **{'positions': 1, **values})

    def rear(self, device, **values):
        return self.add('dcim.rearport', device_id=device[1], **{'positions': 1, **values})

    def mapping(self, front, rear, front_position=1, rear_position=1):
        return self.add(
            'dcim.portmapping',
            front_port_id=front[1],
            front_port_position=front_position,
            rear_port_id=rear[1],
            rear_port_position=rear_position,
        )

    def cable(self, a, b, status='connected', **values):
        """A cable between two ends or lists of ends, without its paths."""
        cable = self.add('dcim.cable', status=status, **{'profile': '', **values})
        for side, ends in (('A', a), ('B', b)):
            for label, pk in ends if isinstance(ends, list) else [ends]:
                self.tables[label][pk] |= {'cable_id': cable[1], 'cable_end': side}
        return cable

    def path(self, *steps):
        """A cable path of these steps, each one object or a list."""
        text = [
            [f'{NUMBERS[label]}:{pk}' for label, pk in (step if isinstance(step, list) else [step])] for step in steps
        ]
        return self.add('dcim.cablepath', path=text)

    def link(self, a, b, **values):
        """A cable between new or given interfaces, with its paths: (interface, cable, interface)."""
        a, b = (self.interface(end) if end[0] == 'dcim.device' else end for end in (a, b))
        cable = self.cable(a, b, **values)
        self.path(a, cable, b)
        self.path(b, cable, a)
        return a, cable, b

    def termination(self, circuit, side='A', scope=None):
        values = self.generic(scope, 'termination') if scope else {}
        return self.add('circuits.circuittermination', circuit_id=circuit[1], term_side=side, **values)

    def component(self, service, ref, group=None):
        return self.add(
            'netbox_slm.servicecomponent',
            service_id=service[1],
            redundancy_group_id=group and group[1],
            **self.generic(ref, 'object'),
        )
