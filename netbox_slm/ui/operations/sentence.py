"""The page of an incident opens with what a reader came for: what is affected, since when, and where it stands."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from netbox.ui import panels

from ...choices import EffectChoices, IncidentStatusChoices
from ...models import AffectedCI, AffectedService
from ...visible import prefetch_viewable, shown
from ...wording import format_duration, listed

__all__ = ('SentencePanel', 'Summary', 'summary_of')

_NAMES_SHOWN = 3
_WORST_FIRST = (EffectChoices.EFFECT_DOWN, EffectChoices.EFFECT_DEGRADED, EffectChoices.EFFECT_NONE)
_LASTS = {
    EffectChoices.EFFECT_DOWN: ngettext_lazy(
        '{what} has been down since {start}, {duration} so far.',
        '{what} have been down since {start}, {duration} so far.',
        'count',
    ),
    EffectChoices.EFFECT_DEGRADED: ngettext_lazy(
        '{what} has been degraded since {start}, {duration} so far.',
        '{what} have been degraded since {start}, {duration} so far.',
        'count',
    ),
    EffectChoices.EFFECT_NONE: ngettext_lazy(
        '{what} has had an incident without effect since {start}, {duration} so far.',
        '{what} have had an incident without effect since {start}, {duration} so far.',
        'count',
    ),
}
_ENDED = {
    EffectChoices.EFFECT_DOWN: ngettext_lazy(
        '{what} was down from {start} to {end}, {duration}.',
        '{what} were down from {start} to {end}, {duration}.',
        'count',
    ),
    EffectChoices.EFFECT_DEGRADED: ngettext_lazy(
        '{what} was degraded from {start} to {end}, {duration}.',
        '{what} were degraded from {start} to {end}, {duration}.',
        'count',
    ),
    EffectChoices.EFFECT_NONE: ngettext_lazy(
        '{what} had an incident without effect from {start} to {end}, {duration}.',
        '{what} had an incident without effect from {start} to {end}, {duration}.',
        'count',
    ),
}


@dataclass(slots=True)
class Summary:
    """Sentences about an incident: what is affected, then where it stands; how many of its rows are hidden."""

    affected: list[str] = field(default_factory=list)
    state: list[str] = field(default_factory=list)
    hidden_count: int = 0


def summary_of(incident, user, now):
    """What may be told to `user` of an incident. A constant number of queries."""
    summary = Summary()
    spans = {}
    for model, end in ((AffectedCI, 'object'), (AffectedService, 'service')):
        rows = model.objects.filter(incident_id=incident.pk)
        visible = [
            row
            for row in rows.restrict(user, 'view').prefetch_related(*prefetch_viewable(model, user))
            if shown(row, end)
        ]
        summary.hidden_count += rows.count() - len(visible)
        for row in visible:
            span = (
                row.effect or incident.effect,
                getattr(row, 'starts_at', None) or incident.starts_at,
                getattr(row, 'ends_at', None) or incident.ends_at,
            )
            spans.setdefault(span, []).append(str(shown(row, end)))
    for span in sorted(spans, key=lambda span: (_WORST_FIRST.index(span[0]), span[1])):
        summary.affected.append(_affected_sentence(*span, spans[span], now))
    summary.state = list(_state_sentences(incident, now))
    return summary


def _affected_sentence(effect, start, end, names, now):
    what = listed(names[:_NAMES_SHOWN])
    more = len(names) - _NAMES_SHOWN
    if more > 0:
        what = ngettext('{names} and {count} more', '{names} and {count} more', more).format(names=what, count=more)
    texts = _ENDED if end else _LASTS
    return texts[effect].format(
        count=len(names),
        what=what,
        start=_instant(start),
        end=_instant(end) if end else '',
        duration=format_duration(((end or now) - start).total_seconds()),
    )


def _state_sentences(incident, now):
    if incident.status == IncidentStatusChoices.STATUS_CANCELLED:
        yield _('It was cancelled and counts nowhere.')
    elif incident.resolved_at:
        yield _('It was resolved {time} after the report.').format(time=_since_report(incident, incident.resolved_at))
    elif incident.closed_at:
        yield _('It was closed {time} after the report.').format(time=_since_report(incident, incident.closed_at))
    elif incident.responded_at:
        yield _('It was responded to {time} after the report and is not resolved yet.').format(
            time=_since_report(incident, incident.responded_at)
        )
    else:
        yield _('It was reported {time} ago, and nobody has responded yet.').format(time=_since_report(incident, now))
    if incident.excused:
        yield _('Its time is excused: {reason}').format(reason=incident.excuse_reason)


def _since_report(incident, at):
    return format_duration((at - incident.reported_at).total_seconds())


def _instant(at):
    return f'{timezone.localtime(at):%Y-%m-%d %H:%M}'


class SentencePanel(panels.ObjectPanel):
    """The summary as a card without heading."""

    template_name = 'netbox_slm/panels/incident_sentence.html'
    title = ''

    def get_context(self, context):
        panel = super().get_context(context)
        return {**panel, 'summary': summary_of(panel['object'], panel['request'].user, timezone.now())}
