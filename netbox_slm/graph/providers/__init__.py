"""The facts of NetBox that become needs (graph.md §2 to §4): one module per kind of object, one class per fact."""

from django.utils.translation import gettext_lazy as _

__all__ = ('NETWORK_LABEL',)

NETWORK_LABEL = _('Reach over the network')
