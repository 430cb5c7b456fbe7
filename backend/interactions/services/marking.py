"""An investor lets a company know, with one tap, that they want to see more of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.feeds import services as feeds
from backend.interactions.enums import InterestKind
from backend.interactions.errors import MarksClosed, NotAnInvestor, NotInTheRoom, PitchUnknown
from backend.interactions.events import InterestMarked, InterestWithdrawn
from backend.interactions.models import InterestMark, Participant
from backend.interactions.room_state import MarkRows, MarksPayload, OwnMarked
from backend.interactions.selectors.interests import mark_row
from backend.interactions.selectors.participants import participant_of
from backend.interactions.services import telling
from backend.organizations.models import Organization
from backend.organizations.selectors import verified_firms_of
from backend.roadshows.enums import EventState
from backend.roadshows.models import Event, Stage
from backend.roadshows.selectors.events import open_pitches
from backend.roadshows.selectors.stage import public_items
from backend.roadshows.services.events import hold_open


@transaction.atomic
def set_mark(
    *, actor: Actor, event_id: UUID, pitch_id: UUID, kind: InterestKind | None, now: datetime
) -> InterestMark | None:
    """Want this much of a pitch, or nothing any more (None); said twice it is once. Only its company learns of it.

    Raises NotInTheRoom, NotAnInvestor, MarksClosed unless the event is on, PitchUnknown.
    """
    who = participant_of(actor, event_id)
    if who is None:
        raise NotInTheRoom
    event = hold_open(event_id)
    # One hand after the other.
    Participant.objects.select_for_update(no_key=True).get(pk=who.pk)
    mark = InterestMark.objects.filter(participant=who, pitch=pitch_id).first()
    if kind is None and (mark is None or mark.withdrawn_at is not None):
        return mark
    if event.state != EventState.LIVE:
        raise MarksClosed
    if kind is None:
        # Also by who left the firm meanwhile.
        return _withdraw(actor, mark, event, who, now) if mark else None
    firm = verified_firms_of(actor, now).order_by("pk").first()
    if firm is None:
        raise NotAnInvestor
    return _set(actor, mark, event, who, firm, pitch_id, kind, now)


def _set(
    actor: Actor,
    mark: InterestMark | None,
    event: Event,
    who: Participant,
    firm: Organization,
    pitch_id: UUID,
    kind: InterestKind,
    now: datetime,
) -> InterestMark:
    line = public_items(event).filter(pitch=pitch_id).first()
    if line is None or not open_pitches([pitch_id]):
        raise PitchUnknown
    if mark is not None and mark.withdrawn_at is None and mark.kind == kind:
        return mark
    on_stage = Stage.objects.filter(event=event, item_id=line.line).first()
    mark = mark or InterestMark(event=event, participant=who, pitch_id=pitch_id)
    mark.firm, mark.kind, mark.marked_at, mark.withdrawn_at = firm, kind, now, None
    mark.page = on_stage.page if on_stage else mark.page
    mark.save()
    _tell(mark, who, now)
    _record(actor, "interest.marked", event, mark)
    outbox.publish(InterestMarked(mark_id=mark.pk, pitch_id=mark.pitch_id, firm_id=firm.pk, kind=kind, page=mark.page))
    return mark


def _withdraw(actor: Actor, mark: InterestMark, event: Event, who: Participant, now: datetime) -> InterestMark:
    # The clock was read before this waited for the other hand.
    mark.withdrawn_at = max(now, mark.marked_at)
    mark.save(update_fields=["withdrawn_at", "updated_at"])
    _tell(mark, who, now)
    _record(actor, "interest.withdrawn", event, mark)
    outbox.publish(InterestWithdrawn(mark_id=mark.pk, pitch_id=mark.pitch_id, firm_id=mark.firm_id))
    return mark


def _tell(mark: InterestMark, who: Participant, now: datetime) -> None:
    shown = mark_row(mark) if mark.withdrawn_at is None else None
    told = OwnMarked(payload=MarksPayload(rows=MarkRows(marks={mark.pitch_id: shown})))
    feeds.append([telling.to_one(who, told)], now=now)


def _record(actor: Actor, act: str, event: Event, mark: InterestMark) -> None:
    """That they did, but not of which company: the street reads this trail too. The mark has a history of its own."""
    audit.record(actor, act, event, organizations=[mark.firm_id])
