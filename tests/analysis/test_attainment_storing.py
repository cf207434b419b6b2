"""Figures are stored once, whatever happens meanwhile, and at a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from netbox_slm import models
from netbox_slm.models import Attainment
from tests.analysis.figures import NOW, WEEKDAYS, compute, promise
from tests.builders import (
    at,
    make_calendar,
    make_component,
    make_device,
    make_incident,
    make_service,
    make_sla,
    make_target,
)

pytestmark = pytest.mark.django_db


def rows():
    """All that is stored, without what says when."""
    figures = list(Attainment.objects.order_by('pk').values())
    for figure in figures:
        del figure['computed_at'], figure['last_updated']
    lines = list(models.AttainmentContribution.objects.order_by('attainment', 'position').values())
    return figures, [{name: value for name, value in line.items() if name != 'id'} for line in lines]


def test_computing_twice_gives_the_same_rows():
    service, switch = make_service(), make_device()
    make_component(service, switch)
    target = promise([service])
    make_target(target.sla, metric='resolution', limit_seconds=3600)
    make_incident(on=[switch], reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')

    compute()
    before = rows()
    compute()

    assert rows() == before
    assert Attainment.objects.count() == 2


def test_only_agreements_in_force_are_computed():
    promise([make_service()], sla_fields={'status': 'draft'})

    assert compute().computed == 0
    assert not Attainment.objects.exists()


def test_a_final_figure_is_left_alone():
    service = make_service()
    target = promise([service])
    compute(close=True)
    make_incident(services=[service], reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')

    result = compute()

    assert (result.computed, result.final) == (0, 1)
    assert Attainment.objects.get(target=target).downtime_us == 0


def test_a_period_becomes_final_only_after_its_grace():
    promise([make_service()], sla_fields={'grace_days': 45})

    compute(close=True)
    assert not Attainment.objects.filter(is_final=True).exists()

    compute(close=True, now=at('2026-05-16'))
    assert Attainment.objects.get().is_final


def test_a_change_of_facts_during_the_computation_stays_marked(monkeypatch):
    target = promise([make_service()])
    compute()
    Attainment.objects.update(stale_since=NOW, stale_marks=1)
    from netbox_slm.analysis import attainment

    def change_meanwhile(*args):
        Attainment.objects.update(stale_marks=2)
        return load(*args)

    load = attainment.load_facts
    monkeypatch.setattr(attainment, 'load_facts', change_meanwhile)
    compute()

    assert Attainment.objects.get(target=target).stale_since == NOW


def test_the_queries_do_not_grow_with_targets_services_and_incidents():
    def grow(number):
        for _each in range(number):
            service, switch = make_service(), make_device()
            make_component(service, switch)
            sla = make_sla(services=[service], calendar=make_calendar(windows=WEEKDAYS))
            make_target(sla)
            make_target(sla, metric='resolution', limit_seconds=3600)
            window = models.MaintenanceWindow.objects.create(
                name=f'Window {switch.pk}',
                status='agreed',
                starts_at=at('2026-03-01 02:00'),
                ends_at=at('2026-03-01 04:00'),
            )
            window.slas.add(sla)
            make_incident(on=[switch], reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')

    def queries():
        with CaptureQueriesContext(connection) as captured:
            compute()
        return len(captured)

    grow(1)
    queries()  # makes the rows and knows the content types
    before = queries()
    grow(10)
    compute()

    assert queries() == before
