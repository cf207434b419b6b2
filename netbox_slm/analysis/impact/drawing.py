"""The graph of an impact: what is touched and through what, as nodes and edges, and in formats to take away.

Only what the user may see is in it. A way through something hidden leads over a node that says how many such steps it
has and nothing else: each way over one of its own, so that it is not told where ways meet (semantics.md §8).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from ...choices import StateChoices
from .seen import SeenAnalysis, SeenObject, SeenStep

__all__ = ('Drawing', 'DrawnEdge', 'DrawnNode', 'drawing_of', 'graphviz', 'mermaid', 'node_graph')

STATES = (StateChoices.STATE_UP, StateChoices.STATE_AT_RISK, StateChoices.STATE_DEGRADED, StateChoices.STATE_DOWN)
MOST_NODES = 300
HIDDEN = 'hidden'
_COLOURS = {'up': '#2fb344', 'at_risk': '#f59f00', 'degraded': '#f76707', 'down': '#d63939', HIDDEN: '#929dab'}


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A box. key: names it inside the drawing. level: steps from what is named; state: 'up' … 'down'.

    note: how the group that it needs stands, 'left/total'. What stands for steps that may not be seen has their number
    for a label, HIDDEN for a state, and no more.
    """

    key: str
    label: str
    kind: str
    url: str
    state: str
    level: int
    is_service: bool
    note: str = ''


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """`target` is worse because of `source`. relation: what the source is to it, in the words of the graph."""

    source: str
    target: str
    relation: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """cut: how many touched objects are left out, because a picture of more says nothing."""

    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]
    cut: int


def drawing_of(seen: SeenAnalysis, most: int = MOST_NODES) -> Drawing:
    """The chains of reasons, joined; services and the nearest objects first where there are too many."""
    chosen = sorted(seen.objects, key=lambda found: (found.ref.type != 'netbox_slm.service', len(found.reason)))
    nodes: dict[str, DrawnNode] = {}
    edges: dict[tuple[str, str], DrawnEdge] = {}
    left_out = 0
    states = {found.ref: found for found in seen.objects}
    for found in chosen:
        if len(nodes) >= most:
            left_out += 1
            continue
        previous, targets = '', [*found.reason[1:], None]
        for level, (step, target) in enumerate(zip(found.reason, targets, strict=True)):
            node = _node(step, level, states, f'{previous} {_key(target)}')
            nodes.setdefault(node.key, node)
            if previous and previous != node.key:
                edges.setdefault((previous, node.key), DrawnEdge(previous, node.key, step.relation))
            previous = node.key
    ordered = sorted(nodes.values(), key=lambda node: (node.level, node.is_service, node.kind, node.label))
    return Drawing(tuple(ordered), tuple(edges.values()), left_out)


def _key(step: SeenStep | None) -> str:
    return f'{step.ref.type}:{step.ref.id}' if step and step.ref else ''


def _node(step: SeenStep, level: int, states: dict[Any, SeenObject], between: str) -> DrawnNode:
    if step.ref is None or step.name is None or step.state is None:
        label = ngettext('{number} hidden', '{number} hidden', step.hidden).format(number=step.hidden)
        return DrawnNode(f'{HIDDEN}:{between}', label, '', '', HIDDEN, level, False)
    found = states.get(step.ref)
    group = step.group
    return DrawnNode(
        _key(step),
        step.name.display,
        step.name.kind,
        step.name.url,
        STATES[found.state if found else step.state],
        len(found.reason) - 1 if found else level,
        step.ref.type == 'netbox_slm.service',
        f'{group.left}/{group.total}' if group else '',
    )


def mermaid(drawing: Drawing) -> str:
    """The drawing as a Mermaid flowchart."""
    names = _numbered(drawing.nodes)
    lines = ['flowchart LR']
    for node in drawing.nodes:
        text = _mermaid_text(_text(node))
        shape = f'(["{text}"])' if node.is_service else f'["{text}"]'
        lines.append(f'  {names[node.key]}{shape}:::{node.state}')
    for edge in drawing.edges:
        label = f'|{_mermaid_text(edge.relation)}|' if edge.relation else ''
        lines.append(f'  {names[edge.source]} -->{label} {names[edge.target]}')
    lines += [f'  classDef {state} stroke:{colour},stroke-width:2px' for state, colour in _COLOURS.items()]
    return '\n'.join(lines) + '\n'


def graphviz(drawing: Drawing) -> str:
    """The drawing in Graphviz's DOT."""
    names = _numbered(drawing.nodes)
    lines = ['digraph impact {', '  rankdir=LR;', '  node [shape=box, style=rounded];']
    for node in drawing.nodes:
        shape = ', shape=ellipse' if node.is_service else ''
        lines.append(f'  {names[node.key]} [label="{_dot_text(_text(node))}", color="{_COLOURS[node.state]}"{shape}];')
    for edge in drawing.edges:
        label = f' [label="{_dot_text(edge.relation)}"]' if edge.relation else ''
        lines.append(f'  {names[edge.source]} -> {names[edge.target]}{label};')
    return '\n'.join([*lines, '}']) + '\n'


def node_graph(drawing: Drawing) -> dict[str, list[dict[str, Any]]]:
    """The drawing as Grafana's node graph panel takes it: nodes and edges with the fields of its data frames."""
    names = _numbered(drawing.nodes)
    return {
        'nodes': [
            {
                'id': names[node.key],
                'title': node.label,
                'subtitle': node.kind,
                'mainstat': _state_text(node.state),
                'secondarystat': node.note,
                'color': _COLOURS[node.state],
                'detail__url': node.url,
            }
            for node in drawing.nodes
        ],
        'edges': [
            {
                'id': f'{names[edge.source]}-{names[edge.target]}',
                'source': names[edge.source],
                'target': names[edge.target],
                'mainstat': edge.relation,
            }
            for edge in drawing.edges
        ],
    }


def _numbered(nodes: Iterable[DrawnNode]) -> dict[str, str]:
    return {node.key: f'n{number}' for number, node in enumerate(nodes)}


def _text(node: DrawnNode) -> str:
    if node.state == HIDDEN:
        return node.label
    parts = [node.label, f'{node.kind} {_state_text(node.state)}'.strip()]
    return '\n'.join([*parts, node.note] if node.note else parts)


def _state_text(state: str) -> str:
    """A state as pages say it."""
    return str(dict(StateChoices).get(state, '')).lower()


def _mermaid_text(text: str) -> str:
    """Mermaid has no escape but entities."""
    for character, entity in (('#', '#35;'), ('"', '#quot;'), ('<', '#lt;'), ('>', '#gt;'), ('|', '#124;')):
        text = text.replace(character, entity)
    return text.replace('\n', '<br/>')


def _dot_text(text: str) -> str:
    return text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n')
