"""REST and GraphQL of every model of the catalog, by NetBox's own cases."""

from decimal import Decimal

from utilities.testing import APIViewTestCases

from netbox_slm import models
from tests.builders import make_component, make_device, make_service, make_tenant
from tests.cases import PluginAPI


class CatalogCategoryAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.CatalogCategory
    brief_fields = ['_depth', 'description', 'display', 'id', 'name', 'slug', 'url']
    bulk_update_data = {'description': 'Same for all'}

    @classmethod
    def setUpTestData(cls):
        # Listed last, so that the case does not put it below itself.
        parent = cls.model.objects.create(name='Workplace', slug='workplace')
        for n in range(3):
            cls.model.objects.create(name=f'Category {n}', slug=f'category-{n}')
        cls.create_data = [
            {'name': f'New {n}', 'slug': f'new-{n}', 'parent': parent.pk, 'description': 'Made'} for n in range(3)
        ]


class CatalogEntryAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.CatalogEntry
    brief_fields = ['description', 'display', 'id', 'name', 'reference', 'url', 'version']
    bulk_update_data = {'status': 'active', 'response_seconds': 1800}

    @classmethod
    def setUpTestData(cls):
        category = models.CatalogCategory.objects.create(name='IT', slug='it')
        for n in range(3):
            cls.model.objects.create(name=f'Entry {n}', category=category)
        cls.create_data = [
            {
                'name': f'New {n}',
                'category': category.pk,
                'status': 'active',
                'availability_percent': Decimal('99.9'),
                'resolution_seconds': 14_400,
                'price': Decimal('12.5'),
                'currency': 'EUR',
            }
            for n in range(3)
        ]


class ServiceAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.Service
    brief_fields = ['description', 'display', 'id', 'name', 'reference', 'url']
    bulk_update_data = {'status': 'retired', 'criticality': 'low'}
    graphql_base_name = 'slm_service'
    # Nothing is found by a tenant that one may not view.
    user_permissions = ('tenancy.view_tenant',)

    @classmethod
    def setUpTestData(cls):
        tenant = make_tenant()
        for n in range(3):
            make_service(f'Service {n}', tenant=tenant)
        cls.create_data = [
            {'name': f'New {n}', 'tenant': tenant.pk, 'status': 'planned', 'criticality': 'high'} for n in range(3)
        ]


class RedundancyGroupAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.RedundancyGroup
    brief_fields = ['description', 'display', 'id', 'min_available', 'name', 'service', 'url']
    bulk_update_data = {'min_available': 2}
    # A relation is null to who may not view it, so the case's user must see the service.
    user_permissions = ('netbox_slm.view_service',)

    @classmethod
    def setUpTestData(cls):
        service = make_service()
        for n in range(3):
            cls.model.objects.create(service=service, name=f'Group {n}')
        cls.create_data = [{'service': service.pk, 'name': f'New {n}', 'min_available': n + 1} for n in range(3)]


class ServiceComponentAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.ServiceComponent
    brief_fields = ['description', 'display', 'id', 'object_id', 'object_type', 'service', 'url']
    bulk_update_data = {'description': 'Same for all'}
    user_permissions = ('netbox_slm.view_service', 'dcim.view_device')

    @classmethod
    def setUpTestData(cls):
        service = make_service()
        group = models.RedundancyGroup.objects.create(service=service, name='Switches')
        for _ in range(3):
            make_component(service, make_device())
        cls.create_data = [
            {
                'service': service.pk,
                'object_type': 'dcim.device',
                'object_id': make_device().pk,
                'redundancy_group': group.pk,
            }
            for _ in range(3)
        ]


class ServiceDependencyAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.ServiceDependency
    brief_fields = ['depends_on', 'description', 'display', 'id', 'kind', 'service', 'url']
    bulk_update_data = {'kind': 'soft'}
    user_permissions = ('netbox_slm.view_service',)

    @classmethod
    def setUpTestData(cls):
        services = [make_service() for _ in range(7)]
        for n in range(1, 4):
            cls.model.objects.create(service=services[0], depends_on=services[n])
        cls.create_data = [
            {'service': services[0].pk, 'depends_on': services[n].pk, 'kind': 'soft'} for n in range(4, 7)
        ]
