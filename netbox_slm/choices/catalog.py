"""Enumerations of the catalogue and its services."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from utilities.choices import ChoiceSet

__all__ = (
    'CatalogEntryStatusChoices',
    'CriticalityChoices',
    'DependencyKindChoices',
    'NeedKindChoices',
    'ServiceStatusChoices',
)


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


class NeedKindChoices(ChoiceSet):
    """How a CI needs another (graph.md §1): as it is, softly (it is degraded at worst), or as one of a group."""

    KIND_REQUIRED = 'required'
    KIND_SOFT = 'soft'
    KIND_GROUP = 'group'

    CHOICES = [
        (KIND_REQUIRED, pgettext_lazy('service levels', 'Required'), 'red'),
        (KIND_SOFT, _('Soft'), 'yellow'),
        (KIND_GROUP, _('Member of a group'), 'orange'),
    ]
