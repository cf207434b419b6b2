"""Why a figure is what it is, for one reader: its lines, naming only what that reader may view (semantics.md §8)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Model, Prefetch, Q, QuerySet, Sum

from tenancy.models import Tenant

from ..models import (
    SLA,
    Attainment,
    AttainmentContribution,
    Incident,
    MaintenanceWindow,
    Service,
    ServiceLevelTarget,
)

__all__ = (
    'ExplainedLine',
    'HiddenLines',
    'Step',
    'explain_lines',
    'hidden_lines',
    'load_viewable',
    'visible_lines',
    'visible_names',
)


@dataclass(frozen=True, slots=True)
class Step:
    """One object on the way from a CI to the judged service; `obj` is None where the reader may not view it.

    relation: how the next one needs it; empty for the last.
    """

    obj: Model | None
    relation: str


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A line of a figure with what it names: None where it names nothing of this kind, or a thing that is hidden."""

    line: AttainmentContribution
    incident: Incident | None
    window: MaintenanceWindow | None
    service: Model | None
    obj: Model | None
    has_hidden_object: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class HiddenLines:
    """How many lines a reader may not see, and the time they make up."""

    number: int
    counted_us: int
    uncounted_us: int


def visible_names(user: Any) -> list[Prefetch]:
    """Prefetches of figures: promises, agreements, customers and services that the reader may not view become None."""
    tenants = Prefetch('tenant', Tenant.objects.restrict(user, 'view'))
    slas = SLA.objects.restrict(user, 'view').select_related('calendar').prefetch_related(tenants)
    targets = ServiceLevelTarget.objects.restrict(user, 'view').select_related('calendar')
    services = Service.objects.restrict(user, 'view')
    return [Prefetch('target', targets.prefetch_related(Prefetch('sla', slas))), Prefetch('service', services)]


def visible_lines(attainment: Attainment, user: Any) -> QuerySet[AttainmentContribution]:
    """The lines whose incident or maintenance window the reader may view."""
    return attainment.contributions.filter(_viewable(user))


def hidden_lines(attainment: Attainment, user: Any) -> HiddenLines:
    """The rest of them, without any name. One query."""
    found = attainment.contributions.exclude(_viewable(user)).aggregate(
        number=Count('pk'), counted=Sum('counted_us', default=0), uncounted=Sum('uncounted_us', default=0)
    )
    return HiddenLines(found['number'], found['counted'], found['uncounted'])


def explain_lines(lines: Iterable[AttainmentContribution], user: Any) -> list[ExplainedLine]:
    """The lines with what they name. Queries: one for each type of object that they name."""
    lines = list(lines)
    wanted: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        for label, pk in _named(line):
            wanted[label].add(pk)
    found = {label: load_viewable(label, ids, user) for label, ids in wanted.items()}

    def get(label: str, pk: int | None) -> Model | None:
        return None if pk is None else found[label].get(pk)

    return [
        ExplainedLine(
            line=line,
            incident=get(_INCIDENT, line.incident_id),
            window=get(_WINDOW, line.maintenance_window_id),
            service=get(_SERVICE, line.service_id),
            obj=(obj := get(_label(line), line.object_id)),
            has_hidden_object=line.object_id is not None and obj is None,
            steps=tuple(Step(get(step['type'], step['id']), step['relation']) for step in line.path),
        )
        for line in lines
    ]


_INCIDENT, _WINDOW, _SERVICE = 'netbox_slm.incident', 'netbox_slm.maintenancewindow', 'netbox_slm.service'


def _viewable(user: Any) -> Q:
    incidents = Incident.objects.restrict(user, 'view')
    windows = MaintenanceWindow.objects.restrict(user, 'view')
    return (Q(incident__isnull=True) | Q(incident__in=incidents)) & (
        Q(maintenance_window__isnull=True) | Q(maintenance_window__in=windows)
    )


def _label(line: AttainmentContribution) -> str:
    if line.object_type_id is None:
        return ''
    content_type = ContentType.objects.get_for_id(line.object_type_id)
    return f'{content_type.app_label}.{content_type.model}'


def _named(line: AttainmentContribution) -> Iterable[tuple[str, int]]:
    """Everything a line names, as (type, primary key)."""
    columns = (
        (_INCIDENT, line.incident_id),
        (_WINDOW, line.maintenance_window_id),
        (_SERVICE, line.service_id),
        (_label(line), line.object_id),
        *((step['type'], step['id']) for step in line.path),
    )
    return [(label, pk) for label, pk in columns if pk is not None]


def load_viewable(label: str, ids: Sequence[int] | set[int], user: Any) -> dict[int, Model]:
    """The objects of a type that the reader may view, by primary key; none of a type that is no longer installed."""
    model = ContentType.objects.get_by_natural_key(*label.split('.')).model_class()
    if model is None:
        return {}
    queryset = model._default_manager.filter(pk__in=ids)
    if hasattr(queryset, 'restrict'):
        queryset = queryset.restrict(user, 'view')
    if model is Incident:
        queryset = queryset.select_related('excused_by')
    return {obj.pk: obj for obj in queryset}
