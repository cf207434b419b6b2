"""What a page says: the sentence first, nothing that the reader may not see; its queries do not grow."""

import pytest
from django.urls import reverse

from core.models import ObjectType
from dcim.models import Device
from users.models import ObjectPermission, User

from netbox_slm.models import (
    AffectedCI,
    AffectedService,
    Attainment,
    AttainmentContribution,
    Hold,
    Incident,
)
from netbox_slm.ui.operations import figures_of, summary_of
from tests.builders import at, make_device, make_incident, make_service, make_target, make_tenant

pytestmark = pytest.mark.django_db

NOW = at('2026-03-01 15:00')


@pytest.fixture
def admin(client):
    user = User.objects.create_superuser(username='admin')
    client.force_login(user)
    return user


def allow(user, actions, *models, constraints=None):
    name = f'{user.username} {models[0].__name__}'
    permission = ObjectPermission.objects.create(name=name, actions=actions, constraints=constraints)
    permission.users.add(user)
    permission.object_types.add(*(ObjectType.objects.get_for_model(model) for model in models))


def make_attainment(service, period='2026-03', target=None):
    return Attainment.objects.create(
        target=target or make_target(),
        service=service,
        period=period,
        starts_at=at('2026-03-01'),
        ends_at=at('2026-04-01'),
        target_percent='99.9',
        computed_at=NOW,
    )


def test_the_sentence_says_what_is_down_since_when(admin):
    incident = make_incident(on=[make_device('SW-1')], reported_at='2026-03-01 10:00')

    summary = summary_of(incident, admin, NOW)

    assert summary.affected == ['SW-1 has been down since 2026-03-01 10:00, 5 h so far.']
    assert summary.state == ['It was reported 5 h ago, and nobody has responded yet.']


def test_several_are_summed_up_and_own_effects_and_times_said_apart(admin):
    incident = make_incident(
        on=[make_device(f'SW-{number}') for number in range(1, 6)],
        reported_at='2026-03-01 10:00',
        resolved_at='2026-03-01 12:00',
        responded_at='2026-03-01 10:05',
    )
    AffectedService.objects.create(
        incident=incident, service=make_service('Payroll'), effect='degraded', ends_at=at('2026-03-01 11:00')
    )

    summary = summary_of(incident, admin, NOW)

    assert summary.affected == [
        'SW-1, SW-2, SW-3 and 2 more were down from 2026-03-01 10:00 to 2026-03-01 12:00, 2 h.',
        'Payroll was degraded from 2026-03-01 10:00 to 2026-03-01 11:00, 1 h.',
    ]
    assert summary.state == ['It was resolved 2 h after the report.']


def test_hidden_objects_are_counted_and_not_named(client):
    user = User.objects.create_user(username='partly')
    allow(user, ['view'], Incident, AffectedCI)
    allow(user, ['view'], Device, constraints={'name': 'Seen-1'})
    incident = make_incident(
        on=[make_device('Seen-1'), make_device('Hidden-2')], services=[make_service('Hidden-3')], reported_at=NOW
    )

    summary = summary_of(incident, user, NOW)
    client.force_login(user)
    response = client.get(incident.get_absolute_url())

    assert 'Seen-1 has' in summary.affected[0]
    assert summary.hidden_count == 2
    assert '2 affected objects or services that you may not see.' in response.content.decode()
    assert b'Hidden-' not in response.content


@pytest.mark.parametrize('name', ['affectedci', 'affectedservice', 'hold'])
def test_lists_and_pages_of_parts_hide_what_they_hang_on(client, name):
    user = User.objects.create_user(username='partly')
    allow(user, ['view'], AffectedCI, AffectedService, Hold)
    incident = make_incident(
        on=[make_device('Hidden-1')], services=[make_service('Hidden-2')], name='Hidden-3', reported_at=NOW
    )
    Hold.objects.create(incident=incident, starts_at=NOW, reason='No answer')
    client.force_login(user)

    rows = client.get(reverse(f'plugins:netbox_slm:{name}_list'))
    row = rows.context['table'].data[0]
    page = client.get(reverse(f'plugins:netbox_slm:{name}', args=[row.pk]))

    assert (rows.status_code, page.status_code) == (200, 200)
    assert b'Hidden-' not in rows.content + page.content


def test_a_user_of_one_customer_sees_its_incidents_only(client):
    acme, other = make_tenant('Acme'), make_tenant('Other')
    user = User.objects.create_user(username='acme')
    allow(user, ['view'], Incident, constraints={'tenant__name': 'Acme'})
    make_incident(name='Mine-1', tenant=acme, reported_at=NOW)
    theirs = make_incident(name='Theirs-2', tenant=other, reported_at=NOW)
    client.force_login(user)

    rows = client.get(reverse('plugins:netbox_slm:incident_list'))

    assert b'Mine-1' in rows.content
    assert b'Theirs-2' not in rows.content
    assert client.get(theirs.get_absolute_url()).status_code == 404


def test_figures_show_what_the_incident_cost_most_first(admin):
    incident, service = make_incident(reported_at='2026-03-01 10:00'), make_service()
    small, great = make_attainment(service), make_attainment(service)
    for figure, spans in ((small, [60]), (great, [3600, 1800])):
        for position, seconds in enumerate(spans):
            AttainmentContribution.objects.create(
                attainment=figure,
                position=position,
                kind='downtime',
                incident=incident,
                starts_at=at('2026-03-01 10:00'),
                counted_us=seconds * 1_000_000,
            )

    rows, more, hidden = figures_of(incident, admin, limit=1)

    assert [(row.attainment, row.counted_us) for row in rows] == [(great, 5_400_000_000)]
    assert (more, hidden) == (1, 0)


def test_figures_that_may_not_be_seen_are_counted():
    user = User.objects.create_user(username='partly')
    incident = make_incident(reported_at='2026-03-01 10:00')
    AttainmentContribution.objects.create(
        attainment=make_attainment(make_service()),
        position=0,
        kind='downtime',
        incident=incident,
        starts_at=at('2026-03-01 10:00'),
    )

    assert figures_of(incident, user) == ([], 0, 1)


def test_page_and_lists_cost_the_same_for_any_size(queries_for, admin):
    incident = make_incident(reported_at='2026-03-01 10:00')
    urls = [
        incident.get_absolute_url(),
        reverse('plugins:netbox_slm:incident_list'),
        reverse('plugins:netbox_slm:affectedci_list'),
        reverse('plugins:netbox_slm:affectedservice_list'),
        reverse('plugins:netbox_slm:hold_list'),
    ]

    def grow(number):
        for index in range(number):
            AffectedCI.objects.create(incident=incident, object=make_device())
            AffectedService.objects.create(incident=incident, service=make_service())
            start = at('2026-03-01 11:00').replace(minute=Hold.objects.count())
            Hold.objects.create(incident=incident, starts_at=start, reason=f'No answer {index}')
            make_incident(on=[make_device()], tenant=make_tenant(), reported_at='2026-03-01 10:00')

    grow(2)
    for url in urls:
        queries_for(url)
    before = [queries_for(url) for url in urls]
    grow(6)

    assert [queries_for(url) for url in urls] == before
