"""Filter sets of explicit needs between CIs, and of their groups."""

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from circuits.models import Circuit
from dcim.models import Device
from utilities.filters import MultiValueCharFilter, MultiValueContentTypeFilter, MultiValueNumberFilter
from utilities.filtersets import register_filterset
from virtualization.models import Cluster, VirtualMachine

from ..choices import NeedKindChoices
from ..models import CIDependency, CIDependencyGroup
from .bases import PrimaryModelFilterSet
from .catalog import ActiveTermFilterSet
from .fields import LinkedObjectFilter

__all__ = ('CIDependencyFilterSet', 'CIDependencyGroupFilterSet')


class _OfDependentFilterSet(django_filters.FilterSet):
    """Rows that belong to an object of any type."""

    dependent_type = MultiValueContentTypeFilter(label=_('Type of the dependent object'))
    dependent_type_id = django_filters.ModelMultipleChoiceFilter(
        queryset=ContentType.objects.all(), distinct=False, label=_('Type of the dependent object (ID)')
    )
    dependent_id = MultiValueNumberFilter(label=_('ID of the dependent object'))


@register_filterset
class CIDependencyGroupFilterSet(_OfDependentFilterSet, PrimaryModelFilterSet):
    device_id = LinkedObjectFilter(queryset=Device.objects.all(), names=('dependent',), label=_('Device (ID)'))
    cluster_id = LinkedObjectFilter(queryset=Cluster.objects.all(), names=('dependent',), label=_('Cluster (ID)'))
    virtual_machine_id = LinkedObjectFilter(
        queryset=VirtualMachine.objects.all(), names=('dependent',), label=_('Virtual machine (ID)')
    )

    search_fields = ('name', 'description', 'comments')

    class Meta:
        model = CIDependencyGroup
        fields = ('id', 'name', 'dependent_type', 'dependent_id', 'min_available', 'description')


_EITHER = ('dependent', 'needed')


@register_filterset
class CIDependencyFilterSet(_OfDependentFilterSet, PrimaryModelFilterSet, ActiveTermFilterSet):
    needed_type = MultiValueContentTypeFilter(label=_('Type of the needed object'))
    needed_id = MultiValueNumberFilter(label=_('ID of the needed object'))
    kind = django_filters.MultipleChoiceFilter(
        choices=NeedKindChoices, distinct=False, null_value=None, label=_('Kind')
    )
    group_id = django_filters.ModelMultipleChoiceFilter(
        queryset=CIDependencyGroup.objects.all(), distinct=False, label=_('Group (ID)')
    )
    group = django_filters.ModelMultipleChoiceFilter(
        field_name='group__name',
        queryset=CIDependencyGroup.objects.all(),
        to_field_name='name',
        distinct=False,
        label=_('Group (name)'),
    )
    replaces = MultiValueCharFilter(label=_('Replaces'))
    device_id = LinkedObjectFilter(queryset=Device.objects.all(), names=_EITHER, label=_('Device on either side (ID)'))
    cluster_id = LinkedObjectFilter(
        queryset=Cluster.objects.all(), names=_EITHER, label=_('Cluster on either side (ID)')
    )
    virtual_machine_id = LinkedObjectFilter(
        queryset=VirtualMachine.objects.all(), names=_EITHER, label=_('Virtual machine on either side (ID)')
    )
    circuit_id = LinkedObjectFilter(
        queryset=Circuit.objects.all(), names=_EITHER, label=_('Circuit on either side (ID)')
    )

    search_fields = ('group__name', 'replaces', 'description', 'comments')

    class Meta:
        model = CIDependency
        fields = (
            'id',
            'dependent_type',
            'dependent_id',
            'needed_type',
            'needed_id',
            'since',
            'until',
            'description',
        )
