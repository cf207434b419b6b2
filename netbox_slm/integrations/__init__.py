"""What other plugins offer and ask, where they are installed: one package or module per plugin, each only adapts.

May import: analysis and below, and the other plugin, inside functions only. May not: forms, pages, REST, tasks.
Without the other plugin nothing of it is imported. `connect()` is called once, when every model exists.
"""

from . import branching, change_control

__all__ = ('connect',)


def connect() -> None:
    """Register with the plugins that are installed. Safe to call twice."""
    branching.connect()
    change_control.connect()
