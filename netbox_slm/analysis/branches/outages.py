"""What a branch takes down while it is realised: the conservative reading of its changes (docs/branching.md)."""

from collections.abc import Iterable, Mapping

from ...graph import Need, Ref
from ...graph.layers import COMPONENTS
from ...graph.operation import NOT_ENABLED, not_in_operation
from .changes import DELETE, UPDATE, BranchChange, ci_types, is_organisational

__all__ = ('DELETED', 'MOVED', 'NOT_IN_OPERATION', 'RECABLED', 'TAKEN_OUT', 'outages_of')

DELETED = 'deleted'
NOT_IN_OPERATION = 'not_in_operation'
RECABLED = 'recabled'
TAKEN_OUT = 'taken_out'
MOVED = 'moved'
# Where several hold, the first is said
_RANKED = (DELETED, NOT_IN_OPERATION, RECABLED, TAKEN_OUT, MOVED)

# Attributes by which others stand on the object
_BEARING = {'dcim.device': ('cluster', 'virtual_chassis'), 'dcim.interface': ('lag',)}
# Parts vanish with their whole, which is said instead
_WHOLES = {
    **dict.fromkeys((*COMPONENTS, 'dcim.module'), ('device', 'dcim.device')),
    'virtualization.vminterface': ('virtual_machine', 'virtualization.virtualmachine'),
    'virtualization.virtualdisk': ('virtual_machine', 'virtualization.virtualmachine'),
    'circuits.circuittermination': ('circuit', 'circuits.circuit'),
}
_PLANNABLE = ('dcim.cable', 'wireless.wirelesslink')
_DEVICE = 'dcim.device'
# Needs that are agreed on and not built, so that changing them is no work on the object
_AGREED = ('service', 'explicit')

type Needs = Mapping[Ref, list[Need]]


def outages_of(changes: Iterable[BranchChange], before: Needs, after: Needs) -> dict[Ref, str]:
    """Each object of main that is down while the branch is realised, and why.

    before, after: the needs of the changed objects, in main and in the branch.
    """
    found: dict[Ref, str] = {}
    changes, cis = list(changes), ci_types()
    gone = {change.ref for change in changes if change.action == DELETE}
    for change in changes:
        if change.action == DELETE and _whole_of(change) in gone:
            continue
        found_here = [*_joined(change), *(_outages(change, before, after) if change.ref.type in cis else ())]
        for ref, why in found_here:
            if ref not in found or _RANKED.index(why) < _RANKED.index(found[ref]):
                found[ref] = why
    return found


def _outages(change: BranchChange, before: Needs, after: Needs) -> Iterable[tuple[Ref, str]]:
    if change.action == DELETE:
        yield change.ref, DELETED
    elif change.action == UPDATE:
        if _is_put_out(change):
            yield change.ref, NOT_IN_OPERATION
        if any(change.before.get(name) and change.changes(name) for name in _BEARING.get(change.ref.type, ())):
            yield change.ref, TAKEN_OUT
        if change.matters and _is_moved(before.get(change.ref, []), after.get(change.ref, [])):
            yield change.ref, MOVED


def _whole_of(change: BranchChange) -> Ref | None:
    """What an object is a part of."""
    name, label = _WHOLES.get(change.ref.type, ('', ''))
    return Ref(label, change.before[name]) if change.before.get(name) else None


def _joined(change: BranchChange) -> Iterable[tuple[Ref, str]]:
    """What is worked on where rows change that join others."""
    if change.ref.type == 'dcim.cabletermination':
        for row in (change.before, change.after):
            if row.get('cable'):
                yield Ref('dcim.cable', row['cable']), RECABLED
    elif change.ref.type == 'dcim.devicebay':
        device = change.before.get('installed_device')
        if device and (change.action == DELETE or change.changes('installed_device')):
            yield Ref(_DEVICE, device), MOVED


def _is_put_out(change: BranchChange) -> bool:
    """Whether it is in operation in main and not in the branch (graph.md §1)."""
    label = change.ref.type
    if label in NOT_ENABLED and change.before.get('enabled') and not change.after.get('enabled'):
        return True
    out = ['planned'] if label in _PLANNABLE else not_in_operation().get(label, ())
    return change.after.get('status') in out and change.before.get('status') not in out


def _is_moved(before: Iterable[Need], after: Iterable[Need]) -> bool:
    """Whether it stands on something in main that it does not stand on in the branch."""
    kept = {ref for need in after for ref in need.needed}
    for need in before:
        if need.provider in _AGREED or need.kind == 'soft':
            continue
        built = [ref for ref in need.needed if not is_organisational(ref.type)]
        if built and kept.isdisjoint(built) and (need.kind != 'group' or _has(after, need)):
            return True
    return False


def _has(needs: Iterable[Need], like: Need) -> bool:
    """Whether there is a need of the same kind: where none is left, that lasts (`lasting.py`) and is no move."""
    return any(need.provider == like.provider for need in needs)
