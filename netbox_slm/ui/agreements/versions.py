"""The panel that shows the versions of an agreement side by side."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from netbox.ui import panels

from ...models import SLA, Service, ServiceCalendar, ServiceLevelTarget
from ...visible import shown
from ...wording import format_promise, listed

__all__ = ('VersionsPanel', 'version_lines')

LIMIT = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the comparison: a heading and a text per version; `is_changed` where they differ."""

    title: str
    cells: tuple

    @property
    def is_changed(self):
        return len(set(self.cells)) > 1


def version_lines(versions):
    """The comparison of versions of an SLA, oldest first: facts, then what each target promises."""
    lines = [
        Line(_gettext('Status'), tuple(str(sla.get_status_display()) for sla in versions)),
        Line(_gettext('First day'), tuple(_day(sla.starts_on) for sla in versions)),
        Line(_gettext('Last day'), tuple(_day(sla.ends_on) for sla in versions)),
        Line(_gettext('Period'), tuple(str(sla.get_period_display()) for sla in versions)),
        Line(_gettext('Service hours'), tuple(_hours(sla) for sla in versions)),
        Line(_gettext('Services'), tuple(_names(sla.services.all()) for sla in versions)),
    ]
    promises = [{target.name: format_promise(target) for target in sla.targets.all()} for sla in versions]
    names = dict.fromkeys(name for promised in promises for name in promised)
    return lines + [Line(name, tuple(promised.get(name, '–') for promised in promises)) for name in names]


def _day(day):
    return day.isoformat() if day else '–'


def _hours(sla):
    if sla.calendar_id is None:
        return _gettext('24x7')
    return str(shown(sla, 'calendar') or _gettext('Hidden'))


def _names(objects):
    return listed(str(obj) for obj in objects) or '–'


class VersionsPanel(panels.ObjectPanel):
    """Versions of the agreement that the user may view, with what each promised; none where there is only one."""

    template_name = 'netbox_slm/panels/versions.html'
    title = _('Versions')

    def get_context(self, context):
        panel = super().get_context(context)
        sla, user = panel['object'], panel['request'].user
        related = Q(name=sla.name) | Q(next_version=sla.pk) | Q(previous_version=sla.pk)
        viewable = {
            'services': Service.objects.restrict(user, 'view'),
            'targets': ServiceLevelTarget.objects.restrict(user, 'view'),
            'calendar': ServiceCalendar.objects.restrict(user, 'view'),
        }
        newest = (
            SLA.objects.restrict(user, 'view')
            .filter(related)
            .order_by('-version', '-pk')
            .prefetch_related(*(Prefetch(name, queryset) for name, queryset in viewable.items()))
        )
        versions = list(newest[:LIMIT])
        if sla not in versions:
            versions[-1:] = newest.filter(pk=sla.pk)
        versions.reverse()
        return {**panel, 'versions': versions, 'lines': version_lines(versions)}

    def should_render(self, context):
        return len(context['versions']) > 1
