"""Letters that leave while an event is handled: who does not exist is no reason to do everything again."""

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail import EmailMessage

from backend.core import letters


@pytest.mark.parametrize(
    ("error", "is_raised"),
    [
        (SMTPRecipientsRefused({"typo@example.com": (550, b"no such user")}), False),
        (SMTPRecipientsRefused({"full@example.com": (452, b"mailbox full")}), True),
        (SMTPServerDisconnected("gone"), True),
    ],
)
def test_a_mailbox_that_does_not_exist_is_noted_and_all_else_is_tried_again(
    error: Exception, is_raised: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: EmailMessage, fail_silently: bool = False) -> int:
        raise error

    monkeypatch.setattr(EmailMessage, "send", refuse)
    message = EmailMessage("标题", "正文", to=["somebody@example.com"])
    if is_raised:
        with pytest.raises(type(error)):
            letters.post(message)
    else:
        letters.post(message)
