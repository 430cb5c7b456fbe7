"""Changes of an approved pitch: what a reviewer must read waits in its revision, the rest applies at once.

Every function here works on a pitch whose row its caller has locked, which is what keeps the revision's one writer.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend.accounts.selectors import as_person
from backend.core.actors import Actor
from backend.deals.models import Pitch, PitchRevision, PitchTeamMember
from backend.deals.selectors.pitches import team_of
from backend.deals.selectors.revisions import (
    AT_ONCE,
    REVIEWED,
    approved_copy,
    entry_of,
    overlay,
    put,
    revision_of,
    rewritten,
    value_at,
)
from backend.deals.services.pitch_changes import PitchChanges, assign_changes, save_blocks
from backend.files import services as file_services
from backend.files.models import StoredFile


def revise(pitch: Pitch, changes: PitchChanges, *, actor: Actor) -> list[str]:
    """Change the team's working copy: what nobody need review is written into the pitch (unsaved) and its blocks
    (saved), the rest waits. Returns the names of changed fields. Raises as `assign_changes`.
    """
    copy = overlay(approved_copy(pitch.pk))
    names = assign_changes(copy, changes)
    paths = [path for path in (*REVIEWED, *AT_ONCE) if value_at(copy, path) != value_at(pitch, path)]
    # In another currency no figure means what it did, so all of them wait together.
    waits_too = copy.currency != pitch.currency
    waiting = {path for path in paths if path in REVIEWED or (waits_too and path.endswith("_minor"))}
    at_once = [path for path in paths if path not in waiting]
    for path in at_once:
        put(pitch, path, value_at(copy, path))
    save_blocks(pitch, {path.partition(".")[0] for path in at_once if "." in path})
    revision = _revision_for(pitch)
    values = {path: value_at(copy, path) for path in sorted(waiting)}
    if values != revision.values:
        revision.values = values
        _store(revision, actor)
    return names


def keep_person(pitch: Pitch, member: PitchTeamMember, *, actor: Actor) -> None:
    """Let a team entry wait as it stands in memory; one that reads like the approved one waits no longer."""
    revision = _revision_for(pitch)
    entry, key = entry_of(member), str(member.pk)
    row = PitchTeamMember.objects.filter(pk=member.pk).first()
    people = dict(revision.people)
    people.pop(key, None)
    if row is None or entry_of(row) != entry:
        people[key] = entry
    if people != revision.people:
        revision.people = people
        _store(revision, actor)


def confirm_waiting_person(pitch: Pitch, member_id: UUID, now: datetime) -> bool:
    """Note that the person of an entry that waits confirmed it; False when none waits. No word of it changes."""
    revision, key = revision_of(pitch), str(member_id)
    if revision is None or key not in revision.people:
        return False
    revision.people = {**revision.people, key: {**revision.people[key], "confirmed_at": now.isoformat()}}
    revision.save(update_fields=["people", "updated_at"])
    return True


def drop_person(pitch: Pitch, member_id: UUID, *, actor: Actor) -> bool:
    """Forget a team entry that waits; False when none does."""
    revision, key = revision_of(pitch), str(member_id)
    if revision is None or key not in revision.people:
        return False
    revision.people = {other: entry for other, entry in revision.people.items() if other != key}
    _store(revision, actor)
    return True


def keep_deck(pitch: Pitch, file: StoredFile | None, *, actor: Actor) -> None:
    """Let a deck wait in place of the one that waited; None forgets that one."""
    revision = _revision_for(pitch)
    old, revision.deck = revision.deck, file
    if old is not None:
        file_services.release(old)
    if old is not None or file is not None:
        _store(revision, actor)


def merge(pitch: Pitch) -> list[str]:
    """Make what waits the pitch itself (unsaved; blocks and people saved). Returns the names of what changed."""
    revision = revision_of(pitch)
    if revision is None:
        return []
    for path, value in revision.values.items():
        put(pitch, path, value)
    save_blocks(pitch, {path.partition(".")[0] for path in revision.values if "." in path})
    rows = {str(member.pk): member for member in team_of(pitch)}
    for key, entry in revision.people.items():
        member = rows.get(key) or PitchTeamMember(pk=UUID(key), pitch=pitch)
        rewritten(member, entry).save(force_insert=key not in rows)
    names = [*revision.values, *(["team.members"] if revision.people else [])]
    if revision.deck is not None:
        if pitch.deck is not None:
            file_services.release(pitch.deck)
        pitch.deck = revision.deck
        pitch.deck_version += 1
        names.append("deck")
    _forget(revision)
    return names


def discard(pitch: Pitch) -> None:
    """Forget what waits; the approved pitch stays as it is."""
    revision = revision_of(pitch)
    if revision is None:
        return
    if revision.deck is not None:
        file_services.release(revision.deck)
    _forget(revision)


def _revision_for(pitch: Pitch) -> PitchRevision:
    return revision_of(pitch) or PitchRevision(pitch=pitch)


def _store(revision: PitchRevision, actor: Actor) -> None:
    """Save it as a draft again: what a reviewer has before them never changes under their eyes."""
    if not (revision.values or revision.people or revision.deck):
        if not revision._state.adding:
            _forget(revision)
        return
    revision.submitted_at = None
    revision.written_by = as_person(actor) or revision.written_by
    revision.save()


def _forget(revision: PitchRevision) -> None:
    pitch: Any = revision.pitch
    revision.delete()
    # The pitch in memory must not go on showing what is gone.
    pitch._state.fields_cache.pop("revision", None)
