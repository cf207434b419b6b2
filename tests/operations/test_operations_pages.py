"""NetBox's own cases for the pages of incidents and of what belongs to them: data only."""

from decimal import Decimal

from utilities.testing import ViewTestCases, create_tags

from netbox_slm.models import AffectedCI, AffectedService, Hold, Incident
from tests.builders import make_device, make_service, make_tenant
from tests.operations.base import PluginViews, ago, make_incidents


class IncidentPagesTestCase(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = Incident

    @classmethod
    def setUpTestData(cls):
        incidents = make_incidents()
        tags = create_tags('Alpha', 'Bravo')
        tenant = make_tenant('Acme')
        make_device('SW-1')
        make_service('Payroll')
        cls.form_data = {
            'name': 'Core switch down',
            'reference': 'INC-9',
            'status': 'resolved',
            'priority': 'high',
            'effect': 'down',
            'tenant': tenant.pk,
            'reported_at': ago(5),
            'responded_at': ago(4),
            'resolved_at': ago(3),
            'description': 'Power supply',
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = (
            'name,reference,status,priority,effect,tenant,reported_at,resolved_at',
            'Incident A,INC-A,resolved,high,down,Acme,2026-03-01T10:00:00+00:00,2026-03-01T11:00:00+00:00',
            'Incident B,INC-B,,,,,2026-03-02T10:00:00+00:00,2026-03-02T11:00:00+00:00',
            'Incident C,INC-C,,low,none,,2026-03-03T10:00:00+00:00,',
        )
        cls.csv_update_data = (
            'id,name,priority,description',
            f'{incidents[0].pk},Incident X,low,New',
            f'{incidents[1].pk},Incident Y,high,New',
        )
        cls.bulk_edit_data = {'priority': 'critical', 'effect': 'degraded', 'description': 'Many at once'}


class AffectedCIPagesTestCase(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = AffectedCI
    user_permissions = ('dcim.view_device', 'netbox_slm.view_incident')

    @classmethod
    def setUpTestData(cls):
        incidents = make_incidents()
        devices = [make_device(f'SW-{number}') for number in range(1, 7)]
        rows = [AffectedCI.objects.create(incident=incidents[0], object=device) for device in devices[:3]]
        cls.form_data = {
            'incident': incidents[1].pk,
            'object_content_type': rows[0].object_type_id,
            'object_object_id': devices[3].pk,
            'effect': 'degraded',
        }
        cls.csv_data = (
            'incident,object_type,object_name,effect',
            'INC-1,dcim.device,SW-4,down',
            'INC-1,dcim.device,SW-5,',
            'INC-2,dcim.device,SW-1,none',
        )
        cls.csv_update_data = ('id,effect', f'{rows[0].pk},degraded', f'{rows[1].pk},none')
        cls.bulk_edit_data = {'effect': 'degraded'}


class AffectedServicePagesTestCase(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = AffectedService
    user_permissions = ('netbox_slm.view_service', 'netbox_slm.view_incident')

    @classmethod
    def setUpTestData(cls):
        incidents = make_incidents()
        services = [make_service(f'Service {letter}') for letter in 'ABCDEF']
        rows = [AffectedService.objects.create(incident=incidents[0], service=service) for service in services[:3]]
        cls.form_data = {
            'incident': incidents[1].pk,
            'service': services[0].pk,
            'effect': 'degraded',
            'weight': Decimal('0.5'),
            'starts_at': ago(9),
            'ends_at': ago(8),
        }
        cls.csv_data = (
            'incident,service,effect',
            'INC-1,Service D,down',
            'INC-1,Service E,',
            'INC-2,Service A,none',
        )
        cls.csv_update_data = ('id,effect', f'{rows[0].pk},degraded', f'{rows[1].pk},none')
        cls.bulk_edit_data = {'effect': 'degraded'}


class HoldPagesTestCase(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = Hold
    user_permissions = ('netbox_slm.view_incident',)

    @classmethod
    def setUpTestData(cls):
        incidents = make_incidents()
        rows = [
            Hold.objects.create(incident=incident, starts_at=ago(5), ends_at=ago(4), reason='Waiting')
            for incident in incidents
        ]
        start = ago(3)
        cls.form_data = {
            'incident': incidents[0].pk,
            'starts_at': start,
            'ends_at': ago(2),
            'reason': 'Waiting for the customer',
        }
        cls.csv_data = (
            'incident,starts_at,ends_at,reason',
            f'INC-1,{start.isoformat()},,No answer',
            f'INC-2,{start.isoformat()},,No answer',
            f'INC-3,{start.isoformat()},,No answer',
        )
        cls.csv_update_data = ('id,reason', f'{rows[0].pk},Other', f'{rows[1].pk},Another')
        cls.bulk_edit_data = {'reason': 'Spare part ordered'}
