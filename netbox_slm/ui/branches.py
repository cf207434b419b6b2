"""How the impact of a branch is said: the sentence, and why each object is concerned (docs/branching.md)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..analysis import branches
from ..analysis.branches import SeenBranchImpact, SeenCause
from ..choices import StateChoices
from .impact import sentence_of

__all__ = ('branch_hidden_lines', 'branch_sentence', 'cause_lines', 'danger_lines', 'why_text')

_STATES = (StateChoices.STATE_UP, StateChoices.STATE_AT_RISK, StateChoices.STATE_DEGRADED, StateChoices.STATE_DOWN)
_WHY = {
    branches.DELETED: gettext_lazy('deleted'),
    branches.NOT_IN_OPERATION: gettext_lazy('put out of operation'),
    branches.RECABLED: gettext_lazy('connected otherwise'),
    branches.TAKEN_OUT: gettext_lazy('taken out of its cluster, chassis or LAG'),
    branches.MOVED: gettext_lazy('moved: it stands on something else'),
    branches.NOTHING_LEFT: gettext_lazy('has nothing left of what it needs'),
    branches.CUT_OFF: gettext_lazy('has no way to the outside any more'),
    branches.WORSE: gettext_lazy('needs something that is out'),
    branches.REDUNDANCY: gettext_lazy('has lost its redundancy'),
    branches.BREACH: gettext_lazy('its promise is broken'),
    branches.BUDGET: gettext_lazy('more than its budget is taken'),
    branches.LASTING: gettext_lazy('a service stays down after the merge'),
}


def branch_sentence(shown: SeenBranchImpact) -> str:
    """'Applying this branch: 2 services are down. It concerns 1 customer. It endangers 1 SLA.'"""
    if not shown.impact.diff.changes:
        return _('This branch changes nothing.')
    text = _('Applying this branch takes nothing down.')
    if shown.impact.effects:
        text = _('Applying this branch: {sentence}').format(sentence=sentence_of(shown.seen))
        text += _danger_sentences(shown)
    if shown.danger.must_be_synced:
        text += ' ' + _('Main has changed meanwhile, so what it leaves behind is not certain: sync it first.')
    return text


def _danger_sentences(shown: SeenBranchImpact) -> str:
    count = len(shown.danger.endangered)
    if not count:
        return ''
    endangered = ngettext('It endangers {number} SLA.', 'It endangers {number} SLAs.', count).format(number=count)
    covered = (
        _('No approved change covers that: it is not to be merged yet.')
        if shown.danger.uncovered
        else _('An approved change covers that.')
    )
    return f' {endangered} {covered}'


def why_text(why: str) -> str:
    """A reason in words."""
    return str(_WHY[why])


def cause_lines(causes: Iterable[SeenCause]) -> list[dict[str, object]]:
    """Objects that the branch itself takes down or leaves worse."""
    return [{'name': cause.name, 'state': _STATES[cause.state], 'why': why_text(cause.why)} for cause in causes]


def danger_lines(shown: SeenBranchImpact) -> list[dict[str, object]]:
    """Agreements that are endangered, and whether approved work covers that."""
    return [{'sla': found.sla, 'why': why_text(found.why), 'is_covered': found.is_covered} for found in shown.dangers]


def branch_hidden_lines(shown: SeenBranchImpact) -> list[str]:
    """How much of the cause is not shown."""
    lines = []
    if shown.hidden_outages + shown.hidden_lasting:
        number = shown.hidden_outages + shown.hidden_lasting
        lines.append(
            ngettext(
                'It changes {number} object that you may not see.',
                'It changes {number} objects that you may not see.',
                number,
            ).format(number=number)
        )
    if shown.hidden_covering:
        number = shown.hidden_covering
        lines.append(
            ngettext(
                '{number} approved change that you may not see covers some of it.',
                '{number} approved changes that you may not see cover some of it.',
                number,
            ).format(number=number)
        )
    return lines
