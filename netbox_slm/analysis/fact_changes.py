"""What a change of a row can change: whose figures (`Changes`), and in which time (`since` to `until`)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.dateparse import parse_datetime

from .. import models

__all__ = ('FACTS', 'KEYS', 'Changes', 'ChangesByTime', 'Keys', 'has_same_facts')

type Keys = Iterable[tuple[str | None, object]]

_EVER, _NEVER = datetime(1971, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
_TWO_DAYS = timedelta(days=2)


@dataclass(slots=True)
class Changes:
    """What changed in a transaction, by primary key; `objects` are CIs as (content type id, object id).

    measures: what was measured of a service under a name, as (service id, measure). worked: CIs that work was done on,
    or asked for, which counts as workload.

    timed: incidents whose own time bounds what changed. since, until: the rest of it lies between. Where neither is
    known it can be at any time.
    """

    services: set[int] = field(default_factory=set)
    objects: set[tuple[int, int]] = field(default_factory=set)
    incidents: set[int] = field(default_factory=set)
    slas: set[int] = field(default_factory=set)
    targets: set[int] = field(default_factory=set)
    calendars: set[int] = field(default_factory=set)
    windows: set[int] = field(default_factory=set)
    measures: set[tuple[int, str]] = field(default_factory=set)
    worked: set[tuple[int, int]] = field(default_factory=set)
    timed: set[int] = field(default_factory=set)
    since: datetime | None = None
    until: datetime | None = None

    def add(self, kind: str, *keys: object) -> None:
        """Note changed rows of a kind (a field of this class); None is no row."""
        getattr(self, kind).update(key for key in keys if key is not None)

    def add_span(self, since: datetime | None, until: datetime | None) -> None:
        """Note a time in which something changed; None is an open end."""
        since, until = _instant(since) or _EVER, _instant(until) or _NEVER
        self.since = since if self.since is None else min(self.since, since)
        self.until = until if self.until is None else max(self.until, until)

    def add_time_of(self, row: Model) -> None:
        """Note the time in which a change of a row matters: all time, where its kind says nothing else."""
        if type(row) in _TIMED and row.incident_id is not None:
            self.timed.add(row.incident_id)
        span = _SPANS.get(type(row), _always)(row)
        if span is not None:
            self.add_span(*span)

    def merge(self, other: 'Changes') -> None:
        """Note what others noted as well."""
        for kind in _KINDS:
            getattr(self, kind).update(getattr(other, kind))
        if other.since is not None and other.until is not None:
            self.add_span(other.since, other.until)


_KINDS = (
    'services', 'objects', 'incidents', 'slas', 'targets', 'calendars', 'windows', 'measures', 'worked', 'timed',
)  # fmt: skip


@dataclass(slots=True)
class _Noted:
    """What was noted of one row: its keys, and the time from its earliest state to its latest."""

    keys: set[tuple[str, object]] = field(default_factory=set)
    time: Changes = field(default_factory=Changes)


class ChangesByTime:
    """The changes of a transaction apart by the months that they lie in, so that each marks figures of its own time.

    What was changed in March on one service and in October on another touches no figure of the months between. All
    that is noted of one row is one change, with what it was and where it was; of a row that an incident bounds, all of
    that incident. There are at most `MOST` groups, whatever the number of changes: beyond, those that follow one
    another are one.
    """

    MOST = 12

    def __init__(self) -> None:
        self._noted: dict[tuple[type[Model], object] | None, _Noted] = {}

    def add(self, keys: Keys, row: Model | None = None) -> None:
        """Note changed keys, as `KEYS` has them. row: what changed, where that alone says when; None for any time."""
        noted = self._noted.setdefault(_identity(row), _Noted())
        noted.keys.update((kind, key) for kind, key in keys if kind is not None and key is not None)
        if row is None:
            noted.time.add_span(None, None)
        else:
            noted.time.add_time_of(row)

    def groups(self) -> list[Changes]:
        """The changes, earliest first. One query, where the time of an incident bounds one of them."""
        timed = {pk for noted in self._noted.values() for pk in noted.time.timed}
        incidents = models.Incident.objects.in_bulk(timed) if timed else {}
        by_months: dict[tuple[datetime, datetime], Changes] = {}
        for noted in self._noted.values():
            for pk in noted.time.timed & incidents.keys():
                noted.time.add_time_of(incidents[pk])
            group = by_months.setdefault(_months_of(noted.time), Changes())
            group.merge(noted.time)
            for kind, key in noted.keys:
                group.add(kind, key)
        ordered = [changes for _months, changes in sorted(by_months.items(), key=lambda item: item[0])]
        size = -(-len(ordered) // self.MOST) or 1
        return [_merged(ordered[first : first + size]) for first in range(0, len(ordered), size)]


def _identity(row: Model | None) -> tuple[type[Model], object] | None:
    if row is None:
        return None
    if type(row) in _TIMED and row.incident_id is not None:
        return models.Incident, row.incident_id
    # Those that are not saved yet are told apart by themselves
    return type(row), row.pk if row.pk is not None else id(row)


def _months_of(changes: Changes) -> tuple[datetime, datetime]:
    """The first days of the months in which changes begin and end; of those without a time all months."""
    since, until = changes.since or _EVER, changes.until or _NEVER
    return _month(since), _month(until)


def _month(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _merged(several: Iterable[Changes]) -> Changes:
    found = Changes()
    for changes in several:
        found.merge(changes)
    return found


def _instant(value: datetime | str | None) -> datetime | None:
    """An instant of a row that was not read back since it was made with text."""
    return parse_datetime(value) if isinstance(value, str) else value


def _measured(row: models.Measurement) -> tuple[str, object]:
    return ('targets', row.target_id) if row.target_id else ('measures', (row.service_id, row.measure))


def _worked(effects: Iterable[models.PlannedEffect]) -> Keys:
    return [('worked', (effect.object_type_id, effect.object_id)) for effect in effects]


def _is_workload(change: models.Change) -> bool:
    """Whether it counts as handled: what is only planned does not (semantics.md §5)."""
    return bool(change.submitted_at or change.actual_end)


# What a change of a row can change: pairs of a field of `Changes` and a key
KEYS: dict[type[Model], Callable[[Model], Keys]] = {
    models.Service: lambda row: [('services', row.pk)],
    models.ServiceComponent: lambda row: [('services', row.service_id)],
    models.RedundancyGroup: lambda row: [('services', row.service_id)],
    models.ServiceDependency: lambda row: [('services', row.service_id)],
    models.ServiceCalendar: lambda row: [('calendars', row.pk)],
    models.CalendarWindow: lambda row: [('calendars', row.calendar_id)],
    models.CalendarException: lambda row: [('calendars', row.calendar_id)],
    # A new version ends the one before it
    models.SLA: lambda row: [('slas', row.pk), ('slas', row.previous_version_id)],
    models.ServiceLevelTarget: lambda row: [('slas', row.sla_id), ('targets', row.pk)],
    models.MaintenanceWindow: lambda row: [('windows', row.pk)],
    models.Incident: lambda row: [('incidents', row.pk)],
    models.Hold: lambda row: [('incidents', row.incident_id)],
    models.AffectedCI: lambda row: [('objects', (row.object_type_id, row.object_id))],
    models.AffectedService: lambda row: [('services', row.service_id)],
    models.DerivedEffect: lambda row: [('objects', (row.object_type_id, row.object_id))],
    models.Measurement: lambda row: [_measured(row)],
    models.Change: lambda row: _worked(row.planned_effects.all()) if row.pk and _is_workload(row) else [],
    models.PlannedEffect: lambda row: _worked([row]) if row.change_id and _is_workload(row.change) else [],
}

_TERM_FIELDS = ('since', 'until')
# What of a row figures rest on; a change of anything else changes no figure
FACTS: dict[type[Model], tuple[str, ...]] = {
    models.Service: ('operational_from', 'operational_until'),
    models.ServiceComponent: ('service', 'object_type', 'object_id', 'redundancy_group', *_TERM_FIELDS),
    models.RedundancyGroup: ('service', 'min_available', *_TERM_FIELDS),
    models.ServiceDependency: ('service', 'depends_on', 'kind', *_TERM_FIELDS),
    models.ServiceCalendar: ('time_zone', 'holiday_country', 'holiday_subdivision'),
    models.CalendarWindow: ('calendar', 'weekday', 'start_seconds', 'end_seconds'),
    models.CalendarException: ('calendar', 'starts_on', 'ends_on', 'yearly', 'hours'),
    models.SLA: (
        'status', 'tenant', 'previous_version', 'calendar', 'time_zone', 'starts_on', 'ends_on', 'period',
        'rolling_days', 'degraded_weight', 'excused_outage_seconds', 'excluded_counts_as_up', 'derived_effects',
    ),
    models.ServiceLevelTarget: (
        'sla', 'metric', 'target_percent', 'target_value', 'direction', 'aggregation', 'percentile', 'measure',
        'workload_kind', 'limit_seconds', 'priority_limits', 'combination', 'calendar', 'warning_percent',
        'paused_by_holds',
    ),
    models.MaintenanceWindow: ('status', 'starts_at', 'ends_at', 'recurrence', 'time_zone'),
    models.Incident: (
        'status', 'priority', 'effect', 'weight', 'occurred_at', 'reported_at', 'responded_at', 'restored_at',
        'resolved_at', 'closed_at', 'excused',
    ),
    models.Hold: ('incident', 'starts_at', 'ends_at'),
    models.AffectedCI: ('incident', 'object_type', 'object_id', 'effect'),
    models.AffectedService: ('incident', 'service', 'effect', 'weight', 'starts_at', 'ends_at'),
    models.DerivedEffect: (
        'incident', 'object_type', 'object_id', 'effect', 'reason', 'decision', 'together_with',
    ),
    models.Measurement: ('target', 'service', 'measure', 'measured_at', 'value'),
    models.Change: ('tenant', 'submitted_at', 'actual_end'),
    models.PlannedEffect: ('change', 'object_type', 'object_id'),
}  # fmt: skip


def has_same_facts(row: Model, other: Model) -> bool:
    """Whether two states of a row are the same to every figure."""
    return all(_plain(row, name) == _plain(other, name) for name in FACTS[type(row)])


def _plain(row: Model, name: str) -> object:
    """A value as it is read back, where the row was made with text."""
    field = row._meta.get_field(name)
    value = getattr(row, field.attname)
    try:
        return field.to_python(value)
    except ValidationError:
        return value


def _always(row: Model) -> tuple[None, None]:
    return None, None


def _of_term(row: Model) -> tuple[datetime | None, datetime | None]:
    return row.since, row.until


def _of_incident(row: models.Incident) -> tuple[datetime, datetime | None]:
    """Its effect, and the instant by which its clocks belong to a period."""
    instants = [_instant(at) for at in (row.occurred_at, row.reported_at) if at]
    ends_at = _instant(row.ends_at)
    if not instants:  # a form that is not filled in
        return None, None
    # Workload counts by the resolution, which may follow the effect
    later = [_instant(at) for at in (row.resolved_at, row.closed_at) if at]
    return min(instants), ends_at and max(ends_at, *instants, *later) + timedelta(seconds=1)


def _of_affected_service(row: models.AffectedService) -> tuple[datetime | None, datetime | None] | None:
    return (row.starts_at, row.ends_at) if row.starts_at and row.ends_at else None


def _of_measurement(row: models.Measurement) -> tuple[datetime | None, datetime | None]:
    measured_at = _instant(row.measured_at)
    return measured_at, measured_at and measured_at + timedelta(seconds=1)


def _of_work(change: models.Change) -> tuple[datetime, datetime] | None:
    instants = [at for at in (_instant(change.submitted_at), _instant(change.actual_end)) if at]
    return (min(instants), max(instants) + timedelta(seconds=1)) if instants else None


def _of_exception(row: models.CalendarException) -> tuple[datetime | None, datetime | None]:
    if row.yearly or not (row.starts_on and row.ends_on):
        return None, None
    return _midnight(row.starts_on) - _TWO_DAYS, _midnight(row.ends_on) + 2 * _TWO_DAYS


def _midnight(day: date | str) -> datetime:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(day, time(), tzinfo=UTC)


# The incident bounds these; a row that it takes away with it is gone with its time, which was noted with itself
_TIMED = (models.Hold, models.AffectedCI, models.AffectedService, models.DerivedEffect)
_SPANS: dict[type[Model], Callable] = {
    models.ServiceComponent: _of_term,
    models.RedundancyGroup: _of_term,
    models.ServiceDependency: _of_term,
    models.MaintenanceWindow: lambda row: (row.starts_at, None if row.recurrence else row.ends_at),
    models.CalendarException: _of_exception,
    models.Incident: _of_incident,
    models.Hold: lambda row: None,
    models.AffectedCI: lambda row: None,
    models.DerivedEffect: lambda row: None,
    models.AffectedService: _of_affected_service,
    models.Measurement: _of_measurement,
    models.Change: _of_work,
    models.PlannedEffect: lambda row: _of_work(row.change) if row.change_id else None,
}
