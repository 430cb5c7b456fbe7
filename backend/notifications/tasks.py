"""Jobs: sending what is due, and forgetting what is old."""

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from backend.core import clock
from backend.notifications import wake
from backend.notifications.services import sending

_EVERY_15_SECONDS = "* * * * * */15"


@app.task(name="notifications.send", queueing_lock="notifications.send", pass_context=False)
def send() -> None:
    sending.drain(read_clock=clock.now)


@app.periodic(cron=_EVERY_15_SECONDS)
@app.task(name="notifications.sweep", queueing_lock="notifications.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """What comes due by the clock: digests, ends of quiet hours, further tries, claims of dead workers."""
    sending.drain(read_clock=clock.now)


@app.periodic(cron="27 4 * * *")
@app.task(name="notifications.tidy", queueing_lock="notifications.tidy", pass_context=False)
def tidy(timestamp: int) -> None:
    sending.tidy(now=clock.now())


def defer_send() -> None:
    try:
        send.defer()
    except AlreadyEnqueued:
        # The waiting one starts after this commit, so it will see the rows.
        return


wake.set_sender(defer_send)
