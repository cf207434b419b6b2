"""A what-if as pages ask it: objects by type and id in an address, one effect for all, a window perhaps."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ...engine.instants import to_us
from ...graph import Ref
from ...wording import listed
from ..forecast import Forecast, PlannedOutage, course_of, forecast
from .answer import Question, analyse
from .known import STATE_OF_EFFECT
from .naming import Named, names_of
from .seen import SeenAnalysis, seen_by

__all__ = (
    'answer_for',
    'forecasts_seen',
    'named_refs',
    'nameless',
    'question_of',
    'refs_text',
    'window_errors',
    'with_budgets',
)

_DIGITS = 19  # of the largest id, which no object has
_FIRST_YEAR, _LAST_YEAR = 1970, 2199


def refs_text(ref: Ref) -> str:
    """'dcim.device:5', as addresses name an object."""
    return f'{ref.type}:{ref.id}'


def named_refs(texts: Iterable[str], user: Any) -> Mapping[Ref, Named]:
    """The objects that these texts name and the user may view, with their names, in their order."""
    refs = []
    for text in texts:
        label, _separator, number = text.strip().lower().partition(':')
        if number.isdecimal() and len(number) < _DIGITS:
            refs.append(Ref(label, int(number)))
    names = names_of(refs, user)
    return {ref: names[ref] for ref in dict.fromkeys(refs) if ref in names}


def nameless(texts: Iterable[str], refs: Iterable[Ref]) -> str:
    """What is wrong with texts of which `named_refs()` made these refs; '' for nothing. Empty texts name nothing.

    A what-if over fewer objects than were named would say too little, so each must be one that the user may view.
    """
    known = {refs_text(ref) for ref in refs}
    wrong = [text for text in texts if text.strip() and _plain(text) not in known]
    if wrong:
        return _('{names}: no object that you may see; name each as dcim.device:5.').format(names=listed(wrong))
    return '' if known else _('Name at least one object that you may see, as dcim.device:5.')


def _plain(text: str) -> str:
    label, separator, number = text.strip().lower().partition(':')
    return f'{label}{separator}{int(number) if number.isdecimal() and len(number) < _DIGITS else number}'


def question_of(
    refs: Iterable[Ref],
    *,
    effect: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    with_known: bool = True,
    components: bool = False,
) -> Question:
    """The question what one effect on these objects does."""
    return Question(dict.fromkeys(refs, STATE_OF_EFFECT[effect]), starts_at, ends_at, with_known, components=components)


def answer_for(question: Question, user: Any | None, now: datetime) -> SeenAnalysis:
    """What `user` (None: whoever may see all) is answered, with a window also what it does to each promise."""
    return with_budgets(seen_by(analyse(question), user), now)


def with_budgets(seen: SeenAnalysis, now: datetime) -> SeenAnalysis:
    """The same with what the effects, all through the window, do to each promise in each period that may be seen.

    What is out already is so whatever the question says of it, as what is used up by it is. Without a window nothing.
    """
    analysis = seen.analysis
    start, end = analysis.starts_at, analysis.ends_at
    if end is None or not analysis.services:
        return seen
    effects = analysis.question.effects.items()
    outages = [PlannedOutage(ref, state, to_us(start), to_us(end)) for ref, state in effects]
    found = forecast(course_of(outages), now)
    budgets = forecasts_seen(seen, found)
    return replace(seen, budgets=budgets, hidden_budgets=len(found) - len(budgets))


def forecasts_seen(seen: SeenAnalysis, forecasts: Iterable[Forecast]) -> tuple[Forecast, ...]:
    """Those of the agreements and services that may be seen, and of all services of such an agreement together (§8)."""
    slas = {promise.sla.pk for promise in seen.promises}
    services = {found.ref.id for found in seen.services} | {None}
    return tuple(each for each in forecasts if each.sla_id in slas and each.service_id in services)


def window_errors(start: datetime | None, end: datetime | None) -> dict[str, str]:
    """What is wrong with a window that somebody asks for, by the field `start` or `end`; {} for nothing."""
    far = _('{value} is too far away: give a year from 1970 to 2199.')
    errors = {
        name: far.format(value=moment)
        for name, moment in (('start', start), ('end', end))
        if moment is not None and not _FIRST_YEAR <= moment.year <= _LAST_YEAR
    }
    if errors:
        return errors
    if end is not None and start is None:
        return {'start': _('A window has a start: give it, or leave the end out.')}
    if start is not None and end is not None and end <= start:
        return {'end': _('{end} is not after {start}: give a later end.').format(end=end, start=start)}
    return {}
