"""What explicit needs refuse, how they vanish, and what a constrained user sees of them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import TestCase
from django.urls import reverse

from core.models import ObjectChange
from dcim.models import Device, Interface, Region

from netbox_slm import models, replaceable
from tests.builders import at, make_component, make_device, make_service
from tests.catalog.base import make_user, permit
from tests.catalog.test_needs import make_group, make_need


def refusals(row):
    """The fields that `full_clean()` finds fault with."""
    try:
        row.full_clean()
    except ValidationError as error:
        return sorted(error.message_dict)
    return []


def need(dependent, needed, **fields):
    return models.CIDependency(dependent=dependent, needed=needed, **fields)


class Rules(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.server, cls.switch = make_device('SRV-1'), make_device('SW-1')
        cls.group = make_group(cls.server, 'Uplinks')

    def test_a_plain_need_is_taken(self):
        assert refusals(need(self.server, self.switch)) == []

    def test_an_object_does_not_need_itself(self):
        assert refusals(need(self.server, self.server)) == ['needed_id']
        with pytest.raises(IntegrityError), transaction.atomic():
            make_need(self.server, self.server)

    def test_an_object_of_another_type_with_the_same_id_is_another_object(self):
        same_id = Interface.objects.create(pk=self.server.pk, device=self.server, name='eth0', type='1000base-t')

        assert refusals(need(self.server, same_id)) == []

    def test_a_type_that_is_not_linkable_is_refused(self):
        region = Region.objects.create(name='North', slug='north')

        assert refusals(need(self.server, region)) == ['needed_type']
        assert refusals(need(region, self.server)) == ['dependent_type']

    def test_an_object_that_there_is_not_is_refused(self):
        row = need(self.server, self.switch)
        row.needed_id = 10**9

        assert refusals(row) == ['needed_id']

    def test_a_member_names_its_group_and_no_other_need_does(self):
        assert refusals(need(self.server, self.switch, kind='group')) == ['group']
        assert refusals(need(self.server, self.switch, kind='soft', group=self.group)) == ['group']
        assert refusals(need(self.server, self.switch, kind='group', group=self.group)) == []
        with pytest.raises(IntegrityError), transaction.atomic():
            make_need(self.server, self.switch, kind='group')
        with pytest.raises(IntegrityError), transaction.atomic():
            make_need(self.server, self.switch, group=self.group)

    def test_a_group_of_another_object_is_refused(self):
        other = make_group(self.switch, 'Feeds')

        assert refusals(need(self.server, self.switch, kind='group', group=other)) == ['group']

    def test_a_need_is_recorded_once_at_a_time(self):
        make_need(self.server, self.switch, until=at('2026-03-01'))

        assert refusals(need(self.server, self.switch, since=at('2026-02-01'))) == ['needed_id']
        assert refusals(need(self.server, self.switch, since=at('2026-03-01'))) == []
        make_need(self.server, self.switch, since=at('2026-03-01'))
        with pytest.raises(IntegrityError), transaction.atomic():
            make_need(self.server, self.switch, since=at('2026-04-01'))

    def test_a_term_that_ends_before_it_begins_is_refused(self):
        row = need(self.server, self.switch, since=at('2026-03-02'), until=at('2026-03-01'))

        assert refusals(row) == ['until']

    def test_only_needs_that_can_be_replaced_are_named(self):
        known = sorted(replaceable.labels())

        assert 'power' in known
        assert refusals(need(self.server, self.switch, replaces='power')) == []
        row = need(self.server, self.switch, replaces='nothing')
        with pytest.raises(ValidationError, match='nothing names no needs') as caught:
            row.full_clean()
        assert list(caught.value.message_dict) == ['replaces']

    def test_more_than_there_are_members_can_never_be_available(self):
        make_need(self.server, self.switch, kind='group', group=self.group)
        self.group.min_available = 2

        assert refusals(self.group) == ['min_available']
        make_need(self.server, make_device(), kind='group', group=self.group)
        assert refusals(self.group) == []

    def test_a_group_without_members_takes_any_number(self):
        self.group.min_available = 3

        assert refusals(self.group) == []

    def test_zero_is_no_minimum(self):
        self.group.min_available = 0

        assert refusals(self.group) == ['min_available']
        with pytest.raises(IntegrityError), transaction.atomic():
            self.group.save()

    def test_a_group_with_members_stays_with_its_object(self):
        make_need(self.server, self.switch, kind='group', group=self.group)
        self.group.dependent = self.switch

        assert refusals(self.group) == ['dependent_id']

    def test_names_of_groups_are_unique_within_an_object(self):
        assert refusals(models.CIDependencyGroup(dependent=self.server, name='Uplinks')) == ['name']
        assert refusals(models.CIDependencyGroup(dependent=self.switch, name='Uplinks')) == []


class NeedsVanish(TestCase):
    def setUp(self):
        self.user = make_user('operator')
        permit(self.user, Device, 'view', 'delete')
        self.client.force_login(self.user)
        self.server, self.switch = make_device('SRV-1'), make_device('SW-1')
        self.group = make_group(self.server, 'Uplinks')
        self.need = make_need(self.server, self.switch, kind='group', group=self.group)

    def delete(self, device):
        return self.client.post(reverse('dcim:device_delete', args=[device.pk]), {'confirm': True})

    def test_with_the_needed_object_and_its_log_says_so(self):
        assert self.delete(self.switch).status_code == 302

        assert not models.CIDependency.objects.exists()
        assert models.CIDependencyGroup.objects.filter(pk=self.group.pk).exists()
        change = ObjectChange.objects.get(changed_object_type__model='cidependency', action='delete')
        assert (change.object_repr, change.related_object) == ('SRV-1 → SW-1', self.server)

    def test_with_the_dependent_object_and_all_its_groups(self):
        assert self.delete(self.server).status_code == 302

        assert not models.CIDependency.objects.exists()
        assert not models.CIDependencyGroup.objects.exists()
        logged = ObjectChange.objects.filter(action='delete').values_list('changed_object_type__model', flat=True)
        assert {'cidependency', 'cidependencygroup'} <= set(logged)

    def test_a_group_with_members_is_not_deleted_alone(self):
        permit(self.user, models.CIDependencyGroup, 'view', 'delete')

        self.client.post(
            reverse('plugins:netbox_slm:cidependencygroup_delete', args=[self.group.pk]), {'confirm': True}
        )

        assert models.CIDependencyGroup.objects.filter(pk=self.group.pk).exists()


class HiddenObjects(TestCase):
    def setUp(self):
        self.user = make_user('reader')
        self.client.force_login(self.user)
        self.server, self.secret = make_device('SRV-1'), make_device('Secret-991')
        self.need = make_need(self.server, self.secret)
        permit(self.user, models.CIDependency, 'view')
        permit(self.user, models.CIDependencyGroup, 'view')
        permit(self.user, Device, 'view', name='SRV-1')

    def get(self, url):
        response = self.client.get(url)
        assert response.status_code == 200, url
        return response

    def test_no_page_names_a_hidden_object(self):
        pages = (
            reverse('plugins:netbox_slm:cidependency_list'),
            self.need.get_absolute_url(),
        )
        for page in pages:
            text = self.get(page).content.decode()
            assert 'SRV-1' in text
            assert 'Secret-991' not in text

    def test_rest_and_graphql_name_neither_it_nor_its_id(self):
        data = self.get(reverse('plugins-api:netbox_slm-api:cidependency-detail', args=[self.need.pk])).json()
        assert data['dependent']['name'] == 'SRV-1'
        assert (data['needed'], data['needed_id']) == (None, None)
        assert 'Secret-991' not in data['display']

    def test_rows_of_objects_out_of_the_constraints_are_not_listed(self):
        models.CIDependency.objects.exclude(pk=self.need.pk).delete()
        other = make_user('other')
        permit(other, models.CIDependency, 'view', kind='soft')
        self.client.force_login(other)

        assert self.get(reverse('plugins-api:netbox_slm-api:cidependency-list')).json()['count'] == 0

    def test_the_panel_of_a_component_counts_what_it_does_not_name(self):
        service = make_service('Payroll')
        component = make_component(service, self.server)
        shown = make_device('SRV-2')
        permit(self.user, models.Service, 'view')
        permit(self.user, models.ServiceComponent, 'view')
        permit(self.user, Device, 'view', name='SRV-2')
        make_need(self.server, shown, kind='soft')

        text = self.get(component.get_absolute_url()).content.decode()

        assert 'Explicit needs' in text
        assert 'SRV-2' in text
        assert 'Secret-991' not in text
        assert 'Hidden' in text
