"""Where facts change, their figures are marked as stale: after the commit, all changes of a transaction at once.

A receiver, and not calls in views: figures must not depend on the door a change came through (page, API, import,
script, another plugin). What writes past the signals (`bulk_create`, SQL) calls `analysis.staleness` itself.
"""

from itertools import permutations

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.utils import timezone

from . import background, models
from .analysis.fact_changes import KEYS, ChangesByTime, Keys, has_same_facts
from .analysis.staleness import mark_groups_stale

__all__ = ('connect',)

_MEMBERS = {
    # In the order of their foreign keys: owner, member. A service is not changed by who promises something about it
    models.SLA.services.through: ('slas', None),
    models.ServiceLevelTarget.services.through: ('targets', None),
    models.MaintenanceWindow.slas.through: ('windows', 'slas'),
    models.MaintenanceWindow.services.through: ('windows', 'services'),
}


def connect():
    """Watch the rows that figures rest on. Safe to call twice."""
    for model in KEYS:
        post_save.connect(_row_changed, sender=model, dispatch_uid=f'netbox_slm.changed.{model.__name__}')
        post_delete.connect(_row_changed, sender=model, dispatch_uid=f'netbox_slm.deleted.{model.__name__}')
        pre_save.connect(_row_changes, sender=model, dispatch_uid=f'netbox_slm.changes.{model.__name__}')
    for through in _MEMBERS:
        m2m_changed.connect(_members_changed, sender=through, dispatch_uid=f'netbox_slm.members.{through.__name__}')
    for model in (models.Service, models.MaintenanceWindow):
        pre_delete.connect(_members_leave, sender=model, dispatch_uid=f'netbox_slm.leave.{model.__name__}')


class Flush:
    """Marks what changed in a transaction, once, when it is committed. `place`: among what waits for the commit."""

    def __init__(self, place):
        self.changes, self.place = ChangesByTime(), place

    def __call__(self):
        if mark_groups_stale(self.changes.groups(), timezone.now()):
            background.request_sweep()


def _note(using: str, keys: Keys, row=None):
    """Add to the changes of the running transaction; without one they are marked at once.

    row: what changed, where that alone says in which time it matters. Without keys nothing rests on it.
    """
    keys = list(keys)
    if not keys:
        return
    connection = transaction.get_connection(using)
    flush = _waiting(connection)
    is_new = flush is None
    if is_new:
        flush = connection.netbox_slm_flush = Flush(len(connection.run_on_commit))
    flush.changes.add(keys, row)
    if is_new:
        transaction.on_commit(flush, using=using, robust=True)


def _waiting(connection):
    """The flush that waits for the commit; none after a commit or a rollback. Looked up at its place: many may wait."""
    flush = getattr(connection, 'netbox_slm_flush', None)
    waiting = connection.run_on_commit
    return flush if flush and flush.place < len(waiting) and waiting[flush.place][1] is flush else None


def _row_changes(sender, instance, using, raw=False, **kwargs):
    """What it was matters as well as what it becomes; nothing does where no figure rests on what differs."""
    if raw or instance.pk is None:
        return
    stored = sender.objects.using(using).filter(pk=instance.pk).first()
    instance._slm_has_same_facts = stored is not None and has_same_facts(stored, instance)
    if stored is not None and not instance._slm_has_same_facts:
        _note(using, KEYS[sender](stored), stored)


def _row_changed(sender, instance, using, raw=False, **kwargs):
    is_same = instance.__dict__.pop('_slm_has_same_facts', False)
    if not raw and not is_same:
        _note(using, KEYS[sender](instance), instance)


def _members_changed(sender, instance, action, pk_set, using, **kwargs):
    if action not in ('post_add', 'post_remove', 'pre_clear'):
        return
    for kind, other_kind, others in _sides(sender, instance, using):
        keys = list(pk_set) if pk_set is not None else others
        _note(using, [(kind, instance.pk), *((other_kind, pk) for pk in keys)], _timed(instance))


def _members_leave(sender, instance, using, **kwargs):
    """Rows of many-to-many relations vanish with their owner and send no signal."""
    for through in _MEMBERS:
        for _kind, other_kind, others in _sides(through, instance, using):
            if others:
                _note(using, [(other_kind, pk) for pk in others], _timed(instance))


def _timed(instance):
    """A maintenance window matters in its own time, whoever joins or leaves it; other memberships at any time."""
    return instance if isinstance(instance, models.MaintenanceWindow) else None


def _sides(through, instance, using):
    """Of a many-to-many relation: the kind of the row, and kind and keys of what is on its other side."""
    fields = [field for field in through._meta.get_fields() if field.many_to_one]
    for (field, kind), (other, other_kind) in permutations(zip(fields, _MEMBERS[through], strict=True)):
        if isinstance(instance, field.related_model):
            rows = through.objects.using(using).filter(**{field.attname: instance.pk})
            yield kind, other_kind, list(rows.values_list(other.attname, flat=True))
