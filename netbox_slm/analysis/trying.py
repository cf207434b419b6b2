"""Trying the targets of an SLA, with other levels where some are given, for one user (semantics.md §1, §8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import SLA, Service, ServiceLevelTarget
from ..visible import viewable_ids
from .backtest import Backtest, Tried, backtest

__all__ = ('SeenTrial', 'level_field', 'parse_level', 'try_everything', 'try_sla')


@dataclass(frozen=True, slots=True)
class SeenTrial:
    """What a user is shown: targets and services that may be seen; hidden: how many other rows were tried."""

    sla: SLA
    trial: Backtest
    services: Mapping[int, Service]
    hidden: int

    @property
    def rows(self) -> tuple[Tried, ...]:
        """What was tried and may be seen."""
        return self.trial.tried


def level_field(target: ServiceLevelTarget) -> str:
    """The field in which a target has its level: `target_percent` or `target_value`."""
    return 'target_value' if target.target_percent is None else 'target_percent'


def parse_level(target: ServiceLevelTarget, text: Any) -> Decimal:
    """The level to try instead of the target's own. Raises ValidationError by field, by the rules of targets."""
    field = level_field(target)
    try:
        level = Decimal(str(text).strip())
        if not level.is_finite():
            raise InvalidOperation
    except InvalidOperation as error:
        raise ValidationError({field: _('{value} is no number: write 99.95.').format(value=text)}) from error
    changed = ServiceLevelTarget(sla=target.sla, name=target.name, metric=target.metric, direction=target.direction)
    for name in ('limit_seconds', 'priority_limits', 'aggregation', 'percentile', 'measure', 'unit', 'workload_kind'):
        setattr(changed, name, getattr(target, name))
    setattr(changed, field, level)
    changed.clean()  # first, as it says more
    changed.clean_fields(exclude=['sla', 'owner'])
    return level


def try_sla(
    sla: SLA, user: Any, now: datetime, periods: int = 12, levels: Mapping[int, Decimal] | None = None
) -> SeenTrial:
    """Try the targets of an SLA that the user may view, at `levels` (by target id) where given, on its services.

    Raises BacktestError.
    """
    return _tried(sla, sla.targets.restrict(user, 'view'), user, now, periods, levels)


def try_everything(sla: SLA, now: datetime, periods: int = 12) -> SeenTrial:
    """The same without a user: a command of the server shows everything. Raises BacktestError."""
    return _tried(sla, sla.targets.all(), None, now, periods, None)


def _tried(
    sla: SLA, targets: QuerySet, user: Any | None, now: datetime, periods: int, levels: Mapping[int, Decimal] | None
) -> SeenTrial:
    targets = list(targets.prefetch_related('services').order_by('metric', 'name', 'pk'))
    of_sla = list(sla.services.order_by('pk').values_list('pk', flat=True))
    drafts = []
    for target in targets:
        target.sla = sla
        if levels and target.pk in levels:
            setattr(target, level_field(target), levels[target.pk])
        drafts.append((target, [service.pk for service in target.services.all()] or of_sla))
    found = backtest(drafts, now, periods)
    ids = {tried.service_id for tried in found.tried if tried.service_id is not None}
    allowed = ids if user is None else viewable_ids(Service, ids, user)
    seen = tuple(tried for tried in found.tried if tried.service_id is None or tried.service_id in allowed)
    return SeenTrial(sla, Backtest(seen), Service.objects.in_bulk(allowed), len(found.tried) - len(seen))
