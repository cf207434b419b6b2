"""The targets of an agreement: what is promised, where it stands, how it went, and what is owed."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from netbox.ui import actions, panels

from ...analysis.owed import owed_by_period
from ...analysis.target_standings import standings_of
from ...choices import AttainmentStatusChoices, MetricChoices
from ...visible import shown
from ...wording import (
    NO_FIGURE,
    format_duration,
    format_money,
    format_percent,
    format_promise,
    format_value,
    listed,
    unit_of,
)
from .. import components
from .related import hidden_text

__all__ = ('OutlookCell', 'TargetsPanel', 'outlook_cells')

_US = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """A target as the table shows it."""

    target: object
    promise: str
    figure: object
    text: str
    of: str
    trend: str
    budget: str
    has_outlook: bool
    owed: str


def _row(standing):
    target, figure = standing.target, standing.figure
    owed = listed(format_money(amount, currency) for currency, amount in standing.owed)
    return Row(
        target,
        format_promise(target),
        figure,
        components.unbroken(components.figure_text(figure)) if figure else _gettext('Not computed yet'),
        _worst_of(standing),
        _trend(standing),
        components.budget_bar(figure, small=True),
        has_outlook(figure),
        owed or NO_FIGURE,
    )


def has_outlook(figure):
    """Whether the period of a figure still runs, and planned work can make a difference to it."""
    return (
        figure is not None
        and not figure.is_final
        and figure.computed_at is not None
        and figure.ends_at > timezone.now()
        and figure.target.metric == MetricChoices.METRIC_AVAILABILITY
    )


@dataclass(frozen=True, slots=True)
class OutlookCell:
    """What the running period of a target will come to, as its cell of the table shows it."""

    target_id: int
    status: str
    text: str
    planned: str


def outlook_cells(outlooks):
    """The cells of the column *Forecast*."""
    statuses = AttainmentStatusChoices
    return [
        OutlookCell(
            outlook.figure.target_id,
            statuses.STATUS_MISSED if outlook.is_missed else statuses.STATUS_MET,
            components.unbroken(format_percent(outlook.value_percent, outlook.figure.target_percent)),
            _gettext('with {time} of planned work').format(time=format_duration(outlook.planned_us / _US))
            if outlook.planned_us
            else '',
        )
        for outlook in outlooks
    ]


def total_sentences(found):
    """What all credits of a period come to, by currency, where that is more than the agreement owes."""
    text = _gettext(
        'All credits of {period} together are {total}, and this agreement owes at most {cap}: {cap} are owed.'
    )
    return [
        text.format(
            period=found.period,
            total=format_money(owed.total, owed.currency),
            cap=format_money(owed.cap, owed.currency),
        )
        for owed in found.owed
        if owed.cap is not None and owed.total > owed.cap
    ]


def _worst_of(standing):
    """Which of several services it is that stands there."""
    if standing.services < 2 or standing.figure is None:
        return ''
    service = shown(standing.figure, 'service') or _gettext('one that you may not see')
    return ngettext(
        'The worst of {count} service: {service}', 'The worst of {count} services: {service}', standing.services
    ).format(count=standing.services, service=service)


def _trend(standing):
    dots = [(_dot_text(standing.target, point), point.status, point.value) for point in standing.trend]
    return components.trend_line(dots, standing.trend[-1].promised) if dots else ''


def _dot_text(target, point):
    if target.target_percent is not None:
        value = format_percent(point.value, point.promised)
    else:
        value = format_value(point.value, unit_of(target.metric), target.unit, point.promised, target.more_is_better)
    status = dict(AttainmentStatusChoices).get(point.status, point.status)
    return _gettext('{period}: {value} ({status})').format(period=point.period, value=value, status=status)


class TargetsPanel(panels.ObjectPanel):
    """Every target that the user may view, the worst of its services first to be seen."""

    template_name = 'netbox_slm/panels/targets.html'
    title = _('Targets')
    actions = [
        actions.AddObject(
            'netbox_slm.serviceleveltarget',
            url_params={'sla': lambda context: context['object'].pk},
            label=_('Add a target'),
        ),
    ]

    def get_context(self, context):
        panel = super().get_context(context)
        sla, user = panel['object'], panel['request'].user
        standings = standings_of(sla, user, timezone.now())
        rows = [_row(standing) for standing in standings]
        # Without a limit the column says it all
        is_limited = sla.credit_cap_percent is not None and any(standing.owed for standing in standings)
        owed = owed_by_period(sla, user, periods=1) if is_limited else []
        return {
            **panel,
            'rows': rows,
            'totals': [sentence for found in owed for sentence in total_sentences(found)],
            'has_outlooks': any(row.has_outlook for row in rows),
            'hidden': hidden_text(sla.targets.count() - len(rows)),
            'list_url': f'{reverse("plugins:netbox_slm:serviceleveltarget_list")}?sla_id={sla.pk}',
        }
