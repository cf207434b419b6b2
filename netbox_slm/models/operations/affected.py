"""What an incident touches: CIs, and services named outright."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...choices import EffectChoices
from ...linkable import is_linkable
from ...visible import named, shown
from ..bases import NetBoxModel
from ..twins import refuse_twin
from .bulk import CheckedByCleanMixin
from .weights import weight_constraint, weight_field

__all__ = ('AffectedCI', 'AffectedService')


class AffectedCI(CheckedByCleanMixin, NetBoxModel):
    """A CI on which an incident is, with its own effect where that differs from the incident's."""

    incident = models.ForeignKey(
        to='netbox_slm.Incident',
        on_delete=models.CASCADE,
        related_name='affected_cis',
        verbose_name=_('incident'),
    )
    object_type = models.ForeignKey(
        to='contenttypes.ContentType', on_delete=models.PROTECT, related_name='+', verbose_name=_('object type')
    )
    object_id = models.PositiveBigIntegerField(verbose_name=_('object ID'))
    object = GenericForeignKey(ct_field='object_type', fk_field='object_id')
    effect = models.CharField(
        verbose_name=_('effect'),
        max_length=50,
        choices=EffectChoices,
        blank=True,
        help_text=_("Empty: the incident's effect"),
    )

    clone_fields = ('incident', 'effect')
    viewable_relations = ('incident', 'object')

    class Meta:
        ordering = ('incident', 'object_type', 'object_id')
        verbose_name = _('affected CI')
        verbose_name_plural = _('affected CIs')
        indexes = (models.Index(fields=('object_type', 'object_id')),)
        constraints = (
            models.UniqueConstraint(
                fields=('incident', 'object_type', 'object_id'),
                name='%(app_label)s_%(class)s_unique_object',
                violation_error_message=_('The incident already names this object.'),
            ),
        )

    def __str__(self):
        return f'{named(self, "incident")} – {named(self, "object")}'

    def clean(self):
        super().clean()
        if self.object_type_id is None or self.object_id is None:
            return
        if not is_linkable(self.object_type):
            raise ValidationError(
                {
                    'object_type': _(
                        'Objects of the type {type} cannot be affected: choose another object, or have the type '
                        'added to the setting linkable_types.'
                    ).format(type=self.object_type)
                }
            )
        if self.object is None:
            raise ValidationError(
                {
                    'object_id': _('There is no {type} with the ID {id}.').format(
                        type=self.object_type.model_class()._meta.verbose_name, id=self.object_id
                    )
                }
            )
        refuse_twin(
            self,
            ('incident_id', 'object_type_id', 'object_id'),
            'object_id',
            _('The incident already names this object: change that entry instead.'),
        )

    @property
    def resulting_effect(self):
        """Its own effect, else the incident's."""
        incident = shown(self, 'incident')
        return self.effect or (incident.effect if incident else '')

    def get_effect_color(self):
        return EffectChoices.colors.get(self.effect)

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.incident
        return objectchange


class AffectedService(CheckedByCleanMixin, NetBoxModel):
    """What an incident does to one service, named outright.

    It replaces, for that service, what the incident does through the service's own components (semantics.md §4):
    a service may recover before its CI, or not be touched at all (effect `none`).
    """

    incident = models.ForeignKey(
        to='netbox_slm.Incident',
        on_delete=models.CASCADE,
        related_name='affected_services',
        verbose_name=_('incident'),
    )
    service = models.ForeignKey(
        to='netbox_slm.Service',
        on_delete=models.CASCADE,
        related_name='incident_effects',
        verbose_name=_('service'),
    )
    effect = models.CharField(
        verbose_name=_('effect'),
        max_length=50,
        choices=EffectChoices,
        blank=True,
        help_text=_("Empty: the incident's effect"),
    )
    starts_at = models.DateTimeField(
        verbose_name=_('start'), blank=True, null=True, help_text=_("Empty: the incident's start")
    )
    ends_at = models.DateTimeField(
        verbose_name=_('end'), blank=True, null=True, help_text=_("Empty: the incident's end")
    )
    weight = weight_field()

    clone_fields = ('incident', 'effect', 'starts_at', 'ends_at')
    viewable_relations = ('incident', 'service')

    class Meta:
        ordering = ('incident', 'service')
        verbose_name = _('affected service')
        verbose_name_plural = _('affected services')
        constraints = (
            models.UniqueConstraint(
                fields=('incident', 'service'),
                name='%(app_label)s_%(class)s_unique_service',
                violation_error_message=_('The incident already names this service.'),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gte=F('starts_at')),
                name='%(app_label)s_%(class)s_time_order',
                violation_error_message=_('The effect on a service ends after it begins.'),
            ),
            weight_constraint(),
        )

    def __str__(self):
        return f'{named(self, "incident")} – {named(self, "service")}'

    def clean(self):
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError(
                {
                    'ends_at': _('{end} is before {start}: give a later end, or leave it empty.').format(
                        end=self.ends_at, start=self.starts_at
                    )
                }
            )
        refuse_twin(
            self,
            ('incident_id', 'service_id'),
            'service',
            _('The incident already names this service: change that entry instead.'),
        )
        if self.ends_at and self.ends_at > timezone.now():
            raise ValidationError(
                {'ends_at': _('{at} lies in the future: give the time at which it happened.').format(at=self.ends_at)}
            )

    @property
    def resulting_effect(self):
        """Its own effect, else the incident's."""
        incident = shown(self, 'incident')
        return self.effect or (incident.effect if incident else '')

    def get_effect_color(self):
        return EffectChoices.colors.get(self.effect)

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.incident
        return objectchange
