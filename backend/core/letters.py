"""Letters that leave while an event is handled."""

from smtplib import SMTPRecipientsRefused

import structlog
from django.core.mail import EmailMessage

log = structlog.get_logger(__name__)
_FOR_GOOD = 500


def is_refused_for_good(error: Exception) -> bool:
    """A mailbox that does not exist stays away; everything else may pass."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    codes = [code for code, _ in error.recipients.values()]
    return bool(codes) and min(codes) >= _FOR_GOOD


def post(message: EmailMessage) -> None:
    """Send it; raises what the mail server raised, for a later try of the whole.

    A mailbox that is refused for good is noted, and no reason to undo what else is done with the letter: a place that is given
    up, or what other systems are told.
    """
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        if not is_refused_for_good(error):
            raise
        # What the server said is not kept: it may name the address.
        log.error("letter_refused")
