"""What a host says to everybody in the room at once."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.accounts.permissions import is_person
from backend.core import audit
from backend.core.actors import Actor
from backend.feeds import services as feeds
from backend.feeds.services import redact
from backend.interactions.errors import AnnouncementUnknown, BadAnnouncement, TooManyAnnouncements
from backend.interactions.models import Announcement
from backend.interactions.models.announcement import LONGEST_ANNOUNCEMENT
from backend.interactions.room_state import Announced, AnnouncementRows, AnnouncementsPayload, RoomAnnouncement
from backend.interactions.selectors.announcements import announced
from backend.interactions.services import telling
from backend.interactions.services.holding import hold_desk, hold_room
from backend.roadshows.models import Event
from backend.roadshows.rooms import public_feed

MOST_STANDING = 20


@transaction.atomic
def announce(*, actor: Actor, event_id: UUID, announcement_id: UUID, words: str, now: datetime) -> Announcement:
    """Everybody reads it until it is taken down. Its id is the writer's own: sent again it is the same one.

    Raises NotFound, NotPermitted, WrongState, BadAnnouncement, AnnouncementUnknown, TooManyAnnouncements.
    """
    event = hold_room(actor, event_id)
    hold_desk(event)
    words = words.strip()
    if not 1 <= len(words) <= LONGEST_ANNOUNCEMENT:
        raise BadAnnouncement
    known = Announcement.objects.filter(pk=announcement_id).first()
    if known is not None:
        if known.event_id != event.pk:
            raise AnnouncementUnknown
        return known
    if Announcement.objects.filter(event=event, withdrawn_at=None).count() >= MOST_STANDING:
        raise TooManyAnnouncements
    row = Announcement(pk=announcement_id, event=event, text=words, said_at=now)
    row.said_by_id = actor.pk if is_person(actor) else None
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        # Another event's id at the same moment.
        raise AnnouncementUnknown from error
    _tell(event, row.pk, announced(row), now)
    audit.record(actor, "room.announced", row, organizations=[event.organization_id], event=str(event.pk))
    return row


@transaction.atomic
def withdraw(*, actor: Actor, event_id: UUID, announcement_id: UUID, now: datetime) -> Announcement:
    """Take it down; nobody reads it in what was said before either. Raises what `announce` raises of rights and state."""
    event = hold_room(actor, event_id)
    hold_desk(event)
    row = Announcement.objects.filter(pk=announcement_id, event=event).first()
    if row is None:
        raise AnnouncementUnknown
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at", "updated_at"])
        _tell(event, row.pk, None, now)
        redact(public_feed(event.pk), "announcements", row.pk)
        audit.record(
            actor, "room.announcement_withdrawn", row, organizations=[event.organization_id], event=str(event.pk)
        )
    return row


def _tell(event: Event, pk: UUID, row: RoomAnnouncement | None, now: datetime) -> None:
    rows = AnnouncementRows(announcements={pk: row})
    feeds.append([telling.to_all(event, Announced(payload=AnnouncementsPayload(rows=rows)))], now=now)
