"""The shortest way along directed edges."""

from collections import deque
from collections.abc import Hashable, Iterable


def shortest_path[Name: Hashable](edges: Iterable[tuple[Name, Name]], start: Name, end: Name) -> list[Name] | None:
    """The nodes of a shortest way from start to end along the edges; None where there is none. O(edges).

    Of several the one whose edges were given first, so that it is the same each time.
    """
    further: dict[Name, list[Name]] = {}
    for source, target in edges:
        further.setdefault(source, []).append(target)
    came_from: dict[Name, Name] = {start: start}
    waiting = deque([start])
    while waiting and end not in came_from:
        at = waiting.popleft()
        for target in further.get(at, []):
            if target not in came_from:
                came_from[target] = at
                waiting.append(target)
    if end not in came_from:
        return None
    path = [end]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return path[::-1]
