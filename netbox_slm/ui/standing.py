"""Where things stand, in words: what the tab *Service levels* of an object and the page of a service say first."""

from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext, ngettext_lazy

from ..choices import DependencyKindChoices, StateChoices
from ..wording import format_duration, format_promise
from .components import figure_text

__all__ = (
    'figure_sentence',
    'hidden_text',
    'link',
    'object_sentences',
    'promise_text',
    'state_sentence',
    'way_text',
)

_LINKED_CUSTOMERS = 50
_US = 1_000_000

_SELECTED = {
    'down': ngettext_lazy('{count} is down.', '{count} are down.', 'count'),
    'degraded': ngettext_lazy('{count} is degraded.', '{count} are degraded.', 'count'),
    'weakened': ngettext_lazy('{count} has lost redundancy.', '{count} have lost redundancy.', 'count'),
    'missed': ngettext_lazy('{count} missed a promise.', '{count} missed a promise.', 'count'),
    'endangered': ngettext_lazy('{count} is at risk.', '{count} are at risk.', 'count'),
}
_RUNNING = {
    'met': _lazy('{promise} is kept so far: {figure}.'),
    'at_risk': _lazy('{promise} is at risk: {figure}.'),
    'missed': _lazy('{promise} is missed: {figure}.'),
    'no_data': _lazy('{promise}: no data yet in {period}.'),
}
_FINAL = {
    'met': _lazy('{promise} was kept in {period}: {figure}.'),
    'at_risk': _lazy('{promise} was just kept in {period}: {figure}.'),
    'missed': _lazy('{promise} was missed in {period}: {figure}.'),
    'no_data': _lazy('{promise}: no data in {period}.'),
}


def link(obj):
    """An object as a link to its page."""
    return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), obj)


def promise_text(target):
    """'Availability 99.9 %'."""
    return _('{metric} {level}').format(metric=target.get_metric_display(), level=format_promise(target))


def way_text(way):
    """How an object carries a service, with links to what is on the way; HTML."""
    if way.hidden:
        return _('Through something that you may not see')
    if way.is_own:
        return _('Runs for this customer')
    if way.service is not None:
        soft = way.kind == DependencyKindChoices.KIND_SOFT
        return format_html(_('Through {name}, softly') if soft else _('Through {name}'), name=link(way.service))
    counts = {'needed': way.needed, 'members': way.members}
    if way.members and way.group is not None:
        role = format_html(_('Member of {group}: {needed} of {members} needed'), group=link(way.group), **counts)
    elif way.members:
        role = format_html(_('{needed} of {members} needed'), **counts)
    else:
        role = _('Required')
    return role if way.via is None else format_html(_('{role}, through {name}'), role=role, name=link(way.via))


def object_sentences(summary, path):
    """What the tab of an object says first, each figure a link to the rows that it counts; HTML, one per sentence.

    path: address of the tab.
    """
    total = len(summary.services)
    if total:
        services = ngettext('{count} service', '{count} services', total).format(count=total)
        parts = {'services': format_html('<a href="{}">{}</a>', path, services), 'customers': _customers(summary)}
        yield format_html(
            _('Carries {services} for {customers}.') if summary.customers else _('Carries {services}.'), **parts
        )
    elif not summary.hidden_services:
        yield _('Carries no service.')
    if summary.hidden_services:
        yield hidden_text(summary.hidden_services)
    for name, text in _SELECTED.items():
        if count := len(summary.matching(name)):
            url = format_html('<a href="{}?show={}">{}</a>', path, name, count)
            yield format_html(text % {'count': count}, count=url)


def hidden_text(count):
    """'3 more that you may not see.'"""
    return ngettext('{count} more that you may not see.', '{count} more that you may not see.', count).format(
        count=count
    )


def state_sentence(standing):
    """In which state a service is, since when and why; HTML."""
    state, name = standing.state, standing.service
    if state.state == StateChoices.STATE_UP:
        return format_html(_('{name} is up.'), name=name)
    words = {
        StateChoices.STATE_AT_RISK: _('{name} is up, but has lost redundancy since {since}.'),
        StateChoices.STATE_DEGRADED: _('{name} has been degraded since {since}.'),
        StateChoices.STATE_DOWN: _('{name} has been down since {since}.'),
    }[state.state]
    sentence = format_html(words, name=name, since=f'{timezone.localtime(state.since):%Y-%m-%d %H:%M}')
    causes = [link(incident) for incident in standing.incidents]
    if standing.hidden_causes:
        text = ngettext(
            '{count} incident that you may not see',
            '{count} incidents that you may not see',
            standing.hidden_causes,
        )
        causes.append(text.format(count=standing.hidden_causes))
    if not causes:
        return sentence
    listed = format_html_join(', ', '{}', ((cause,) for cause in causes))
    return format_html('{} {}', sentence, format_html(_('Cause: {incidents}.'), incidents=listed))


def figure_sentence(promise):
    """What became of a promise: 'Availability 99.9 % is kept so far: 99.97 % of 99.9 %, 31 min left until 30 Nov'."""
    figure = promise.figure
    if figure is None:
        return _('{promise}: not computed yet.').format(promise=promise_text(promise.target))
    has_budget = figure.remaining_us is not None and not figure.is_final
    words = (_FINAL if figure.is_final else _RUNNING)[figure.status if figure.status in _FINAL else 'no_data']
    sentence = words.format(promise=promise_text(promise.target), period=figure.period, figure=figure_text(figure))
    if not has_budget:
        return sentence
    left = format_duration(abs(figure.remaining_us) / _US)
    if figure.remaining_us < 0:
        return f'{sentence} {_("The budget is exceeded by {time}.").format(time=left)}'
    end = date_format(_last_day(figure), 'MONTH_DAY_FORMAT')
    return f'{sentence} {_("{time} of budget left until {end}.").format(time=left, end=end)}'


def _last_day(figure):
    """The last day of a figure's period, in the zone of its agreement."""
    return figure.ends_at.astimezone(figure.target.sla.zone if figure.target.sla else None) - timedelta(microseconds=1)


def _customers(summary):
    """How many customers, as a link to their list."""
    ids = sorted({row.service.tenant_id for row in summary.services if row.service.tenant_id})
    text = ngettext('{count} customer', '{count} customers', len(ids)).format(count=len(ids))
    query = urlencode([('id', pk) for pk in ids[:_LINKED_CUSTOMERS]])
    return format_html('<a href="{}?{}">{}</a>', reverse('tenancy:tenant_list'), query, text)
