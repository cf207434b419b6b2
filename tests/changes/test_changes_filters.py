"""Filters of changes and releases and of what belongs to them: none is missing, each finds what it says."""

from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from utilities.testing import ChangeLoggedFilterSetTestMixin

from netbox_slm import DEFAULT_LINKABLE_TYPES, filtersets, models
from tests.builders import make_device, make_incident, make_service, make_sla, make_tenant
from tests.cases import of_plugin
from tests.changes.base import END, START, make_agreement, make_change, make_flag, make_release

_WORK_RELATIONS = (
    'agreements',
    'acknowledgements',
    'impacts',
    'planned_effects',
    'caused_incidents',
    'elements',
    'effects',
    'plan',
    'rollback',
    'submitted_by',
)

# The reverse names of the generic objects
_LINKED = tuple(label.replace('.', '_') for label in DEFAULT_LINKABLE_TYPES)


class _Found:
    def found(self, **params):
        return set(self.filterset(params, self.queryset).qs)


@of_plugin
class ChangeFilters(_Found, TestCase, ChangeLoggedFilterSetTestMixin):
    queryset = models.Change.objects.all()
    filterset = filtersets.ChangeFilterSet
    ignore_fields = _WORK_RELATIONS

    @classmethod
    def setUpTestData(cls):
        cls.device, cls.release = make_device(), make_release(reference='REL-1')
        cls.one = make_change('Upgrade', reference='CHG-1', significance='major', release=cls.release, on=[cls.device])
        cls.two = make_change(
            'Move',
            type='standard',
            status='cancelled',
            planned_start=START + timedelta(days=9),
            planned_end=END + timedelta(days=9),
        )
        cls.three = make_change('Patch', flags_stale_since=timezone.now(), tenant=make_tenant('Acme'))

    def test_search(self):
        assert self.found(q='upgr') == {self.one}
        assert self.found(q='chg-1') == {self.one}

    def test_kind_and_status(self):
        assert self.found(significance=['major']) == {self.one}
        assert self.found(type=['standard']) == {self.two}
        assert self.found(status=['cancelled']) == {self.two}
        assert self.found(ended=False) == {self.one, self.three}

    def test_release_and_object(self):
        assert self.found(release_id=[self.release.pk]) == {self.one}
        assert self.found(release=['REL-1']) == {self.one}
        assert self.found(device_id=[self.device.pk]) == {self.one}
        assert self.found(object_type=['dcim.device']) == {self.one}

    def test_time(self):
        assert self.found(planned_after=(END + timedelta(days=1)).isoformat()) == {self.two}
        assert self.found(planned_before=(START + timedelta(days=1)).isoformat()) == {self.one, self.three}

    def test_flags(self):
        make_flag(self.one)

        assert self.found(beyond=True) == {self.one}
        assert self.found(stale=True) == {self.three}

    def test_customer(self):
        assert self.found(tenant=[self.three.tenant.slug]) == {self.three}
        assert self.found(tenant_id=[self.three.tenant.pk]) == {self.three}


@of_plugin
class ReleaseFilters(_Found, TestCase, ChangeLoggedFilterSetTestMixin):
    queryset = models.Release.objects.all()
    filterset = filtersets.ReleaseFilterSet
    ignore_fields = (*_WORK_RELATIONS, 'changes')

    @classmethod
    def setUpTestData(cls):
        cls.one, cls.two = make_release('Spring', reference='REL-1'), make_release('Autumn')
        cls.change = make_change(release=cls.one)
        make_release('Winter')

    def test_search_and_change(self):
        assert self.found(q='spri') == {self.one}
        assert self.found(change_id=[self.change.pk]) == {self.one}


@of_plugin
class PlannedEffectFilters(_Found, TestCase, ChangeLoggedFilterSetTestMixin):
    queryset = models.PlannedEffect.objects.all()
    filterset = filtersets.PlannedEffectFilterSet
    ignore_fields = _LINKED

    @classmethod
    def setUpTestData(cls):
        cls.device = make_device()
        change, other = make_change('Upgrade', reference='CHG-1'), make_change()
        cls.one = models.PlannedEffect.objects.create(change=change, object=cls.device)
        cls.two = models.PlannedEffect.objects.create(change=other, object=make_device(), effect='degraded')
        models.PlannedEffect.objects.create(change=other, object=make_device(), effect='none')

    def test_change_effect_and_object(self):
        assert self.found(change=['CHG-1']) == {self.one}
        assert self.found(change_id=[self.two.change_id], effect=['degraded']) == {self.two}
        assert self.found(device_id=[self.device.pk]) == {self.one}
        assert self.found(q='upgr') == {self.one}


@of_plugin
class CausedIncidentFilters(_Found, TestCase, ChangeLoggedFilterSetTestMixin):
    queryset = models.CausedIncident.objects.all()
    filterset = filtersets.CausedIncidentFilterSet
    ignore_fields = ('decided_by',)

    @classmethod
    def setUpTestData(cls):
        change = make_change(reference='CHG-1')
        incidents = [make_incident(reference=f'INC-{n}', name='x', reported_at='2026-03-01 10:00') for n in range(3)]
        cls.one, cls.two, cls.three = (
            models.CausedIncident.objects.create(change=change, incident=incident) for incident in incidents
        )

    def test_change_incident_and_decision(self):
        assert self.found(incident=['INC-1']) == {self.two}
        assert self.found(change=['CHG-1']) == {self.one, self.two, self.three}
        assert self.found(decision=['confirmed']) == set()


@of_plugin
class ReleaseElementFilters(_Found, TestCase, ChangeLoggedFilterSetTestMixin):
    queryset = models.ReleaseElement.objects.all()
    filterset = filtersets.ReleaseElementFilterSet
    ignore_fields = ('decided_by', 'slas', *_LINKED)

    @classmethod
    def setUpTestData(cls):
        release, cls.service, cls.sla = make_release(reference='REL-1'), make_service('Payroll'), make_sla()
        create = models.ReleaseElement.objects.create
        cls.one = create(release=release, service=cls.service, object=make_device())
        cls.two = create(release=release, service=make_service('Mail'))
        cls.two.slas.add(cls.sla)
        create(release=make_release(), service=cls.service)

    def test_release_service_object_and_sla(self):
        assert self.found(release=['REL-1'], service=['Payroll']) == {self.one}
        assert self.found(object_type=['dcim.device']) == {self.one}
        assert self.found(sla_id=[self.sla.pk]) == {self.two}
        assert self.found(q='mail') == {self.two}


@of_plugin
class ReleaseEffectFilters(_Found, TestCase, ChangeLoggedFilterSetTestMixin):
    queryset = models.ReleaseEffect.objects.all()
    filterset = filtersets.ReleaseEffectFilterSet

    @classmethod
    def setUpTestData(cls):
        release, service, cls.sla = make_release(), make_service('Payroll'), make_sla('Acme gold')
        create = models.ReleaseEffect.objects.create
        cls.one = create(release=release, service=service, direction='positive', text='Faster')
        cls.two = create(release=release, sla=cls.sla, direction='negative', text='Slower')
        create(release=release, service=make_service(), direction='positive', text='Newer')

    def test_direction_service_and_sla(self):
        assert self.found(direction=['negative']) == {self.two}
        assert self.found(service=['Payroll']) == {self.one}
        assert self.found(sla=['Acme gold']) == {self.two}
        assert self.found(q='fast') == {self.one}


@of_plugin
class CustomerAgreementFilters(_Found, TestCase, ChangeLoggedFilterSetTestMixin):
    queryset = models.CustomerAgreement.objects.all()
    filterset = filtersets.CustomerAgreementFilterSet
    ignore_fields = ('recorded_by', 'window_start', 'window_end', 'chased_on')

    @classmethod
    def setUpTestData(cls):
        cls.sla = make_sla('Acme gold')
        cls.one = make_agreement(make_change(reference='CHG-1'), cls.sla)
        cls.two = make_agreement(make_release(reference='REL-1'), tenant=make_tenant(), form='verbal')
        make_agreement(make_change(), agreed_by='Mr Roth')

    def test_record_form_and_sla(self):
        assert self.found(change=['CHG-1']) == {self.one}
        assert self.found(release=['REL-1']) == {self.two}
        assert self.found(form=['verbal']) == {self.two}
        assert self.found(sla_id=[self.sla.pk]) == {self.one}
        assert self.found(tenant_id=[self.two.tenant_id]) == {self.two}


@of_plugin
class AcknowledgementFilters(_Found, TestCase, ChangeLoggedFilterSetTestMixin):
    queryset = models.Acknowledgement.objects.all()
    filterset = filtersets.AcknowledgementFilterSet
    ignore_fields = ('recorded_by',)

    @classmethod
    def setUpTestData(cls):
        release, tenant = make_release(), make_tenant()
        create = models.Acknowledgement.objects.create
        cls.one = create(release=release, tenant=tenant, method='phone')
        cls.two = create(release=release, tenant=make_tenant())
        create(change=make_change(), tenant=tenant)

    def test_method_and_customer(self):
        assert self.found(method=['phone']) == {self.one}
        assert self.found(tenant_id=[self.two.tenant_id]) == {self.two}


@of_plugin
class FreezeWindowFilters(_Found, TestCase, ChangeLoggedFilterSetTestMixin):
    queryset = models.FreezeWindow.objects.all()
    filterset = filtersets.FreezeWindowFilterSet
    ignore_fields = ('tenants', 'sites', 'services')

    @classmethod
    def setUpTestData(cls):
        create = models.FreezeWindow.objects.create
        cls.tenant, cls.service = make_tenant(), make_service('Payroll')
        cls.one = create(name='Year end', starts_at=START, ends_at=END)
        cls.one.tenants.add(cls.tenant)
        cls.two = create(name='Summer', starts_at=START + timedelta(days=9), ends_at=END + timedelta(days=9))
        cls.two.services.add(cls.service)
        create(name='Fair', starts_at=START, ends_at=END)

    def test_scope_and_time(self):
        assert self.found(tenant_id=[self.tenant.pk]) == {self.one}
        assert self.found(service=['Payroll']) == {self.two}
        assert self.found(after=(END + timedelta(days=1)).isoformat()) == {self.two}
        assert self.found(q='year') == {self.one}


@of_plugin
class SLAImpactFilters(_Found, TestCase, ChangeLoggedFilterSetTestMixin):
    queryset = models.SLAImpact.objects.all()
    filterset = filtersets.SLAImpactFilterSet
    ignore_fields = ('reason', 'collisions', 'starts_at', 'ends_at')

    @classmethod
    def setUpTestData(cls):
        cls.sla = make_sla('Acme gold')
        cls.one = make_flag(make_change(reference='CHG-1'), cls.sla)
        cls.two = make_flag(make_release(reference='REL-1'), is_breach=False, outside_us=1, worst_state='degraded')
        cls.three = make_flag(make_change(), is_breach=False, stale_since=timezone.now())

    def test_record_state_and_what_goes_beyond(self):
        assert self.found(change=['CHG-1']) == {self.one}
        assert self.found(release=['REL-1']) == {self.two}
        assert self.found(worst_state=['degraded']) == {self.two}
        assert self.found(beyond=True) == {self.one, self.two}
        assert self.found(stale=True) == {self.three}
        assert self.found(sla=['Acme gold']) == {self.one}
