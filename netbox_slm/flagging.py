"""When the flags of planned work are computed: after the commit of what they rest on.

A receiver for the same reason as in receivers.py. What a change itself says is computed at once, so that whoever plans
it sees what it does; everything else marks the flags of open work as stale and has a worker compute them again. What
writes past the signals is found by the task that computes all of them every few minutes.
"""

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from . import background, models
from .analysis.fact_changes import KEYS
from .graph import types_of_needs

__all__ = ('connect',)

_BESIDE = {
    *KEYS,
    models.CIDependency,
    models.FreezeWindow,
    models.ServiceCreditTier,
}


def connect():
    """Watch planned work and all that its flags rest on. Safe to call twice."""
    for signal, receiver in (
        (pre_save, _before),
        (post_save, _changed),
        (post_delete, _changed),
        (m2m_changed, _members_changed),
    ):
        signal.connect(receiver, dispatch_uid=f'netbox_slm.flagging.{receiver.__name__}.{id(signal)}')


class Flush:
    """What changed in a transaction, told once, when it is committed. `place`: among what waits for the commit."""

    def __init__(self, place):
        self.place, self.changes, self.releases, self.everything = place, set(), set(), False

    def __call__(self):
        background.request_flags(self.changes, self.releases, self.everything)


def _note(using, change=None, release_ids=(), everything=False):
    """Add to what the running transaction did; without one the flags are told at once."""
    connection = transaction.get_connection(using)
    waiting, flush = connection.run_on_commit, getattr(connection, 'netbox_slm_flagging', None)
    is_new = flush is None or flush.place >= len(waiting) or waiting[flush.place][1] is not flush
    if is_new:
        flush = connection.netbox_slm_flagging = Flush(len(waiting))
    if change is not None:
        flush.changes.add(change.pk)
        flush.releases.update({change.release_id} - {None})
    flush.releases.update(release_ids)
    flush.everything |= everything
    if is_new:
        transaction.on_commit(flush, using=using, robust=True)


def _before(sender, instance, using, raw=False, **kwargs):
    """Remember on a change what others see of it: whether it is approved, and when it is."""
    if sender is models.Change and not raw:
        stored = sender.objects.using(using).filter(pk=instance.pk).first() if instance.pk else None
        instance._netbox_slm_flagging = (stored, _seen_of(stored))


def _seen_of(change):
    return (change.is_approved and not change.is_ended, change.planned_start, change.planned_end) if change else None


def _changed(sender, instance, using, raw=False, **kwargs):
    if raw:
        return
    if sender is models.Change:
        _change_changed(instance, using)
    elif sender is models.Release:
        _note(using, release_ids={instance.pk})
    elif sender is models.PlannedEffect:
        _note(using, instance.change)
    elif sender in _BESIDE or sender._meta.label_lower in types_of_needs():
        _note(using, everything=True)


def _change_changed(change, using):
    stored, seen = getattr(change, '_netbox_slm_flagging', (None, None))
    former = {stored.release_id} - {None} if stored is not None else set()
    # Work that is not approved is out of nobody's way
    counts = change.is_approved or (stored is not None and stored.is_approved)
    _note(using, change, former, everything=counts and seen != _seen_of(change))


def _members_changed(sender, instance, action, **kwargs):
    if action.startswith('post_') and (type(instance) in _BESIDE or instance._meta.label_lower in types_of_needs()):
        _note(instance._state.db, everything=True)
