"""Which needs that are read from NetBox an explicit need can replace (graph.md §2): the graph hands their names down.

Models know nothing of the graph, and yet refuse the name of a kind of need that there is not.
"""

from collections.abc import Callable, Mapping

__all__ = ('choices', 'connect', 'labels')

_source: list[Callable[[], Mapping[str, object]]] = []


def connect(source: Callable[[], Mapping[str, object]]) -> None:
    """Say where the names come from: a function that gives key -> label. Called once, by the plugin's `ready()`."""
    _source[:] = [source]


def labels() -> dict[str, object]:
    """Key -> label of every kind of need that can be replaced, such as 'power'."""
    return dict(_source[0]()) if _source else {}


def choices() -> list[tuple[str, object]]:
    """The same for a selection, by key."""
    return sorted(labels().items())
