"""Error budgets, burn rates, and levels with hysteresis."""

import re
from fractions import Fraction

from netbox_slm.engine.errors import TargetError
from netbox_slm.engine.instants import DAY_US, SECOND_US
from netbox_slm.engine.objectives import BudgetLevels, burn_factor, burn_rate, error_budget

_UNITS = {'s': 1, 'm': 60, 'h': 3600, 'd': 86400, 'w': 604800}


def exact(number):
    """A number of a file as it is written there."""
    return Fraction(str(number))


def _budget(vector):
    given = vector.input
    target, total = exact(given['target_percent']) / 100, exact(given['total_seconds'])
    if given.get('bad_seconds') is not None:
        bad = exact(given['bad_seconds'])
    else:
        bad = (1 - exact(given['sli_percent']) / 100) * total
    return error_budget(target, total, bad)


def error_budget_family(vector):
    try:
        budget = _budget(vector)
    except TargetError:
        return {'error': 'invalid_target'}
    share = budget.remaining_share
    if share is None and vector.says('a total of 0 has no budget and 100 percent remaining'):
        share = Fraction(1)
    if share is not None and vector.says('remaining_percent_capped_at_100'):
        share = min(share, Fraction(1))
    return {
        'budget_seconds': float(budget.total),
        'consumed_seconds': float(budget.consumed),
        'remaining_seconds': float(budget.remaining),
        'remaining_percent': None if share is None else float(share * 100),
    }


def burn_rate_family(vector):
    given = vector.input
    try:
        rate = burn_rate(exact(given['target_percent']) / 100, exact(given['total']), exact(given['bad']))
    except TargetError:
        return {'error': 'invalid_target'}
    if rate is None and vector.says('zero_denominator_is_0'):
        rate = Fraction(0)
    return {'burn_rate': None if rate is None else float(rate)}


def burn_rate_threshold(vector):
    given = vector.input
    share = exact(given['budget_percent_consumed']) / 100
    factor = burn_factor(share, round(given['period_days'] * DAY_US), _window_us(given['long_window']))
    return {'burn_rate_factor': float(factor)}


def _window_us(text):
    number, unit = re.fullmatch(r'(\d+)([smhdw])', text).groups()
    return int(number) * _UNITS[unit] * SECOND_US


def budget_status_hysteresis(vector):
    given = vector.input
    levels = BudgetLevels(exact(given['at_risk_threshold_percent']))
    percents = [exact(percent) for percent in given['remaining_percent_sequence']]
    return {'status_sequence': levels.run(given['initial'], percents)}


FAMILIES = {
    'error_budget': error_budget_family,
    'burn_rate': burn_rate_family,
    'burn_rate_threshold': burn_rate_threshold,
    'budget_status_hysteresis': budget_status_hysteresis,
}
