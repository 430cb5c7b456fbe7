"""Sending what is due. Rights, switches, address and quiet hours are asked at this moment, not at the time of the cause."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.core import mail
from django.db import transaction
from django.utils import translation

from backend.accounts.models import User
from backend.accounts.sms import send_sms_now
from backend.core.letters import is_refused_for_good
from backend.notifications import hours, mails
from backend.notifications.enums import Channel, DeliveryState, Reason
from backend.notifications.kinds import kind_of
from backend.notifications.models import Delivery, Notification
from backend.notifications.selectors import address_of, allowed_subjects, habits_of, in_words, wants
from backend.notifications.services.claiming import claim, finish, release, settle_stalled_sms

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 5
_FIRST_PAUSE = timedelta(minutes=1)
# A provider that failed this often in a row is away; what still waits keeps its tries for when it is back.
_AWAY_AFTER = 3
_IN_APP_BATCH = 200
KEEP = timedelta(days=180)

ReadClock = Callable[[], datetime]


def drain(*, read_clock: ReadClock) -> int:
    """Send everything that is due on all channels; how many letters left. Safe to run in several workers.

    Pauses between tries are 1, 4, 16 and 64 minutes, so a provider may be away for an hour; the fifth failure parks the
    message with its reason.
    """
    while settle_in_app(now=read_clock()):
        pass
    settle_stalled_sms(now=read_clock())
    connection = mail.get_connection()
    try:
        return _drain_channel(Channel.EMAIL, connection, read_clock) + _drain_channel(Channel.SMS, None, read_clock)
    finally:
        connection.close()


def _drain_channel(channel: Channel, connection: Any, read_clock: ReadClock) -> int:
    sent, failures = 0, 0
    while failures < _AWAY_AFTER:
        now = read_clock()
        rows = claim(channel, now=now)
        if not rows:
            return sent
        outcome = _attempt(rows, channel, connection, now=now)
        failures = failures + 1 if outcome is Reason.UNREACHABLE else 0
        sent += outcome is None
    log.error("notification_provider_away", channel=channel.value)
    return sent


@transaction.atomic
def settle_in_app(*, now: datetime) -> int:
    """Log what stands in inboxes and what was withheld from them. Returns how many rows."""
    waiting = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        channel=Channel.IN_APP, state=DeliveryState.QUEUED
    )
    rows = list(waiting.select_related("notification__recipient").order_by("due_at", "id")[:_IN_APP_BATCH])
    by_person: dict[User, list[Notification]] = {}
    for row in rows:
        by_person.setdefault(row.notification.recipient, []).append(row.notification)
    allowed = {pk for person, told in by_person.items() for pk in _allowed(person, told)}
    for row in rows:
        is_allowed = row.notification_id in allowed
        row.state = DeliveryState.SENT if is_allowed else DeliveryState.WITHHELD
        row.reason, row.finished_at = "" if is_allowed else Reason.NOT_ALLOWED, now
        row.save(update_fields=["state", "reason", "finished_at"])
    return len(rows)


def _allowed(person: User, rows: list[Notification]) -> dict[Any, Any]:
    return allowed_subjects(person, rows) if person.is_active else {}


@dataclass(frozen=True, slots=True)
class _Letter:
    """What is left of a claim once rights and switches were asked."""

    rows: list[Delivery]
    subjects: dict[Any, Any]
    person: User
    address: str


def _attempt(rows: list[Delivery], channel: Channel, connection: Any, *, now: datetime) -> Reason | None:
    """Try to send one claim and write down how it ended: None when it left or had nothing left to say."""
    try:
        letter = _sort_out(rows, channel, now=now)
        if letter is None:
            return Reason.SWITCHED_OFF
        send = _sender_of(letter, channel, connection)
    except Exception as error:  # noqa: BLE001 - one broken kind must not hold up the messages of all others
        return _note_failure(rows, Reason.CRASHED, error, now=now)
    try:
        send()
    except Exception as error:  # noqa: BLE001 - whatever a provider raises means that it did not take the message
        if connection is not None:
            # A broken connection would fail the next letters too; the next one opens its own.
            connection.close()
        reason = Reason.REFUSED if is_refused_for_good(error) else Reason.UNREACHABLE
        return _note_failure(letter.rows, reason, error, now=now)
    finish(letter.rows, DeliveryState.SENT, now=now)
    return None


def _sort_out(rows: list[Delivery], channel: Channel, *, now: datetime) -> _Letter | None:
    """End what may not or need not be sent. None when nothing is left, or all of it waits for quiet hours to end."""
    person = rows[0].notification.recipient
    subjects = _allowed(person, [row.notification for row in rows])
    refused = [row for row in rows if row.notification_id not in subjects]
    reason = Reason.NOT_ALLOWED if person.is_active else Reason.CLOSED_ACCOUNT
    finish(refused, DeliveryState.WITHHELD, now=now, reason=reason)
    left = [row for row in rows if row.notification_id in subjects]
    unwanted = [row for row in left if not _is_wanted(person, row, channel)]
    finish(unwanted, DeliveryState.SUPPRESSED, now=now, reason=Reason.SWITCHED_OFF)
    left = [row for row in left if row not in unwanted]
    address = address_of(person, channel)
    if left and (person.is_demo or not address):
        # The demo's people are invented, and so are their addresses.
        why = Reason.DEMO if person.is_demo else Reason.NO_ADDRESS
        finish(left, DeliveryState.SUPPRESSED, now=now, reason=why)
        return None
    if left and not all(_is_urgent(row) for row in left):
        opens = hours.after_quiet_hours(habits_of(person), now)
        if opens > now:
            release(left, due_at=opens, counts=False)
            return None
    return _Letter(left, subjects, person, address) if left else None


def _is_wanted(person: User, row: Delivery, channel: Channel) -> bool:
    kind = kind_of(row.notification.kind)
    return kind is not None and wants(person, kind)[channel]


def _is_urgent(row: Delivery) -> bool:
    kind = kind_of(row.notification.kind)
    return kind is not None and kind.is_urgent


def _sender_of(letter: _Letter, channel: Channel, connection: Any) -> Callable[[], object]:
    """Put the words together in the person's language; what is returned hands them to the provider."""
    person, address, key = letter.person, letter.address, letter.rows[0].letter
    with translation.override(person.language):
        told = in_words((row.notification, letter.subjects[row.notification_id]) for row in letter.rows)
        if channel is Channel.SMS:
            text = mails.compose_sms(told[0])
            return lambda: send_sms_now(to=address, text=text, key=str(key))
        message = mails.compose(letter=key, person=person, address=address, told=told)
    message.connection = connection
    return message.send


def _note_failure(rows: list[Delivery], reason: Reason, error: Exception, *, now: datetime) -> Reason:
    """Plan the next try, or park. What the provider said is not kept: it may name the address."""
    attempts = max(row.attempts for row in rows)
    is_over = reason is Reason.REFUSED or attempts >= MAX_ATTEMPTS
    if is_over:
        finish(rows, DeliveryState.FAILED, now=now, reason=reason)
    else:
        release(rows, due_at=now + _FIRST_PAUSE * 4 ** (attempts - 1), reason=reason)
    log.error(
        "notification_not_sent",
        letter=str(rows[0].letter),
        channel=rows[0].channel,
        attempts=attempts,
        reason=reason.value,
        error=type(error).__name__,
        parked=is_over,
    )
    return reason


def tidy(*, now: datetime) -> int:
    """Forget what is older than half a year. Returns how many notifications."""
    _, deleted = Notification.objects.filter(created_at__lt=now - KEEP).delete()
    return deleted.get(Notification._meta.label, 0)
