"""What approved work rests on is not taken away from under it: its planned effects, and what customers agreed to.

A receiver, because lists are deleted in one query that calls no method of the rows. What vanishes together with the
work, or with a CI that is gone, is let go.
"""

from django.db.models import Model, QuerySet
from django.db.models.signals import pre_delete
from django.utils.translation import gettext as _

from utilities.exceptions import AbortRequest

from . import models

__all__ = ('connect',)


def connect():
    """Watch the deletion of the rows that approvals rest on. Safe to call twice."""
    for model in (models.PlannedEffect, models.CustomerAgreement):
        pre_delete.connect(_keep, sender=model, dispatch_uid=f'netbox_slm.kept.{model.__name__}')


def _keep(sender, instance, origin=None, **kwargs):
    asked_for = origin.model if isinstance(origin, QuerySet) else type(origin) if isinstance(origin, Model) else sender
    if asked_for is not sender:
        return
    work = instance.change if instance.change_id else instance.release
    if work is not None and work.is_approved:
        raise AbortRequest(
            _('{work} was approved with this: take it back to a draft before you delete it.').format(work=work)
        )
