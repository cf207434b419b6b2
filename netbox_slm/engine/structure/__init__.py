"""States through needs (semantics.md §2, graph.md §1): at one moment, and over time with the causes."""

from .causes import Cause, causes_of
from .needs import AT_RISK, DEGRADED, DOWN, UP, Group, Node, states_at
from .timeline import DEFAULT_WEIGHT, NO_WEIGHT, Effects, Link, Links, Timeline, evaluate

__all__ = (
    'AT_RISK',
    'DEFAULT_WEIGHT',
    'DEGRADED',
    'DOWN',
    'NO_WEIGHT',
    'UP',
    'Cause',
    'Effects',
    'Group',
    'Link',
    'Links',
    'Node',
    'Timeline',
    'causes_of',
    'evaluate',
    'states_at',
)
