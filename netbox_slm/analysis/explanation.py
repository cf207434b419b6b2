"""Why a figure is what it is, for one reader: its lines, naming only what that reader may view (semantics.md §8)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import batched
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Model, Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenancy.models import Tenant

from ..choices import FigureUnitChoices
from ..models import (
    SLA,
    Attainment,
    AttainmentContribution,
    Incident,
    MaintenanceWindow,
    Service,
    ServiceLevelTarget,
)
from ..wording import attained_text, promised_text

__all__ = (
    'ExplainedLine',
    'HiddenLines',
    'Step',
    'explain_lines',
    'explained_rows',
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
        number=Count('position'), counted=Sum('counted_us', default=0), uncounted=Sum('uncounted_us', default=0)
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


def explained_rows(figure: Attainment, user: Any) -> Iterator[Sequence[Any]]:
    """The explanation of a figure as rows of a table, the heading first: its sums, its lines, then what is hidden.

    Seconds are exact decimals. Names only what the reader may view.
    """
    yield (
        _('What'), _('Incident or window'), _('CI'), _('Way to the service'), _('Rule'), _('From'), _('To'),
        _('Seconds counted'), _('Seconds not counted'), _('Why'), _('Value'),
    )  # fmt: skip
    yield from _sums_of(figure)
    lines = visible_lines(figure, user).order_by('position')
    for batch in batched(lines.iterator(chunk_size=_BATCH), _BATCH):
        yield from map(_row, explain_lines(batch, user))
    hidden = hidden_lines(figure, user)
    if hidden.number:
        text = ngettext(
            '{number} line that you may not see', '{number} lines that you may not see', hidden.number
        ).format(number=hidden.number)
        yield text, '', '', '', '', '', '', _seconds(hidden.counted_us), _seconds(hidden.uncounted_us), '', ''


def _sums_of(figure: Attainment) -> Iterator[Sequence[Any]]:
    """The figure, what was promised, and the times or the numbers that it comes from."""
    counts = (figure.met_count, figure.missed_count, figure.pending_count)
    values = [(_('Attained'), attained_text(figure)), (_('Promised'), promised_text(figure))]
    if any(counts):
        labels = (_('Within the limit'), _('Beyond the limit'), _('Still running within the limit'))
        values += zip(labels, counts, strict=True)
    for label, value in values:
        yield label, '', '', '', '', '', '', '', '', '', value
    if any(counts) or figure.unit == FigureUnitChoices.UNIT_VALUE:
        return  # not a figure of time
    for label, amount_us in (
        (_('Agreed time'), figure.agreed_us),
        (_('Excluded time'), figure.excluded_us),
        (_('Unobserved time'), figure.unobserved_us),
        (_('Downtime'), figure.downtime_us),
        (_('Error budget'), figure.budget_us),
        (_('Budget left'), figure.remaining_us),
    ):
        if amount_us is not None:
            yield label, '', '', '', '', '', '', _seconds(amount_us), '', '', ''


def _row(found: ExplainedLine) -> Sequence[Any]:
    line = found.line
    steps = ' → '.join(str(step.obj) if step.obj is not None else _('Hidden') for step in found.steps)
    return (
        line.get_kind_display(),
        found.incident or found.window or '',
        found.obj or (_('Hidden') if found.has_hidden_object else ''),
        steps,
        line.get_rule_display() if line.rule else '',
        line.starts_at.isoformat(),
        line.ends_at.isoformat() if line.ends_at else '',
        _seconds(line.counted_us),
        _seconds(line.uncounted_us),
        line.get_reason_display() if line.reason else '',
        '' if line.value is None else f'{line.value.normalize():f}',
    )


def _seconds(amount_us: int) -> str:
    """Microseconds as exact seconds: '7200', '0.000001'."""
    return f'{Decimal(amount_us) / 1_000_000:f}'


_BATCH = 500
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
