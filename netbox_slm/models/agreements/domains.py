"""What a target of each metric may promise (semantics.md §4, §5): the same by form, import, REST and database."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Floor
from django.utils.translation import gettext_lazy as _

from ...choices import AggregationChoices, MetricChoices, TargetDirectionChoices

__all__ = ('check_promise', 'more_is_better', 'promise_constraints')

_MORE_IS_BETTER = (*MetricChoices.SHARES, MetricChoices.METRIC_MTBF)
_ABOVE_ZERO = (MetricChoices.METRIC_MTTR, MetricChoices.METRIC_MTBF)
_FROM_ZERO = (MetricChoices.METRIC_LONGEST_OUTAGE, *MetricChoices.COUNTS)
_OF_MEASURED = ('direction', 'aggregation', 'unit', 'measure')


def more_is_better(metric, direction=''):
    """Whether a figure keeps its promise from the target upwards; only measured metrics have a direction of their own.

    metric: of `MetricChoices`. direction: of `TargetDirectionChoices`.
    """
    if metric in MetricChoices.MEASURED:
        return direction == TargetDirectionChoices.DIRECTION_AT_LEAST
    return metric in _MORE_IS_BETTER


def check_promise(target):
    """Refuse a promise outside the domain of its metric. Raises ValidationError on the field."""
    _check_level(target)
    _check_value(target)
    _check_measured(target)
    _check_percentile(target)
    _check_workload(target)


def _check_level(target):
    metric = target.get_metric_display()
    if target.metric in MetricChoices.SHARES:
        if target.target_percent is None:
            raise ValidationError(
                {
                    'target_percent': _('{metric} is promised in percent: give one above 0 and up to 100.').format(
                        metric=metric
                    )
                }
            )
        if target.target_value is not None:
            raise ValidationError(
                {'target_value': _('{metric} is promised in percent: leave the value empty.').format(metric=metric)}
            )
        return
    if target.target_percent is not None:
        raise ValidationError(
            {
                'target_percent': _('{metric} is not promised in percent: leave this empty, and give a value.').format(
                    metric=metric
                )
            }
        )
    if target.target_value is None:
        raise ValidationError({'target_value': _value_wanted(target).format(metric=metric)})


def _value_wanted(target):
    if target.metric in MetricChoices.DURATIONS:
        return _('{metric} is promised as a duration: give seconds of it.')
    if target.metric in MetricChoices.COUNTS:
        return _('{metric} is promised as a number: give a whole one, 0 or more.')
    return _('{metric} is promised as a value: give it.')


def _check_value(target):
    value, metric = target.target_value, target.get_metric_display()
    # clean_fields() leaves a text that it has refused
    if value is None or isinstance(value, str):
        return
    if target.metric in _ABOVE_ZERO and value <= 0:
        message = _('A target of {value} seconds for {metric} cannot be kept: give more than 0.')
    elif target.metric in _FROM_ZERO and value < 0:
        message = _('A target of {value} for {metric} cannot be kept: give 0 or more.')
    elif target.metric in MetricChoices.COUNTS and value != int(value):
        message = _('{value} is no whole number, and {metric} is counted: give one.')
    else:
        return
    raise ValidationError({'target_value': message.format(value=value, metric=metric)})


def _check_measured(target):
    metric = target.get_metric_display()
    if target.metric in MetricChoices.MEASURED:
        wanted = {
            'direction': _(
                '{metric} needs a direction: say whether its value is to be at least or at most the target.'
            ),
            'aggregation': _('{metric} needs an aggregation: say how the measurements of a period become one value.'),
        }
        for field, message in wanted.items():
            if not getattr(target, field):
                raise ValidationError({field: message.format(metric=metric)})
        return
    for field in _OF_MEASURED:
        if getattr(target, field):
            raise ValidationError(
                {field: _('{metric} is computed, not measured: leave this empty.').format(metric=metric)}
            )


def _check_percentile(target):
    is_percentile = target.aggregation == AggregationChoices.AGGREGATE_PERCENTILE
    value = target.percentile
    if is_percentile and value is None:
        raise ValidationError({'percentile': _('Say which percentile: a number above 0 and up to 100.')})
    if not is_percentile and value is not None:
        raise ValidationError(
            {'percentile': _('Only the aggregation by percentile has one: leave this empty, or choose it.')}
        )
    if value is not None and not isinstance(value, str) and not 0 < value <= 100:
        raise ValidationError(
            {'percentile': _('{value} is no percentile: give one above 0 and up to 100.').format(value=value)}
        )


def _check_workload(target):
    if target.metric == MetricChoices.METRIC_WORKLOAD:
        if not target.workload_kind:
            raise ValidationError(
                {'workload_kind': _('Say what is counted as workload: requests, incidents or changes.')}
            )
    elif target.workload_kind:
        raise ValidationError(
            {
                'workload_kind': _('Only a workload counts this, not {metric}: leave it empty.').format(
                    metric=target.get_metric_display()
                )
            }
        )


def promise_constraints():
    """The same rules as constraints of the database."""
    rules = _level_rules() | _word_rules()
    return tuple(
        models.CheckConstraint(
            condition=condition, name=f'%(app_label)s_%(class)s_{name}', violation_error_message=text
        )
        for name, (condition, text) in rules.items()
    )


def _level_rules():
    """Which number is promised, and between which bounds: conditions and messages by name."""
    values = Q(metric__in=(*MetricChoices.OUTAGES, MetricChoices.METRIC_WORKLOAD, *MetricChoices.MEASURED))
    return {
        'target_range': (
            Q(target_percent__gt=0, target_percent__lte=100),
            _('A target lies above 0 and up to 100 percent.'),
        ),
        'level': (
            Q(metric__in=MetricChoices.SHARES) & Q(target_percent__isnull=False, target_value__isnull=True)
            | values & Q(target_percent__isnull=True, target_value__isnull=False),
            _('A target is a percentage, or a value, as its metric says.'),
        ),
        'value_range': (
            ~Q(metric__in=(*_ABOVE_ZERO, *_FROM_ZERO))
            | Q(metric__in=_ABOVE_ZERO, target_value__gt=0)
            | Q(metric__in=_FROM_ZERO, target_value__gte=0),
            _('A value lies in the domain of its metric.'),
        ),
        'whole_count': (
            ~Q(metric__in=MetricChoices.COUNTS) | Q(target_value=Floor('target_value')),
            _('What is counted has a whole number as its target.'),
        ),
    }


def _word_rules():
    """What else a metric needs to be said, and others must not say."""
    measured = Q(metric__in=MetricChoices.MEASURED)
    return {
        'measured': (
            measured & ~Q(direction='') & ~Q(aggregation='') | ~measured & Q(**dict.fromkeys(_OF_MEASURED, '')),
            _('Measured metrics, and only these, have a direction and an aggregation.'),
        ),
        'percentile_range': (
            Q(aggregation='percentile', percentile__isnull=False, percentile__gt=0, percentile__lte=100)
            | ~Q(aggregation='percentile') & Q(percentile__isnull=True),
            _('A percentile lies above 0 and up to 100, and only the aggregation by percentile has one.'),
        ),
        'workload_kind': (
            Q(metric='workload') & ~Q(workload_kind='') | ~Q(metric='workload') & Q(workload_kind=''),
            _('A workload, and only that, says what it counts.'),
        ),
    }
