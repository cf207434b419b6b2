"""What approved work rests on is not taken away from under it: its planned effects, and what customers agreed to.

A receiver, because lists are deleted in one query that calls no method of the rows. What vanishes together with the
work, or with a CI that is gone, is let go; but work that a customer agreed to is not deleted itself.
"""

from django.db.models import Model, QuerySet
from django.db.models.signals import pre_delete
from django.utils.translation import gettext as _

from utilities.exceptions import AbortRequest

from . import models
from .models.operations.changes import approved_as_it_is
from .visible import shown

__all__ = ('connect',)


def connect():
    """Watch the deletion of the rows that approvals rest on, and of work. Safe to call twice."""
    for model, receiver in (
        (models.PlannedEffect, _keep),
        (models.CustomerAgreement, _keep),
        (models.Change, _keep_work),
        (models.Release, _keep_work),
    ):
        pre_delete.connect(receiver, sender=model, dispatch_uid=f'netbox_slm.kept.{model.__name__}')


def _keep(sender, instance, origin=None, **kwargs):
    if not _is_asked_for(sender, origin):
        return
    work = instance.change if instance.change_id else instance.release
    if work is not None and work.is_approved:
        raise AbortRequest(
            _('{work} was approved with this: take it back to a draft before you delete it.').format(work=work)
        )
    if sender is models.PlannedEffect:
        _keep_in_release(work)


def _keep_work(sender, instance, origin=None, **kwargs):
    if not _is_asked_for(sender, origin):
        return
    if instance.agreements.exists():
        raise AbortRequest(
            _('A customer agreed to {work}: cancel it, so that the agreement is kept with it.').format(work=instance)
        )
    if sender is models.Change:
        _keep_in_release(instance)


def _keep_in_release(change):
    release = shown(change, 'release')
    if release is not None and release.is_approved:
        raise AbortRequest(str(approved_as_it_is(release)))


def _is_asked_for(sender, origin):
    asked_for = origin.model if isinstance(origin, QuerySet) else type(origin) if isinstance(origin, Model) else sender
    return asked_for is sender
