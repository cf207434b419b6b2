"""The panel that shows service hours as a week, with exceptions and public holidays."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from netbox.ui import panels
from utilities.data import resolve_attr_path

from ...choices import WeekdayChoices
from ...hours import DAY_SECONDS, format_clock, holidays_between
from ...models import CalendarException
from .related import hidden_text

__all__ = ('WeekPanel', 'week_rows')

EXCEPTIONS = 10
HOLIDAYS = 10
AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a day's bar: in service or not, its width in percent as CSS writes it."""

    is_open: bool
    width: str


@dataclass(slots=True)
class DayRow:
    """One day of the week: its hours in words, and the same as a bar from 00:00 to 24:00."""

    name: str
    hours: list = field(default_factory=list)
    spans: list = field(default_factory=list)

    @property
    def pieces(self):
        """The bar, from left to right."""
        pieces, at = [], 0
        for start, end in sorted(self.spans):
            if start > at:
                pieces.append(Piece(False, _percent(start - at)))
            pieces.append(Piece(True, _percent(end - start)))
            at = end
        return pieces


def week_rows(windows):
    """Seven `DayRow`s, Monday first; without a window every day is open around the clock (semantics.md §3).

    A window over midnight is in the row of the day it begins on and, as what is left of it, in the next.
    """
    rows = [DayRow(str(name)) for _day, name in WeekdayChoices]
    if not windows:
        for row in rows:
            row.hours, row.spans = [_gettext('around the clock')], [(0, DAY_SECONDS)]
        return rows
    for window in sorted(windows, key=lambda window: (window.weekday, window.start_seconds)):
        row, next_row = rows[window.weekday], rows[(window.weekday + 1) % 7]
        start, end = window.start_seconds, window.end_seconds
        if end > start:
            row.hours.append(f'{format_clock(start)}–{format_clock(end)}')
            row.spans.append((start, end))
            continue
        row.hours.append(
            _gettext('{start}–{end} the next day').format(start=format_clock(start), end=format_clock(end))
        )
        row.spans.append((start, DAY_SECONDS))
        next_row.hours.insert(0, _gettext('until {end} from the day before').format(end=format_clock(end)))
        next_row.spans.append((0, end))
    return rows


def _percent(seconds):
    hundredths = 10_000 * seconds // DAY_SECONDS
    return f'{hundredths // 100}.{hundredths % 100:02d}'


class WeekPanel(panels.ObjectPanel):
    """Service hours of the calendar at `accessor`: the week, coming exceptions, and public holidays of a year.

    The week belongs to the calendar; exceptions are listed as far as the user may view them.
    """

    template_name = 'netbox_slm/panels/week.html'
    title = _('Service hours')

    def get_context(self, context):
        panel = super().get_context(context)
        calendar = panel['object']
        if calendar is None:
            owner = resolve_attr_path(context, self.accessor.rpartition('.')[0])
            is_hidden = getattr(owner, 'calendar_id', None) is not None
            return {**panel, 'calendar': None, 'is_hidden': is_hidden}
        today = timezone.now().astimezone(calendar.time_zone).date()
        return {
            **panel,
            'calendar': calendar,
            'is_owner': context.get('object') == calendar,
            'rows': week_rows(list(calendar.windows.all())),
            'holidays': holidays_between(calendar.holiday_country, calendar.holiday_subdivision, today, today + AHEAD)[
                :HOLIDAYS
            ],
            **self._exceptions(calendar, panel['request'].user, today),
        }

    def _exceptions(self, calendar, user, today):
        coming = CalendarException.objects.filter(calendar=calendar).exclude(yearly=False, ends_on__lt=today)
        visible = coming.restrict(user, 'view').order_by('starts_on', 'name')
        shown = visible.count()
        return {
            'exceptions': visible[:EXCEPTIONS],
            'exceptions_url': (
                f'{reverse("plugins:netbox_slm:calendarexception_list")}?calendar_id={calendar.pk}'
                if shown > EXCEPTIONS
                else ''
            ),
            'hidden': hidden_text(coming.count() - shown),
        }
