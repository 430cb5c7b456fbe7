"""Writing a notification, in the transaction of its cause or of the handler that heard of it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, models, transaction

from backend.accounts.models import User
from backend.accounts.selectors import as_person
from backend.core.actors import Actor
from backend.notifications import hours, wake
from backend.notifications.enums import Channel, DeliveryState, Digest, Reason
from backend.notifications.kinds import Kind, kind_of
from backend.notifications.models import Delivery, Habits, Notification
from backend.notifications.selectors import habits_of, wants


def notify(
    *, kind: str, recipient: User, subject: models.Model, now: datetime, cause: str = "", actor: Actor | None = None
) -> bool:
    """Tell a person once about `cause` (the subject itself when blank); whether it was new. Sends after the commit.

    Of whoever acted themselves nobody needs to be told, so an actor who is the recipient is left out. Raises
    LookupError for a kind nobody registered.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a person is told inside the transaction of the cause")
    registered = kind_of(kind)
    if registered is None:
        raise LookupError(f"there is no kind {kind}")
    by = as_person(actor) if actor is not None else None
    if by == recipient:
        return False
    row = Notification(
        recipient=recipient,
        kind=kind,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        cause=cause or str(subject.pk),
        actor=by,
        created_at=now,
    )
    # The database decides who was first: a second teller waits for the first one's commit, and then adds nothing.
    Notification.objects.bulk_create([row], ignore_conflicts=True)
    if not Notification.objects.filter(pk=row.pk).exists():
        return False
    open_channels, habits = wants(recipient, registered), habits_of(recipient)
    Delivery.objects.bulk_create(
        _delivery(row, registered, channel, habits, now=now, is_wanted=open_channels[channel]) for channel in Channel
    )
    transaction.on_commit(wake.sender, robust=True)
    return True


def notify_all(
    *,
    kind: str,
    recipients: Iterable[User],
    subject: models.Model,
    now: datetime,
    cause: str = "",
    actor: Actor | None = None,
) -> int:
    """As `notify`, for each of them; in the order of their ids, so that two tellers never wait for each other in a ring."""
    people = sorted(set(recipients), key=lambda person: person.pk)
    told = [notify(kind=kind, recipient=one, subject=subject, now=now, cause=cause, actor=actor) for one in people]
    return sum(told)


def _delivery(
    row: Notification, kind: Kind, channel: Channel, habits: Habits, *, now: datetime, is_wanted: bool
) -> Delivery:
    if not is_wanted:
        return Delivery(
            notification=row,
            channel=channel,
            state=DeliveryState.SUPPRESSED,
            reason=Reason.SWITCHED_OFF,
            due_at=now,
            finished_at=now,
        )
    return Delivery(
        notification=row,
        channel=channel,
        due_at=hours.due_at(habits, kind, channel, now),
        in_digest=channel is Channel.EMAIL and hours.digest_of(habits, kind) is not Digest.IMMEDIATE,
    )
