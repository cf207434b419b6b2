"""Whether supporting agreements respond, resolve and restore as fast as is promised (semantics.md §5)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ...choices import CoverageGapChoices, MetricChoices, PriorityChoices
from ...models import SLA, ServiceLevelTarget
from ...wording import format_duration, format_promise
from .availability import supporters_of
from .facts import ChainFacts
from .gaps import Gap

__all__ = ('limit_gaps', 'value_gaps')


def limit_gaps(facts: ChainFacts, target: ServiceLevelTarget) -> Iterator[Gap]:
    """Priorities for which a supporting agreement takes longer than is promised, and lower shares in time."""
    for other, theirs in _same_metric(facts, target):
        for priority, label in PriorityChoices:
            own_limit, their_limit = _limit(target, priority), _limit(theirs, priority)
            if own_limit is None:
                continue
            if their_limit is None:
                text = _(
                    '{agreement} has no limit for {metric} at priority {priority}, you promise {yours}: not covered.'
                )
            elif their_limit > own_limit:
                text = _(
                    '{agreement} takes up to {theirs} for {metric} at priority {priority}, you promise {yours}: not '
                    'covered.'
                )
            else:
                continue
            sentence = text.format(
                agreement=other,
                metric=target.get_metric_display(),
                priority=label,
                theirs=format_duration(their_limit or 0),
                yours=format_duration(own_limit),
            )
            yield Gap(CoverageGapChoices.GAP_LIMIT, sentence, (other, target), target, other)
        if theirs.target_percent < target.target_percent:
            sentence = _(
                '{agreement} promises {theirs} % in time for {metric}, you promise {yours} %: not covered.'
            ).format(
                agreement=other,
                metric=target.get_metric_display(),
                theirs=f'{theirs.target_percent.normalize():f}',
                yours=f'{target.target_percent.normalize():f}',
            )
            yield Gap(CoverageGapChoices.GAP_LIMIT, sentence, (other, target), target, other)


def value_gaps(facts: ChainFacts, target: ServiceLevelTarget) -> Iterator[Gap]:
    """Outages and restoration that a supporting agreement promises, but less well; measured values are not compared."""
    if target.metric not in MetricChoices.OUTAGES:
        return
    sign = 1 if target.more_is_better else -1
    for other, theirs in _same_metric(facts, target):
        if sign * theirs.target_value < sign * target.target_value:
            sentence = _('{agreement} promises for {metric}: {theirs}; you promise: {yours}. Not covered.').format(
                agreement=other,
                metric=target.get_metric_display(),
                theirs=format_promise(theirs),
                yours=format_promise(target),
            )
            yield Gap(CoverageGapChoices.GAP_VALUE, sentence, (other, target), target, other)


def _same_metric(facts: ChainFacts, target: ServiceLevelTarget) -> Iterator[tuple[SLA, ServiceLevelTarget]]:
    """Targets of the same metric of the agreements that support one of the target's services, each once."""
    supporters = {
        other.pk: other for service_id in facts.scope_of(target) for other in supporters_of(facts, service_id)
    }
    for other in supporters.values():
        for theirs in facts.targets.get(other.pk, ()):
            if theirs.metric == target.metric:
                yield other, theirs


def _limit(target: ServiceLevelTarget, priority: str) -> int | None:
    return (target.priority_limits or {}).get(priority) or target.limit_seconds
