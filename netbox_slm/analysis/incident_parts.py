"""What belongs to an incident and is written with it: affected CIs, affected services, holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from ..models import AffectedCI, AffectedService, Hold, Incident, Service
from ..transactions import atomic_for
from ..visible import prefetch_viewable, shown

__all__ = ('PART_MODELS', 'PartsPlan', 'add_links', 'plan_parts', 'store_parts')

PART_MODELS: dict[str, type[Model]] = {
    'affected_cis': AffectedCI,
    'affected_services': AffectedService,
    'holds': Hold,
}
# What names a row among those of its incident; the first is where an error about it is said
_KEYS = {
    'affected_cis': ('object_id', 'object_type'),
    'affected_services': ('service',),
    'holds': ('starts_at',),
}


@dataclass(slots=True)
class PartsPlan:
    """Rows to write and to delete; `errors`: list name -> index -> field -> messages."""

    added: list[Model] = field(default_factory=list)
    changed: list[Model] = field(default_factory=list)
    removed: list[Model] = field(default_factory=list)
    errors: dict[str, dict[int, dict[str, list[str]]]] = field(default_factory=dict)


def plan_parts(incident: Incident, parts: Mapping[str, Sequence[Mapping[str, Any]]], user) -> PartsPlan:
    """What makes the lists of `parts` those of the incident, checked by the rules of each model. Writes nothing.

    parts: list name -> rows as field -> value; a list that is absent stays as it is, a field that is absent is empty.
    Rows which the user may not view are neither removed nor counted. incident: may be a new one that is not saved yet.
    """
    plan = PartsPlan()
    for name, rows in parts.items():
        existing = _existing(incident, name)
        named: set[tuple[Any, ...]] = set()
        for index, values in enumerate(rows):
            key = tuple(values[part] for part in _KEYS[name])
            row, is_changed = _row(incident, name, existing.get(key), values)
            errors = _errors_of(row, name, is_repeated=key in named)
            named.add(key)
            if errors:
                plan.errors.setdefault(name, {})[index] = errors
            elif row.pk is None:
                plan.added.append(row)
            elif is_changed:
                plan.changed.append(row)
        gone = {row.pk for key, row in existing.items() if key not in named}
        plan.removed.extend(_viewable(name, gone, user))
    return plan


def store_parts(incident: Incident, plan: PartsPlan, user) -> None:
    """Write a plan without errors; change-logged, one transaction.

    Raises PermissionDenied where the user may not add, change or delete one of the rows; user None: the system itself.
    """
    with atomic_for(Incident):
        _demand(plan.changed, user, 'change')
        _demand(plan.removed, user, 'delete')
        for row in plan.removed:
            row.incident = incident
            row.snapshot()
            row.delete()
        for row in (*plan.changed, *plan.added):
            row.incident = incident
            row.save()
        _demand(plan.changed, user, 'change')
        _demand(plan.added, user, 'add')


def add_links(incident: Incident, objects: Iterable[Model], services: Iterable[Service], user) -> None:
    """Name CIs and services in a saved incident, with its own effect; those it names already are left alone.

    Change-logged, one transaction. Raises ValidationError, or PermissionDenied as `store_parts`.
    """
    linked = set(incident.affected_cis.values_list('object_type_id', 'object_id'))
    named = set(incident.affected_services.values_list('service_id', flat=True))
    rows: list[Model] = [AffectedCI(incident=incident, object=obj) for obj in objects]
    rows = [row for row in rows if (row.object_type_id, row.object_id) not in linked]
    rows += [AffectedService(incident=incident, service=service) for service in services if service.pk not in named]
    for row in rows:
        row.full_clean()
    store_parts(incident, PartsPlan(added=rows), user)


def _existing(incident, name):
    if incident.pk is None:
        return {}
    rows = PART_MODELS[name].objects.filter(incident_id=incident.pk)
    if name == 'affected_cis':
        rows = rows.select_related('object_type')
    elif name == 'affected_services':
        rows = rows.select_related('service')
    return {tuple(getattr(row, part) for part in _KEYS[name]): row for row in rows}


def _row(incident, name, row, values):
    """The row that carries `values`, and whether that changes it."""
    model = PART_MODELS[name]
    if row is None:
        return model(incident=incident, **values), True
    wanted = {column.name: values.get(column.name, column.get_default()) for column in _columns(model)}
    is_changed = any(getattr(row, name) != value for name, value in wanted.items())
    if is_changed:
        row.snapshot()
    row.incident = incident
    for name, value in wanted.items():
        setattr(row, name, value)
    return row, is_changed


def _columns(model):
    names = {'effect', 'starts_at', 'ends_at', 'weight', 'reason'}
    return [column for column in model._meta.concrete_fields if column.name in names]


def _errors_of(row, name, is_repeated):
    if is_repeated:
        return {_KEYS[name][0]: [_('The list names this twice: name it once.')]}
    try:
        # The relations were looked up when the values were read
        row.full_clean(exclude={'incident', 'object_type', 'service'})
    except ValidationError as error:
        return error.message_dict
    return {}


def _viewable(name, ids, user):
    """Those rows that the user may view, together with what they name."""
    model = PART_MODELS[name]
    rows = model.objects.filter(pk__in=ids)
    if user is None:
        return list(rows)
    ends = [relation for relation in model.viewable_relations if relation != 'incident']
    rows = rows.restrict(user, 'view').prefetch_related(*prefetch_viewable(model, user))
    return [row for row in rows if all(shown(row, end) for end in ends)]


def _demand(rows, user, action):
    if user is None:
        return
    for model in PART_MODELS.values():
        ids = {row.pk for row in rows if isinstance(row, model)}
        if ids and model.objects.restrict(user, action).filter(pk__in=ids).count() != len(ids):
            raise PermissionDenied(_REFUSALS[action].format(models=model._meta.verbose_name_plural))


_REFUSALS = {
    'add': _('You may not add these {models}: ask for the permission, or leave them out.'),
    'change': _('You may not change these {models}: ask for the permission, or leave them as they are.'),
    'delete': _('You may not remove these {models}: ask for the permission, or keep them in the list.'),
}
