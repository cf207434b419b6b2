"""What a service stands on: components, redundancy groups, other services."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ...choices import DependencyKindChoices
from ...linkable import is_linkable
from ...visible import may_see, named, shown
from ..bases import PrimaryModel
from ..terms import ActiveTermMixin, term_constraint
from ..twins import refuse_twin

__all__ = ('RedundancyGroup', 'ServiceComponent', 'ServiceDependency')


class RedundancyGroup(ActiveTermMixin, PrimaryModel):
    """Components of a service of which `min_available` must work (N of M, semantics.md §2)."""

    service = models.ForeignKey(
        to='netbox_slm.Service',
        on_delete=models.CASCADE,
        related_name='redundancy_groups',
        verbose_name=_('service'),
    )
    name = models.CharField(verbose_name=_('name'), max_length=100)
    min_available = models.PositiveSmallIntegerField(
        verbose_name=_('minimum available'),
        default=1,
        validators=(MinValueValidator(1),),
        help_text=_('So many members must work for the service to work'),
    )

    clone_fields = ('service', 'min_available')
    viewable_relations = ('service',)

    class Meta:
        ordering = ('service', 'name')
        verbose_name = _('redundancy group')
        verbose_name_plural = _('redundancy groups')
        constraints = (
            models.UniqueConstraint(
                fields=('service', 'name'),
                name='%(app_label)s_%(class)s_unique_name',
                violation_error_message=_('This service already has a redundancy group of this name.'),
            ),
            models.CheckConstraint(
                condition=Q(min_available__gte=1),
                name='%(app_label)s_%(class)s_at_least_one',
                violation_error_message=_('At least one member must be needed.'),
            ),
            term_constraint(),
        )

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        refuse_twin(
            self,
            ('service_id', 'name'),
            'name',
            _('This service already has a redundancy group called {name}: choose another name.').format(name=self.name),
        )
        if self._state.adding:
            return
        if self.members.exclude(service_id=self.service_id).exists():
            raise ValidationError(
                {'service': _('{group} has members of its service: move or end them first.').format(group=self)}
            )
        if not self.min_available:
            return
        members = self.members.filter(until__isnull=True).count()
        if members and self.min_available > members:
            raise ValidationError(
                {
                    'min_available': _(
                        'The group has {members} members, so {value} of them can never be available: '
                        'add members or give a smaller number.'
                    ).format(members=members, value=self.min_available)
                }
            )

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.service
        return objectchange


class ServiceComponent(ActiveTermMixin, PrimaryModel):
    """A CI that a service stands on: required, or a member of a redundancy group (semantics.md §2).

    At any instant a service has at most one link to a CI. The link ends with the CI.
    """

    service = models.ForeignKey(
        to='netbox_slm.Service',
        on_delete=models.CASCADE,
        related_name='components',
        verbose_name=_('service'),
    )
    object_type = models.ForeignKey(
        to='contenttypes.ContentType', on_delete=models.PROTECT, related_name='+', verbose_name=_('object type')
    )
    object_id = models.PositiveBigIntegerField(verbose_name=_('object ID'))
    object = GenericForeignKey(ct_field='object_type', fk_field='object_id')
    redundancy_group = models.ForeignKey(
        to='netbox_slm.RedundancyGroup',
        on_delete=models.RESTRICT,  # a group with members stays, but goes together with its service
        related_name='members',
        verbose_name=_('redundancy group'),
        blank=True,
        null=True,
        help_text=_('None: the service requires this component'),
    )

    clone_fields = ('service', 'redundancy_group')
    viewable_relations = ('service', 'object', 'redundancy_group')

    class Meta:
        ordering = ('service', 'redundancy_group', 'object_type', 'object_id', 'pk')
        verbose_name = _('service component')
        verbose_name_plural = _('service components')
        indexes = (models.Index(fields=('object_type', 'object_id')),)
        constraints = (
            models.UniqueConstraint(
                fields=('service', 'object_type', 'object_id'),
                condition=Q(until__isnull=True),
                name='%(app_label)s_%(class)s_unique_open_link',
                violation_error_message=_('This object is already a component of the service.'),
            ),
            term_constraint(),
        )

    def __str__(self):
        linked = shown(self, 'object')
        if self.object_type_id and (linked is None or not may_see(linked)):
            linked = ContentType.objects.get_for_id(self.object_type_id).name
        return f'{named(self, "service")} – {linked or "…"}'

    def clean(self):
        super().clean()
        if self.object_type_id and not is_linkable(self.object_type):
            raise ValidationError(
                {
                    'object_type': _(
                        'Objects of the type {type} cannot be linked to a service: choose another object, or have '
                        'the type added to the setting linkable_types.'
                    ).format(type=self.object_type)
                }
            )
        if self.redundancy_group_id and self.redundancy_group.service_id != self.service_id:
            raise ValidationError(
                {
                    'redundancy_group': _(
                        'The group {group} belongs to another service: choose a group of {service}.'
                    ).format(group=self.redundancy_group, service=self.service)
                }
            )
        self._check_single_link()

    def _check_single_link(self):
        if not (self.service_id and self.object_type_id and self.object_id):
            return
        others = ServiceComponent.objects.filter(
            service_id=self.service_id, object_type_id=self.object_type_id, object_id=self.object_id
        ).exclude(pk=self.pk)
        for other in others:
            if self.overlaps(other):
                raise ValidationError(
                    {
                        'object_id': _(
                            '{object} is already a component of {service} in this time: end that link first.'
                        ).format(object=self.object, service=self.service)
                    }
                )

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.service
        return objectchange


class ServiceDependency(ActiveTermMixin, PrimaryModel):
    """A service that another one needs. Rings are allowed: states are a least fixed point (semantics.md §2)."""

    service = models.ForeignKey(
        to='netbox_slm.Service',
        on_delete=models.CASCADE,
        related_name='dependencies',
        verbose_name=_('service'),
    )
    depends_on = models.ForeignKey(
        to='netbox_slm.Service',
        on_delete=models.CASCADE,
        related_name='dependents',
        verbose_name=_('depends on'),
    )
    kind = models.CharField(
        verbose_name=_('kind'),
        max_length=50,
        choices=DependencyKindChoices,
        default=DependencyKindChoices.KIND_HARD,
        help_text=_('Hard: down with it. Soft: degraded by it.'),
    )

    clone_fields = ('service', 'kind')
    viewable_relations = ('service', 'depends_on')

    class Meta:
        ordering = ('service', 'depends_on', 'pk')
        verbose_name = _('service dependency')
        verbose_name_plural = _('service dependencies')
        constraints = (
            models.UniqueConstraint(
                fields=('service', 'depends_on'),
                condition=Q(until__isnull=True),
                name='%(app_label)s_%(class)s_unique_open_link',
                violation_error_message=_('The service already depends on that one.'),
            ),
            models.CheckConstraint(
                condition=~Q(service=F('depends_on')),
                name='%(app_label)s_%(class)s_not_itself',
                violation_error_message=_('A service does not depend on itself.'),
            ),
            term_constraint(),
        )

    def __str__(self):
        return f'{named(self, "service")} → {named(self, "depends_on")}'

    def clean(self):
        super().clean()
        if self.service_id and self.service_id == self.depends_on_id:
            raise ValidationError(
                {
                    'depends_on': _('{service} cannot depend on itself: choose another service.').format(
                        service=self.service
                    )
                }
            )
        if not (self.service_id and self.depends_on_id):
            return
        others = ServiceDependency.objects.filter(service_id=self.service_id, depends_on_id=self.depends_on_id)
        if any(self.overlaps(other) for other in others.exclude(pk=self.pk)):
            raise ValidationError(
                {
                    'depends_on': _(
                        '{service} already depends on {other} in this time: change that dependency instead.'
                    ).format(service=self.service, other=self.depends_on)
                }
            )

    def get_kind_color(self):
        return DependencyKindChoices.colors.get(self.kind)

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.service
        return objectchange
