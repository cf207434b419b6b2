"""Links vanish with the object that they link, and the change log names them."""

from uuid import uuid4

from django.test import TestCase
from django.urls import reverse

from core.models import ObjectChange
from dcim.models import Device
from netbox.context_managers import event_tracking
from utilities.request import NetBoxFakeRequest

from netbox_slm.models import RedundancyGroup, Service, ServiceComponent
from tests.builders import make_component, make_device, make_service, make_site
from tests.catalog.base import make_user, permit


class LinksVanish(TestCase):
    def setUp(self):
        self.user = make_user('operator')
        permit(self.user, Device, 'view', 'delete')
        self.service = make_service('Payroll')
        self.site = make_site('Berlin')
        self.device = make_device('SW-1', site=self.site)
        self.link = make_component(self.service, self.device)

    def tracked(self):
        """A request in which changes are logged."""
        return event_tracking(
            NetBoxFakeRequest(
                {
                    'META': {},
                    'COOKIES': {},
                    'POST': {},
                    'GET': {},
                    'FILES': {},
                    'user': self.user,
                    'method': 'POST',
                    'path': '/',
                    'path_info': '/',
                    'id': uuid4(),
                }
            )
        )

    def assertLogged(self):
        assert not ServiceComponent.objects.filter(pk=self.link.pk).exists()
        change = ObjectChange.objects.get(
            changed_object_type__model='servicecomponent', changed_object_id=self.link.pk, action='delete'
        )
        assert change.object_repr == 'Payroll – SW-1'
        assert change.related_object == self.service
        assert change.user == self.user

    def test_a_single_device_is_deleted(self):
        with self.tracked():
            self.device.delete()

        self.assertLogged()

    def test_devices_are_deleted_by_a_queryset(self):
        with self.tracked():
            Device.objects.filter(name='SW-1').delete()

        self.assertLogged()

    def test_a_device_goes_with_what_it_hangs_on(self):
        with self.tracked():
            self.device.device_type.instances.all().delete()
            self.device.device_type.delete()

        self.assertLogged()

    def test_a_part_goes_with_its_device(self):
        interface = self.device.interfaces.create(name='Gi0/1', type='1000base-t')
        part = make_component(self.service, interface)

        with self.tracked():
            self.device.delete()

        self.assertLogged()
        change = ObjectChange.objects.get(changed_object_id=part.pk, action='delete', object_repr='Payroll – Gi0/1')
        assert change.related_object == self.service

    def test_a_location_goes_with_its_site(self):
        location = self.site.locations.create(name='Hall 1', slug='hall-1')
        link = make_component(self.service, location)
        self.device.delete()

        with self.tracked():
            self.site.delete()

        assert not ServiceComponent.objects.filter(pk=link.pk).exists()
        assert ObjectChange.objects.filter(
            changed_object_id=link.pk, action='delete', object_repr='Payroll – Hall 1'
        ).exists()

    def test_the_page_that_deletes_a_device_names_the_link_and_removes_it(self):
        self.client.force_login(self.user)
        url = reverse('dcim:device_delete', args=[self.device.pk])

        assert 'Payroll' not in self.client.get(url, headers={'HX-Request': 'true'}).content.decode()
        permit(self.user, Service, 'view')
        assert 'Payroll – SW-1' in self.client.get(url, headers={'HX-Request': 'true'}).content.decode()
        assert self.client.post(url, {'confirm': True}).status_code == 302

        self.assertLogged()

    def test_links_of_another_object_with_the_same_id_stay(self):
        other = make_component(self.service, self.site)
        ServiceComponent.objects.filter(pk=other.pk).update(object_id=self.device.pk)

        self.device.delete()

        assert ServiceComponent.objects.filter(pk=other.pk).exists()

    def test_a_service_takes_its_structure_with_it(self):
        group = RedundancyGroup.objects.create(service=self.service, name='Switches')
        make_component(self.service, make_device(), redundancy_group=group)

        self.service.delete()

        assert not ServiceComponent.objects.exists()
        assert not RedundancyGroup.objects.exists()
        assert Device.objects.filter(pk=self.device.pk).exists()
