"""States at one moment, what goes down with what, and the way from one object to another."""

from fractions import Fraction
from math import ceil

from netbox_slm.engine.structure import DEGRADED, DOWN, UP, Group, Node, shortest_path, states_at

_NAMES = ('up', 'at_risk', 'degraded', 'down')
_STATES = {'up': UP, 'none': UP, 'degraded': DEGRADED, 'down': DOWN}


def structure_states(vector):
    nodes = {
        name: Node(
            required=(*row.get('required', ()), *row.get('hard', ())),
            groups=tuple(Group(tuple(group['members']), group['min_available']) for group in row.get('groups', ())),
            soft=tuple(row.get('soft', ())),
        )
        for name, row in vector.input['objects'].items()
    }
    own = {}
    for row in vector.incidents:
        own[row['object']] = max(own.get(row['object'], UP), _STATES[row['state']])
    return {'states': {name: _NAMES[state] for name, state in states_at(nodes, own).items()}}


def impact_graph(vector):
    given = vector.input
    hidden = set(given.get('hidden_from_user') or ())
    removed = hidden if given.get('complete_analysis') is False else set()
    failed = set(given['failed']) - removed
    excluded = set(given.get('excluded') or ())
    nodes = _impact_nodes(given, removed, excluded)
    before = _down(nodes, set(given.get('failed_in_other_open_records') or ()) - removed - excluded)
    after = _down(nodes, (set(given.get('failed_in_other_open_records') or ()) | failed) - removed - excluded)
    return {'impacted': sorted(after - before - failed - excluded - hidden)}


def impact_graph_recompute(vector):
    given = vector.input
    nodes = _impact_nodes(given, set(), set())
    return {'computed': sorted(_down(nodes, set(given['manual'])) - set(given['manual']))}


def _down(nodes, failed):
    for name in failed - set(nodes):
        nodes = {**nodes, name: Node()}
    states = states_at(nodes, dict.fromkeys(failed, DOWN))
    return {name for name, state in states.items() if state == DOWN}


def _impact_nodes(given, removed, excluded):
    """Edges as required needs, except from the sources of a redundancy, which are a group."""
    groups, sources = {}, {}
    for row in given.get('redundancy') or ():
        members = tuple(dict.fromkeys(name for name in row['sources'] if name not in removed))
        sources.setdefault(row['node'], set()).update(members)
        least = Fraction(str(row['min_up'])) * (Fraction(len(members), 100) if row['min_up_type'] == 'percent' else 1)
        if members and least > 0:
            groups.setdefault(row['node'], []).append(Group(members, ceil(least)))
    edges = [(a, b) for a, b in given['edges'] if not {a, b} & removed]
    names = {name for edge in edges for name in edge} | set(groups)
    names |= {member for group in groups.values() for part in group for member in part.members}
    required = {name: [] for name in names}
    for a, b in edges:
        if a not in sources.get(b, ()):
            required[b].append(a)
    return {
        name: Node() if name in excluded else Node(tuple(required[name]), tuple(groups.get(name, ())))
        for name in names - removed
    }


def impact_path(vector):
    given = vector.input
    edges = [tuple(edge) for part in given['edges'].values() for edge in part]
    ends = (given['a'], given['b']) if given['direction'] == 'forward' else (given['b'], given['a'])
    return {'path': shortest_path(edges, *ends)}


FAMILIES = {
    function.__name__: function for function in (structure_states, impact_graph, impact_graph_recompute, impact_path)
}
