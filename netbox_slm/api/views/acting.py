"""Actions of view sets that post: each calls one use case, with the permission that it takes on its object."""

from django.core.exceptions import ValidationError as ModelValidationError
from django.utils import timezone
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from netbox.api.authentication import TokenPermissions

__all__ = ('ActsMixin',)


def _permissions(action_name):
    """Permissions of an action that posts: `action_name` on what it acts on, not the right to add."""
    perms = [f'%(app_label)s.{action_name}_%(model_name)s']
    return type('ActionPermissions', (TokenPermissions,), {'perms_map': {**TokenPermissions.perms_map, 'POST': perms}})


class ActsMixin:
    """View sets with actions that post. `acts`: for each, the permission that it takes on its object."""

    acts = {}

    def get_permissions(self):
        if self.action in self.acts:
            return [_permissions(self.acts[self.action])()]
        return super().get_permissions()

    def _act(self, do):
        """Call the use case `do(object, user, now)` and answer with its object; its errors are 400, by field."""
        permission = self.acts[self.action]
        model = self.queryset.model
        # NetBox restricts what is posted to by the right to add
        self.queryset = model._default_manager.restrict(self.request.user, permission)
        obj = self.get_object()
        try:
            do(obj, self.request.user, timezone.now())
        except ModelValidationError as error:
            raise ValidationError(error.message_dict) from error
        # What was decided may have taken it out of reach: then the answer is as it was before
        fresh = self.get_queryset().filter(pk=obj.pk).first()
        return Response(self.get_serializer(fresh or obj).data)
