"""When what an incident does through the infrastructure is read: after the commit of what records or changes it.

Also where a service gets a component that open incidents may reach: the effects on it are added, the others stay.

A receiver for the same reason as in receivers.py: it must not depend on the door an incident came through (page, REST,
import, script). What writes past the signals calls `analysis.derived_effects` itself.
"""

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save

from . import background
from .analysis.derived_effects import is_open
from .graph import Ref
from .models import AffectedCI, Incident, ServiceComponent

__all__ = ('connect',)

_LINKED = ('object_type_id', 'object_id', 'since', 'until')
_NAMED = ('incident_id', 'object_type_id', 'object_id', 'effect')


def connect():
    """Watch incidents, the CIs that they name, and the components of services. Safe to call twice."""
    for signal, receiver, model in (
        (pre_save, _incident_changes, Incident),
        (post_save, _incident_saved, Incident),
        (pre_save, _ci_changes, AffectedCI),
        (post_save, _ci_saved, AffectedCI),
        (post_delete, _ci_deleted, AffectedCI),
        (pre_save, _link_changes, ServiceComponent),
        (post_save, _link_saved, ServiceComponent),
    ):
        signal.connect(receiver, sender=model, dispatch_uid=f'netbox_slm.deriving.{receiver.__name__}')


class Flush:
    """Has the incidents of a transaction read, once, when it is committed. `place`: among what waits for the commit."""

    def __init__(self, place):
        self.place = place
        self.noted = {'recorded': set(), 'changed': set(), 'ended': set(), 'linked': set()}

    def __call__(self):
        background.request_derived_effects(**self.noted)


def _note(using, kind, *notes):
    """Add to what the running transaction did; without one it is read at once."""
    connection = transaction.get_connection(using)
    waiting, flush = connection.run_on_commit, getattr(connection, 'netbox_slm_deriving', None)
    is_new = flush is None or flush.place >= len(waiting) or waiting[flush.place][1] is not flush
    if is_new:
        flush = connection.netbox_slm_deriving = Flush(len(waiting))
    flush.noted[kind].update(notes)
    if is_new:
        transaction.on_commit(flush, using=using, robust=True)


def _incident_changes(sender, instance, using, raw=False, **kwargs):
    if raw or instance._state.adding:
        return
    stored = Incident.objects.using(using).filter(pk=instance.pk).first()
    if stored is None:
        return
    if stored.effect != instance.effect:
        _note(using, 'changed', instance.pk)
    if _lasts(stored) and not _lasts(instance):
        _note(using, 'ended', instance.pk)


def _lasts(incident):
    return not incident.ends_at and is_open(incident)


def _incident_saved(sender, instance, using, created=False, raw=False, **kwargs):
    if created and not raw:
        _note(using, 'recorded', instance.pk)


def _ci_changes(sender, instance, using, raw=False, **kwargs):
    """Remember on the row which incidents its change concerns."""
    if raw:
        return
    stored = None
    if not instance._state.adding:
        stored = AffectedCI.objects.using(using).filter(pk=instance.pk).first()
    is_changed = stored is None or any(getattr(stored, name) != getattr(instance, name) for name in _NAMED)
    owners = {instance.incident_id, stored.incident_id} if stored else {instance.incident_id}
    instance._netbox_slm_deriving = owners if is_changed else set()


def _ci_saved(sender, instance, using, raw=False, **kwargs):
    if not raw and instance._netbox_slm_deriving:
        _note(using, 'changed', *instance._netbox_slm_deriving)


def _link_changes(sender, instance, using, raw=False, **kwargs):
    """Remember on the row whether it links what it did not link before."""
    if raw:
        return
    stored = None
    if not instance._state.adding:
        stored = ServiceComponent.objects.using(using).filter(pk=instance.pk).first()
    instance._netbox_slm_linked = stored is None or any(
        getattr(stored, name) != getattr(instance, name) for name in _LINKED
    )


def _link_saved(sender, instance, using, raw=False, **kwargs):
    if not raw and instance._netbox_slm_linked:
        kind = instance.object_type
        _note(using, 'linked', Ref(f'{kind.app_label}.{kind.model}', instance.object_id))


def _ci_deleted(sender, instance, using, **kwargs):
    _note(using, 'changed', instance.incident_id)
