"""What a person may still be told of a call, asked at the moment of reading and of sending."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from backend.accounts.models import User
from backend.core import clock
from backend.deals.models import Pitch, Thesis
from backend.deals.selectors.theses import visible_theses
from backend.matching.eligibility import asking_searches, public_theses
from backend.matching.enums import Asker, RestsOn, Rhythm
from backend.matching.models import Alert, Call, PitchRhythm, SavedSearch, ThesisRhythm
from backend.matching.selectors.scope import audience_of
from backend.matching.selectors.visibility import findable_pitches
from backend.organizations import selectors as organizations
from backend.organizations.enums import MemberRole
from search.scope import Audience

R = TypeVar("R", Pitch, Thesis)


@dataclass(frozen=True, slots=True)
class SearchCall:
    """New deals for a saved search."""

    search: SavedSearch
    pitches: tuple[Pitch, ...]


@dataclass(frozen=True, slots=True)
class ThesisCall:
    """New deals for a firm's thesis."""

    thesis: Thesis
    pitches: tuple[Pitch, ...]


@dataclass(frozen=True, slots=True)
class PitchCall:
    """New theses for a team's pitch."""

    pitch: Pitch
    theses: tuple[Thesis, ...]


def tellable_searches(person: User, ids: Collection[UUID]) -> Mapping[UUID, SearchCall]:
    """The person's own, saved still and not switched off, with the deals they may find now."""
    own = asking_searches().filter(owner=person, paused_at=None).exclude(rhythm=Rhythm.NEVER)
    calls = list(Call.objects.filter(pk__in=ids, asker=Asker.SEARCH, search__in=own).select_related("search"))
    found = pitches_of(person, calls, now=clock.now())
    return {
        call.pk: SearchCall(call.search, found[call.pk])
        for call in calls
        if call.search is not None and found.get(call.pk)
    }


def tellable_theses(person: User, ids: Collection[UUID]) -> Mapping[UUID, ThesisCall]:
    """Of firms the person acts for, published still and not switched off."""
    now = clock.now()
    theses = public_theses(now).filter(firm__in=_acting_for(person))
    silent = ThesisRhythm.objects.filter(rhythm=Rhythm.NEVER).values("thesis")
    calls = list(
        Call.objects.filter(pk__in=ids, asker=Asker.THESIS, thesis__in=theses.values("pk"))
        .exclude(thesis__in=silent)
        .select_related("thesis__firm")
    )
    found = pitches_of(person, calls, now=now)
    return {
        call.pk: ThesisCall(call.thesis, found[call.pk])
        for call in calls
        if call.thesis is not None and found.get(call.pk)
    }


def tellable_pitches(person: User, ids: Collection[UUID]) -> Mapping[UUID, PitchCall]:
    """Of companies the person acts for, published still and not switched off, with the theses they may read now."""
    now = clock.now()
    pitches = findable_pitches(person).filter(organization__in=_acting_for(person))
    silent = PitchRhythm.objects.filter(rhythm=Rhythm.NEVER).values("pitch")
    calls = list(
        Call.objects.filter(pk__in=ids, asker=Asker.PITCH, pitch__in=pitches.values("pk"))
        .exclude(pitch__in=silent)
        .select_related("pitch__organization")
    )
    # Of every such alert there is a thesis, as `alert_has_its_asker` says.
    alerts = Alert.objects.filter(call__in=calls, asker=Asker.PITCH).order_by("found_at", "pk")
    pairs = list(alerts.values_list("call_id", "thesis_id"))
    theses = public_theses(now).filter(pk__in={thesis for _, thesis in pairs})
    shown = visible_theses(person, now).filter(pk__in=theses.values("pk")).in_bulk()
    found = _grouped(pairs, shown)
    return {
        call.pk: PitchCall(call.pitch, found[call.pk])
        for call in calls
        if call.pitch is not None and found.get(call.pk)
    }


def pitches_of(person: User, calls: Sequence[Call], *, now: datetime) -> Mapping[UUID, tuple[Pitch, ...]]:
    """The deals of each call the person may find now; what rests on more than is public, for verified investors alone."""
    alerts = Alert.objects.filter(readable(person, now), call__in=calls).order_by("found_at", "pk")
    pitches = findable_pitches(person).select_related("organization")
    shown = pitches.in_bulk([alert.pitch_id for alert in alerts])
    return _grouped([(alert.call_id, alert.pitch_id) for alert in alerts if alert.call_id is not None], shown)


def readable(person: User, now: datetime) -> Q:
    """Alerts that rest on what the person may read now, whether or not the pitch is still there."""
    return Q() if audience_of(person, now) is Audience.VERIFIED else Q(rests_on=RestsOn.PUBLIC)


def _acting_for(person: User) -> list[UUID]:
    return [pk for pk, role in organizations.roles_of(person).items() if role != MemberRole.READER]


def _grouped(pairs: Sequence[tuple[UUID, UUID]], shown: Mapping[UUID, R]) -> dict[UUID, tuple[R, ...]]:
    found: dict[UUID, list[R]] = {}
    for call, pk in pairs:
        if pk in shown:
            found.setdefault(call, []).append(shown[pk])
    return {call: tuple(rows) for call, rows in found.items()}
