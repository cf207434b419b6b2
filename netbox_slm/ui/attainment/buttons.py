"""Buttons over figures: reopen one that is final, or those that were chosen in a list."""

from django.utils.translation import gettext_lazy as _

from netbox.object_actions import ObjectAction

__all__ = ('BulkReopen', 'ReopenFigure')


class ReopenFigure(ObjectAction):
    """Leads to the page that asks for the reason; shown on final figures only."""

    name = 'reopen'
    label = _('Reopen')
    template_name = 'netbox_slm/buttons/step.html'
    permissions_required = {'reopen'}
    url_kwargs = ('pk',)

    @classmethod
    def get_context(cls, context, obj):
        return {'icon': 'lock-open-variant-outline'}

    @classmethod
    def render(cls, context, obj, **kwargs):
        return super().render(context, obj, **kwargs) if obj.is_final else ''


class BulkReopen(ObjectAction):
    """Takes the chosen figures to the page that asks for the reason."""

    name = 'bulk_reopen'
    label = _('Reopen selected')
    multi = True
    permissions_required = {'reopen'}
    template_name = 'netbox_slm/buttons/bulk_reopen.html'
