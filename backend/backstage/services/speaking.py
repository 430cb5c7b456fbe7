"""What a speaker does with their own line: its pages while it is on stage, their notes, and the link for the lectern."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.accounts.permissions import is_person
from backend.backstage.errors import LineNotYours, NoSuchNotesPage, NotesChanged
from backend.backstage.events import SpeakerLinkEnded
from backend.backstage.links import link_digest
from backend.backstage.models import SpeakerLink, SpeakerNotes
from backend.backstage.selectors.speakers import line_of
from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.ids import new_id
from backend.roadshows.models import Event, ReleasedItem, Stage
from backend.roadshows.selectors.stage import deck_of
from backend.roadshows.services.events import hold_open
from backend.roadshows.services.stage import hold_stage_of, turn


@transaction.atomic
def turn_own_page(*, actor: Actor, event_id: UUID, line_id: UUID, page: int, now: datetime) -> Stage:
    """A speaker turns the deck of their own line while it is on stage, beside the hands that run it.

    Raises LineNotYours, WrongState unless the event is on, StageMoved, PageUnknown.
    """
    hold_open(event_id)
    event, _ = line_of(actor, event_id, line_id)
    stage = hold_stage_of(actor, event, line_id)
    return turn(event, stage, page, now=now)


@transaction.atomic
def write_notes(*, actor: Actor, event_id: UUID, line_id: UUID, page: int, text: str, was: str) -> str:
    """Keep what the speaker wrote beside a page, in place of what they read there (`was`); blank takes it away. Safe to run twice.

    Raises LineNotYours, NoSuchNotesPage, NotesChanged.
    """
    event, item = line_of(actor, event_id, line_id)
    deck = deck_of(item)
    if not 0 <= page <= (deck.page_count if deck else 0):
        raise NoSuchNotesPage
    # The event's row, so that two devices come one after the other; registering goes on beside it.
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    row = SpeakerNotes.objects.filter(event=event, line_id=line_id, pitch=item.pitch_id, page=page).first()
    before = row.text if row else ""
    if before == text:
        return text
    if before != was:
        raise NotesChanged
    if not text and row is not None:
        row.delete()
    elif row is not None:
        row.text = text
        row.save(update_fields=["text", "updated_at"])
    else:
        SpeakerNotes.objects.create(event=event, line_id=line_id, pitch_id=item.pitch_id, page=page, text=text)
    return text


@transaction.atomic
def make_link(*, actor: Actor, event_id: UUID, line_id: UUID) -> SpeakerLink:
    """A link that speaks for the line, in the place of one that was given before.

    Raises LineNotYours: a link makes no other.
    """
    event, item = _own_line(actor, event_id, line_id)
    rows = SpeakerLink.objects.select_for_update(of=("self",))
    link = rows.filter(event=event, line_id=line_id, pitch=item.pitch_id).first()
    if link is None:
        link = SpeakerLink(id=new_id(), event=event, line_id=line_id, pitch_id=item.pitch_id, link_edition=0)
    else:
        outbox.publish(SpeakerLinkEnded(link_id=link.pk))
    link.link_edition += 1
    link.link_digest, link.revoked_at = link_digest(link.pk, link.link_edition), None
    link.created_by_id = actor.pk
    link.save()
    _record(actor, "link_made", event, item)
    return link


@transaction.atomic
def revoke_link(*, actor: Actor, event_id: UUID, line_id: UUID, now: datetime) -> None:
    """It opens nothing any more. Safe to run twice. Raises LineNotYours."""
    event, item = _own_line(actor, event_id, line_id)
    rows = SpeakerLink.objects.filter(event=event, line_id=line_id, pitch=item.pitch_id, revoked_at=None)
    link = rows.first()
    if link is not None:
        link.revoked_at = now
        link.save(update_fields=["revoked_at", "updated_at"])
        outbox.publish(SpeakerLinkEnded(link_id=link.pk))
        _record(actor, "link_revoked", event, item)


def _own_line(actor: Actor, event_id: UUID, line_id: UUID) -> tuple[Event, ReleasedItem]:
    """For an account: links come from people who can be told."""
    if not is_person(actor):
        raise LineNotYours
    hold_open(event_id)
    event, item = line_of(actor, event_id, line_id)
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    return event, item


def _record(actor: Actor, act: str, event: Event, item: ReleasedItem) -> None:
    concerned = [event.organization_id, *([item.pitch.organization_id] if item.pitch else [])]
    audit.record(actor, f"speaker.{act}", event, organizations=concerned, slot=str(item.line))
