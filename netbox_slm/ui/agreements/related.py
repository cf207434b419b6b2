"""A panel with the objects of a many-to-many relation, those that the user may view."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from netbox.ui import panels

__all__ = ('RelatedListPanel', 'hidden_text')

LIMIT = 50


def hidden_text(count):
    """'3 more that you may not see.'; empty for none (semantics.md §8)."""
    if not count:
        return ''
    return ngettext('{count} more that you may not see.', '{count} more that you may not see.', count).format(
        count=count
    )


class RelatedListPanel(panels.ObjectPanel):
    """The objects of `relation` as links; `empty` says what it means that there are none."""

    template_name = 'netbox_slm/panels/related_list.html'

    def __init__(self, relation, empty=None, **kwargs):
        super().__init__(**kwargs)
        self.relation, self.empty = relation, empty or _('None')

    def get_context(self, context):
        panel = super().get_context(context)
        related = getattr(panel['object'], self.relation)
        visible = related.restrict(panel['request'].user, 'view')
        shown = visible.count()
        more = shown - LIMIT
        return {
            **panel,
            'rows': visible[:LIMIT],
            'more': ngettext('{count} more.', '{count} more.', more).format(count=more) if more > 0 else '',
            'hidden': hidden_text(related.count() - shown),
            'empty': self.empty,
        }
