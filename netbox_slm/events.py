"""The event types of service levels: with them event rules, webhooks and notifications of NetBox work (docs/alerts.md).

Each is raised by `analysis.alerts`, with the figure or the incident as its object and `alert` in its data; that of a
written agreement by `analysis.chasing`, with the customer's agreement.
"""

from django.utils.translation import gettext_lazy as _

from netbox.events import (
    EVENT_TYPE_KIND_DANGER,
    EVENT_TYPE_KIND_SUCCESS,
    EVENT_TYPE_KIND_WARNING,
    EventType,
)

__all__ = (
    'BURN_RATE',
    'DEADLINE_NEAR',
    'EVENT_TYPES',
    'FIGURE_DEFECT',
    'SLA_AT_RISK',
    'SLA_MISSED',
    'SLA_RESTORED',
    'WRITTEN_AGREEMENT_DUE',
    'register',
)

SLA_AT_RISK = 'sla_at_risk'
SLA_MISSED = 'sla_missed'
SLA_RESTORED = 'sla_restored'
DEADLINE_NEAR = 'deadline_near'
BURN_RATE = 'burn_rate'
FIGURE_DEFECT = 'figure_defect'
WRITTEN_AGREEMENT_DUE = 'written_agreement_due'


class _EventType(EventType):
    """As NetBox's, whose pages join and print `text` and so need a real string: in the language of who reads it."""

    @property
    def text(self):
        """The name of the event."""
        return str(self._text)

    @text.setter
    def text(self, text):
        self._text = text


EVENT_TYPES = (
    _EventType(SLA_AT_RISK, _('SLA at risk'), kind=EVENT_TYPE_KIND_WARNING),
    _EventType(SLA_MISSED, _('SLA missed'), kind=EVENT_TYPE_KIND_DANGER),
    _EventType(SLA_RESTORED, _('SLA restored'), kind=EVENT_TYPE_KIND_SUCCESS),
    _EventType(DEADLINE_NEAR, _('Deadline near or past'), kind=EVENT_TYPE_KIND_WARNING),
    _EventType(BURN_RATE, _('Error budget burns fast'), kind=EVENT_TYPE_KIND_DANGER),
    _EventType(FIGURE_DEFECT, _('Figure was wrong'), kind=EVENT_TYPE_KIND_DANGER),
    _EventType(WRITTEN_AGREEMENT_DUE, _('Written agreement due'), kind=EVENT_TYPE_KIND_WARNING),
)


def register():
    """Make them known to NetBox; called once, when it starts."""
    for event_type in EVENT_TYPES:
        event_type.register()
