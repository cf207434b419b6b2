"""Filters of every model of the catalog."""

from django.contrib.contenttypes.fields import GenericRel
from django.test import TestCase

from utilities.testing import ChangeLoggedFilterSetTestMixin

from netbox_slm import filtersets, models
from tests.builders import (
    at,
    make_calendar,
    make_component,
    make_device,
    make_service,
    make_site,
    make_sla,
    make_tenant,
)
from tests.cases import of_plugin


def found(filterset, **params):
    """The names of what a filter set finds, sorted."""
    filtered = filterset(params, filterset.Meta.model.objects.all())
    assert filtered.is_valid(), filtered.errors
    return sorted(str(row) for row in filtered.qs)


@of_plugin
class CatalogCategoryFilters(ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.CatalogCategory.objects.all()
    filterset = filtersets.CatalogCategoryFilterSet

    @classmethod
    def setUpTestData(cls):
        cls.it = models.CatalogCategory.objects.create(name='IT', slug='it', description='All')
        network = models.CatalogCategory.objects.create(name='Network', slug='network', parent=cls.it)
        models.CatalogCategory.objects.create(name='WAN', slug='wan', parent=network)

    def test_parent_finds_children_and_ancestor_the_whole_branch(self):
        assert found(self.filterset, parent_id=[self.it.pk]) == ['Network']
        assert found(self.filterset, parent=['it']) == ['Network']
        assert found(self.filterset, ancestor=['it']) == ['Network', 'WAN']

    def test_search_finds_by_description(self):
        assert found(self.filterset, q='all') == ['IT']


@of_plugin
class CatalogEntryFilters(ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.CatalogEntry.objects.all()
    filterset = filtersets.CatalogEntryFilterSet

    @classmethod
    def setUpTestData(cls):
        it = models.CatalogCategory.objects.create(name='IT', slug='it')
        network = models.CatalogCategory.objects.create(name='Network', slug='network', parent=it)
        calendar = make_calendar('Office')
        create = models.CatalogEntry.objects.create
        create(name='Mail', category=it, calendar=calendar, status='active', response_seconds=600)
        create(name='WAN', category=network, reference='E-2', next_review_on='2026-01-31')
        create(name='Voice', outcome='Talk to anybody', next_review_on='2027-01-31')

    def test_a_category_finds_also_the_entries_below_it(self):
        assert found(self.filterset, category=['it']) == ['Mail', 'WAN']
        assert found(self.filterset, category=['network']) == ['WAN']

    def test_review_due_by_a_day(self):
        assert found(self.filterset, next_review_on__lte=['2026-12-31']) == ['WAN']

    def test_hours_status_and_response(self):
        assert found(self.filterset, calendar=['Office']) == ['Mail']
        assert found(self.filterset, status=['active']) == ['Mail']
        assert found(self.filterset, response_seconds=[600]) == ['Mail']

    def test_search_finds_by_reference_and_outcome(self):
        assert found(self.filterset, q='e-2') == ['WAN']
        assert found(self.filterset, q='anybody') == ['Voice']


@of_plugin
class ServiceFilters(ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.Service.objects.all()
    filterset = filtersets.ServiceFilterSet
    # Targets, maintenance and freeze windows are filtered by service, not the other way round.
    ignore_fields = ('targets', 'maintenance_windows', 'freeze_windows')

    @classmethod
    def setUpTestData(cls):
        cls.tenant = make_tenant('Acme')
        category = models.CatalogCategory.objects.create(name='IT', slug='it')
        entry = models.CatalogEntry.objects.create(name='Mail', category=category)
        cls.payroll = make_service('Payroll', tenant=cls.tenant, catalog_entry=entry, criticality='critical')
        cls.network = make_service('Network', status='planned', reference='S-9')
        cls.other = make_service('Other', description='Left over')
        cls.device, cls.site = make_device(), make_site()
        make_component(cls.payroll, cls.device)
        make_component(cls.other, cls.site)
        cls.sla = make_sla('Gold', services=[cls.payroll])
        models.ServiceDependency.objects.create(service=cls.payroll, depends_on=cls.network)

    def test_customer_entry_and_category(self):
        for params in (
            {'tenant': [self.tenant.slug]},
            {'tenant_id': [self.tenant.pk]},
            {'catalog_entry': ['Mail']},
            {'category': ['it']},
            {'criticality': ['critical']},
        ):
            assert found(self.filterset, **params) == ['Payroll'], params

    def test_sla(self):
        assert found(self.filterset, sla_id=[self.sla.pk]) == ['Payroll']
        assert found(self.filterset, sla=['Gold']) == ['Payroll']

    def test_dependencies_in_both_directions(self):
        assert found(self.filterset, depends_on_id=[self.network.pk]) == ['Payroll']
        assert found(self.filterset, depended_on_by_id=[self.payroll.pk]) == ['Network']

    def test_a_linked_object_is_told_by_type_and_id(self):
        assert found(self.filterset, device_id=[self.device.pk]) == ['Payroll']
        assert found(self.filterset, site_id=[self.site.pk]) == ['Other']

    def test_search_finds_by_reference_and_description(self):
        assert found(self.filterset, q='s-9') == ['Network']
        assert found(self.filterset, q='left') == ['Other']


@of_plugin
class RedundancyGroupFilters(ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.RedundancyGroup.objects.all()
    filterset = filtersets.RedundancyGroupFilterSet

    @classmethod
    def setUpTestData(cls):
        tenant = make_tenant()
        cls.service = make_service('Payroll', tenant=tenant)
        create = models.RedundancyGroup.objects.create
        create(service=cls.service, name='Switches', min_available=2)
        create(service=cls.service, name='Old', until=at('2020-01-01'))
        create(service=make_service('Web'), name='Future', since=at('2200-01-01'))

    def test_service_customer_and_minimum(self):
        assert found(self.filterset, service=['Payroll']) == ['Old', 'Switches']
        assert found(self.filterset, tenant_id=[self.service.tenant_id]) == ['Old', 'Switches']
        assert found(self.filterset, min_available=[2]) == ['Switches']

    def test_only_what_holds_now_is_active(self):
        assert found(self.filterset, active='true') == ['Switches']
        assert found(self.filterset, active='false') == ['Future', 'Old']


@of_plugin
class ServiceComponentFilters(ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.ServiceComponent.objects.all()
    filterset = filtersets.ServiceComponentFilterSet
    # The reverse side of the relations that every linkable type has to its links.
    ignore_fields = tuple(field.name for field in queryset.model._meta.get_fields() if isinstance(field, GenericRel))

    @classmethod
    def setUpTestData(cls):
        cls.service = make_service('Payroll', tenant=make_tenant('Acme'))
        cls.group = models.RedundancyGroup.objects.create(service=cls.service, name='Switches')
        cls.device, cls.site = make_device('SW-1'), make_site('Berlin')
        make_component(cls.service, cls.device, redundancy_group=cls.group)
        make_component(cls.service, cls.site)
        make_component(make_service('Web'), make_device('SW-2'), until=at('2020-01-01'))

    def test_object_type_and_id(self):
        assert found(self.filterset, object_type=['dcim.site']) == ['Payroll – Berlin']
        assert found(self.filterset, object_type=['dcim.device'], object_id=[self.device.pk]) == ['Payroll – SW-1']

    def test_an_id_of_a_device_is_not_one_of_a_site(self):
        assert found(self.filterset, device_id=[self.device.pk]) == ['Payroll – SW-1']
        assert found(self.filterset, site_id=[self.site.pk]) == ['Payroll – Berlin']

    def test_service_customer_and_group(self):
        for params in (
            {'service': ['Payroll']},
            {'service_id': [self.service.pk]},
            {'tenant_id': [self.service.tenant_id]},
        ):
            assert len(found(self.filterset, **params)) == 2, params
        assert found(self.filterset, redundancy_group=['Switches']) == ['Payroll – SW-1']
        assert found(self.filterset, redundancy_group_id=[self.group.pk]) == ['Payroll – SW-1']

    def test_only_what_holds_now_is_active(self):
        assert found(self.filterset, active='false') == ['Web – SW-2']

    def test_search_finds_by_service(self):
        assert found(self.filterset, q='web') == ['Web – SW-2']


@of_plugin
class ServiceDependencyFilters(ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.ServiceDependency.objects.all()
    filterset = filtersets.ServiceDependencyFilterSet

    @classmethod
    def setUpTestData(cls):
        cls.a, cls.b, cls.c = (make_service(name) for name in 'ABC')
        create = models.ServiceDependency.objects.create
        create(service=cls.a, depends_on=cls.b)
        create(service=cls.b, depends_on=cls.c, kind='soft')
        create(service=cls.a, depends_on=cls.c, until=at('2020-01-01'))

    def test_both_ends(self):
        assert found(self.filterset, service=['A']) == ['A → B', 'A → C']
        assert found(self.filterset, depends_on_id=[self.c.pk]) == ['A → C', 'B → C']
        assert found(self.filterset, depends_on=['B']) == ['A → B']

    def test_kind_and_term(self):
        assert found(self.filterset, kind=['soft']) == ['B → C']
        assert found(self.filterset, active='false') == ['A → C']

    def test_search_finds_by_either_end(self):
        assert found(self.filterset, q='B') == ['A → B', 'B → C']
