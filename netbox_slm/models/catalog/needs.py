"""What a CI needs though NetBox cannot know it: explicit needs between two objects, alone or in groups."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ... import replaceable
from ...choices import NeedKindChoices
from ...linkable import is_linkable
from ...visible import may_see, shown
from ..bases import PrimaryModel
from ..terms import ActiveTermMixin, term_constraint
from ..twins import refuse_twin

__all__ = ('CIDependency', 'CIDependencyGroup')


def _check_linked(instance, name):
    """Refuse an object of a type that cannot be linked, or one that there is not. Raises ValidationError."""
    content_type = getattr(instance, f'{name}_type', None)
    object_id = getattr(instance, f'{name}_id')
    if content_type is None:
        return
    if not is_linkable(content_type):
        raise ValidationError(
            {
                f'{name}_type': _(
                    'Needs of objects of the type {type} cannot be recorded: choose another object, or have the type '
                    'added to the setting linkable_types.'
                ).format(type=content_type)
            }
        )
    if object_id is not None and getattr(instance, name) is None:
        raise ValidationError(
            {
                f'{name}_id': _('There is no {type} with the ID {id}.').format(
                    type=content_type.model_class()._meta.verbose_name, id=object_id
                )
            }
        )


def _name_of(instance, name):
    """The linked object for a text; its type where it is hidden or gone."""
    linked = shown(instance, name)
    type_id = getattr(instance, f'{name}_type_id')
    if type_id and (linked is None or not may_see(linked)):
        return ContentType.objects.get_for_id(type_id).name
    return linked or '…'


class CIDependencyGroup(PrimaryModel):
    """CIs of which an object needs `min_available` (N of M, graph.md §1). Without members it is no need."""

    dependent_type = models.ForeignKey(
        to='contenttypes.ContentType',
        on_delete=models.PROTECT,
        related_name='+',
        verbose_name=_('type of the dependent object'),
    )
    dependent_id = models.PositiveBigIntegerField(verbose_name=_('ID of the dependent object'))
    dependent = GenericForeignKey(ct_field='dependent_type', fk_field='dependent_id')
    name = models.CharField(verbose_name=_('name'), max_length=100)
    min_available = models.PositiveSmallIntegerField(
        verbose_name=_('minimum available'),
        default=1,
        validators=(MinValueValidator(1),),
        help_text=_('So many members must work for the dependent object to work'),
    )

    clone_fields = ('dependent_type', 'dependent_id', 'min_available')
    viewable_relations = ('dependent',)

    class Meta:
        ordering = ('dependent_type', 'dependent_id', 'name')
        verbose_name = _('group of needs')
        verbose_name_plural = _('groups of needs')
        constraints = (
            models.UniqueConstraint(
                fields=('dependent_type', 'dependent_id', 'name'),
                name='%(app_label)s_%(class)s_unique_name',
                violation_error_message=_('This object already has a group of needs of this name.'),
            ),
            models.CheckConstraint(
                condition=Q(min_available__gte=1),
                name='%(app_label)s_%(class)s_at_least_one',
                violation_error_message=_('At least one member must be needed.'),
            ),
        )

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        _check_linked(self, 'dependent')
        refuse_twin(
            self,
            ('dependent_type_id', 'dependent_id', 'name'),
            'name',
            _('This object already has a group of needs called {name}: choose another name.').format(name=self.name),
        )
        if self._state.adding:
            return
        of_others = self.members.exclude(dependent_type_id=self.dependent_type_id, dependent_id=self.dependent_id)
        if of_others.exists():
            raise ValidationError(
                {'dependent_id': _('{group} has members of its object: move or end them first.').format(group=self)}
            )
        members = self.members.filter(until__isnull=True).count()
        if members and self.min_available and self.min_available > members:
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
        objectchange.related_object = self.dependent
        return objectchange


class CIDependency(ActiveTermMixin, PrimaryModel):
    """One object of NetBox needs another: as it is, softly, or as a member of a group (graph.md §2).

    It adds to what NetBox's own facts say, or replaces one kind of these for the dependent object. It ends with either.
    """

    dependent_type = models.ForeignKey(
        to='contenttypes.ContentType',
        on_delete=models.PROTECT,
        related_name='+',
        verbose_name=_('type of the dependent object'),
    )
    dependent_id = models.PositiveBigIntegerField(verbose_name=_('ID of the dependent object'))
    dependent = GenericForeignKey(ct_field='dependent_type', fk_field='dependent_id')
    needed_type = models.ForeignKey(
        to='contenttypes.ContentType',
        on_delete=models.PROTECT,
        related_name='+',
        verbose_name=_('type of the needed object'),
    )
    needed_id = models.PositiveBigIntegerField(verbose_name=_('ID of the needed object'))
    needed = GenericForeignKey(ct_field='needed_type', fk_field='needed_id')
    kind = models.CharField(
        verbose_name=_('kind'),
        max_length=50,
        choices=NeedKindChoices,
        default=NeedKindChoices.KIND_REQUIRED,
        help_text=_('Required: down with it. Soft: degraded by it. Member of a group: some of the group must work.'),
    )
    group = models.ForeignKey(
        to='netbox_slm.CIDependencyGroup',
        on_delete=models.RESTRICT,  # a group with members stays, but goes together with its object
        related_name='members',
        verbose_name=_('group'),
        blank=True,
        null=True,
        help_text=_('Only for a member of a group'),
    )
    replaces = models.CharField(
        verbose_name=_('replaces'),
        max_length=50,
        blank=True,
        help_text=_('Needs of the dependent object read from NetBox that no longer hold for it. Empty: none.'),
    )

    clone_fields = ('dependent_type', 'dependent_id', 'kind', 'group', 'replaces')
    viewable_relations = ('dependent', 'needed', 'group')

    class Meta:
        ordering = ('dependent_type', 'dependent_id', 'group', 'needed_type', 'needed_id', 'pk')
        verbose_name = _('explicit need')
        verbose_name_plural = _('explicit needs')
        indexes = (
            models.Index(fields=('dependent_type', 'dependent_id'), name='netbox_slm_need_dependent'),
            models.Index(fields=('needed_type', 'needed_id'), name='netbox_slm_need_needed'),
        )
        constraints = (
            models.UniqueConstraint(
                fields=('dependent_type', 'dependent_id', 'needed_type', 'needed_id', 'group'),
                condition=Q(until__isnull=True),
                nulls_distinct=False,
                name='%(app_label)s_%(class)s_unique_open_need',
                violation_error_message=_('This need is already recorded.'),
            ),
            models.CheckConstraint(
                condition=~Q(dependent_type=F('needed_type'), dependent_id=F('needed_id')),
                name='%(app_label)s_%(class)s_not_itself',
                violation_error_message=_('An object does not need itself.'),
            ),
            models.CheckConstraint(
                condition=Q(kind='group', group__isnull=False) | (~Q(kind='group') & Q(group__isnull=True)),
                name='%(app_label)s_%(class)s_group_of_members',
                violation_error_message=_('A member of a group names its group, and no other need does.'),
            ),
            term_constraint(),
        )

    def __str__(self):
        return f'{_name_of(self, "dependent")} → {_name_of(self, "needed")}'

    def clean(self):
        super().clean()
        for name in ('dependent', 'needed'):
            _check_linked(self, name)
        if self._needs_itself():
            raise ValidationError(
                {'needed_id': _('{object} cannot need itself: choose another object.').format(object=self.needed)}
            )
        self._check_group()
        self._check_replaced()
        self._check_single_need()

    def _needs_itself(self):
        has_both = self.dependent_id is not None and self.dependent_type_id is not None
        return has_both and (self.dependent_type_id, self.dependent_id) == (self.needed_type_id, self.needed_id)

    def _check_group(self):
        if self.kind == NeedKindChoices.KIND_GROUP and not self.group_id:
            raise ValidationError({'group': _('A member of a group needs its group: choose one, or another kind.')})
        if self.kind != NeedKindChoices.KIND_GROUP and self.group_id:
            raise ValidationError(
                {
                    'group': _('The kind is {kind}, so no group applies: leave it empty, or change the kind.').format(
                        kind=self.get_kind_display()
                    )
                }
            )
        if not self.group_id:
            return
        owner = self.group.dependent_type_id, self.group.dependent_id
        if owner != (self.dependent_type_id, self.dependent_id):
            raise ValidationError(
                {
                    'group': _('The group {group} belongs to another object: choose a group of {object}.').format(
                        group=self.group, object=self.dependent
                    )
                }
            )

    def _check_replaced(self):
        known = replaceable.labels()
        if self.replaces and self.replaces not in known:
            raise ValidationError(
                {
                    'replaces': _('{value} names no needs that are read from NetBox: give one of {known}.').format(
                        value=self.replaces, known=', '.join(sorted(known))
                    )
                }
            )

    def _check_single_need(self):
        if None in (self.dependent_type_id, self.dependent_id, self.needed_type_id, self.needed_id):
            return
        others = CIDependency.objects.filter(
            dependent_type_id=self.dependent_type_id,
            dependent_id=self.dependent_id,
            needed_type_id=self.needed_type_id,
            needed_id=self.needed_id,
            group_id=self.group_id,
        )
        if any(self.overlaps(other) for other in others.exclude(pk=self.pk)):
            raise ValidationError(
                {
                    'needed_id': _('{object} already needs {needed} in this time: change that need instead.').format(
                        object=self.dependent, needed=self.needed
                    )
                }
            )

    def get_kind_color(self):
        return NeedKindChoices.colors.get(self.kind)

    def get_replaces_display(self):
        """The replaced needs as people call them; the key where the provider is not installed."""
        return replaceable.labels().get(self.replaces, self.replaces)

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.dependent
        return objectchange
