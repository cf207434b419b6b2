"""Explicit needs between CIs and their groups: pages, REST, filters, by NetBox's own cases."""

from django.contrib.contenttypes.fields import GenericRel
from django.contrib.contenttypes.models import ContentType
from django.test import TestCase

from dcim.models import Device
from utilities.testing import APIViewTestCases, ChangeLoggedFilterSetTestMixin, ViewTestCases, create_tags

from netbox_slm import filtersets, models
from tests.builders import at, make_device
from tests.cases import PluginAPI, PluginViews, of_plugin


def make_need(dependent=None, needed=None, **fields):
    return models.CIDependency.objects.create(
        dependent=dependent or make_device(), needed=needed or make_device(), **fields
    )


def make_group(dependent=None, name='Hosts', **fields):
    return models.CIDependencyGroup.objects.create(dependent=dependent or make_device(), name=name, **fields)


class NeedViews(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.CIDependency

    @classmethod
    def setUpTestData(cls):
        server, licence = make_device('SRV-1'), make_device('LIC-1')
        group = make_group(server, 'Licences')
        one, two, three = (make_need() for _ in range(3))
        device_type = ContentType.objects.get_for_model(Device)
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'dependent_content_type': device_type.pk,
            'dependent_object_id': server.pk,
            'needed_content_type': device_type.pk,
            'needed_object_id': licence.pk,
            'kind': 'group',
            'group': group.pk,
            'replaces': '',
            'description': 'Asks it each hour',
            'tags': [tag.pk for tag in tags],
        }
        for name in ('LIC-2', 'LIC-3'):
            make_device(name)
        cls.csv_data = {
            'default': (
                'dependent_type,dependent_name,needed_type,needed_name,kind,group',
                'dcim.device,SRV-1,dcim.device,LIC-2,group,Licences',
                'dcim.device,SRV-1,dcim.device,LIC-3,soft,',
            ),
            'by id': (
                'dependent_type,dependent_id,needed_type,needed_id',
                f'dcim.device,{server.pk},dcim.device,{one.needed_id}',
            ),
        }
        cls.csv_update_data = ('id,description', *(f'{need.pk},New' for need in (one, two, three)))
        cls.bulk_edit_data = {'kind': 'soft', 'description': 'Same for all'}

    def assertInstanceEqual(self, instance, data, exclude=None, api=False):
        exclude = [
            *(exclude or []),
            *('dependent_content_type', 'dependent_object_id', 'needed_content_type', 'needed_object_id'),
        ]
        super().assertInstanceEqual(instance, data, exclude, api)


class GroupViews(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.CIDependencyGroup

    @classmethod
    def setUpTestData(cls):
        server = make_device('SRV-1')
        one, two, three = (make_group(server, f'Group {n}') for n in range(3))
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'dependent_content_type': ContentType.objects.get_for_model(Device).pk,
            'dependent_object_id': server.pk,
            'name': 'Uplinks',
            'min_available': 2,
            'description': 'Any two',
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = (
            'dependent_type,dependent_name,name,min_available',
            'dcim.device,SRV-1,Licences,1',
            'dcim.device,SRV-1,Clocks,2',
        )
        cls.csv_update_data = (
            'id,name,description',
            f'{one.pk},Group one,New',
            f'{two.pk},Group two,New',
            f'{three.pk},Group three,New',
        )
        cls.bulk_edit_data = {'min_available': 2, 'description': 'Same for all'}

    def assertInstanceEqual(self, instance, data, exclude=None, api=False):
        exclude = [*(exclude or []), 'dependent_content_type', 'dependent_object_id']
        super().assertInstanceEqual(instance, data, exclude, api)


class NeedAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.CIDependency
    brief_fields = [
        *('dependent_id', 'dependent_type', 'description', 'display', 'id'),
        *('kind', 'needed_id', 'needed_type', 'url'),
    ]
    bulk_update_data = {'description': 'Same for all'}
    user_permissions = ('dcim.view_device', 'netbox_slm.view_cidependencygroup')
    graphql_base_name = 'ci_dependency'

    @classmethod
    def setUpTestData(cls):
        server = make_device()
        group = make_group(server)
        for _ in range(3):
            make_need()
        cls.create_data = [
            {
                'dependent_type': 'dcim.device',
                'dependent_id': server.pk,
                'needed_type': 'dcim.device',
                'needed_id': make_device().pk,
                'kind': 'group',
                'group': group.pk,
            }
            for _ in range(3)
        ]


class GroupAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.CIDependencyGroup
    brief_fields = ['description', 'display', 'id', 'min_available', 'name', 'url']
    bulk_update_data = {'min_available': 2}
    user_permissions = ('dcim.view_device',)
    graphql_base_name = 'ci_dependency_group'

    @classmethod
    def setUpTestData(cls):
        server = make_device()
        for n in range(3):
            make_group(server, f'Group {n}')
        cls.create_data = [
            {'dependent_type': 'dcim.device', 'dependent_id': server.pk, 'name': f'New {n}', 'min_available': n + 1}
            for n in range(3)
        ]


def reverse_links(model):
    """The reverse side of the relations that every linkable type has to its links."""
    return tuple(field.name for field in model._meta.get_fields() if isinstance(field, GenericRel))


def found(filterset, **params):
    filtered = filterset(params, filterset.Meta.model.objects.all())
    assert filtered.is_valid(), filtered.errors
    return sorted(str(row) for row in filtered.qs)


@of_plugin
class NeedFilters(ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.CIDependency.objects.all()
    filterset = filtersets.CIDependencyFilterSet
    ignore_fields = reverse_links(queryset.model)

    @classmethod
    def setUpTestData(cls):
        cls.server, cls.switch, cls.licence = make_device('SRV-1'), make_device('SW-1'), make_device('LIC-1')
        group = make_group(cls.server, 'Switches')
        make_need(cls.server, cls.switch, kind='group', group=group, description='Uplink')
        make_need(cls.server, cls.licence, kind='soft', until=at('2026-01-01'))
        make_need(cls.licence, cls.switch)

    def test_objects_on_either_side_are_found(self):
        assert found(self.filterset, dependent_type=['dcim.device'], dependent_id=[self.licence.pk]) == ['LIC-1 → SW-1']
        assert found(self.filterset, needed_id=[self.switch.pk]) == ['LIC-1 → SW-1', 'SRV-1 → SW-1']
        assert found(self.filterset, device_id=[self.licence.pk]) == ['LIC-1 → SW-1', 'SRV-1 → LIC-1']

    def test_kind_group_and_term_are_found(self):
        assert found(self.filterset, kind=['soft']) == ['SRV-1 → LIC-1']
        assert found(self.filterset, group=['Switches']) == ['SRV-1 → SW-1']
        assert found(self.filterset, active=True) == ['LIC-1 → SW-1', 'SRV-1 → SW-1']

    def test_search_finds_by_description(self):
        assert found(self.filterset, q='uplink') == ['SRV-1 → SW-1']


@of_plugin
class GroupFilters(ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.CIDependencyGroup.objects.all()
    filterset = filtersets.CIDependencyGroupFilterSet
    ignore_fields = (*reverse_links(queryset.model), 'members')

    @classmethod
    def setUpTestData(cls):
        cls.server = make_device('SRV-1')
        make_group(cls.server, 'Switches', min_available=2)
        make_group(make_device(), 'Hosts', description='Any')
        make_group(make_device(), 'Clocks')

    def test_the_groups_of_an_object_are_found(self):
        assert found(self.filterset, device_id=[self.server.pk]) == ['Switches']
        assert found(self.filterset, dependent_id=[self.server.pk]) == ['Switches']

    def test_minimum_and_text_are_found(self):
        assert found(self.filterset, min_available=[2]) == ['Switches']
        assert found(self.filterset, q='any') == ['Hosts']
