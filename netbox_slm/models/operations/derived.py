"""What an incident does through the infrastructure: to CIs that it does not name, as read when it was recorded."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...choices import DecisionChoices, EffectChoices
from ...visible import named
from ..bases import NetBoxModel

__all__ = ('DerivedEffect',)


class DerivedEffect(NetBoxModel):
    """A component of services that an incident takes down or degrades through what NetBox knows of it.

    Written by `analysis.derived_effects` from the topology of that moment and kept with the incident, so that no later
    re-cabling changes a past figure (semantics.md §6). People only decide whether it was so.
    `reason`: the chain from an object that the incident names to this one, each step as
    {'type': 'dcim.device', 'id': 5, 'relation': what the one before is to it, …}. `together_with`: ids of other
    incidents without which it would not be so; the effect lasts only while they do.
    """

    incident = models.ForeignKey(
        to='netbox_slm.Incident',
        on_delete=models.CASCADE,
        related_name='derived_effects',
        verbose_name=_('incident'),
    )
    object_type = models.ForeignKey(
        to='contenttypes.ContentType', on_delete=models.PROTECT, related_name='+', verbose_name=_('object type')
    )
    object_id = models.PositiveBigIntegerField(verbose_name=_('object ID'))
    object = GenericForeignKey(ct_field='object_type', fk_field='object_id')
    effect = models.CharField(
        verbose_name=_('effect'), max_length=50, choices=EffectChoices, default=EffectChoices.EFFECT_DOWN
    )
    reason = models.JSONField(verbose_name=_('reason'), default=list, blank=True, editable=False)
    distance = models.PositiveSmallIntegerField(verbose_name=_('distance'), default=1)
    together_with = ArrayField(
        models.BigIntegerField(),
        verbose_name=_('together with'),
        default=list,
        blank=True,
        editable=False,
    )
    decision = models.CharField(
        verbose_name=_('decision'),
        max_length=50,
        choices=DecisionChoices,
        default=DecisionChoices.DECISION_PROPOSED,
    )
    decided_by = models.ForeignKey(
        to=settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name='+',
        verbose_name=_('decided by'),
        blank=True,
        null=True,
    )
    decided_at = models.DateTimeField(verbose_name=_('decided'), blank=True, null=True)
    computed_at = models.DateTimeField(verbose_name=_('topology read'))

    viewable_relations = ('incident', 'object')

    class Meta:
        ordering = ('incident', 'distance', 'object_type', 'object_id')
        verbose_name = _('derived effect')
        verbose_name_plural = _('derived effects')
        indexes = (
            models.Index(fields=('object_type', 'object_id'), name='netbox_slm_derived_object'),
            GinIndex(fields=('together_with',), name='netbox_slm_derived_together'),
        )
        constraints = (
            models.UniqueConstraint(
                fields=('incident', 'object_type', 'object_id'),
                name='%(app_label)s_%(class)s_unique_object',
                violation_error_message=_('This effect of the incident is already recorded.'),
            ),
            models.CheckConstraint(
                condition=Q(effect__in=(EffectChoices.EFFECT_DEGRADED, EffectChoices.EFFECT_DOWN)),
                name='%(app_label)s_%(class)s_has_effect',
                violation_error_message=_('A derived effect is degraded or down.'),
            ),
            models.CheckConstraint(
                condition=Q(decision='proposed', decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(decision='proposed') & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name='%(app_label)s_%(class)s_decided_by_somebody',
                violation_error_message=_('A decision names who decided and when; without one nobody did.'),
            ),
        )

    def __str__(self):
        return f'{named(self, "incident")} – {named(self, "object")}'

    def clean(self):
        super().clean()
        if self.effect == EffectChoices.EFFECT_NONE:
            raise ValidationError({'effect': _('A derived effect is degraded or down: choose one of the two.')})
        is_decided = self.decision != DecisionChoices.DECISION_PROPOSED
        if is_decided != bool(self.decided_by_id and self.decided_at):
            raise ValidationError({'decision': _('A decision names who decided and when; without one nobody did.')})

    def get_effect_color(self):
        return EffectChoices.colors.get(self.effect)

    def get_decision_color(self):
        return DecisionChoices.colors.get(self.decision)

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.incident
        return objectchange
