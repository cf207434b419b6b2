"""The background finds by itself what is to be computed, what is finished, and what is still missing."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from netbox_slm.analysis.sweep import DueChunk, due_chunks, ensure_all_figures, finished_chunks
from netbox_slm.models import Attainment
from tests.analysis.figures import NOW, compute, promise
from tests.builders import at, make_service, make_sla, make_target

pytestmark = pytest.mark.django_db


def test_every_promise_gets_rows_for_the_current_and_the_previous_period_once():
    month = promise([make_service()])
    quarter = promise([make_service()], sla_fields={'period': 'quarter'})
    new = promise([make_service()], sla_fields={'starts_on': date(2026, 5, 10)})
    promise([make_service()], sla_fields={'status': 'draft'})

    assert ensure_all_figures(NOW) == 5
    assert ensure_all_figures(NOW) == 0

    rows = Attainment.objects.order_by('target_id', '-starts_at')
    assert [(row.target, row.period) for row in rows] == [
        (month, '2026-05'),
        (month, '2026-04'),
        (quarter, '2026-Q2'),
        (quarter, '2026-Q1'),
        (new, '2026-05'),
    ]


def test_stale_missing_and_old_running_figures_are_due():
    stale, missing, old, fresh, over = (promise([make_service()]) for _each in range(5))
    compute('2026-05')
    Attainment.objects.filter(target=stale).update(stale_since=NOW)
    Attainment.objects.filter(target=missing).update(computed_at=None)
    Attainment.objects.filter(target=old).update(computed_at=NOW - timedelta(minutes=15))
    # Computed after its end: nothing changes it any more
    Attainment.objects.filter(target=over).update(ends_at=NOW - timedelta(days=1), computed_at=NOW - timedelta(hours=1))

    assert due_chunks(NOW) == [DueChunk('2026-05', (stale.pk, missing.pk, old.pk))]
    assert fresh.pk not in due_chunks(NOW)[0].target_ids


def test_the_latest_periods_come_first_and_chunks_are_no_larger_than_set(settings):
    chunk_size = settings.PLUGINS_CONFIG['netbox_slm']['celery_chunk_size']
    settings.PLUGINS_CONFIG['netbox_slm']['celery_chunk_size'] = 2
    try:
        sla = make_sla(services=[make_service()])
        targets = [make_target(sla) for _each in range(3)]
        ensure_all_figures(NOW)

        chunks = due_chunks(NOW)
    finally:
        settings.PLUGINS_CONFIG['netbox_slm']['celery_chunk_size'] = chunk_size

    ids = [target.pk for target in targets]
    assert chunks == [
        DueChunk('2026-05', (ids[0], ids[1])),
        DueChunk('2026-05', (ids[2],)),
        DueChunk('2026-04', (ids[0], ids[1])),
        DueChunk('2026-04', (ids[2],)),
    ]


def test_final_figures_and_those_of_drafts_are_never_due():
    final, draft = promise([make_service()]), promise([make_service()])
    compute('2026-05')
    Attainment.objects.update(stale_since=NOW)
    Attainment.objects.filter(target=final).update(is_final=True)
    draft.sla.status = 'draft'
    draft.sla.save()

    assert due_chunks(NOW) == []


def test_a_period_is_finished_after_the_grace_of_its_agreement_or_else_of_the_setting():
    general = promise([make_service()])
    patient = promise([make_service()], sla_fields={'grace_days': 30})
    compute('2026-04')

    assert finished_chunks(at('2026-05-05')) == []
    assert finished_chunks(at('2026-05-06')) == [DueChunk('2026-04', (general.pk,))]
    assert finished_chunks(at('2026-05-31')) == [DueChunk('2026-04', (general.pk, patient.pk))]


def test_rows_of_what_is_no_longer_promised_are_dropped_and_final_ones_kept():
    kept, left = make_service(), make_service()
    target = promise([kept, left])
    compute('2026-03')
    compute('2026-04')
    Attainment.objects.filter(period='2026-03').update(is_final=True)
    target.sla.services.remove(left)

    compute('2026-03')
    compute('2026-04')

    assert {row.service for row in Attainment.objects.filter(period='2026-03')} == {kept, left}
    assert {row.service for row in Attainment.objects.filter(period='2026-04')} == {kept}


def test_another_kind_of_period_leaves_no_row_that_stays_due():
    target = promise([make_service()])
    ensure_all_figures(NOW)
    target.sla.period = 'quarter'
    target.sla.save()

    for chunk in due_chunks(NOW):
        compute(chunk.period, target_ids=chunk.target_ids, only_due=True)

    assert {row.period for row in Attainment.objects.all()} == {'2026-Q2'}
    assert due_chunks(NOW) == []


def test_only_what_is_due_is_computed_anew():
    promise([make_service()])
    compute('2026-05')

    assert compute('2026-05', only_due=True).not_due == 1
    assert compute('2026-05', unless_computed_since=NOW).not_due == 1
    assert compute('2026-05', now=NOW + timedelta(minutes=15), only_due=True).computed == 1
    Attainment.objects.update(stale_since=timezone.now())
    assert compute('2026-05', unless_computed_since=NOW).computed == 1
