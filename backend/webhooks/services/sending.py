"""Sending what is due: signed, a few at once, and again later where it was not taken."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

import structlog
from cryptography.fernet import InvalidToken
from django.db import transaction
from django.db.models import F, Q, Window
from django.db.models.functions import Coalesce, RowNumber

from backend.core import audit, outbox, outgoing
from backend.core.actors import SYSTEM
from backend.webhooks.enums import EndpointState, WebhookDeliveryState
from backend.webhooks.events import EndpointDisabled
from backend.webhooks.models import Attempt, Delivery, Endpoint, Message
from backend.webhooks.selectors import due_deliveries
from backend.webhooks.services.endpoints import stop_waiting
from backend.webhooks.signing import signature_of, unsealed

log = structlog.get_logger(__name__)

# Between one try and the next; a day in all.
WAITS = (
    *(timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30)),
    *(timedelta(hours=1), timedelta(hours=2), timedelta(hours=4), timedelta(hours=6), timedelta(hours=10)),
)
# Who takes nothing for so long is not asked any more.
GIVEN_UP_AFTER = timedelta(days=3)
KEPT = timedelta(days=30)
# Of one endpoint few at once: a slow receiver must not take all hands.
_AT_ONCE, _OF_ONE = 16, 4

Post = Callable[[str, bytes, Mapping[str, str]], int]


@dataclass(frozen=True, slots=True)
class _Letter:
    """One try, with everything it needs; made before it leaves, for the threads that send have no database."""

    delivery: Delivery
    url: str
    body: bytes
    headers: Mapping[str, str] | None
    """None where it cannot be signed."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    letter: _Letter
    status: int | None
    error: str
    took_ms: int

    @property
    def is_taken(self) -> bool:
        return self.status is not None and HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


def send_due(*, read_clock: Callable[[], datetime], post: Post = outgoing.post) -> int:
    """Send until nothing is due; returns how many tries were made. Safe to run in several workers."""
    tried = 0
    while letters := _claim(read_clock()):
        with ThreadPoolExecutor(max_workers=len(letters)) as hands:
            outcomes = list(hands.map(lambda letter: _sent(letter, post), letters))
        for outcome in outcomes:
            _note(outcome, now=read_clock())
        tried += len(outcomes)
    return tried


@transaction.atomic
def _claim(now: datetime) -> list[_Letter]:
    """A few that nobody else is at. A worker that dies gives them back by time, under the same ids."""
    place = Window(RowNumber(), partition_by=F("endpoint"), order_by=[F("due_at"), F("id")])
    ranked = due_deliveries(now).annotate(place=place).filter(place__lte=_OF_ONE)
    chosen = list(ranked.values_list("pk", flat=True)[:_AT_ONCE])
    locked = due_deliveries(now).filter(pk__in=chosen).select_for_update(of=("self",), skip_locked=True)
    rows = list(locked.select_related("endpoint", "message"))
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(claimed_at=now, updated_at=now)
    return [_letter(row, now) for row in rows]


def _letter(row: Delivery, now: datetime) -> _Letter:
    endpoint, body, message_id = row.endpoint, row.message.body.encode(), f"msg_{row.message_id}"
    try:
        headers = _headers(endpoint, body, message_id, now)
    except InvalidToken:
        # Sealed with a key that is gone: a try that failed, so that it holds up nobody and its people are told in the end.
        log.error("webhook_secret_unreadable", endpoint=str(endpoint.pk))
        headers = None
    return _Letter(row, endpoint.url, body, headers)


def _headers(endpoint: Endpoint, body: bytes, message_id: str, now: datetime) -> dict[str, str]:
    """Raises InvalidToken."""
    at = int(now.timestamp())
    secrets = [endpoint.secret]
    if endpoint.old_secret_until is not None and now < endpoint.old_secret_until:
        secrets.append(endpoint.old_secret)
    signatures = (signature_of(unsealed(one), message_id=message_id, timestamp=at, body=body) for one in secrets)
    return {
        "Content-Type": "application/json",
        "User-Agent": "Xiangmihu-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signatures),
    }


def _sent(letter: _Letter, post: Post) -> _Outcome:
    begun, status, error = time.monotonic(), None, ""
    if letter.headers is None:
        return _Outcome(letter, None, outgoing.Why.NOT_SIGNED, 0)
    try:
        status = post(letter.url, letter.body, letter.headers)
    except outgoing.NotReached as refusal:
        error = refusal.why
    return _Outcome(letter, status, error, round((time.monotonic() - begun) * 1000))


@transaction.atomic
def _note(outcome: _Outcome, *, now: datetime) -> None:
    """What came of a try. One that was stopped or asked for again meanwhile keeps what was said of it since."""
    sent = outcome.letter.delivery
    # Endpoints first, as everywhere, so that nobody waits in a ring.
    endpoint = Endpoint.objects.select_for_update().filter(pk=sent.endpoint_id).first()
    row = Delivery.objects.select_for_update().filter(pk=sent.pk).first()
    if endpoint is None or row is None:
        return
    Attempt.objects.create(delivery=row, at=now, status=outcome.status, error=outcome.error, took_ms=outcome.took_ms)
    if outcome.is_taken:
        Endpoint.objects.filter(pk=endpoint.pk, failing_since__isnull=False).update(failing_since=None, updated_at=now)
    if row.state == WebhookDeliveryState.WAITING and row.due_at == sent.due_at:
        _go_on(row, now=now, is_taken=outcome.is_taken)
    if not outcome.is_taken:
        _count_failure(endpoint, is_gone=outcome.status == HTTPStatus.GONE, now=now)


def _go_on(row: Delivery, *, now: datetime, is_taken: bool) -> None:
    row.tries += 1
    row.claimed_at = None
    if is_taken:
        row.state, row.finished_at = WebhookDeliveryState.DELIVERED, now
    elif row.tries > len(WAITS):
        row.state, row.finished_at = WebhookDeliveryState.FAILED, now
    else:
        row.due_at = now + WAITS[row.tries - 1]
    row.save()


def _count_failure(endpoint: Endpoint, *, is_gone: bool, now: datetime) -> None:
    """Who has taken nothing for days, or says that nobody listens there any more, is not asked again."""
    rows = Endpoint.objects.filter(pk=endpoint.pk)
    rows.update(failing_since=Coalesce("failing_since", now), updated_at=now)
    long_since = Q() if is_gone else Q(failing_since__lte=now - GIVEN_UP_AFTER)
    active = rows.filter(long_since, state=EndpointState.ACTIVE)
    if active.update(state=EndpointState.DISABLED, disabled_at=now):
        stop_waiting(endpoint, now=now)
        audit.record(SYSTEM, "webhook.disabled", endpoint, organizations=[endpoint.organization_id])
        outbox.publish(EndpointDisabled(endpoint_id=endpoint.pk, at=now))


def forget_old(*, now: datetime) -> int:
    """Messages of a month ago, with how they went. Returns how many."""
    return Message.objects.filter(created_at__lt=now - KEPT).delete()[0]
