"""Jobs of the kernel: draining the outbox, returning stalled jobs to the queue, and tidying up."""

from datetime import timedelta

import structlog
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

from backend.core import clock, once, outbox, services
from backend.core.models import OutboxEvent

log = structlog.get_logger(__name__)

# Kept for questions about what happened; the audit trail is the lasting record.
KEEP_HANDLED = timedelta(days=30)
_EVERY_15_SECONDS = "* * * * * */15"


@app.task(name="core.drain_outbox", queueing_lock="core.drain_outbox")
def drain_outbox() -> None:
    services.drain_outbox(now=clock.now())


@app.periodic(cron=_EVERY_15_SECONDS)
@app.task(name="core.sweep_outbox", queueing_lock="core.sweep_outbox")
def sweep_outbox(timestamp: int) -> None:
    """Events whose retry time has come, or whose drain job was lost with its process."""
    services.drain_outbox(now=clock.now())


@app.periodic(cron=_EVERY_15_SECONDS)
@app.task(name="core.retry_stalled_jobs", queueing_lock="core.retry_stalled_jobs")
async def retry_stalled_jobs(timestamp: int) -> None:
    """A killed worker leaves its job marked as running; 30 seconds without its heartbeat give it away."""
    for job in await app.job_manager.get_stalled_jobs():
        try:
            await _return_to_queue(job)
        except ConnectorException:
            # Another worker has dealt with this one meanwhile; the next ones still need us.
            log.warning("stalled_job_was_gone", job_id=job.id)


async def _return_to_queue(job: Job) -> None:
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:
        # Another job with its queueing lock is waiting already and will do the same work.
        await app.job_manager.finish_job(job, status=Status.ABORTED, delete_job=True)


@app.periodic(cron="17 4 * * *")
@app.task(name="core.tidy_jobs", queueing_lock="core.tidy_jobs")
async def tidy_jobs(timestamp: int) -> None:
    """Forget finished jobs after a week."""
    await app.job_manager.delete_old_jobs(nb_hours=24 * 7)


@app.periodic(cron="47 4 * * *")
@app.task(name="core.tidy_outbox", queueing_lock="core.tidy_outbox")
def tidy_outbox(timestamp: int) -> None:
    OutboxEvent.objects.filter(handled_at__lt=clock.now() - KEEP_HANDLED).delete()


@app.periodic(cron="37 4 * * *")
@app.task(name="core.forget_done", queueing_lock="core.forget_done")
def forget_done(timestamp: int) -> None:
    once.forget_old(now=clock.now())


def defer_drain() -> None:
    try:
        drain_outbox.defer()
    except AlreadyEnqueued:
        # One waiting drain is enough: this event is committed, so it will see it.
        return


outbox.set_drain(defer_drain)
