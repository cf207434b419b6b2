"""Enumerations of what happens: incidents and their effects."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from utilities.choices import ChoiceSet

__all__ = (
    'AcknowledgementMethodChoices',
    'AgreementFormChoices',
    'ChangeSignificanceChoices',
    'ChangeStatusChoices',
    'ChangeTypeChoices',
    'DecisionChoices',
    'DerivedEffectsCountChoices',
    'EffectChoices',
    'EffectDirectionChoices',
    'IncidentStatusChoices',
    'PriorityChoices',
    'ReleaseElementStateChoices',
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


class DecisionChoices(ChoiceSet):
    """What somebody said of an effect that was found through the infrastructure."""

    DECISION_PROPOSED = 'proposed'
    DECISION_CONFIRMED = 'confirmed'
    DECISION_REJECTED = 'rejected'

    CHOICES = [
        (DECISION_PROPOSED, _('Not decided'), 'blue'),
        (DECISION_CONFIRMED, _('Confirmed'), 'green'),
        (DECISION_REJECTED, _('Rejected'), 'gray'),
    ]


class DerivedEffectsCountChoices(ChoiceSet):
    """When an effect that was found through the infrastructure counts in a figure; a rejected one never does."""

    COUNT_AT_ONCE = 'at_once'
    COUNT_CONFIRMED = 'confirmed'

    CHOICES = [
        (COUNT_AT_ONCE, _('At once, unless rejected')),
        (COUNT_CONFIRMED, _('Only when confirmed')),
    ]


class ChangeStatusChoices(ChoiceSet):
    """Workflow of a change and of a release (process §7); one of an administrator's own comes before the approval."""

    key = 'Change.status'

    STATUS_DRAFT = 'draft'
    STATUS_ASSESSED = 'assessed'
    STATUS_SLM_REVIEW = 'slm_review'
    STATUS_APPROVED = 'approved'
    STATUS_SCHEDULED = 'scheduled'
    STATUS_IN_PROGRESS = 'in_progress'
    STATUS_DONE = 'done'
    STATUS_ROLLED_BACK = 'rolled_back'
    STATUS_CANCELLED = 'cancelled'

    CHOICES = [
        (STATUS_DRAFT, _('Draft'), 'gray'),
        (STATUS_ASSESSED, _('Assessed'), 'cyan'),
        (STATUS_SLM_REVIEW, _('SLM review'), 'purple'),
        (STATUS_APPROVED, _('Approved'), 'teal'),
        (STATUS_SCHEDULED, pgettext_lazy('service levels', 'Scheduled'), 'blue'),
        (STATUS_IN_PROGRESS, _('In progress'), 'orange'),
        (STATUS_DONE, _('Done'), 'green'),
        (STATUS_ROLLED_BACK, _('Rolled back'), 'red'),
        (STATUS_CANCELLED, _('Cancelled'), 'gray'),
    ]

    # Entered only through the gate; the work may be done
    APPROVED = (STATUS_APPROVED, STATUS_SCHEDULED, STATUS_IN_PROGRESS, STATUS_DONE, STATUS_ROLLED_BACK)
    ENDED = (STATUS_DONE, STATUS_ROLLED_BACK, STATUS_CANCELLED)


class ChangeTypeChoices(ChoiceSet):
    """How a change is handled: a standard one is approved beforehand, an emergency one cannot wait for a record."""

    key = 'Change.type'

    TYPE_STANDARD = 'standard'
    TYPE_NORMAL = 'normal'
    TYPE_EMERGENCY = 'emergency'

    CHOICES = [
        (TYPE_STANDARD, pgettext_lazy('service levels', 'Standard'), 'green'),
        (TYPE_NORMAL, _('Normal'), 'blue'),
        (TYPE_EMERGENCY, _('Emergency'), 'red'),
    ]


class ChangeSignificanceChoices(ChoiceSet):
    """How much a change can do; a major one may go beyond an SLA (process §7.1)."""

    key = 'Change.significance'

    SIGNIFICANCE_MINOR = 'minor'
    SIGNIFICANCE_SIGNIFICANT = 'significant'
    SIGNIFICANCE_MAJOR = 'major'

    CHOICES = [
        (SIGNIFICANCE_MINOR, _('Minor'), 'gray'),
        (SIGNIFICANCE_SIGNIFICANT, _('Significant'), 'orange'),
        (SIGNIFICANCE_MAJOR, _('Major'), 'red'),
    ]


class AgreementFormChoices(ChoiceSet):
    """How a customer agreed."""

    FORM_VERBAL = 'verbal'
    FORM_WRITTEN = 'written'

    CHOICES = [
        (FORM_VERBAL, _('Verbal'), 'yellow'),
        (FORM_WRITTEN, _('Written'), 'green'),
    ]


class AcknowledgementMethodChoices(ChoiceSet):
    """How a customer was told of a change or release, and answered."""

    key = 'Acknowledgement.method'

    METHOD_EMAIL = 'email'
    METHOD_PHONE = 'phone'
    METHOD_MEETING = 'meeting'
    METHOD_LETTER = 'letter'
    METHOD_PORTAL = 'portal'

    CHOICES = [
        (METHOD_EMAIL, _('E-mail'), 'blue'),
        (METHOD_PHONE, pgettext_lazy('service levels', 'Phone'), 'cyan'),
        (METHOD_MEETING, _('Meeting'), 'green'),
        (METHOD_LETTER, _('Letter'), 'gray'),
        (METHOD_PORTAL, _('Portal'), 'purple'),
    ]


class ReleaseElementStateChoices(ChoiceSet):
    """What was decided about an element that a release introduces."""

    STATE_PROPOSED = 'proposed'
    STATE_CONFIRMED = 'confirmed'
    STATE_DECLINED = 'declined'

    CHOICES = [
        (STATE_PROPOSED, _('Proposed'), 'blue'),
        (STATE_CONFIRMED, _('Confirmed'), 'green'),
        (STATE_DECLINED, _('Declined'), 'gray'),
    ]


class EffectDirectionChoices(ChoiceSet):
    """Whether a release does a service good or harm."""

    DIRECTION_POSITIVE = 'positive'
    DIRECTION_NEGATIVE = 'negative'

    CHOICES = [
        (DIRECTION_POSITIVE, _('Positive'), 'green'),
        (DIRECTION_NEGATIVE, _('Negative'), 'red'),
    ]
