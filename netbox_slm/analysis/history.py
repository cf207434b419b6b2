"""The history of figures (semantics.md §6): what a recomputation changed, from what to what, and why.

A revision is written where a stored value is overwritten with another one because a fact changed, and where a figure is
made final or reopened. The mere passing of time in a running period leaves none: the figure must have been marked as
stale, and more must differ than a line that went on, or agreed hours that passed. A figure of a finished period that
differs without such a mark is a defect that the computation mended, unless something in it only went on: a clock that
was open is beyond its limit now, an outage that began in the period still lasts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from ..choices import ContributionKindChoices, ContributionReasonChoices, RevisionCauseChoices
from ..engine.instants import to_us
from ..models import Attainment, AttainmentContribution, AttainmentRevision
from .columns import AnyOf, split_object_key
from .explanation import load_viewable
from .figures import Contribution

__all__ = (
    'MOST_CHANGES',
    'VALUES',
    'ExplainedChange',
    'Overwritten',
    'changed_values',
    'differs_by_time',
    'explain_changes',
    'figures_as_stored',
    'is_changed',
    'overwritten',
    'record',
    'values_of',
)

MOST_CHANGES = 50
# What a revision keeps of a figure; the burn rate follows from the others and the time
VALUES = (
    'status',
    'target_percent',
    'target_value',
    'value_percent',
    'value',
    'numerator',
    'denominator',
    'agreed_us',
    'excluded_us',
    'unobserved_us',
    'downtime_us',
    'budget_us',
    'remaining_us',
    'met_count',
    'missed_count',
    'pending_count',
)
_PENDING = ContributionReasonChoices.REASON_PENDING
_BY_FACTS_ALONE = ('target_percent', 'target_value', 'budget_us')
_SETTLED = (*_BY_FACTS_ALONE, 'agreed_us', 'excluded_us', 'unobserved_us', 'downtime_us')
# What of a period goes on after its end: a clock runs, an outage lasts
_LASTING = (ContributionKindChoices.KIND_CLOCK, ContributionKindChoices.KIND_OUTAGE)


class LineKey(NamedTuple):
    """What lines of a figure are about; those of one key are added up."""

    kind: str
    service: int | None
    incident: int | None
    window: int | None
    object_type: int | None
    object: int | None
    rule: str


@dataclass(slots=True)
class LineSum:
    """Lines of one key: seconds counted (µs), how many, the sum of their values, the last reason, the latest end."""

    counted_us: int = 0
    lines: int = 0
    value: Decimal = Decimal(0)
    reason: str = ''
    end_us: int | None = 0

    def add(self, counted_us: int, value: Decimal | None, reason: str, end_us: int | None) -> None:
        """Add one line."""
        self.counted_us += counted_us
        self.lines += 1
        self.value += value or 0
        self.reason = reason
        self.end_us = None if end_us is None or self.end_us is None else max(self.end_us, end_us)

    def lasts(self, at: datetime) -> bool:
        """Whether one of them is not over at an instant."""
        return self.end_us is None or self.end_us >= to_us(at)


@dataclass(frozen=True, slots=True)
class Overwritten:
    """A figure that is about to be overwritten: its row, and the values that it has."""

    pk: int
    computed_at: datetime
    ends_at: datetime
    is_stale: bool
    was_final: bool
    values: dict[str, Any]

    @property
    def was_running(self) -> bool:
        """Whether its period still ran when it was computed."""
        return self.computed_at < self.ends_at

    @property
    def is_settled(self) -> bool:
        """Whether nothing but facts can change it any more."""
        return not self.was_running and not self.values['pending_count']


@dataclass(frozen=True, slots=True)
class ExplainedChange:
    """A change of a revision with what it names, None where the reader may not view it.

    change: 'appeared', 'vanished' or 'changed'. is_hidden: it names something that the reader may not view.
    """

    kind: str
    change: str
    incident: Model | None
    window: Model | None
    obj: Model | None
    service: Model | None
    rule: str
    before_us: int
    after_us: int
    was: str
    now: str
    is_hidden: bool


def figures_as_stored(pks: Iterable[int]) -> dict[int, Overwritten]:
    """The figures with these ids that were computed before, by id. One query."""
    rows = Attainment.objects.filter(AnyOf('pk', pks), computed_at__isnull=False).values(
        'pk', 'computed_at', 'ends_at', 'stale_since', 'is_final', *VALUES
    )
    return {
        row['pk']: Overwritten(
            row['pk'],
            row['computed_at'],
            row['ends_at'],
            row['stale_since'] is not None,
            row['is_final'],
            values_of(row),
        )
        for row in rows
    }


def values_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a figure as a revision keeps them: integers, and exact numbers as text."""
    return {name: _plain(name, row.get(name)) for name in VALUES}


def changed_values(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The names of the values that differ."""
    return [name for name in VALUES if old.get(name) != new.get(name)]


def is_changed(old: Overwritten, new: Mapping[str, Any], changes: Sequence[dict[str, Any]], now: datetime) -> bool:
    """Whether more differs than time alone explains."""
    differing = changed_values(old.values, new)
    if not differing or not old.was_running:
        return bool(differing)
    passed_us = new['agreed_us'] - old.values['agreed_us']
    most_us = max(to_us(now) - to_us(old.computed_at), 0)
    by_hours = passed_us < 0 or (passed_us > most_us and old.values['budget_us'] is not None)
    return bool(changes) or by_hours or any(name in differing for name in _BY_FACTS_ALONE)


def overwritten(pks: Iterable[int], rows: Iterable[Any]) -> dict[int, Overwritten]:
    """Of the figures to be stored those whose history must be looked at; at most one query.

    rows: what was known of them before their facts were read (`storing.StoredRow`).
    """
    computed = {row.pk for row in rows if row.computed_us is not None}
    wanted = computed.intersection(pks)
    return figures_as_stored(wanted) if wanted else {}


def record(
    old: Mapping[int, Overwritten],
    new: Mapping[int, Mapping[str, Any]],
    lines: Mapping[int, Sequence[Contribution]],
    now: datetime,
    *,
    final: bool,
    verify: bool = False,
    credits: Mapping[int, dict[str, Any]] | None = None,
) -> int:
    """Write the revisions of figures that are about to be overwritten; returns how many. At most two queries.

    old: by `overwritten`. new, lines: values and lines that are stored over them, by id. verify: also those of running
    periods that were not marked: more than time must not have changed them. credits: what those owe that are made
    final.
    """
    old = {pk: found for pk, found in old.items() if final or verify or found.is_stale or found.is_settled}
    differing = {pk for pk, found in old.items() if changed_values(found.values, values_of(new[pk]))}
    before = _stored_sums(differing)
    revisions = []
    for pk, found in old.items():
        if pk not in differing and not final:
            continue
        values = values_of(new[pk])
        after = _sums(lines[pk]) if pk in differing else {}
        changes = _changes(found, before[pk], after, now) if pk in differing else []
        cause = _cause(found, values, changes, now, final=final)
        if cause == RevisionCauseChoices.CAUSE_DEFECT and _only_went_on(found, values, after, changes, now):
            continue
        if cause:
            revision = _revision(found, values, changes, cause, now, final=final)
            revision.credits = (credits or {}).get(pk, {})
            revisions.append(revision)
    AttainmentRevision.objects.bulk_create(revisions, batch_size=1000)
    return len(revisions)


def differs_by_time(
    old: Mapping[int, Overwritten],
    new: Mapping[int, tuple[Mapping[str, Any], Sequence[Contribution]]],
    now: datetime,
) -> set[int]:
    """Ids of those figures of finished periods that differ only as something in them went on. One query at most.

    new: values (of `values_of`) and lines that they would have now, by id.
    """
    before = _stored_sums(new)
    found = set()
    for pk, (values, lines) in new.items():
        after = _sums(lines)
        if _only_went_on(old[pk], values, after, _changes(old[pk], before[pk], after, now), now):
            found.add(pk)
    return found


def explain_changes(revisions: Iterable[AttainmentRevision], user: Any) -> dict[int, list[ExplainedChange]]:
    """The changes of each revision, by its id, naming only what the reader may view. A query per type of object."""
    revisions = list(revisions)
    wanted: dict[str, set[int]] = defaultdict(set)
    for revision in revisions:
        for change in revision.changes:
            for label, pk in _named(change):
                wanted[label].add(pk)
    found = {label: load_viewable(label, ids, user) for label, ids in wanted.items()}
    return {revision.pk: [_explained(change, found) for change in revision.changes] for revision in revisions}


def _only_went_on(
    old: Overwritten,
    new: Mapping[str, Any],
    lines: Mapping[LineKey, LineSum],
    changes: Sequence[dict[str, Any]],
    now: datetime,
) -> bool:
    """Whether time alone changed a figure of a finished period."""
    if old.was_running or changes or any(name in _SETTLED for name in changed_values(old.values, new)):
        return False
    return any(key.kind in _LASTING and line.lasts(now) for key, line in lines.items())


def _cause(
    old: Overwritten, new: dict[str, Any], changes: Sequence[dict[str, Any]], now: datetime, *, final: bool
) -> str | None:
    if final:
        return RevisionCauseChoices.CAUSE_CLOSED
    if not old.is_settled and not is_changed(old, new, changes, now):
        return None
    return RevisionCauseChoices.CAUSE_RECOMPUTED if old.is_stale else RevisionCauseChoices.CAUSE_DEFECT


def _revision(
    old: Overwritten, values: dict[str, Any], changes: list[dict[str, Any]], cause: str, now: datetime, *, final: bool
) -> AttainmentRevision:
    return AttainmentRevision(
        attainment_id=old.pk,
        at=now,
        cause=cause,
        old={**old.values, 'is_final': old.was_final},
        new={**values, 'is_final': old.was_final or final},
        changes=changes[:MOST_CHANGES],
        more_changes=max(0, len(changes) - MOST_CHANGES),
    )


def _plain(name: str, value: Any) -> Any:
    if value is None or isinstance(value, str) or name.endswith(('_us', '_count')):
        return value
    text = f'{Decimal(value):f}'
    return text.rstrip('0').rstrip('.') if '.' in text else text


def _stored_sums(pks: Iterable[int]) -> dict[int, dict[LineKey, LineSum]]:
    found: dict[int, dict[LineKey, LineSum]] = {pk: defaultdict(LineSum) for pk in pks}
    if not found:
        return found
    rows = AttainmentContribution.objects.filter(AnyOf('attainment_id', sorted(found))).order_by(
        'attainment', 'position'
    )
    columns = (
        'kind', 'service_id', 'incident_id', 'maintenance_window_id', 'object_type_id', 'object_id', 'rule',
        'counted_us', 'value', 'reason', 'ends_at',
    )  # fmt: skip
    for pk, *values in rows.values_list('attainment_id', *columns):
        *key, counted_us, value, reason, ends_at = values
        end_us = None if ends_at is None else to_us(ends_at)
        found[pk][LineKey(*key)].add(counted_us, value, reason, end_us)
    return found


def _sums(lines: Iterable[Contribution]) -> dict[LineKey, LineSum]:
    found: dict[LineKey, LineSum] = defaultdict(LineSum)
    for line in lines:
        type_id, object_id = (None, None) if line.object_key is None else split_object_key(line.object_key)
        key = LineKey(line.kind, line.service_id, line.incident_id, line.window_id, type_id, object_id, line.rule)
        found[key].add(line.counted_us, getattr(line, 'value', None), line.reason, line.end_us)
    return found


def _changes(
    old: Overwritten, before: Mapping[LineKey, LineSum], after: Mapping[LineKey, LineSum], now: datetime
) -> list[dict[str, Any]]:
    """What differs between the lines of a figure, the costliest first; not what merely went on with the time."""
    nothing = LineSum()
    found = []
    for key in {**before, **after}:
        was, now_is = before.get(key, nothing), after.get(key, nothing)
        if (was.counted_us, was.lines, was.value, was.reason) == (
            now_is.counted_us, now_is.lines, now_is.value, now_is.reason
        ):  # fmt: skip
            continue
        if key in after and _went_on(old, key, was if key in before else None, now_is, now):
            continue
        change = 'changed' if key in before and key in after else 'vanished' if key in before else 'appeared'
        found.append(
            {
                **key._asdict(),
                'change': change,
                'before_us': was.counted_us,
                'after_us': now_is.counted_us,
                'was': was.reason,
                'is': now_is.reason,
            }
        )
    return sorted(found, key=lambda change: -abs(change['after_us'] - change['before_us']))


def _went_on(old: Overwritten, key: LineKey, was: LineSum | None, now_is: LineSum, now: datetime) -> bool:
    """Whether lines of one key only grew with the time since: they lasted up to the last computation, or still do.

    An outage has no line before its first counted second.
    """
    grown_us = now_is.counted_us - (was.counted_us if was else 0)
    if not now_is.lasts(now) or not 0 <= grown_us <= to_us(now) - to_us(old.computed_at):
        return False
    if was is None:
        return key.kind == ContributionKindChoices.KIND_OUTAGE
    return was.lasts(old.computed_at) and (was.reason == now_is.reason or was.reason == _PENDING)


_INCIDENT, _WINDOW, _SERVICE = 'netbox_slm.incident', 'netbox_slm.maintenancewindow', 'netbox_slm.service'


def _label(change: Mapping[str, Any]) -> str:
    if change['object_type'] is None:
        return ''
    content_type = ContentType.objects.get_for_id(change['object_type'])
    return f'{content_type.app_label}.{content_type.model}'


def _named(change: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Everything that a change names, as (type, primary key)."""
    named = (
        (_INCIDENT, change['incident']),
        (_WINDOW, change['window']),
        (_SERVICE, change['service']),
        (_label(change), change['object']),
    )
    return [(label, pk) for label, pk in named if pk is not None]


def _explained(change: Mapping[str, Any], found: Mapping[str, Mapping[int, Model]]) -> ExplainedChange:
    named = _named(change)
    seen = {label: found[label].get(pk) for label, pk in named}
    return ExplainedChange(
        kind=change['kind'],
        change=change['change'],
        incident=seen.get(_INCIDENT),
        window=seen.get(_WINDOW),
        obj=found[_label(change)].get(change['object']) if change['object'] is not None else None,
        service=seen.get(_SERVICE),
        rule=change['rule'],
        before_us=change['before_us'],
        after_us=change['after_us'],
        was=change['was'],
        now=change['is'],
        is_hidden=None in seen.values(),
    )
