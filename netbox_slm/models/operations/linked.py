"""Generic links to CIs: only to types that are allowed, and to objects that exist."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ...linkable import is_linkable

__all__ = ('check_linked',)


def check_linked(instance):
    """Refuse an `object` of a type that cannot be linked, or one that is not there. Raises ValidationError."""
    if instance.object_type_id is None or instance.object_id is None:
        return
    if not is_linkable(instance.object_type):
        raise ValidationError(
            {
                'object_type': _(
                    'Objects of the type {type} cannot be linked: choose another object, or have the type added to '
                    'the setting linkable_types.'
                ).format(type=instance.object_type)
            }
        )
    if instance.object is None:
        raise ValidationError(
            {
                'object_id': _('There is no {type} with the ID {id}.').format(
                    type=instance.object_type.model_class()._meta.verbose_name, id=instance.object_id
                )
            }
        )
