"""What is promised of services at this moment, and where each promise stands: targets with their latest figures."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from ..choices import AttainmentStatusChoices, MetricChoices
from ..models import SLA, Attainment, ServiceLevelTarget
from .columns import AnyOf
from .facts import computed_statuses

__all__ = ('STATUS_RANKS', 'Promise', 'promises_of', 'strictest', 'worst_of', 'worst_status')

STATUS_RANKS = {
    AttainmentStatusChoices.STATUS_NO_DATA: 0,
    AttainmentStatusChoices.STATUS_MET: 1,
    AttainmentStatusChoices.STATUS_AT_RISK: 2,
    AttainmentStatusChoices.STATUS_MISSED: 3,
}


@dataclass(frozen=True, slots=True)
class Promise:
    """A target that holds for a service, and its figure of the running period (else the latest; None: none yet)."""

    target: ServiceLevelTarget
    figure: Attainment | None

    @property
    def status(self) -> str:
        """Verdict on the figure."""
        return self.figure.status if self.figure else AttainmentStatusChoices.STATUS_NO_DATA


def promises_of(service_ids: Collection[int], user, now: datetime) -> dict[int, list[Promise]]:
    """The promises in force of these services that `user` may view, strictest first, by service id. Five queries.

    In force: of an agreement whose figures are computed and whose term has begun and not ended.
    """
    if not service_ids:
        return {}
    today = now.date()
    slas = SLA.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today),
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        status__in=computed_statuses(),
    )
    by_sla = _pairs(SLA.services.through, 'sla_id', service_ids)
    targets = list(
        ServiceLevelTarget.objects.restrict(user, 'view')
        .filter(AnyOf('sla_id', by_sla), sla__in=slas)
        .prefetch_related(Prefetch('sla', SLA.objects.restrict(user, 'view')))
    )
    explicit = _explicit(targets)
    figures = _latest_figures(targets, user, now)
    found: dict[int, list[Promise]] = defaultdict(list)
    for target in targets:
        for service_id in by_sla[target.sla_id]:
            if target.pk not in explicit or service_id in explicit[target.pk]:
                figure = figures.get((target.pk, service_id)) or figures.get((target.pk, None))
                found[service_id].append(Promise(target, figure))
    for promises in found.values():
        promises.sort(key=_strictness)
    return dict(found)


def strictest(promises: Iterable[Promise]) -> Promise | None:
    """The promise that is hardest to keep: the highest availability, else the shortest limit."""
    return min(promises, key=_strictness, default=None)


def worst_of(promises: Iterable[Promise]) -> Promise | None:
    """The promise with the worst verdict, the first of several."""
    return max(promises, key=lambda promise: STATUS_RANKS.get(promise.status, 0), default=None)


def worst_status(promises: Iterable[Promise]) -> str:
    """The worst verdict of some promises; no data where there is none."""
    worst = worst_of(promises)
    return worst.status if worst else AttainmentStatusChoices.STATUS_NO_DATA


def _strictness(promise):
    target = promise.target
    order = (MetricChoices.METRIC_AVAILABILITY, MetricChoices.METRIC_RESPONSE, MetricChoices.METRIC_RESOLUTION)
    metric = order.index(target.metric) if target.metric in order else len(order)
    limits = [*target.priority_limits.values(), *([target.limit_seconds] if target.limit_seconds else [])]
    return metric, -(target.target_percent or 0), min(limits, default=0), target.pk


def _pairs(through, column, service_ids):
    found = defaultdict(list)
    rows = through.objects.filter(AnyOf('service_id', service_ids)).order_by('service_id')
    for owner, service_id in rows.values_list(column, 'service_id'):
        found[owner].append(service_id)
    return found


def _explicit(targets):
    """Services that a target names itself, by target id; a target that names none is about all of its agreement."""
    found = defaultdict(set)
    through = ServiceLevelTarget.services.through
    rows = through.objects.filter(AnyOf('serviceleveltarget_id', [target.pk for target in targets]))
    for target_id, service_id in rows.values_list('serviceleveltarget_id', 'service_id'):
        found[target_id].add(service_id)
    return found


def _latest_figures(targets, user, now):
    rows = (
        Attainment.objects.restrict(user, 'view')
        .filter(AnyOf('target_id', [target.pk for target in targets]), starts_at__lte=now)
        .order_by('target_id', 'service_id', '-starts_at', '-ends_at')
        .distinct('target_id', 'service_id')
    )
    by_id = {target.pk: target for target in targets}
    figures = {}
    for figure in rows:
        figure.target = by_id[figure.target_id]
        figures[figure.target_id, figure.service_id] = figure
    return figures
