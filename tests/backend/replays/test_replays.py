"""Watching an evening again: what is kept of it, who may watch, and what is not shown any more."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.errors import DomainError, NotPermitted
from backend.core.models import AuditEntry
from backend.feeds import ready
from backend.feeds import selectors as feeds
from backend.feeds.models import FeedEvent
from backend.interactions.enums import HiddenBecause, PollKind, PollState, QuestionState
from backend.interactions.services import polls
from backend.interactions.services.asking import ask
from backend.interactions.services.entering import enter
from backend.interactions.services.moderating import move
from backend.interactions.services.polls import Words
from backend.interactions.services.voting import set_answer
from backend.organizations.enums import MemberRole
from backend.replays.errors import BadRecording, NothingToReplay
from backend.replays.models import Replay
from backend.replays.services import keeping
from backend.roadshows.enums import EventState
from backend.roadshows.errors import WrongState
from backend.roadshows.models import Event, ReleasedItem
from backend.roadshows.room_state import reduce
from backend.roadshows.rooms import public_feed
from backend.roadshows.services.event_states import begin_event, end_event
from backend.roadshows.services.stage import show_item, turn_page
from tests.backend.roadshows.test_stage import deck_pitch, live_event, slot_in
from tests.factories.accounts import UserFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
FILM = "https://films.example.com/evening.mp4"


class Evening:
    """An event that went on and ended: a pitch of three pages, and two questions by somebody with a name."""

    def __init__(self) -> None:
        self.now = clock.now()
        self.event: Event = live_event(state=EventState.PUBLISHED)
        self.host = person_in(self.event.organization, MemberRole.MEMBER)
        self.line = slot_in(self.event, pitch=deck_pitch())
        self.asker = UserFactory.create(display_name="王小明")
        enter(actor=self.asker, event_id=self.event.pk)
        self.early = self.question("开场前问的")
        begin_event(actor=self.host, event=self.event, edition=self.edition, now=self.later())
        show_item(actor=self.host, event_id=self.event.pk, item_id=self.line.pk, now=self.later())
        self.late = self.question("良率多少？")
        turn_page(actor=self.host, event_id=self.event.pk, item_id=self.line.pk, page=2, now=self.later())
        self.poll = self.open_poll()
        end_event(actor=self.host, event=self.event, edition=self.edition, now=self.later())

    @property
    def edition(self) -> int:
        return Event.objects.get(pk=self.event.pk).edition

    def later(self) -> datetime:
        self.now += timedelta(seconds=10)
        return self.now

    def question(self, words: str) -> UUID:
        asked = ask(
            actor=self.asker,
            event_id=self.event.pk,
            question_id=uuid4(),
            words=words,
            is_anonymous=False,
            now=self.later(),
        )
        move(actor=SYSTEM, event_id=self.event.pk, question_id=asked.pk, state=QuestionState.VISIBLE, now=self.later())
        return asked.pk

    def open_poll(self) -> UUID:
        """Answered by one, and never closed."""
        poll_id = uuid4()
        at: dict[str, Any] = {"event_id": self.event.pk, "poll_id": poll_id}
        words = Words(PollKind.POLL, "最想看什么？", ("客户", "样机"), (), 1, shows_early=False)
        polls.save(actor=self.host, words=words, now=self.later(), **at)
        polls.move(actor=self.host, state=PollState.OPEN, now=self.later(), **at)
        set_answer(actor=self.asker, chosen=[1], now=self.later(), **at)
        return poll_id

    def write(self, **given: Any) -> Replay:
        said: dict[str, Any] = {"actor": self.host, "recording_url": "", "recording_began_at": None, "is_open": True}
        return keeping.write(event_id=self.event.pk, now=self.later(), **{**said, **given})

    def watch(self, person: Any = None) -> Any:
        return client_of(person).get(f"/api/v1/events/{self.event.pk}/replay/")


def _refused(error: type[DomainError], act: Callable[..., Any], **given: Any) -> None:
    """Also shows that nothing changed."""

    def kept() -> list[Any]:
        return [*Replay.objects.values(), FeedEvent.objects.count(), AuditEntry.objects.count()]

    before = kept()
    with pytest.raises(error), transaction.atomic():
        act(**given)
    assert kept() == before


def test_what_is_kept_leads_to_what_the_room_said_at_its_end() -> None:
    evening = Evening()
    keeping.keep(event_id=evening.event.pk)
    replay = keeping.keep(event_id=evening.event.pk)
    assert Replay.objects.count() == 1
    assert replay is not None
    assert set(replay.start["questions"]) == {str(evening.early)}
    assert (replay.start["phase"], replay.start["item_id"]) == ("live", None)
    state = replay.start
    for entry in replay.log:
        state = reduce(state, entry["payload"])
    present = feeds.snapshot(public_feed(evening.event.pk), now=clock.now()).state
    nameless = {row_id: {**row, "name": ""} for row_id, row in present["questions"].items()}
    assert state == {**present, "questions": nameless}
    poll = state["polls"][str(evening.poll)]
    assert (poll["state"], poll["votes"]) == ("closed", [0, 1])
    assert "王小明" not in str(replay.start) + str(replay.log)
    assert (replay.ended_at - replay.began_at).total_seconds() * 1000 == replay.log[-1]["ms"]


def test_nobody_watches_before_it_is_open_but_its_host() -> None:
    evening = Evening()
    keeping.keep(event_id=evening.event.pk)
    assert [evening.watch(one).status_code for one in (None, UserFactory.create(), evening.host)] == [404, 404, 200]
    evening.write()
    assert [evening.watch(one).status_code for one in (None, UserFactory.create(), evening.host)] == [200] * 3
    assert [evening.watch(one).json()["may_write"] for one in (None, evening.host)] == [False, True]
    Event.objects.filter(pk=evening.event.pk).update(visibility="invited")
    reader = person_in(evening.event.organization, MemberRole.READER)
    assert [evening.watch(one).status_code for one in (None, UserFactory.create(), reader)] == [404, 404, 200]
    evening.write(is_open=False)
    assert evening.watch(UserFactory.create()).status_code == 404


def test_a_host_who_looks_before_it_is_kept_is_told_that_it_comes() -> None:
    evening = Evening()
    told = evening.watch(evening.host)
    assert (told.status_code, told.json()["code"]) == (409, "replays.not_yet")
    assert [evening.watch(one).status_code for one in (None, UserFactory.create())] == [404, 404]
    keeping.keep(event_id=evening.event.pk)
    assert evening.watch(evening.host).status_code == 200


def test_the_room_hears_that_it_may_be_watched() -> None:
    evening = Evening()
    feed = public_feed(evening.event.pk)
    for is_open in (True, True, False):
        evening.write(is_open=is_open)
        listed = client_of().get("/api/v1/events/?when=replay").json()["results"]
        assert [one["id"] for one in listed] == [str(evening.event.pk)] * is_open
        assert client_of().get(f"/api/v1/events/{evening.event.pk}/").json()["has_replay"] is is_open
        assert feeds.snapshot(feed, now=clock.now()).state["has_replay"] is is_open
    told = FeedEvent.objects.filter(feed__name=str(feed), type="room.replay_opened").order_by("seq")
    assert [one.payload for one in told] == [{"has_replay": True}, {"has_replay": False}]
    acts = AuditEntry.objects.filter(action="replay.written").order_by("id")
    assert [(one.data["is_open"], one.organizations) for one in acts] == [
        (True, [evening.event.organization_id]),
        (False, [evening.event.organization_id]),
    ]


def test_what_was_hidden_since_is_read_nowhere() -> None:
    evening = Evening()
    evening.write()
    assert "良率" in evening.watch().content.decode()
    move(
        actor=evening.host,
        event_id=evening.event.pk,
        question_id=evening.late,
        state=QuestionState.HIDDEN,
        because=HiddenBecause.OFF_TOPIC,
        now=evening.later(),
    )
    shown = evening.watch()
    assert "良率" not in shown.content.decode()
    assert str(evening.late) not in str(shown.json())
    assert str(evening.early) in str(shown.json())


def test_a_recording_has_an_address_and_a_beginning() -> None:
    evening = Evening()
    replay = evening.write(recording_url=FILM)
    assert replay.recording_began_at == replay.began_at
    before = replay.began_at - timedelta(minutes=3)
    assert evening.write(recording_url=FILM, recording_began_at=before).recording_began_at == before
    for url, at in (
        ("http://films.example.com/a.mp4", None),
        ("javascript:alert(1)", None),
        (FILM, replay.began_at - timedelta(days=2)),
        (FILM, replay.ended_at + timedelta(days=2)),
    ):
        _refused(BadRecording, evening.write, recording_url=url, recording_began_at=at)
    assert evening.write().recording_began_at is None


def test_who_may_not_write_it_and_when() -> None:
    evening = Evening()
    reader = person_in(evening.event.organization, MemberRole.READER)
    for one in (reader, UserFactory.create(), AnonymousUser()):
        _refused(NotPermitted, evening.write, actor=one)
    Event.objects.filter(pk=evening.event.pk).update(state=EventState.LIVE)
    _refused(WrongState, evening.write)


def test_an_event_that_was_never_on_leaves_nothing() -> None:
    evening = Evening()
    FeedEvent.objects.all().delete()
    assert keeping.keep(event_id=evening.event.pk) is None
    _refused(NothingToReplay, evening.write)
    assert evening.watch(evening.host).status_code == 404


def test_a_company_that_took_back_its_yes_is_named_nowhere() -> None:
    evening = Evening()
    evening.write()
    assert str(evening.line.pk) in evening.watch().content.decode()
    ReleasedItem.objects.filter(line=evening.line.pk).update(is_confirmed=False, shows_deck=False)
    # Nothing is said of it in the room any more; this is what lies ready.
    ready.forget(str(public_feed(evening.event.pk)))
    shown = evening.watch().json()
    assert [one["payload"]["item_id"] for one in shown["log"] if "item_id" in one["payload"]] == [None]
    assert shown["start"]["items"] == []
    lines = [line for one in shown["log"] for line in one["payload"].get("items", [])]
    assert lines == []
