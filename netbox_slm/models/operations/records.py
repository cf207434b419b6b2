"""Rows that belong to a change or to a release, never to both."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ('check_one_record', 'one_record_constraint', 'record_field', 'record_of')


def record_field(to, related_name, verbose_name):
    """The foreign key to a change or a release."""
    return models.ForeignKey(
        to=to,
        on_delete=models.CASCADE,
        related_name=related_name,
        verbose_name=verbose_name,
        blank=True,
        null=True,
    )


def one_record_constraint():
    """Database constraint of a model with `change` and `release`: exactly one of them."""
    return models.CheckConstraint(
        condition=Q(change__isnull=False, release__isnull=True) | Q(change__isnull=True, release__isnull=False),
        name='%(app_label)s_%(class)s_one_record',
        violation_error_message=_('It belongs to a change or to a release.'),
    )


def check_one_record(instance):
    """Refuse both or neither of a change and a release. Raises ValidationError on the field to mend."""
    if instance.change_id is None and instance.release_id is None:
        raise ValidationError({'change': _('Name the change or the release that it is about.')})
    if instance.change_id is not None and instance.release_id is not None:
        raise ValidationError({'release': _('It is about a change or about a release: leave one of them empty.')})


def record_of(instance):
    """Name of the field that holds its record: 'change' or 'release'."""
    return 'release' if instance.release_id is not None else 'change'
