"""Planned effects that are written with their change: a what-if that becomes planned work (pages.md, *Impact*)."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from ..graph import Ref
from ..models import Change, PlannedEffect
from ..transactions import atomic_for

__all__ = ('add_planned_effects',)


def add_planned_effects(change: Change, refs: Iterable[Ref], effect: str, user: Any) -> list[PlannedEffect]:
    """Say that a change does `effect` to each of these, for its whole window; what it names already stays as it is.

    Change-logged, all or none. Raises ValidationError by the rules of the model, and PermissionDenied where the user
    (None: the system itself) may not add one of them.
    """
    with atomic_for(PlannedEffect):
        known = set(change.planned_effects.values_list('object_type_id', 'object_id'))
        rows = []
        for ref in dict.fromkeys(refs):
            content_type = ContentType.objects.get_by_natural_key(*ref.type.split('.'))
            if (content_type.pk, ref.id) not in known:
                rows.append(PlannedEffect(change=change, object_type=content_type, object_id=ref.id, effect=effect))
        for row in rows:
            row.full_clean()
            row.save()
        allowed = PlannedEffect.objects.all() if user is None else PlannedEffect.objects.restrict(user, 'add')
        if allowed.filter(pk__in=[row.pk for row in rows]).count() != len(rows):
            raise PermissionDenied(
                _('You may not add these planned effects: ask for the permission, or take the objects out.')
            )
        return rows
