"""The Celery tasks, each a thin wrapper of one use case (docs/celery.md). All can run twice without harm."""

from datetime import datetime
from uuid import UUID

from celery.contrib.django.task import DjangoTask
from django.core.cache import cache
from django.db import Error
from django.utils import timezone

from .analysis import derived_effects, finality, flags, progress, sweep, verification
from .analysis.alerts.watching import watch
from .analysis.attainment import AttainmentRequest, chunks_of, compute_attainment
from .analysis.caused_incidents import propose_recent_causes
from .analysis.chasing import chase_written_agreements
from .analysis.impact.jobs import run_impact_job
from .api.serializers import impact_answer
from .celery import app
from .graph.network.changes import forget_old_changes
from .integrations import change_control

__all__ = (
    'FLAGS_KEY',
    'SWEEP_KEY',
    'analyse_impact',
    'check_finals',
    'close_periods',
    'compute_chunk',
    'compute_period',
    'derive_effects',
    'follow_up_changes',
    'recompute_flags',
    'sweep_stale',
    'verify_chunk',
    'verify_figures',
    'watch_alerts',
)

SWEEP_KEY = 'netbox_slm:sweep'
FLAGS_KEY = 'netbox_slm:flags'

# Lost connections, deadlocks and rows that vanished meanwhile pass; another error is a defect that a second try meets
RETRIED = {
    'autoretry_for': (Error, ConnectionError),
    'retry_backoff': 2,
    'retry_backoff_max': 300,
    'retry_jitter': True,
    'max_retries': 6,
}


class JobTask(DjangoTask):
    """A task that belongs to a job of NetBox: when it fails for good, the job says why."""

    def on_failure(self, exc, task_id, args, kwargs, einfo):
        if kwargs.get('job_id'):
            progress.fail(UUID(kwargs['job_id']), exc)


@app.task(base=JobTask, name='netbox_slm.compute_chunk', **RETRIED)
def compute_chunk(target_ids, period, job_id=None, number=None, since=None, only_due=False, close=False):
    """Compute the figures of some targets for a period; `number` is its place in the job that it belongs to."""
    if job_id and not progress.is_waiting(UUID(job_id), number):
        return None
    result = compute_attainment(
        AttainmentRequest(
            period,
            timezone.now(),
            tuple(target_ids),
            only_due=only_due,
            unless_computed_since=datetime.fromisoformat(since) if since else None,
            close=close,
        )
    )
    if job_id:
        progress.chunk_done(UUID(job_id), number, result.computed, timezone.now())
    return {'computed': result.computed, 'final': result.final, 'not_due': result.not_due}


@app.task(base=JobTask, name='netbox_slm.compute_period', **RETRIED)
def compute_period(period=None, sla_ids=None, job_id=None):
    """Compute a period of some agreements (None: of all) in chunks, shown in a job; an open one if it has its id."""
    if job_id is None:
        job_id = str(progress.open_job(period, None, None, sla_ids).job_id)
    now = timezone.now()
    for chunk in progress.begin(UUID(job_id), chunks_of(progress.slas_of(UUID(job_id))), now):
        _send(chunk, now)
    return {'job_id': job_id}


@app.task(name='netbox_slm.sweep_stale', **RETRIED)
def sweep_stale(scheduled=False):
    """Give out what is stale; on schedule also make the rows of new periods and take up what a dead worker left."""
    cache.delete(SWEEP_KEY)
    now = timezone.now()
    if scheduled:
        sweep.ensure_all_figures(now)
        left = progress.stalled(now)
        for job_id in left.job_ids:
            compute_period.delay(job_id=str(job_id))
        for chunk in left.chunks:
            _send(chunk, now)
    for chunk in sweep.marked_finals(now):
        check_finals.delay(target_ids=chunk.target_ids, period=chunk.period)
    return _send_due(sweep.due_chunks(now), only_due=True)


@app.task(name='netbox_slm.derive_effects', **RETRIED)
def derive_effects(incident_ids, only_add=False):
    """Read what incidents do through the infrastructure, and have the figures computed that it changes."""
    result = derived_effects.record_derived_effects(incident_ids, timezone.now(), only_add)
    if result.stale:
        sweep_stale.delay()
    return {'rows': result.rows, 'stale': result.stale}


@app.task(name='netbox_slm.check_finals', **RETRIED)
def check_finals(target_ids, period):
    """Say of final figures that a change of facts may touch whether they are outdated; none is changed."""
    return {'outdated': len(finality.check_finals(period, tuple(target_ids), timezone.now()))}


@app.task(name='netbox_slm.close_periods', **RETRIED)
def close_periods():
    """Make the figures of periods final whose grace is over, computed a last time; forget old notes of the network."""
    forget_old_changes(timezone.now())
    return _send_due(sweep.finished_chunks(timezone.now()), close=True)


@app.task(name='netbox_slm.verify_figures', **RETRIED)
def verify_figures():
    """Have every figure that is not final, or was closed lately, compared with what the facts give now."""
    for chunk in (chunks := verification.chunks_to_verify(timezone.now())):
        verify_chunk.delay(target_ids=chunk.target_ids, period=chunk.period)
    return {'chunks': len(chunks)}


@app.task(name='netbox_slm.verify_chunk', **RETRIED)
def verify_chunk(target_ids, period):
    """Compare the figures of some targets for a period with what the facts give; a difference is a defect."""
    found = verification.verify(period, tuple(target_ids), timezone.now())
    return {'computed': found.computed, 'outdated': found.outdated}


@app.task(name='netbox_slm.watch_alerts', **RETRIED)
def watch_alerts():
    """Tell of what time alone makes worth telling: deadlines, burn rates, and what was held back."""
    return watch(timezone.now())


@app.task(base=JobTask, name='netbox_slm.analyse_impact', **RETRIED)
def analyse_impact(job_id):
    """Answer what breaks if the objects of a job's question fail."""
    run_impact_job(UUID(job_id), impact_answer)


@app.task(name='netbox_slm.follow_up_changes', **RETRIED)
def follow_up_changes():
    """Chase written agreements, once a day each, and propose the incidents that recent changes may have caused."""
    now = timezone.now()
    return {
        'chased': chase_written_agreements(now),
        'proposed': propose_recent_causes(now),
        'settled': flags.settle_recent(now),
    }


@app.task(name='netbox_slm.recompute_flags', **RETRIED)
def recompute_flags(scheduled=False):
    """Compute the flags of open work that are missing or stale; on schedule all, whatever was told of changes, and the
    checks of branches that rest on what work is approved.
    """
    cache.delete(FLAGS_KEY)
    now = timezone.now()
    if scheduled:
        change_control.refresh_checks()
    return {'changed': flags.refresh(now) if scheduled else flags.recompute_stale(now)}


def _send(chunk, now):
    compute_chunk.delay(
        target_ids=chunk.target_ids,
        period=chunk.period,
        job_id=str(chunk.job_id),
        number=chunk.number,
        since=now.isoformat(),
    )


def _send_due(chunks, **flags):
    for chunk in chunks:
        compute_chunk.delay(target_ids=chunk.target_ids, period=chunk.period, **flags)
    return {'chunks': len(chunks)}
