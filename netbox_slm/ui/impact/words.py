"""An answer in words: who is touched, and why each object is."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...analysis.impact import SeenAnalysis, SeenStep
from ...engine.structure import AT_RISK, DEGRADED, DOWN
from ...wording import listed
from .relations import RELATIONS

__all__ = ('clause_of', 'reason_text', 'relation_text', 'sentence_of')

NETWORK = 'network'
MOST_NAMES = 3


def sentence_of(seen: SeenAnalysis) -> str:
    """'SW-1 down takes 3 services of 2 customers down and puts 1 at risk.' The answer that a reader came for."""
    services = seen.services
    down = [found for found in services if found.state == DOWN]
    degraded = [found for found in services if found.state == DEGRADED]
    at_risk = [found for found in services if found.state == AT_RISK]
    customers = {promise.sla.tenant_id for promise in seen.promises if promise.state >= DEGRADED} - {None}
    if not services:
        others = len(seen.infrastructure)
        if not others and not seen.hidden:
            return _('Nothing else is touched.')
        return ngettext(
            'No service that you may see is touched; {number} object of the infrastructure is.',
            'No service that you may see is touched; {number} objects of the infrastructure are.',
            others,
        ).format(number=others)
    states = [
        (ngettext('{number} service is down', '{number} services are down', len(down)), down),
        (ngettext('{number} service is degraded', '{number} services are degraded', len(degraded)), degraded),
        (ngettext('{number} service is at risk', '{number} services are at risk', len(at_risk)), at_risk),
    ]
    parts = [text.format(number=len(found)) for text, found in states if found]
    text = _('{states}.').format(states=listed(parts))
    if customers:
        text += ' ' + ngettext(
            'It concerns {number} customer.', 'It concerns {number} customers.', len(customers)
        ).format(number=len(customers))
    return text


def reason_text(steps: Iterable[SeenStep]) -> str:
    """The chain of a reason, one clause per step: 'PDU-3 is down; SW-1 needs 1 of 2 (power port): none left.'"""
    steps = list(steps)
    if not steps:
        return _('No single chain of needs was found that explains it.')
    return '; '.join(clause_of(step, is_first=number == 0) for number, step in enumerate(steps)) + '.'


def clause_of(step: SeenStep, *, is_first: bool) -> str:
    """One step in words; of steps that may not be seen only how many they are."""
    if step.name is None or step.state is None:
        return ngettext(
            '{count} object that you may not see', '{count} objects that you may not see', step.hidden
        ).format(count=step.hidden)
    name = step.name.display
    if is_first:
        return _named_text(step.state).format(name=name)
    if step.provider == NETWORK:
        return _reach_text(step, name)
    if step.group is not None:
        return _group_text(step, name)
    relation = relation_text(step.relation)
    if relation:
        return _('{name} needs it ({relation})').format(name=name, relation=relation)
    return _('{name} needs it').format(name=name)


def relation_text(relation: str) -> str:
    """What a needed object is to the one that needs it, in words."""
    return str(RELATIONS.get(relation, relation))


def _named_text(state: int) -> str:
    if state == DOWN:
        return _('{name} is down')
    return _('{name} is degraded') if state == DEGRADED else _('{name} is at risk')


def _reach_text(step: SeenStep, name: str) -> str:
    lost = _names([found.display for _ref, found in step.lost], step.hidden_lost)
    if step.state == DOWN:
        text = _('{name} is cut off, its ways to the outside lost: {lost}') if lost else _('{name} is cut off')
    else:
        text = _('{name} has lost a way to the outside: {lost}') if lost else _('{name} has lost a way to the outside')
    return text.format(name=name, lost=lost)


def _group_text(step: SeenStep, name: str) -> str:
    group = step.group
    before = [found.display for ref, found in group.out if ref in group.out_before]
    relation = relation_text(step.relation)
    if relation:
        text = ngettext(
            '{name} needs {needed} of {total} ({relation}), {left} is left',
            '{name} needs {needed} of {total} ({relation}), {left} are left',
            group.left,
        )
    else:
        text = ngettext(
            '{name} needs {needed} of {total}, {left} is left',
            '{name} needs {needed} of {total}, {left} are left',
            group.left,
        )
    text = text.format(name=name, needed=group.needed, total=group.total, relation=relation, left=group.left)
    if before:
        text = _('{text}; out before: {names}').format(text=text, names=_names(before, 0))
    return text


def _names(names: list[str], hidden: int) -> str:
    """Up to three names, and how many more there are."""
    more = max(0, len(names) - MOST_NAMES) + hidden
    text = listed(names[:MOST_NAMES])
    if not more:
        return text
    others = ngettext('{number} more', '{number} more', more).format(number=more)
    return f'{text}, {others}' if text else others
