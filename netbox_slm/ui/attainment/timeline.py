"""The timeline of a figure as a drawing (SVG): places and sizes of everything; the template only writes them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from netbox.ui import panels

from ...analysis.figure_timeline import FigureTimeline, timeline_of
from ...choices import ContributionKindChoices, ContributionReasonChoices, StateChoices
from ...version import __version__
from ...wording import format_duration, listed

__all__ = ('Drawing', 'Shape', 'TimelinePanel', 'drawing_of', 'span_of')

_US = 1_000_000
WIDTH, LEFT = 1200, 240
_TOP, _ROW, _BAR = 26, 24, 16
_LEAST_WIDTH = 2
_MOST_HOURS = 800
_MOST_TICKS = 10
_LABEL = 32
_LEGEND = (('hours', gettext_lazy('Service hours')), ('future', gettext_lazy('Not measured yet')))
_STATE_LEGEND = (
    ('maintenance-ground', gettext_lazy('Maintenance')),
    ('excused-ground', gettext_lazy('Excused')),
    ('downtime', gettext_lazy('Downtime')),
    ('degraded', gettext_lazy('Degraded')),
    ('downtime slm-tl-free', gettext_lazy('Nothing of it counts')),
)
_CLOCK_LEGEND = (
    ('clock slm-tl-met', gettext_lazy('Within the limit')),
    ('clock slm-tl-missed', gettext_lazy('Beyond the limit')),
    ('clock slm-tl-pending', gettext_lazy('Still running within the limit')),
)
_STEPS = [timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3), timedelta(hours=6)]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle, or a tick (without width): where, how it is drawn (a class of the style sheet), what it says."""

    x: float
    width: float
    look: str = ''
    title: str = ''
    y: float = 0
    height: float = 0

    @property
    def css(self):
        """Its classes."""
        return ' '.join(f'slm-tl-{look}' for look in self.look.replace('_', '-').split())


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row: its name, where that leads, and its bars. text_y: the base line of the name."""

    y: int
    text_y: int
    label: str
    title: str
    url: str
    bars: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that the template draws; `links` zoom and move: (icon, words, address)."""

    width: int
    left: int
    height: int
    plot_height: int
    hours: tuple[Shape, ...]
    exclusions: tuple[Shape, ...]
    future: Shape | None
    rows: tuple[DrawnRow, ...]
    states: DrawnRow | None
    ticks: tuple[Shape, ...]
    description: str
    more: str
    links: tuple[tuple[str, str, str], ...]
    since: str
    until: str


def span_of(params):
    """The part of the period that an address asks for: `from` and `to`; None for what is missing or no instant."""
    return tuple(_instant(params.get(name, '')) for name in ('from', 'to'))


def _instant(text):
    try:
        found = parse_datetime(text.replace(' ', '+'))
    except ValueError:
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found


def drawing_of(timeline: FigureTimeline, figure) -> Drawing:
    """The drawing of a timeline."""
    scale = _Scale(timeline.starts_at, timeline.ends_at)
    rows = tuple(_row(scale, row, _TOP + number * _ROW) for number, row in enumerate(timeline.rows))
    below = _TOP + len(rows) * _ROW
    states = _states(scale, timeline, below + 6) if timeline.has_states else None
    plot_height = below + (6 + _ROW if states else 0)
    hours = timeline.hours if len(timeline.hours) <= _MOST_HOURS else ()
    return Drawing(
        width=WIDTH,
        left=LEFT,
        height=plot_height + 6,
        plot_height=plot_height,
        hours=tuple(scale.shape(span, 'hours', _('Service hours')) for span in hours),
        exclusions=tuple(
            scale.shape(span, f'{span.what}-ground', dict(ContributionKindChoices)[span.what])
            for span in timeline.exclusions
        ),
        future=scale.future(timeline.measured_until),
        rows=rows,
        states=states,
        ticks=tuple(Shape(scale.x(at), 0, title=text) for at, text in _ticks(timeline.starts_at, timeline.ends_at)),
        description=_description(timeline),
        more=_more(timeline),
        links=_links(timeline, figure),
        since=timeline.starts_at.isoformat(),
        until=timeline.ends_at.isoformat(),
    )


class _Scale:
    """From instants to places."""

    def __init__(self, starts_at, ends_at):
        self.starts_at, self.ends_at = starts_at, ends_at

    def x(self, at):
        """Where an instant is; those outside lie on the edge."""
        at = min(max(at, self.starts_at), self.ends_at)
        return round(LEFT + (WIDTH - LEFT) * ((at - self.starts_at) / (self.ends_at - self.starts_at)), 2)

    def shape(self, span, look, what, y=0, height=0):
        """A span; never so narrow that it cannot be seen."""
        x = self.x(span.starts_at)
        width = max(round(self.x(span.ends_at) - x, 2), _LEAST_WIDTH)
        return Shape(min(x, WIDTH - width), width, look, f'{what}: {_times(span)}', y, height)

    def future(self, measured_until):
        """What was not measured yet; None where nothing is left."""
        x = self.x(measured_until)
        return Shape(x, round(WIDTH - x, 2)) if x < WIDTH else None


def _times(span):
    start, end = timezone.localtime(span.starts_at), timezone.localtime(span.ends_at)
    length = format_duration((span.ends_at - span.starts_at).total_seconds())
    return f'{start:%Y-%m-%d %H:%M} – {end:%Y-%m-%d %H:%M} ({length})'


def _row(scale, row, y):
    name = str(row.incident) if row.incident is not None else _('Hidden')
    return DrawnRow(
        y=y,
        text_y=y + _BAR,
        label=name if len(name) <= _LABEL else f'{name[: _LABEL - 1]}…',
        title=name,
        url=row.incident.get_absolute_url() if row.incident is not None else '',
        bars=tuple(_bar(scale, bar, name, y) for bar in row.bars),
    )


def _bar(scale, bar, name, y):
    """Full height where time counts, half where it is degraded; only an outline where nothing of it counts."""
    look = f'{bar.kind} {bar.reason}' if bar.kind == ContributionKindChoices.KIND_CLOCK else bar.kind
    if not bar.counted_us:
        look += ' free'
    is_low = bar.kind == ContributionKindChoices.KIND_DEGRADED
    height = _BAR // 2 if is_low else _BAR
    words = [name, str(dict(ContributionKindChoices)[bar.kind])]
    words.append(_('{time} counted').format(time=format_duration(bar.counted_us / _US)))
    if bar.reason:
        words.append(str(dict(ContributionReasonChoices).get(bar.reason, bar.reason)))
    return scale.shape(bar, look, listed(words), y + (_ROW - _BAR) // 2 + (_BAR - height), height)


def _states(scale, timeline, y):
    labels = dict(StateChoices)
    bars = tuple(
        scale.shape(
            span,
            f'state-{span.what}',
            labels[span.what],
            y + (_ROW - _BAR) // 2 + (_BAR - 4 if span.what == StateChoices.STATE_UP else 0),
            4 if span.what == StateChoices.STATE_UP else _BAR,
        )
        for span in timeline.states
    )
    return DrawnRow(y, y + _BAR, _('Resulting state'), _('Resulting state'), '', bars)


def _ticks(starts_at, ends_at):
    """At most ten instants to be named, in the reader's zone, with their names."""
    length = ends_at - starts_at
    step = next((step for step in _STEPS if length / step <= _MOST_TICKS), None)
    start = timezone.localtime(starts_at)
    at = start.replace(hour=0, minute=0, second=0, microsecond=0)
    if step is not None:
        found = _stepped(at, step, starts_at, ends_at)
        return [(tick, f'{tick:%H:%M}' if tick.hour or tick.minute else f'{tick:%m-%d}') for tick in found]
    days = next((days for days in (1, 2, 7, 14) if length / (days * _DAY) <= _MOST_TICKS), None)
    if days is not None:
        return [(tick, f'{tick:%m-%d}') for tick in _stepped(at, days * _DAY, starts_at, ends_at)]
    return [(tick, f'{tick:%Y-%m}') for tick in _months(at.replace(day=1), starts_at, ends_at)]


def _stepped(at, step, starts_at, ends_at):
    while at < ends_at:
        if at >= starts_at:
            yield at
        at += step


def _months(at, starts_at, ends_at):
    months = max(1, round((ends_at - starts_at) / timedelta(days=30) / _MOST_TICKS))
    while at < ends_at:
        if at >= starts_at:
            yield at
        month = at.month - 1 + months
        at = at.replace(year=at.year + month // 12, month=month % 12 + 1)


def _description(timeline):
    """The drawing in one sentence, for who cannot see it; the table below has every instant."""
    down = sum(
        (span.ends_at - span.starts_at).total_seconds()
        for span in timeline.states
        if span.what == StateChoices.STATE_DOWN
    )
    number = len(timeline.rows) + timeline.more_rows
    incidents = ngettext('{number} incident', '{number} incidents', number).format(number=number)
    times = (
        f'{timezone.localtime(timeline.starts_at):%Y-%m-%d %H:%M}',
        f'{timezone.localtime(timeline.ends_at):%Y-%m-%d %H:%M}',
    )
    if not timeline.has_states:
        return _('From {start} to {end}: {incidents}.').format(start=times[0], end=times[1], incidents=incidents)
    return _('From {start} to {end}: {incidents}, down for {time} in all.').format(
        start=times[0], end=times[1], incidents=incidents, time=format_duration(down)
    )


def _more(timeline):
    if not timeline.more_rows:
        return ''
    return ngettext(
        '{number} more incident is not drawn; it counts {time}. The table below has it.',
        '{number} more incidents are not drawn; they count {time}. The table below has them.',
        timeline.more_rows,
    ).format(number=timeline.more_rows, time=format_duration(timeline.more_us / _US))


def _links(timeline, figure):
    """Addresses of other parts: closer, farther, earlier, later, the whole; only those that show something else."""
    start, end = timeline.starts_at, timeline.ends_at
    half = (end - start) / 2
    wanted = [('magnify-plus-outline', _('Closer'), start + half / 2, end - half / 2)]
    is_whole = start <= figure.starts_at and end >= figure.ends_at
    if not is_whole:
        wanted += [
            ('magnify-minus-outline', _('Farther'), start - half, end + half),
            ('arrow-left', _('Earlier'), start - half, end - half),
            ('arrow-right', _('Later'), start + half, end + half),
        ]
    links = [
        (icon, words, _address(figure, since, until))
        for icon, words, since, until in wanted
        if since < figure.ends_at and until > figure.starts_at
    ]
    return (*links, *([] if is_whole else [('arrow-expand-horizontal', _('Whole period'), _address(figure))]))


def _address(figure, since=None, until=None):
    query = ''
    if since is not None:
        query = '?' + urlencode({'from': _iso(max(since, figure.starts_at)), 'to': _iso(min(until, figure.ends_at))})
    return f'{figure.get_absolute_url()}{query}#timeline'


def _iso(at: datetime):
    return at.replace(microsecond=0).isoformat()


class TimelinePanel(panels.ObjectPanel):
    """The drawing, what its looks mean, and the links to other parts."""

    template_name = 'netbox_slm/panels/figure_timeline.html'
    title = gettext_lazy('Timeline')

    def get_context(self, context):
        panel = super().get_context(context)
        figure, request = panel['object'], panel['request']
        timeline = timeline_of(figure, request.user, *span_of(request.GET))
        drawing = drawing_of(timeline, figure) if timeline else None
        legend = _STATE_LEGEND if timeline and timeline.has_states else _CLOCK_LEGEND
        return {**panel, 'drawing': drawing, 'legend': (*_LEGEND, *legend), 'version': __version__}

    def should_render(self, context):
        return context['object'].computed_at is not None
