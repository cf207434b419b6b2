"""What is measured: one row of the engine for each service, or several together, under a target in a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...choices import CombinationChoices
from ...engine.instants import I64
from ...engine.intervals import Spans, ranges
from ...engine.objectives import Rows
from ...engine.periods import Period
from ...engine.structure import HARD, Needs
from ..facts import Facts, MaintenanceFacts, TargetTerms

__all__ = ('Maintenance', 'Together', 'Units', 'maintenance_of')

NO_SERVICE = -1


@dataclass(frozen=True, slots=True)
class Together:
    """Services that stand for all services of a target together, numbered after everything else.

    node_of: by target id. needs: what they need, in addition.
    """

    node_of: dict[int, int]
    needs: Needs

    @classmethod
    def of(cls, facts: Facts, wanted: Sequence[tuple[TargetTerms, int | None, Period]]) -> 'Together':
        """For those wanted figures that judge several services together."""
        node_of: dict[int, int] = {}
        rows: list[tuple[int, int, int, int]] = []
        for target, service_id, _period in wanted:
            is_together = service_id is None and target.combination == CombinationChoices.COMBINE_TOGETHER
            if is_together and target.target_id not in node_of:
                node_of[target.target_id] = facts.structure.nodes + len(node_of)
                rows += _together_needs(facts, target, node_of[target.target_id])
        parent, child, since_us, until_us = np.array(rows, dtype=np.int64).reshape(-1, 4).T
        known = facts.structure.needs
        kind, group = np.full(parent.size, HARD, dtype=np.int64), np.full(parent.size, -1, dtype=np.int64)
        added = (parent, child, kind, since_us, until_us, group)
        return cls(
            node_of, Needs(*(np.append(old, new) for old, new in zip(known[:6], added, strict=True)), *known[6:])
        )


def _together_needs(facts: Facts, target: TargetTerms, node: int) -> list[tuple[int, int, int, int]]:
    """(node, service, since, until): down when any is, each while in operation and not in maintenance of its own."""
    needs = []
    for service_id in target.service_ids:
        needed = facts.structure.node_of(service_id)
        own = facts.maintenance.only_of(service_id, target.sla_id)
        since_us, until_us = int(facts.structure.since_us[needed]), int(facts.structure.until_us[needed])
        for start_us, end_us in zip(
            facts.maintenance.start_us[own].tolist(), facts.maintenance.end_us[own].tolist(), strict=True
        ):
            if since_us < start_us:
                needs.append((node, needed, since_us, min(start_us, until_us)))
            since_us = max(since_us, end_us)
        if since_us < until_us:
            needs.append((node, needed, since_us, until_us))
    return needs


@dataclass(frozen=True, slots=True)
class Units:
    """The rows to measure, (n,) each: `figure` is the index of the wanted figure that each belongs to, in order.

    service_id: NO_SERVICE for several together. subjects: (SLA, service or None) whose maintenance applies.
    clocks: id of the calendar of each clock.
    """

    rows: Rows
    figure: I64
    service_id: I64
    subjects: list[tuple[int, int | None]]
    clocks: list[int | None]

    @classmethod
    def of(cls, facts: Facts, wanted: Sequence[tuple[TargetTerms, int | None, Period]], together: Together) -> 'Units':
        """The rows of wanted figures."""
        subjects: dict[tuple[int, int | None], int] = {}
        clocks: dict[int | None, int] = {}
        known: dict[tuple[int, int | None], list[tuple[int, ...]]] = {}
        rows: list[tuple[int, ...]] = []
        for index, (target, service_id, period) in enumerate(wanted):
            key = (target.target_id, service_id)
            if key not in known:
                clock = clocks.setdefault(target.calendar_id, len(clocks))
                known[key] = [
                    (
                        node,
                        NO_SERVICE if member is None else member,
                        subjects.setdefault((target.sla_id, member), len(subjects)),
                        clock,
                        max(target.since_us, since_us),
                        min(target.until_us, until_us),
                        target.degraded_weight,
                        target.shortest_outage_us,
                        int(target.excluded_counts_as_up),
                    )
                    for member, node, since_us, until_us in _members(facts, target, service_id, together)
                ]
            rows += [(index, period.start_us, period.end_us, *unit) for unit in known[key]]
        columns = np.array(rows, dtype=np.int64).reshape(-1, 12).T
        figure, start_us, end_us, node, service, subject, clock, since_us, until_us, weight, shortest_us, as_up = (
            columns
        )
        return cls(
            Rows(
                node, subject, clock, start_us, end_us, since_us, until_us, weight, shortest_us, as_up.astype(np.bool_)
            ),
            figure,
            service,
            list(subjects),
            list(clocks),
        )


def _members(
    facts: Facts, target: TargetTerms, service_id: int | None, together: Together
) -> list[tuple[int | None, int, int, int]]:
    """(service or None, node, since, until): what a figure is about, with its operational life."""
    structure = facts.structure
    members = (service_id,) if service_id is not None else target.service_ids
    nodes = [structure.node_of(member) for member in members]
    lives = [(int(structure.since_us[node]), int(structure.until_us[node])) for node in nodes]
    if service_id is None and target.target_id in together.node_of:
        node = together.node_of[target.target_id]
        return [
            (None, node, min((since for since, _ in lives), default=0), max((until for _, until in lives), default=0))
        ]
    return [(member, node, *life) for member, node, life in zip(members, nodes, lives, strict=True)]


class Maintenance(NamedTuple):
    """Occurrences of agreed windows: the owner is a subject; sorted by subject and start. window_id: (n,)."""

    spans: Spans
    window_id: I64


def maintenance_of(facts: MaintenanceFacts, subjects: Sequence[tuple[int, int | None]]) -> Maintenance:
    """The occurrences that hold for each subject."""
    pairs = [
        (subject, window)
        for subject, (sla_id, service_id) in enumerate(subjects)
        for window in facts.of_sla.get(sla_id, set()) | facts.of_service.get(service_id, set())
    ]
    subject, window = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    by_window = np.argsort(facts.window_id, kind='stable')
    sorted_ids = facts.window_id[by_window]
    first = np.searchsorted(sorted_ids, window, side='left')
    count = np.searchsorted(sorted_ids, window, side='right') - first
    which, owner = by_window[ranges(first, count)], np.repeat(subject, count)
    order = np.lexsort((which, facts.start_us[which], owner))
    which, owner = which[order], owner[order]
    return Maintenance(Spans(owner, facts.start_us[which], facts.end_us[which]), facts.window_id[which])
