"""From a what-if to planned work: the address of the form that comes filled in with it."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from ... import linkable
from ...analysis.impact.asking import refs_text
from ...choices import EffectChoices
from ...graph import Ref

__all__ = ('MOST_NAMED', 'plan_url')

MOST_NAMED = 50  # in one address


def plan_url(
    refs: Iterable[Ref],
    user,
    start: datetime | None = None,
    end: datetime | None = None,
    effect: str = EffectChoices.EFFECT_DOWN,
) -> str:
    """The address of the form of a new change that has these effects; '' for nothing, and for who may not add one.

    Of too many objects for an address, and of types that cannot be linked, the form names none.
    """
    refs = list(refs)
    if not refs or not user.has_perms(('netbox_slm.add_change', 'netbox_slm.add_plannedeffect')):
        return ''
    known = {found.label for found in linkable.linkable_types()}
    named = [refs_text(ref) for ref in refs if ref.type in known]
    query = [('named', text) for text in named] if len(named) <= MOST_NAMED else []
    if query:
        query.append(('effect', effect))
    query += [
        (name, timezone.localtime(moment).strftime('%Y-%m-%d %H:%M:%S'))
        for name, moment in (('planned_start', start), ('planned_end', end))
        if moment
    ]
    return f'{reverse("plugins:netbox_slm:change_add")}?{urlencode(query)}'
