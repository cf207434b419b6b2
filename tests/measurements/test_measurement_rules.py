"""What a measurement is of, and when it is refused: by form, import, REST and the database alike."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from netbox_slm import models
from tests.builders import at, make_measured, make_measurement, make_service, make_sla, make_target

pytestmark = pytest.mark.django_db


def measurement(**fields):
    values = {'value': 4, 'source': 'survey', 'measured_at': at('2026-03-01 10:00')}
    if not fields.keys() & {'target', 'measure'}:
        values['target'] = make_measured()
    return models.Measurement(**values | fields)


def refused_fields(instance):
    with pytest.raises(ValidationError) as error:
        instance.full_clean()
    return set(error.value.message_dict)


def refused_by_database(instance):
    try:
        with transaction.atomic():
            instance.save()
    except IntegrityError:
        return True
    return False


RULES = {
    'it is of something': (lambda: measurement(target=None), 'target'),
    'a measure is of a service': (lambda: measurement(measure='ping'), 'service'),
    'a service has a measure': (lambda: measurement(target=None, service=make_service()), 'measure'),
    'a target needs no measure': (lambda: measurement(target=make_measured(), measure='ping'), 'measure'),
    'it has a source': (lambda: measurement(source=''), 'source'),
    'a source measures once at an instant': (
        lambda: measurement(target=make_measurement(source='survey').target, source='survey'),
        'measured_at',
    ),
}


@pytest.mark.parametrize('rule', RULES)
def test_it_is_refused_on_its_field_and_by_the_database(rule):
    build, field = RULES[rule]

    assert field in refused_fields(build())
    assert refused_by_database(build())


ONLY_CLEAN = {
    'its target is measured': (lambda: measurement(target=make_target()), 'target'),
    'its target is about its service': (lambda: measurement(target=make_measured(), service=make_service()), 'service'),
    'it is not of the future': (lambda: measurement(measured_at=timezone.now() + timedelta(minutes=1)), 'measured_at'),
}


@pytest.mark.parametrize('rule', ONLY_CLEAN)
def test_it_is_refused_on_its_field(rule):
    build, field = ONLY_CLEAN[rule]

    assert field in refused_fields(build())


def test_a_service_of_the_agreement_and_one_of_the_target_can_be_measured():
    payroll, mail = make_service('Payroll'), make_service('Mail')
    sla = make_sla(services=[payroll, mail])
    of_all, of_one = make_measured(sla), make_measured(sla)
    of_one.services.add(payroll)

    measurement(target=of_all, service=mail).full_clean()
    measurement(target=of_one, service=payroll).full_clean()

    assert 'service' in refused_fields(measurement(target=of_one, service=mail))


def test_two_sources_may_measure_at_one_instant_and_one_source_two_services():
    payroll, mail = make_service(), make_service()
    first = make_measurement(service=payroll, measure='ping', source='probe A')

    measurement(service=payroll, measure='ping', source='probe B').full_clean()
    measurement(service=mail, measure='ping', source='probe A').full_clean()

    assert 'measured_at' in refused_fields(measurement(service=payroll, measure='ping', source=first.source))


def test_a_value_may_be_negative_and_is_kept_exactly():
    stored = make_measurement(value='-0.000001')

    stored.full_clean()
    stored.refresh_from_db()

    assert str(stored.value) == '-0.000001'
