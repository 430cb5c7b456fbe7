"""Jobs of the kernel: draining the outbox and returning stalled jobs to the queue."""

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from backend.core import clock, outbox, services


@app.task(name="core.drain_outbox", queueing_lock="core.drain_outbox", pass_context=False)
def drain_outbox() -> None:
    services.drain_outbox(now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="core.sweep_outbox", queueing_lock="core.sweep_outbox", pass_context=False)
def sweep_outbox(timestamp: int) -> None:
    """Events whose retry time has come, or whose drain job was lost with its worker."""
    services.drain_outbox(now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="core.retry_stalled_jobs", queueing_lock="core.retry_stalled_jobs", pass_context=False)
async def retry_stalled_jobs(timestamp: int) -> None:
    """A killed worker leaves its job marked as running; its missing heartbeat gives it away."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


def defer_drain() -> None:
    try:
        drain_outbox.defer()
    except AlreadyEnqueued:
        # One waiting drain is enough: this event is committed, so it will see it.
        return


outbox.set_drain(defer_drain)
