"""Small networks at random: a plan of steps drawn by a seed. `written.Laid` writes it to the database.

A plan is data, so that one on which the answers differ can be made smaller: a step that refers to something that is not
there is left out, and any subset of a plan is a plan (`smaller`).
"""

import random

ROLES = ('core', 'switch', 'switch', 'switch', 'switch', 'router', 'server', 'server', 'pdu', 'patch-panel')
PROFILES = {2: 'breakout-1c2p-2c1p', 4: 'breakout-1c4p-4c1p'}
REPLACED = ('', '', '', 'power', 'network', 'device_place', 'link', 'cluster_hosts', 'virtual_machine', 'circuit')


class Drawn:
    """Draws the steps of a plan. Names tell the kind: d3 is a device, c0 a circuit."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.steps = []
        self._size = self.dice.randint(3, 8)
        self._places()
        self._devices()
        self._network()
        self._power()
        self._machines()
        self._addresses()
        self._services()

    def _add(self, kind, *values, **more):
        self.steps.append((len(self.steps), kind, values, more))

    def _one(self, names):
        return self.dice.choice(names)

    def _some(self, names, least, most):
        return self.dice.sample(names, min(len(names), self.dice.randint(least, most)))

    def _maybe(self, chance):
        return self.dice.random() < chance

    def _status(self, out, chance=0.06, usual='active'):
        return out if self._maybe(chance) else usual

    def _places(self):
        self._add('region', 'r0')
        self.sites = ['s0', 's1']
        for site in self.sites:
            self._add('site', site, region='r0' if self._maybe(0.5) else None)
        self._add('location', 'l0', 's0')
        self.racks = ['k0', 'k1']
        for rack in self.racks:
            self._add('rack', rack, 's0', location='l0' if self._maybe(0.5) else None)

    def _devices(self):
        self.devices, self.panels = [], []
        for number in range(self._size):
            name, role = f'd{number}', 'core' if not number else self._one(ROLES)
            rack = self._one(self.racks) if self._maybe(0.4) else None
            site = 's0' if rack else self._one(self.sites)
            self._add('device', name, role, site, rack=rack, status=self._status('offline'), root=self._maybe(0.08))
            (self.panels if role == 'patch-panel' else self.devices).append(name)
        if not self.panels and self._maybe(0.6):
            self._add('device', 'd98', 'patch-panel', 's0', rack=None, status='active', root=False)
            self.panels.append('d98')
        if self._maybe(0.25) and len(self.devices) > 2:
            self._add('chassis', 'v0', self._some(self.devices, 2, 3))
        self.modules = []
        for number in range(self.dice.randint(0, 2)):
            self._add('module', f'm{number}', self._one(self.devices), status=self._status('failed'))
            self.modules.append(f'm{number}')
        for _number in range(self.dice.randint(0, 2)):
            if len(self.devices) > 2:
                self._add('bay', *self.dice.sample(self.devices, 2))

    def _end(self):
        """An interface to be: of a device or a module, sometimes one of a LAG, management only or disabled."""
        more = {}
        if self.lags and self._maybe(0.3):
            name, holder = self._one(self.lags)
            return holder, {'lag': name}
        if self.modules and self._maybe(0.2):
            return self._one(self.modules), more
        if self._maybe(0.05):
            more['mgmt_only'] = True
        if self._maybe(0.04):
            more['enabled'] = False
        return self._one(self.devices), more

    def _ends(self, amount):
        return [self._end() for _number in range(amount)]

    def _cord(self):
        return 'planned' if self._maybe(0.05) else 'connected'

    def _network(self):
        self.lags, self.circuits, self.networks = [], [], []
        for number in range(self.dice.randint(0, 2)):
            name, holder = f'g{number}', self._one(self.devices)
            self._add('lag', name, holder)
            self.lags.append((name, holder))
        # A tree over the devices, so that most have a way out, and more links beside
        for place in range(1, len(self.devices)):
            ends = (self.devices[place], {}), (self._one(self.devices[:place]), {})
            self._link(list(ends))
        for _number in range(self.dice.randint(0, self._size)):
            self._link(self._ends(2))
        self._circuits()
        for _number in range(self.dice.randint(0, 1)):
            self._add('wireless', *self.dice.sample(self.devices, 2), status=self._cord())
        if self._maybe(0.3):
            lanes = self._one((2, 4))
            profile = PROFILES[lanes] if self._maybe(0.6) else ''
            self._add('breakout', self._end(), self._ends(lanes), profile)
        if self._maybe(0.2):
            self._add('channels', self._one(self.devices), self._ends(2))
        if self._maybe(0.3):
            self._add('child', self._one(self.devices))

    def _link(self, ends):
        choice = self.dice.random()
        if self.panels and choice < 0.35:
            self._add('patched', *ends, self._one(self.panels))
        elif len(self.panels) > 1 and choice < 0.45:
            self._add('trunk', *self.dice.sample(self.panels, 2), [ends, self._ends(2)])
        else:
            self._add('link', *ends, status=self._cord())

    def _circuits(self):
        self._add('provider', 'p0')
        if self._maybe(0.4):
            self._add('provider_network', 'n0', 'p0')
            self.networks.append('n0')
        for number in range(self.dice.randint(0, 3)):
            name = f'c{number}'
            self._add('circuit', name, 'p0', status=self._status('offline'), account=self._maybe(0.3))
            self.circuits.append(name)
            for side in 'AZ' if self._maybe(0.85) else 'A':
                scope = self._one([*self.sites, *self.networks, 'l0'])
                if scope in self.networks or self._maybe(0.1):
                    self._add('termination', name, side, scope, None)
                elif self._maybe(0.2) and self.panels:
                    self._add('patched_termination', name, side, scope, self._end(), self._one(self.panels))
                else:
                    self._add('termination', name, side, scope, self._end())
        if len(self.circuits) > 1 and self._maybe(0.2):
            self._add('circuits_in_a_row', *self.dice.sample(self.circuits, 2))
        if len(self.circuits) > 1 and self._maybe(0.3):
            self._add('circuit_group', self._some(self.circuits, 2, 3))

    def _power(self):
        feeds = []
        for number in range(self.dice.randint(1, 3)):
            self._add('power_panel', f'w{number}', 's0', location='l0' if self._maybe(0.5) else None)
            self._add('feed', f'f{number}', f'w{number}', status=self._status('offline'))
            feeds.append(f'f{number}')
        units = [f'd{90 + number}' for number in range(self.dice.randint(0, 2))]
        for unit in units:
            self._add('device', unit, 'pdu', 's0', rack=self._one([*self.racks, None]), status='active', root=False)
            self._add('supply', unit, self._one(feeds), status='connected', holder=None)
        if len(units) > 1 and self._maybe(0.3):
            self._add('supply', units[1], units[0], status='connected', holder=None)
        for device in self.devices:
            for _number in range(self.dice.choice((0, 1, 1, 2, 2))):
                source = self._one([*units, *units, *feeds] if units else feeds)
                if self._maybe(0.08):
                    source = self._one(self.devices)  # a switch that feeds something
                holder = self._one(self.modules) if self.modules and self._maybe(0.1) else None
                self._add('supply', device, source, status=self._cord(), holder=holder)
            if self._maybe(0.05):
                self._add('marked', device)
        if self._maybe(0.2):
            self._add('several_supplies', self._one(self.devices), self._some([*units, *units, *feeds], 2, 3))
        if units and self._maybe(0.3):
            self._link([(units[0], {}), self._end()])

    def _machines(self):
        self.machines, self.clusters = [], []
        if self._maybe(0.5):
            hosts = self._some(self.devices, 0, 3)
            scope = self._one(['s0', 'l0', None])
            self._add('cluster', 'u0', hosts, scope, status=self._status('offline'))
            self.clusters.append('u0')
        for number in range(self.dice.randint(0, 3)):
            home = self._one([*self.clusters, *self.clusters, *self.devices, *self.sites])
            self._add('machine', f'x{number}', home, status=self._status('paused'))
            self.machines.append(f'x{number}')

    def _addresses(self):
        self.interfaces = [f'i{number}' for number in range(self.dice.randint(0, 4))]
        for name in self.interfaces:
            self._add('interface', name, self._one([*self.devices, *self.machines]))
        if self.interfaces:
            self._add('address', 'a0', self._one(self.interfaces), inside=None)
            self._add('address', 'a1', None, inside='a0')
        if len(self.interfaces) > 1:
            self._add('gateway', 'h0', self._some(self.interfaces, 1, 3))
            for kind in self._some(['tunnel', 'l2vpn'], 0, 2):
                roles = [self._one(('hub', 'spoke', 'peer')) for _name in self.interfaces]
                self._add(kind, f'{kind}0', self.interfaces, roles)
            if self.networks:
                wires = [self._one(self.devices) for _number in range(self.dice.randint(1, 3))]
                self._add('wire', 'y0', 'n0', wires, [self._one(('hub', 'spoke', 'peer')) for _name in wires])
        if self._maybe(0.3):
            self._add('context', 'o0', self._one(self.devices), status=self._status('offline'))
        if self._maybe(0.3):
            self._add('application', 'e0', self._one([*self.devices, *self.machines]), self._maybe(0.5))
        if self._maybe(0.3):
            self._add('item', self._one(self.devices), status=self._status('failed'))

    def _services(self):
        things = [*self.devices, *self.circuits, *self.machines, *self.clusters, *self.interfaces, 's1', 'k0', 'f0']
        names = [f'z{number}' for number in range(self.dice.randint(1, 4))]
        for name in names:
            required = self._some(things, 0, 2)
            left = [thing for thing in things if thing not in required]
            groups = [self._some(left, 1, 3)] if self._maybe(0.6) else []
            self._add('service', name, required, groups, self.dice.randint(1, 2))
        for _number in range(self.dice.randint(0, 3)):
            if len(names) > 1:
                self._add('dependency', *self.dice.sample(names, 2), self._one(('hard', 'hard', 'soft')))
        if self._maybe(0.25):
            for _number in range(self.dice.randint(1, 2)):
                one, other = self.dice.sample([*things, *names], 2)
                self._add('need', one, other, self._one(('required', 'soft')), self._one(REPLACED))
        if self._maybe(0.1):
            one, *others = self._some(things, 3, 4)
            self._add('grouped_need', one, others, self.dice.randint(1, 2))


def smaller(steps, still):
    """The fewest steps found for which `still(steps)` holds: parts are left out as long as it does."""
    size = max(len(steps) // 2, 1)
    while True:
        place, before = 0, len(steps)
        while place < len(steps):
            fewer = steps[:place] + steps[place + size :]
            if still(fewer):
                steps = fewer
            else:
                place += size
        if size == 1 and len(steps) == before:
            return steps
        size = max(size // 2, 1)
