"""The pages of every model of the catalog, by NetBox's own cases."""

from datetime import date
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType

from dcim.models import Device
from utilities.testing import ViewTestCases, create_tags

from netbox_slm import models
from tests.builders import make_calendar, make_component, make_device, make_service, make_tenant
from tests.cases import PluginViews


class CatalogCategoryViews(PluginViews, ViewTestCases.OrganizationalObjectViewTestCase):
    model = models.CatalogCategory

    @classmethod
    def setUpTestData(cls):
        parent = cls.model.objects.create(name='IT', slug='it')
        one, two, three = (cls.model.objects.create(name=f'C {n}', slug=f'c-{n}') for n in range(3))
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'parent': parent.pk,
            'name': 'Workplace',
            'slug': 'workplace',
            'description': 'Desks',
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = ('name,slug,parent,description', 'Network,network,IT,Lines', 'Voice,voice,IT,Phones')
        cls.csv_update_data = (
            'id,name,description',
            f'{one.pk},C one,New',
            f'{two.pk},C two,New',
            f'{three.pk},C three,New',
        )
        cls.bulk_edit_data = {'description': 'Same for all'}


class CatalogEntryViews(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.CatalogEntry

    @classmethod
    def setUpTestData(cls):
        category = models.CatalogCategory.objects.create(name='IT', slug='it')
        calendar = make_calendar('Office hours')
        one, two, three = (cls.model.objects.create(name=f'Entry {n}', reference=f'E{n}') for n in range(3))
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'name': 'Mail',
            'reference': 'E-77',
            'category': category.pk,
            'status': 'active',
            'version': '2.1',
            'outcome': 'Send and receive mail',
            'calendar': calendar.pk,
            'availability_percent': Decimal('99.9'),
            'response_seconds': '30m',
            'resolution_seconds': '4h',
            'price': Decimal('12.5'),
            'currency': 'EUR',
            'price_unit': 'per mailbox and month',
            'provider_duties': 'Back-up',
            'customer_duties': 'Keep passwords',
            'emergency_handling': 'Call the desk',
            'next_review_on': date(2027, 1, 31),
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = (
            'name,reference,category,status,calendar,response_seconds,availability_percent',
            'Backup,E-1,IT,active,Office hours,1h,99.5',
            'Voice,E-2,IT,draft,Office hours,30m,99.9',
            'Print,E-3,,,,,',
        )
        cls.csv_update_data = (
            'id,name,version',
            f'{one.pk},Entry one,2.0',
            f'{two.pk},Entry two,2.0',
            f'{three.pk},Entry three,2.0',
        )
        cls.bulk_edit_data = {'status': 'deprecated', 'version': '9', 'response_seconds': '2h'}

    def assertInstanceEqual(self, instance, data, exclude=None, api=False):
        data = {**data}
        for name, seconds in (('response_seconds', 1800), ('resolution_seconds', 14_400)):
            if name in data:
                data[name] = {'2h': 7200}.get(data[name], seconds)
        super().assertInstanceEqual(instance, data, exclude, api)


class ServiceViews(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.Service

    @classmethod
    def setUpTestData(cls):
        tenant = make_tenant('Acme')
        entry = models.CatalogEntry.objects.create(name='Mail', reference='E-77')
        one, two, three = (make_service(f'Service {n}') for n in range(3))
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'name': 'Mail for Acme',
            'reference': 'S-1',
            'tenant': tenant.pk,
            'catalog_entry': entry.pk,
            'status': 'planned',
            'criticality': 'high',
            'description': 'All of it',
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = {
            'default': (
                'name,tenant,catalog_entry,status,criticality',
                'Payroll,Acme,Mail,active,critical',
                'Intranet,,,,',
            ),
            'by reference': ('name,tenant.slug,catalog_entry.reference', f'Web,{tenant.slug},E-77'),
        }
        cls.csv_update_data = (
            'id,name,description',
            f'{one.pk},Service one,New',
            f'{two.pk},Service two,New',
            f'{three.pk},Service three,New',
        )
        cls.bulk_edit_data = {'tenant': tenant.pk, 'status': 'retired', 'criticality': 'low', 'description': 'Old'}


class RedundancyGroupViews(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.RedundancyGroup

    @classmethod
    def setUpTestData(cls):
        service = make_service('Payroll')
        one, two, three = (cls.model.objects.create(service=service, name=f'Group {n}') for n in range(3))
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'service': service.pk,
            'name': 'Switches',
            'min_available': 2,
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = ('service,name,min_available', 'Payroll,Power,1', 'Payroll,Uplinks,2')
        cls.csv_update_data = (
            'id,name,min_available',
            f'{one.pk},Group one,2',
            f'{two.pk},Group two,2',
            f'{three.pk},Group three,2',
        )
        cls.bulk_edit_data = {'min_available': 3, 'description': 'Same for all'}


class ServiceComponentViews(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.ServiceComponent
    validation_excluded_fields = ('object_content_type', 'object_object_id')

    # A link has no name to change.
    test_bulk_rename_objects_without_permission = None
    test_bulk_rename_objects_with_permission = None
    test_bulk_rename_objects_with_constrained_permission = None

    @classmethod
    def setUpTestData(cls):
        service = make_service('Payroll', reference='S-1')
        group = models.RedundancyGroup.objects.create(service=service, name='Switches')
        one, two, three = (make_component(service, make_device()) for _ in range(3))
        device = make_device('SW-A')
        make_device('SW-B')
        third = make_device('SW-C')
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'service': service.pk,
            'object_content_type': ContentType.objects.get_for_model(Device).pk,
            'object_object_id': device.pk,
            'redundancy_group': group.pk,
            'description': 'Left one',
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = (
            'service.reference,object_type,object_name,object_id,redundancy_group',
            'S-1,dcim.device,SW-B,,Switches',
            f'S-1,dcim.device,,{third.pk},',
        )
        cls.csv_update_data = (
            'id,description',
            f'{one.pk},New',
            f'{two.pk},New',
            f'{three.pk},New',
        )
        cls.bulk_edit_data = {'redundancy_group': group.pk, 'description': 'Same for all'}


class ServiceDependencyViews(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.ServiceDependency

    test_bulk_rename_objects_without_permission = None
    test_bulk_rename_objects_with_permission = None
    test_bulk_rename_objects_with_constrained_permission = None

    @classmethod
    def setUpTestData(cls):
        services = [make_service(f'Service {n}', reference=f'S-{n}') for n in range(6)]
        one, two, three = (cls.model.objects.create(service=services[0], depends_on=services[n]) for n in range(1, 4))
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'service': services[4].pk,
            'depends_on': services[5].pk,
            'kind': 'soft',
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = (
            'service,depends_on.reference,kind',
            'Service 1,S-2,soft',
            'Service 2,S-1,',
        )
        cls.csv_update_data = (
            'id,kind,description',
            f'{one.pk},soft,New',
            f'{two.pk},soft,New',
            f'{three.pk},soft,New',
        )
        cls.bulk_edit_data = {'kind': 'soft', 'description': 'Same for all'}
