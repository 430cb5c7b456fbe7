"""Jobs: sending, and forgetting what was sent long ago."""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from backend.core import clock
from backend.webhooks import wake
from backend.webhooks.services import sending

_EVERY_15_SECONDS = "* * * * * */15"


@app.task(name="webhooks.send", queueing_lock="webhooks.send", pass_context=False)
def send() -> None:
    sending.send_due(read_clock=clock.now)


@app.periodic(cron=_EVERY_15_SECONDS)
@app.task(name="webhooks.sweep", queueing_lock="webhooks.sweep")
def sweep(timestamp: int) -> None:
    """What comes due by the clock: further tries, and claims of dead workers."""
    sending.send_due(read_clock=clock.now)


@app.periodic(cron="53 4 * * *")
@app.task(name="webhooks.forget_old", queueing_lock="webhooks.forget_old")
def forget_old(timestamp: int) -> None:
    sending.forget_old(now=clock.now())


def _defer_sending() -> None:
    with suppress(AlreadyEnqueued):
        send.defer()


wake.on("sending", _defer_sending)
