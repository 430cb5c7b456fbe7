"""A pitch's way: draft → in review → published ⇄ paused → closed → draft again.

A submitted pitch may be approved before its company is verified. It then waits in review, and the company's
verification publishes it: nobody outside ever sees a pitch of an unverified company.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.core import outbox
from backend.core.actors import SYSTEM, Actor
from backend.core.errors import Invalid
from backend.core.languages import text
from backend.deals.completeness import ESSENTIALS, is_stated
from backend.deals.enums import PitchState
from backend.deals.errors import REASON_NEEDED, ChangedSinceRead, PitchIncomplete
from backend.deals.events import PitchDecided, PitchPublished, PitchSubmitted
from backend.deals.models import Pitch
from backend.deals.selectors.pitches import stated_values
from backend.deals.selectors.revisions import edition_of_pitch
from backend.deals.services.limits import require_room_for_pitch
from backend.deals.services.pitches import locked_pitch, require_rendered, require_step, save_changed, tell
from backend.deals.services.waiting import merge
from backend.organizations import selectors as organizations

_NEEDED = text("提交前必填。", "Needed before submitting.")


@transaction.atomic
def submit_pitch(*, actor: Actor, pitch: Pitch, now: datetime, version: int | None = None) -> Pitch:
    """Hand a draft to the reviewers. Raises PitchIncomplete naming the essentials that are missing."""
    locked = locked_pitch(pitch.pk, version)
    require_step(actor, "submit_pitch", locked)
    values = stated_values(locked)
    missing = [name for name in ESSENTIALS if not is_stated(values[name])]
    if missing:
        raise PitchIncomplete(fields={name: [_NEEDED] for name in missing})
    locked.state, locked.submitted_at, locked.last_confirmed_at = PitchState.IN_REVIEW, now, now
    locked.review_reason, locked.approved_at = "", None
    _moved(actor, locked, "pitch.submitted")
    outbox.publish(PitchSubmitted(pitch_id=locked.pk, version=locked.version))
    return locked


@transaction.atomic
def decide_pitch(*, actor: Actor, pitch: Pitch, approve: bool, reason: str, edition: str, now: datetime) -> Pitch:
    """Approve, which publishes at once if the company is verified and otherwise waits for that; or send back to
    draft with a reason.

    `edition` is that of the pitch the actor has read. Raises ChangedSinceRead when anything in it changed since,
    DeckNotRendered for an approval while the deck's pages are made, Invalid without a reason to refuse, NotPermitted,
    WrongState.
    """
    locked = locked_pitch(pitch.pk)
    require_step(actor, "decide_pitch", locked)
    if edition != edition_of_pitch(locked):
        raise ChangedSinceRead
    if not approve:
        if not reason.strip():
            raise Invalid(fields={"reason": [REASON_NEEDED]})
        locked.state, locked.review_reason, locked.approved_at = PitchState.DRAFT, reason.strip(), None
        _moved(actor, locked, "pitch.rejected")
    else:
        require_rendered(locked.deck)
        locked.approved_at, locked.review_reason = now, ""
        if organizations.is_verified_now(locked.organization, now):
            _publish(actor, locked, now)
        else:
            _moved(actor, locked, "pitch.approved")
    outbox.publish(PitchDecided(pitch_id=locked.pk, version=locked.version, approved=approve))
    return locked


@transaction.atomic
def publish_approved(*, organization_id: UUID, now: datetime) -> int:
    """The company has been verified: publish what waited for it. Returns how many; safe to run twice."""
    waiting = Pitch.objects.filter(organization=organization_id, state=PitchState.IN_REVIEW, approved_at__isnull=False)
    published = 0
    for pitch_id in waiting.order_by("id").values_list("pk", flat=True):
        locked = locked_pitch(pitch_id)
        still_waits = locked.state == PitchState.IN_REVIEW and locked.approved_at is not None
        if still_waits and organizations.is_verified_now(locked.organization, now):
            _publish(SYSTEM, locked, now)
            published += 1
    return published


@transaction.atomic
def pause_pitch(*, actor: Actor, pitch: Pitch, now: datetime, version: int | None = None) -> Pitch:
    """Hide a published pitch from everybody outside until it is resumed."""
    locked = locked_pitch(pitch.pk, version)
    require_step(actor, "pause_pitch", locked)
    locked.state, locked.paused_at = PitchState.PAUSED, now
    return _moved(actor, locked, "pitch.paused")


@transaction.atomic
def resume_pitch(*, actor: Actor, pitch: Pitch, now: datetime, version: int | None = None) -> Pitch:
    """Show a paused pitch again; that also confirms it. It is not announced a second time."""
    locked = locked_pitch(pitch.pk, version)
    require_step(actor, "resume_pitch", locked)
    locked.state, locked.paused_at, locked.last_confirmed_at = PitchState.PUBLISHED, None, now
    return _moved(actor, locked, "pitch.resumed")


@transaction.atomic
def close_pitch(*, actor: Actor, pitch: Pitch, now: datetime, version: int | None = None) -> Pitch:
    """The round is over or given up. Changes that waited become part of it: it shows to nobody until reviewed anew."""
    locked = locked_pitch(pitch.pk, version)
    require_step(actor, "close_pitch", locked)
    merge(locked)
    locked.state, locked.closed_at = PitchState.CLOSED, now
    return _moved(actor, locked, "pitch.closed")


@transaction.atomic
def reopen_pitch(*, actor: Actor, pitch: Pitch, now: datetime, version: int | None = None) -> Pitch:
    """A closed pitch becomes a draft again and goes through review like any other. Raises TooManyPitches."""
    locked = locked_pitch(pitch.pk, version)
    require_step(actor, "reopen_pitch", locked)
    require_room_for_pitch(locked.organization_id, is_new=False)
    locked.state, locked.closed_at, locked.paused_at, locked.approved_at = PitchState.DRAFT, None, None, None
    return _moved(actor, locked, "pitch.reopened")


@transaction.atomic
def confirm_pitch(*, actor: Actor, pitch: Pitch, now: datetime, version: int | None = None) -> Pitch:
    """Say that everything still holds; without it a pitch is stale after 90 days."""
    locked = locked_pitch(pitch.pk, version)
    require_step(actor, "confirm_pitch", locked)
    locked.last_confirmed_at = now
    return _moved(actor, locked, "pitch.confirmed")


def _publish(actor: Actor, pitch: Pitch, now: datetime) -> Pitch:
    pitch.state, pitch.published_at = PitchState.PUBLISHED, now
    _moved(actor, pitch, "pitch.published")
    outbox.publish(PitchPublished(pitch_id=pitch.pk, at=now))
    return pitch


def _moved(actor: Actor, pitch: Pitch, action: str) -> Pitch:
    save_changed(pitch)
    tell(actor, action, pitch)
    return pitch
