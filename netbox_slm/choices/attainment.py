"""Enumerations of figures and what they are made of."""

from django.utils.translation import gettext_lazy as _

from utilities.choices import ChoiceSet

__all__ = (
    'AlertKindChoices',
    'AttainmentStatusChoices',
    'ContributionKindChoices',
    'ContributionReasonChoices',
    'ContributionRuleChoices',
    'FigureUnitChoices',
    'RevisionCauseChoices',
)


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


class FigureUnitChoices(ChoiceSet):
    """What the figure of a metric is."""

    UNIT_PERCENT = 'percent'
    UNIT_DURATION = 'duration'
    UNIT_COUNT = 'count'
    UNIT_VALUE = 'value'

    CHOICES = [
        (UNIT_PERCENT, _('Percent')),
        (UNIT_DURATION, _('Duration')),
        (UNIT_COUNT, _('Number')),
        (UNIT_VALUE, _('Measured value')),
    ]


class ContributionKindChoices(ChoiceSet):
    """What a span did to a figure."""

    KIND_DOWNTIME = 'downtime'
    KIND_DEGRADED = 'degraded'
    KIND_MAINTENANCE = 'maintenance'
    KIND_EXCUSED = 'excused'
    KIND_CLOCK = 'clock'
    KIND_OUTAGE = 'outage'
    KIND_HANDLED = 'handled'
    KIND_MEASUREMENT = 'measurement'

    CHOICES = [
        (KIND_DOWNTIME, _('Downtime'), 'red'),
        (KIND_DEGRADED, _('Degraded'), 'orange'),
        (KIND_MAINTENANCE, _('Maintenance'), 'blue'),
        (KIND_EXCUSED, _('Excused'), 'teal'),
        (KIND_CLOCK, _('Incident clock'), 'indigo'),
        (KIND_OUTAGE, _('Outage'), 'red'),
        (KIND_HANDLED, _('Handled'), 'purple'),
        (KIND_MEASUREMENT, _('Measurement'), 'green'),
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


class RevisionCauseChoices(ChoiceSet):
    """Why a stored figure was written anew (semantics.md §6)."""

    CAUSE_RECOMPUTED = 'recomputed'
    CAUSE_REOPENED = 'reopened'
    CAUSE_CLOSED = 'closed'
    CAUSE_DEFECT = 'defect'

    CHOICES = [
        (CAUSE_RECOMPUTED, _('Facts changed'), 'blue'),
        (CAUSE_REOPENED, _('Reopened'), 'orange'),
        (CAUSE_CLOSED, _('Made final'), 'green'),
        (CAUSE_DEFECT, _('Defect mended'), 'red'),
    ]


class AlertKindChoices(ChoiceSet):
    """What an alert is about."""

    KIND_FIGURE = 'figure'
    KIND_BURN_RATE = 'burn_rate'
    KIND_DEADLINE = 'deadline'
    KIND_DEFECT = 'defect'

    CHOICES = [
        (KIND_FIGURE, _('Figure')),
        (KIND_BURN_RATE, _('Burn rate')),
        (KIND_DEADLINE, _('Deadline')),
        (KIND_DEFECT, _('Defect')),
    ]
