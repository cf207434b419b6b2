"""Rows whose names consist of other objects: no page of NetBox or ours names one that the user may not view (§8)."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from extras.models import JournalEntry
from netbox.search.backends import search_backend
from users.models import ObjectPermission

from netbox_slm.models import RedundancyGroup, ServiceComponent
from tests.builders import make_component, make_everything, make_service
from tests.test_access import all_paths

pytestmark = pytest.mark.django_db

HIDDEN = 'Hidden-7431'
LINKS = ('servicecomponent', 'servicedependency', 'affectedci', 'affectedservice')
OF_NETBOX = (('extras', 'journalentry'), ('core', 'objectchange'))


def make_reader(models=LINKS, actions=('view', 'add', 'change', 'delete')):
    """A user who has every right on links and none on what they link."""
    user = get_user_model().objects.create_user(username='reader')
    permission = ObjectPermission.objects.create(name='Links', actions=[*actions])
    permission.object_types.set(
        ContentType.objects.get_by_natural_key(*key)
        for key in (*(('netbox_slm', model) for model in models), *OF_NETBOX)
    )
    permission.users.add(user)
    return user


def test_who_may_view_only_links_finds_no_name_of_what_they_link():
    made = make_everything(name=HIDDEN)
    for model in LINKS:
        JournalEntry.objects.create(assigned_object=made.objects[model], comments='Seen')
    client = Client()
    client.force_login(make_reader())
    pages = [
        *(path for path in all_paths(made.keys) if '/changelog/' not in path),
        reverse('extras:journalentry_list'),
        *(f'/extras/journal-entries/{pk}/' for pk in JournalEntry.objects.values_list('pk', flat=True)),
    ]

    shown = {}
    for path in pages:
        response = client.get(path)
        if response.status_code == 200 and HIDDEN in response.content.decode(errors='replace'):
            shown[path] = response.content.decode().split(HIDDEN)[0][-200:]

    assert shown == {}


def test_the_page_that_deletes_a_group_names_no_component_that_is_hidden():
    made = make_everything(name=HIDDEN)
    group = RedundancyGroup.objects.get()
    RedundancyGroup.objects.update(name='Pair')
    client = Client()
    client.force_login(make_reader(models=(*LINKS, 'redundancygroup')))

    page = client.get(
        reverse('plugins:netbox_slm:redundancygroup_delete', args=[group.pk]), headers={'HX-Request': 'true'}
    )

    assert page.status_code == 200
    assert made.device.name not in page.content.decode()


def test_a_search_names_nothing_hidden():
    made = make_everything(name=HIDDEN)
    component = made.objects['servicecomponent']
    component.description = 'Findable-42'
    component.save()
    search_backend.cache([component], remove_existing=True)
    client = Client()
    client.force_login(make_reader())

    page = client.get(reverse('search'), {'q': 'Findable-42'}).content.decode()

    assert HIDDEN not in page


def test_bulk_deletion_names_nothing_hidden():
    made = make_everything(name=HIDDEN)
    client = Client()
    client.force_login(make_reader())
    url = reverse('plugins:netbox_slm:servicecomponent_bulk_delete')

    page = client.post(url, {'pk': [made.keys['servicecomponent']]}).content.decode()

    assert HIDDEN not in page
    assert ServiceComponent.objects.filter(pk=made.keys['servicecomponent']).exists()


def test_who_may_view_what_is_linked_sees_its_name(client):
    made = make_everything(name='Payroll')
    user = make_reader()
    more = ObjectPermission.objects.create(name='Linked', actions=['view'])
    more.object_types.set(ContentType.objects.get_for_model(model) for model in (made.device, made.objects['service']))
    more.users.add(user)
    client.force_login(user)

    page = client.get(reverse('plugins:netbox_slm:servicecomponent_delete', args=[made.keys['servicecomponent']]))

    assert 'Payroll service – Payroll device' in page.content.decode()


def test_a_list_of_names_costs_the_same_for_more_rows(queries_for):
    made = make_everything(name=HIDDEN)
    client = Client()
    client.force_login(make_reader())
    url = reverse('plugins-api:netbox_slm-api:servicecomponent-list')

    queries_for(url, client)
    before = queries_for(url, client)
    for number in range(8):
        make_component(make_service(f'Service {number}'), made.device)

    assert queries_for(url, client) == before
