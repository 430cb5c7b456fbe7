"""What a host said to everybody and has not taken down."""

from uuid import UUID

from backend.interactions.models import Announcement
from backend.interactions.room_state import RoomAnnouncement
from backend.roadshows.models import Event


def standing(event: Event) -> dict[UUID, RoomAnnouncement]:
    rows = Announcement.objects.filter(event=event, withdrawn_at=None).order_by("said_at", "pk")
    return {row.pk: announced(row) for row in rows}


def announced(row: Announcement) -> RoomAnnouncement:
    return RoomAnnouncement(text=row.text, said_at=row.said_at)
