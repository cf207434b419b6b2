"""Reasons of the graph as rows keep them: ids and facts, no names, so that each reader is told what they may see."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..engine.structure import DOWN
from ..graph import Group, Member, Reason, Ref, Step
from ..graph.network import LostUplink

__all__ = ('store_reason', 'stored_steps')


def store_reason(reason: Reason) -> list[dict[str, Any]]:
    """The steps of a reason as JSON: [{'type': 'dcim.device', 'id': 5, 'relation': …, 'provider': …, 'state': 3}, …].

    A step of a group or of a lost way to the outside has `group` or `lost` beside.
    """
    return [_stored_step(step) for step in reason.steps]


def stored_steps(reason: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The steps of a stored reason, as the graph gives them."""
    return tuple(
        Step(
            Ref(step['type'], step['id']),
            step['relation'],
            step.get('provider', ''),
            step.get('state', DOWN),
            _read_group(step['group']) if step.get('group') else None,
            tuple(
                LostUplink(Ref(*lost['neighbour']), tuple(Ref(*ref) for ref in lost['out']), lost['why'])
                for lost in step.get('lost', ())
            ),
        )
        for step in reason
    )


def _stored_step(step: Step) -> dict[str, Any]:
    stored: dict[str, Any] = {
        'type': step.ref.type,
        'id': step.ref.id,
        'relation': step.relation,
        'provider': step.provider,
        'state': step.state,
    }
    if step.group:
        stored['group'] = {
            'needed': step.group.needed,
            'left': step.group.left,
            'total': step.group.total,
            'out': [
                {'type': member.ref.type, 'id': member.ref.id, 'before': member.before} for member in step.group.out
            ],
        }
    if step.lost:
        stored['lost'] = [
            {'neighbour': list(lost.neighbour), 'out': [list(ref) for ref in lost.out], 'why': lost.why}
            for lost in step.lost
        ]
    return stored


def _read_group(group: Mapping[str, Any]) -> Group:
    members = (Member(Ref(out['type'], out['id']), out['before']) for out in group['out'])
    return Group(group['needed'], group['left'], group['total'], tuple(members))
