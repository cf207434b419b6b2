"""The way back from what belongs to a change or a release to its page."""

from netbox.ui.breadcrumbs import Breadcrumb

from ...visible import shown

__all__ = ('record_breadcrumb',)


def record_breadcrumb(name):
    """The change or release in the field `name`, or 'record' for either, where the user may view it."""
    if name == 'record':
        return Breadcrumb(lambda part: part.record)
    return Breadcrumb(lambda part: shown(part, name))
