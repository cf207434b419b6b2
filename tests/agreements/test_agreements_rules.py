"""Every rule of the domain: refused by clean() with its field, and by the database where that can know."""

import zoneinfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from netbox_slm import models
from tests.builders import (
    at,
    make_calendar,
    make_measurement,
    make_provider,
    make_service,
    make_sla,
    make_target,
    make_tenant,
)

pytestmark = pytest.mark.django_db


def refused_fields(instance):
    """The fields that full_clean() complains about."""
    with pytest.raises(ValidationError) as error:
        instance.full_clean()
    return set(error.value.message_dict)


def refused_by_database(instance):
    """Whether the database itself refuses the row."""
    try:
        with transaction.atomic():
            instance.save()
    except IntegrityError:
        return True
    return False


def window(calendar=None, weekday=0, start_seconds=28_800, end_seconds=64_800):
    return models.CalendarWindow(
        calendar=calendar or make_calendar(), weekday=weekday, start_seconds=start_seconds, end_seconds=end_seconds
    )


def exception(**fields):
    values = {'calendar': make_calendar(), 'name': 'Day', 'starts_on': '2026-12-24', 'ends_on': '2026-12-26'}
    return models.CalendarException(**values | fields)


def contract(**fields):
    values = {'name': 'Frame', 'tenant': None if fields.get('kind') == 'supplier' else make_tenant()}
    return models.Contract(**values | fields)


def sla(**fields):
    return models.SLA(**{'name': 'Gold', 'tenant': make_tenant()} | fields)


def target(**fields):
    return models.ServiceLevelTarget(**{'sla': make_sla(), 'name': 'Up', 'target_percent': '99.9'} | fields)


def valued(metric, value, **fields):
    return target(metric=metric, target_percent=None, target_value=value, **fields)


def measured(**fields):
    values = {'direction': 'at_least', 'aggregation': 'mean'} | fields
    return valued('satisfaction', values.pop('target_value', 4), **values)


def tier(**fields):
    values = {'threshold': '99.9', 'amount': 100, 'currency': 'EUR'}
    if not fields.keys() & {'sla', 'target'}:
        values['target'] = make_target()
    return models.ServiceCreditTier(**values | fields)


def maintenance(**fields):
    values = {'name': 'Patches', 'starts_at': at('2026-03-01 02:00'), 'ends_at': at('2026-03-01 04:00')}
    return models.MaintenanceWindow(**values | fields)


RULES = {
    'a calendar has its own name': (lambda: models.ServiceCalendar(name=make_calendar().name), 'name'),
    'a window is not empty': (lambda: window(end_seconds=28_800), 'end_seconds'),
    'a window begins before 24:00': (lambda: window(start_seconds=86_400), 'start_seconds'),
    'a window ends by 24:00': (lambda: window(end_seconds=86_401), 'end_seconds'),
    'a window does not end at 00:00, but at 24:00': (lambda: window(end_seconds=0), 'end_seconds'),
    'a window is on a day of the week': (lambda: window(weekday=7), 'weekday'),
    'an exception ends after it begins': (lambda: exception(ends_on='2026-12-23'), 'ends_on'),
    'a customer contract needs its customer': (lambda: contract(tenant=None), 'tenant'),
    'a supplier contract needs its supplier': (lambda: contract(kind='supplier'), 'provider'),
    'a customer contract has no supplier': (lambda: contract(provider=make_provider()), 'provider'),
    'a supplier contract has no customer': (
        lambda: contract(kind='supplier', provider=make_provider(), tenant=make_tenant()),
        'tenant',
    ),
    'a contract ends after it begins': (lambda: contract(starts_on='2026-02-01', ends_on='2026-01-31'), 'ends_on'),
    'a value has a currency': (lambda: contract(value=1), 'currency'),
    'an SLA has a customer': (lambda: sla(tenant=None), 'tenant'),
    'an underpinning contract has a supplier': (lambda: sla(kind='underpinning'), 'provider'),
    'an SLA ends after it begins': (lambda: sla(starts_on='2026-02-01', ends_on='2026-01-31'), 'ends_on'),
    'a rolling period has its days': (lambda: sla(period='rolling'), 'rolling_days'),
    'a rolling period has at least one day': (lambda: sla(period='rolling', rolling_days=0), 'rolling_days'),
    'a contract year has its first day': (lambda: sla(period='contract_year'), 'starts_on'),
    'a weight is at most 1': (lambda: sla(degraded_weight='1.1'), 'degraded_weight'),
    'a weight is not negative': (lambda: sla(degraded_weight='-0.1'), 'degraded_weight'),
    'versions are counted from 1': (lambda: sla(version=0), 'version'),
    'a target is above 0': (lambda: target(target_percent=0), 'target_percent'),
    'a target is up to 100': (lambda: target(target_percent='100.5'), 'target_percent'),
    'a warning is above 0': (lambda: target(warning_percent=0), 'warning_percent'),
    'a warning is up to 100': (lambda: target(warning_percent=101), 'warning_percent'),
    'availability has no limit': (lambda: target(limit_seconds=60), 'limit_seconds'),
    'availability has no limit by priority': (lambda: target(priority_limits={'high': 60}), 'priority_limits'),
    'a response needs a limit': (lambda: target(metric='response'), 'limit_seconds'),
    'a resolution needs a limit': (lambda: target(metric='resolution'), 'limit_seconds'),
    'a limit is at least a second': (lambda: target(metric='response', limit_seconds=0), 'limit_seconds'),
    'availability has no value': (lambda: target(target_value=5), 'target_value'),
    'availability needs its percentage': (lambda: target(target_percent=None), 'target_percent'),
    'a duration is not promised in percent': (lambda: target(metric='mttr'), 'target_percent'),
    'a duration needs its value': (lambda: valued('mttr', None), 'target_value'),
    'a mean time to restore is above 0': (lambda: valued('mttr', 0), 'target_value'),
    'a mean time between failures is above 0': (lambda: valued('mtbf', -1), 'target_value'),
    'a longest outage is not negative': (lambda: valued('longest_outage', -1), 'target_value'),
    'a number of outages is not negative': (lambda: valued('outages', -1), 'target_value'),
    'a number of outages is whole': (lambda: valued('outages', '1.5'), 'target_value'),
    'a workload is whole': (lambda: valued('workload', '0.5', workload_kind='changes'), 'target_value'),
    'a workload says what it counts': (lambda: valued('workload', 5), 'workload_kind'),
    'only a workload counts something': (lambda: valued('mttr', 5, workload_kind='changes'), 'workload_kind'),
    'a duration has no limit': (lambda: valued('mttr', 5, limit_seconds=60), 'limit_seconds'),
    'what is measured has a direction': (lambda: measured(direction=''), 'direction'),
    'what is measured has an aggregation': (lambda: measured(aggregation=''), 'aggregation'),
    'what is computed has no direction': (lambda: valued('mttr', 5, direction='at_most'), 'direction'),
    'what is computed has no aggregation': (lambda: valued('mttr', 5, aggregation='mean'), 'aggregation'),
    'what is computed has no unit': (lambda: valued('mttr', 5, unit='h'), 'unit'),
    'what is computed has no measure': (lambda: target(measure='ping'), 'measure'),
    'a percentile says which': (lambda: measured(aggregation='percentile'), 'percentile'),
    'a percentile is above 0': (lambda: measured(aggregation='percentile', percentile=0), 'percentile'),
    'a percentile is up to 100': (lambda: measured(aggregation='percentile', percentile='100.5'), 'percentile'),
    'a mean has no percentile': (lambda: measured(percentile=95), 'percentile'),
    'a fee has a currency': (lambda: sla(fee=100), 'currency'),
    'a fee is not negative': (lambda: sla(fee=-1, currency='EUR'), 'fee'),
    'most credit needs a fee': (lambda: sla(credit_cap_percent=10), 'credit_cap_percent'),
    'most credit is above 0': (lambda: sla(fee=1, currency='EUR', credit_cap_percent=0), 'credit_cap_percent'),
    'most credit is at most the fee': (
        lambda: sla(fee=1, currency='EUR', credit_cap_percent='100.1'),
        'credit_cap_percent',
    ),
    'a silence is not negative': (lambda: sla(alert_silence_minutes=-1), 'alert_silence_minutes'),
    'a tier has an owner': (lambda: tier(target=None), 'sla'),
    'a tier has one owner': (lambda: tier(sla=make_sla(), target=make_target()), 'target'),
    'a tier owes something': (lambda: tier(amount=None, currency=''), 'credit_percent'),
    'a tier owes a share or an amount': (lambda: tier(credit_percent=5), 'amount'),
    'an amount has a currency': (lambda: tier(currency=''), 'currency'),
    'a share has no currency of its own': (lambda: tier(amount=None, credit_percent=5), 'currency'),
    'a share is above 0': (lambda: tier(amount=None, credit_percent=0, currency=''), 'credit_percent'),
    'a threshold of an SLA is a percentage': (lambda: tier(sla=make_sla(), threshold=101), 'threshold'),
    'a cap is not negative': (lambda: tier(cap=-1), 'cap'),
    'a maintenance window ends after it begins': (lambda: maintenance(ends_at=at('2026-03-01 02:00')), 'ends_at'),
}


OVERLAPS = {
    'in one day': ((0, 8, 12), (0, 11, 13)),
    'one inside the other': ((0, 8, 18), (0, 9, 10)),
    'over midnight': ((0, 22, 6), (1, 5, 9)),
    'over the end of the week': ((6, 22, 6), (0, 5, 9)),
    'two nights at the end of the week': ((6, 22, 6), (6, 23, 1)),
}
NEIGHBOURS = {
    'one after the other': ((0, 8, 12), (0, 12, 13)),
    'the same hours on another day': ((0, 8, 12), (1, 8, 12)),
    'a night and the morning after': ((6, 22, 6), (0, 6, 9)),
    'a whole week': ((0, 0, 24), (6, 0, 24)),
}


def hours(calendar, weekday, start, end):
    return window(calendar, weekday, start * 3600, end * 3600)


@pytest.mark.parametrize('case', OVERLAPS)
def test_windows_that_overlap_are_refused_on_the_start_and_by_the_database(case):
    calendar = make_calendar()
    first, second = OVERLAPS[case]
    hours(calendar, *first).save()

    assert refused_fields(hours(calendar, *second)) == {'start_seconds'}
    assert refused_by_database(hours(calendar, *second))


@pytest.mark.parametrize('case', NEIGHBOURS)
def test_windows_side_by_side_and_those_of_another_calendar_are_accepted(case):
    calendar = make_calendar()
    first, second = NEIGHBOURS[case]
    hours(calendar, *first).save()

    for accepted in (hours(calendar, *second), hours(make_calendar(), *first)):
        accepted.full_clean()
        accepted.save()


@pytest.mark.parametrize('rule', RULES)
def test_it_is_refused_on_its_field_and_by_the_database(rule):
    build, field = RULES[rule]

    assert field in refused_fields(build())
    assert refused_by_database(build())


def existing_tier():
    return models.ServiceCreditTier.objects.create(target=make_target(), threshold='99.9', amount=1, currency='EUR')


def measured_before(metric):
    known = make_measurement().target
    known.metric, known.direction, known.aggregation = metric, '', ''
    return known


ONLY_CLEAN = {
    'holidays are of a known country': (
        lambda: models.ServiceCalendar(name='X', holiday_country='XX'),
        'holiday_country',
    ),
    'a subdivision needs its country': (
        lambda: models.ServiceCalendar(name='X', holiday_subdivision='BY'),
        'holiday_country',
    ),
    'a subdivision is of its country': (
        lambda: models.ServiceCalendar(name='X', holiday_country='DE', holiday_subdivision='ZZ'),
        'holiday_subdivision',
    ),
    'hours of an exception are windows': (lambda: exception(hours='all day'), 'hours'),
    'hours of an exception do not overlap': (lambda: exception(hours='08:00-12:00, 11:00-13:00'), 'hours'),
    'a currency is three capital letters': (lambda: contract(value=1, currency='eur'), 'currency'),
    'a currency is one of ISO 4217': (lambda: contract(value=1, currency='XYZ'), 'currency'),
    'a share needs a fee': (lambda: tier(amount=None, credit_percent=5, currency=''), 'credit_percent'),
    'a threshold of a target in percent is one': (lambda: tier(threshold=0), 'threshold'),
    'a threshold is no better than its target': (lambda: tier(threshold='99.95'), 'threshold'),
    'a threshold is no better than an upper limit': (
        lambda: tier(target=make_target(metric='mttr', target_value=3600), threshold=3599),
        'threshold',
    ),
    'a threshold is there once': (lambda: tier(target=existing_tier().target), 'threshold'),
    'a target with measurements stays measured': (lambda: measured_before(metric='mttr'), 'metric'),
    'a priority is known': (lambda: target(metric='response', priority_limits={'urgent': 60}), 'priority_limits'),
    'a limit by priority is a number of seconds': (
        lambda: target(metric='response', priority_limits={'high': '1h'}),
        'priority_limits',
    ),
    'a limit by priority is above 0': (
        lambda: target(metric='response', priority_limits={'high': 0}),
        'priority_limits',
    ),
    'limits by priority are a mapping': (lambda: target(metric='response', priority_limits=[60]), 'priority_limits'),
    'a recurrence is a rule': (lambda: maintenance(recurrence='every sunday'), 'recurrence'),
    'a recurrence is of days or longer': (lambda: maintenance(recurrence='FREQ=HOURLY'), 'recurrence'),
    'a recurrence has its own start': (lambda: maintenance(recurrence='FREQ=WEEKLY;BYDAY=MO'), 'recurrence'),
}


@pytest.mark.parametrize('rule', ONLY_CLEAN)
def test_it_is_refused_on_its_field(rule):
    build, field = ONLY_CLEAN[rule]

    assert refused_fields(build()) == {field}


def test_a_time_zone_is_one_that_exists():
    for build in (
        lambda: models.ServiceCalendar(name='X', time_zone='Mars/Olympus'),
        lambda: sla(time_zone='Mars/Olympus'),
        lambda: maintenance(time_zone='Mars/Olympus'),
    ):
        with pytest.raises(ValidationError, match='Mars/Olympus'):
            build().full_clean()


@pytest.mark.parametrize(
    ('there', 'new', 'is_refused'),
    [
        ((0, 8, 12), (0, 12, 18), False),
        ((0, 8, 12), (0, 11, 18), True),
        ((0, 22, 6), (1, 5, 8), True),
        ((0, 22, 6), (1, 6, 8), False),
        ((6, 22, 6), (0, 5, 8), True),
        ((6, 22, 6), (0, 6, 8), False),
    ],
)
def test_windows_of_a_calendar_do_not_overlap_over_midnight_or_the_end_of_the_week(there, new, is_refused):
    calendar = make_calendar(windows=[(there[0], there[1] * 3600, there[2] * 3600)])
    added = window(calendar, new[0], new[1] * 3600, new[2] * 3600)

    if is_refused:
        assert refused_fields(added) == {'start_seconds'}
    else:
        added.full_clean()
    window(make_calendar(), new[0], new[1] * 3600, new[2] * 3600).full_clean()


def test_a_window_can_be_changed_where_it_is():
    calendar = make_calendar(windows=[(0, 28_800, 64_800)])
    changed = calendar.windows.get()
    changed.end_seconds = 72_000

    changed.full_clean()


def test_two_windows_of_a_calendar_do_not_begin_together():
    calendar = make_calendar(windows=[(0, 28_800, 64_800)])

    assert refused_by_database(window(calendar, end_seconds=30_000))


def test_names_are_unique_where_they_identify():
    calendar, gold = make_calendar(), make_sla('Gold')
    exception(calendar=calendar).save()
    make_target(gold, name='Up')
    maintenance().save()
    contract().save()

    assert refused_by_database(exception(calendar=calendar))
    assert refused_by_database(sla(name='Gold'))
    assert refused_by_database(target(sla=gold))
    assert refused_by_database(maintenance())
    assert refused_by_database(contract())
    assert not refused_by_database(sla(name='Gold', version=2))
    assert not refused_by_database(target())


def test_an_sla_is_not_its_own_previous_version():
    gold = make_sla('Gold', version=2)
    gold.previous_version = gold

    assert refused_fields(gold) == {'previous_version'}
    assert refused_by_database(gold)


def test_versions_go_up_so_that_no_ring_is_possible():
    one, two = make_sla('Gold', version=1), make_sla('Gold', version=2)
    two.previous_version = one
    two.full_clean()
    two.save()
    one.previous_version = two

    assert refused_fields(one) == {'previous_version'}


def test_an_sla_hangs_on_a_contract_of_its_kind():
    customer = models.Contract.objects.create(name='Frame', tenant=make_tenant())
    supplier = models.Contract.objects.create(name='Lines', kind='supplier', provider=make_provider())

    assert refused_fields(sla(contract=supplier)) == {'contract'}
    assert refused_fields(sla(kind='underpinning', provider=make_provider(), contract=customer)) == {'contract'}
    sla(contract=customer).full_clean()
    sla(kind='ola', tenant=None, contract=supplier).full_clean()


def test_only_olas_and_underpinning_contracts_support_an_agreement():
    gold, promise = make_sla('Gold'), make_sla('Silver')
    ola, lines = make_sla('Night', kind='ola'), make_sla('Lines', kind='underpinning', provider=make_provider())
    gold._m2m_values = {'supporting': [ola, lines]}
    gold.full_clean()

    gold._m2m_values = {'supporting': [ola, promise]}
    assert refused_fields(gold) == {'supporting'}

    ola._m2m_values = {'supporting': [ola]}
    assert refused_fields(ola) == {'supporting'}


def test_what_supports_others_stays_an_ola_or_an_underpinning_contract():
    gold, ola = make_sla('Gold'), make_sla('Night', kind='ola')
    gold.supporting.add(ola)
    ola.kind, ola.tenant = 'sla', make_tenant()

    assert refused_fields(ola) == {'kind'}


def test_services_of_a_target_belong_to_its_sla():
    inside, outside = make_service('Payroll'), make_service('Mail')
    up = target(sla=make_sla(services=[inside]))
    up._m2m_values = {'services': [inside]}
    up.full_clean()

    up._m2m_values = {'services': [inside, outside]}
    assert refused_fields(up) == {'services'}


def test_a_target_does_not_move_to_an_sla_without_its_services():
    service = make_service()
    up = make_target(make_sla(services=[service]))
    up.services.add(service)
    up.sla = make_sla()

    assert refused_fields(up) == {'services'}


def test_an_sla_keeps_the_services_that_its_targets_are_about():
    payroll, mail = make_service('Payroll'), make_service('Mail')
    gold = make_sla(services=[payroll, mail])
    make_target(gold).services.add(payroll)
    gold._m2m_values = {'services': [payroll]}
    gold.full_clean()

    gold._m2m_values = {'services': [mail]}
    assert refused_fields(gold) == {'services'}


def test_what_an_agreement_rests_on_cannot_be_deleted():
    calendar, provider = make_calendar(), make_provider()
    frame = models.Contract.objects.create(name='Frame', kind='supplier', provider=provider)
    lines = make_sla(kind='underpinning', provider=provider, contract=frame, calendar=calendar)
    make_sla(version=2, kind='underpinning', provider=provider, previous_version=lines)

    for needed in (calendar, provider, frame, lines):
        with pytest.raises(ProtectedError), transaction.atomic():
            needed.delete()


def test_parts_end_with_what_they_belong_to():
    calendar, gold = make_calendar(windows=[(0, 0, 86_400)]), make_sla()
    exception(calendar=calendar).save()
    make_target(gold)
    calendar.delete()
    gold.delete()

    assert not models.CalendarWindow.objects.exists()
    assert not models.CalendarException.objects.exists()
    assert not models.ServiceLevelTarget.objects.exists()


def test_periods_are_in_the_zone_of_the_sla_else_of_its_calendar_else_utc():
    berlin = make_calendar(time_zone='Europe/Berlin')

    assert sla().zone == zoneinfo.ZoneInfo('UTC')
    assert str(models.SLA.objects.get(pk=make_sla(calendar=berlin).pk).zone) == 'Europe/Berlin'
    own = make_sla(calendar=berlin, time_zone='Asia/Shanghai')
    assert str(models.SLA.objects.get(pk=own.pk).zone) == 'Asia/Shanghai'


def test_holds_pause_a_resolution_unless_the_target_says_otherwise():
    assert not target(metric='response', limit_seconds=60).is_paused_by_holds
    assert target(metric='resolution', limit_seconds=60).is_paused_by_holds
    assert target(metric='response', limit_seconds=60, paused_by_holds=True).is_paused_by_holds
    assert not target(metric='resolution', limit_seconds=60, paused_by_holds=False).is_paused_by_holds


def test_an_error_names_the_value_the_rule_and_the_way_out():
    with pytest.raises(ValidationError) as error:
        window(make_calendar(windows=[(0, 28_800, 64_800)]), start_seconds=60_000, end_seconds=70_000).full_clean()

    assert error.value.message_dict['start_seconds'] == [
        'Monday 16:40–19:26:40 overlaps Monday 08:00–18:00: change one of them, or make them one window.'
    ]
