"""REST and GraphQL of changes and releases and of what belongs to them: NetBox's own cases, data only."""

from dcim.models import Device
from utilities.testing import APIViewTestCases

from netbox_slm import models
from tests.builders import make_device, make_incident, make_service, make_sla, make_tenant
from tests.cases import PluginAPI
from tests.changes.base import END, START, make_agreement, make_change, make_flag, make_release

_WINDOW = {'planned_start': START, 'planned_end': END}


class ChangeAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.Change
    brief_fields = ['description', 'display', 'id', 'name', 'reference', 'status', 'url']
    graphql_base_name = 'change'
    user_permissions = ('netbox_slm.view_release',)

    @classmethod
    def setUpTestData(cls):
        for number in range(3):
            make_change(f'Change {number}')
        release = make_release()
        cls.create_data = [
            {'name': 'Four', 'reference': 'CHG-4', 'significance': 'major', 'release': release.pk, **_WINDOW},
            {'name': 'Five', 'type': 'emergency'},
            {'name': 'Six', 'plan': 'One, two'},
        ]
        cls.bulk_update_data = {'significance': 'significant', 'description': 'Seen'}


class ReleaseAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.Release
    brief_fields = ['description', 'display', 'id', 'name', 'reference', 'status', 'url']
    graphql_base_name = 'release'

    @classmethod
    def setUpTestData(cls):
        for number in range(3):
            make_release(f'Release {number}')
        cls.create_data = [{'name': 'Four', **_WINDOW}, {'name': 'Five'}, {'name': 'Six', 'type': 'standard'}]
        cls.bulk_update_data = {'significance': 'significant', 'description': 'Seen'}


class PlannedEffectAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.PlannedEffect
    brief_fields = ['change', 'display', 'effect', 'id', 'object_id', 'object_type', 'url']
    graphql_base_name = 'planned_effect'
    user_permissions = ('dcim.view_device', 'netbox_slm.view_change')

    @classmethod
    def setUpTestData(cls):
        for _number in range(6):
            make_device()
        devices = list(Device.objects.order_by('pk'))
        change = make_change(on=devices[:3])
        cls.create_data = [
            {'change': change.pk, 'object_type': 'dcim.device', 'object_id': device.pk, 'outage_seconds': 600}
            for device in devices[3:]
        ]
        cls.bulk_update_data = {'effect': 'degraded'}


class CausedIncidentAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.CausedIncident
    brief_fields = ['change', 'decision', 'display', 'id', 'incident', 'url']
    graphql_base_name = 'caused_incident'
    user_permissions = ('netbox_slm.view_change', 'netbox_slm.view_incident')

    @classmethod
    def setUpTestData(cls):
        change, other = make_change(), make_change()
        incidents = [make_incident(name=f'Incident {n}', reported_at='2026-03-01 10:00') for n in range(6)]
        for incident in incidents[:3]:
            models.CausedIncident.objects.create(change=change, incident=incident)
        cls.create_data = [{'change': change.pk, 'incident': incident.pk} for incident in incidents[3:]]
        cls.bulk_update_data = {'change': other.pk}


class ReleaseElementAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.ReleaseElement
    brief_fields = ['display', 'id', 'object_id', 'object_type', 'release', 'service', 'state', 'url']
    graphql_base_name = 'release_element'
    user_permissions = ('dcim.view_device', 'netbox_slm.view_release', 'netbox_slm.view_service', 'netbox_slm.view_sla')

    @classmethod
    def setUpTestData(cls):
        release, service, sla = make_release(), make_service(), make_sla()
        for _number in range(3):
            models.ReleaseElement.objects.create(release=release, service=service, object=make_device())
        device, other = make_device(), make_release()
        cls.create_data = [
            {
                'release': release.pk,
                'service': service.pk,
                'object_type': 'dcim.device',
                'object_id': device.pk,
            },
            {'release': release.pk, 'service': make_service().pk, 'slas': [sla.pk]},
            {'release': release.pk, 'service': make_service().pk},
        ]
        cls.bulk_update_data = {'release': other.pk}


class ReleaseEffectAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.ReleaseEffect
    brief_fields = ['direction', 'display', 'id', 'release', 'text', 'url']
    graphql_base_name = 'release_effect'
    user_permissions = ('netbox_slm.view_release', 'netbox_slm.view_service', 'netbox_slm.view_sla')

    @classmethod
    def setUpTestData(cls):
        release, service, sla = make_release(), make_service(), make_sla()
        for number in range(3):
            models.ReleaseEffect.objects.create(
                release=release, service=service, direction='positive', text=f'Good {number}'
            )
        cls.create_data = [
            {'release': release.pk, 'service': service.pk, 'direction': 'negative', 'text': 'Slower'},
            {'release': release.pk, 'sla': sla.pk, 'direction': 'positive', 'text': 'Faster'},
            {'release': release.pk, 'sla': sla.pk, 'service': service.pk, 'direction': 'positive', 'text': 'New'},
        ]
        cls.bulk_update_data = {'direction': 'negative'}


class CustomerAgreementAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.CustomerAgreement
    brief_fields = ['change', 'description', 'display', 'form', 'id', 'release', 'sla', 'tenant', 'url']
    graphql_base_name = 'customer_agreement'
    user_permissions = (
        'netbox_slm.view_change',
        'netbox_slm.view_release',
        'netbox_slm.view_sla',
        'tenancy.view_tenant',
    )

    @classmethod
    def setUpTestData(cls):
        change, release, sla = make_change(), make_release(), make_sla()
        for _number in range(3):
            make_agreement(change, sla)
        cls.create_data = [
            {'change': change.pk, 'sla': sla.pk, 'form': 'verbal', 'agreed_by': 'Ms Weber'},
            {'release': release.pk, 'tenant': sla.tenant.pk, 'form': 'written', 'agreed_by': 'Ms Weber'},
            {'change': change.pk, 'sla': sla.pk, 'form': 'written', 'agreed_by': 'Mr Roth', 'description': 'x'},
        ]
        cls.bulk_update_data = {'agreed_by': 'Somebody else'}


class AcknowledgementAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.Acknowledgement
    brief_fields = ['change', 'description', 'display', 'id', 'method', 'release', 'tenant', 'url']
    graphql_base_name = 'acknowledgement'
    user_permissions = ('netbox_slm.view_change', 'netbox_slm.view_release', 'tenancy.view_tenant')

    @classmethod
    def setUpTestData(cls):
        change, release, tenant = make_change(), make_release(), make_tenant()
        for _number in range(3):
            models.Acknowledgement.objects.create(release=release, tenant=tenant)
        cls.create_data = [
            {'release': release.pk, 'tenant': tenant.pk, 'method': 'phone'},
            {'change': change.pk, 'tenant': tenant.pk},
            {'release': release.pk, 'tenant': tenant.pk, 'description': 'x'},
        ]
        cls.bulk_update_data = {'method': 'letter'}


class FreezeWindowAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.FreezeWindow
    brief_fields = ['description', 'display', 'ends_at', 'id', 'name', 'starts_at', 'url']
    graphql_base_name = 'freeze_window'
    user_permissions = ('tenancy.view_tenant', 'netbox_slm.view_service')

    @classmethod
    def setUpTestData(cls):
        for number in range(3):
            models.FreezeWindow.objects.create(name=f'Freeze {number}', starts_at=START, ends_at=END)
        tenant, service = make_tenant(), make_service()
        cls.create_data = [
            {'name': 'Four', 'starts_at': START, 'ends_at': END, 'tenants': [tenant.pk]},
            {'name': 'Five', 'starts_at': START, 'ends_at': END, 'services': [service.pk]},
            {'name': 'Six', 'starts_at': START, 'ends_at': END},
        ]
        cls.bulk_update_data = {'reason': 'Accounts'}


class SLAImpactAPI(
    PluginAPI,
    APIViewTestCases.GetObjectViewTestCase,
    APIViewTestCases.ListObjectsViewTestCase,
    APIViewTestCases.GraphQLTestCase,
):
    model = models.SLAImpact
    brief_fields = ['change', 'display', 'id', 'is_breach', 'release', 'sla', 'url', 'worst_state']
    graphql_base_name = 'sla_impact'
    user_permissions = ('netbox_slm.view_change', 'netbox_slm.view_sla')

    @classmethod
    def setUpTestData(cls):
        for _number in range(3):
            make_flag(make_change())
