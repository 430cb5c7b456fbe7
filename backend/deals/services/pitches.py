"""Writing pitches. Every change locks the row, raises its version, leaves one audit row and tells the other apps."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.accounts.selectors import as_person
from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.errors import NotPermitted
from backend.core.permissions import may, require
from backend.deals.completeness import measure
from backend.deals.enums import Block, PitchState, Visibility
from backend.deals.errors import DeckNotRendered, NotAStartup, StalePitch, WrongState
from backend.deals.events import PitchChanged
from backend.deals.models import Pitch, PitchBlock
from backend.deals.permissions import STEP_ROLES, is_approved, is_startup
from backend.deals.selectors.pitches import stated_values
from backend.deals.services.limits import require_room_for_pitch
from backend.deals.services.pitch_changes import PitchChanges, apply_changes
from backend.deals.services.waiting import keep_deck, revise
from backend.files import selectors as files
from backend.files import services as file_services
from backend.files.enums import FileKind, FileState
from backend.files.errors import FileRefused
from backend.files.models import StoredFile
from backend.organizations.models import Organization
from backend.organizations.permissions import is_member


@transaction.atomic
def create_pitch(*, actor: Actor, organization: Organization, changes: PitchChanges, now: datetime) -> Pitch:
    """Start a draft. Raises NotAStartup, NotPermitted, TooManyPitches and everything `update_pitch` raises."""
    if not is_startup(actor, organization):
        if not is_member(actor, organization):
            raise NotPermitted(rule="deals.create_pitch")
        raise NotAStartup(fields={"organization": [NotAStartup.message]})
    require(actor, "deals.create_pitch", organization)
    require_room_for_pitch(organization.pk)
    pitch = Pitch.objects.create(organization=organization, created_by=as_person(actor))
    apply_changes(pitch, changes)
    pitch.completeness = measure(stated_values(pitch)).percent
    pitch.save()
    tell(actor, "pitch.created", pitch)
    return pitch


@transaction.atomic
def update_pitch(*, actor: Actor, pitch: Pitch, version: int, changes: PitchChanges, now: datetime) -> Pitch:
    """Change headline fields and blocks; once it was approved, what needs a review waits in its revision.

    Raises StalePitch when `version` is not the stored one, NotPermitted, WrongState, and what `apply_changes` raises.
    """
    locked = locked_pitch(pitch.pk, version)
    require_step(actor, "update_pitch", locked)
    names = revise(locked, changes, actor=actor) if is_approved(actor, locked) else apply_changes(locked, changes)
    save_changed(locked)
    tell(actor, "pitch.updated", locked, fields=names)
    return locked


@transaction.atomic
def attach_deck(
    *, actor: Actor, pitch: Pitch, file_id: UUID | None, now: datetime, version: int | None = None
) -> Pitch:
    """Make the actor's own upload the deck, or remove the deck. The old one is forgotten by the next sweep.

    A new deck of an approved pitch waits in its revision; taking one away needs nobody's review. Raises FileNotUsable, FileRefused, NotPermitted, WrongState, StalePitch.
    """
    locked = locked_pitch(pitch.pk, version)
    require_step(actor, "attach_deck", locked)
    file = None if file_id is None else _own_deck(actor, file_id, now)
    if is_approved(actor, locked):
        keep_deck(locked, file, actor=actor)
    if file is None or not is_approved(actor, locked):
        old, locked.deck = locked.deck, file
        if old is not None:
            file_services.release(old)
        locked.deck_version += file is not None
    save_changed(locked)
    tell(actor, "pitch.deck_changed", locked, deck_version=locked.deck_version, removed=file_id is None)
    return locked


def _own_deck(actor: Actor, file_id: UUID, now: datetime) -> StoredFile:
    file = files.usable_upload(actor, file_id, FileKind.DECK, lock=True)
    if file.state == FileState.REFUSED:
        raise FileRefused
    file_services.keep(file, now)
    return file


@transaction.atomic
def set_visibility(
    *,
    actor: Actor,
    pitch: Pitch,
    blocks: dict[Block, Visibility],
    now: datetime,
    version: int | None = None,
) -> Pitch:
    """Choose who reads the given blocks; the others stay. Raises NotPermitted, WrongState, StalePitch."""
    locked = locked_pitch(pitch.pk, version)
    require_step(actor, "set_visibility", locked)
    PitchBlock.objects.bulk_create(
        [PitchBlock(pitch=locked, block=block, visibility=visibility) for block, visibility in blocks.items()],
        update_conflicts=True,
        unique_fields=["pitch", "block"],
        update_fields=["visibility"],
    )
    save_changed(locked)
    chosen = {block.value: visibility.value for block, visibility in blocks.items()}
    tell(actor, "pitch.visibility_changed", locked, blocks=chosen)
    return locked


def locked_pitch(pitch_id: UUID, version: int | None = None) -> Pitch:
    """The row as it is now, held until the transaction ends. Raises StalePitch unless it has the given version."""
    pitch = Pitch.objects.select_for_update(of=("self",)).select_related("organization__logo", "deck").get(pk=pitch_id)
    if version is not None and pitch.version != version:
        raise StalePitch(version=pitch.version)
    return pitch


def require_step(actor: Actor, step: str, pitch: Pitch) -> None:
    """Raise NotPermitted for the wrong person, WrongState for the right person at the wrong time."""
    if may(actor, f"deals.{step}", pitch):
        return
    raise WrongState(state=pitch.state) if STEP_ROLES[step](actor, pitch) else NotPermitted(rule=step)


def require_rendered(deck: StoredFile | None) -> None:
    """Raise DeckNotRendered while nobody can have seen the pages. One whose pages failed is the reviewer's to judge."""
    if deck is not None and deck.is_rendering:
        raise DeckNotRendered


def save_changed(pitch: Pitch) -> None:
    """Save a locked pitch as its next version, completeness measured anew."""
    pitch.version += 1
    pitch.completeness = measure(stated_values(pitch)).percent
    pitch.save()


def remeasure_pitches(organization_id: UUID) -> None:
    """The company's own fields count too. Not a change of the pitch: its version stays."""
    for pitch in Pitch.objects.filter(organization=organization_id).exclude(state=PitchState.CLOSED):
        percent = measure(stated_values(pitch)).percent
        Pitch.objects.filter(pk=pitch.pk).exclude(completeness=percent).update(completeness=percent)


def tell(actor: Actor, action: str, pitch: Pitch, **data: Any) -> None:
    """One audit row and one event for a change of the pitch."""
    audit.record(actor, action, pitch, organizations=[pitch.organization_id], version=pitch.version, **data)
    outbox.publish(PitchChanged(pitch_id=pitch.pk))
