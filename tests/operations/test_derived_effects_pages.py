"""Effects through the infrastructure on pages, by REST and GraphQL; who decides, and what is hidden from whom."""

import pytest
from django.contrib.contenttypes.fields import GenericRel
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from dcim.models import Device, Rack
from utilities.testing import APIViewTestCases, ChangeLoggedFilterSetTestMixin, ViewTestCases

from netbox_slm import filtersets, models
from netbox_slm.analysis.derived_effects import record_derived_effects
from tests.builders import at, make_component, make_device, make_incident, make_service, make_site
from tests.cases import PluginAPI, PluginViews, of_plugin
from tests.catalog.base import make_user, permit

pytestmark = pytest.mark.django_db

STEP = {'relation': '', 'provider': '', 'state': 3}


def make_effect(incident, device, **fields):
    fields.setdefault('reason', [{'type': 'dcim.device', 'id': device.pk, **STEP}])
    return models.DerivedEffect.objects.create(
        incident=incident, object=device, computed_at=at('2026-03-02 10:00'), **fields
    )


def make_effects(number=3):
    incident = make_incident(name='Core down', reference='INC-1')
    return [make_effect(incident, make_device()) for _ in range(number)]


class EffectViews(
    PluginViews,
    ViewTestCases.GetObjectViewTestCase,
    ViewTestCases.GetObjectChangelogViewTestCase,
    ViewTestCases.ListObjectsViewTestCase,
):
    model = models.DerivedEffect

    @classmethod
    def setUpTestData(cls):
        make_effects()


class EffectAPI(
    PluginAPI,
    APIViewTestCases.GetObjectViewTestCase,
    APIViewTestCases.ListObjectsViewTestCase,
    APIViewTestCases.GraphQLTestCase,
):
    model = models.DerivedEffect
    brief_fields = [
        *('decision', 'display', 'effect', 'id', 'incident', 'object_id', 'object_type', 'url'),
    ]
    user_permissions = ('dcim.view_device', 'netbox_slm.view_incident')
    graphql_base_name = 'derived_effect'

    @classmethod
    def setUpTestData(cls):
        make_effects()


@of_plugin
class EffectFilters(ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.DerivedEffect.objects.all()
    filterset = filtersets.DerivedEffectFilterSet
    ignore_fields = (
        'reason',
        'together_with',
        *(field.name for field in queryset.model._meta.get_fields() if isinstance(field, GenericRel)),
    )

    @classmethod
    def setUpTestData(cls):
        cls.user = make_user()
        one, two, three = make_effects()
        decided = {'decided_by': cls.user, 'decided_at': at('2026-03-02 11:00')}
        models.DerivedEffect.objects.filter(pk=one.pk).update(decision='confirmed', effect='degraded', **decided)
        cls.one, cls.two, cls.three = one, two, three

    def found(self, **params):
        filtered = self.filterset(params, self.queryset)
        assert filtered.is_valid(), filtered.errors
        return set(filtered.qs.values_list('pk', flat=True))

    def test_decisions_are_found(self):
        assert self.found(decision=['confirmed']) == {self.one.pk}
        assert self.found(decided_by=[self.user.username]) == {self.one.pk}
        assert self.found(effect=['degraded']) == {self.one.pk}

    def test_objects_and_incidents_are_found(self):
        assert self.found(device_id=[self.two.object_id]) == {self.two.pk}
        assert self.found(incident=['INC-1']) == {self.one.pk, self.two.pk, self.three.pk}
        assert self.found(q='core') == {self.one.pk, self.two.pk, self.three.pk}


@pytest.fixture
def racked():
    """An open incident on a rack whose server is a component of a service."""
    rack = Rack.objects.create(site=make_site('Berlin'), name='Rack-R1')
    server = make_device('SRV-1', site=rack.site, rack=rack)
    make_component(make_service('Payroll'), server)
    incident = make_incident(on=[rack], name='Smoke')
    record_derived_effects([incident.pk], timezone.now())
    return rack, server, incident


def page_of(client, incident):
    response = client.get(incident.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def reader(client, *actions):
    """A user who may view incidents and what they do, and take these actions on incidents."""
    user = make_user()
    permit(user, models.Incident, 'view', *actions)
    permit(user, models.DerivedEffect, 'view')
    client.force_login(user)
    return user


def test_the_page_of_an_incident_says_what_it_takes_down_and_why(client, racked):
    rack, _server, incident = racked
    user = reader(client)
    permit(user, Rack, 'view')
    permit(user, Device, 'view')

    text = page_of(client, incident)

    assert 'Effects through the infrastructure' in text
    assert f'<a href="{rack.get_absolute_url()}">Rack-R1 is down</a>' in text
    assert 'SRV-1 needs it (rack)' in text
    assert 'Confirm all' not in text
    assert 'Read the topology again' not in text


def test_who_may_change_the_incident_decides_on_its_page(client, racked):
    _rack, _server, incident = racked
    user = reader(client, 'change')
    permit(user, Device, 'view')
    effect = incident.derived_effects.get()
    assert 'Confirm all that are not decided' in page_of(client, incident)
    url = reverse('plugins:netbox_slm:incident_decide_effects', args=[incident.pk])

    response = client.post(url, {'decision': 'rejected', 'effect': effect.pk})

    assert response.status_code == 302
    effect.refresh_from_db()
    assert (effect.decision, effect.decided_by) == ('rejected', user)

    client.post(url, {'decision': 'proposed', 'effect': effect.pk})
    client.post(url, {'decision': 'confirmed'})
    effect.refresh_from_db()
    assert effect.decision == 'confirmed'


def test_a_decision_that_there_is_not_is_refused(client, racked):
    _rack, _server, incident = racked
    permit(reader(client, 'change'), Device, 'view')
    url = reverse('plugins:netbox_slm:incident_decide_effects', args=[incident.pk])

    response = client.post(url, {'decision': 'perhaps'}, follow=True)

    assert 'perhaps is no decision' in response.content.decode()
    assert incident.derived_effects.get().decision == 'proposed'


def test_all_decides_nothing_about_hidden_objects(client, racked):
    _rack, _server, incident = racked
    reader(client, 'change')

    client.post(reverse('plugins:netbox_slm:incident_decide_effects', args=[incident.pk]), {'decision': 'confirmed'})

    assert incident.derived_effects.get().decision == 'proposed'


def test_who_may_only_view_it_decides_nothing(client, racked):
    _rack, _server, incident = racked
    permit(reader(client), Device, 'view')

    for name in ('decide_effects', 'read_topology'):
        url = reverse(f'plugins:netbox_slm:incident_{name}', args=[incident.pk])
        assert client.post(url, {'decision': 'confirmed'}).status_code == 403

    assert incident.derived_effects.get().decision == 'proposed'


def test_the_topology_is_read_again_when_asked(client, racked):
    _rack, server, incident = racked
    reader(client, 'change')
    server.rack = None
    server.save()

    client.post(reverse('plugins:netbox_slm:incident_read_topology', args=[incident.pk]))

    assert not incident.derived_effects.exists()


def test_hidden_objects_are_only_counted(client, racked):
    _rack, _server, incident = racked
    reader(client)

    text = page_of(client, incident)

    assert '1 more that you may not see' in text
    assert 'SRV-1' not in text
    assert 'Rack-R1' not in text


def test_a_reason_names_no_hidden_object_on_its_way(client, racked):
    rack, _server, incident = racked
    permit(reader(client), Device, 'view')
    effect = incident.derived_effects.get()
    pages = [page_of(client, incident), client.get(effect.get_absolute_url()).content.decode()]

    for text in pages:
        assert 'SRV-1' in text
        assert 'Rack-R1' not in text
        assert rack.get_absolute_url() not in text
        assert '1 object that you may not see' in text


class TestREST:
    @pytest.fixture(autouse=True)
    def racked(self, client, racked):
        self.rack, self.server, self.incident = racked
        self.client, self.effect = client, self.incident.derived_effects.get()
        self.url = reverse('plugins-api:netbox_slm-api:derivedeffect-detail', args=[self.effect.pk])

    def patch(self, **data):
        return self.client.patch(self.url, data, content_type='application/json')

    def test_a_reason_is_told_in_words(self):
        user = reader(self.client)
        permit(user, Device, 'view')
        permit(user, Rack, 'view')

        data = self.client.get(self.url).json()

        assert data['reason'] == [
            {'text': 'Rack-R1 is down', 'object_type': 'dcim.rack', 'object_id': self.rack.pk},
            {'text': 'SRV-1 needs it (rack)', 'object_type': 'dcim.device', 'object_id': self.server.pk},
        ]

    def test_a_reason_tells_nothing_of_hidden_objects(self):
        permit(reader(self.client), Device, 'view')

        data = self.client.get(self.url).json()

        assert data['reason'][0] == {'text': '1 object that you may not see', 'object_type': None, 'object_id': None}

    def test_a_hidden_object_has_no_reason(self):
        reader(self.client)

        data = self.client.get(self.url).json()

        assert (data['object'], data['object_id'], data['reason']) == (None, None, [])

    def test_who_may_change_the_incident_decides(self):
        user = reader(self.client, 'change')

        response = self.patch(decision='confirmed')

        assert response.status_code == 200, response.content
        assert response.json()['decision']['value'] == 'confirmed'
        assert response.json()['decided_by']['id'] == user.pk
        self.effect.refresh_from_db()
        assert self.effect.decision == 'confirmed'

    def test_who_may_not_change_it_does_not(self):
        user = reader(self.client)
        assert self.patch(decision='confirmed').status_code == 403
        permit(user, models.Incident, 'change', name='Another one')
        assert self.patch(decision='confirmed').status_code == 403

        self.effect.refresh_from_db()
        assert self.effect.decision == 'proposed'

    def test_nothing_but_the_decision_is_written(self):
        reader(self.client, 'change')

        assert self.patch(decision='maybe').status_code == 400
        assert self.patch(effect='degraded').status_code == 400
        assert self.client.delete(self.url).status_code in (403, 405)
        self.effect.refresh_from_db()
        assert self.effect.effect == 'down'


def test_the_list_asks_no_query_per_row(client, django_assert_max_num_queries):
    user = reader(client)
    permit(user, Device, 'view')
    url = reverse('plugins-api:netbox_slm-api:derivedeffect-list')
    make_effects(2)
    client.get(url)
    with django_assert_max_num_queries(100) as few:
        client.get(url)
    for _ in range(10):
        make_effect(models.Incident.objects.get(), make_device())
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(url)


class TestReadAgainByREST:
    @pytest.fixture(autouse=True)
    def racked(self, client, racked):
        _rack, self.server, self.incident = racked
        self.client = client
        self.server.rack = None
        self.server.save()
        self.url = reverse('plugins-api:netbox_slm-api:incident-read-topology', args=[self.incident.pk])

    def test_who_may_change_the_incident_has_it_read(self):
        reader(self.client, 'change')

        answer = self.client.post(self.url)

        assert answer.status_code == 200, answer.content
        assert answer.json()['id'] == self.incident.pk
        assert not self.incident.derived_effects.exists()

    def test_who_may_not_change_it_does_not(self):
        user = reader(self.client, 'add')
        assert self.client.post(self.url).status_code == 403

        permit(user, models.Incident, 'change', name='Another one')

        assert self.client.post(self.url).status_code == 404
        assert self.incident.derived_effects.exists()

    def test_a_closed_incident_keeps_what_was_read(self):
        models.Incident.objects.filter(pk=self.incident.pk).update(status='closed', closed_at=timezone.now())
        reader(self.client, 'change')

        answer = self.client.post(self.url)

        assert answer.status_code == 400
        assert 'stays with it' in str(answer.json()['status'])
        assert self.incident.derived_effects.exists()

    def test_what_it_would_change_is_told_before(self):
        url = reverse('plugins-api:netbox_slm-api:incident-topology-difference', args=[self.incident.pk])
        user = reader(self.client, 'view')
        assert self.client.get(url).status_code == 403

        permit(user, models.Incident, 'change')
        said = self.client.get(url).json()
        assert said == {'is_open': True, 'services_more': 0, 'services_less': 1, 'is_other': True}
        assert self.incident.derived_effects.exists()

        models.Incident.objects.filter(pk=self.incident.pk).update(status='closed', closed_at=timezone.now())
        said = self.client.get(url).json()
        assert said == {'is_open': False, 'services_more': 0, 'services_less': 0, 'is_other': False}


def test_the_page_asks_whether_a_fresh_reading_differs_and_says_how(client):
    site = make_site()
    rack = Rack.objects.create(site=site, name='R1')
    incident = make_incident(on=[rack])
    record_derived_effects([incident.pk], timezone.now())
    for _number in range(2):
        make_component(make_service(), make_device(site=site, rack=rack))
    user = make_user('worker')
    permit(user, models.Incident, 'view', 'change')
    permit(user, models.DerivedEffect, 'view')
    client.force_login(user)
    url = reverse('plugins:netbox_slm:incident_topology_difference', args=[incident.pk])

    page = client.get(incident.get_absolute_url()).content.decode()

    assert f'hx-get="{url}"' in page
    assert 'read now, 2 services more' in client.get(url).content.decode()
    now = timezone.now()
    models.Incident.objects.update(status='closed', closed_at=now, resolved_at=now)
    assert 'services' not in client.get(url).content.decode()
    assert f'hx-get="{url}"' not in client.get(incident.get_absolute_url()).content.decode()


def test_who_may_not_change_the_incident_asks_in_vain(client):
    incident = make_incident()
    user = make_user()
    permit(user, models.Incident, 'view')
    client.force_login(user)

    assert client.get(reverse('plugins:netbox_slm:incident_topology_difference', args=[incident.pk])).status_code == 403
