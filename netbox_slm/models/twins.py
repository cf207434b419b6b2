"""Uniqueness that a form cannot check: an import may change one column of a constraint and not know the others."""

from django.core.exceptions import ValidationError

__all__ = ('refuse_twin',)


def refuse_twin(instance, names, field, message):
    """Refuse another row with the same values of `names`, none equal to none. Raises ValidationError on `field`."""
    values = {name: getattr(instance, name) for name in names}
    if type(instance)._default_manager.filter(**values).exclude(pk=instance.pk).exists():
        raise ValidationError({field: message})
