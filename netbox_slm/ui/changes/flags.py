"""The flags of a change or release: what it does to each SLA, what collides with it, and what came of it."""

from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from netbox.ui import actions, panels
from utilities.permissions import get_permission_for_model
from utilities.views import get_viewname

from ...analysis.shown_flags import flags_for
from ..agreements import hidden_text

__all__ = ('COLLISION_KINDS', 'CollisionsPanel', 'FlagsPanel', 'flags_of_page')

COLLISION_KINDS = {
    'change': _('other work in the same window'),
    'incident': _('an open incident counts as already down'),
    'freeze': _('falls into a freeze'),
    'redundancy': _('the partner of a redundant pair'),
}


def flags_of_page(context):
    """The flags of the record of the page for its reader, read once per page."""
    request, record = context['request'], context['object']
    known = request.__dict__.setdefault('_slm_flags', {})
    key = record._meta.label_lower, record.pk
    if key not in known:
        known[key] = flags_for(record, request.user)
    return known[key]


class ComputeFlags(actions.PanelAction):
    """Computes the flags of the page's record anew; for whom may change it, as long as that matters."""

    template_name = 'netbox_slm/actions/post.html'

    def __init__(self):
        super().__init__(_('Compute again'), button_class='ghost-primary', button_icon='refresh')

    def get_context(self, context):
        record = context['object']
        return {
            **super().get_context(context),
            'url': reverse(get_viewname(record, 'compute_flags'), args=[record.pk]),
            'csrf_token': get_token(context['request']),
        }

    def render(self, context):
        record, user = context['object'], context['request'].user
        permission = get_permission_for_model(record, 'change')
        if record.is_ended or not record.planned_start or not user.has_perm(permission, record):
            return ''
        return super().render(context)


class FlagsPanel(panels.ObjectPanel):
    """One line per SLA, the worst first; stale flags are marked."""

    template_name = 'netbox_slm/panels/flags.html'
    title = _('What it does to the SLAs')
    actions = (ComputeFlags(),)

    def get_context(self, context):
        panel = super().get_context(context)
        flags = flags_of_page(panel)
        hidden = flags.hidden_slas
        return {
            **panel,
            'flags': flags,
            'record_name': panel['object']._meta.model_name,
            'times_url': reverse(get_viewname(panel['object'], 'times'), args=[panel['object'].pk]),
            'has_actual': any(row.impact.actual_us is not None for row in flags.rows),
            'hidden': ngettext(
                '{count} more SLA that you may not see.', '{count} more SLAs that you may not see.', hidden
            ).format(count=hidden)
            if hidden
            else '',
        }


class CollisionsPanel(panels.ObjectPanel):
    """What else happens in the same window, that which makes it worse first."""

    template_name = 'netbox_slm/panels/collisions.html'
    title = _('Collisions')

    def get_context(self, context):
        panel = super().get_context(context)
        flags = flags_of_page(panel)
        rows = [(collision, COLLISION_KINDS.get(collision.kind, collision.kind)) for collision in flags.collisions]
        return {**panel, 'rows': rows, 'hidden': hidden_text(flags.hidden_collisions)}

    def should_render(self, context):
        flags = flags_of_page(context)
        return bool(flags.collisions or flags.hidden_collisions)
