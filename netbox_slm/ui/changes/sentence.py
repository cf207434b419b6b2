"""The page of a change or release opens with what a reader came for: what it does to whom, and when."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox.ui import panels

from ...analysis.changes import FLAG_BREACH, FLAG_OUTSIDE
from ...choices import ChangeStatusChoices, StateChoices
from ...wording import format_duration, listed
from .flags import flags_of_page

__all__ = ('SentencePanel', 'sentences_about')

_NAMES_SHOWN = 3


class SentencePanel(panels.ObjectPanel):
    """The sentences as a card without heading."""

    template_name = 'netbox_slm/panels/planned_sentence.html'
    title = ''

    def get_context(self, context):
        panel = super().get_context(context)
        record = panel['object']
        return {**panel, 'effect': sentences_about(record, flags_of_page(panel)), 'time': _time(record)}


def sentences_about(record, flags):
    """What the flags say in words, the worst first, as a list of sentences."""
    if record.flags_computed_at is None:
        if record.status == ChangeStatusChoices.STATUS_DRAFT:
            return [_('What it does to the SLAs is computed when it is submitted.')]
        return [_('What it does to the SLAs has not been computed.')]
    if not flags.sums.slas:
        return [_('It touches no SLA.')]
    return [
        *_services(flags.sums),
        *_beyond(flags, FLAG_BREACH, flags.sums.breached, _('It breaks {slas}.')),
        *_beyond(
            flags, FLAG_OUTSIDE, flags.sums.outside, _('It costs service time outside the agreed windows of {slas}.')
        ),
    ]


def _services(sums):
    down = sums.services[StateChoices.STATE_DOWN]
    if down:
        customers = ngettext('{count} customer', '{count} customers', sums.customers).format(count=sums.customers)
        yield ngettext(
            'It takes {count} service of {customers} down.', 'It takes {count} services of {customers} down.', down
        ).format(count=down, customers=customers)
    degraded = sums.services[StateChoices.STATE_DEGRADED]
    if degraded:
        yield ngettext('It degrades {count} service.', 'It degrades {count} services.', degraded).format(count=degraded)
    at_risk = sums.services[StateChoices.STATE_AT_RISK]
    if at_risk:
        yield ngettext(
            'It puts {count} service at risk, which costs nothing.',
            'It puts {count} services at risk, which costs nothing.',
            at_risk,
        ).format(count=at_risk)
    if not (down or degraded or at_risk):
        yield ngettext('It touches {count} SLA.', 'It touches {count} SLAs.', sums.slas).format(count=sums.slas)


def _beyond(flags, rank, total, text):
    """The SLAs with a flag of this rank by name, as far as they may be seen; then how many more."""
    names = [str(row.impact.sla) for row in flags.rows if row.rank == rank][:_NAMES_SHOWN]
    if not total or (rank == FLAG_OUTSIDE and total <= flags.sums.breached and not names):
        return
    more = total - len(names)
    if names and more > 0:
        slas = ngettext('{names} and {count} more SLA', '{names} and {count} more SLAs', more).format(
            names=listed(names), count=more
        )
    elif names:
        slas = listed(names)
    else:
        slas = ngettext('{count} SLA', '{count} SLAs', more).format(count=more)
    yield text.format(slas=slas)


def _time(record):
    if record.actual_start and record.actual_end:
        return _('It ran from {start} to {end}, {duration}; planned were {planned}.').format(
            start=_instant(record.actual_start),
            end=_instant(record.actual_end),
            duration=_length(record.actual_start, record.actual_end),
            planned=_length(record.planned_start, record.planned_end),
        )
    if record.actual_start:
        return _('It has been running since {start}.').format(start=_instant(record.actual_start))
    if record.planned_start and record.planned_end:
        return _('It is planned from {start} to {end}, {duration}.').format(
            start=_instant(record.planned_start),
            end=_instant(record.planned_end),
            duration=_length(record.planned_start, record.planned_end),
        )
    return _('Its time is not planned yet.')


def _length(start, end):
    return format_duration((end - start).total_seconds()) if start and end else '–'


def _instant(at):
    return f'{timezone.localtime(at):%Y-%m-%d %H:%M}'
