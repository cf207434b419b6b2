"""Lines as columns are the lines, and what COPY takes of them is what the database has."""

from decimal import Decimal

import numpy as np
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dcim.models import Device

from netbox_slm.analysis.columns import among, joined_object_key
from netbox_slm.analysis.figures import Contribution
from netbox_slm.analysis.figures.lines import Lines, LineTable
from netbox_slm.analysis.writing import COPY_HEADER, COPY_LINES, COPY_TRAILER, blocks_of, lines_as_binary
from netbox_slm.choices import ContributionKindChoices, ContributionReasonChoices
from netbox_slm.engine.instants import from_us
from netbox_slm.fields import way_as_text, way_from_text
from netbox_slm.models import AttainmentContribution, Incident
from tests.builders import at, make_incident

# How long an example takes says nothing of it
_UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
_ID = st.none() | st.integers(1, 2**62)
_US = st.integers(-(10**15), 4 * 10**15)
_STEP = st.fixed_dictionaries(
    {
        'type': st.sampled_from(['dcim.device', 'netbox_slm.service', 'circuits.circuit']),
        'id': st.integers(1, 2**62),
        'relation': st.sampled_from(['', 'required', 'group', 'power port', 'Überbau']),
    }
)
_LINE = st.builds(
    Contribution,
    kind=st.sampled_from(ContributionKindChoices.values()),
    service_id=_ID,
    incident_id=_ID,
    window_id=_ID,
    object_key=st.none() | st.integers(1, 200).map(lambda number: joined_object_key(7, number)),
    path=st.lists(_STEP, max_size=4).map(tuple),
    rule=st.sampled_from(['', 'named', 'required', 'group']),
    start_us=_US,
    end_us=st.none() | _US,
    counted_us=st.integers(-(2**62), 2**62),
    uncounted_us=st.integers(-(2**62), 2**62),
    reason=st.sampled_from(['', *ContributionReasonChoices.values()]),
    value=st.none() | st.decimals(-(10**13), 10**13, places=6),
)


@_UNTIMED
@given(st.lists(_LINE, max_size=12))
def test_columns_give_the_lines_back(lines):
    table = LineTable.of(lines)

    assert list(Lines(table, 0, len(lines))) == lines
    assert list(Lines(table, 0, len(lines))[1:3]) == lines[1:3]


@_UNTIMED
@given(st.lists(_STEP, max_size=5))
def test_a_way_is_read_as_it_was_written(steps):
    assert way_from_text(way_as_text(steps)) == steps


def test_lines_by_another_way_leave_the_others_as_they_are():
    lines = [_line(incident_id=number) for number in (1, 2, 3)]
    table = LineTable.of(lines)
    other = table.ways[0]._replace(path=({'type': 'dcim.rack', 'id': 4, 'relation': 'rack'},))

    changed = list(Lines(table.through([other], {1: 0}), 0, 3))

    assert changed == [lines[0], lines[1]._replace(path=other.path), lines[2]]
    assert list(Lines(table, 0, 3)) == lines


def _line(**fields):
    nothing = dict.fromkeys(('service_id', 'incident_id', 'window_id', 'object_key', 'end_us', 'value'))
    return Contribution(
        **{
            'kind': 'downtime', 'path': (), 'rule': '', 'start_us': 0, 'counted_us': 0, 'uncounted_us': 0, 'reason': '',
            **nothing, **fields,
        }
    )  # fmt: skip


@pytest.mark.django_db
def test_what_is_copied_is_what_is_stored():
    device = ContentType.objects.get_for_model(Device).pk
    way = ({'type': 'dcim.device', 'id': 12, 'relation': 'required'}, {'type': 'a.b', 'id': 3, 'relation': 'é'})
    lines = [
        _line(),
        _line(
            kind='measurement', service_id=2**40, incident_id=3, window_id=4, object_key=joined_object_key(device, 12),
            path=way, rule='required', start_us=1_700_000_000_123_457, end_us=1_800_000_000_000_001,
            counted_us=2**55, uncounted_us=-7, reason='maintenance', value=Decimal('-12345.000001'),
        ),
        _line(start_us=-5, end_us=5, value=Decimal('99999999999999.999999')),
    ]  # fmt: skip
    shared = LineTable.of(lines[:2])
    figures = [(71, Lines(shared, 1, 2)), (72, lines), (73, ()), (74, Lines(shared, 0, 2))]

    with connection.cursor() as cursor, cursor.copy(COPY_LINES) as copy:
        copy.write(COPY_HEADER)
        for block in blocks_of(figures):
            copy.write(lines_as_binary(*block))
        copy.write(COPY_TRAILER)

    expected = [(pk, place, line) for pk, each in figures for place, line in enumerate(each)]
    stored = AttainmentContribution.objects.order_by('attainment_id', 'position')
    assert [_as_line(row) for row in stored] == expected


def _as_line(row):
    us = [
        None if at is None else round((at - from_us(0)).total_seconds() * 1_000_000)
        for at in (row.starts_at, row.ends_at)
    ]
    key = None if row.object_id is None else joined_object_key(row.object_type_id, row.object_id)
    return row.attainment_id, row.position, Contribution(
        row.kind, row.service_id, row.incident_id, row.maintenance_window_id, key, tuple(row.path), row.rule, *us,
        row.counted_us, row.uncounted_us, row.reason, row.value,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize('spread', [1, 50])
def test_rows_among_many_ids_are_all_found(spread):
    incident = make_incident(reported_at='2026-03-01', resolved_at=at('2026-03-02'))
    ids = np.arange(incident.pk, incident.pk + 2000 * spread, spread, dtype=np.int64)

    found = set(Incident.objects.filter(among('id', ids)).values_list('pk', flat=True))

    assert found == {incident.pk}
    assert not Incident.objects.filter(among('id', ids + 1)).exists()
