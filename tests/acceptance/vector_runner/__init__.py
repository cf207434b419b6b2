"""Runs vectors of known answers through the public engine: one function per family, conventions mapped to switches."""

from .availability import FAMILIES as AVAILABILITY
from .budgets import FAMILIES as BUDGETS
from .clocks import FAMILIES as CLOCKS
from .files import Vector, load_vectors, vector_files
from .periods import FAMILIES as PERIODS
from .services import FAMILIES as SERVICES
from .structures import FAMILIES as STRUCTURES

FAMILIES = {**CLOCKS, **PERIODS, **AVAILABILITY, **SERVICES, **BUDGETS, **STRUCTURES}

# Families that contradict semantics.md by design; docs/engine.md says why for each.
OUTSIDE_SEMANTICS = frozenset(
    {
        'status_propagation',
        'status_main_rule',
        'status_weight_rule',
        'status_threshold_rule',
        'root_cause_events',
    }
)

__all__ = ('FAMILIES', 'OUTSIDE_SEMANTICS', 'Vector', 'load_vectors', 'vector_files')
