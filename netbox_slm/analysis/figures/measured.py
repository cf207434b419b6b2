"""Figures of what is measured elsewhere (semantics.md §5): performance, security, cost, satisfaction, anything else."""

from collections.abc import Sequence
from fractions import Fraction

from ...choices import CombinationChoices, ContributionKindChoices
from ...engine.objectives import Aggregate, Share, Value, aggregated
from ...engine.periods import Period
from ..facts import Facts, TargetTerms
from ..facts.measurements import MeasuredValue
from .model import Contribution, Figure
from .values import mean_of, share_of, value_figure

__all__ = ('measured_figures',)


def measured_figures(facts: Facts, wanted: Sequence[tuple[TargetTerms, int | None, Period]]) -> list[Figure]:
    """The figures of measured targets: each (target, service id or None for all combined, period)."""
    return [_figure(facts, target, service_id, period) for target, service_id, period in wanted]


def _figure(facts: Facts, target: TargetTerms, service_id: int | None, period: Period) -> Figure:
    if service_id is None and target.combination == CombinationChoices.COMBINE_MEAN:
        each = [_values(facts, target, service, period) for service in target.service_ids]
        share = mean_of([_aggregate(target, values) for values in each])
        lines = list({line.object_key: line for values in each for line in _lines(values)}.values())
    else:
        values = _values(facts, target, service_id, period)
        share, lines = _aggregate(target, values), _lines(values)
    return value_figure(target, service_id, period, share, lines, is_over=facts.now_us >= period.end_us)


def _values(facts: Facts, target: TargetTerms, service_id: int | None, period: Period) -> list[MeasuredValue]:
    """What was measured in the period, the term and the operational life, up to now."""
    since_us, until_us = max(period.start_us, target.since_us), min(period.end_us, target.until_us, facts.now_us + 1)
    if service_id is not None:
        node = facts.structure.node_of(service_id)
        since_us = max(since_us, int(facts.structure.since_us[node]))
        until_us = min(until_us, int(facts.structure.until_us[node]))
    return [value for value in facts.measurements.of(target, service_id) if since_us <= value.at_us < until_us]


def _aggregate(target: TargetTerms, values: Sequence[MeasuredValue]) -> Share:
    given = [Value(value.at_us, Fraction(value.value)) for value in values]
    return share_of(aggregated(given, Aggregate(target.aggregation), target.percentile))


def _lines(values: Sequence[MeasuredValue]) -> list[Contribution]:
    return [
        Contribution(
            ContributionKindChoices.KIND_MEASUREMENT,
            value.service_id,
            None,
            None,
            value.object_key,
            (),
            '',
            value.at_us,
            value.at_us,
            0,
            0,
            '',
            value.value,
        )
        for value in values
    ]
