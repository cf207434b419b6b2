"""The use case of attainment: what became of the promises in a period, computed from the facts and stored."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from netbox.plugins import get_plugin_config

from ..choices import CombinationChoices, SLAStatusChoices
from ..engine.instants import to_us
from ..engine.periods import Period
from ..models import SLA, Attainment, ServiceLevelTarget
from . import storing
from .alerts.figures import note_figures
from .errors import UnknownSLAError
from .facts import TargetTerms, computed_statuses, load_facts, load_targets
from .figures import FigureKey, figures_of
from .periods import PeriodRule, parse_selector, periods_of
from .storing import StoredRow, Wanted

__all__ = (
    'AttainmentRequest',
    'AttainmentResult',
    'chunks_of',
    'compute_attainment',
    'due_condition',
    'may_compute',
    'slas_by_name',
    'wanted_figures',
)


@dataclass(frozen=True, slots=True)
class AttainmentRequest:
    """Which figures to compute.

    period: a selector (periods.parse_selector). target_ids: None for all targets whose agreements are computed.
    only_due: only figures that are stale, were never computed, or run on since `refresh_minutes`.
    unless_computed_since: leave those that were computed since then and are not stale (a repeated message).
    close: only figures of periods whose grace is over, and make them final.
    verify: what differs without a mark, by more than time, is a defect (`analysis.verification`).
    """

    period: str
    now: datetime
    target_ids: tuple[int, ...] | None = None
    only_due: bool = False
    unless_computed_since: datetime | None = None
    close: bool = False
    verify: bool = False


@dataclass(frozen=True, slots=True)
class AttainmentResult:
    """How many figures were computed and stored, left because they are final, left because nothing was due."""

    computed: int = 0
    final: int = 0
    not_due: int = 0

    def __add__(self, other: 'AttainmentResult') -> 'AttainmentResult':
        return AttainmentResult(self.computed + other.computed, self.final + other.final, self.not_due + other.not_due)


def compute_attainment(request: AttainmentRequest) -> AttainmentResult:
    """Recompute and store the figures of some targets for the periods selected (semantics.md §2 to §6).

    Repeatable: the same facts give the same rows. One transaction per chunk of targets, with a lock per target and
    period; final figures are left alone. Queries per chunk: constant in targets, services and incidents.
    Raises PeriodSelectorError.
    """
    parse_selector(request.period)
    chunks = [request.target_ids] if request.target_ids is not None else chunks_of()
    result = AttainmentResult()
    for target_ids in chunks:
        with _uncollected():
            result += _compute_chunk(request, target_ids)
    return result


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looks for cycles: rows by the hundred thousand make none, and each look would take in all of them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def chunks_of(sla_ids: Sequence[int] | None = None) -> list[tuple[int, ...]]:
    """The targets of these agreements (None: of all) whose figures are computed, in chunks. One query."""
    targets = ServiceLevelTarget.objects.filter(sla__status__in=computed_statuses())
    if sla_ids is not None:
        targets = targets.filter(sla_id__in=sla_ids)
    ids = list(targets.order_by('sla_id', 'pk').values_list('pk', flat=True))
    size = get_plugin_config('netbox_slm', 'celery_chunk_size')
    return [tuple(ids[start : start + size]) for start in range(0, len(ids), size)]


def slas_by_name(names: Sequence[str]) -> list[SLA]:
    """The agreements of these names or references, all their versions; raises UnknownSLAError on one that is none."""
    found: list[SLA] = []
    for name in names:
        slas = list(SLA.objects.filter(name=name)) or list(SLA.objects.filter(reference=name))
        if not slas:
            raise UnknownSLAError(_('There is no SLA of the name or reference {name}.').format(name=name))
        computed = [sla for sla in slas if sla.status in computed_statuses()]
        if not computed:
            raise UnknownSLAError(
                _('The SLA {name} is {status}, and figures are only computed of those that are: {statuses}.').format(
                    name=name,
                    status=slas[0].get_status_display(),
                    statuses=', '.join(str(dict(SLAStatusChoices).get(each, each)) for each in computed_statuses()),
                )
            )
        found += computed
    return found


def may_compute(user: Any, sla: SLA | None) -> bool:
    """Whether the user may have all figures of an agreement computed (None: of all agreements).

    Needs the permission `compute_attainment`, for every figure that there is.
    """
    if not user.has_perm('netbox_slm.compute_attainment'):
        return False
    figures = Attainment.objects.all() if sla is None else Attainment.objects.filter(target__sla=sla)
    return not figures.exclude(pk__in=Attainment.objects.restrict(user, 'compute')).exists()


def wanted_figures(targets: Sequence[TargetTerms], selector: str, now: datetime) -> list[Wanted]:
    """Each (target, service id or None for all combined, period) that a selector means; none without a service."""
    parsed = parse_selector(selector)
    periods: dict[PeriodRule, tuple[Period, ...]] = {}
    wanted: list[Wanted] = []
    for target in targets:
        if target.rule not in periods:
            periods[target.rule] = periods_of(target.rule, parsed, now)
        is_each = target.combination == CombinationChoices.COMBINE_EACH
        services = target.service_ids if is_each or not target.service_ids else (None,)
        wanted += [(target, service_id, period) for period in periods[target.rule] for service_id in services]
    return wanted


def due_condition(now: datetime) -> Q:
    """Figures to be computed: stale ones, those that never were, and running ones that `refresh_minutes` made old.

    One with open clocks runs on after its period.
    """
    refresh = timedelta(minutes=get_plugin_config('netbox_slm', 'refresh_minutes'))
    runs_on = (Q(computed_at__lt=F('ends_at')) | Q(pending_count__gt=0)) & Q(computed_at__lte=now - refresh)
    return Q(is_final=False) & (Q(computed_at__isnull=True) | Q(stale_since__isnull=False) | runs_on)


def _compute_chunk(request: AttainmentRequest, target_ids: Sequence[int]) -> AttainmentResult:
    wanted = wanted_figures(load_targets(target_ids), request.period, request.now)
    storing.ensure_rows(wanted, request.now)
    with transaction.atomic():
        storing.lock(target_ids, wanted, request.period)
        rows = storing.read_rows(target_ids, wanted, request.period)
        by_key = {storing.key_of(each): each for each in wanted}
        storing.drop(row for key, row in rows.items() if key not in by_key and not row.is_final)
        present = [(each, rows[key]) for key, each in by_key.items() if key in rows]
        running = [(each, row) for each, row in present if not row.is_final]
        due = [each for each, row in running if _is_due(request, row, each)]
        computed = _store(request, due, rows) if due else 0
    return AttainmentResult(computed, len(present) - len(running), len(running) - len(due))


def _store(request: AttainmentRequest, due: Sequence[Wanted], rows: dict[FigureKey, StoredRow]) -> int:
    targets = list({target.target_id: target for target, _service, _period in due}.values())
    facts = load_facts(
        targets,
        min(period.start_us for _target, _service, period in due),
        max(period.end_us for _target, _service, period in due),
        to_us(request.now),
    )
    figures = figures_of(facts, due)
    stored = storing.store(figures, rows, request.now, final=request.close, verify=request.verify)
    note_figures({rows[figure.key].pk: figure.status for figure in figures}, rows, request.now)
    return stored


def _is_due(request: AttainmentRequest, row: StoredRow, wanted: Wanted) -> bool:
    """As `due_condition`, for a row that is not final, with what the request says."""
    target, _service, period = wanted
    if request.close:
        return max(period.end_us, row.reopened_us or period.end_us) + target.grace_us <= to_us(request.now)
    if row.computed_us is None or row.is_stale:
        return True
    if request.unless_computed_since is not None and row.computed_us >= to_us(request.unless_computed_since):
        return False
    if not request.only_due:
        return True
    refresh = timedelta(minutes=get_plugin_config('netbox_slm', 'refresh_minutes'))
    runs_on = row.computed_us < period.end_us or row.has_open_clocks
    return runs_on and row.computed_us <= to_us(request.now - refresh)
