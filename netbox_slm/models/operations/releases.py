"""Releases: changes that go together, what they introduce, and what they do for and to services."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ...choices import (
    ChangeSignificanceChoices,
    ChangeStatusChoices,
    ChangeTypeChoices,
    EffectDirectionChoices,
    ReleaseElementStateChoices,
)
from ...visible import named, shown
from ..bases import NetBoxModel
from ..twins import refuse_twin
from .linked import check_linked
from .planned import PlannedWork
from .workflow import Blocker

__all__ = ('Release', 'ReleaseEffect', 'ReleaseElement')


class Release(PlannedWork):
    """Changes that are carried out together; it has the steps of a change.

    It begins when all its changes are approved, and ends when all have ended; cancelled ones do not count. Once it is
    approved they stay as they are: none joins or leaves it, but one may be cancelled, which only does less.
    """

    class Meta(PlannedWork.Meta):
        verbose_name = _('release')
        verbose_name_plural = _('releases')

    @property
    def may_go_beyond(self):
        """Also with a change of that kind in it: both halves of a pair go beyond an SLA only together."""
        return super().may_go_beyond or (
            self.pk is not None
            and self.changes.exclude(status=ChangeStatusChoices.STATUS_CANCELLED)
            .filter(
                Q(significance=ChangeSignificanceChoices.SIGNIFICANCE_MAJOR) | Q(type=ChangeTypeChoices.TYPE_EMERGENCY)
            )
            .exists()
        )

    def blockers_of_others(self, to, status):
        """Changes that are not yet where the step to `to` needs them."""
        statuses = ChangeStatusChoices
        changes = self.changes.exclude(status=statuses.STATUS_CANCELLED)
        if to == statuses.STATUS_IN_PROGRESS:
            count = changes.exclude(status__in=statuses.APPROVED).count()
            message = ngettext(
                '{count} of its changes is not approved: approve it or cancel it.',
                '{count} of its changes are not approved: approve or cancel them.',
                count,
            )
        elif to in statuses.APPROVED and status not in statuses.APPROVED:
            inside = Q(planned_start__gte=self.planned_start, planned_end__lte=self.planned_end)
            count = changes.exclude(inside).count() if self.planned_start and self.planned_end else 0
            message = ngettext(
                '{count} of its changes is not planned inside its time: move it, or plan more time.',
                '{count} of its changes are not planned inside its time: move them, or plan more time.',
                count,
            )
        elif to in (statuses.STATUS_DONE, statuses.STATUS_ROLLED_BACK):
            count = changes.exclude(status__in=statuses.ENDED).count()
            message = ngettext(
                '{count} of its changes has not ended: finish it first.',
                '{count} of its changes have not ended: finish them first.',
                count,
            )
        else:
            return []
        return [Blocker('changes', message.format(count=count))] if count else []


class ReleaseElement(NetBoxModel):
    """What a release introduces: a CI into a service, or a new service into SLAs (process §7.3).

    With an `object`: the CI becomes a component of `service`, in `redundancy_group` if that is given. Without: the
    service itself is new, and joins `slas`. Proposed first; a confirmed one takes effect when the release is done, and
    `merged_at` says when it did.
    """

    release = models.ForeignKey(
        to='netbox_slm.Release', on_delete=models.CASCADE, related_name='elements', verbose_name=_('release')
    )
    service = models.ForeignKey(
        to='netbox_slm.Service',
        on_delete=models.CASCADE,
        related_name='release_elements',
        verbose_name=_('service'),
        help_text=_('The service that gets something new, or that is new itself'),
    )
    object_type = models.ForeignKey(
        to='contenttypes.ContentType',
        on_delete=models.PROTECT,
        related_name='+',
        verbose_name=_('object type'),
        blank=True,
        null=True,
    )
    object_id = models.PositiveBigIntegerField(verbose_name=_('object ID'), blank=True, null=True)
    object = GenericForeignKey(ct_field='object_type', fk_field='object_id')
    redundancy_group = models.ForeignKey(
        to='netbox_slm.RedundancyGroup',
        on_delete=models.SET_NULL,
        related_name='+',
        verbose_name=_('redundancy group'),
        blank=True,
        null=True,
        help_text=_('Empty: the service requires the new component'),
    )
    slas = models.ManyToManyField(
        to='netbox_slm.SLA',
        related_name='release_elements',
        verbose_name=_('SLAs'),
        blank=True,
        help_text=_('The agreements that a new service joins'),
    )
    state = models.CharField(
        verbose_name=_('state'),
        max_length=50,
        choices=ReleaseElementStateChoices,
        default=ReleaseElementStateChoices.STATE_PROPOSED,
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
    merged_at = models.DateTimeField(verbose_name=_('took effect'), blank=True, null=True, editable=False)

    clone_fields = ('release', 'service', 'redundancy_group')
    viewable_relations = ('release', 'service', 'object', 'redundancy_group')

    class Meta:
        ordering = ('release', 'service', 'pk')
        verbose_name = _('release element')
        verbose_name_plural = _('release elements')
        permissions = (('confirm', 'Confirm or decline'),)
        indexes = (models.Index(fields=('object_type', 'object_id'), name='netbox_slm_releaseelement_ci'),)
        constraints = (
            models.UniqueConstraint(
                fields=('release', 'service', 'object_type', 'object_id'),
                nulls_distinct=False,
                name='%(app_label)s_%(class)s_unique_element',
                violation_error_message=_('The release already introduces this.'),
            ),
            models.CheckConstraint(
                condition=Q(object_type__isnull=True, object_id__isnull=True, redundancy_group__isnull=True)
                | Q(object_type__isnull=False, object_id__isnull=False),
                name='%(app_label)s_%(class)s_whole_object',
                violation_error_message=_('An object has a type and an ID, and only an object joins a group.'),
            ),
            models.CheckConstraint(
                condition=Q(state='proposed', decided_by__isnull=True, decided_at__isnull=True)
                | Q(~Q(state='proposed'), decided_by__isnull=False, decided_at__isnull=False),
                name='%(app_label)s_%(class)s_decided_by',
                violation_error_message=_('A decision needs who decided and when.'),
            ),
        )

    def __str__(self):
        if self.object_id is None:
            return f'{named(self, "release")} – {named(self, "service")}'
        return f'{named(self, "release")} – {named(self, "service")} – {named(self, "object")}'

    @property
    def is_new_service(self):
        """Whether the service itself is what is introduced."""
        return self.object_id is None

    def clean(self):
        super().clean()
        check_linked(self)
        stored = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        if stored and stored.merged_at and self._differs_from(stored):
            raise ValidationError(
                _('It took effect at {at} and is kept as a record: change the service or the SLA itself.').format(
                    at=stored.merged_at
                )
            )
        if self.redundancy_group_id and self.object_id is None:
            raise ValidationError(
                {'redundancy_group': _('Only a CI joins a group: name the object, or leave the group empty.')}
            )
        group = shown(self, 'redundancy_group')
        if group and group.service_id != self.service_id:
            raise ValidationError(
                {
                    'redundancy_group': _('{group} is a group of another service: choose one of {service}.').format(
                        group=group.name, service=shown(self, 'service')
                    )
                }
            )
        refuse_twin(
            self,
            ('release_id', 'service_id', 'object_type_id', 'object_id'),
            'object_id' if self.object_id else 'service',
            _('The release already introduces this: change that entry instead.'),
        )

    def _differs_from(self, stored):
        fields = ('release_id', 'service_id', 'object_type_id', 'object_id', 'redundancy_group_id')
        return any(getattr(self, field) != getattr(stored, field) for field in fields)

    def get_state_color(self):
        return ReleaseElementStateChoices.colors.get(self.state)

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = shown(self, 'release')
        return objectchange


class ReleaseEffect(NetBoxModel):
    """A positive or negative effect of a release on a service, an SLA, or a service under an SLA (process §7.3)."""

    release = models.ForeignKey(
        to='netbox_slm.Release', on_delete=models.CASCADE, related_name='effects', verbose_name=_('release')
    )
    service = models.ForeignKey(
        to='netbox_slm.Service',
        on_delete=models.CASCADE,
        related_name='release_effects',
        verbose_name=_('service'),
        blank=True,
        null=True,
    )
    sla = models.ForeignKey(
        to='netbox_slm.SLA',
        on_delete=models.CASCADE,
        related_name='release_effects',
        verbose_name=_('SLA'),
        blank=True,
        null=True,
    )
    direction = models.CharField(verbose_name=_('direction'), max_length=50, choices=EffectDirectionChoices)
    text = models.CharField(verbose_name=_('effect'), max_length=500)

    clone_fields = ('release', 'service', 'sla', 'direction')
    viewable_relations = ('release', 'service', 'sla')

    class Meta:
        ordering = ('release', '-direction', 'pk')
        verbose_name = _('release effect')
        verbose_name_plural = _('release effects')
        constraints = (
            models.CheckConstraint(
                condition=Q(service__isnull=False) | Q(sla__isnull=False),
                name='%(app_label)s_%(class)s_on_something',
                violation_error_message=_('An effect is on a service or on an SLA.'),
            ),
        )

    def __str__(self):
        return f'{named(self, "release")}: {self.text}'

    def clean(self):
        super().clean()
        if self.service_id is None and self.sla_id is None:
            raise ValidationError({'service': _('Name the service or the SLA that it has an effect on.')})

    def get_direction_color(self):
        return EffectDirectionChoices.colors.get(self.direction)

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = shown(self, 'release')
        return objectchange
