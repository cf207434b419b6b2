"""Error budgets, burn rates over pairs of windows, and levels that do not flicker (semantics.md §4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from ..errors import TargetError
from ..instants import DAY_US, SECOND_US

HEALTHY, AT_RISK, EXHAUSTED = 'healthy', 'at_risk', 'exhausted'
_HOUR_US, _MINUTE_US = 3600 * SECOND_US, 60 * SECOND_US


class Budget(NamedTuple):
    """An error budget and what became of it, in whatever unit it was asked in. remaining may be negative."""

    total: Fraction
    consumed: Fraction

    @property
    def remaining(self) -> Fraction:
        """What is left; below 0 when it is overspent."""
        return self.total - self.consumed

    @property
    def remaining_share(self) -> Fraction | None:
        """What is left as a share of the budget; None where there was nothing to spend."""
        return self.remaining / self.total if self.total else None


def allowed_share(target: Fraction) -> Fraction:
    """1 - target: the share that may fail. Raises TargetError where there is none, or no target could be kept."""
    if not 0 < target < 1:
        raise TargetError('target', target, 'a budget needs a target above 0 and below 100 %.')
    return 1 - target


def error_budget(target: Fraction, total: Fraction, bad: Fraction) -> Budget:
    """The budget of a target over `total`, of which `bad` failed. Exact. Raises TargetError."""
    return Budget(allowed_share(target) * total, bad)


def burn_rate(target: Fraction, total: Fraction, bad: Fraction) -> Fraction | None:
    """Share that failed / share that may fail; None without data. Exact. Raises TargetError."""
    allowed = allowed_share(target)
    return bad / total / allowed if total else None


def burn_factor(budget_share: Fraction, period_us: int, long_window_us: int) -> Fraction:
    """The burn rate that consumes a share of the budget of a period within a window."""
    return budget_share * period_us / long_window_us


@dataclass(frozen=True, slots=True)
class BurnWindows:
    """A pair of windows that end now: an alert starts where both burn faster than `factor`."""

    long_us: int
    short_us: int
    factor: Fraction


BURN_WINDOWS = (
    BurnWindows(_HOUR_US, 5 * _MINUTE_US, Fraction(72, 5)),
    BurnWindows(6 * _HOUR_US, 30 * _MINUTE_US, Fraction(6)),
    BurnWindows(DAY_US, 2 * _HOUR_US, Fraction(3)),
    BurnWindows(3 * DAY_US, 6 * _HOUR_US, Fraction(1)),
)


def is_burning(
    windows: BurnWindows, long_rate: Fraction | None, short_rate: Fraction | None, *, was_burning: bool
) -> bool:
    """Whether the alert of a pair of windows stands. A rate is None where its window has not enough data.

    It starts when both rates exceed the factor and clears when that of the long window no longer does; a long window
    without data says nothing new.
    """
    if was_burning:
        return long_rate is None or long_rate > windows.factor
    return long_rate is not None and short_rate is not None and min(long_rate, short_rate) > windows.factor


@dataclass(frozen=True, slots=True)
class BudgetLevels:
    """Levels of a remaining budget, in percent of it: at risk at or below one, exhausted at or below 0.

    A level is left `at_risk_margin` or `exhausted_margin` points above where it is entered.
    """

    at_risk_percent: Fraction
    at_risk_margin: Fraction = Fraction(5)
    exhausted_margin: Fraction = Fraction(2)

    def after(self, level: str, remaining_percent: Fraction) -> str:
        """The level that follows on another one. Leaving is asked first, then what is entered instead."""
        if level == EXHAUSTED and remaining_percent < self.exhausted_margin:
            return EXHAUSTED
        if remaining_percent <= 0:
            return EXHAUSTED
        if level == AT_RISK and remaining_percent < self.at_risk_percent + self.at_risk_margin:
            return AT_RISK
        return AT_RISK if remaining_percent <= self.at_risk_percent else HEALTHY

    def run(self, level: str, remaining_percents: Sequence[Fraction]) -> list[str]:
        """The level after each of a sequence of percentages."""
        found = []
        for percent in remaining_percents:
            level = self.after(level, percent)
            found.append(level)
        return found
