"""What the page of an impact shows beside the answer: sums by kind, budgets, and the picture laid out in levels."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...analysis.forecast import Forecast
from ...analysis.impact import Drawing, SeenAnalysis, SeenObject
from ...choices import StateChoices
from ...wording import listed
from ..standing import hidden_text
from .words import reason_text

__all__ = (
    'Kind',
    'Picture',
    'PromiseLine',
    'components_text',
    'hidden_lines',
    'kinds_of',
    'lines_of',
    'picture_of',
    'promise_lines',
)

STATES = (StateChoices.STATE_UP, StateChoices.STATE_AT_RISK, StateChoices.STATE_DEGRADED, StateChoices.STATE_DOWN)
MOST_ROWS = 200
_WIDTH, _HEIGHT, _GAP_X, _GAP_Y = 190, 44, 60, 14


@dataclass(frozen=True, slots=True)
class Line:
    """An object with its state and its reason in words."""

    found: SeenObject
    state: str
    before: str
    reason: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Objects of one type: how many are in which state, and the lines of the worst and nearest."""

    name: str
    states: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """An agreement at stake with the worst of its forecasts, where a window was given."""

    promise: object
    state: str
    forecast: Forecast | None


def lines_of(objects: Iterable[SeenObject]) -> tuple[Line, ...]:
    """The objects with their reasons in words."""
    return tuple(Line(found, STATES[found.state], STATES[found.before], reason_text(found.reason)) for found in objects)


def kinds_of(seen: SeenAnalysis) -> list[Kind]:
    """The infrastructure by type, the type with most objects that are down first."""
    by_kind: dict[str, list[SeenObject]] = {}
    for found in seen.infrastructure:
        by_kind.setdefault(found.name.kind, []).append(found)
    kinds = []
    for name, objects in by_kind.items():
        counted = Counter(STATES[found.state] for found in objects)
        states = tuple((state, counted[state]) for state in reversed(STATES) if counted[state])
        kinds.append(Kind(name, states, lines_of(objects[:MOST_ROWS]), max(0, len(objects) - MOST_ROWS)))
    return sorted(kinds, key=lambda kind: (-dict(kind.states).get(StateChoices.STATE_DOWN, 0), kind.name))


def promise_lines(seen: SeenAnalysis, forecasts: Iterable[Forecast]) -> list[PromiseLine]:
    """The agreements that may be seen, each with the forecast that leaves it the least."""
    worst: dict[int, Forecast] = {}
    for forecast in forecasts:
        known = worst.get(forecast.sla_id)
        if known is None or _badness(forecast) > _badness(known):
            worst[forecast.sla_id] = forecast
    return [PromiseLine(promise, STATES[promise.state], worst.get(promise.sla.pk)) for promise in seen.promises]


def _badness(forecast: Forecast) -> tuple[bool, int, int]:
    after = forecast.after
    left = after.remaining_us if after is not None and after.remaining_us is not None else 0
    return forecast.is_breach, forecast.outside_us, -left


def components_text(seen: SeenAnalysis) -> str:
    """'And 96 interfaces, 4 power ports.' of what is left out because nothing else needs it; '' for nothing."""
    parts = [
        f'{number} {apps.get_model(label)._meta.verbose_name_plural}'
        for label, number in sorted(seen.components.items())
        if number
    ]
    return _('And of their components: {parts}.').format(parts=listed(parts)) if parts else ''


def hidden_lines(seen: SeenAnalysis) -> list[str]:
    """What is not shown, in numbers."""
    lines = [hidden_text(seen.hidden)] if seen.hidden else []
    if seen.hidden_promises:
        lines.append(
            ngettext(
                '{number} agreement that you may not see is touched.',
                '{number} agreements that you may not see are touched.',
                seen.hidden_promises,
            ).format(number=seen.hidden_promises)
        )
    if seen.analysis.impact.cut:
        lines.append(_('The search was cut here: what lies farther away is not shown.'))
    return lines


@dataclass(frozen=True, slots=True)
class Box:
    """A node in the picture, in its units."""

    node: object
    x: int
    y: int
    title: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class Way:
    """An edge in the picture: the path of a curve."""

    path: str
    relation: str
    state: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes in levels from left to right, services in the last one."""

    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]
    width: int
    height: int
    box_width: int = _WIDTH
    box_height: int = _HEIGHT


def picture_of(drawing: Drawing) -> Picture:
    """Lay out a drawing: named objects left, services right, each level a column."""
    last = max((node.level for node in drawing.nodes if not node.is_service), default=0) + 1
    columns: dict[int, list] = {}
    for node in drawing.nodes:
        columns.setdefault(max(last, node.level) if node.is_service else node.level, []).append(node)
    place: dict[str, tuple[int, int]] = {}
    boxes = []
    for column, level in enumerate(sorted(columns)):
        for row, node in enumerate(columns[level]):
            x, y = column * (_WIDTH + _GAP_X), row * (_HEIGHT + _GAP_Y)
            place[node.key] = x, y
            boxes.append(Box(node, x, y, _short(node.label, 26), _short(node.kind, 30)))
    states = {node.key: node.state for node in drawing.nodes}
    ways = tuple(
        Way(_curve(place[edge.source], place[edge.target]), edge.relation, states[edge.target])
        for edge in drawing.edges
    )
    width = max((box.x for box in boxes), default=0) + _WIDTH
    height = max((box.y for box in boxes), default=0) + _HEIGHT
    return Picture(tuple(boxes), ways, width, height)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f'{text[: most - 1]}…'


def _curve(source: tuple[int, int], target: tuple[int, int]) -> str:
    (x1, y1), (x2, y2) = source, target
    middle = _HEIGHT // 2
    if x1 == x2:  # one below the other: out and in again on the right
        edge, bend = x1 + _WIDTH, x1 + _WIDTH + 40
        return f'M{edge} {y1 + middle} C{bend} {y1 + middle} {bend} {y2 + middle} {edge} {y2 + middle}'
    start, end = (x1 + _WIDTH, x2) if x1 < x2 else (x1, x2 + _WIDTH)
    bend = (start + end) // 2
    return f'M{start} {y1 + middle} C{bend} {y1 + middle} {bend} {y2 + middle} {end} {y2 + middle}'
