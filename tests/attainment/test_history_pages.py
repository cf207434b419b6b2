"""The history of figures on pages, through REST and GraphQL, and reopening from each of them."""

import pytest
from django.test import TestCase
from django.urls import reverse

from core.models import ObjectType
from users.models import ObjectPermission
from utilities.testing import APIViewTestCases, ViewTestCases
from utilities.testing.filtersets import BaseFilterSetTestMixin

from netbox_slm import filtersets, models
from netbox_slm.models import Attainment, AttainmentRevision
from tests.analysis.figures import NOW, compute, promise
from tests.builders import at, make_component, make_device, make_incident, make_service, make_tenant
from tests.cases import PluginAPI, PluginViews, of_plugin


def make_history():
    """Payroll on SW-1: March became final with one incident, then a second one was found; April is final too."""
    service, switch = make_service('Payroll'), make_device('SW-1')
    make_component(service, switch)
    promise([service], sla_fields={'name': 'Gold', 'tenant': make_tenant('Acme')}, name='Up')
    make_incident(on=[switch], name='Fan', reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')
    compute()
    make_incident(on=[switch], name='Disk', reported_at='2026-03-05 10:00', resolved_at='2026-03-05 13:00')
    Attainment.objects.update(stale_since=NOW)
    compute()
    compute(close=True)
    compute('2026-04')
    compute('2026-04', close=True)


class AttainmentRevisionPagesTestCase(PluginViews, ViewTestCases.ListObjectsViewTestCase):
    model = AttainmentRevision
    user_permissions = ('netbox_slm.view_attainment',)

    @classmethod
    def setUpTestData(cls):
        make_history()
        compute('2026-02')
        compute('2026-02', close=True)


class AttainmentRevisionAPITestCase(
    PluginAPI,
    APIViewTestCases.GetObjectViewTestCase,
    APIViewTestCases.ListObjectsViewTestCase,
    APIViewTestCases.GraphQLTestCase,
):
    model = AttainmentRevision
    brief_fields = ['at', 'cause', 'display', 'id', 'url']
    graphql_base_name = 'attainment_revision'
    user_permissions = ('netbox_slm.view_attainment',)

    @classmethod
    def setUpTestData(cls):
        make_history()
        compute('2026-02')
        compute('2026-02', close=True)


@of_plugin
class AttainmentRevisionFilterSetTestCase(TestCase, BaseFilterSetTestMixin):
    queryset = AttainmentRevision.objects.all()
    filterset = filtersets.AttainmentRevisionFilterSet
    ignore_fields = ('old', 'new', 'changes', 'credits')

    @classmethod
    def setUpTestData(cls):
        make_history()
        compute('2026-02')
        compute('2026-02', close=True)

    def found(self, **params):
        return [(row.attainment.period, row.cause) for row in self.filterset(params, self.queryset).qs]

    def test_cause_and_period(self):
        self.assertEqual(self.found(cause=['recomputed']), [('2026-03', 'recomputed')])
        self.assertEqual(self.found(period='2026-03', cause=['closed']), [('2026-03', 'closed')])

    def test_figure_agreement_and_service(self):
        figure = Attainment.objects.get(period='2026-03')
        self.assertEqual(len(self.found(attainment_id=[figure.pk])), 2)
        for params in ({'sla_id': [figure.target.sla.pk]}, {'service_id': [figure.service.pk]}):
            self.assertEqual(len(self.found(**params)), self.queryset.count())

    def test_search_finds_reasons_names_and_periods(self):
        AttainmentRevision.objects.filter(cause='recomputed').update(reason='Disk was forgotten', user_name='weber')
        for text in ('forgotten', 'weber'):
            self.assertEqual(self.found(q=text), [('2026-03', 'recomputed')])


pytestmark = pytest.mark.django_db


@pytest.fixture
def final():
    make_history()
    return Attainment.objects.get(period='2026-03')


def allow(user, model, *actions, **constraints):
    permission = ObjectPermission.objects.create(
        name=f'{actions} {model.__name__} {constraints}', actions=list(actions), constraints=constraints or None
    )
    permission.object_types.add(ObjectType.objects.get_for_model(model))
    permission.users.add(user)


@pytest.fixture
def reader(client, django_user_model):
    """Logged in, and may view figures and their history; names only as a test allows."""
    user = django_user_model.objects.create_user(username='reader')
    allow(user, Attainment, 'view')
    allow(user, AttainmentRevision, 'view')
    client.force_login(user)
    return user


def history_of(client, figure):
    url = reverse('plugins:netbox_slm:attainmentrevision_list')
    response = client.get(f'{url}?attainment_id={figure.pk}')
    assert response.status_code == 200
    return response.content.decode()


def test_the_history_shows_both_values_and_what_made_the_difference(admin_client, final):
    text = history_of(admin_client, final)

    for words in ('99.73 % of 99.9 %, Missed', '99.32 % of 99.9 %, Missed', 'Disk', 'Downtime, 3 h more counted'):
        assert words in text
    assert 'Made final' in text


def test_the_page_of_a_figure_loads_its_history(admin_client, final):
    text = admin_client.get(final.get_absolute_url()).content.decode()

    assert 'History of this figure' in text
    assert f'attainment_id={final.pk}' in text


def test_names_that_are_hidden_are_nowhere_in_the_history(client, reader, final):
    text = history_of(client, final)

    for name in ('Fan', 'Disk', 'SW-1', 'Payroll', 'Gold'):
        assert name not in text
    assert 'Something that you may not see: Downtime, 3 h more counted' in text


def test_who_may_not_view_a_figure_does_not_see_its_history(client, django_user_model, final):
    user = django_user_model.objects.create_user(username='other')
    allow(user, AttainmentRevision, 'view')
    allow(user, Attainment, 'view', period='2026-04')
    client.force_login(user)

    assert '2026-03' not in history_of(client, final)
    answer = client.get(
        reverse('plugins-api:netbox_slm-api:attainmentrevision-list'), headers={'accept': 'application/json'}
    ).json()
    assert {row['attainment']['period'] for row in answer['results']} == {'2026-04'}


def test_what_made_the_difference_comes_through_rest_as_far_as_one_may_see_it(client, reader, final):
    allow(reader, models.Incident, 'view', name='Disk')
    url = reverse('plugins-api:netbox_slm-api:attainmentrevision-list')

    answer = client.get(f'{url}?cause=recomputed', headers={'accept': 'application/json'}).json()

    (revision,) = answer['results']
    (change,) = revision['changes']
    assert (change['incident']['name'], change['object'], change['service']) == ('Disk', None, None)
    assert (change['change'], change['after_us'], change['is_hidden']) == ('appeared', 10_800_000_000, True)
    assert revision['old']['value_percent'] == '99.731182'


def test_a_final_figure_is_reopened_from_its_page_with_a_reason(admin_client, final):
    page = reverse('plugins:netbox_slm:attainment_reopen', args=[final.pk])
    assert page in admin_client.get(final.get_absolute_url()).content.decode()

    empty = admin_client.post(page, {'_confirm': '', 'reason': ' '})
    assert 'This field is required' in empty.content.decode()
    done = admin_client.post(page, {'_confirm': '', 'reason': 'Look again'}, follow=True)

    assert '1 figure was reopened.' in done.content.decode()
    final.refresh_from_db()
    assert not final.is_final
    assert AttainmentRevision.objects.get(cause='reopened').reason == 'Look again'
    assert page not in admin_client.get(final.get_absolute_url()).content.decode()


def test_chosen_figures_are_reopened_together(admin_client, final):
    page = reverse('plugins:netbox_slm:attainment_bulk_reopen')
    pks = [figure.pk for figure in Attainment.objects.filter(is_final=True)]

    asked = admin_client.post(page, {'pk': pks})
    assert 'Reopen final figures' in asked.content.decode()
    admin_client.post(page, {'pk': pks, '_confirm': '', 'reason': 'The calendar was wrong'})

    assert not Attainment.objects.filter(is_final=True).exists()
    assert AttainmentRevision.objects.filter(cause='reopened').count() == len(pks)


def test_the_list_offers_to_reopen_only_to_who_may(admin_client, client, reader, final):
    url = reverse('plugins:netbox_slm:attainment_list')
    page = reverse('plugins:netbox_slm:attainment_bulk_reopen')
    client.force_login(reader)

    assert page not in client.get(url).content.decode()
    allow(reader, Attainment, 'reopen')
    assert page in client.get(url).content.decode()


def test_reopening_needs_the_permission_for_that_figure(client, reader, final):
    page = reverse('plugins:netbox_slm:attainment_reopen', args=[final.pk])
    rest = reverse('plugins-api:netbox_slm-api:attainment-reopen', args=[final.pk])
    many = reverse('plugins-api:netbox_slm-api:attainment-reopen-many')
    json = {'accept': 'application/json'}

    assert client.post(page, {'_confirm': '', 'reason': 'No'}).status_code == 403
    assert client.post(rest, {'reason': 'No'}, headers=json).status_code == 403
    allow(reader, Attainment, 'reopen', period='2026-04')
    assert client.post(page, {'_confirm': '', 'reason': 'No'}).status_code == 404
    assert client.post(rest, {'reason': 'No'}, headers=json).status_code == 404
    body = {'attainments': [final.pk], 'reason': 'No'}
    assert client.post(many, body, content_type='application/json', headers=json).status_code == 400
    final.refresh_from_db()
    assert final.is_final


def test_rest_reopens_one_and_many(admin_client, final):
    json = {'content_type': 'application/json', 'headers': {'accept': 'application/json'}}
    one = reverse('plugins-api:netbox_slm-api:attainment-reopen', args=[final.pk])
    many = reverse('plugins-api:netbox_slm-api:attainment-reopen-many')

    assert admin_client.post(one, {'reason': ''}, **json).status_code == 400
    answer = admin_client.post(one, {'reason': 'Look again'}, **json)
    assert (answer.status_code, answer.json()) == (200, {'number': 1, 'changed': 0, 'later': 0})

    again = admin_client.post(one, {'reason': 'Once more'}, **json)
    assert again.status_code == 400
    assert '2026-03 is not final' in again.json()['detail'][0]
    april = Attainment.objects.get(period='2026-04')
    answer = admin_client.post(many, {'attainments': [april.pk], 'reason': 'That too'}, **json)
    assert answer.json()['number'] == 1


def test_an_outdated_figure_says_so_on_its_page_and_in_the_list(admin_client, final):
    Attainment.objects.filter(pk=final.pk).update(outdated_since=at('2026-05-16 08:00'))

    text = admin_client.get(final.get_absolute_url()).content.decode()
    found = admin_client.get(reverse('plugins-api:netbox_slm-api:attainment-list') + '?outdated=true').json()

    assert 'This figure is final and outdated: facts have changed since 2026-05-16 08:00:00' in text
    assert 'Reopen it to have it computed anew.' in text
    assert [row['id'] for row in found['results']] == [final.pk]


def test_the_history_in_a_list_costs_the_same_queries_however_long_it_is(admin_client, final, queries_for):
    url = reverse('plugins:netbox_slm:attainmentrevision_list')
    queries_for(url, admin_client)
    before = queries_for(url, admin_client)
    for day in range(6, 16):
        make_incident(
            on=[models.ServiceComponent.objects.get().object],
            reported_at=f'2026-03-{day:02} 10:00',
            resolved_at=f'2026-03-{day:02} 11:00',
        )
        Attainment.objects.filter(pk=final.pk).update(is_final=False, stale_since=NOW)
        compute()

    assert queries_for(url, admin_client) == before
