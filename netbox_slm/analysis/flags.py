"""The flags of changes and releases: what planned work does to each SLA, computed and stored (semantics.md §7).

A computation replaces the current rows; the former stay as history where anything differs. What a flag rests on may
change any time: `touch()` marks the flags of open work as stale, `recompute_stale()` computes them again.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from netbox.plugins import get_plugin_config

from ..choices import ChangeStatusChoices, DecisionChoices, StateChoices
from ..engine.instants import from_us, to_us
from ..engine.periods import Period
from ..engine.structure import AT_RISK, UP
from ..graph import Ref
from ..models import Attainment, CausedIncident, Change, FreezeWindow, PlannedEffect, Release, Service, SLAImpact
from ..transactions import atomic_for
from .credits import CreditBook
from .facts import load_targets
from .facts.targets import load_agreements
from .figures import Figure
from .forecast import (
    Course,
    Forecast,
    PlannedOutage,
    Windows,
    course_of,
    find_windows,
    forecast,
    lost_to,
    strict,
)
from .impact.known import SERVICE, STATE_OF_EFFECT
from .reasons import store_reason

__all__ = (
    'Record',
    'compute_flags',
    'course_of_record',
    'forecast_record',
    'open_records',
    'outages_of',
    'recompute_stale',
    'refresh',
    'settle',
    'settle_recent',
    'touch',
    'windows_for',
)

type Record = Change | Release

_STATES = (StateChoices.STATE_UP, StateChoices.STATE_AT_RISK, StateChoices.STATE_DEGRADED, StateChoices.STATE_DOWN)
# How sites are found of what has neither a site nor a device itself
_WAYS_TO_SITES = {
    'circuits.circuit': ('terminations___site',),
    'dcim.cable': ('terminations___site',),
    'dcim.powerfeed': ('power_panel__site',),
    'dcim.virtualchassis': ('members__site',),
    'virtualization.cluster': ('_site',),
    'virtualization.vminterface': ('virtual_machine__site',),
    'wireless.wirelesslink': ('interface_a__device__site', 'interface_b__device__site'),
}
_COMPARED = (
    'sla_id', 'target_id', 'service_id', 'period', 'starts_at', 'ends_at', 'worst_state', 'counted_us', 'outside_us',
    'budget_us', 'budget_before_us', 'budget_after_us', 'target_percent', 'forecast_percent', 'is_breach', 'tier',
    'credit_amount', 'currency', 'reason', 'collisions',
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Flagged:
    """The flags that a computation gave; `is_new`: whether they differ from those before."""

    flags: tuple[SLAImpact, ...]
    is_new: bool


def compute_flags(record: Record, now: datetime) -> Flagged:
    """Compute and store the flags of a change or a release with its planned window.

    Repeatable: the same facts give the same rows, and only their time moves. The record is locked meanwhile, and one
    that went stale again while the facts were read stays so. Raises ValueError where it has no planned window.
    """
    if record.planned_start is None or record.planned_end is None:
        raise ValueError(_('Give the planned start and end first: without them nothing can be said of its effect.'))
    model = type(record)
    stale_before = model.objects.values_list('flags_stale_since', flat=True).get(pk=record.pk)
    rows = _rows(record, now)
    with atomic_for(model):
        locked = model.objects.select_for_update(of=('self',)).get(pk=record.pk)
        old = list(record.impacts.current().order_by('pk'))
        is_new = sorted(map(_value, old)) != sorted(map(_value, rows))
        if is_new:
            record.impacts.current().update(is_current=False, superseded_at=now)
            for row in rows:
                row.computed_at = now
            SLAImpact.objects.bulk_create(rows)
        else:
            record.impacts.current().update(computed_at=now, stale_since=None)
        went_stale = locked.flags_stale_since != stale_before
        stale = locked.flags_stale_since if went_stale else None
        model.objects.filter(pk=record.pk).update(flags_computed_at=now, flags_stale_since=stale)
    record.flags_computed_at, record.flags_stale_since = now, stale
    return Flagged(tuple(record.impacts.current().worst_first()), is_new)


def outages_of(record: Record) -> list[PlannedOutage]:
    """What a change, or all changes of a release that are not cancelled, plan to do to objects."""
    mine = Q(change=record) if isinstance(record, Change) else Q(change__release=record)
    effects = PlannedEffect.objects.filter(mine, effect__in=STATE_OF_EFFECT).select_related('change', 'object_type')
    effects = effects.exclude(change__status=ChangeStatusChoices.STATUS_CANCELLED).order_by('pk')
    return [
        PlannedOutage(
            Ref(f'{row.object_type.app_label}.{row.object_type.model}', row.object_id),
            STATE_OF_EFFECT[row.effect],
            to_us(row.starts_at),
            to_us(row.ends_at),
        )
        for row in effects
        if row.starts_at and row.ends_at
    ]


def course_of_record(record: Record) -> Course:
    """What happens to services while the work lasts."""
    return course_of(outages_of(record), without=_own(record))


def forecast_record(record: Record, now: datetime) -> tuple[Course, list[Forecast]]:
    """The course of the work and what it does to each promise."""
    course = course_of_record(record)
    return course, forecast(course, now)


def windows_for(record: Record, now: datetime, days: int = 14) -> Windows | None:
    """When the same work would touch less, within the next `days`; None where it touches no promise."""
    course, forecasts = forecast_record(record, now)
    if not course.cells:
        return None
    span = now, now + timedelta(days=days)
    closed = [(freeze.starts_at, freeze.ends_at) for freeze in _freezes(course, *span)]
    closed += _busy(course, record, *span)
    return find_windows(course, forecasts, now, days, closed)


def open_records(change_ids: Collection[int] | None = None, release_ids: Collection[int] | None = None) -> list[Record]:
    """Changes and releases (of these ids, or all) whose flags matter: with a planned window, and not ended."""
    found: list[Record] = []
    for model, ids in ((Change, change_ids), (Release, release_ids)):
        rows = model.objects.filter(planned_start__isnull=False, planned_end__isnull=False)
        rows = rows.exclude(status__in=ChangeStatusChoices.ENDED).order_by('pk')
        if ids is None or ids:
            found += rows if ids is None else rows.filter(pk__in=ids)
    return found


def touch(now: datetime, records: Iterable[Record] | None = None) -> int:
    """Mark the flags of these records (None: of all open ones) as stale, where there are any; returns how many."""
    marked = 0
    for model in (Change, Release):
        chosen = model.objects.filter(flags_computed_at__isnull=False, flags_stale_since__isnull=True)
        chosen = chosen.exclude(status__in=ChangeStatusChoices.ENDED)
        if records is not None:
            chosen = chosen.filter(pk__in=[record.pk for record in records if isinstance(record, model)])
        marked += chosen.update(flags_stale_since=now)
    return marked


def recompute_stale(now: datetime) -> int:
    """Compute the flags of open records that have none or stale ones; returns of how many they became others."""
    due = [record for record in open_records() if record.flags_computed_at is None or record.flags_stale_since]
    return sum(compute_flags(record, now).is_new for record in due)


def refresh(now: datetime) -> int:
    """Compute the flags of all open records, whether anything was told to have changed or not; returns as above."""
    return sum(compute_flags(record, now).is_new for record in open_records())


def settle(record: Record, now: datetime) -> int:
    """Write down what work that has ended came to: the downtime of the incidents that it is held to have caused.

    Beside each forecast, in its period; incidents that were rejected as caused by it do not count. Repeatable; returns
    how many flags it was written to.
    """
    flags = list(record.impacts.current().order_by('pk'))
    if record.actual_start is None or not flags:
        return 0
    mine = Q(change=record) if isinstance(record, Change) else Q(change__release=record)
    caused = CausedIncident.objects.filter(mine).exclude(decision=DecisionChoices.DECISION_REJECTED)
    wanted = _wanted_by(flags, record, now)
    lost = lost_to(set(caused.values_list('incident_id', flat=True)), [each for _flag, each in wanted], now)
    for (flag, _each), amount in zip(wanted, lost, strict=True):
        flag.actual_us = amount
    SLAImpact.objects.bulk_update([flag for flag, _each in wanted], ['actual_us'])
    return len(wanted)


def settle_recent(now: datetime) -> int:
    """Settle all work that ended not long ago, as its incidents are still being found and decided."""
    since = now - timedelta(hours=get_plugin_config('netbox_slm', 'caused_incident_hours') + 24)
    ended = (ChangeStatusChoices.STATUS_DONE, ChangeStatusChoices.STATUS_ROLLED_BACK)
    found = 0
    for model in (Change, Release):
        for record in model.objects.filter(status__in=ended, actual_end__gte=since):
            found += settle(record, now)
    return found


def _wanted_by(flags: Sequence[SLAImpact], record: Record, now: datetime):
    """(flag, figure that it is about) of each flag whose promise still stands."""
    targets = {terms.target_id: terms for terms in load_targets([flag.target_id for flag in flags if flag.target_id])}
    bare = {terms.sla_id: strict(terms) for terms in load_agreements(sorted({flag.sla_id for flag in flags}))}
    spans = _spans_of(flags, record, now)
    found = []
    for flag in flags:
        terms = targets.get(flag.target_id) if flag.target_id else bare.get(flag.sla_id)
        if terms is None:
            continue
        start, end = spans[flag.pk]
        found.append((flag, (terms, flag.service_id, Period(flag.period, to_us(start), to_us(end)))))
    return found


def _spans_of(flags: Sequence[SLAImpact], record: Record, now: datetime) -> dict[int, tuple[datetime, datetime]]:
    """From when to when what came of the work counts beside each flag, by its id: in its period.

    Work that ran in another period than it was planned for counts beside the first or the last of a promise's flags.
    """
    spans: dict[int, tuple[datetime, datetime]] = {}
    series: dict[tuple[int | None, int | None], list[SLAImpact]] = defaultdict(list)
    for flag in flags:
        spans[flag.pk] = flag.starts_at or record.actual_start, flag.ends_at or now
        series[flag.target_id, flag.service_id].append(flag)
    for of_one in series.values():
        in_order = sorted(of_one, key=lambda flag: spans[flag.pk])
        first, last = in_order[0], in_order[-1]
        spans[first.pk] = min(spans[first.pk][0], record.actual_start), spans[first.pk][1]
        spans[last.pk] = spans[last.pk][0], max(spans[last.pk][1], now)
    return spans


def _own(record: Record) -> set[Ref]:
    """The work itself, which is not out already."""
    if isinstance(record, Change):
        return {Ref('netbox_slm.change', record.pk)}
    return {Ref('netbox_slm.change', pk) for pk in record.changes.values_list('pk', flat=True)}


def _rows(record: Record, now: datetime) -> list[SLAImpact]:
    course, forecasts = forecast_record(record, now)
    if not forecasts:
        return []
    credits = CreditBook(None, {found.target_id for found in forecasts if found.target_id is not None})
    owner = {'change': record} if isinstance(record, Change) else {'release': record}
    freezes = _freezes(course, from_us(course.start_us), from_us(course.end_us))
    rows = []
    for found in forecasts:
        about = [found.service_id] if found.service_id is not None else list(found.terms.service_ids)
        worst = max((service for service in about if service in course.worst), key=lambda pk: (course.worst[pk], -pk))
        row = SLAImpact(
            **owner,
            sla_id=found.sla_id,
            target_id=found.target_id,
            service_id=found.service_id,
            worst_state=_STATES[found.worst],
            counted_us=max(found.counted_us, 0),
            outside_us=max(found.outside_us, 0),
            reason=_reason(course, worst),
            collisions=_collisions(course, about, found.terms.tenant_id, freezes),
        )
        _judge(row, found, credits, now)
        rows.append(row)
    return rows


def _judge(row: SLAImpact, found: Forecast, credits: CreditBook, now: datetime) -> None:
    """Budget, forecast, breach and credit of the figure with the work."""
    before, after, period = found.before, found.after, found.period
    if before is None or after is None or period is None:
        return
    row.period, row.starts_at, row.ends_at = period.label, from_us(period.start_us), from_us(period.end_us)
    row.budget_us, row.budget_before_us, row.budget_after_us = before.budget_us, before.remaining_us, after.remaining_us
    row.target_percent, row.forecast_percent = after.target_percent, after.value_percent
    row.is_breach = found.is_breach
    credit = credits.credit_of(_as_attainment(after, row.is_breach))
    earlier = credits.credit_of(_as_attainment(before, found.is_missed_before))
    if credit is not None and (earlier is None or earlier.tier.tier_id != credit.tier.tier_id):
        row.tier = f'{float(credit.tier.threshold):g}'
        row.credit_amount, row.currency = credit.amount, credit.currency


def _as_attainment(figure: Figure, is_missed: bool) -> Attainment:
    """The figure as credits are judged: as if its period were over."""
    return Attainment(
        target_id=figure.key.target_id,
        status='missed' if is_missed else 'met',
        unit=figure.unit,
        value_percent=figure.value_percent,
        target_percent=figure.target_percent,
        starts_at=from_us(figure.key.start_us),
        ends_at=from_us(figure.key.end_us),
    )


def _reason(course: Course, service_id: int) -> list[dict[str, Any]]:
    """The way to a service in the span in which it is worst."""
    ref = Ref(SERVICE, service_id)
    return store_reason(course.worst_cell(service_id).impact.reasons([ref])[ref])


def _collisions(
    course: Course, services: Collection[int], tenant_id: int | None, freezes: Sequence[FreezeWindow]
) -> list[dict[str, Any]]:
    found: dict[tuple[str, str, int], bool] = {}
    for cell in course.cells:
        if cell.services.keys().isdisjoint(services):
            continue
        for source in cell.worse_with:
            found[source.type.split('.')[1], source.type, source.id] = True
        for service in services:
            if cell.services.get(service, (UP, UP))[0] >= AT_RISK:
                for ref in _partners(cell, service):
                    found['redundancy', ref.type, ref.id] = True
    for freeze in freezes:
        if _is_frozen(freeze, services, tenant_id, course):
            found['freeze', 'netbox_slm.freezewindow', freeze.pk] = False
    return [
        {'kind': kind, 'type': label, 'id': pk, 'is_worse': is_worse}
        for (kind, label, pk), is_worse in sorted(found.items())
    ]


def _partners(cell, service: int) -> set[Ref]:
    """Members of one redundant group that the work takes out together."""
    ref = Ref(SERVICE, service)
    partners: set[Ref] = set()
    for step in cell.impact.reasons([ref])[ref].steps:
        if step.group is not None:
            out = {member.ref for member in step.group.out if not member.before}
            partners |= out if len(out) > 1 else set()
    return partners


def _freezes(course: Course, starts_at: datetime, ends_at: datetime) -> list[FreezeWindow]:
    """Freezes in a span that are about something which the work touches."""
    freezes = FreezeWindow.objects.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).prefetch_related(
        'tenants', 'sites', 'services'
    )
    worst = course.worst
    tenants = set(Service.objects.filter(pk__in=worst).values_list('tenant_id', flat=True))
    return [
        freeze
        for freeze in freezes
        if any(_is_frozen(freeze, list(worst), tenant, course) for tenant in tenants or {None})
    ]


def _is_frozen(freeze: FreezeWindow, services: Collection[int], tenant_id: int | None, course: Course) -> bool:
    """Whether a freeze is about these services: it names nothing, or one of them, their customer, or a touched site."""
    tenants = {tenant.pk for tenant in freeze.tenants.all()}
    frozen = {service.pk for service in freeze.services.all()}
    sites = {site.pk for site in freeze.sites.all()}
    if not (tenants or frozen or sites):
        return True
    return tenant_id in tenants or not frozen.isdisjoint(services) or bool(sites & _sites(course))


def _sites(course: Course) -> set[int]:
    """Sites of what the work itself takes out, and those that it takes out with a region or group of them."""
    by_type: dict[str, set[int]] = {'dcim.site': set()}
    for ref in {outage.ref for outage in course.outages}:
        by_type.setdefault(ref.type, set()).add(ref.id)
    for cell in course.cells:
        by_type['dcim.site'].update(ref.id for ref in cell.impact.touched if ref.type == 'dcim.site')
    found = by_type.pop('dcim.site')
    for label, ids in by_type.items():
        model = apps.get_model(label)
        fields = {field.name for field in model._meta.get_fields()}
        ways = _WAYS_TO_SITES.get(label, ())
        if not ways and fields & {'site', 'device'}:
            ways = ('site',) if 'site' in fields else ('device__site',)
        for way in ways:
            found.update(model.objects.filter(pk__in=ids).values_list(way, flat=True))
    return found - {None}


def _busy(course: Course, record: Record, starts_at: datetime, ends_at: datetime):
    """Spans of other approved work on the same services or objects."""
    others = Change.objects.filter(
        status__in=ChangeStatusChoices.APPROVED, planned_start__lt=ends_at, planned_end__gt=starts_at
    ).exclude(status__in=ChangeStatusChoices.ENDED)
    mine = {ref.id for ref in _own(record)}
    touching = others.filter(Q(impacts__is_current=True, impacts__service__in=course.worst)).exclude(pk__in=mine)
    return list(touching.distinct().values_list('planned_start', 'planned_end'))


def _value(row: SLAImpact) -> tuple[str, ...]:
    """What makes a flag another one, as texts that can be sorted."""
    return tuple(str(_plain(getattr(row, name))) for name in _COMPARED)


def _plain(value: Any) -> Any:
    """The database keeps neither the order of keys nor the digits that a number was given with."""
    if isinstance(value, list):
        return json.dumps(value, sort_keys=True)
    return value.normalize() if hasattr(value, 'normalize') else value
