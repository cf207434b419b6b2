"""Holds: spans in which the clock of an incident stands."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ...visible import named, shown
from ..bases import NetBoxModel
from ..terms import check_order
from ..twins import refuse_twin
from .bulk import CheckedByCleanMixin

__all__ = ('Hold',)


class Hold(CheckedByCleanMixin, NetBoxModel):
    """A span in which an incident waits for the customer; open without an end. It stops clocks (semantics.md §5).

    It lies inside its incident: from the report on, and ended when the incident is resolved.
    """

    incident = models.ForeignKey(
        to='netbox_slm.Incident', on_delete=models.CASCADE, related_name='holds', verbose_name=_('incident')
    )
    starts_at = models.DateTimeField(verbose_name=_('start'))
    ends_at = models.DateTimeField(
        verbose_name=_('end'), blank=True, null=True, help_text=_('Empty while the hold lasts')
    )
    reason = models.CharField(verbose_name=_('reason'), max_length=200)

    clone_fields = ('incident', 'reason')
    viewable_relations = ('incident',)

    class Meta:
        ordering = ('incident', 'starts_at')
        verbose_name = _('hold')
        verbose_name_plural = _('holds')
        constraints = (
            models.UniqueConstraint(
                fields=('incident', 'starts_at'),
                name='%(app_label)s_%(class)s_unique_start',
                violation_error_message=_('The incident already has a hold that begins then.'),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F('starts_at')),
                name='%(app_label)s_%(class)s_time_order',
                violation_error_message=_('A hold ends after it begins.'),
            ),
        )

    def __str__(self):
        return _('Hold of {incident}').format(incident=named(self, 'incident'))

    def clean(self):
        super().clean()
        check_order(self, 'starts_at', 'ends_at')
        incident = shown(self, 'incident')
        if incident is None or not self.starts_at:
            return
        refuse_twin(
            self,
            ('incident_id', 'starts_at'),
            'starts_at',
            _('The incident already has a hold that begins at {at}: change that one, or give another time.').format(
                at=self.starts_at
            ),
        )
        self._check_inside(incident)

    def _check_inside(self, incident):
        """The clock of an incident runs from its report to its resolution (semantics.md §5)."""
        if self.starts_at < incident.reported_at:
            raise ValidationError(
                {
                    'starts_at': _(
                        '{at} is before the report at {reported}: give a time from then on, a hold lies inside its '
                        'incident.'
                    ).format(at=self.starts_at, reported=incident.reported_at)
                }
            )
        if not incident.resolved_at:
            return
        if self.starts_at >= incident.resolved_at:
            raise ValidationError(
                {
                    'starts_at': _(
                        '{at} is not before the resolution at {resolved}: give an earlier time, a hold lies inside '
                        'its incident.'
                    ).format(at=self.starts_at, resolved=incident.resolved_at)
                }
            )
        if self.ends_at is None or self.ends_at > incident.resolved_at:
            raise ValidationError(
                {
                    'ends_at': _(
                        'The incident was resolved at {resolved}: give an end of the hold no later than that.'
                    ).format(resolved=incident.resolved_at)
                }
            )

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.incident
        return objectchange
