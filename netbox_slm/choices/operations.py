"""Enumerations of what happens: incidents and their effects."""

from django.utils.translation import gettext_lazy as _

from utilities.choices import ChoiceSet

__all__ = (
    'EffectChoices',
    'IncidentStatusChoices',
    'PriorityChoices',
    'StateChoices',
)


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
