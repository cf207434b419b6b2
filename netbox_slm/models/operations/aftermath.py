"""After the work: incidents that a change is held to have caused."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...choices import DecisionChoices
from ...visible import named, shown
from ..bases import NetBoxModel
from ..twins import refuse_twin

__all__ = ('CausedIncident',)


class CausedIncident(NetBoxModel):
    """An incident during or after a change, on a CI that it worked on: proposed as caused by it, until decided."""

    change = models.ForeignKey(
        to='netbox_slm.Change',
        on_delete=models.CASCADE,
        related_name='caused_incidents',
        verbose_name=_('change'),
    )
    incident = models.ForeignKey(
        to='netbox_slm.Incident',
        on_delete=models.CASCADE,
        related_name='causing_changes',
        verbose_name=_('incident'),
    )
    decision = models.CharField(
        verbose_name=_('decision'),
        max_length=50,
        choices=DecisionChoices,
        default=DecisionChoices.DECISION_PROPOSED,
        editable=False,
    )
    decided_by = models.ForeignKey(
        to=settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name='+',
        verbose_name=_('decided by'),
        blank=True,
        null=True,
        editable=False,
    )
    decided_at = models.DateTimeField(verbose_name=_('decided'), blank=True, null=True, editable=False)

    clone_fields = ('change',)
    viewable_relations = ('change', 'incident')

    class Meta:
        ordering = ('change', 'incident')
        verbose_name = _('caused incident')
        verbose_name_plural = _('caused incidents')
        constraints = (
            models.UniqueConstraint(
                fields=('change', 'incident'),
                name='%(app_label)s_%(class)s_unique_incident',
                violation_error_message=_('The change already names this incident.'),
            ),
            models.CheckConstraint(
                condition=Q(decision='proposed', decided_by__isnull=True, decided_at__isnull=True)
                | Q(~Q(decision='proposed'), decided_by__isnull=False, decided_at__isnull=False),
                name='%(app_label)s_%(class)s_decided_by',
                violation_error_message=_('A decision needs who decided and when.'),
            ),
        )

    def __str__(self):
        return f'{named(self, "change")} – {named(self, "incident")}'

    def clean(self):
        super().clean()
        refuse_twin(
            self,
            ('change_id', 'incident_id'),
            'incident',
            _('The change already names this incident: change that entry instead.'),
        )

    def get_decision_color(self):
        return DecisionChoices.colors.get(self.decision)

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = shown(self, 'change')
        return objectchange
