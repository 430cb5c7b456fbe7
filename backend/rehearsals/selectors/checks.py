"""What an event lacks for its evening, read from its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from backend.core.actors import Viewer
from backend.interactions.enums import PollState
from backend.interactions.models import Poll
from backend.interactions.selectors.participants import rules_of
from backend.judging.models import Criterion, Judge
from backend.organizations.selectors.members import workers_of
from backend.rehearsals.enums import Check, Standing
from backend.roadshows.enums import AgendaKind, EventState, HelperRole, HelperState
from backend.roadshows.models import AgendaItem, CheckInDevice, Event, EventHelper, ReleasedItem
from backend.roadshows.selectors.agenda import draft_changes
from backend.roadshows.selectors.clashes import clashes_of
from backend.roadshows.selectors.events import released_items
from backend.roadshows.selectors.stage import deck_of, public_items


@dataclass(frozen=True, slots=True)
class Checked:
    """`count`: of what is missing, in its own unit."""

    check: Check
    standing: Standing
    count: int = 0


def checked(viewer: Viewer, event: Event, *, now: datetime) -> list[Checked]:
    """Every check, in their order."""
    found = {one.check: one for one in (*_of_the_event(event), *_of_the_agenda(viewer, event), *_of_people(event, now))}
    return [found[check] for check in Check]


def _of_the_event(event: Event) -> Iterator[Checked]:
    yield _needs(Check.PUBLISHED, int(event.state != EventState.PUBLISHED))
    yield _needs(Check.QUESTIONS, int(not rules_of(event).takes_questions), otherwise=Standing.HINT)
    drafts = Poll.objects.filter(event=event).exclude(state=PollState.ARCHIVED).exists()
    yield _needs(Check.POLLS, int(not drafts), otherwise=Standing.HINT)


def _of_the_agenda(viewer: Viewer, event: Event) -> Iterator[Checked]:
    draft = list(event.agenda.all())
    yield _needs(Check.LINES, int(not draft))
    is_out = event.published_at is not None
    yield _needs(Check.RELEASED, len(draft_changes(event))) if is_out else Checked(Check.RELEASED, Standing.NONE)
    planned = sum(one.minutes for one in draft)
    over = planned - int((event.ends_at - event.starts_at).total_seconds() // 60)
    yield _needs(Check.FITS, max(over, 0))
    asked: list[AgendaItem] | list[ReleasedItem] = list(released_items(event)) if is_out else draft
    slots = [one for one in asked if one.pitch_id is not None]
    silent = sum(not one.is_confirmed for one in slots)
    yield _needs(Check.CONFIRMED, silent, is_needed=bool(slots))
    pitches = [one for one in public_items(event) if one.kind == AgendaKind.PITCH and one.pitch_id]
    bare = sum(deck_of(one) is None for one in pitches)
    yield _needs(Check.DECKS, bare, is_needed=bool(pitches))
    yield _needs(Check.CLASHES, len(clashes_of(viewer, event)), otherwise=Standing.HINT)


def _of_people(event: Event, now: datetime) -> Iterator[Checked]:
    helps = EventHelper.objects.filter(event=event, role=HelperRole.CO_HOST, state=HelperState.ACCEPTED)
    alone = workers_of(event.organization_id).distinct().count() + helps.count() < 2
    yield _needs(Check.HANDS, int(alone), otherwise=Standing.HINT)
    yield _judges(event)
    yield _needs(Check.GUESTS, int(not event.registrations.exists()), otherwise=Standing.HINT)
    devices = CheckInDevice.objects.filter(event=event, revoked_at=None).exists()
    yield _needs(Check.DOOR, int(not devices), is_needed=not event.is_online, otherwise=Standing.HINT)


def _judges(event: Event) -> Checked:
    """An event that is not judged needs neither rubric nor judges."""
    judges = Judge.objects.filter(event=event, revoked_at=None)
    has_rubric = Criterion.objects.filter(panel__event=event).exists()
    if not has_rubric and not judges.exists():
        return Checked(Check.JUDGES, Standing.NONE)
    if not has_rubric or not judges.exists():
        return Checked(Check.JUDGES, Standing.MISSING)
    unseen = judges.filter(last_seen_at=None).count()
    return _needs(Check.JUDGES, unseen, otherwise=Standing.HINT)


def _needs(check: Check, missing: int, *, is_needed: bool = True, otherwise: Standing = Standing.MISSING) -> Checked:
    if not is_needed:
        return Checked(check, Standing.NONE)
    return Checked(check, otherwise if missing else Standing.READY, missing)
