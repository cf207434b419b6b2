"""States at one instant by graph.md §1, word for word, and what follows from them for a service over time."""

UP, AT_RISK, DEGRADED, DOWN = range(4)
REQUIRED, GROUP, HARD, SOFT = range(4)


def acts(effects, at):
    """The effects that last at an instant, as (node, state, weight, incident)."""
    return [
        (node, state, weight, incident) for node, start, end, state, weight, incident in effects if start <= at < end
    ]


def needs_at(links, groups, at):
    """What each node needs at an instant: [(kind, child or [children], n)]."""
    found = {}
    for parent, child, kind, since, until, group in links:
        if not since <= at < until:
            continue
        if kind != GROUP:
            found.setdefault(parent, []).append((kind, child, 0))
        elif groups[group][1] <= at < groups[group][2]:
            members = next((need for need in found.setdefault(parent, []) if need[0] == ('g', group)), None)
            if members is None:
                members = (('g', group), [], groups[group][0])
                found[parent].append(members)
            members[1].append(child)
    return found


def below(service, needs, services):
    """The CIs under a service, without passing another service."""
    found, waiting = set(), [service]
    while waiting:
        for _kind, child, _n in needs.get(waiting.pop(), []):
            for one in child if isinstance(child, list) else [child]:
                if one not in services and one not in found:
                    found.add(one)
                    waiting.append(one)
    return found


class World:
    """All states at an instant. A CI seen by a service that an incident names is another object: (service, CI)."""

    def __init__(self, nodes, services, links, groups, effects, at):
        self.services, self.needs = services, needs_at(links, groups, at)
        self.active = acts(effects, at)
        self.naming = {(incident, node) for node, _s, _e, _st, _w, incident in effects if node in services}
        self.objects = [(node, node) for node in services]
        self.objects += [(service, ci) for service in services for ci in below(service, self.needs, services)]
        self.objects += [(None, node) for node in range(nodes) if node not in services]
        extra = [(None, node) for node in range(nodes) if node not in services]
        self.objects = list(dict.fromkeys(self.objects + extra))
        self.state = {each: self.own_state(each) for each in self.objects}
        while True:
            now = {each: max(self.state[each], self.by_needs(each)) for each in self.objects}
            if now == self.state:
                break
            self.state = now
        self.weights = {each: frozenset() for each in self.objects}
        while True:
            now = {each: self.weights_of(each) for each in self.objects}
            if now == self.weights:
                break
            self.weights = now

    def own(self, each):
        service, node = each
        answered = node not in self.services and service is not None
        return [
            (state, weight)
            for named, state, weight, incident in self.active
            if named == node and not (answered and (incident, service) in self.naming)
        ]

    def own_state(self, each):
        return max((state for state, _weight in self.own(each)), default=UP)

    def child(self, each, node):
        return (node, node) if node in self.services else (each[0], node)

    def group_state(self, each, members, least):
        states = sorted(self.state[self.child(each, member)] for member in members)
        nth = states[min(least, len(states)) - 1]
        return AT_RISK if nth == UP and DOWN in states else nth

    def by_needs(self, each):
        found = [UP]
        for kind, child, least in self.needs.get(each[1], []):
            if isinstance(child, list):
                found.append(self.group_state(each, child, least))
            elif kind == SOFT:
                found.append(DEGRADED if self.state[self.child(each, child)] >= DEGRADED else UP)
            else:
                found.append(self.state[self.child(each, child)])
        return max(found)

    def weights_of(self, each):
        """The weights of all that degrades an object; 'default' is the agreement's."""
        found = {('default' if weight < 0 else weight) for state, weight in self.own(each) if state == DEGRADED}
        for kind, child, least in self.needs.get(each[1], []):
            if isinstance(child, list):
                if self.group_state(each, child, least) >= DEGRADED:
                    found.update(*(self.weights[self.child(each, member)] for member in child))
                continue
            needed = self.child(each, child)
            if kind == SOFT and self.state[needed] == DOWN:
                found.add('default')
            else:
                found |= self.weights[needed]
        return frozenset(found)

    def counts(self, service, default):
        """(state, ten-thousandths that count) of a service."""
        each = (service, service)
        state = self.state[each]
        if state == DOWN:
            return state, 10_000
        if state == DEGRADED:
            return state, max(default if weight == 'default' else weight for weight in self.weights[each])
        return state, 0
