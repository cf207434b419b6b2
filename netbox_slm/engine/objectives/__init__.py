"""Metrics, budgets, statuses (semantics.md §4, §5): exact integers in, exact integers out."""

from .availability import Availability, AvailabilityInput, availability, combine_mean, combine_pooled, figures
from .budget import (
    BURN_WINDOWS,
    Budget,
    BudgetLevels,
    BurnWindows,
    allowed_share,
    burn_factor,
    burn_rate,
    error_budget,
    is_burning,
)
from .burning import WindowRates, window_rates
from .clocks import CLOCK_MET, CLOCK_MISSED, PENDING, ClockInput, Clocks, clocks
from .display import cut, decimal_text, digits_of, percent_text, value_text
from .judged import Judged, judged
from .measure import Costs, Facts, Measured, Rows, costs, down_intervals, is_short, measure
from .measurements import Aggregate, Value, aggregated, value_status
from .outages import OutageInput, Outages, mean_time_between_failures, outages_in
from .verdict import AT_RISK, MET, MISSED, NO_DATA, Share, availability_status, count_status, cut_percent

__all__ = (
    'AT_RISK',
    'BURN_WINDOWS',
    'CLOCK_MET',
    'CLOCK_MISSED',
    'MET',
    'MISSED',
    'NO_DATA',
    'PENDING',
    'Aggregate',
    'Availability',
    'AvailabilityInput',
    'Budget',
    'BudgetLevels',
    'BurnWindows',
    'ClockInput',
    'Clocks',
    'Costs',
    'Facts',
    'Judged',
    'Measured',
    'OutageInput',
    'Outages',
    'Rows',
    'Share',
    'Value',
    'WindowRates',
    'aggregated',
    'allowed_share',
    'availability',
    'availability_status',
    'burn_factor',
    'burn_rate',
    'clocks',
    'combine_mean',
    'combine_pooled',
    'costs',
    'count_status',
    'cut',
    'cut_percent',
    'decimal_text',
    'digits_of',
    'down_intervals',
    'error_budget',
    'figures',
    'is_burning',
    'is_short',
    'judged',
    'mean_time_between_failures',
    'measure',
    'outages_in',
    'percent_text',
    'value_status',
    'value_text',
    'window_rates',
)
