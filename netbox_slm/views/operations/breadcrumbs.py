"""The way back from what belongs to an incident to its page."""

from netbox.ui.breadcrumbs import Breadcrumb

from ...visible import viewable

__all__ = ('incident_breadcrumb',)


def incident_breadcrumb():
    """The incident, where the user may view it."""
    return Breadcrumb(lambda part: viewable(part, 'incident'))
