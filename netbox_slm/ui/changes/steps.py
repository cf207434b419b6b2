"""The bar of steps: where a change or release stands, what may be done next, and what blocks it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netbox.ui import panels
from utilities.views import get_viewname

from ...analysis.changes import Step, steps_of
from ...choices import ChangeStatusChoices, ChangeTypeChoices
from ...models.operations.workflow import MAIN_PATH

__all__ = ('BarStep', 'StepsPanel', 'bar_of')

_STATUSES = ChangeStatusChoices
_VERBS = {
    _STATUSES.STATUS_DRAFT: _('Back to draft'),
    _STATUSES.STATUS_ASSESSED: _('Submit'),
    _STATUSES.STATUS_SLM_REVIEW: _('To SLM review'),
    _STATUSES.STATUS_APPROVED: _('Approve'),
    _STATUSES.STATUS_SCHEDULED: _('Schedule'),
    _STATUSES.STATUS_IN_PROGRESS: _('Begin'),
    _STATUSES.STATUS_DONE: _('Done'),
    _STATUSES.STATUS_ROLLED_BACK: _('Rolled back'),
    _STATUSES.STATUS_CANCELLED: _('Cancel'),
}
_NOT_FOR_STANDARD = (_STATUSES.STATUS_ASSESSED, _STATUSES.STATUS_SLM_REVIEW, _STATUSES.STATUS_APPROVED)


@dataclass(frozen=True, slots=True)
class BarStep:
    """A step of the way: 'passed', 'current' or 'ahead'."""

    label: str
    place: str


@dataclass(frozen=True, slots=True)
class Button:
    """A step that may follow with the word on its button, and what blocks it with links to mend that."""

    step: Step
    verb: str
    hints: tuple[tuple[str, str, str], ...]  # message, url, word on the link
    leads_on: bool


class StepsPanel(panels.ObjectPanel):
    """The steps as a bar, and a button for each that may follow."""

    template_name = 'netbox_slm/panels/steps.html'
    title = ''

    def get_context(self, context):
        panel = super().get_context(context)
        record, user = panel['object'], panel['request'].user
        buttons = [
            Button(
                step,
                _VERBS.get(step.to, step.label),
                tuple(_hint(record, blocker, user) for blocker in step.blockers),
                _leads_on(record, step.to),
            )
            for step in steps_of(record, user)
        ]
        return {
            **panel,
            'bar': bar_of(record),
            'open': [button for button in buttons if button.step.is_open],
            'blocked': [button for button in buttons if not button.step.is_open and not button.step.is_others],
            'others': [button for button in buttons if button.step.is_others],
            'step_url': reverse(get_viewname(record, 'step'), args=[record.pk]),
        }


def bar_of(record):
    """The way that most records take, with the place of this one on it; where it left that way, its status last."""
    labels = dict(_STATUSES)
    path = MAIN_PATH
    if record.type == ChangeTypeChoices.TYPE_STANDARD:
        path = tuple(status for status in path if status not in _NOT_FOR_STANDARD)
    if record.status not in path:
        passed = [status for status in path if status != _STATUSES.STATUS_DONE]
        shown = passed if record.status == _STATUSES.STATUS_ROLLED_BACK else path[:1]
        return [
            *(BarStep(labels[status], 'passed') for status in shown),
            BarStep(record.get_status_display(), 'current'),
        ]
    at = path.index(record.status)
    places = ('passed',) * at + ('current',) + ('ahead',) * (len(path) - at - 1)
    return [BarStep(labels[status], place) for status, place in zip(path, places, strict=True)]


def _leads_on(record, to):
    """Whether a step goes on along the usual way; back, or off it, does not."""
    return to in MAIN_PATH and (record.status not in MAIN_PATH or MAIN_PATH.index(to) > MAIN_PATH.index(record.status))


def _hint(record, blocker, user):
    """What blocks, with the address and the word of a link to mend it; both empty where there is none for the user."""
    back = record.get_absolute_url()
    if blocker.kind == 'agreement' and user.has_perm('netbox_slm.add_customeragreement'):
        query = {record._meta.model_name: record.pk, 'sla': blocker.sla.pk, 'return_url': back}
        url = f'{reverse("plugins:netbox_slm:customeragreement_add")}?{urlencode(query)}'
        return str(blocker.message), url, _('Record it')
    if blocker.kind == 'flags':
        return str(blocker.message), '#flags', _('Compute them')
    if blocker.kind == 'window':
        url = f'{reverse(get_viewname(record, "edit"), args=[record.pk])}?{urlencode({"return_url": back})}'
        return str(blocker.message), url, _('Plan it')
    return str(blocker.message), '', ''
