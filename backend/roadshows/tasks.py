"""The clock of events, and what is forgotten at night."""

from procrastinate.contrib.django import app

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.roadshows.services import codes, event_states, proving, retention, vouchers


@app.periodic(cron="* * * * *")
@app.task(name="roadshows.advance_events", queueing_lock="roadshows.advance_events")
def advance_events(timestamp: int) -> None:
    event_states.advance_events(now=clock.now())


@app.periodic(cron="23 4 * * *")
@app.task(name="roadshows.forget_expired_codes", queueing_lock="roadshows.forget_expired_codes")
def forget_expired_codes(timestamp: int) -> None:
    codes.forget_expired_codes(now=clock.now())


@app.periodic(cron="37 4 * * *")
@app.task(name="roadshows.remove_contacts", queueing_lock="roadshows.remove_contacts")
def remove_contacts(timestamp: int) -> None:
    """Names and contacts of guests past their retention."""
    retention.remove_contacts(actor=SYSTEM, now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="roadshows.lapse_vouchers", queueing_lock="roadshows.lapse_vouchers")
def lapse_vouchers(timestamp: int) -> None:
    """Places held for vouchers whose time is over are free again."""
    vouchers.lapse_due(now=clock.now())


@app.periodic(cron="11 * * * *")
@app.task(name="roadshows.prove_seats", queueing_lock="roadshows.prove_seats")
def prove_seats(timestamp: int) -> None:
    """Hourly: the count of every quota is the number of rows that hold its places, or operators know."""
    proving.look(now=clock.now())
