"""The links of interfaces and circuit terminations: cable paths cut at circuits, and wireless links (graph.md §4).

A path holds the ends, ports and cables of each step as sets. Here each strand is followed alone through those sets, by
the mapping of the ports and the positions of profiled cables, so that each piece has its own way.
"""

from collections import defaultdict
from dataclasses import dataclass

ENDS = ('dcim.interface', 'circuits.circuittermination')
PORTS = {'dcim.frontport': 'front_port', 'dcim.rearport': 'rear_port'}
OTHER = {'A': 'B', 'B': 'A'}


@dataclass(frozen=True)
class Link:
    """A piece between two ends, and what lies on its way."""

    ends: frozenset
    way: frozenset

    def other(self, end):
        (found,) = self.ends - {end}
        return found


class Links:
    """`all`: every link; `by_end`: those of an interface or circuit termination."""

    def __init__(self, rows):
        self.rows = rows
        self._mappings = defaultdict(list)
        for mapping in rows['dcim.portmapping'].values():
            for label, side in PORTS.items():
                self._mappings[label, mapping[f'{side}_id']].append(mapping)
        self.all = {
            link
            for link in (*self._wireless(), *self._cabled())
            if len(link.ends) == 2 and not any(self._is_planned(part) for part in link.way)
        }
        self.by_end = defaultdict(list)
        for link in sorted(self.all, key=lambda link: (sorted(link.ends), sorted(link.way))):
            for end in link.ends:
                self.by_end[end].append(link)

    def _is_planned(self, part):
        label, pk = part
        return label in ('dcim.cable', 'wireless.wirelesslink') and self.rows[label][pk]['status'] == 'planned'

    def _wireless(self):
        for pk, row in self.rows['wireless.wirelesslink'].items():
            ends = {('dcim.interface', row['interface_a_id']), ('dcim.interface', row['interface_b_id'])}
            yield Link(frozenset(ends), frozenset({('wireless.wirelesslink', pk)}))

    def _cabled(self):
        for path in self.rows['dcim.cablepath'].values():
            steps = [[self._node(node) for node in step] for step in path['path']]
            # Near ends, cables, far ends; then the near ends of the next three.
            stages = [steps[at : at + 3] for at in range(0, len(steps) - 2, 3)]
            if stages and stages[0][0][0][0] in ENDS:
                for origin in stages[0][0]:
                    for positions in self._first_positions(origin):
                        yield from self._follow(origin, frozenset(), origin, positions, stages)

    def _node(self, text):
        type_id, pk = map(int, text.split(':'))
        return self.rows.types[type_id], pk

    def _row(self, node):
        return self.rows[node[0]][node[1]]

    def _first_positions(self, origin):
        return [(position,) for position in self._row(origin)['cable_positions'] or ()] or [()]

    def _follow(self, near, way, begin, positions, stages):
        """The pieces of all strands from `near` on; `positions` is the stack of the strand's positions."""
        if not stages:
            return
        (_nears, cables, fars), later = stages[0], stages[1:]
        for cable in cables:
            for far, there in self._across(near, cable, fars, positions):
                passed = way | {cable}
                if far[0] in ENDS:
                    yield Link(frozenset({begin, far}), passed)
                for next_near, left in self._through(far, later[0][0] if later else (), there):
                    if far[0] in ENDS:
                        # A circuit joins its own ends: what lies behind it is another piece.
                        yield from self._follow(next_near, frozenset(), next_near, left, later)
                    else:
                        yield from self._follow(next_near, passed | {far, next_near}, begin, left, later)

    def _across(self, near, cable, fars, positions):
        """(far end, positions) of a strand over a cable or wireless link."""
        if cable[0] != 'dcim.cable':
            yield from ((far, positions) for far in fars if far != near)
            return
        row = self._row(near)
        if row['cable_id'] != cable[1]:
            return
        for far in fars:
            there = self._row(far)
            if there['cable_id'] != cable[1] or there['cable_end'] != OTHER[row['cable_end']]:
                continue
            if not self.rows['dcim.cable'][cable[1]]['profile']:
                yield far, positions
                continue
            yield from self._across_profile(row, there, cable[1], far, positions)

    def _across_profile(self, row, there, cable, far, positions):
        """A profiled cable takes each position of a connector to one of another, as its profile says."""
        mine = [positions[-1]] if positions else list(row['cable_positions'] or ())
        for position in mine:
            mapped = mapped_position(self.rows['dcim.cable'][cable]['profile'], row['cable_connector'], position)
            if mapped and mapped[0] == there['cable_connector'] and mapped[1] in (there['cable_positions'] or ()):
                yield far, (*positions[:-1], mapped[1])

    def _through(self, far, nears, positions):
        """(near end of the next step, positions): the mapped ports of a port, the other end of a circuit."""
        if far[0] == 'circuits.circuittermination':
            yield from (
                (near, positions)
                for near in nears
                if near[0] == far[0] and near != far and self._row(near)['circuit_id'] == self._row(far)['circuit_id']
            )
        if far[0] not in PORTS:
            return
        here, there = ('front_port', 'rear_port') if far[0] == 'dcim.frontport' else ('rear_port', 'front_port')
        label = 'dcim.rearport' if there == 'rear_port' else 'dcim.frontport'
        for mapping in self._mappings[far]:
            near, left = (label, mapping[f'{there}_id']), positions
            if near not in nears:
                continue
            if self._row(far)['positions'] > 1:
                if not left or left[-1] != mapping[f'{here}_position']:
                    continue
                left = left[:-1]
            if self._row(near)['positions'] > 1:
                left = (*left, mapping[f'{there}_position'])
            yield near, left


def mapped_position(profile, connector, position):
    """(connector, position) at the other end, by the name of the profile: straight, or NetBox's own table of it."""
    from dcim.models import Cable

    return Cable(profile=profile).profile_class().get_mapped_position(None, connector, position)
