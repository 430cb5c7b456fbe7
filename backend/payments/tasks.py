"""Jobs: what gateways told, what goes back, what nobody told us of, and orders whose time is over."""

from collections.abc import Callable
from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from backend.core import clock
from backend.payments import wake
from backend.payments.errors import NotConfigured
from backend.payments.services import fees, gateway_refunds, notices, orders, refunds, settling

_EVERY_15_SECONDS = "* * * * * */15"
_EVERY_10_MINUTES = "*/10 * * * *"
# Those with a `lock` run one at a time: a gateway that hangs would otherwise take the hands of the worker one after the other.


@app.task(name="payments.work_off_notices", queueing_lock="payments.work_off_notices")
def work_off_notices() -> None:
    notices.work_off(now=clock.now())


@app.task(name="payments.send_refunds", queueing_lock="payments.send_refunds")
def send_refunds() -> None:
    refunds.send_due(now=clock.now())


@app.periodic(cron=_EVERY_15_SECONDS)
@app.task(name="payments.sweep", queueing_lock="payments.sweep", lock="payments.sweep")
def sweep(timestamp: int) -> None:
    """What waits for another try, and orders whose time is over."""
    with suppress(NotConfigured):
        notices.work_off(now=clock.now())
        refunds.send_due(now=clock.now())
        orders.close_due(now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="payments.poll", queueing_lock="payments.poll", lock="payments.poll")
def poll(timestamp: int) -> None:
    """Sessions that were not heard of: notices may be lost for good. And fees, of which no notice tells."""
    with suppress(NotConfigured):
        settling.poll(now=clock.now())
        fees.learn(now=clock.now())


@app.periodic(cron=_EVERY_10_MINUTES)
@app.task(name="payments.find_refunds", queueing_lock="payments.find_refunds", lock="payments.find_refunds")
def find_refunds(timestamp: int) -> None:
    """Refunds made at the gateway's own desk whose notices were lost."""
    with suppress(NotConfigured):
        gateway_refunds.find_untold(now=clock.now())


def _deferring(task: Task[..., None, ...]) -> Callable[[], None]:
    def defer() -> None:
        with suppress(AlreadyEnqueued):
            task.defer()

    return defer


wake.on("notices", _deferring(work_off_notices))
wake.on("refunds", _deferring(send_refunds))
