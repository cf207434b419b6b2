"""Enumerations of agreements, targets and calendars."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from utilities.choices import ChoiceSet

__all__ = (
    'CombinationChoices',
    'ContractKindChoices',
    'ContractStatusChoices',
    'MaintenanceWindowStatusChoices',
    'MetricChoices',
    'PeriodKindChoices',
    'SLAKindChoices',
    'SLAStatusChoices',
    'WeekdayChoices',
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
