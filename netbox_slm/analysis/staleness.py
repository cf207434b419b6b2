"""Which figures a change of facts can change: they are marked as stale, together with those of dependent services.

Marks are never lost: a computation clears `stale_since` only where `stale_marks` did not move since it read the facts.
Final figures do not change by themselves (semantics.md §6): a mark on one has `analysis.finality` check whether the
change makes a difference to it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connections, router, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from ..choices import MetricChoices, WorkloadKindChoices
from ..models import (
    SLA,
    AffectedCI,
    AffectedService,
    Attainment,
    DerivedEffect,
    MaintenanceWindow,
    ServiceComponent,
    ServiceDependency,
    ServiceLevelTarget,
)
from . import storing
from .attainment import wanted_figures
from .change_times import reached
from .columns import AnyOf, number, read_columns
from .fact_changes import Changes
from .facts import load_targets
from .periods import CURRENT, PREVIOUS

__all__ = ('Changes', 'either', 'ensure_figures', 'mark_groups_stale', 'mark_stale', 'touched')

_DEPENDENTS = """
    WITH RECURSIVE dependent(id) AS (
        SELECT unnest(%s::bigint[])
        UNION
        SELECT link.service_id FROM {table} link JOIN dependent ON link.depends_on_id = dependent.id
    ) SELECT id FROM dependent
"""


def mark_stale(changes: Changes, now: datetime) -> int:
    """Mark the figures that the changes can change and no others, make new ones; returns how many are stale by it.

    Constant queries, whatever the number of changes.
    """
    return mark_groups_stale([changes], now)


def mark_groups_stale(groups: Sequence[Changes], now: datetime) -> int:
    """As `mark_stale`, of several changes that each lie in a time of their own. Queries: constant in each of them."""
    target_ids: set[int] = set()
    conditions = []
    for changes in groups:
        targets, condition = touched(changes)
        target_ids |= targets
        conditions.append(condition & reached(changes))
    fresh = ensure_figures(target_ids, now) if target_ids else 0
    return fresh + _mark(either(conditions), now)


def either(conditions: Sequence[Q]) -> Q:
    """Figures of which one of the conditions holds. A query for each of several: together they find no index."""
    if len(conditions) == 1:
        return conditions[0]
    ids: set[int] = set()
    for condition in conditions:
        ids.update(Attainment.objects.filter(condition).order_by().values_list('pk', flat=True))
    return AnyOf('pk', sorted(ids))


def touched(changes: Changes) -> tuple[set[int], Q]:
    """Targets whose terms changed, and the figures that the changes can change, at whatever time. Constant queries."""
    slas, services = _by_windows(changes.windows)
    slas |= changes.slas
    services |= changes.services | _by_objects(changes.objects) | _by_incidents(changes.incidents)
    targets = ServiceLevelTarget.objects.filter(
        AnyOf('pk', changes.targets)
        | AnyOf('sla_id', slas)
        | AnyOf('calendar_id', changes.calendars)
        | AnyOf('sla__calendar_id', changes.calendars)
    )
    target_ids = set(targets.values_list('pk', flat=True))
    services = _dependents(services)
    of_services = AnyOf('service_id', services) | (
        Q(service__isnull=True) & AnyOf('target_id', _targets_over(services))
    )
    of_values = _by_measures(changes.measures) | _by_work(changes.worked)
    return target_ids, of_services | AnyOf('target_id', target_ids) | of_values


def ensure_figures(target_ids: Iterable[int], now: datetime) -> int:
    """Make the missing rows of the current and the previous period of these targets: stale, without a figure yet."""
    targets = load_targets(sorted(target_ids))
    wanted = [each for selector in (CURRENT, PREVIOUS) for each in wanted_figures(targets, selector, now)]
    return storing.ensure_rows(wanted, now)


def _mark(condition: Q, now: datetime) -> int:
    """Rows are locked in the order in which computations lock them, so that neither waits for the other for ever."""
    with transaction.atomic(using=router.db_for_write(Attainment)):
        rows = Attainment.objects.filter(condition).order_by('pk')
        ids = list(rows.select_for_update(no_key=True).values_list('pk', flat=True))
        if not ids:
            return 0
        return Attainment.objects.filter(AnyOf('pk', ids)).update(
            stale_since=Coalesce(F('stale_since'), Value(now)),
            stale_marks=F('stale_marks') + 1,
            needs_check=F('is_final'),
        )


def _by_objects(objects: Iterable[tuple[int, int]]) -> set[int]:
    """Services that have, or had, one of these CIs as a component."""
    found: set[int] = set()
    by_type: dict[int, set[int]] = {}
    for type_id, object_id in objects:
        by_type.setdefault(type_id, set()).add(object_id)
    for type_id, ids in by_type.items():
        components = ServiceComponent.objects.filter(AnyOf('object_id', ids), object_type_id=type_id)
        found |= set(components.values_list('service_id', flat=True))
    return found


def _by_incidents(incidents: set[int]) -> set[int]:
    """Services that these incidents name, or that have a CI as a component which they name or affect otherwise."""
    if not incidents:
        return set()
    named = AffectedService.objects.filter(AnyOf('incident_id', incidents)).values_list('service_id', flat=True)
    objects: set[tuple[int, int]] = set()
    for rows in (
        AffectedCI.objects.filter(AnyOf('incident_id', incidents)),
        DerivedEffect.objects.filter(AnyOf('incident_id', incidents) | Q(together_with__overlap=sorted(incidents))),
    ):
        columns = read_columns(rows, type=number('object_type_id'), id=number('object_id'))
        objects.update(zip(columns['type'].tolist(), columns['id'].tolist(), strict=True))
    return set(named) | _by_objects(objects)


def _by_measures(measures: set[tuple[int, str]]) -> Q:
    """Figures of the targets of these measures that are about their services. A few queries per name."""
    found = Q(pk__in=())
    for name in {name for _service_id, name in measures}:
        services = sorted({service_id for service_id, measure in measures if measure == name})
        about = set(ServiceLevelTarget.objects.filter(measure=name).values_list('pk', flat=True))
        about &= _targets_over(services)
        found |= AnyOf('target_id', sorted(about)) & (Q(service__isnull=True) | AnyOf('service_id', services))
    return found


def _by_work(objects: set[tuple[int, int]]) -> Q:
    """Figures of the workload of changes and requests, of services that have one of these CIs as a component."""
    if not objects:
        return Q(pk__in=())
    services = sorted(_by_objects(objects))
    workload = ServiceLevelTarget.objects.filter(metric=MetricChoices.METRIC_WORKLOAD)
    about = set(workload.exclude(workload_kind=WorkloadKindChoices.KIND_INCIDENTS).values_list('pk', flat=True))
    about &= _targets_over(services)
    return AnyOf('target_id', sorted(about)) & (Q(service__isnull=True) | AnyOf('service_id', services))


def _by_windows(windows: set[int]) -> tuple[set[int], set[int]]:
    """SLAs and services that maintenance windows are agreed for."""
    if not windows:
        return set(), set()
    slas = MaintenanceWindow.slas.through.objects.filter(AnyOf('maintenancewindow_id', windows))
    services = MaintenanceWindow.services.through.objects.filter(AnyOf('maintenancewindow_id', windows))
    return set(slas.values_list('sla_id', flat=True)), set(services.values_list('service_id', flat=True))


def _dependents(services: set[int]) -> list[int]:
    """These services and all that depend on them, to any depth and at any time."""
    if not services:
        return []
    alias = router.db_for_read(ServiceDependency)
    sql = _DEPENDENTS.format(table=connections[alias].ops.quote_name(ServiceDependency._meta.db_table))
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, [sorted(services)])
        return [service_id for (service_id,) in cursor.fetchall()]


def _targets_over(services: list[int]) -> set[int]:
    """Targets that are about one of these services."""
    own = ServiceLevelTarget.services.through.objects.filter(AnyOf('service_id', services))
    slas = SLA.services.through.objects.filter(AnyOf('service_id', services))
    whole = ServiceLevelTarget.objects.filter(services__isnull=True, sla__in=slas.values('sla_id'))
    return {*own.values_list('serviceleveltarget_id', flat=True), *whole.values_list('pk', flat=True)}
