"""Saving searches, and changing what is saved. Each act is its owner's, leaves one audit row, and tells the index."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.core import audit
from backend.core.errors import NotFound
from backend.core.permissions import require
from backend.matching import knowledge, saved_questions
from backend.matching.enums import Rhythm
from backend.matching.errors import SavedSearchAsked, SavedSearchNameTaken, TooManySavedSearches
from backend.matching.models import Alert, SavedSearch
from backend.matching.rhythms import due_at
from backend.matching.selectors.saved import own_searches
from backend.matching.services.knowing import know_what_fits
from backend.matching.services.marks import mark_dirty
from search.records import ObjectKind

MOST = 100
# As long as a deletion can be undone.
KEPT_DELETED = timedelta(days=1)


@transaction.atomic
def save_search(*, actor: User, name: str, question: Mapping[str, Any], rhythm: Rhythm, now: datetime) -> SavedSearch:
    """Keep a question under a name. What fits it already is known to its owner and told nobody.

    Raises NotPermitted, SearchRefused, TooManySavedSearches, SavedSearchNameTaken, SavedSearchAsked.
    """
    require(actor, "matching.save_search")
    kept = saved_questions.kept(question)
    saved_questions.request_of(kept, knowledge.current(), today=timezone.localdate(now))
    _hold(actor)
    if own_searches(actor).count() >= MOST:
        raise TooManySavedSearches
    saved = SavedSearch(
        owner=actor,
        name=name,
        question=kept,
        digest=saved_questions.digest(kept),
        rhythm=rhythm,
        visited_at=now,
        created_at=now,
        as_of=timezone.localdate(now),
    )
    _require_new(saved)
    saved.save()
    know_what_fits(saved, now=now)
    return _changed(actor, saved, "created", rhythm=rhythm)


@transaction.atomic
def change_search(
    *, actor: User, saved: SavedSearch, name: str | None = None, rhythm: Rhythm | None = None, now: datetime
) -> SavedSearch:
    """Rename it, or hear of it in another rhythm; what waits follows the new one.

    Raises NotPermitted, NotFound, SavedSearchNameTaken.
    """
    saved = _locked(actor, saved)
    if name is not None:
        saved.name = name
        _hold(actor)
        _require_new(saved)
    if rhythm is not None and rhythm != saved.rhythm:
        saved.rhythm = rhythm
        _tell_by_rhythm(saved, now=now)
    saved.save(update_fields=["name", "rhythm"])
    return _changed(actor, saved, "changed", rhythm=saved.rhythm)


@transaction.atomic
def pause_search(*, actor: User, saved: SavedSearch, now: datetime) -> SavedSearch:
    """Be silent until it is resumed; what waits is not told later. Raises NotPermitted, NotFound."""
    saved = _locked(actor, saved)
    if saved.paused_at is None:
        saved.paused_at = now
        saved.save(update_fields=["paused_at"])
        _tell_by_rhythm(saved, now=now)
        _changed(actor, saved, "paused")
    return saved


@transaction.atomic
def resume_search(*, actor: User, saved: SavedSearch) -> SavedSearch:
    """Tell of what is found from now on. Raises NotPermitted, NotFound."""
    saved = _locked(actor, saved)
    if saved.paused_at is not None:
        saved.paused_at = None
        saved.save(update_fields=["paused_at"])
        _changed(actor, saved, "resumed")
    return saved


@transaction.atomic
def visit_search(*, actor: User, saved: SavedSearch, now: datetime) -> SavedSearch:
    """Its owner has seen what fits it now. Raises NotPermitted, NotFound."""
    saved = _locked(actor, saved)
    saved.visited_at = now
    saved.save(update_fields=["visited_at"])
    return saved


@transaction.atomic
def delete_search(*, actor: User, saved: SavedSearch, now: datetime) -> None:
    """Nobody finds it any more; for a day it can be restored. Raises NotPermitted, NotFound."""
    saved = _locked(actor, saved)
    saved.deleted_at = now
    saved.save(update_fields=["deleted_at"])
    _changed(actor, saved, "deleted")


@transaction.atomic
def restore_search(*, actor: User, search_id: UUID, now: datetime) -> SavedSearch:
    """Take a deletion back. Raises NotFound, TooManySavedSearches, SavedSearchNameTaken, SavedSearchAsked."""
    _hold(actor)
    recent = SavedSearch.objects.filter(deleted_at__gt=now - KEPT_DELETED, owner=actor)
    saved = recent.select_for_update(no_key=True).filter(pk=search_id).first()
    if saved is None:
        raise NotFound
    require(actor, "matching.change_search", saved)
    if own_searches(actor).count() >= MOST:
        raise TooManySavedSearches
    _require_new(saved)
    saved.deleted_at = None
    saved.save(update_fields=["deleted_at"])
    return _changed(actor, saved, "restored")


def forget_deleted(*, now: datetime) -> int:
    """Remove what cannot be restored any more, with all that was found for it. Returns how many."""
    gone = SavedSearch.objects.filter(deleted_at__lte=now - KEPT_DELETED)
    return gone.delete()[1].get(SavedSearch._meta.label, 0)


def _hold(actor: User) -> None:
    """Two savers of one person take turns, so that they count right."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=actor.pk)


def _locked(actor: User, saved: SavedSearch) -> SavedSearch:
    require(actor, "matching.change_search", saved)
    found = SavedSearch.objects.select_for_update(no_key=True, of=("self",)).filter(pk=saved.pk, deleted_at=None)
    row = found.select_related("owner").first()
    if row is None:
        raise NotFound
    return row


def _require_new(saved: SavedSearch) -> None:
    others = own_searches(saved.owner).exclude(pk=saved.pk)
    if others.filter(name=saved.name).exists():
        raise SavedSearchNameTaken(fields={"name": [SavedSearchNameTaken.message]})
    same = others.filter(digest=saved.digest).first()
    if same is not None:
        raise SavedSearchAsked(str(SavedSearchAsked.message).format(name=same.name))


def _tell_by_rhythm(saved: SavedSearch, *, now: datetime) -> None:
    """What waits to be told waits by the new rhythm. What was kept for the page alone stays so."""
    waiting = Alert.objects.filter(search=saved, call=None, due_at__isnull=False)
    waiting.update(due_at=due_at(saved.told_in, now))


def _changed(actor: User, saved: SavedSearch, act: str, **data: Any) -> SavedSearch:
    audit.record(actor, f"saved_search.{act}", saved, **data)
    if act in ("created", "deleted", "restored"):
        mark_dirty(ObjectKind.CRITERIA, [saved.pk])
    return saved
