"""The room of an event: who follows it, and that snapshot and later events always make the present state."""

import json
import random
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import Any, get_args
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from backend.accounts.models import User
from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.errors import DomainError
from backend.feeds import selectors as feeds
from backend.feeds.enums import Audience
from backend.feeds.errors import FeedNotFound
from backend.feeds.models import FeedEvent
from backend.feeds.names import FeedName
from backend.organizations.enums import MemberRole, VerificationState
from backend.organizations.models import Organization
from backend.roadshows.enums import AgendaKind, EventState
from backend.roadshows.models import AgendaItem, Event, Stage
from backend.roadshows.room_state import RoadshowRoomEvent, RoadshowRoomState, reduce, room_event
from backend.roadshows.rooms import KIND, public_feed
from backend.roadshows.services import agenda, event_states, releasing, stage
from backend.roadshows.services.events import create_event
from tests.backend.roadshows.test_stage import deck_pitch, live_event, slot_in
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.roadshows import AgendaItemFactory, EventFactory, HostFactory
from tests.support.pitch_cast import person_in
from tests.support.races import overlap

NOBODY = AnonymousUser()
_IN_NODE = """
const told = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const ts = require('typescript');
const code = ts.transpileModule(told.source, { compilerOptions: { module: 'CommonJS' } }).outputText;
const exports = {};
new Function('exports', code)(exports);
const after = ([seq, state]) => told.events.slice(seq).reduce((before, event) => exports.merge(before, event), state);
console.log(JSON.stringify(told.seen.map(after)));
"""
TYPES = {
    one.model_fields["type"].default: one.model_fields["payload"].annotation for one in get_args(RoadshowRoomEvent)
}


def _state(event: Event) -> tuple[int, dict[str, Any]]:
    found = feeds.snapshot(public_feed(event.pk), now=clock.now())
    return found.seq, found.state


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_payload_is_the_part_of_the_state_it_changes(name: str) -> None:
    """From the message schema: each field of an event is a field of the state, of the same form."""
    whole, part = RoadshowRoomState.model_json_schema(), TYPES[name].model_json_schema()
    assert part["properties"]
    for field, form in part["properties"].items():
        assert whole["properties"][field] == form
    for form in set(part.get("$defs", {})):
        assert whole["$defs"][form] == part["$defs"][form]


@dataclass(slots=True)
class Evening:
    """Acts that change what the room says, chosen at random; those that are refused change nothing."""

    event: Event
    host: User
    chance: random.Random

    def act(self) -> None:
        acts: list[Callable[[], object]] = [self._show, self._turn, self._start, self._stop, self._answer]
        try:
            with transaction.atomic():
                self.chance.choice(acts)()
        except DomainError:
            pass

    def _lines(self) -> list[AgendaItem]:
        return list(AgendaItem.objects.filter(event=self.event).select_related("pitch__organization"))

    def _on(self) -> UUID:
        shown = Stage.objects.filter(event=self.event).values_list("item_id", flat=True).first()
        return shown or self.chance.choice(self._lines()).pk

    def _show(self) -> None:
        line = self.chance.choice([None, *self._lines(), *self._lines()])
        item_id = line.pk if line else None
        stage.show_item(actor=self.host, event_id=self.event.pk, item_id=item_id, now=clock.now())

    def _turn(self) -> None:
        page = self.chance.randint(0, 4)
        stage.turn_page(actor=self.host, event_id=self.event.pk, item_id=self._on(), page=page, now=clock.now())

    def _start(self) -> None:
        now = clock.now()
        ends_at = now + timedelta(seconds=self.chance.randint(-60, 900))
        stage.start_timer(actor=self.host, event_id=self.event.pk, item_id=self._on(), ends_at=ends_at, now=now)

    def _stop(self) -> None:
        left = self.chance.randint(-5_000, 600_000)
        stage.stop_timer(actor=self.host, event_id=self.event.pk, item_id=self._on(), left_ms=left, now=clock.now())

    def _answer(self) -> None:
        line = self.chance.choice([line for line in self._lines() if line.pitch_id])
        agenda.answer_slot(
            actor=SYSTEM,
            item=line,
            accepts=self.chance.random() < 0.8,
            shows_deck=self.chance.random() < 0.7,
            now=clock.now(),
        )


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_snapshot_and_events_make_the_present_state_whatever_happens(seed: int) -> None:
    """After each act, from every earlier state: nothing is skipped, doubled or left for a reload."""
    event = EventFactory.create(published=True, starts_at=clock.now() + timedelta(minutes=5))
    host = person_in(event.organization, MemberRole.MEMBER)
    for position in (1, 2):
        slot_in(event, position, pitch=deck_pitch())
    AgendaItemFactory.create(event=event, position=3)
    seen = [_state(event)]
    lines = [
        {"id": item.pk, "kind": item.kind, "title": item.title, "title_en": "", "speaker": "", "minutes": 9}
        | {"room": "", "begins_after": None, "pitch_id": item.pitch_id}
        for item in event.agenda.order_by("-position")
    ]
    agenda.replace_agenda(actor=host, event=event, edition=1, lines=lines, now=clock.now())  # type: ignore[arg-type]
    seen.append(_state(event))
    releasing.release_agenda(actor=host, event=event, edition=2, note="", now=clock.now())
    seen.append(_state(event))
    event_states.begin_event(actor=host, event=event, edition=3, now=clock.now())
    evening = Evening(event, host, random.Random(seed))
    first = event.agenda.filter(pitch__isnull=False).earliest("position")
    stage.show_item(actor=host, event_id=event.pk, item_id=first.pk, now=clock.now())
    stage.turn_page(actor=host, event_id=event.pk, item_id=first.pk, page=2, now=clock.now())
    for _ in range(60):
        evening.act()
        seen.append(_state(event))
    event.refresh_from_db()
    event_states.end_event(actor=host, event=event, edition=event.edition, now=clock.now())
    last, present = _state(event)
    rows = list(FeedEvent.objects.filter(feed__name=str(public_feed(event.pk))).order_by("seq"))
    assert [row.seq for row in rows] == list(range(1, last + 1))
    assert {row.type for row in rows} == set(TYPES)
    for row in rows:
        room_event.validate_python({"type": row.type, "payload": row.payload})
    for seq, state in seen:
        for row in rows[seq:]:
            state = reduce(state, row.payload)
        assert state == present
    assert _reduced_by_the_page(seen, rows) == [present] * len(seen)


def _reduced_by_the_page(seen: list[tuple[int, dict[str, Any]]], rows: list[FeedEvent]) -> list[Any]:
    """The same by the front end's own reducer, in Node."""
    source = settings.BASE_DIR / "frontend" / "src" / "app" / "live" / "merge.ts"
    events = [{"seq": row.seq, "type": row.type, "payload": row.payload} for row in rows]
    told = json.dumps({"source": source.read_text(encoding="utf-8"), "seen": seen, "events": events})
    done = subprocess.run(
        ["node", "-e", _IN_NODE],
        input=told,
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR / "frontend",
    )
    return list(json.loads(done.stdout))


@pytest.mark.django_db
def test_from_the_first_publication_to_its_being_called_off() -> None:
    """What happens before anybody may read an event is no event of its feed."""
    host = HostFactory.create()
    owner, operator, now = person_in(host), OperatorFactory.create(), clock.now()
    words = {"preset": "roadshow", "title": "路演", "summary": "一句话", "is_online": True, "capacity": 10}
    times = {"starts_at": now + timedelta(hours=2), "ends_at": now + timedelta(hours=4)}
    event = create_event(actor=owner, organization=host, changes={**words, **times}, now=now)  # type: ignore[typeddict-item]
    agenda.replace_agenda(actor=owner, event=event, edition=1, lines=[], now=now)
    event_states.submit_event(actor=owner, event=event, edition=2, now=now)
    assert not FeedEvent.objects.exists()
    operator.second_factor_passed = True
    event_states.decide_event(actor=operator, event=event, approve=True, reason="", edition="3", now=now)
    event_states.cancel_event(actor=owner, event=event, edition=4, reason="台风", now=now)
    said = FeedEvent.objects.order_by("seq").values_list("seq", "type", "payload")
    assert list(said) == [
        (1, "room.phase_changed", {"phase": "published"}),
        (2, "room.phase_changed", {"phase": "cancelled"}),
    ]


@pytest.mark.django_db
def test_who_may_follow_which_room() -> None:
    now, live = clock.now(), live_event()
    draft, own = EventFactory.create(), person_in(live.organization)

    def readers(feed: FeedName) -> list[bool]:
        found = []
        for viewer in (NOBODY, UserFactory.create(), own):
            try:
                found.append(feeds.readable_feed(viewer, str(feed), now=now) == feed)
            except FeedNotFound:
                found.append(False)
        return found

    assert readers(public_feed(live.pk)) == [True, True, True]
    assert readers(public_feed(draft.pk)) == [False, False, False]
    assert readers(FeedName(KIND, live.pk, Audience.ORGANIZERS)) == [False, False, True]
    Organization.objects.filter(pk=live.organization_id).update(verification_state=VerificationState.REJECTED)
    assert readers(public_feed(live.pk)) == [False, False, False]


@pytest.mark.django_db
def test_the_room_names_no_company_that_has_not_said_yes() -> None:
    event = live_event()
    slot_in(event, pitch=deck_pitch())
    AgendaItemFactory.create(event=event, position=2, kind=AgendaKind.PITCH, title="未确认", pitch=deck_pitch())
    _, state = _state(event)
    assert [line["title"] for line in state["items"]] == ["开场致辞"]
    assert "未确认" not in str(state)


@pytest.mark.django_db
def test_the_room_does_not_count_what_nobody_in_it_sees() -> None:
    """Neither that a company was asked nor that it said no."""
    event = EventFactory.create(published=True)
    host, pitch, now = person_in(event.organization), deck_pitch(), clock.now()
    line = {"kind": AgendaKind.PITCH, "title": "未确认", "title_en": "", "speaker": "", "minutes": 9}
    lines = [{"id": None, **line, "room": "", "begins_after": None, "pitch_id": pitch.pk}]
    agenda.replace_agenda(actor=host, event=event, edition=1, lines=lines, now=now)  # type: ignore[arg-type]
    releasing.release_agenda(actor=host, event=event, edition=2, note="", now=now)
    asked: dict[str, Any] = {"actor": SYSTEM, "item": event.agenda.get(), "now": now}
    agenda.answer_slot(**asked, accepts=False, shows_deck=False)
    assert not FeedEvent.objects.exists()
    agenda.answer_slot(**asked, accepts=True, shows_deck=True)
    assert list(FeedEvent.objects.values_list("seq", "type")) == [(1, "room.agenda_changed")]


@pytest.mark.django_db
def test_a_clock_set_from_another_zone_is_said_as_it_is_kept() -> None:
    event, now = live_event(), clock.now()
    item = AgendaItemFactory.create(event=event)
    ends_at = (now + timedelta(minutes=5)).astimezone(timezone(timedelta(hours=8)))
    stage.show_item(actor=SYSTEM, event_id=event.pk, item_id=item.pk, now=now)
    stage.start_timer(actor=SYSTEM, event_id=event.pk, item_id=item.pk, ends_at=ends_at, now=now)
    _, state = _state(event)
    assert FeedEvent.objects.latest("seq").payload == {"timer": state["timer"]}


@pytest.mark.django_db(transaction=True)
def test_a_stage_that_is_moved_while_the_event_ends_is_moved_before_or_not_at_all() -> None:
    event = live_event()
    host, item, now = person_in(event.organization), AgendaItemFactory.create(event=event), clock.now()
    Stage.objects.create(event=event)
    ended, shown = overlap(
        lambda: event_states.end_event(actor=host, event=event, edition=1, now=now),
        lambda: stage.show_item(actor=host, event_id=event.pk, item_id=item.pk, now=now),
    )
    assert ended is None
    assert isinstance(shown, DomainError)
    assert list(FeedEvent.objects.values_list("type", flat=True)) == ["room.phase_changed"]


@pytest.mark.django_db(transaction=True)
def test_without_the_hold_on_the_event_it_would_move_after_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.roadshows.services.stage.hold_open", lambda _: None)
    event = live_event()
    host, item, now = person_in(event.organization), AgendaItemFactory.create(event=event), clock.now()
    Stage.objects.create(event=event)
    assert overlap(
        lambda: event_states.end_event(actor=host, event=event, edition=1, now=now),
        lambda: stage.show_item(actor=host, event_id=event.pk, item_id=item.pk, now=now),
    ) == [None, None]
    assert list(FeedEvent.objects.order_by("seq").values_list("type", flat=True))[-1] == "stage.item_shown"
    assert Event.objects.get(pk=event.pk).state == EventState.ENDED
