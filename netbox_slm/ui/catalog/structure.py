"""The panel that shows what a service stands on, as it is now."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from netbox.ui import actions, panels

from ...models import RedundancyGroup, ServiceComponent, ServiceDependency
from ...models.terms import holding
from ...visible import prefetch_viewable, shown

__all__ = ('StructurePanel',)

LIMIT = 50


@dataclass(slots=True)
class Section:
    """A heading of the panel with its rows; `total` counts also what is hidden or left off."""

    title: str
    url: str = ''
    text: str = ''
    total: int = 0
    rows: list = field(default_factory=list)

    @property
    def rest(self):
        """How many rows are not listed, in words; empty where all are."""
        count = self.total - len(self.rows)
        return ngettext('{count} more', '{count} more', count).format(count=count) if count > 0 else ''


@dataclass(frozen=True, slots=True)
class Row:
    """One component or dependency; `target` is None where the user may not view it."""

    link: object
    target: object
    kind: str = ''
    color: str = ''


class StructurePanel(panels.ObjectPanel):
    """Components by redundancy group with 'k of n', and dependencies in both directions. A constant number of queries.

    Counts and needs are those of the whole structure, names only those that the user may view (semantics.md §8).
    """

    template_name = 'netbox_slm/panels/structure.html'
    title = _('What it stands on')

    def __init__(self, **kwargs):
        kwargs.setdefault(
            'actions',
            [
                _add('netbox_slm.servicecomponent', _('Add a component')),
                _add('netbox_slm.redundancygroup', _('Add a group')),
                _add('netbox_slm.servicedependency', _('Add a dependency')),
            ],
        )
        super().__init__(**kwargs)

    def get_context(self, context):
        panel = super().get_context(context)
        service, user, now = panel['object'], panel['request'].user, timezone.now()
        return {
            **panel,
            'components': component_sections(service, user, now),
            'dependencies': [
                dependency_section(service.dependencies, 'depends_on', _gettext('Depends on'), user, now),
                dependency_section(service.dependents, 'service', _gettext('Needed by'), user, now),
            ],
        }


def _add(model, label):
    return actions.AddObject(model, url_params={'service': lambda context: context['object'].pk}, label=label)


def component_sections(service, user, now):
    """The required components, then each group, as `Section`s; empty where the service has no component."""
    links = ServiceComponent.objects.filter(holding(now), service=service)
    totals = dict(links.order_by().values_list('redundancy_group').annotate(Count('pk')))
    groups = list(RedundancyGroup.objects.filter(holding(now), service=service).order_by('name'))
    viewable = set(RedundancyGroup.objects.restrict(user, 'view').filter(service=service).values_list('pk', flat=True))
    sections = {None: Section(pgettext('service levels', 'Required'))} if None in totals else {}
    for group in groups:
        members = totals.get(group.pk, 0)
        sections[group.pk] = Section(
            group.name if group.pk in viewable else _gettext('Hidden group'),
            group.get_absolute_url() if group.pk in viewable else '',
            _gettext('{needed} of {members} needed').format(needed=min(group.min_available, members), members=members),
        )
    for link in links.restrict(user, 'view').prefetch_related(*prefetch_viewable(ServiceComponent, user))[:LIMIT]:
        section = sections.setdefault(link.redundancy_group_id, Section(_gettext('Former group')))
        target = shown(link, 'object')
        section.rows.append(Row(link, target, ContentType.objects.get_for_id(link.object_type_id).name))
    for key, section in sections.items():
        section.total = totals.get(key, 0)
    return list(sections.values())


def dependency_section(manager, name, title, user, now):
    """The dependencies of one direction; `name` is the relation to the service at the other end."""
    links = manager.filter(holding(now))
    rows = links.restrict(user, 'view').prefetch_related(*prefetch_viewable(ServiceDependency, user))[:LIMIT]
    return Section(
        title,
        total=links.count(),
        rows=[Row(link, shown(link, name), link.get_kind_display(), link.get_kind_color()) for link in rows],
    )
