"""The use case of impact: what breaks if this breaks (semantics.md §1, graph.md §5), and what a user is shown of it.

analysis = analyse(Question({Ref('dcim.device', 5): DOWN}))   # on the whole graph, whoever asks
seen = seen_by(analysis, user)                                # what that user may see of it, with names
"""

from .answer import Analysis, PromiseAtStake, Question, analyse
from .drawing import Drawing, drawing_of, graphviz, mermaid, node_graph
from .known import KnownEffect, known_effects
from .naming import Named, names_of
from .seen import SeenAnalysis, SeenObject, SeenPromise, SeenStep, seen_by

__all__ = (
    'Analysis',
    'Drawing',
    'KnownEffect',
    'Named',
    'PromiseAtStake',
    'Question',
    'SeenAnalysis',
    'SeenObject',
    'SeenPromise',
    'SeenStep',
    'analyse',
    'drawing_of',
    'graphviz',
    'known_effects',
    'mermaid',
    'names_of',
    'node_graph',
    'seen_by',
)
