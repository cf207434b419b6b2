"""Tables of the history of figures."""

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from netbox.tables import NetBoxTable, columns

from ..analysis.final_credits import explain_credits
from ..analysis.history import explain_changes
from ..models import AttainmentRevision
from ..ui.attainment.history import change_words, difference_words, figure_words
from ..visible import current_user
from .viewable import ViewableRelationsMixin

__all__ = ('AttainmentRevisionTable',)

_SHOWN = 3


class AttainmentRevisionTable(ViewableRelationsMixin, NetBoxTable):
    """What became of figures, with names of only what the reader of the page may view."""

    at = columns.DateTimeColumn(verbose_name=_('Time'), timespec='seconds')
    attainment = tables.Column(verbose_name=_('Figure'), linkify=True)
    cause = columns.ChoiceFieldColumn(verbose_name=_('Cause'))
    old = tables.Column(verbose_name=_('Before'), orderable=False)
    new = tables.Column(verbose_name=_('After'), orderable=False)
    changes = tables.Column(verbose_name=_('What changed'), orderable=False, empty_values=())
    reason = tables.Column(verbose_name=_('Reason'))
    user_name = tables.Column(verbose_name=_('Who'), default=mark_safe('&mdash;'))
    actions = columns.ActionsColumn(actions=())

    class Meta(NetBoxTable.Meta):
        model = AttainmentRevision
        fields = ('pk', 'id', 'at', 'attainment', 'cause', 'old', 'new', 'changes', 'reason', 'user_name')
        default_columns = ('at', 'attainment', 'cause', 'old', 'new', 'changes', 'reason', 'user_name')

    def __init__(self, *args, **kwargs):
        self._explained = None
        self._credits = None
        super().__init__(*args, **kwargs)

    def explained(self, record):
        """The changes of a revision with what they name; looked up for the whole page at once."""
        if self._explained is None:
            rows = [row.record for row in self.paginated_rows]
            self._explained = explain_changes(rows, current_user())
        return self._explained[record.pk]

    def credits(self, record):
        """What was owed before and is owed after; looked up for the whole page at once."""
        if self._credits is None:
            self._credits = explain_credits([row.record for row in self.paginated_rows], current_user())
        return self._credits[record.pk]

    def render_old(self, value, record):
        return figure_words(value, self.credits(record)[0])

    def render_new(self, value, record):
        return figure_words(value, self.credits(record)[1])

    def value_changes(self, record):
        return '; '.join(f'{words} {name}' for name, words in self._lines(record))

    def render_changes(self, record):
        lines = self._lines(record)
        if not lines:
            return mark_safe('&mdash;')
        more = len(lines) - _SHOWN + record.more_changes
        shown = format_html_join('', '<div>{}: {}</div>', lines[:_SHOWN])
        if more <= 0:
            return shown
        rest = ngettext('{number} more', '{number} more', more).format(number=more)
        return format_html('{}<div class="text-secondary">{}</div>', shown, rest)

    def _lines(self, record):
        """(what, by how much) of everything that changed: what the figure is made of, then what it is measured by."""
        changes = [(self._name(change), change_words(change)) for change in self.explained(record)]
        return [*changes, *difference_words(record.old, record.new)]

    def _name(self, change):
        cause = change.incident or change.window
        names = [
            format_html('<a href="{}">{}</a>', named.get_absolute_url(), named)
            for named in (cause, change.obj)
            if named is not None
        ]
        if not names:
            return _t('Something that you may not see') if change.is_hidden else _t('The figure')
        return format_html_join(' → ', '{}', ((name,) for name in names))
