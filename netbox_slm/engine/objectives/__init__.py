"""Metrics, budgets, statuses (semantics.md §4, §5): exact integers in, exact integers out."""

from .availability import Availability, AvailabilityInput, availability, combine_mean, combine_pooled
from .clocks import ClockInput, Clocks, clocks
from .verdict import AT_RISK, MET, MISSED, NO_DATA, Share, availability_status, count_status, cut_percent

__all__ = (
    'AT_RISK',
    'MET',
    'MISSED',
    'NO_DATA',
    'Availability',
    'AvailabilityInput',
    'ClockInput',
    'Clocks',
    'Share',
    'availability',
    'availability_status',
    'clocks',
    'combine_mean',
    'combine_pooled',
    'count_status',
    'cut_percent',
)
