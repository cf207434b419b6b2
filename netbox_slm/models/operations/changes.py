"""Changes: planned work on CIs, and what it does to each."""

from datetime import timedelta

from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...choices import ChangeStatusChoices, EffectChoices
from ...visible import may_see, named, shown
from ..bases import NetBoxModel
from ..twins import refuse_twin
from .linked import check_linked
from .planned import APPROVED_FIELDS, PlannedWork
from .workflow import Blocker

__all__ = ('Change', 'PlannedEffect', 'approved_as_it_is')


def approved_as_it_is(release):
    """Why what an approved release consists of stays, and what to do about it."""
    name = str(release) if may_see(release) else _('a release that you may not view')
    if release.status in (ChangeStatusChoices.STATUS_APPROVED, ChangeStatusChoices.STATUS_SCHEDULED):
        return _('{release} was approved with its changes as they are: take it back to a draft to change them.').format(
            release=name
        )
    return _('{release} was approved with its changes as they are: record further work as a change of its own.').format(
        release=name
    )


class Change(PlannedWork):
    """Planned work, alone or as a part of a release."""

    release = models.ForeignKey(
        to='netbox_slm.Release',
        on_delete=models.SET_NULL,
        related_name='changes',
        verbose_name=_('release'),
        blank=True,
        null=True,
    )

    viewable_relations = ('tenant', 'release')
    clone_fields = (*PlannedWork.clone_fields, 'release')

    class Meta(PlannedWork.Meta):
        verbose_name = _('change')
        verbose_name_plural = _('changes')

    def blockers_of_others(self, to, status):
        """A cancelled change does not come back into a release that was approved without it."""
        release = shown(self, 'release')
        if status == ChangeStatusChoices.STATUS_CANCELLED and release and release.is_approved:
            return [Blocker('release', approved_as_it_is(release))]
        return []

    def clean(self):
        super().clean()
        self._check_kept_by_release(self._stored())

    def _check_kept_by_release(self, stored):
        """An approval of a release is about its changes as they were then."""
        before, after = (stored and shown(stored, 'release')), shown(self, 'release')
        if before != after:
            for release in filter(None, (before, after)):
                if release.is_approved:
                    raise ValidationError({'release': approved_as_it_is(release)})
        elif after and after.is_approved and self.status != ChangeStatusChoices.STATUS_CANCELLED:
            for field in APPROVED_FIELDS:
                if getattr(stored, field) != getattr(self, field):
                    raise ValidationError({field: approved_as_it_is(after)})


class PlannedEffect(NetBoxModel):
    """What a change does to one CI (semantics.md §7): down by default, and for its whole window.

    `offset_seconds` after the planned start, for `outage_seconds`; what is empty reaches from the start, or to the end
    of the window. Both lie inside it. It is part of what is approved: it changes only before.
    """

    change = models.ForeignKey(
        to='netbox_slm.Change',
        on_delete=models.CASCADE,
        related_name='planned_effects',
        verbose_name=_('change'),
    )
    object_type = models.ForeignKey(
        to='contenttypes.ContentType', on_delete=models.PROTECT, related_name='+', verbose_name=_('object type')
    )
    object_id = models.PositiveBigIntegerField(verbose_name=_('object ID'))
    object = GenericForeignKey(ct_field='object_type', fk_field='object_id')
    effect = models.CharField(
        verbose_name=_('effect'), max_length=50, choices=EffectChoices, default=EffectChoices.EFFECT_DOWN
    )
    outage_seconds = models.PositiveIntegerField(
        verbose_name=_('outage'),
        blank=True,
        null=True,
        validators=(MinValueValidator(1),),
        help_text=_('How long the effect lasts. Empty: to the end of the planned window.'),
    )
    offset_seconds = models.PositiveIntegerField(
        verbose_name=_('begins after'),
        blank=True,
        null=True,
        help_text=_('Time from the planned start to the effect. Empty: none.'),
    )

    clone_fields = ('change', 'effect', 'outage_seconds', 'offset_seconds')
    viewable_relations = ('change', 'object')

    class Meta:
        ordering = ('change', 'object_type', 'object_id')
        verbose_name = _('planned effect')
        verbose_name_plural = _('planned effects')
        indexes = (models.Index(fields=('object_type', 'object_id'), name='netbox_slm_plannedeffect_ci'),)
        constraints = (
            models.UniqueConstraint(
                fields=('change', 'object_type', 'object_id'),
                name='%(app_label)s_%(class)s_unique_object',
                violation_error_message=_('The change already names this object.'),
            ),
            models.CheckConstraint(
                condition=Q(outage_seconds__isnull=True) | Q(outage_seconds__gte=1),
                name='%(app_label)s_%(class)s_outage_positive',
                violation_error_message=_('An outage lasts at least one second.'),
            ),
        )

    def __str__(self):
        return f'{named(self, "change")} – {named(self, "object")}'

    @property
    def starts_at(self):
        """From when it is planned to take effect; None while the change has no planned start."""
        start = self.change.planned_start
        return start + timedelta(seconds=self.offset_seconds or 0) if start else None

    @property
    def ends_at(self):
        """Until when it is planned to last; None while the change has no window."""
        start = self.starts_at
        if self.outage_seconds is None or start is None:
            return self.change.planned_end
        return start + timedelta(seconds=self.outage_seconds)

    def clean(self):
        super().clean()
        check_linked(self)
        if self.change_id is None:
            return
        refuse_twin(
            self,
            ('change_id', 'object_type_id', 'object_id'),
            'object_id',
            _('The change already names this object: change that entry instead.'),
        )
        self._check_not_approved()
        self._check_inside()

    def _check_not_approved(self):
        before = type(self).objects.filter(pk=self.pk).select_related('change').first() if self.pk else None
        names = ('change_id', 'object_type_id', 'object_id', 'effect', 'outage_seconds', 'offset_seconds')
        if before and all(getattr(before, name) == getattr(self, name) for name in names):
            return
        for change in {self.change, before.change if before else self.change}:
            release = shown(change, 'release')
            if release and release.is_approved:
                raise ValidationError({'change': approved_as_it_is(release)})
            if change.is_approved:
                raise ValidationError(
                    {
                        'change': _(
                            '{change} was approved with its planned effects: take it back to a draft to change them.'
                        ).format(change=change)
                    }
                )

    def _check_inside(self):
        """An effect lies inside the planned window, as far as both are known."""
        start, end = self.change.planned_start, self.change.planned_end
        if not (start and end):
            return
        window_seconds = (end - start).total_seconds()
        offset = self.offset_seconds or 0
        if offset >= window_seconds:
            raise ValidationError(
                {'offset_seconds': _('The planned window is over by then: give a shorter time, or a longer window.')}
            )
        if self.outage_seconds and offset + self.outage_seconds > window_seconds:
            raise ValidationError(
                {
                    'outage_seconds': _(
                        'The outage would last longer than the planned window: shorten it, or plan more time.'
                    )
                }
            )

    def get_effect_color(self):
        return EffectChoices.colors.get(self.effect)

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = shown(self, 'change')
        return objectchange
