"""Jobs of deals."""

from uuid import UUID

from procrastinate.contrib.django import app

from backend.core import clock
from backend.deals.services import imports, reminders


@app.task(name="deals.run_import", pass_context=False)
def run_import(batch_id: str) -> None:
    """Safe to run twice: a second run goes on where the first one stopped, or does nothing."""
    imports.run_import(batch_id=UUID(batch_id), now=clock.now())


@app.periodic(cron="21 1 * * *")
@app.task(name="deals.remind_stale", queueing_lock="deals.remind_stale", pass_context=False)
def remind_stale(timestamp: int) -> None:
    reminders.remind_stale(now=clock.now())
