"""Enumerations of agreements, targets and calendars."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from utilities.choices import ChoiceSet

__all__ = (
    'AggregationChoices',
    'CombinationChoices',
    'ContractKindChoices',
    'ContractStatusChoices',
    'CoverageGapChoices',
    'MaintenanceWindowStatusChoices',
    'MetricChoices',
    'PeriodKindChoices',
    'SLAKindChoices',
    'SLAStatusChoices',
    'TargetDirectionChoices',
    'WeekdayChoices',
    'WorkloadKindChoices',
)


class WeekdayChoices(ChoiceSet):
    """Days of the week, Monday first (ISO 8601), counted from 0."""

    CHOICES = [
        (0, _('Monday')),
        (1, _('Tuesday')),
        (2, _('Wednesday')),
        (3, _('Thursday')),
        (4, _('Friday')),
        (5, _('Saturday')),
        (6, _('Sunday')),
    ]


class ContractKindChoices(ChoiceSet):
    """Who is on the other side of a contract."""

    KIND_CUSTOMER = 'customer'
    KIND_SUPPLIER = 'supplier'

    CHOICES = [
        (KIND_CUSTOMER, _('Customer contract'), 'blue'),
        (KIND_SUPPLIER, _('Supplier contract'), 'purple'),
    ]


class ContractStatusChoices(ChoiceSet):
    """Life of a contract."""

    key = 'Contract.status'

    STATUS_DRAFT = 'draft'
    STATUS_ACTIVE = 'active'
    STATUS_EXPIRED = 'expired'
    STATUS_TERMINATED = 'terminated'

    CHOICES = [
        (STATUS_DRAFT, _('Draft'), 'cyan'),
        (STATUS_ACTIVE, pgettext_lazy('service levels', 'Active'), 'green'),
        (STATUS_EXPIRED, _('Expired'), 'gray'),
        (STATUS_TERMINATED, _('Terminated'), 'red'),
    ]


class SLAKindChoices(ChoiceSet):
    """Who promises to whom: we to a customer (SLA), a team of ours to us (OLA), a supplier to us (underpinning)."""

    KIND_SLA = 'sla'
    KIND_OLA = 'ola'
    KIND_UNDERPINNING = 'underpinning'

    CHOICES = [
        (KIND_SLA, _('SLA'), 'blue'),
        (KIND_OLA, _('OLA'), 'teal'),
        (KIND_UNDERPINNING, _('Underpinning contract'), 'purple'),
    ]


class SLAStatusChoices(ChoiceSet):
    """Workflow of an agreement; figures are computed from `active` on (setting `computed_sla_statuses`)."""

    key = 'SLA.status'

    STATUS_DRAFT = 'draft'
    STATUS_NEGOTIATION = 'negotiation'
    STATUS_SIGNED = 'signed'
    STATUS_ACTIVE = 'active'
    STATUS_EXPIRED = 'expired'
    STATUS_TERMINATED = 'terminated'

    CHOICES = [
        (STATUS_DRAFT, _('Draft'), 'cyan'),
        (STATUS_NEGOTIATION, _('In negotiation'), 'yellow'),
        (STATUS_SIGNED, _('Signed'), 'indigo'),
        (STATUS_ACTIVE, pgettext_lazy('service levels', 'Active'), 'green'),
        (STATUS_EXPIRED, _('Expired'), 'gray'),
        (STATUS_TERMINATED, _('Terminated'), 'red'),
    ]


class PeriodKindChoices(ChoiceSet):
    """Over which spans a promise is judged (semantics.md §6)."""

    KIND_MONTH = 'month'
    KIND_QUARTER = 'quarter'
    KIND_YEAR = 'year'
    KIND_CONTRACT_YEAR = 'contract_year'
    KIND_ROLLING = 'rolling'

    CHOICES = [
        (KIND_MONTH, _('Calendar month')),
        (KIND_QUARTER, _('Calendar quarter')),
        (KIND_YEAR, _('Calendar year')),
        (KIND_CONTRACT_YEAR, _('Contract year')),
        (KIND_ROLLING, _('Rolling days')),
    ]


class MetricChoices(ChoiceSet):
    """What a target measures (semantics.md §4 and §5)."""

    METRIC_AVAILABILITY = 'availability'
    METRIC_RESPONSE = 'response'
    METRIC_RESOLUTION = 'resolution'
    METRIC_MTTR = 'mttr'
    METRIC_MTBF = 'mtbf'
    METRIC_OUTAGES = 'outages'
    METRIC_LONGEST_OUTAGE = 'longest_outage'
    METRIC_WORKLOAD = 'workload'
    METRIC_PERFORMANCE = 'performance'
    METRIC_SECURITY = 'security'
    METRIC_COST = 'cost'
    METRIC_SATISFACTION = 'satisfaction'
    METRIC_CUSTOM = 'custom'

    CHOICES = [
        (METRIC_AVAILABILITY, _('Availability'), 'blue'),
        (METRIC_RESPONSE, _('Response'), 'cyan'),
        (METRIC_RESOLUTION, _('Resolution'), 'indigo'),
        (METRIC_MTTR, _('Mean time to restore'), 'teal'),
        (METRIC_MTBF, _('Mean time between failures'), 'teal'),
        (METRIC_OUTAGES, _('Number of outages'), 'orange'),
        (METRIC_LONGEST_OUTAGE, _('Longest outage'), 'orange'),
        (METRIC_WORKLOAD, _('Workload'), 'purple'),
        (METRIC_PERFORMANCE, _('Performance'), 'green'),
        (METRIC_SECURITY, _('Security'), 'red'),
        (METRIC_COST, _('Cost'), 'yellow'),
        (METRIC_SATISFACTION, _('Satisfaction'), 'pink'),
        (METRIC_CUSTOM, _('Other measurement'), 'gray'),
    ]

    # What the figure of a metric is: a share of time or of incidents, a duration, a number, or a measured value
    SHARES = (METRIC_AVAILABILITY, METRIC_RESPONSE, METRIC_RESOLUTION)
    CLOCKS = (METRIC_RESPONSE, METRIC_RESOLUTION)
    DURATIONS = (METRIC_MTTR, METRIC_MTBF, METRIC_LONGEST_OUTAGE)
    OUTAGES = (METRIC_MTTR, METRIC_MTBF, METRIC_OUTAGES, METRIC_LONGEST_OUTAGE)
    COUNTS = (METRIC_OUTAGES, METRIC_WORKLOAD)
    MEASURED = (METRIC_PERFORMANCE, METRIC_SECURITY, METRIC_COST, METRIC_SATISFACTION, METRIC_CUSTOM)


class TargetDirectionChoices(ChoiceSet):
    """On which side of its target a measured value keeps the promise; computed metrics have theirs fixed."""

    DIRECTION_AT_LEAST = 'at_least'
    DIRECTION_AT_MOST = 'at_most'

    CHOICES = [
        (DIRECTION_AT_LEAST, _('At least')),
        (DIRECTION_AT_MOST, _('At most')),
    ]


class AggregationChoices(ChoiceSet):
    """How the measurements of a period become one value (semantics.md §5)."""

    AGGREGATE_MEAN = 'mean'
    AGGREGATE_MIN = 'min'
    AGGREGATE_MAX = 'max'
    AGGREGATE_LAST = 'last'
    AGGREGATE_SUM = 'sum'
    AGGREGATE_PERCENTILE = 'percentile'

    CHOICES = [
        (AGGREGATE_MEAN, _('Mean')),
        (AGGREGATE_MIN, _('Least')),
        (AGGREGATE_MAX, _('Greatest')),
        (AGGREGATE_LAST, pgettext_lazy('service levels', 'Last')),
        (AGGREGATE_SUM, pgettext_lazy('service levels', 'Sum')),
        (AGGREGATE_PERCENTILE, _('Percentile')),
    ]


class WorkloadKindChoices(ChoiceSet):
    """What a workload target counts (semantics.md §5)."""

    KIND_REQUESTS = 'requests'
    KIND_INCIDENTS = 'incidents'
    KIND_CHANGES = 'changes'

    CHOICES = [
        (KIND_REQUESTS, _('Requests')),
        (KIND_INCIDENTS, _('Incidents')),
        (KIND_CHANGES, _('Changes')),
    ]


class CoverageGapChoices(ChoiceSet):
    """Why an agreement is not covered by what it rests on."""

    GAP_NOTHING = 'nothing'
    GAP_UNSIGNED = 'unsigned'
    GAP_TERM = 'term'
    GAP_HOURS = 'hours'
    GAP_SUPPLIER = 'supplier'
    GAP_AVAILABILITY = 'availability'
    GAP_LIMIT = 'limit'
    GAP_VALUE = 'value'

    CHOICES = [
        (GAP_NOTHING, _('Nothing is promised')),
        (GAP_UNSIGNED, _('Not signed')),
        (GAP_TERM, _('Term')),
        (GAP_HOURS, _('Service hours')),
        (GAP_SUPPLIER, _('Supplier without an agreement')),
        (GAP_AVAILABILITY, _('Availability')),
        (GAP_LIMIT, _('Response or resolution')),
        (GAP_VALUE, _('Other promise')),
    ]


class CombinationChoices(ChoiceSet):
    """How a target over several services combines them (semantics.md §4)."""

    COMBINE_EACH = 'each'
    COMBINE_TOGETHER = 'together'
    COMBINE_MEAN = 'mean'
    COMBINE_POOLED = 'pooled'

    CHOICES = [
        (COMBINE_EACH, _('Each alone')),
        (COMBINE_TOGETHER, _('All together')),
        (COMBINE_MEAN, _('Mean of the shares')),
        (COMBINE_POOLED, _('Pooled seconds')),
    ]


class MaintenanceWindowStatusChoices(ChoiceSet):
    """Only an agreed window excludes time from a figure."""

    key = 'MaintenanceWindow.status'

    STATUS_PROPOSED = 'proposed'
    STATUS_AGREED = 'agreed'
    STATUS_CANCELLED = 'cancelled'

    CHOICES = [
        (STATUS_PROPOSED, _('Proposed'), 'cyan'),
        (STATUS_AGREED, _('Agreed'), 'green'),
        (STATUS_CANCELLED, _('Cancelled'), 'gray'),
    ]
