"""Reading notifications: what a person may still be told, their switches, and what became of each message."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from backend.accounts.models import User
from backend.notifications.enums import Channel, DeliveryState, Reason
from backend.notifications.kinds import Group, Kind, Message, group_of, groups_for, kind_of
from backend.notifications.models import Delivery, Habits, Notification, Preference

# An inbox shows this many; rights are asked about all of them at once, so that pages and counts agree.
INBOX = 500
_SHOWN = (DeliveryState.QUEUED, DeliveryState.SENT)


@dataclass(frozen=True, slots=True)
class Told:
    """A notification in words, in the active language."""

    notification: Notification
    group: Group
    message: Message


def allowed_subjects(person: User, rows: Iterable[Notification]) -> dict[UUID, Any]:
    """Notification id → what its kind's owner renders, for those the person may still be told. One call for each kind."""
    by_kind: dict[str, list[Notification]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    found: dict[UUID, Any] = {}
    for code, group in by_kind.items():
        kind = kind_of(code)
        subjects = kind.still_allowed(person, {row.subject_id for row in group}) if kind else {}
        found.update({row.pk: subjects[row.subject_id] for row in group if row.subject_id in subjects})
    return found


def tellable(person: User, rows: QuerySet[Notification], *, group: str = "") -> list[tuple[Notification, Any]]:
    """Of these rows the newest the person may still be told, each with its subject. Nothing tells of the others."""
    newest = rows.filter(recipient=person).order_by("-created_at", "-id")[:INBOX]
    wanted = [row for row in newest if _is_in(row, group)]
    subjects = allowed_subjects(person, wanted)
    return [(row, subjects[row.pk]) for row in wanted if row.pk in subjects]


def inbox_of(person: User, *, unread: bool = False, group: str = "") -> list[tuple[Notification, Any]]:
    """What the person takes in the app, newest first."""
    rows = Notification.objects.filter(deliveries__channel=Channel.IN_APP, deliveries__state__in=_SHOWN)
    return tellable(person, rows.filter(read_at=None) if unread else rows, group=group)


def _is_in(row: Notification, group: str) -> bool:
    kind = kind_of(row.kind)
    return kind is not None and group in ("", kind.group)


def unread_count(person: User) -> int:
    return len(inbox_of(person, unread=True))


def in_words(rows: Iterable[tuple[Notification, Any]]) -> list[Told]:
    """Render in the active language."""
    told = []
    for row, subject in rows:
        kind = kind_of(row.kind)
        group = group_of(kind.group) if kind else None
        if kind is not None and group is not None:
            told.append(Told(row, group, kind.render(subject)))
    return told


def own_deliveries(person: User) -> QuerySet[Delivery]:
    """What left for the person or will, newest first; of what they may not be told any more not even that it was."""
    told = [row.pk for row, _ in tellable(person, Notification.objects.all())]
    rows = Delivery.objects.filter(notification__in=told).exclude(state=DeliveryState.WITHHELD)
    rows = rows.exclude(state=DeliveryState.SUPPRESSED, reason=Reason.SWITCHED_OFF).select_related("notification")
    return rows.order_by("-notification__created_at", "-id")


def habits_of(person: User) -> Habits:
    """The person's habits, or unsaved ones that say nothing special."""
    return Habits.objects.filter(person=person).first() or Habits(person=person)


def switches_of(person: User, groups: Collection[Group] | None = None) -> dict[str, dict[Channel, bool]]:
    """Group → channel → on or off, defaults filled in; of all groups offered to the person unless some are named."""
    chosen = {(row.group, row.channel): row.is_on for row in Preference.objects.filter(person=person)}
    shown = groups_for(person) if groups is None else groups
    return {
        group.code: {
            channel: channel in group.channels and chosen.get((group.code, channel), channel in group.default_channels)
            for channel in Channel
        }
        for group in shown
    }


def wants(person: User, kind: Kind) -> Mapping[Channel, bool]:
    """Which channels the person leaves open for this kind."""
    group = group_of(kind.group)
    return switches_of(person, [group])[kind.group] if group else dict.fromkeys(Channel, False)


def address_of(person: User, channel: Channel) -> str:
    """Where a message to the person goes: an address they have proved, or blank."""
    if channel is Channel.SMS:
        return person.phone if person.phone and person.phone_verified else ""
    if channel is Channel.EMAIL and person.email:
        proved = EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=True)
        return person.email if proved.exists() else ""
    return ""
