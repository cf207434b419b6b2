"""Rows read as integer columns are those of the database, whatever is null."""

import pytest
from django.contrib.contenttypes.models import ContentType

from netbox_slm.analysis.columns import (
    AnyOf,
    code,
    flag,
    instant_or_end,
    instant_or_ever,
    number,
    object_key,
    read_columns,
    split_object_key,
)
from netbox_slm.engine.instants import NO_END_US, SINCE_EVER_US, to_us
from netbox_slm.models import AffectedCI, Incident
from tests.builders import at, make_device, make_incident

pytestmark = pytest.mark.django_db


def test_instants_are_exact_and_null_ones_are_open():
    start = at('2026-03-01 10:00').replace(microsecond=123_457)
    make_incident(reported_at=start)
    make_incident(reported_at='2026-03-02', resolved_at='2026-03-03')

    found = read_columns(
        Incident.objects.order_by('reported_at'),
        start=instant_or_ever('occurred_at', 'reported_at'),
        end=instant_or_end('restored_at', 'resolved_at'),
        occurred=instant_or_ever('occurred_at'),
    )

    assert found['start'].tolist() == [to_us(start), to_us(at('2026-03-02'))]
    assert found['end'].tolist() == [NO_END_US, to_us(at('2026-03-03'))]
    assert found['occurred'].tolist() == [SINCE_EVER_US, SINCE_EVER_US]


def test_texts_become_codes_and_unknown_ones_none():
    make_incident(priority='low')
    make_incident(priority='an administrator added this')

    found = read_columns(
        Incident.objects.order_by('pk'), priority=code('priority', ('high', 'low')), excused=flag('excused')
    )

    assert found['priority'].tolist() == [1, -1]
    assert found['excused'].tolist() == [0, 0]


def test_generic_objects_have_one_number_each():
    device = make_device()
    make_incident(on=[device])

    found = read_columns(AffectedCI.objects.all(), key=object_key('object_type_id', 'object_id'))

    assert split_object_key(found['key'][0]) == (ContentType.objects.get_for_model(device).pk, device.pk)


def test_no_row_gives_empty_columns():
    found = read_columns(Incident.objects.all(), pk=number('pk'))

    assert found['pk'].tolist() == []


def test_rows_are_chosen_by_any_number_of_ids():
    wanted, _other = make_incident(), make_incident()

    assert list(Incident.objects.filter(AnyOf('pk', [wanted.pk, -5]))) == [wanted]
    assert not Incident.objects.filter(AnyOf('pk', [])).exists()
