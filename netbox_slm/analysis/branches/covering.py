"""Which approved work covers what a branch does: it takes the same objects down, and its customers agreed."""

from collections.abc import Mapping
from datetime import datetime

from ...choices import ChangeStatusChoices
from ...engine.structure import DEGRADED
from ...graph import Ref, states
from ...models import Change, PlannedEffect
from ...models.operations.workflow import missing_agreements
from ..impact.known import STATE_OF_EFFECT

__all__ = ('covered_by_work',)

_CHANGE = 'netbox_slm.change'


def covered_by_work(effects: Mapping[Ref, int], now: datetime) -> tuple[frozenset[Ref], tuple[Ref, ...]]:
    """The objects that planned work makes as bad as these effects do, and the changes by which.

    Nothing covers what is only left at risk. Counted is what is approved and not over, and whose customers agreed as
    they have to (process §7.1). Asked in main.
    """
    covered: set[Ref] = set()
    covering = []
    felt = {ref: state for ref, state in effects.items() if state >= DEGRADED}
    for change, planned in _planned(now).items() if felt else ():
        reached = states(felt, planned)
        found = {ref for ref, state in felt.items() if reached.get(ref, 0) >= state}
        if found:
            covering.append(change)
            covered |= found
    return frozenset(covered), tuple(covering)


def _planned(now: datetime) -> dict[Ref, dict[Ref, int]]:
    """Planned effects by change."""
    statuses = set(ChangeStatusChoices.APPROVED) - set(ChangeStatusChoices.ENDED)
    changes = [
        change.pk
        for change in Change.objects.filter(status__in=statuses, planned_end__gt=now).prefetch_related('agreements')
        if not list(missing_agreements(change))
    ]
    rows = PlannedEffect.objects.filter(change__in=changes, effect__in=STATE_OF_EFFECT)
    found: dict[Ref, dict[Ref, int]] = {}
    for row in rows.select_related('object_type').order_by('change_id', 'pk'):
        ref = Ref(f'{row.object_type.app_label}.{row.object_type.model}', row.object_id)
        effects = found.setdefault(Ref(_CHANGE, row.change_id), {})
        effects[ref] = max(STATE_OF_EFFECT[row.effect], effects.get(ref, 0))
    return found
