"""The tab *Service levels* on NetBox's own objects: everywhere, for whom, at what cost."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from dcim.models import Device, Interface, Location, Rack
from users.models import ObjectPermission

from netbox_slm import DEFAULT_LINKABLE_TYPES, linkable, models
from tests.builders import (
    make_component,
    make_device,
    make_incident,
    make_service,
    make_site,
    make_sla,
    make_target,
    make_tenant,
)
from tests.changes.base import END, START, make_change
from tests.linkables import make_linkables

pytestmark = pytest.mark.django_db


def user_who_may(*rights, constraints=None):
    """A client logged in as a new user with these rights ('dcim.view_device'), limited by model."""
    user = get_user_model().objects.create_user(username=f'user-{get_user_model().objects.count()}')
    for right in rights:
        label, _dot, name = right.partition('.')
        action, _line, model = name.partition('_')
        permission = ObjectPermission.objects.create(
            name=right, actions=[action], constraints=(constraints or {}).get(f'{label}.{model}')
        )
        permission.users.add(user)
        permission.object_types.add(ContentType.objects.get(app_label=label, model=model))
    client = Client()
    client.force_login(user)
    return client


def superuser():
    client = Client()
    root, _made = get_user_model().objects.get_or_create(username='root', defaults={'is_superuser': True})
    client.force_login(root)
    return client


def tab_of(obj):
    return f'{obj.get_absolute_url()}service-levels/'


def text_of(response):
    """What a person reads of a page."""
    assert response.status_code == 200, response.status_code
    main = response.content.decode().partition('<div class="page-wrapper')[2]
    text = re.sub(r'(?s)<(script|style)\b.*?</\1>', '', main)
    return re.sub(r'\s+', ' ', re.sub(r'<[^>]+>', ' ', text)).replace(' .', '.')


def badge_on(response):
    """The number on the tab; None where the page has no such tab."""
    found = re.search(
        r'service-levels/" class="nav-link[^"]*">\s*Service levels\s*(?:<span[^>]*>(\d+)</span>)?',
        (response.content.decode()),
    )
    return found and int(found[1] or 0)


VIEW_ALL = (
    'netbox_slm.view_service',
    'netbox_slm.view_servicecomponent',
    'netbox_slm.view_redundancygroup',
    'netbox_slm.view_servicedependency',
    'netbox_slm.view_serviceleveltarget',
    'netbox_slm.view_sla',
    'netbox_slm.view_attainment',
    'netbox_slm.view_incident',
)


class TestEverywhere:
    def test_every_linkable_type_has_the_tab_and_shows_its_service(self):
        objects = make_linkables()
        assert set(objects) == set(DEFAULT_LINKABLE_TYPES)
        client = superuser()

        for label, obj in objects.items():
            service = make_service(f'Service on {label}')
            make_component(service, obj)

            assert (badge_on(client.get(obj.get_absolute_url())) or 0) > 0, label
            page = text_of(client.get(tab_of(obj)))
            assert 'Carries ' in page or 'is served by' in page, label
            assert f'Service on {label}' in page, label

    def test_without_a_right_to_services_there_is_neither_tab_nor_page(self):
        for label, obj in make_linkables().items():
            make_component(make_service(f'Hidden-7431 {label}'), obj)
            client = user_who_may('{}.view_{}'.format(*label.split('.')))

            page = client.get(obj.get_absolute_url())

            assert page.status_code == 200, label
            assert badge_on(page) is None, label
            assert client.get(tab_of(obj)).status_code == 403, label

    def test_without_a_right_to_the_object_there_is_no_page(self):
        device = make_device()
        make_component(obj=device)

        assert user_who_may('netbox_slm.view_service').get(tab_of(device)).status_code == 403

    def test_an_anonymous_request_is_sent_to_the_login(self):
        response = Client().get(tab_of(make_device()))

        assert response.status_code == 302
        assert '/login/' in response['Location']


class TestEmpty:
    def test_a_hidden_tab_leaves_the_way_to_the_first_link(self):
        device = make_device()

        page = superuser().get(device.get_absolute_url())

        assert badge_on(page) is None
        assert 'Link to a service' in page.content.decode()
        content_type = ContentType.objects.get_for_model(Device)
        assert f'object_content_type={content_type.pk}&amp;object_object_id={device.pk}' in page.content.decode()

    def test_the_button_leads_to_a_form_that_names_the_object(self):
        device = make_device('SW-BUTTON')
        client = superuser()
        url = re.search(
            r'href="([^"]*components/add/\?[^"]*)"', client.get(device.get_absolute_url()).content.decode()
        )[1]

        form = client.get(url.replace('&amp;', '&'))

        assert 'SW-BUTTON' in form.content.decode()

    def test_the_report_button_leads_to_a_form_that_names_the_object(self):
        device = make_device('SW-REPORT')
        client = superuser()
        url = re.search(r'href="([^"]*incidents/add/\?[^"]*)"', client.get(tab_of(device)).content.decode())[1]

        form = client.get(url.replace('&amp;', '&'))

        assert 'SW-REPORT' in form.content.decode()

    def test_a_user_who_may_not_link_gets_no_button(self):
        device = make_device()

        page = user_who_may('dcim.view_device', 'netbox_slm.view_service').get(device.get_absolute_url())

        assert 'Link to a service' not in page.content.decode()

    def test_an_object_with_services_has_the_button_on_its_tab_only(self):
        device = make_device()
        make_component(obj=device)
        client = superuser()

        assert 'Link to a service' not in client.get(device.get_absolute_url()).content.decode()
        assert 'Link to a service' in client.get(tab_of(device)).content.decode()

    def test_an_object_that_cannot_be_linked_has_none(self):
        page = superuser().get(make_device().device_type.get_absolute_url())

        assert 'Link to a service' not in page.content.decode()

    def test_the_page_of_a_hidden_tab_says_what_to_do_next(self):
        page = text_of(superuser().get(tab_of(make_device())))

        assert 'Carries no service.' in page
        assert 'No service stands on this object yet. Link it to a service' in page


class TestWhatItSays:
    def test_the_sentence_counts_services_customers_and_states(self):
        device = make_device()
        for _number in range(2):
            make_component(make_service(tenant=make_tenant()), device)
        make_incident(on=[device], reported_at=timezone.now() - timedelta(hours=1))
        make_component(make_service('Calm', tenant=make_tenant()), other := make_device())
        client = superuser()

        assert 'Carries 2 services for 2 customers. 2 are down.' in text_of(client.get(tab_of(device)))
        assert 'Carries 1 service for 1 customer.' in text_of(client.get(tab_of(other)))

    def test_each_figure_leads_to_the_rows_that_it_counts(self):
        device = make_device()
        make_component(make_service('Broken'), device)
        group = models.RedundancyGroup.objects.create(service=(pair := make_service('Weakened')), name='Pair')
        make_component(pair, device, redundancy_group=group)
        make_component(pair, make_device(), redundancy_group=group)
        make_incident(on=[device], reported_at=timezone.now() - timedelta(hours=1))
        client = superuser()

        down = text_of(client.get(f'{tab_of(device)}?show=down'))
        weakened = text_of(client.get(f'{tab_of(device)}?show=weakened'))

        assert '1 is down. 1 has lost redundancy.' in down
        assert ('Broken' in down, 'Weakened' in down) == (True, False)
        assert ('Broken' in weakened, 'Weakened' in weakened) == (False, True)

    def test_the_worst_comes_first(self):
        device = make_device()
        make_component(make_service('Alpha'), device)
        make_component(broken := make_service('Zulu'), device)
        make_incident(services=[broken], reported_at=timezone.now() - timedelta(hours=1))

        page = text_of(superuser().get(tab_of(device)))

        assert page.index('Zulu') < page.index('Alpha')

    def test_roles_are_said_in_words(self):
        device = make_device('SW-1')
        interface = Interface.objects.create(device=device, name='eth7', type='1000base-t')
        make_component(service := make_service('Needs'), device)
        group = models.RedundancyGroup.objects.create(service=service, name='Uplinks', min_available=1)
        make_component(service, interface, redundancy_group=group)
        make_component(service, make_device(), redundancy_group=group)
        models.ServiceDependency.objects.create(service=make_service('Stands on it'), depends_on=service)

        page = text_of(superuser().get(tab_of(device)))

        assert 'Required' in page
        assert 'Member of Uplinks : 1 of 2 needed, through eth7' in page
        assert 'Through Needs' in page

    def test_the_strictest_promise_and_its_figure_are_shown(self):
        device = make_device()
        make_component(service := make_service(), device)
        sla = make_sla(services=[service])
        make_target(sla, name='Loose', target_percent='99')
        strict = make_target(sla, name='Strict', target_percent='99.95')
        now = timezone.now()
        models.Attainment.objects.create(
            target=strict,
            service=service,
            period='now',
            starts_at=now - timedelta(days=10),
            ends_at=now + timedelta(days=20),
            status='at_risk',
            target_percent='99.95',
            numerator=99_960,
            denominator=100_000,
            value_percent='99.96',
            agreed_us=864_000_000_000,
            budget_us=1_296_000_000,
            remaining_us=300_000_000,
            computed_at=now,
        )

        page = text_of(superuser().get(tab_of(device)))

        assert 'Availability 99.95 %' in page
        assert '99.960 % of 99.95 %' in page
        assert '5 min left' in page
        assert '1 is at risk.' in page

    def test_a_site_a_rack_and_a_location_sum_up_what_stands_in_them(self):
        site = make_site()
        hall = Location.objects.create(site=site, name='Hall', slug='hall')
        row = Location.objects.create(site=site, name='Row', slug='row', parent=hall)
        rack = Rack.objects.create(site=site, location=row, name='R1')
        device = make_device(site=site, location=row, rack=rack)
        make_component(make_service('Deep inside'), device)
        client = superuser()

        for place in (site, hall, row, rack):
            assert badge_on(client.get(place.get_absolute_url())) == 1, place
            assert f'Required, through {device.name}' in text_of(client.get(tab_of(place))), place

    def test_a_tenant_shows_what_it_is_promised(self):
        tenant = make_tenant()
        service = make_service('Payroll', tenant=tenant)
        make_sla('Payroll SLA', services=[service], tenant=tenant)
        models.Contract.objects.create(name='Payroll contract', kind='customer', tenant=tenant)

        page = text_of(superuser().get(tab_of(tenant)))

        for words in ('served by 1 service.', 'Runs for this customer', 'Payroll SLA', 'Payroll contract'):
            assert words in page

    def test_open_incidents_are_listed_and_finished_ones_are_not(self):
        device = make_device()
        make_component(obj=device)
        make_incident(on=[device], name='Fan broke', reported_at=timezone.now() - timedelta(hours=1))
        make_incident(on=[device], name='Old trouble', reported_at='2026-01-01 10:00', resolved_at='2026-01-01 11:00')

        page = text_of(superuser().get(tab_of(device)))

        assert 'Fan broke' in page
        assert 'Old trouble' not in page

    def test_a_link_that_has_ended_and_a_retired_service_carry_nothing(self):
        device = make_device()
        make_component(obj=device, until=timezone.now() - timedelta(days=1))
        make_component(make_service(status='retired'), device)

        assert badge_on(superuser().get(device.get_absolute_url())) is None


class TestWhoSeesWhat:
    def test_a_user_of_one_tenant_sees_its_own_and_how_many_others_there_are(self):
        own, other = make_tenant(), make_tenant('Hidden customer')
        device = make_device()
        make_component(make_service('Mine', tenant=own), device)
        make_component(make_service('Hidden service', tenant=other), device)
        make_component(make_service('Hidden internal'), device)
        make_incident(
            on=[device], name='Hidden incident', tenant=other, reported_at=timezone.now() - timedelta(hours=1)
        )
        client = user_who_may(
            'dcim.view_device',
            'tenancy.view_tenant',
            *VIEW_ALL,
            constraints={
                'netbox_slm.service': {'tenant_id': own.pk},
                'netbox_slm.servicecomponent': {'service__tenant_id': own.pk},
                'netbox_slm.incident': {'tenant_id': own.pk},
                'tenancy.tenant': {'id': own.pk},
            },
        )

        response = client.get(tab_of(device))

        page = text_of(response)
        assert 'Hidden' not in response.content.decode()
        assert 'Carries 1 service for 1 customer. 2 more that you may not see. 1 is down.' in page
        assert '1 more that you may not see.' in page.partition('Open incidents here')[2]
        assert badge_on(response) == 1
        assert badge_on(client.get(device.get_absolute_url())) == 1

    def test_a_service_is_shown_without_the_way_that_may_not_be_seen(self):
        own = make_tenant()
        device = make_device()
        make_component(hidden := make_service('Hidden platform'), device)
        models.ServiceDependency.objects.create(service=make_service('Mine', tenant=own), depends_on=hidden)
        client = user_who_may('dcim.view_device', *VIEW_ALL, constraints={'netbox_slm.service': {'tenant_id': own.pk}})

        response = client.get(tab_of(device))

        assert 'Mine' in text_of(response)
        assert 'Through something that you may not see' in text_of(response)
        assert 'Hidden platform' not in response.content.decode()

    def test_an_object_inside_that_may_not_be_seen_is_not_named(self):
        site = make_site()
        device = make_device('Hidden-device', site=site)
        make_component(make_service('Mine'), device)
        client = user_who_may('dcim.view_site', *VIEW_ALL)

        response = client.get(tab_of(site))

        assert 'Mine' in text_of(response)
        assert 'Hidden-device' not in response.content.decode()

    def test_what_is_promised_is_hidden_from_who_may_not_view_targets(self):
        device = make_device()
        make_component(service := make_service(), device)
        make_target(make_sla('Hidden SLA', services=[service]), name='Hidden target', target_percent='99.9')
        client = user_who_may('dcim.view_device', 'netbox_slm.view_service')

        response = client.get(tab_of(device))

        assert 'Hidden' not in response.content.decode()
        assert 'Availability' not in text_of(response)

    def test_the_badge_of_hidden_services_only_hides_the_tab(self):
        device = make_device()
        make_component(make_service(tenant=make_tenant()), device)
        client = user_who_may(
            'dcim.view_device', 'netbox_slm.view_service', constraints={'netbox_slm.service': {'name': 'none'}}
        )

        assert badge_on(client.get(device.get_absolute_url())) is None
        assert '1 more that you may not see.' in text_of(client.get(tab_of(device)))


class TestBadge:
    def test_a_broken_registration_does_not_take_the_page_of_the_object_down(self):
        device = make_device()
        make_component(obj=device)
        before = linkable.get('dcim.device')
        linkable.register(linkable.LinkableType('dcim.device', contains={'dcim.interface': 'nonsense'}))
        try:
            page = superuser().get(device.get_absolute_url())
        finally:
            linkable.register(before)

        assert page.status_code == 200
        assert badge_on(page) is None


class TestCost:
    def fill(self, device, number):
        for _number in range(number):
            tenant = make_tenant()
            service = make_service(tenant=tenant)
            group = models.RedundancyGroup.objects.create(service=service, name='Group')
            make_component(service, device, redundancy_group=group)
            interface = Interface.objects.create(
                device=device, name=f'eth{device.interfaces.count()}', type='1000base-t'
            )
            make_component(service, interface, redundancy_group=group)
            models.ServiceDependency.objects.create(service=make_service(tenant=tenant), depends_on=service)
            sla = make_sla(services=[service], tenant=tenant)
            now = timezone.now()
            models.Attainment.objects.create(
                target=make_target(sla),
                service=service,
                period='now',
                starts_at=now - timedelta(days=10),
                ends_at=now + timedelta(days=20),
                status='met',
                target_percent='99.9',
                numerator=1,
                denominator=1,
                value_percent='100',
                budget_us=1_296_000_000,
                remaining_us=300_000_000,
                computed_at=now,
            )
            make_incident(on=[interface], reported_at=now - timedelta(hours=1))
            make_change(on=[interface])

    def test_queries_do_not_grow_with_components(self, queries_for):
        device, client = make_device(), superuser()
        self.fill(device, 20)
        tab, page, place = tab_of(device), device.get_absolute_url(), tab_of(device.site)
        for path in (tab, page, place):
            queries_for(path, client)  # the first one warms the content types
        before = [queries_for(path, client) for path in (tab, page, place)]

        self.fill(device, 20)

        assert [queries_for(path, client) for path in (tab, page, place)] == before
        assert before[0] < 73


class TestPlannedWork:
    def test_changes_here_and_on_what_stands_here_are_named_until_they_end(self):
        device = make_device()
        make_component(make_service(), device)
        make_change('Exchange of the fan', on=[device])
        make_change('Already over', on=[device], status='done', actual_start=START, actual_end=END)
        make_change('Somewhere else', on=[make_device()])

        for obj in (device, device.site):
            panel = text_of(superuser().get(tab_of(obj))).partition('Planned work here')[2]
            assert 'Exchange of the fan' in panel
            assert 'Already over' not in panel
            assert 'Somewhere else' not in panel

    def test_of_changes_that_may_not_be_seen_only_the_number_is_told(self):
        device = make_device()
        make_component(make_service(), device)
        make_change('Secret work', on=[device])
        make_change('Open work', on=[device])
        client = user_who_may(
            'dcim.view_device', *VIEW_ALL, 'netbox_slm.view_change',
            constraints={'netbox_slm.change': {'name': 'Open work'}},
        )  # fmt: skip

        page = text_of(client.get(tab_of(device)))

        assert 'Open work' in page
        assert 'Secret work' not in page
        assert '1 more that you may not see.' in page.partition('Planned work here')[2].partition('Single point')[0]

    def test_the_customer_of_work_sees_it_on_its_own_tab(self):
        tenant = make_tenant()
        make_service(tenant=tenant)
        make_change('Asked for', tenant=tenant)

        assert 'Asked for' in text_of(superuser().get(tab_of(tenant)))


class TestServicePage:
    def page(self, service, client=None):
        return text_of((client or superuser()).get(service.get_absolute_url()))

    def test_it_opens_with_the_state_since_when_and_why(self):
        service = make_component(make_service('Payroll')).service
        assert 'Payroll is up.' in self.page(service)

        make_incident(services=[service], name='Disk full', reported_at='2026-03-02 10:00')
        client = Client()
        client.force_login(get_user_model().objects.get(username='root'))

        assert 'Payroll has been down since 2026-03-02 10:00. Cause: Disk full.' in self.page(service, client)

    def test_a_hidden_cause_is_counted_and_not_named(self):
        service = make_service('Payroll')
        make_incident(services=[service], name='Hidden incident', reported_at='2026-03-02 10:00')
        client = user_who_may('netbox_slm.view_service')

        response = client.get(service.get_absolute_url())

        assert 'Cause: 1 incident that you may not see.' in text_of(response)
        assert 'Hidden incident' not in response.content.decode()

    def test_it_says_how_many_promises_are_broken_and_what_is_left(self):
        service = make_service('Payroll')
        now = timezone.now()
        for name, status, left_us in (('Broken', 'missed', -120_000_000), ('Fine', 'met', 300_000_000)):
            models.Attainment.objects.create(
                target=make_target(make_sla(services=[service]), name=name),
                service=service,
                period='now',
                starts_at=now - timedelta(days=10),
                ends_at=now + timedelta(days=20),
                status=status,
                target_percent='99.9',
                numerator=1,
                denominator=1,
                value_percent='99.95',
                budget_us=1_296_000_000,
                remaining_us=left_us,
                computed_at=now,
            )

        page = self.page(service)

        assert '1 of 2 promises is missed.' in page
        assert 'Missed: 99.95 % of 99.9 %. The budget is exceeded by 2 min.' in page
        assert 'Kept so far: 99.95 % of 99.9 %. 5 min of budget left until' in page
