"""Sending the letters of mailings. What may have changed since the release is asked again at this moment.

A letter is claimed, and the claim committed, before it leaves; the mark `sent` follows. So no two workers have the same
one, and one that was sent is never sent again. Of a worker that dies between sending and marking the letter goes again
after `STALLED_AFTER` under its Message-ID, by which mailboxes know it: better the same mail twice than none.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.core import mail
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from backend.core.letters import is_refused_for_good
from backend.roadshows import mailing_letters
from backend.roadshows.enums import LetterReason, LetterState, MailingState
from backend.roadshows.models import Letter, Mailing
from backend.roadshows.selectors.mailings import NOT_COMING, OPEN_LETTERS, has_opted_out

log = structlog.get_logger(__name__)

STALLED_AFTER = timedelta(minutes=10)
MAX_ATTEMPTS = 5
# Before the second try, and four times as long before each further one.
_FIRST_PAUSE = timedelta(minutes=1)
# A mail server that failed this often in a row is away; what still waits keeps its tries for when it is back.
_AWAY_AFTER = 3
# A job gives way to others after so many; the next one goes on.
AT_ONCE = 500


def send_due(*, read_clock: Callable[[], datetime]) -> int:
    """Send the letters that are due, and end the mailings all of whose letters are; how many left. Safe in several workers."""
    connection, sent, failures = mail.get_connection(), 0, 0
    try:
        for _ in range(AT_ONCE):
            if failures == _AWAY_AFTER or (letter := claim(now=read_clock())) is None:
                break
            state, reason = _attempt(letter, connection)
            failures = failures + 1 if reason == LetterReason.UNREACHABLE else 0
            sent += state == LetterState.SENT
            _finish(letter, state, reason, now=read_clock())
    finally:
        connection.close()
    end_mailings(now=read_clock())
    return sent


@transaction.atomic
def claim(*, now: datetime) -> Letter | None:
    """The next letter, marked as being sent; None when nothing is due."""
    due = Q(state=LetterState.QUEUED, due_at__lte=now)
    due |= Q(state=LetterState.SENDING, claimed_at__lte=now - STALLED_AFTER)
    rows = Letter.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "registration", "mailing__event__organization"
    )
    letter = rows.filter(due).order_by("due_at", "id").first()
    if letter is not None:
        letter.state, letter.claimed_at = LetterState.SENDING, now
        letter.attempts += 1
        letter.save(update_fields=["state", "claimed_at", "attempts"])
    return letter


def _attempt(letter: Letter, connection: Any) -> tuple[LetterState, str]:
    if reason := _why_not(letter):
        return LetterState.WITHHELD, reason
    try:
        mailing_letters.send_letter(letter, connection)
    except Exception as error:  # noqa: BLE001 - whatever a mail server raises means that it did not take the letter
        # A broken connection would fail the next letters too; the next one opens its own.
        connection.close()
        is_final = is_refused_for_good(error)
        reason = LetterReason.REFUSED if is_final else LetterReason.UNREACHABLE
        # What the server said is not kept: it may name the address.
        log.error("mailing_letter_not_sent", letter=letter.pk, attempts=letter.attempts, error=type(error).__name__)
        is_over = is_final or letter.attempts >= MAX_ATTEMPTS
        return LetterState.FAILED if is_over else LetterState.QUEUED, reason
    return LetterState.SENT, ""


def _why_not(letter: Letter) -> str:
    """What became of guest, mailing or wish since the letter was written."""
    guest, mailing = letter.registration, letter.mailing
    if mailing.state != MailingState.SENDING:
        return LetterReason.STOPPED
    if guest.email is None:
        return LetterReason.CONTACT_GONE
    if guest.state in NOT_COMING:
        return LetterReason.GIVEN_BACK
    return LetterReason.OPTED_OUT if has_opted_out(mailing.event.organization_id, guest.email) else ""


def _finish(letter: Letter, state: LetterState, reason: str, *, now: datetime) -> None:
    """Only as this worker claimed it: one that was slower than its time must not mark another's claim."""
    held = Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING, claimed_at=letter.claimed_at)
    if state == LetterState.QUEUED:
        again = now + _FIRST_PAUSE * 4 ** (letter.attempts - 1)
        held.update(state=state, reason=reason, due_at=again, claimed_at=None)
    else:
        held.update(state=state, reason=reason, finished_at=now)


def end_mailings(*, now: datetime) -> int:
    """Those without a letter that is still to leave. Returns how many."""
    waiting = Letter.objects.filter(mailing=OuterRef("pk"), state__in=OPEN_LETTERS)
    done = Mailing.objects.filter(~Exists(waiting), state=MailingState.SENDING)
    return done.update(state=MailingState.SENT, finished_at=now, updated_at=now)
