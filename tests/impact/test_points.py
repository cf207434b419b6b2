"""What a service stands on, and what alone takes it down: on its page and by REST."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from dcim.models import Device, Site

from netbox_slm.models import Attainment, Service
from tests.builders import at, make_component, make_target
from tests.impact.test_impact_api import reader_of, world  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(get_user_model().objects.create_superuser('admin'))
    return client


def points(client, service):
    answer = client.get(reverse('plugins-api:netbox_slm-api:service-single-points', args=[service.pk]))
    assert answer.status_code == 200
    return answer.json()


def test_a_site_under_both_halves_of_a_pair_is_a_single_point(admin, world):  # noqa: F811
    found = points(admin, world['payroll'])

    assert [each['display'] for each in found['objects']] == ['Berlin']
    page = admin.get(reverse('plugins:netbox_slm:service_single_points', args=[world['payroll'].pk])).content.decode()
    assert '1 object takes it down alone.' in page
    assert 'Berlin' in page


def alone(obj):
    return f'{obj.get_absolute_url()}service-levels/alone/'


def test_the_tab_of_a_site_names_the_services_that_it_takes_down_alone(admin, world):  # noqa: F811
    site = world['first'].site

    assert alone(site) in admin.get(f'{site.get_absolute_url()}service-levels/').content.decode()
    found = admin.get(alone(site)).content.decode()
    assert 'Its failure alone takes 2 services down.' in found
    assert 'Payroll' in found
    assert 'Portal' in found


def test_one_of_a_pair_takes_no_service_down_alone(admin, world):  # noqa: F811
    found = admin.get(alone(world['first'])).content.decode()

    assert 'No service: something else takes over' in found


def test_hidden_services_that_a_site_takes_down_are_only_counted(world):  # noqa: F811
    found = reader_of((Site, None), (Service, {'name': 'Portal'})).get(alone(world['first'].site)).content.decode()

    assert 'Portal' in found
    assert 'Payroll' not in found
    assert '1 more that you may not see.' in found


@pytest.mark.parametrize(
    ('rights', 'status'),
    [
        ([(Site, None)], 403),
        ([(Service, None)], 403),
        ([(Site, {'name': 'Elsewhere'}), (Service, None)], 404),
    ],
)
def test_who_may_not_view_services_or_the_object_is_refused(world, rights, status):  # noqa: F811
    assert reader_of(*rights).get(alone(world['first'].site)).status_code == status


def test_what_depends_on_a_service_has_it_as_a_single_point(admin, world):  # noqa: F811
    make_component(world['portal'], world['first'])

    assert {each['display'] for each in points(admin, world['portal'])['objects']} == {'SW-1', 'Berlin', 'Payroll'}


def test_hidden_points_are_only_counted(world):  # noqa: F811
    client = reader_of((Service, {'name': 'Portal'}))

    found = points(client, world['portal'])

    assert found == {'objects': [], 'hidden': 2}


def test_the_needs_below_are_listed_nearest_first_without_hidden_names(admin, world):  # noqa: F811
    address = reverse('plugins-api:netbox_slm-api:service-stands-on', args=[world['portal'].pk])

    needs = admin.get(address).json()
    nearest = admin.get(address, {'depth': 1}).json()
    restricted = reader_of((Service, None), (Device, {'name': 'SW-1'})).get(address).json()

    assert [need['needed'][0]['display'] for need in nearest] == ['Payroll']
    pair = next(need for need in needs if need['kind'] == 'group')
    assert {each['display'] for each in pair['needed']} == {'SW-1', 'SW-2'}
    assert pair['min_available'] == 1
    assert 'SW-2' not in str(restricted)
    assert next(need for need in restricted if need['kind'] == 'group')['hidden'] == 1
    assert admin.get(address, {'depth': 'deep'}).status_code == 400


def test_the_page_of_a_service_shows_its_history_as_squares(admin, world):  # noqa: F811
    target = make_target(world['sla'])
    for month, status in ((8, 'met'), (9, 'missed')):
        Attainment.objects.create(
            target=target,
            service=world['payroll'],
            period=f'2026-{month:02}',
            starts_at=at(f'2026-{month:02}-01'),
            ends_at=at(f'2026-{month + 1:02}-01'),
            status=status,
            target_percent='99.9',
            computed_at=at('2026-10-10'),
        )

    page = admin.get(world['payroll'].get_absolute_url()).content.decode()

    assert page.index('2026-08: Met') < page.index('2026-09: Missed')
    assert 'slm-square-missed' in page
    assert 'single-points/' in page
