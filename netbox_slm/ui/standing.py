"""Where things stand, in words: what the tab *Service levels* of an object and the page of a service say first."""

from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext, ngettext_lazy, pgettext_lazy

from ..choices import DependencyKindChoices, StateChoices
from ..wording import format_duration, format_promise
from .components import figure_text

__all__ = (
    'figure_sentence',
    'hidden_text',
    'link',
    'object_sentences',
    'promise_text',
    'short_promise',
    'state_sentence',
    'verdict_sentences',
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
    'met': _lazy('Kept so far: {figure}.'),
    'at_risk': _lazy('At risk: {figure}.'),
    'missed': _lazy('Missed: {figure}.'),
    'no_data': _lazy('No data yet in {period}.'),
}
_FINAL = {
    'met': _lazy('Kept in {period}: {figure}.'),
    'at_risk': _lazy('Just kept in {period}: {figure}.'),
    'missed': _lazy('Missed in {period}: {figure}.'),
    'no_data': _lazy('No data in {period}.'),
}
_VERDICTS = {
    'missed': ngettext_lazy('{count} of {all} promises is missed.', '{count} of {all} promises are missed.', 'count'),
    'at_risk': ngettext_lazy(
        '{count} of {all} promises is at risk.', '{count} of {all} promises are at risk.', 'count'
    ),
}


def link(obj):
    """An object as a link to its page."""
    return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), obj)


def short_promise(target):
    """'Response 90 %': without its limits, for a table cell."""
    if target.target_percent is None:
        return promise_text(target)
    return f'{target.get_metric_display()} {target.target_percent.normalize():f} %'


def promise_text(target):
    """'Availability 99.9 %', 'Response 90 % within 1 h'."""
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
        role = pgettext_lazy('service levels', 'Required')
    return role if way.via is None else format_html(_('{role}, through {name}'), role=role, name=link(way.via))


def object_sentences(summary, path):
    """What the tab of an object says first, each figure a link to the rows that it counts; HTML, one per sentence.

    path: address of the tab.
    """
    if summary.services:
        yield _carries(summary, path)
    elif not summary.hidden_services:
        yield _('No service runs for this customer.') if summary.is_customer else _('Carries no service.')
    if summary.hidden_services:
        yield hidden_text(summary.hidden_services)
    for name, text in _SELECTED.items():
        if count := len(summary.matching(name)):
            url = format_html('<a href="{}?show={}">{}</a>', path, name, count)
            yield format_html(text % {'count': count}, count=url)


def _carries(summary, path):
    total = len(summary.services)
    text = ngettext('{count} service', '{count} services', total).format(count=total)
    parts = {'services': format_html('<a href="{}">{}</a>', path, text), 'customers': _customers(summary)}
    if summary.is_customer:
        return format_html(_('This customer is served by {services}.'), **parts)
    return format_html(
        _('Carries {services} for {customers}.') if summary.customers else _('Carries {services}.'), **parts
    )


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


def verdict_sentences(standing):
    """How many promises of a service are not kept, worst first; one sentence where all are."""
    statuses = [promise.status for promise in standing.promises]
    for status, text in _VERDICTS.items():
        if count := statuses.count(status):
            yield (text % {'count': count}).format(count=count, all=len(statuses))
    if 'met' in statuses and not set(statuses) & set(_VERDICTS):
        yield _('Every promise is kept.')


def figure_sentence(promise):
    """What became of a promise: 'Kept so far: 99.97 % of 99.9 %. 31 min of budget left until November 30.'"""
    figure = promise.figure
    if figure is None:
        return _('Not computed yet.')
    words = (_FINAL if figure.is_final else _RUNNING)[figure.status if figure.status in _FINAL else 'no_data']
    sentence = words.format(period=figure.period, figure=figure_text(figure))
    if figure.remaining_us is None or figure.is_final:
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
