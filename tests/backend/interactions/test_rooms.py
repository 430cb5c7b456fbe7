"""What each audience of a room hears of its questions: snapshot and events make the present state, and nobody's numbering
counts what they may not read.
"""

import random
from datetime import timedelta
from typing import Any, get_args
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from backend.core import clock
from backend.core.actors import SYSTEM, Guest
from backend.core.errors import DomainError
from backend.feeds import passes
from backend.feeds import selectors as feeds
from backend.feeds.errors import FeedNotFound
from backend.feeds.models import FeedEvent
from backend.feeds.names import FeedName
from backend.interactions.enums import HiddenBecause, InterestKind, PollKind, PollState, QuestionState
from backend.interactions.models import Announcement, Participant, Poll, Question
from backend.interactions.room_state import (
    AudienceEvent,
    BackstageEvent,
    ParticipantEvent,
    audience_event,
    backstage_event,
    participant_event,
)
from backend.interactions.services import polls
from backend.interactions.services.announcing import announce, withdraw
from backend.interactions.services.asking import ask, set_vote
from backend.interactions.services.entering import enter
from backend.interactions.services.marking import set_mark
from backend.interactions.services.moderating import move, set_muted, set_rules
from backend.interactions.services.polls import Words
from backend.interactions.services.telling import feed_of
from backend.interactions.services.voting import set_answer
from backend.organizations.enums import MemberRole, OrganizationKind
from backend.roadshows.models import Event, Registration
from backend.roadshows.room_state import reduce
from backend.roadshows.rooms import organizers_feed, public_feed
from backend.roadshows.services.retention import remove_contacts
from backend.roadshows.tickets import secret_of
from tests.backend.roadshows.test_room import _reduced_by_the_page
from tests.backend.roadshows.test_stage import deck_pitch, live_event, slot_in
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.roadshows import EventFactory, RegistrationFactory
from tests.support.clients import client_of
from tests.support.live_server import reading, ticket_of
from tests.support.pitch_cast import person_in

NOBODY = AnonymousUser()


class Evening:
    """Acts of a host and three participants, chosen at random; those that are refused change nothing."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.event = live_event()
        self.host = person_in(self.event.organization, MemberRole.MEMBER)
        self.pitch = deck_pitch()
        slot_in(self.event, pitch=self.pitch)
        firm = OrganizationFactory.create(verified=True, kind=OrganizationKind.INVESTMENT_FIRM)
        self.people = [person_in(firm), *(UserFactory.create() for _ in range(2))]
        self._takes = iter([False, True])
        self._kinds = iter([InterestKind.WATCH, InterestKind.WANT_MEETING, None])
        self.participants = [enter(actor=person, event_id=self.event.pk) for person in self.people]
        self.now, self.first = clock.now(), uuid4()

    def act(self) -> None:
        self.now += timedelta(seconds=20)
        try:
            with transaction.atomic():
                self.chance.choice(self._acts())()
        except DomainError:
            pass

    def _acts(self) -> list[Any]:
        polls = [self._write_poll, *[self._move_poll] * 2, self._show_poll, *[self._answer] * 2]
        return [*[self._ask] * 2, *[self._vote] * 3, *[self._move] * 2, self._mute, self._rules, *polls, self._announce]

    def _question(self) -> Any:
        return self.chance.choice(list(Question.objects.values_list("pk", flat=True)) or [uuid4()])

    def _where(self) -> dict[str, Any]:
        return {"event_id": self.event.pk, "now": self.now}

    def _ask(self) -> None:
        words, nameless = self.chance.choice(["多少客户？", "有没有返点？"]), self.chance.random() < 0.5
        asker = self.chance.choice(self.people)
        ask(actor=asker, question_id=uuid4(), words=words, is_anonymous=nameless, **self._where())

    def _vote(self) -> None:
        wants, voter = self.chance.random() < 0.7, self.chance.choice(self.people)
        set_vote(actor=voter, question_id=self._question(), wants=wants, **self._where())

    def _move(self) -> None:
        state = self.chance.choice(QuestionState.values)
        because = self.chance.choice(HiddenBecause.values) if state == QuestionState.HIDDEN else ""
        move(actor=self.host, question_id=self._question(), state=state, because=because, **self._where())

    def _mute(self) -> None:
        muted = self.chance.random() < 0.3
        set_muted(actor=self.host, question_id=self._question(), is_muted=muted, **self._where())

    def mute_first(self) -> None:
        first = Participant.objects.get(pk=self.participants[0].pk)
        told: dict[str, Any] = {"question_id": self.first, "words": "第一问", "is_anonymous": False}
        if first.muted_at is None:
            ask(actor=self.people[0], **told, **self._where())
        set_muted(actor=self.host, question_id=self.first, is_muted=first.muted_at is None, **self._where())

    def vote_first(self) -> None:
        move(actor=self.host, question_id=self.first, state="visible", **self._where())
        set_vote(actor=self.people[1], question_id=self.first, wants=True, **self._where())

    def mark_first(self) -> None:
        """By an investor, for the pitch on stage: wanted, wanted more, taken back."""
        kind = next(self._kinds)
        set_mark(actor=self.people[0], pitch_id=self.pitch.pk, kind=kind, **self._where())

    def _poll(self) -> Any:
        return self.chance.choice(list(Poll.objects.values_list("pk", flat=True)) or [uuid4()])

    def _write_poll(self) -> None:
        kind = self.chance.choice(list(PollKind))
        right, early = ([1], False) if kind == PollKind.QUIZ else ([], self.chance.random() < 0.5)
        told = Words(kind=kind, text="看好吗？", choices=["好", "不好", "再看"], right=right, most=2, shows_early=early)
        pk = self.chance.choice([uuid4(), self._poll()])
        polls.save(actor=self.host, poll_id=pk, words=told, **self._where())

    def _move_poll(self) -> None:
        state = self.chance.choice(PollState.values)
        polls.move(actor=self.host, poll_id=self._poll(), state=state, **self._where())

    def _show_poll(self) -> None:
        pk = self._poll() if self.chance.random() < 0.7 else None
        polls.show(actor=self.host, poll_id=pk, **self._where())

    def _answer(self) -> None:
        chosen = self.chance.sample(range(3), self.chance.randrange(3))
        set_answer(actor=self.chance.choice(self.people), poll_id=self._poll(), chosen=chosen, **self._where())

    def poll_first(self) -> None:
        """Written, opened and answered."""
        told = Words(kind=PollKind.POLL, text="投吗？", choices=["投", "不投"], right=[], most=1, shows_early=True)
        polls.save(actor=self.host, poll_id=self.first, words=told, **self._where())
        polls.move(actor=self.host, poll_id=self.first, state="open", **self._where())
        set_answer(actor=self.people[0], poll_id=self.first, chosen=[1], **self._where())

    def announce_first(self) -> None:
        announce(actor=self.host, announcement_id=self.first, words="请就座", **self._where())

    def _announce(self) -> None:
        standing = Announcement.objects.filter(withdrawn_at=None).values_list("pk", flat=True)
        if self.chance.random() < 0.5 and standing:
            withdraw(actor=self.host, announcement_id=self.chance.choice(list(standing)), **self._where())
        else:
            announce(actor=self.host, announcement_id=uuid4(), words="茶歇十分钟", **self._where())

    def rules_first(self) -> None:
        """No questions for a moment."""
        rules: dict[str, Any] = {"looks_first": True, "slow_seconds": 30, "held_words": []}
        set_rules(actor=self.host, takes_questions=next(self._takes), **rules, **self._where())

    def _rules(self) -> None:
        rules: dict[str, Any] = {
            "takes_questions": self.chance.random() < 0.9,
            "looks_first": self.chance.random() < 0.5,
        }
        seconds, words = self.chance.choice([0, 30]), self.chance.choice([[], ["返点"]])
        set_rules(actor=self.host, slow_seconds=seconds, held_words=words, **rules, **self._where())


def _state(feed: FeedName) -> tuple[int, dict[str, Any]]:
    found = feeds.snapshot(feed, now=clock.now())
    return found.seq, found.state


def _types(events: Any) -> set[str]:
    return {one.model_fields["type"].default for one in get_args(events)}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_snapshot_and_events_make_the_present_state_for_every_audience(seed: int) -> None:
    evening = Evening(seed)
    audiences: dict[FeedName, Any] = {
        public_feed(evening.event.pk): audience_event,
        organizers_feed(evening.event.pk): backstage_event,
        **{feed_of(one): participant_event for one in evening.participants},
    }
    seen = {feed: [_state(feed)] for feed in audiences}
    # Whatever chance brings, of each kind there is one.
    first = (
        *[evening.mute_first] * 2,
        evening.vote_first,
        *[evening.mark_first] * 3,
        *[evening.rules_first] * 2,
        evening.poll_first,
        evening.announce_first,
    )
    for act in (*first, *[evening.act] * 90):
        act()
        for feed, states in seen.items():
            states.append(_state(feed))
    told = set[str]()
    for feed, kinds in audiences.items():
        last, present = _state(feed)
        rows = list(FeedEvent.objects.filter(feed__name=str(feed)).order_by("seq"))
        assert [row.seq for row in rows] == list(range(1, last + 1))
        for row in rows:
            kinds.validate_python({"type": row.type, "payload": row.payload})
            told.add(row.type)
        for seq, state in seen[feed]:
            for row in rows[seq:]:
                state = reduce(state, row.payload)
            assert state == present
        assert _reduced_by_the_page(seen[feed], rows) == [present] * len(seen[feed])
    assert told == _types(AudienceEvent) | _types(BackstageEvent) | _types(ParticipantEvent)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(2))
def test_no_audience_reads_what_is_another_s(seed: int) -> None:
    """The public no question before it is shown, no participant anything of another, nobody the name of the nameless."""
    evening = Evening(seed)
    unseen: dict[Any, set[int]] = {}
    for _ in range(120):
        evening.act()
        for question in Question.objects.all():
            unseen.setdefault(question.pk, set()).add(question.state in ("queue", "hidden"))
    never = {str(pk) for pk, states in unseen.items() if states == {True}}
    public = str(list(FeedEvent.objects.filter(feed__name=str(public_feed(evening.event.pk))).values_list("payload")))
    assert never
    assert not any(pk in public for pk in never)
    for one in evening.participants:
        own = FeedEvent.objects.filter(feed__name=str(feed_of(one))).values_list("payload", flat=True)
        asked = {str(pk) for pk in Question.objects.filter(participant=one).values_list("pk", flat=True)}
        assert {pk for payload in own for pk in payload.get("rows", {}).get("mine", {})} <= asked


@pytest.mark.django_db
def test_who_may_follow_what_is_not_for_everybody() -> None:
    event, now = live_event(), clock.now()
    host, reader = person_in(event.organization), person_in(event.organization, MemberRole.READER)
    first, second = UserFactory.create_batch(2)
    own = feed_of(enter(actor=first, event_id=event.pk))
    enter(actor=second, event_id=event.pk)
    place = RegistrationFactory.create(event=event)
    who = enter(actor=NOBODY, event_id=event.pk, ticket=secret_of(place.pk))

    def reads(viewer: Any, feed: FeedName) -> bool:
        try:
            return feeds.readable_feed(viewer, str(feed), now=now) == feed
        except FeedNotFound:
            return False

    guest, stranger = Guest(who.pk, place.pk), Guest(uuid4(), place.pk)
    viewers = [NOBODY, first, second, host, reader, guest, stranger]
    assert [reads(one, own) for one in viewers] == [False, True, False, False, False, False, False]
    assert [reads(one, feed_of(who)) for one in viewers] == [False, False, False, False, False, True, False]
    assert [reads(one, organizers_feed(event.pk)) for one in viewers] == [
        False,
        False,
        False,
        True,
        False,
        False,
        False,
    ]
    Registration.objects.filter(pk=place.pk).update(state="cancelled", cancelled_at=now)
    assert not reads(guest, feed_of(who))


@pytest.mark.django_db
def test_a_ticket_leads_into_a_room_that_is_not_for_everybody_and_into_no_other() -> None:
    closed, other = (EventFactory.create(published=True, visibility="invited") for _ in range(2))
    place = RegistrationFactory.create(event=closed)
    guest = Guest(enter(actor=NOBODY, event_id=closed.pk, ticket=secret_of(place.pk)).pk, place.pk)
    for event, viewer, may in ((closed, guest, True), (closed, NOBODY, False), (other, guest, False)):
        address = f"/api/v1/feeds/{public_feed(event.pk)}/events/"
        shown: dict[str, Any] = {"headers": {"X-Room-Pass": passes.issue(viewer)}} if isinstance(viewer, Guest) else {}
        assert client_of().get(address, **shown).status_code == (200 if may else 404)


@pytest.mark.django_db(transaction=True)
def test_a_guest_asks_over_a_socket_and_a_question_sent_twice_is_one(direct_port: int) -> None:
    event = live_event()
    host, place = person_in(event.organization), RegistrationFactory.create(event=event)
    visitor = client_of()
    address = f"/api/v1/events/{event.pk}/room/participants/"
    assert visitor.post(address, {}, format="json").json()["code"] == "interactions.not_in_the_room"
    entered = visitor.post(address, {"ticket": secret_of(place.pk)}, format="json").json()
    visitor.credentials(HTTP_X_ROOM_PASS=entered["room_pass"])
    question = {"room": str(event.pk), "question": str(uuid4()), "text": "多少付费客户？"}
    with (
        reading(direct_port, ticket=ticket_of(visitor)) as guest,
        reading(direct_port, host) as desk,
        reading(direct_port) as nobody,
    ):
        guest.command("0", "question.ask", **question | {"room": str(uuid4())})
        assert guest.hear("error")["code"] == "interactions.not_in_the_room"
        desk.command("0", "question.move", room=str(uuid4()), question=question["question"], state="visible")
        assert desk.hear("error")["code"] == "core.not_found"
        guest.hello(entered["feed"])
        desk.hello(organizers_feed(event.pk))
        nobody.hello(public_feed(event.pk))
        for reader in (guest, desk, nobody):
            reader.hear("snapshot")
        for number in range(2):
            guest.command(f"again-{number}", "question.ask", **question)
            assert guest.hear("ack")["id"] == f"again-{number}"
        assert desk.hear("event")["payload"]["rows"]["desk"][question["question"]]["text"] == question["text"]
        assert nobody.hear("event")["payload"]["rows"] == {"questions": {}}
        guest.command("nul", "question.ask", **question | {"question": str(uuid4()), "text": "a\0b"})
        assert guest.hear("error")["code"] == "live.bad_payload"
        nobody.command("1", "question.ask", **question)
        assert nobody.hear("error")["code"] == "interactions.not_in_the_room"
        desk.command("2", "question.move", room=str(event.pk), question=question["question"], state="on_screen")
        shown = nobody.hear("event")["payload"]["rows"]["questions"][question["question"]]
        assert (shown["state"], shown["name"]) == ("on_screen", place.name)
    assert (Question.objects.count(), Participant.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_person_takes_their_questions_along() -> None:
    evening = Evening(1)
    for _ in range(30):
        evening.act()
    person = evening.people[0]
    taken = client_of(person).post("/api/v1/me/export/").json()["sections"]["room_questions"]
    assert [one["text"] for one in taken] == list(
        Question.objects.filter(participant__person=person).order_by("asked_at", "id").values_list("text", flat=True)
    )


@pytest.mark.django_db
def test_who_asked_is_forgotten_with_the_guests_and_what_was_asked_stays() -> None:
    evening = Evening(2)
    place = RegistrationFactory.create(event=evening.event, name="王来宾")
    guest = Guest(enter(actor=NOBODY, event_id=evening.event.pk, ticket=secret_of(place.pk)).pk, place.pk)
    told: dict[str, Any] = {"event_id": evening.event.pk, "question_id": uuid4(), "now": evening.now}
    ask(actor=guest, words="样片良率？", is_anonymous=False, **told)
    move(actor=evening.host, state="visible", **told)
    over = clock.now() - timedelta(days=3650)
    Event.objects.filter(pk=evening.event.pk).update(state="ended", starts_at=over - timedelta(hours=2), ends_at=over)
    remove_contacts(actor=SYSTEM, now=clock.now())
    names = {one.name for one in Participant.objects.all()}
    assert (names, Question.objects.get(pk=told["question_id"]).text) == ({""}, "样片良率？")
    assert not FeedEvent.objects.filter(feed__name__contains=str(evening.event.pk)).exists()
    # Readers go on from a snapshot, and the numbers where they were.
    assert feeds.missed(public_feed(evening.event.pk), epoch="x", after=0) is None
    assert "王来宾" not in str(_state(organizers_feed(evening.event.pk)))
