"""States through needs (semantics.md §2, graph.md §1): at one moment, and over time with the causes."""

from .causes import Cause, GroupCount, causes_at, causes_of
from .facts import (
    DEFAULT_WEIGHT,
    FULL_WEIGHT,
    GROUP,
    HARD,
    NO_WEIGHT,
    REQUIRED,
    SOFT,
    Effects,
    Link,
    Links,
    Needs,
)
from .needs import AT_RISK, DEGRADED, DOWN, UP, Group, Node, states_at
from .paths import shortest_path
from .reach import Explained, explain
from .segments import Segments
from .spread import spread
from .timeline import Timeline, counted_weight, evaluate
from .ways import START, Paths

__all__ = (
    'AT_RISK',
    'DEFAULT_WEIGHT',
    'DEGRADED',
    'DOWN',
    'FULL_WEIGHT',
    'GROUP',
    'HARD',
    'NO_WEIGHT',
    'REQUIRED',
    'SOFT',
    'START',
    'UP',
    'Cause',
    'Effects',
    'Explained',
    'Group',
    'GroupCount',
    'Link',
    'Links',
    'Needs',
    'Node',
    'Paths',
    'Segments',
    'Timeline',
    'causes_at',
    'causes_of',
    'counted_weight',
    'evaluate',
    'explain',
    'shortest_path',
    'spread',
    'states_at',
)
