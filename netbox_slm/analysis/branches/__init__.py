"""The use case of branches: what applying a branch takes down or changes (docs/branching.md).

impact, danger = judge_branch(diff, None, None, now)   # on main's whole graph and the branch's, whoever asks
shown = branch_seen_by(impact, danger, user)           # what that user may see of both
"""

from .answer import BranchImpact, analyse_branch, span_of
from .changes import BranchChange, BranchDiff, bearing_types
from .danger import BREACH, BUDGET, LASTING, Danger, Endangered, danger_of, judge_branch
from .lasting import CUT_OFF, NOTHING_LEFT, REDUNDANCY, WORSE, Lasting
from .outages import DELETED, MOVED, NOT_IN_OPERATION, RECABLED, TAKEN_OUT
from .seen import SeenBranchImpact, SeenCause, SeenDanger, branch_seen_by

__all__ = (
    'BREACH',
    'BUDGET',
    'CUT_OFF',
    'DELETED',
    'LASTING',
    'MOVED',
    'NOTHING_LEFT',
    'NOT_IN_OPERATION',
    'RECABLED',
    'REDUNDANCY',
    'TAKEN_OUT',
    'WORSE',
    'BranchChange',
    'BranchDiff',
    'BranchImpact',
    'Danger',
    'Endangered',
    'Lasting',
    'SeenBranchImpact',
    'SeenCause',
    'SeenDanger',
    'analyse_branch',
    'bearing_types',
    'branch_seen_by',
    'danger_of',
    'judge_branch',
    'span_of',
)
