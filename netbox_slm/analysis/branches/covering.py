"""Which approved work covers what a branch does: it takes the same objects down, and its customers agreed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from ...choices import ChangeStatusChoices, SLAKindChoices
from ...engine.structure import DEGRADED
from ...graph import Ref, all_below, states_in_each
from ...models import SLA, Change, PlannedEffect, SLAImpact
from ...models.operations.workflow import is_agreement_missing
from ..impact.known import STATE_OF_EFFECT

__all__ = ('covered_by_work',)

_CHANGE = 'netbox_slm.change'


def covered_by_work(effects: Mapping[Ref, int], now: datetime) -> tuple[frozenset[Ref], tuple[Ref, ...]]:
    """The objects that planned work makes as bad as these effects do, and the changes by which.

    Nothing covers what is only left at risk. Counted is what is approved and not over, and whose customers agreed as
    they have to (process §7.1). Asked in main. Queries: do not grow with the changes.
    """
    felt = {ref: state for ref, state in effects.items() if state >= DEGRADED}
    planned = _planned(now) if felt else {}
    if planned:
        below = all_below(felt)
        planned = {change: named for change, named in planned.items() if not below.isdisjoint(named)}
    by_change = {}
    for change, reached in zip(planned, states_in_each(felt, [*planned.values()]) if planned else (), strict=True):
        found = {ref for ref, state in felt.items() if reached[ref] >= state}
        if found:
            by_change[change] = found
    agreed = _agreed(by_change)
    return frozenset().union(*(by_change[change] for change in agreed)), tuple(agreed)


def _planned(now: datetime) -> dict[Ref, dict[Ref, int]]:
    """Planned effects by change, of what is approved and not over."""
    statuses = set(ChangeStatusChoices.APPROVED) - set(ChangeStatusChoices.ENDED)
    rows = PlannedEffect.objects.filter(
        change__status__in=statuses, change__planned_end__gt=now, effect__in=STATE_OF_EFFECT
    )
    found: dict[Ref, dict[Ref, int]] = {}
    for row in rows.select_related('object_type').order_by('change_id', 'pk'):
        ref = Ref(f'{row.object_type.app_label}.{row.object_type.model}', row.object_id)
        effects = found.setdefault(Ref(_CHANGE, row.change_id), {})
        effects[ref] = max(STATE_OF_EFFECT[row.effect], effects.get(ref, 0))
    return found


def _agreed(refs: Iterable[Ref]) -> list[Ref]:
    """Those of these changes whose customers agreed where they have to. Three queries."""
    ids = [ref.id for ref in refs]
    if not ids:
        return []
    changes = Change.objects.filter(pk__in=ids).prefetch_related('agreements').order_by('pk')
    flags = SLAImpact.objects.current().beyond().filter(change__in=ids, sla__kind=SLAKindChoices.KIND_SLA)
    beyond: dict[int, dict[int, SLA]] = defaultdict(dict)
    for flag in flags.select_related('sla'):
        beyond[flag.change_id][flag.sla_id] = flag.sla
    return [
        Ref(_CHANGE, change.pk) for change in changes if not is_agreement_missing(change, beyond[change.pk].values())
    ]
