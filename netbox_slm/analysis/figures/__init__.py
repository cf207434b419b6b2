"""From facts to figures: what the engine makes of the rows, and how each figure came about. No query, no clock."""

from collections.abc import Iterable

from ...engine.periods import Period
from ..facts import Facts, TargetTerms
from .availability import availability_figures
from .clocks import clock_figures
from .ledger import LedgerError
from .model import Contribution, Figure, FigureKey

__all__ = ('Contribution', 'Figure', 'FigureKey', 'LedgerError', 'figures_of')


def figures_of(facts: Facts, wanted: Iterable[tuple[TargetTerms, int | None, Period]]) -> list[Figure]:
    """The figures of these (target, service id or None for all of them combined, period)."""
    wanted = list(wanted)
    return [
        *availability_figures(facts, [each for each in wanted if each[0].is_availability]),
        *clock_figures(facts, [each for each in wanted if not each[0].is_availability]),
    ]
