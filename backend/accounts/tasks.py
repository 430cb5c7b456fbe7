"""Sending messages."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from backend.accounts import sms

# After 3, 9, 27 and 81 seconds: a code is worth something for fifteen minutes.
_RETRY = RetryStrategy(max_attempts=5, exponential_wait=3, retry_exceptions={sms.SmsNotTaken})


@app.task(name="accounts.send_sms", retry=_RETRY)
def send_sms(sealed: str) -> None:
    sms.send_sealed(sealed)


def defer_sms(sealed: str) -> None:
    send_sms.defer(sealed=sealed)


sms.set_defer(defer_sms)
