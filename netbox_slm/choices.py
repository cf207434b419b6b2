"""Every enumeration of the plugin; workflows have a `key`, so that an administrator can extend them (FIELD_CHOICES)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from utilities.choices import ChoiceSet


class CatalogEntryStatusChoices(ChoiceSet):
    """Life of a catalogue entry: only an active one can be offered."""

    key = 'CatalogEntry.status'

    STATUS_DRAFT = 'draft'
    STATUS_ACTIVE = 'active'
    STATUS_DEPRECATED = 'deprecated'
    STATUS_RETIRED = 'retired'

    CHOICES = [
        (STATUS_DRAFT, _('Draft'), 'cyan'),
        (STATUS_ACTIVE, pgettext_lazy('service levels', 'Active'), 'green'),
        (STATUS_DEPRECATED, _('Deprecated'), 'orange'),
        (STATUS_RETIRED, pgettext_lazy('service levels', 'Retired'), 'gray'),
    ]


class ServiceStatusChoices(ChoiceSet):
    """Life of a service that runs for somebody."""

    key = 'Service.status'

    STATUS_PLANNED = 'planned'
    STATUS_ACTIVE = 'active'
    STATUS_SUSPENDED = 'suspended'
    STATUS_RETIRED = 'retired'

    CHOICES = [
        (STATUS_PLANNED, _('Planned'), 'cyan'),
        (STATUS_ACTIVE, pgettext_lazy('service levels', 'Active'), 'green'),
        (STATUS_SUSPENDED, _('Suspended'), 'orange'),
        (STATUS_RETIRED, pgettext_lazy('service levels', 'Retired'), 'gray'),
    ]


class CriticalityChoices(ChoiceSet):
    """What the business loses when a service is down."""

    key = 'Service.criticality'

    CRITICALITY_CRITICAL = 'critical'
    CRITICALITY_HIGH = 'high'
    CRITICALITY_MEDIUM = 'medium'
    CRITICALITY_LOW = 'low'

    CHOICES = [
        (CRITICALITY_CRITICAL, _('Critical'), 'red'),
        (CRITICALITY_HIGH, _('High'), 'orange'),
        (CRITICALITY_MEDIUM, _('Medium'), 'blue'),
        (CRITICALITY_LOW, _('Low'), 'gray'),
    ]


class DependencyKindChoices(ChoiceSet):
    """How a service needs another (semantics.md §2): a hard need passes every state, a soft one only degrades."""

    KIND_HARD = 'hard'
    KIND_SOFT = 'soft'

    CHOICES = [
        (KIND_HARD, _('Hard'), 'red'),
        (KIND_SOFT, _('Soft'), 'yellow'),
    ]


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

    CHOICES = [
        (METRIC_AVAILABILITY, _('Availability'), 'blue'),
        (METRIC_RESPONSE, _('Response'), 'cyan'),
        (METRIC_RESOLUTION, _('Resolution'), 'indigo'),
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


class IncidentStatusChoices(ChoiceSet):
    """Workflow of an incident; a cancelled one (a false alarm) counts nowhere."""

    key = 'Incident.status'

    STATUS_NEW = 'new'
    STATUS_IN_PROGRESS = 'in_progress'
    STATUS_ON_HOLD = 'on_hold'
    STATUS_RESOLVED = 'resolved'
    STATUS_CLOSED = 'closed'
    STATUS_CANCELLED = 'cancelled'

    CHOICES = [
        (STATUS_NEW, _('New'), 'red'),
        (STATUS_IN_PROGRESS, _('In progress'), 'orange'),
        (STATUS_ON_HOLD, _('On hold'), 'yellow'),
        (STATUS_RESOLVED, _('Resolved'), 'teal'),
        (STATUS_CLOSED, _('Closed'), 'gray'),
        (STATUS_CANCELLED, _('Cancelled'), 'gray'),
    ]


class PriorityChoices(ChoiceSet):
    """Order of work; targets state a limit for each."""

    key = 'Incident.priority'

    PRIORITY_CRITICAL = 'critical'
    PRIORITY_HIGH = 'high'
    PRIORITY_MEDIUM = 'medium'
    PRIORITY_LOW = 'low'

    CHOICES = [
        (PRIORITY_CRITICAL, _('Critical'), 'red'),
        (PRIORITY_HIGH, _('High'), 'orange'),
        (PRIORITY_MEDIUM, _('Medium'), 'blue'),
        (PRIORITY_LOW, _('Low'), 'gray'),
    ]


class EffectChoices(ChoiceSet):
    """What an incident does to what it names (semantics.md §2)."""

    EFFECT_NONE = 'none'
    EFFECT_DEGRADED = 'degraded'
    EFFECT_DOWN = 'down'

    CHOICES = [
        (EFFECT_NONE, _('No effect'), 'gray'),
        (EFFECT_DEGRADED, _('Degraded'), 'orange'),
        (EFFECT_DOWN, _('Down'), 'red'),
    ]


class StateChoices(ChoiceSet):
    """State of a CI or a service, best first (semantics.md §2)."""

    STATE_UP = 'up'
    STATE_AT_RISK = 'at_risk'
    STATE_DEGRADED = 'degraded'
    STATE_DOWN = 'down'

    CHOICES = [
        (STATE_UP, _('Up'), 'green'),
        (STATE_AT_RISK, _('At risk'), 'yellow'),
        (STATE_DEGRADED, _('Degraded'), 'orange'),
        (STATE_DOWN, _('Down'), 'red'),
    ]


class AttainmentStatusChoices(ChoiceSet):
    """Verdict on a figure (semantics.md §5)."""

    STATUS_MET = 'met'
    STATUS_AT_RISK = 'at_risk'
    STATUS_MISSED = 'missed'
    STATUS_NO_DATA = 'no_data'

    CHOICES = [
        (STATUS_MET, _('Met'), 'green'),
        (STATUS_AT_RISK, _('At risk'), 'yellow'),
        (STATUS_MISSED, _('Missed'), 'red'),
        (STATUS_NO_DATA, _('No data'), 'gray'),
    ]


class ContributionKindChoices(ChoiceSet):
    """What a span did to a figure."""

    KIND_DOWNTIME = 'downtime'
    KIND_DEGRADED = 'degraded'
    KIND_MAINTENANCE = 'maintenance'
    KIND_EXCUSED = 'excused'
    KIND_CLOCK = 'clock'

    CHOICES = [
        (KIND_DOWNTIME, _('Downtime'), 'red'),
        (KIND_DEGRADED, _('Degraded'), 'orange'),
        (KIND_MAINTENANCE, _('Maintenance'), 'blue'),
        (KIND_EXCUSED, _('Excused'), 'teal'),
        (KIND_CLOCK, _('Incident clock'), 'indigo'),
    ]


class ContributionRuleChoices(ChoiceSet):
    """How an incident came to matter for a service."""

    RULE_NAMED = 'named'
    RULE_REQUIRED = 'required'
    RULE_GROUP = 'group'

    CHOICES = [
        (RULE_NAMED, _('Names the service'), 'blue'),
        (RULE_REQUIRED, _('Required component'), 'red'),
        (RULE_GROUP, _('Member of a redundancy group'), 'orange'),
    ]


class ContributionReasonChoices(ChoiceSet):
    """Why time of a contribution was not counted; of an incident's clock, whether its limit was kept."""

    REASON_HOURS = 'hours'
    REASON_TERM = 'term'
    REASON_MAINTENANCE = 'maintenance'
    REASON_EXCUSED = 'excused'
    REASON_SHORT = 'short'
    REASON_OVERLAP = 'overlap'
    REASON_WEIGHT = 'weight'
    REASON_MET = 'met'
    REASON_MISSED = 'missed'
    REASON_PENDING = 'pending'

    CHOICES = [
        (REASON_HOURS, _('Outside service hours'), 'gray'),
        (REASON_TERM, _("Outside the agreement's term or the service's life"), 'gray'),
        (REASON_MAINTENANCE, _('In agreed maintenance'), 'blue'),
        (REASON_EXCUSED, _('In excused time'), 'teal'),
        (REASON_SHORT, _('Outage shorter than the agreement counts'), 'gray'),
        (REASON_OVERLAP, _('Already counted for something else'), 'gray'),
        (REASON_WEIGHT, _('Degraded time counts in part'), 'orange'),
        (REASON_MET, _('Within the limit'), 'green'),
        (REASON_MISSED, _('Beyond the limit'), 'red'),
        (REASON_PENDING, _('Still running within the limit'), 'blue'),
    ]
