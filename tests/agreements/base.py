"""What the tests of the domain share: names of services and parties, and users with constrained permissions."""

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType

from core.models import ObjectType
from users.models import ObjectPermission

from netbox_slm import models

AGREEMENT_MODELS = (
    models.ServiceCalendar,
    models.CalendarWindow,
    models.CalendarException,
    models.Contract,
    models.SLA,
    models.ServiceLevelTarget,
    models.MaintenanceWindow,
)


def permit(user, model, *actions, **constraints):
    """Permit actions on a model to a user, on all of its objects or on those that match the constraints."""
    permission = ObjectPermission.objects.create(
        name=f'{user} {model.__name__} {ContentType.objects.count()} {ObjectPermission.objects.count()}',
        actions=list(actions),
        constraints=constraints or None,
    )
    permission.users.add(user)
    permission.object_types.add(ObjectType.objects.get_for_model(model))


def make_user(name='reader', views=(), **constraints):
    """A user who may view the objects of some models."""
    user = get_user_model().objects.create_user(username=name)
    for model in views:
        permit(user, model, 'view', **constraints)
    return user
