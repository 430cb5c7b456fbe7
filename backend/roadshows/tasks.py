"""The clock of events, letters on their way, and what is forgotten at night."""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.roadshows import wake
from backend.roadshows.services import codes, deck_reminders, event_states, letters, proving, retention, vouchers
from backend.roadshows.services.waiting import line

_EVERY_15_SECONDS = "* * * * * */15"


@app.periodic(cron="* * * * *")
@app.task(name="roadshows.advance_events", queueing_lock="roadshows.advance_events")
def advance_events(timestamp: int) -> None:
    event_states.advance_events(now=clock.now())


@app.task(name="roadshows.send_letters", queueing_lock="roadshows.send_letters", pass_context=False)
def send_letters() -> None:
    letters.send_due(read_clock=clock.now)


@app.periodic(cron=_EVERY_15_SECONDS)
@app.task(name="roadshows.sweep_letters", queueing_lock="roadshows.sweep_letters")
def sweep_letters(timestamp: int) -> None:
    """What comes due by the clock: further letters of long mailings, further tries, claims of dead workers."""
    letters.send_due(read_clock=clock.now)


@app.periodic(cron="* * * * *")
@app.task(name="roadshows.advance_lines", queueing_lock="roadshows.advance_lines")
def advance_lines(timestamp: int) -> None:
    """Waiting lists: offers nobody answered, and places nobody was told of."""
    line.advance_lines(now=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="roadshows.remind_decks", queueing_lock="roadshows.remind_decks")
def remind_decks(timestamp: int) -> None:
    """Companies whose final deck is due soon and not there."""
    deck_reminders.remind_decks(now=clock.now())


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


def _defer_letters() -> None:
    # The waiting one starts after this commit, so it will see the letters.
    with suppress(AlreadyEnqueued):
        send_letters.defer()


wake.on("letters", _defer_letters)
