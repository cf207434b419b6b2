"""Filter sets of releases, of what they introduce and of their effects."""

import django_filters
from django.utils.translation import gettext_lazy as _

from dcim.models import Device
from utilities.filters import MultiValueContentTypeFilter
from utilities.filtersets import register_filterset
from virtualization.models import VirtualMachine

from ...choices import EffectDirectionChoices, ReleaseElementStateChoices
from ...models import SLA, Change, RedundancyGroup, Release, ReleaseEffect, ReleaseElement
from ..bases import NetBoxModelFilterSet
from ..fields import LinkedObjectFilter
from .fields import OfReleaseFilterSet, ServiceFilterMixin, SLAFilterMixin
from .planned import PLANNED_WORK_FIELDS, PlannedWorkFilterSet

__all__ = ('ReleaseEffectFilterSet', 'ReleaseElementFilterSet', 'ReleaseFilterSet')


@register_filterset
class ReleaseFilterSet(PlannedWorkFilterSet):
    change_id = django_filters.ModelMultipleChoiceFilter(
        field_name='changes', queryset=Change.objects.all(), label=_('Change (ID)')
    )

    class Meta:
        model = Release
        fields = PLANNED_WORK_FIELDS


@register_filterset
class ReleaseElementFilterSet(OfReleaseFilterSet, ServiceFilterMixin, NetBoxModelFilterSet):
    state = django_filters.MultipleChoiceFilter(choices=ReleaseElementStateChoices, distinct=False, label=_('State'))
    object_type = MultiValueContentTypeFilter(label=_('Object type'))
    device_id = LinkedObjectFilter(queryset=Device.objects.all(), label=_('Device (ID)'))
    virtual_machine_id = LinkedObjectFilter(queryset=VirtualMachine.objects.all(), label=_('Virtual machine (ID)'))
    redundancy_group_id = django_filters.ModelMultipleChoiceFilter(
        queryset=RedundancyGroup.objects.all(), distinct=False, label=_('Redundancy group (ID)')
    )
    sla_id = django_filters.ModelMultipleChoiceFilter(
        field_name='slas', queryset=SLA.objects.all(), label=_('SLA that a new service joins (ID)')
    )

    search_fields = ('release__name', 'release__reference', 'service__name')

    class Meta:
        model = ReleaseElement
        fields = ('id', 'object_id', 'decided_at', 'merged_at')


@register_filterset
class ReleaseEffectFilterSet(OfReleaseFilterSet, ServiceFilterMixin, SLAFilterMixin, NetBoxModelFilterSet):
    direction = django_filters.MultipleChoiceFilter(
        choices=EffectDirectionChoices, distinct=False, label=_('Direction')
    )

    search_fields = ('text', 'release__name', 'service__name')

    class Meta:
        model = ReleaseEffect
        fields = ('id', 'text')
