"""Panels of explicit needs: one need, a group of them, and all needs of an object."""

from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from netbox.ui import attrs, panels

from ...models import CIDependency, CIDependencyGroup, ServiceComponent
from ...models.terms import holding
from ...visible import prefetch_viewable, shown
from .structure import LIMIT, Row, Section

__all__ = ('CIDependencyGroupPanel', 'CIDependencyPanel', 'ExplicitNeedsPanel', 'need_sections')


class CIDependencyGroupPanel(panels.ObjectAttributesPanel):
    dependent = attrs.GenericForeignKeyAttr('dependent', label=_('Dependent object'), linkify=True)
    min_available = attrs.NumericAttr('min_available', label=_('Minimum available'))
    description = attrs.TextAttr('description', label=_('Description'))


class CIDependencyPanel(panels.ObjectAttributesPanel):
    dependent = attrs.GenericForeignKeyAttr('dependent', label=_('Dependent object'), linkify=True)
    needed = attrs.GenericForeignKeyAttr('needed', label=_('Needed object'), linkify=True)
    kind = attrs.ChoiceAttr('kind', label=_('Kind'))
    group = attrs.RelatedObjectAttr('group', label=_('Group'), linkify=True)
    replaces = attrs.TextAttr('get_replaces_display', label=_('Replaces'))
    since = attrs.DateTimeAttr('since', label=_('Since'), spec='minutes')
    until = attrs.DateTimeAttr('until', label=_('Until'), spec='minutes')
    description = attrs.TextAttr('description', label=_('Description'))


class ExplicitNeedsPanel(panels.ObjectPanel):
    """What the object needs though NetBox cannot know it, and what needs it so; of a component: its object.

    A constant number of queries. Counts are those of all needs, names only those that the user may view.
    """

    template_name = 'netbox_slm/panels/explicit_needs.html'
    title = _('Explicit needs')

    def get_context(self, context):
        panel = super().get_context(context)
        obj, user = _linked(context['object']), context['request'].user
        sections = need_sections(obj, user, timezone.now()) if obj is not None else []
        return {**panel, 'sections': sections, 'add_url': _add_url(obj) if obj is not None and _may_add(user) else ''}

    def should_render(self, context):
        user = context['request'].user
        return user.has_perm('netbox_slm.view_cidependency') and _linked(context['object']) is not None


def need_sections(obj, user, now):
    """What `obj` needs alone, each of its groups, and what needs it, as `Section`s; none that is empty."""
    key = {'type': ContentType.objects.get_for_model(obj), 'id': obj.pk}
    own = CIDependency.objects.filter(holding(now), dependent_type=key['type'], dependent_id=key['id'])
    by = CIDependency.objects.filter(holding(now), needed_type=key['type'], needed_id=key['id'])
    totals = dict(own.order_by().values_list('group').annotate(Count('pk')))
    groups = CIDependencyGroup.objects.filter(pk__in=[pk for pk in totals if pk is not None])
    viewable = set(groups.restrict(user, 'view').values_list('pk', flat=True))
    sections = {None: Section(_gettext('Needs'), total=totals.get(None, 0))}
    for group in groups.order_by('name'):
        members = totals[group.pk]
        sections[group.pk] = Section(
            group.name if group.pk in viewable else _gettext('Hidden group'),
            group.get_absolute_url() if group.pk in viewable else '',
            _gettext('{needed} of {members} needed').format(needed=min(group.min_available, members), members=members),
            total=members,
        )
    for link in _rows(own, user):
        sections[link.group_id].rows.append(_row(link, 'needed'))
    needed_by = Section(
        _gettext('Needed by'), total=by.count(), rows=[_row(link, 'dependent') for link in _rows(by, user)]
    )
    return [section for section in (*sections.values(), needed_by) if section.total]


def _rows(links, user):
    return links.restrict(user, 'view').prefetch_related(*prefetch_viewable(CIDependency, user))[:LIMIT]


def _row(link, name):
    return Row(link, shown(link, name), link.get_kind_display(), link.get_kind_color())


def _linked(obj):
    return shown(obj, 'object') if isinstance(obj, ServiceComponent) else obj


def _may_add(user):
    return user.has_perm('netbox_slm.add_cidependency')


def _add_url(obj):
    query = {
        'dependent_content_type': ContentType.objects.get_for_model(obj).pk,
        'dependent_object_id': obj.pk,
        'return_url': obj.get_absolute_url(),
    }
    return f'{reverse("plugins:netbox_slm:cidependency_add")}?{urlencode(query)}'
