"""What a closed event came to: written by its host when it is over, and shared with those who were its guests."""

from datetime import datetime

from django.db import transaction

from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.errors import Invalid
from backend.core.languages import text
from backend.roadshows.errors import StaleMinutes
from backend.roadshows.events import MinutesShared
from backend.roadshows.models import Event, Minutes
from backend.roadshows.services.events import locked_event, person_id_of, require_step

_NEEDED = text("不能为空。", "This cannot be empty.")


@transaction.atomic
def write_minutes(*, actor: Actor, event: Event, edition: int, words: str) -> Minutes:
    """Write a draft, or mend what is shared already. `edition` is the one that was read, 0 where there was none.

    Raises StaleMinutes, Invalid for an empty text, NotPermitted, WrongState.
    """
    # The event is held, so that nobody writes beside.
    locked = locked_event(event.pk)
    require_step(actor, "write_minutes", locked)
    if not words.strip():
        raise Invalid(fields={"text": [_NEEDED]})
    row = _read(locked, edition) or Minutes(event=locked, edition=0)
    row.text, row.edition, row.written_by_id = words, edition + 1, person_id_of(actor)
    row.save()
    host = locked.organization_id
    audit.record(actor, "event.minutes_written", locked, organizations=[host], edition=row.edition)
    return row


@transaction.atomic
def share_minutes(*, actor: Actor, event: Event, edition: int, now: datetime) -> Minutes:
    """Let the guests read them, and tell each that they can. Done twice, it is once.

    Raises StaleMinutes, also where nothing is written, NotPermitted, WrongState.
    """
    locked = locked_event(event.pk)
    require_step(actor, "write_minutes", locked)
    row = _read(locked, edition)
    if row is None:
        raise StaleMinutes(edition=0)
    if row.shared_at is None:
        row.shared_at = now
        row.save(update_fields=["shared_at", "updated_at"])
        host = locked.organization_id
        audit.record(actor, "event.minutes_shared", locked, organizations=[host], edition=row.edition)
        outbox.publish(MinutesShared(event_id=locked.pk))
    return row


def _read(event: Event, edition: int) -> Minutes | None:
    """The minutes as they were read. Raises StaleMinutes when they are others by now."""
    row = Minutes.objects.filter(event=event).first()
    if edition != (row.edition if row else 0):
        raise StaleMinutes(edition=row.edition if row else 0)
    return row
