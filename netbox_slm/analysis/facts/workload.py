"""Changes, as workload: what was carried out, or asked for by a customer, on the CIs of services."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from ...choices import MetricChoices, WorkloadKindChoices
from ...engine.distinct import distinct
from ...engine.instants import I64, from_us
from ...engine.intervals import ranges
from ...models import Change, PlannedEffect
from ..columns import NONE, AnyOf, instant_or_end, joined_object_key, number, object_key, read_columns
from .structure import StructureFacts
from .targets import TargetTerms

__all__ = ('ChangeFacts', 'load_changes')

_NOTHING = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """Which changes count for which services, each pair once, (n,) each.

    service: node. done_us: when the work ended; NO_END_US for none. asked_us: when it was submitted. tenant: the
    customer who asked for it, NONE for nobody.
    """

    service: I64 = field(default_factory=lambda: _NOTHING)
    object_key: I64 = field(default_factory=lambda: _NOTHING)
    done_us: I64 = field(default_factory=lambda: _NOTHING)
    asked_us: I64 = field(default_factory=lambda: _NOTHING)
    tenant: I64 = field(default_factory=lambda: _NOTHING)


def load_changes(targets: Sequence[TargetTerms], structure: StructureFacts, start_us: int, end_us: int) -> ChangeFacts:
    """The changes that ended or were asked for within [start_us, end_us). One query, none without such targets."""
    if not any(
        target.metric == MetricChoices.METRIC_WORKLOAD and target.workload_kind != WorkloadKindChoices.KIND_INCIDENTS
        for target in targets
    ):
        return ChangeFacts()
    start, end = from_us(start_us), from_us(end_us)
    types, ids = np.divmod(structure.ci_keys, joined_object_key(1, 0))
    rows = read_columns(
        PlannedEffect.objects.filter(AnyOf('object_type_id', distinct(types)), AnyOf('object_id', distinct(ids)))
        .filter(
            Q(change__actual_end__gte=start, change__actual_end__lt=end)
            | Q(change__submitted_at__gte=start, change__submitted_at__lt=end)
        )
        .order_by('change_id', 'pk'),
        change=number('change_id'),
        ci=object_key('object_type_id', 'object_id'),
        done=instant_or_end('change__actual_end'),
        asked=instant_or_end('change__submitted_at'),
        tenant=number('change__tenant_id', NONE),
    )
    return _pairs(structure, rows)


def _pairs(structure: StructureFacts, rows: dict[str, I64]) -> ChangeFacts:
    """The services that had one of its CIs as a component when the work ended, or else was asked for."""
    known = np.isin(rows['ci'], structure.ci_keys)
    rows = {name: column[known] for name, column in rows.items()}
    node = structure.service_ids.size + np.searchsorted(structure.ci_keys, rows['ci'])
    first = np.searchsorted(structure.component_ci, node, side='left')
    count = np.searchsorted(structure.component_ci, node, side='right') - first
    component, row = ranges(first, count), np.repeat(np.arange(node.size), count)
    at_us = np.minimum(rows['done'], rows['asked'])[row]
    held = (structure.component_since_us[component] <= at_us) & (at_us < structure.component_until_us[component])
    component, row = component[held], row[held]
    service, change = structure.component_service[component], rows['change'][row]
    order = np.lexsort((change, service))
    service, change, row = service[order], change[order], row[order]
    fresh = np.append(True, (service[1:] != service[:-1]) | (change[1:] != change[:-1]))[: order.size]
    service, change, row = service[fresh], change[fresh], row[fresh]
    type_id = ContentType.objects.get_for_model(Change).pk
    return ChangeFacts(
        service, joined_object_key(type_id, 0) + change, rows['done'][row], rows['asked'][row], rows['tenant'][row]
    )
