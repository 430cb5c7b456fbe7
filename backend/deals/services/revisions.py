"""The way of a revision: written by the team, handed in, decided by a reviewer. The approved pitch stays meanwhile."""

from datetime import datetime

from django.db import transaction

from backend.core import outbox
from backend.core.actors import Actor
from backend.core.errors import Invalid
from backend.deals.errors import REASON_NEEDED, ChangedSinceRead
from backend.deals.events import RevisionDecided, RevisionSubmitted
from backend.deals.models import Pitch, PitchRevision
from backend.deals.selectors.revisions import edition_of_revision, revision_of
from backend.deals.services.pitches import locked_pitch, require_rendered, require_step, save_changed, tell
from backend.deals.services.waiting import discard, merge


@transaction.atomic
def submit_revision(*, actor: Actor, pitch: Pitch, now: datetime, version: int | None = None) -> Pitch:
    """Hand the changes of an approved pitch to the reviewers. Raises NotPermitted, WrongState, StalePitch."""
    locked = locked_pitch(pitch.pk, version)
    require_step(actor, "submit_revision", locked)
    revision = _held(locked)
    revision.submitted_at, revision.review_reason = now, ""
    revision.save()
    save_changed(locked)
    tell(actor, "pitch.revision_submitted", locked)
    outbox.publish(RevisionSubmitted(pitch_id=locked.pk, version=locked.version))
    return locked


@transaction.atomic
def withdraw_revision(*, actor: Actor, pitch: Pitch, now: datetime, version: int | None = None) -> Pitch:
    """Drop the changes; the pitch reads as it was approved. Raises NotPermitted, WrongState, StalePitch."""
    locked = locked_pitch(pitch.pk, version)
    require_step(actor, "withdraw_revision", locked)
    discard(locked)
    save_changed(locked)
    tell(actor, "pitch.revision_withdrawn", locked)
    return locked


@transaction.atomic
def decide_revision(*, actor: Actor, pitch: Pitch, approve: bool, reason: str, edition: str, now: datetime) -> Pitch:
    """Make the changes the pitch everybody reads, or give them back to the team with a reason.

    `edition` is that of the changes the actor has read. Raises ChangedSinceRead when they are not those any more,
    DeckNotRendered for an approval while a new deck's pages are made, Invalid without a reason to refuse, NotPermitted,
    WrongState.
    """
    locked = locked_pitch(pitch.pk)
    require_step(actor, "decide_revision", locked)
    revision = _held(locked)
    if edition != edition_of_revision(revision):
        raise ChangedSinceRead
    if not approve:
        if not reason.strip():
            raise Invalid(fields={"reason": [REASON_NEEDED]})
        revision.submitted_at, revision.review_reason = None, reason.strip()
        revision.save()
        save_changed(locked)
        tell(actor, "pitch.revision_rejected", locked)
    else:
        require_rendered(revision.deck)
        names = merge(locked)
        locked.approved_at, locked.last_confirmed_at = now, now
        save_changed(locked)
        tell(actor, "pitch.revision_approved", locked, fields=names)
    outbox.publish(RevisionDecided(pitch_id=locked.pk, version=locked.version, approved=approve))
    return locked


def _held(pitch: Pitch) -> PitchRevision:
    """The revision a passed rule has just seen."""
    revision = revision_of(pitch)
    if revision is None:
        raise PitchRevision.DoesNotExist
    return revision
