"""Each rule of the records: refused by clean() at its field, and by the database for what passes by it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from users.models import User

from netbox_slm.models import AffectedCI, AffectedService, Hold, Incident
from tests.builders import at, make_device, make_incident, make_service

pytestmark = pytest.mark.django_db

REPORTED = at('2026-03-01 10:00')


def refused_at(row, field):
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    return field in refused.value.message_dict


def refused_by_database(row):
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    ('fields', 'field'),
    [
        ({'occurred_at': at('2026-03-01 10:01')}, 'occurred_at'),
        ({'responded_at': at('2026-03-01 09:59')}, 'responded_at'),
        ({'resolved_at': at('2026-03-01 09:59'), 'status': 'resolved'}, 'resolved_at'),
        ({'restored_at': at('2026-03-01 09:59')}, 'restored_at'),
        (
            {'resolved_at': at('2026-03-01 12:00'), 'closed_at': at('2026-03-01 11:00'), 'status': 'closed'},
            'closed_at',
        ),
        ({'excused': True, 'excuse_reason': ''}, 'excuse_reason'),
        ({'excused': True, 'excuse_reason': 'Customer'}, 'excused_by'),
        ({'weight': 2}, 'weight'),
    ],
)
def test_an_impossible_incident_is_refused_everywhere(fields, field):
    incident = Incident(name='Down', reported_at=REPORTED, **fields)

    assert refused_at(incident, field)
    assert refused_by_database(incident)


@pytest.mark.parametrize(
    ('fields', 'field'),
    [
        ({'status': 'resolved'}, 'resolved_at'),
        ({'status': 'closed'}, 'closed_at'),
        ({'status': 'new', 'resolved_at': at('2026-03-01 11:00')}, 'status'),
        ({'responded_at': timezone.now() + timedelta(days=1)}, 'responded_at'),
    ],
)
def test_status_and_times_of_an_incident_agree(fields, field):
    assert refused_at(Incident(name='Down', reported_at=REPORTED, **fields), field)


def test_an_incident_takes_effect_from_its_occurrence_to_its_restoration():
    incident = make_incident(
        occurred_at='2026-03-01 09:00',
        reported_at='2026-03-01 10:00',
        restored_at='2026-03-01 11:00',
        resolved_at='2026-03-01 12:00',
    )

    assert (incident.starts_at, incident.ends_at) == (at('2026-03-01 09:00'), at('2026-03-01 11:00'))


def test_an_incident_names_an_object_once():
    device = make_device()
    incident = make_incident(on=[device], reported_at=REPORTED)
    twin = AffectedCI(incident=incident, object=device)

    assert refused_at(twin, 'object_id')
    assert refused_by_database(twin)


def test_only_linkable_objects_that_exist_are_affected():
    incident, user = make_incident(reported_at=REPORTED), User.objects.create_user(username='somebody')
    device_row = AffectedCI(incident=incident, object=make_device())

    assert refused_at(AffectedCI(incident=incident, object=user), 'object_type')
    device_row.object_id = 0
    assert refused_at(device_row, 'object_id')


def test_an_incident_names_a_service_once():
    service = make_service()
    incident = make_incident(services=[service], reported_at=REPORTED)
    twin = AffectedService(incident=incident, service=service)

    assert refused_at(twin, 'service')
    assert refused_by_database(twin)


@pytest.mark.parametrize(
    ('fields', 'field', 'in_database'),
    [
        ({'starts_at': at('2026-03-01 12:00'), 'ends_at': at('2026-03-01 11:00')}, 'ends_at', True),
        ({'ends_at': timezone.now() + timedelta(days=1)}, 'ends_at', False),
        ({'weight': -1}, 'weight', True),
    ],
)
def test_an_impossible_effect_on_a_service_is_refused(fields, field, in_database):
    row = AffectedService(incident=make_incident(reported_at=REPORTED), service=make_service(), **fields)

    assert refused_at(row, field)
    assert not in_database or refused_by_database(row)


def test_a_hold_ends_after_it_begins():
    hold = Hold(
        incident=make_incident(reported_at=REPORTED),
        starts_at=at('2026-03-01 12:00'),
        ends_at=at('2026-03-01 12:00'),
        reason='No answer',
    )

    assert refused_at(hold, 'ends_at')
    assert refused_by_database(hold)


def test_two_holds_of_an_incident_do_not_begin_together():
    incident = make_incident(reported_at=REPORTED)
    Hold.objects.create(incident=incident, starts_at=at('2026-03-01 12:00'), reason='No answer')
    twin = Hold(incident=incident, starts_at=at('2026-03-01 12:00'), reason='Other')

    assert refused_at(twin, 'starts_at')
    assert refused_by_database(twin)


@pytest.mark.parametrize(
    ('start', 'end', 'field'),
    [
        ('2026-03-01 09:00', '2026-03-01 12:00', 'starts_at'),
        ('2026-03-01 15:00', None, 'starts_at'),
        ('2026-03-01 12:00', None, 'ends_at'),
        ('2026-03-01 12:00', '2026-03-01 14:30', 'ends_at'),
    ],
)
def test_a_hold_lies_between_report_and_resolution(start, end, field):
    incident = make_incident(reported_at=REPORTED, resolved_at='2026-03-01 14:00')
    hold = Hold(incident=incident, starts_at=at(start), ends_at=end and at(end), reason='No answer')

    assert refused_at(hold, field)


def test_a_hold_inside_its_incident_is_taken():
    incident = make_incident(reported_at=REPORTED, resolved_at='2026-03-01 14:00')

    Hold(
        incident=incident, starts_at=at('2026-03-01 10:00'), ends_at=at('2026-03-01 14:00'), reason='No answer'
    ).full_clean()


def test_links_vanish_with_their_object_and_their_incident():
    device, service = make_device(), make_service()
    incident = make_incident(on=[device], services=[service], reported_at=REPORTED)

    device.delete()
    assert not incident.affected_cis.exists()

    incident.delete()
    assert not AffectedService.objects.exists()
