"""Asking for impact by REST, and what an answer says."""

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from rest_framework.test import APIClient

from users.models import ObjectPermission


def url():
    return reverse('plugins-api:netbox_slm-api:impactanalysis-list')


def client_of(user):
    client = APIClient()
    client.force_authenticate(user)
    client.force_login(user)
    return client


def admin():
    return client_of(get_user_model().objects.create_superuser('admin'))


def reader_of(*models):
    """A client of a user who may view objects of these models, as far as their constraints say."""
    user = get_user_model().objects.create_user('reader')
    for model, constraints in models:
        permission = ObjectPermission.objects.create(name=model.__name__, actions=['view'], constraints=constraints)
        permission.object_types.set([ContentType.objects.get_for_model(model)])
        permission.users.add(user)
    return client_of(user)


def ask(client, *objects, status=200, **more):
    response = client.post(url(), {'objects': list(objects), **more}, format='json')
    assert response.status_code == status, response.content
    return response.json()


def named(obj, **more):
    return {'type': obj._meta.label_lower, 'id': obj.pk, **more}


def found(answer):
    """(state, steps) of what is touched, by type and name."""
    return {(row['type'].split('.')[1], row['display']): (row['state'], row['distance']) for row in answer['objects']}


def of(answer, obj):
    """The row of one object, or None."""
    wanted = obj._meta.label_lower, obj.pk
    return next((row for row in answer['objects'] if (row['type'], row['id']) == wanted), None)


def state(answer, obj):
    """(state, steps) of one object; None where it is not touched."""
    row = of(answer, obj)
    return (row['state'], row['distance']) if row else None
