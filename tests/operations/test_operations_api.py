"""REST and GraphQL of incidents and of what belongs to them: NetBox's own cases, data only."""

from decimal import Decimal

from dcim.models import Device
from utilities.testing import APIViewTestCases

from netbox_slm.models import AffectedCI, AffectedService, Hold, Incident
from tests.builders import make_device, make_service
from tests.operations.base import PluginAPI, ago, make_incidents


class IncidentAPITestCase(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = Incident
    brief_fields = ['description', 'display', 'id', 'name', 'reference', 'status', 'url']
    graphql_base_name = 'incident'

    @classmethod
    def setUpTestData(cls):
        make_incidents()
        cls.create_data = [
            {'name': 'Incident A', 'reference': 'INC-A', 'reported_at': ago(5)},
            {'name': 'Incident B', 'status': 'in_progress', 'priority': 'high', 'effect': 'none'},
            {'name': 'Incident C', 'reported_at': ago(5), 'resolved_at': ago(4)},
        ]
        cls.bulk_update_data = {'priority': 'low', 'description': 'Seen'}


class AffectedCIAPITestCase(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = AffectedCI
    brief_fields = ['display', 'effect', 'id', 'incident', 'object_id', 'object_type', 'url']
    graphql_base_name = 'affected_ci'
    user_permissions = ('dcim.view_device', 'netbox_slm.view_incident')

    @classmethod
    def setUpTestData(cls):
        incidents = make_incidents()
        for number in range(1, 7):
            make_device(f'SW-{number}')
        devices = list(Device.objects.order_by('pk'))
        for device in devices[:3]:
            AffectedCI.objects.create(incident=incidents[0], object=device)
        cls.create_data = [
            {'incident': incidents[1].pk, 'object_type': 'dcim.device', 'object_id': device.pk, 'effect': 'down'}
            for device in devices[3:]
        ]
        cls.bulk_update_data = {'effect': 'degraded'}


class AffectedServiceAPITestCase(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = AffectedService
    brief_fields = ['display', 'effect', 'id', 'incident', 'service', 'url']
    graphql_base_name = 'affected_service'
    user_permissions = ('netbox_slm.view_service', 'netbox_slm.view_incident')

    @classmethod
    def setUpTestData(cls):
        incidents = make_incidents()
        services = [make_service(f'Service {letter}') for letter in 'ABCDEF']
        for service in services[:3]:
            AffectedService.objects.create(incident=incidents[0], service=service)
        cls.create_data = [
            {'incident': incidents[1].pk, 'service': service.pk, 'effect': 'degraded', 'weight': Decimal('0.5')}
            for service in services[3:]
        ]
        cls.bulk_update_data = {'effect': 'none'}


class HoldAPITestCase(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = Hold
    brief_fields = ['display', 'ends_at', 'id', 'incident', 'reason', 'starts_at', 'url']
    graphql_base_name = 'hold'
    user_permissions = ('netbox_slm.view_incident',)

    @classmethod
    def setUpTestData(cls):
        incidents = make_incidents()
        for incident in incidents:
            Hold.objects.create(incident=incident, starts_at=ago(5), ends_at=ago(4), reason='Waiting')
        cls.create_data = [
            {'incident': incident.pk, 'starts_at': ago(3), 'ends_at': ago(2), 'reason': 'No answer'}
            for incident in incidents
        ]
        cls.bulk_update_data = {'reason': 'Spare part ordered'}
