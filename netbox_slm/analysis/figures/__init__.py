"""From facts to figures: what the engine makes of the rows, and how each figure came about. No query, no clock."""

from collections.abc import Callable, Iterable, Sequence

from ...choices import MetricChoices
from ...engine.periods import Period
from ..facts import Facts, TargetTerms
from .availability import availability_figures
from .clocks import clock_figures
from .derived import with_whole_ways
from .ledger import LedgerError
from .measured import measured_figures
from .model import Contribution, Figure, FigureKey
from .outages import outage_figures
from .workload import workload_figures

__all__ = ('Contribution', 'Figure', 'FigureKey', 'LedgerError', 'figures_of')

type Wanted = tuple[TargetTerms, int | None, Period]

_BY_METRIC: tuple[tuple[tuple[str, ...], Callable[[Facts, Sequence[Wanted]], list[Figure]]], ...] = (
    ((MetricChoices.METRIC_AVAILABILITY,), availability_figures),
    (MetricChoices.CLOCKS, clock_figures),
    (MetricChoices.OUTAGES, outage_figures),
    ((MetricChoices.METRIC_WORKLOAD,), workload_figures),
    (MetricChoices.MEASURED, measured_figures),
)


def figures_of(facts: Facts, wanted: Iterable[Wanted]) -> list[Figure]:
    """The figures of these (target, service id or None for all of them combined, period)."""
    wanted = list(wanted)
    figures: list[Figure] = []
    for rule in sorted({target.counts_proposed for target, _service, _period in wanted}):
        ruled = facts.under(rule)
        chosen = [each for each in wanted if each[0].counts_proposed is rule]
        figures += with_whole_ways(
            [
                figure
                for metrics, compute in _BY_METRIC
                for figure in compute(ruled, [each for each in chosen if each[0].metric in metrics])
            ],
            ruled.incidents.reasons,
        )
    return figures
