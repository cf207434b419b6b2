"""What an incident does through the infrastructure, with the reasons, and what can be decided about it."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from netbox.ui import attrs, panels

from ...analysis.derived_effects import is_open, may_decide
from ...analysis.facts import counts_proposed
from ...analysis.reasons import stored_steps
from ...choices import DecisionChoices
from ...models import DerivedEffect
from ...visible import prefetch_viewable, shown
from ..reasons import ReasonClause, all_reason_words

__all__ = ('DerivedEffectPanel', 'DerivedEffectRow', 'DerivedEffectsPanel', 'ReasonPanel', 'difference_text')

LIMIT = 25


@dataclass(frozen=True, slots=True)
class DerivedEffectRow:
    """An effect whose object the reader may view, with its reason in words."""

    effect: DerivedEffect
    clauses: list[ReasonClause]


class DerivedEffectsPanel(panels.ObjectPanel):
    """On the page of an incident, the worst and nearest first. A constant number of queries per type of object."""

    template_name = 'netbox_slm/panels/derived_effects.html'
    title = _('Effects through the infrastructure')

    def get_context(self, context):
        panel = super().get_context(context)
        incident, user = context['object'], context['request'].user
        rows, seen = _rows(incident, user)
        may = may_decide(incident, user)
        counts = incident.derived_effects.aggregate(
            total=Count('pk'), proposed=Count('pk', filter=Q(decision=DecisionChoices.DECISION_PROPOSED))
        )
        viewable = incident.derived_effects.restrict(user, 'view').count()
        return {
            **panel,
            'incident': incident,
            'rows': rows,
            'more': max(0, viewable - seen),
            'hidden': counts['total'] - viewable + seen - len(rows),
            'proposed': counts['proposed'],
            'counts_at_once': counts_proposed(),
            'may_decide': may,
            'may_read': may and is_open(incident),
            'decide_url': reverse('plugins:netbox_slm:incident_decide_effects', args=[incident.pk]),
            'difference_url': reverse('plugins:netbox_slm:incident_topology_difference', args=[incident.pk]),
            'read_url': reverse('plugins:netbox_slm:incident_read_topology', args=[incident.pk]),
            'list_url': f'{reverse("plugins:netbox_slm:derivedeffect_list")}?incident_id={incident.pk}',
        }

    def should_render(self, context):
        return context['request'].user.has_perm('netbox_slm.view_derivedeffect')


def difference_text(difference):
    """What a fresh reading would change, in words; empty for an incident that is over, and so is not read again."""
    if not difference.is_open:
        return ''
    more = ngettext('{count} service more', '{count} services more', difference.more).format(count=difference.more)
    less = ngettext('{count} service less', '{count} services less', difference.less).format(count=difference.less)
    if difference.more and difference.less:
        return _('The topology has changed: read now, {more} and {less}.').format(more=more, less=less)
    if difference.more or difference.less:
        return _('The topology has changed: read now, {what}.').format(what=more if difference.more else less)
    if difference.is_other:
        return _('The topology has changed: read now, the same services in another way.')
    return _('Read now, it says the same.')


def _rows(incident, user):
    """The rows to be shown, and how many were looked at: the objects of the rest may not be viewed."""
    effects = incident.derived_effects.restrict(user, 'view').prefetch_related(*prefetch_viewable(DerivedEffect, user))
    looked_at = list(effects.order_by('-effect', 'distance', 'object_type', 'object_id')[:LIMIT])
    visible = [effect for effect in looked_at if shown(effect, 'object') is not None]
    words = all_reason_words({effect.pk: stored_steps(effect.reason) for effect in visible}, user)
    return [DerivedEffectRow(effect, words[effect.pk]) for effect in visible], len(looked_at)


class DerivedEffectPanel(panels.ObjectAttributesPanel):
    incident = attrs.RelatedObjectAttr('incident', label=_('Incident'), linkify=True)
    object = attrs.GenericForeignKeyAttr('object', label=_('Object'), linkify=True)
    effect = attrs.ChoiceAttr('effect', label=_('Effect'))
    distance = attrs.NumericAttr('distance', label=_('Steps away'))
    decision = attrs.ChoiceAttr('decision', label=_('Decision'))
    decided_by = attrs.RelatedObjectAttr('decided_by', label=_('Decided by'))
    decided_at = attrs.DateTimeAttr('decided_at', label=_('Decided'), spec='minutes')
    computed_at = attrs.DateTimeAttr('computed_at', label=_('Topology read'), spec='minutes')


class ReasonPanel(panels.ObjectPanel):
    """The reason of one effect, where its object may be viewed, and the buttons that decide about it."""

    template_name = 'netbox_slm/panels/derived_reason.html'
    title = _('Reason')

    def get_context(self, context):
        panel = super().get_context(context)
        effect, user = context['object'], context['request'].user
        incident = shown(effect, 'incident')
        is_visible = shown(effect, 'object') is not None
        return {
            **panel,
            'effect': effect,
            'clauses': all_reason_words({None: stored_steps(effect.reason)}, user)[None] if is_visible else [],
            'may_decide': incident is not None and may_decide(incident, user),
            'decide_url': reverse('plugins:netbox_slm:incident_decide_effects', args=[effect.incident_id]),
            'return_url': effect.get_absolute_url(),
        }
