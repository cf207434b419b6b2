"""The pages of changes and releases and of what belongs to them, by NetBox's own cases."""

from datetime import date

from utilities.testing import ViewTestCases, create_tags

from netbox_slm import models
from tests.builders import at, make_device, make_incident, make_service, make_site, make_sla, make_tenant
from tests.cases import PluginViews
from tests.changes.base import END, START, make_agreement, make_change, make_flag, make_release

_PLAN = {
    'planned_start': START,
    'planned_end': END,
    'plan': 'One, two',
    'rollback': 'Two, one',
}


class Cases:
    """Holds what is no test case by itself."""

    class RowViews(
        PluginViews,
        ViewTestCases.GetObjectViewTestCase,
        ViewTestCases.GetObjectChangelogViewTestCase,
        ViewTestCases.CreateObjectViewTestCase,
        ViewTestCases.EditObjectViewTestCase,
        ViewTestCases.DeleteObjectViewTestCase,
        ViewTestCases.ListObjectsViewTestCase,
        ViewTestCases.BulkImportObjectsViewTestCase,
        ViewTestCases.BulkEditObjectsViewTestCase,
        ViewTestCases.BulkDeleteObjectsViewTestCase,
    ):
        """All cases but renaming: these rows have no name."""


class ChangeViews(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.Change

    @classmethod
    def setUpTestData(cls):
        one, two, three = (make_change(f'Change {n}') for n in range(3))
        release = make_release(reference='REL-1')
        tags = create_tags('Alpha', 'Beta')
        cls.user_permissions = ('netbox_slm.view_release', 'tenancy.view_tenant')
        cls.form_data = {
            'name': 'Upgrade SW-1',
            'reference': 'CHG-1',
            'type': 'emergency',
            'significance': 'major',
            'tenant': make_tenant('Acme').pk,
            'release': release.pk,
            'description': 'New software',
            'tags': [tag.pk for tag in tags],
            **_PLAN,
        }
        cls.csv_data = (
            'name,reference,type,significance,tenant,release,planned_start,planned_end',
            'Four,CHG-4,normal,major,Acme,REL-1,2027-03-06T22:00:00Z,2027-03-07T00:00:00Z',
            'Five,CHG-5,standard,,,,,',
            'Six,,,,,,2027-03-06T22:00:00+01:00,2027-03-07T00:00:00+01:00',
        )
        cls.csv_update_data = (
            'id,name,status',
            f'{one.pk},Change one,draft',
            f'{two.pk},Change two,assessed',
            f'{three.pk},Change three,cancelled',
        )
        cls.bulk_edit_data = {'significance': 'significant', 'description': 'Same for all'}


class ReleaseViews(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.Release

    @classmethod
    def setUpTestData(cls):
        one, two, three = (make_release(f'Release {n}') for n in range(3))
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'name': 'Core 2027-03',
            'reference': 'REL-1',
            'type': 'normal',
            'significance': 'major',
            'description': 'Spring',
            'tags': [tag.pk for tag in tags],
            **_PLAN,
        }
        cls.csv_data = (
            'name,reference,type,planned_start,planned_end',
            'Four,REL-4,normal,2027-03-06T22:00:00Z,2027-03-07T00:00:00Z',
            'Five,REL-5,emergency,,',
            'Six,,,,',
        )
        cls.csv_update_data = (
            'id,name,status',
            f'{one.pk},Release one,draft',
            f'{two.pk},Release two,assessed',
            f'{three.pk},Release three,cancelled',
        )
        cls.bulk_edit_data = {'significance': 'significant', 'description': 'Same for all'}


class PlannedEffectViews(Cases.RowViews):
    model = models.PlannedEffect
    user_permissions = ('dcim.view_device', 'netbox_slm.view_change')
    validation_excluded_fields = ('object_content_type', 'object_object_id', 'offset_seconds', 'outage_seconds')

    @classmethod
    def setUpTestData(cls):
        change = make_change(reference='CHG-1', on=[make_device() for _number in range(3)])
        one, two, three = change.planned_effects.all()
        device = make_device('SW-9')
        for number in (4, 5, 6):
            make_device(f'SW-{number}-new')
        cls.form_data = {
            'change': change.pk,
            'object_content_type': cls._type(device),
            'object_object_id': device.pk,
            'effect': 'degraded',
            'offset_seconds': '30m',
            'outage_seconds': '1h',
        }
        cls.csv_data = (
            'change,object_type,object_name,effect,offset_seconds,outage_seconds',
            'CHG-1,dcim.device,SW-4-new,degraded,30m,10m',
            'CHG-1,dcim.device,SW-5-new,,,',
            'CHG-1,dcim.device,SW-6-new,none,,60',
        )
        cls.csv_update_data = (
            'id,effect',
            f'{one.pk},degraded',
            f'{two.pk},none',
            f'{three.pk},down',
        )
        cls.bulk_edit_data = {'effect': 'degraded'}

    @staticmethod
    def _type(obj):
        from django.contrib.contenttypes.models import ContentType

        return ContentType.objects.get_for_model(obj).pk


class CausedIncidentViews(Cases.RowViews):
    model = models.CausedIncident
    user_permissions = ('netbox_slm.view_change', 'netbox_slm.view_incident')

    @classmethod
    def setUpTestData(cls):
        change, other = make_change(reference='CHG-1'), make_change(reference='CHG-2')
        incidents = [
            make_incident(name=f'Incident {n}', reference=f'INC-{n}', reported_at='2026-03-01 10:00') for n in range(7)
        ]
        one, two, three = (
            models.CausedIncident.objects.create(change=change, incident=incident) for incident in incidents[:3]
        )
        cls.form_data = {'change': change.pk, 'incident': incidents[3].pk}
        cls.csv_data = ('change,incident', 'CHG-1,INC-4', 'CHG-1,INC-5', 'CHG-2,INC-6')
        cls.csv_update_data = ('id,change', f'{one.pk},CHG-2', f'{two.pk},CHG-2', f'{three.pk},CHG-2')
        cls.bulk_edit_data = {'change': other.pk}


class ReleaseElementViews(Cases.RowViews):
    model = models.ReleaseElement
    user_permissions = ('dcim.view_device', 'netbox_slm.view_release', 'netbox_slm.view_service', 'netbox_slm.view_sla')
    validation_excluded_fields = ('object_content_type', 'object_object_id')

    @classmethod
    def setUpTestData(cls):
        release, other = make_release(reference='REL-1'), make_release(reference='REL-2')
        acme = make_tenant('Acme')
        service, mail = make_service('Payroll', tenant=acme), make_service('Mail', tenant=acme)
        models.RedundancyGroup.objects.create(service=service, name='Servers')
        sla = make_sla('Acme gold', tenant=acme)
        for number in range(4):
            make_device(f'SRV-{number}')
        one, two, three = (
            models.ReleaseElement.objects.create(release=release, service=service, object=make_device())
            for _number in range(3)
        )
        cls.form_data = {'release': release.pk, 'service': mail.pk, 'slas': [sla.pk]}
        cls.csv_data = (
            'release,service,object_type,object_name,redundancy_group,slas',
            'REL-1,Payroll,dcim.device,SRV-1,Servers,',
            'REL-1,Acme:Payroll,dcim.device,SRV-2,,',
            'REL-1,Acme:Mail,,,,Acme gold',
        )
        cls.csv_update_data = ('id,release', f'{one.pk},REL-2', f'{two.pk},REL-2', f'{three.pk},REL-2')
        cls.bulk_edit_data = {'release': other.pk}


class ReleaseEffectViews(Cases.RowViews):
    model = models.ReleaseEffect
    user_permissions = ('netbox_slm.view_release', 'netbox_slm.view_service', 'netbox_slm.view_sla')

    @classmethod
    def setUpTestData(cls):
        release, service, sla = make_release(reference='REL-1'), make_service('Payroll'), make_sla('Acme gold')
        one, two, three = (
            models.ReleaseEffect.objects.create(
                release=release, service=service, direction='positive', text=f'Good {n}'
            )
            for n in range(3)
        )
        cls.form_data = {
            'release': release.pk,
            'direction': 'negative',
            'text': 'Slower at night',
            'service': service.pk,
            'sla': sla.pk,
        }
        cls.csv_data = (
            'release,direction,text,service,sla',
            'REL-1,positive,Faster,Payroll,',
            'REL-1,negative,Slower,,Acme gold',
            'REL-1,positive,Newer,Payroll,Acme gold',
        )
        cls.csv_update_data = ('id,text', f'{one.pk},A', f'{two.pk},B', f'{three.pk},C')
        cls.bulk_edit_data = {'direction': 'negative'}


class CustomerAgreementViews(Cases.RowViews):
    model = models.CustomerAgreement
    user_permissions = (
        'netbox_slm.view_change',
        'netbox_slm.view_release',
        'netbox_slm.view_sla',
        'tenancy.view_tenant',
    )

    @classmethod
    def setUpTestData(cls):
        change = make_change(reference='CHG-1')
        make_release(reference='REL-1')
        sla = make_sla('Acme gold', tenant=make_tenant('Acme'))
        one, two, three = (make_agreement(change, sla) for _number in range(3))
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'change': change.pk,
            'sla': sla.pk,
            'form': 'verbal',
            'agreed_by': 'Ms Weber',
            'agreed_at': at('2026-03-01 10:00'),
            'written_due_on': date(2026, 3, 9),
            'description': 'By phone',
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = (
            'change,release,sla,tenant,form,agreed_by,agreed_at',
            'CHG-1,,Acme gold,,verbal,Ms Weber,2026-03-01T10:00:00Z',
            ',REL-1,,Acme,written,Mr Roth,2026-03-01T10:00:00Z',
            'CHG-1,,Acme gold,Acme,written,Mr Roth,',
        )
        cls.csv_update_data = ('id,agreed_by', f'{one.pk},A', f'{two.pk},B', f'{three.pk},C')
        cls.bulk_edit_data = {'description': 'Same for all'}


class AcknowledgementViews(Cases.RowViews):
    model = models.Acknowledgement
    user_permissions = ('netbox_slm.view_change', 'netbox_slm.view_release', 'tenancy.view_tenant')

    @classmethod
    def setUpTestData(cls):
        change, release, tenant = make_change(reference='CHG-1'), make_release(reference='REL-1'), make_tenant('Acme')
        one, two, three = (
            models.Acknowledgement.objects.create(release=release, tenant=tenant) for _number in range(3)
        )
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'change': change.pk,
            'tenant': tenant.pk,
            'method': 'phone',
            'told_at': at('2026-03-01 10:00'),
            'acknowledged_by': 'Ms Weber',
            'acknowledged_at': at('2026-03-02 10:00'),
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = (
            'change,release,tenant,method,told_at,acknowledged_by,acknowledged_at',
            'CHG-1,,Acme,phone,2026-03-01T10:00:00Z,Ms Weber,2026-03-02T10:00:00Z',
            ',REL-1,Acme,email,2026-03-01T10:00:00Z,,',
            ',REL-1,Acme,,,,',
        )
        cls.csv_update_data = ('id,method', f'{one.pk},phone', f'{two.pk},letter', f'{three.pk},portal')
        cls.bulk_edit_data = {'method': 'meeting'}


class FreezeWindowViews(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.FreezeWindow

    @classmethod
    def setUpTestData(cls):
        one, two, three = (
            models.FreezeWindow.objects.create(name=f'Freeze {n}', starts_at=START, ends_at=END) for n in range(3)
        )
        tenant, service = make_tenant('Acme'), make_service('Payroll')
        make_site('Berlin')
        tags = create_tags('Alpha', 'Beta')
        cls.user_permissions = ('tenancy.view_tenant', 'dcim.view_site', 'netbox_slm.view_service')
        cls.form_data = {
            'name': 'Year end',
            'starts_at': START,
            'ends_at': END,
            'tenants': [tenant.pk],
            'services': [service.pk],
            'reason': 'Accounts',
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = (
            'name,starts_at,ends_at,tenants,sites,services,reason',
            'Four,2027-12-20T00:00:00Z,2028-01-04T00:00:00Z,Acme,,,Accounts',
            'Five,2027-12-20T00:00:00Z,2028-01-04T00:00:00Z,,Berlin,Payroll,',
            'Six,2027-12-20T00:00:00Z,2028-01-04T00:00:00Z,,,,',
        )
        cls.csv_update_data = ('id,reason', f'{one.pk},A', f'{two.pk},B', f'{three.pk},C')
        cls.bulk_edit_data = {'reason': 'Same for all'}


class SLAImpactViews(
    PluginViews,
    ViewTestCases.GetObjectViewTestCase,
    ViewTestCases.GetObjectChangelogViewTestCase,
    ViewTestCases.ListObjectsViewTestCase,
):
    model = models.SLAImpact

    @classmethod
    def setUpTestData(cls):
        for _number in range(3):
            make_flag(make_change())
