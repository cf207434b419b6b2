"""Users with permissions, for the tests of the domain."""

from django.contrib.auth import get_user_model

from core.models import ObjectType
from users.models import ObjectPermission


def make_user(name='reader'):
    """A user without any permission."""
    return get_user_model().objects.create_user(username=name)


def permit(user, model, *actions, **constraints):
    """Permit actions on a model to a user, on all of its objects or on those that match the constraints."""
    permission = ObjectPermission.objects.create(
        name=f'{user} {actions} {model.__name__}', actions=list(actions), constraints=constraints or None
    )
    permission.users.add(user)
    permission.object_types.add(ObjectType.objects.get_for_model(model))
