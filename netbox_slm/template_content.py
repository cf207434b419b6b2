"""What the plugin adds to NetBox's own pages: its style sheet, and the way to the first link of an object."""

from django.templatetags.static import static
from django.utils.html import format_html

from netbox.plugins import PluginTemplateExtension

from . import linkable
from .version import __version__

__all__ = ('LinkButton', 'StyleSheet', 'template_extensions')


class StyleSheet(PluginTemplateExtension):
    """The marks and budget bars stand in tables and tabs of many pages."""

    def head(self):
        """The style sheet."""
        return format_html('<link rel="stylesheet" href="{}?v={}">', static('netbox_slm/slm.css'), __version__)


class LinkButton(PluginTemplateExtension):
    """*Link to a service* on a linkable object without one: NetBox hides the empty tab that has this button."""

    def buttons(self):
        """The button, or nothing."""
        obj, request = self.context['object'], self.context['request']
        if type(obj) not in linkable.linkable_models() or not request.user.has_perm('netbox_slm.add_servicecomponent'):
            return ''
        from .ui.standing_panels import link_url  # noqa: PLC0415 - only where a page is drawn
        from .views.tabs import count_for_badge  # noqa: PLC0415

        if count_for_badge(obj):
            return ''
        return self.render('netbox_slm/buttons/link.html', {'url': link_url(obj)})


template_extensions = [StyleSheet, LinkButton]
