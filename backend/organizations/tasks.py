"""Jobs of the organizations app."""

from procrastinate.contrib.django import app

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.organizations import services
from backend.organizations.services import reminders


@app.periodic(cron="*/5 * * * *")
@app.task(
    name="organizations.expire_verifications", queueing_lock="organizations.expire_verifications", pass_context=False
)
def expire_verifications(timestamp: int) -> None:
    """Reads hide an expired verification at once; this tells the rest of the product."""
    services.expire_verifications(actor=SYSTEM, now=clock.now())


@app.periodic(cron="41 * * * *")
@app.task(name="organizations.remove_evidence", queueing_lock="organizations.remove_evidence", pass_context=False)
def remove_evidence(timestamp: int) -> None:
    """Evidence past its retention is let go; the hourly sweep of files then removes the bytes."""
    services.remove_evidence(actor=SYSTEM, now=clock.now())


@app.periodic(cron="11 1 * * *")
@app.task(name="organizations.remind_expiring", queueing_lock="organizations.remind_expiring", pass_context=False)
def remind_expiring(timestamp: int) -> None:
    """Once a day; whoever was told of an expiry is not told of it again."""
    reminders.remind_expiring(now=clock.now())
