"""Before a step is judged on flags they are computed (semantics.md §7): the analysis hands down how.

Models know nothing of the analysis, and yet refuse a step that goes beyond an SLA, whatever the door it comes through.
"""

from collections.abc import Callable
from typing import Any

__all__ = ('connect', 'worsened')

_source: list[Callable[[Any], list[Any]]] = []


def connect(source: Callable[[Any], list[Any]]) -> None:
    """Say who computes: a function of a change or release, as `worsened()`. Called once, by the plugin's `ready()`."""
    _source[:] = [source]


def worsened(record: Any) -> list[Any]:
    """Bring the flags of a change or release up to date; returns the SLAs to which it does worse than they said."""
    return _source[0](record) if _source else []
