"""The head of an agreement's page: what it is, where it is in its workflow, the one next step, and who may do it."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox.ui import panels

from ...choices import SLAKindChoices, SLAStatusChoices
from ...models import SLA
from ...visible import shown

__all__ = ('AgreementSentencePanel', 'NextStep', 'next_step_of')

_REVIEW = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done next, and by which role of the process; `who` is empty where nobody is asked."""

    text: str
    who: str = ''


def next_step_of(sla, today):
    """The next step of an agreement on a day; None where nothing is left to do (process of SLM, 5.4 to 5.8)."""
    match sla.status:
        case SLAStatusChoices.STATUS_DRAFT:
            return _step_of_draft(sla)
        case SLAStatusChoices.STATUS_NEGOTIATION:
            return NextStep(_('have it signed by both sides, and set it to Signed.'), _('the sales manager'))
        case SLAStatusChoices.STATUS_SIGNED:
            if sla.starts_on and sla.starts_on > today:
                text = _('set it to Active on {day}, when its term begins.').format(day=sla.starts_on)
                return NextStep(text, _('the operations director'))
            return NextStep(_('set it to Active, so that its figures are computed.'), _('the operations director'))
        case SLAStatusChoices.STATUS_ACTIVE:
            return _step_of_active(sla, today)
    return None


def _step_of_draft(sla):
    if not sla.services.exists():
        return NextStep(_('name the services it is about.'), _('the operations director'))
    if not sla.targets.exists():
        return NextStep(_('add what it promises, its targets.'), _('the operations director'))
    return NextStep(_('offer it to the other side, and set it to In negotiation.'), _('the operations director'))


def _step_of_active(sla, today):
    if sla.ends_on is None or sla.ends_on - today > _REVIEW:
        return None
    if sla.ends_on < today:
        return NextStep(
            _('its term ended on {day}: set it to Expired, or make a new version.').format(day=sla.ends_on),
            _('the operations director'),
        )
    return NextStep(_('review it: its term ends on {day}.').format(day=sla.ends_on), _('the operations director'))


def sentence_of(sla):
    """Who promises what to whom, and for how long, in one sentence."""
    texts = {
        SLAKindChoices.KIND_SLA: _('A promise to {party}, {status}'),
        SLAKindChoices.KIND_OLA: _('A promise of a team of ours, {status}'),
        SLAKindChoices.KIND_UNDERPINNING: _('A promise of {party} to us, {status}'),
    }
    is_ours = sla.kind == SLAKindChoices.KIND_SLA
    party = shown(sla, 'tenant' if is_ours else 'provider') or _('a party that you may not see')
    text = texts.get(sla.kind, texts[SLAKindChoices.KIND_SLA]).format(
        party=party, status=str(sla.get_status_display()).lower()
    )
    return f'{text}, {_term(sla)}.'


def _term(sla):
    if sla.starts_on and sla.ends_on:
        return _('from {start} to {end}').format(start=sla.starts_on, end=sla.ends_on)
    if sla.starts_on:
        return _('from {start} on').format(start=sla.starts_on)
    return _('until {end}').format(end=sla.ends_on) if sla.ends_on else _('without a term')


class AgreementSentencePanel(panels.ObjectPanel):
    """The sentences as a card without heading, with a link where the user may take the step."""

    template_name = 'netbox_slm/panels/agreement_sentence.html'
    title = ''

    def get_context(self, context):
        panel = super().get_context(context)
        sla, user = panel['object'], panel['request'].user
        step = next_step_of(sla, timezone.now().astimezone(sla.zone).date())
        services = sla.services.count()
        return {
            **panel,
            'sentence': sentence_of(sla),
            'scope': ngettext('It is about {count} service.', 'It is about {count} services.', services).format(
                count=services
            ),
            'step': step,
            'may_change': step is not None and SLA.objects.restrict(user, 'change').filter(pk=sla.pk).exists(),
        }
