"""Polls: what a host asks the whole room, who sees which part of it when, and that each answer counts once."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from backend.accounts.models import User
from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.errors import NotPermitted
from backend.core.models import AuditEntry
from backend.feeds.models import FeedEvent
from backend.interactions.enums import PollKind, PollState
from backend.interactions.errors import (
    BadChoice,
    BadPoll,
    BadPollMove,
    Muted,
    NotInTheRoom,
    PollClosed,
    PollStands,
    PollUnknown,
    TooManyPolls,
)
from backend.interactions.models import Participant, Poll, PollAnswer
from backend.interactions.selectors.states import audience_state
from backend.interactions.services import polls
from backend.interactions.services.entering import enter
from backend.interactions.services.polls import MOST_POLLS, MOVES, Words
from backend.interactions.services.voting import set_answer
from backend.organizations.enums import MemberRole
from backend.roadshows.enums import EventState, HelperRole
from backend.roadshows.errors import WrongState
from backend.roadshows.models import Event
from backend.roadshows.services.stage import show_item
from tests.backend.interactions.test_questions import heard, turned
from tests.backend.roadshows.test_stage import deck_pitch, live_event, slot_in
from tests.factories.accounts import UserFactory
from tests.factories.interactions import PollFactory
from tests.factories.roadshows import EventFactory, EventHelperFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in
from tests.support.races import overlap

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture
def event() -> Event:
    return live_event()


@pytest.fixture
def host(event: Event) -> User:
    return person_in(event.organization, MemberRole.MEMBER)


@pytest.fixture
def guest(event: Event) -> User:
    return come_in(event)


def come_in(event: Event) -> User:
    person: User = UserFactory.create()
    enter(actor=person, event_id=event.pk)
    return person


def words(**given: Any) -> Words:
    told: dict[str, Any] = {"text": "下一步最想看什么？", "choices": ["样片", "客户", "团队"]}
    plain: dict[str, Any] = {"kind": PollKind.POLL, "right": [], "most": 1, "shows_early": False}
    return Words(**plain | told | given)


def saved(actor: Any, event: Event, poll_id: UUID | None = None, **given: Any) -> Poll:
    told = words(**given)
    return polls.save(actor=actor, event_id=event.pk, poll_id=poll_id or uuid4(), words=told, now=clock.now())


def moved(actor: Any, poll: Poll, state: str) -> Poll:
    return polls.move(actor=actor, event_id=poll.event_id, poll_id=poll.pk, state=state, now=clock.now())


def shown(actor: Any, event: Event, poll: Poll | None) -> None:
    polls.show(actor=actor, event_id=event.pk, poll_id=poll.pk if poll else None, now=clock.now())


def answered(actor: Any, poll: Poll, *chosen: int) -> Poll:
    return set_answer(actor=actor, event_id=poll.event_id, poll_id=poll.pk, chosen=chosen, now=clock.now())


def counted(poll: Poll) -> tuple[int, list[int]]:
    row = Poll.objects.get(pk=poll.pk)
    return row.voters, row.votes


def test_a_draft_is_seen_by_its_host_alone_and_an_open_one_by_everybody(event: Event, host: User) -> None:
    poll = saved(host, event)
    assert (heard("public"), audience_state(event).polls) == ([], {})
    assert heard("organizers")[-1][1]["rows"]["desk_polls"][str(poll.pk)]["text"] == poll.text
    moved(host, poll, "open")
    row = heard("public")[-1][1]["rows"]["polls"][str(poll.pk)]
    assert (row["state"], row["choices"], row["votes"], row["is_on_screen"]) == (
        "open",
        ["样片", "客户", "团队"],
        None,
        True,
    )
    acts = AuditEntry.objects.filter(action__startswith="poll.").order_by("id").values_list("action", flat=True)
    assert list(acts) == ["poll.saved", "poll.opened"]


def test_the_result_is_hidden_until_it_is_closed_but_to_its_host(event: Event, host: User, guest: User) -> None:
    poll = moved(host, saved(host, event), "open")
    answered(guest, poll, 1)
    assert heard("public")[-1] == ("poll.counted", {"rows": {"polls": {str(poll.pk): {"voters": 1, "votes": None}}}})
    assert heard("organizers")[-1][1]["rows"]["desk_polls"] == {str(poll.pk): {"voters": 1, "votes": [0, 1, 0]}}
    assert heard("person")[-1] == ("own.poll_answered", {"rows": {"answers": {str(poll.pk): {"chosen": [1]}}}})
    moved(host, poll, "closed")
    assert heard("public")[-1][1]["rows"]["polls"][str(poll.pk)]["votes"] == [0, 1, 0]
    # Opened once more nobody sees it, as before.
    moved(host, poll, "open")
    assert heard("public")[-1][1]["rows"]["polls"][str(poll.pk)]["votes"] is None
    assert audience_state(event).polls[poll.pk].votes is None


def test_a_host_may_show_the_result_early(event: Event, host: User, guest: User) -> None:
    poll = moved(host, saved(host, event, shows_early=True), "open")
    answered(guest, poll, 2)
    assert heard("public")[-1][1]["rows"]["polls"] == {str(poll.pk): {"voters": 1, "votes": [0, 0, 1]}}


def test_what_is_right_is_told_once_a_quiz_is_closed_and_then_it_is_opened_no_more(
    event: Event, host: User, guest: User
) -> None:
    quiz = moved(host, saved(host, event, kind=PollKind.QUIZ, right=[2, 0], most=2), "open")
    answered(guest, quiz, 0, 2)
    said = [payload for _, payload in heard("public")]
    assert said[0]["rows"]["polls"][str(quiz.pk)]["right"] == []
    assert "[0, 2]" not in str(said)
    moved(host, quiz, "closed")
    assert heard("public")[-1][1]["rows"]["polls"][str(quiz.pk)]["right"] == [0, 2]
    with pytest.raises(BadPollMove):
        moved(host, quiz, "open")


def test_an_answer_counts_once_may_be_changed_and_taken_back(event: Event, host: User, guest: User) -> None:
    poll = moved(host, saved(host, event, most=2), "open")
    counts = []
    for chosen in ((0,), (0,), (2, 1, 1), (2,), (), ()):
        answered(guest, poll, *chosen)
        counts.append(counted(poll))
    assert counts == [
        (1, [1, 0, 0]),
        (1, [1, 0, 0]),
        (1, [0, 1, 1]),
        (1, [0, 0, 1]),
        (0, [0, 0, 0]),
        (0, [0, 0, 0]),
    ]
    assert [payload["rows"]["answers"][str(poll.pk)] for _, payload in heard("person")] == [
        {"chosen": [0]},
        {"chosen": [1, 2]},
        {"chosen": [2]},
        None,
    ]


def test_what_cannot_be_chosen_changes_nothing(event: Event, host: User, guest: User) -> None:
    poll = moved(host, saved(host, event, most=2), "open")
    for chosen in ((3,), (-1,), (0, 1, 2)):
        with pytest.raises(BadChoice):
            answered(guest, poll, *chosen)
    for stranger in (NOBODY, UserFactory.create()):
        with pytest.raises(NotInTheRoom):
            answered(stranger, poll, 0)
    Participant.objects.filter(person=guest).update(muted_at=clock.now())
    with pytest.raises(Muted):
        answered(guest, poll, 0)
    assert (counted(poll), PollAnswer.objects.count()) == ((0, [0, 0, 0]), 0)


def test_only_an_open_poll_of_this_event_is_answered(event: Event, host: User, guest: User) -> None:
    for state, refusal in (("draft", PollUnknown), ("archived", PollUnknown), ("closed", PollClosed)):
        with pytest.raises(refusal):
            answered(guest, PollFactory.create(event=event, state=state), 0)
    elsewhere = PollFactory.create(state="open")
    with pytest.raises(PollUnknown):
        set_answer(actor=guest, event_id=event.pk, poll_id=elsewhere.pk, chosen=[0], now=clock.now())
    late = PollFactory.create(event=event, state="open")
    turned(event, EventState.ENDED)
    with pytest.raises(PollClosed):
        answered(guest, late, 0)
    assert not PollAnswer.objects.exists()


@pytest.mark.parametrize(
    "flaw",
    [
        {"text": "  "},
        {"text": "长" * 201},
        {"choices": ["一"]},
        {"choices": ["一", " 一 "]},
        {"choices": ["一", ""]},
        {"choices": ["一", "长" * 81]},
        {"choices": [str(n) for n in range(11)]},
        {"most": 0},
        {"most": 4},
        {"right": [0]},
        {"kind": PollKind.QUIZ},
        {"kind": PollKind.QUIZ, "right": [3]},
        {"kind": PollKind.QUIZ, "right": [0, 1, 2], "most": 3},
        {"kind": PollKind.QUIZ, "right": [0, 1], "most": 1},
        {"kind": PollKind.QUIZ, "right": [0], "shows_early": True},
    ],
)
def test_a_poll_that_cannot_be_asked_is_not_kept(event: Event, host: User, flaw: dict[str, Any]) -> None:
    with pytest.raises(BadPoll):
        saved(host, event, **flaw)
    assert (Poll.objects.count(), FeedEvent.objects.count()) == (0, 0)


def test_a_draft_is_written_anew_and_sent_twice_is_one_and_what_was_opened_stands(event: Event, host: User) -> None:
    poll = saved(host, event)
    before = FeedEvent.objects.count()
    assert saved(host, event, poll.pk) == poll
    assert FeedEvent.objects.count() == before
    assert saved(host, event, poll.pk, choices=["是", "否"]).votes == [0, 0]
    moved(host, poll, "open")
    assert saved(host, event, poll.pk, choices=["是", "否"]).state == PollState.OPEN
    for act in (
        lambda: saved(host, event, poll.pk),
        lambda: polls.throw_away(actor=host, event_id=event.pk, poll_id=poll.pk, now=clock.now()),
    ):
        with pytest.raises(PollStands):
            act()
    with pytest.raises(PollUnknown):
        saved(host, event, PollFactory.create().pk)
    assert Poll.objects.get(pk=poll.pk).choices == ["是", "否"]


def test_a_draft_is_thrown_away_once_and_for_all(event: Event, host: User) -> None:
    poll = saved(host, event)
    for _ in range(2):
        polls.throw_away(actor=host, event_id=event.pk, poll_id=poll.pk, now=clock.now())
    assert not Poll.objects.exists()
    assert heard("organizers")[-1][1] == {"rows": {"desk_polls": {str(poll.pk): None}}}
    elsewhere = PollFactory.create(state="draft")
    polls.throw_away(actor=host, event_id=event.pk, poll_id=elsewhere.pk, now=clock.now())
    assert Poll.objects.get() == elsewhere


@pytest.mark.parametrize("before", list(PollState))
def test_a_poll_goes_where_its_state_lets_it(event: Event, host: User, before: str) -> None:
    for after in PollState:
        poll = PollFactory.create(event=event, state=before)
        if after == before or after in MOVES[before]:
            assert moved(host, poll, after).state == after
        else:
            with pytest.raises(BadPollMove):
                moved(host, poll, after)
        Poll.objects.all().delete()
    with pytest.raises(PollUnknown):
        moved(host, PollFactory.build(event=event), "open")


def test_one_poll_is_on_the_screen(event: Event, host: User) -> None:
    first, second = (moved(host, saved(host, event), "open") for _ in range(2))
    rows = heard("public")[-1][1]["rows"]["polls"]
    assert {pk: row["is_on_screen"] for pk, row in rows.items()} == {str(first.pk): False, str(second.pk): True}
    shown(host, event, first)
    shown(host, event, first)
    assert list(Poll.objects.filter(is_on_screen=True)) == [first]
    moved(host, first, "closed")
    assert list(Poll.objects.filter(is_on_screen=True)) == [first]
    moved(host, first, "archived")
    assert not Poll.objects.filter(is_on_screen=True).exists()
    with pytest.raises(BadPollMove):
        shown(host, event, first)
    shown(host, event, second)
    shown(host, event, None)
    assert not Poll.objects.filter(is_on_screen=True).exists()


def test_a_poll_remembers_what_was_on_stage_when_it_was_first_opened(event: Event, host: User) -> None:
    line = slot_in(event, pitch=deck_pitch())
    show_item(actor=SYSTEM, event_id=event.pk, item_id=line.pk, now=clock.now())
    poll = moved(host, saved(host, event), "open")
    show_item(actor=SYSTEM, event_id=event.pk, item_id=None, now=clock.now())
    moved(host, poll, "closed")
    assert moved(host, poll, "open").line_id == line.pk


def test_those_who_run_the_stage_run_its_polls(event: Event, host: User, guest: User) -> None:
    helpers = {role: EventHelperFactory.create(event=event, role=role).person for role in HelperRole}
    co_host = helpers.pop(HelperRole.CO_HOST)
    others: list[Any] = [NOBODY, guest, person_in(event.organization, MemberRole.READER), *helpers.values()]
    poll = saved(co_host, event)
    for actor in others:
        for act in (
            lambda: saved(actor, event),  # noqa: B023 - called at once
            lambda: moved(actor, poll, "open"),  # noqa: B023
            lambda: shown(actor, event, None),  # noqa: B023
            lambda: polls.throw_away(actor=actor, event_id=event.pk, poll_id=poll.pk, now=clock.now()),  # noqa: B023
        ):
            with pytest.raises(NotPermitted):
                act()
    assert Poll.objects.get().state == "draft"
    turned(event, EventState.CANCELLED)
    with pytest.raises(WrongState):
        moved(host, poll, "open")


def test_an_event_has_so_many_polls_and_no_more(event: Event, host: User) -> None:
    PollFactory.create_batch(MOST_POLLS, event=event, state="draft")
    with pytest.raises(TooManyPolls):
        saved(host, event)


@pytest.mark.parametrize("over", [EventState.ENDED, EventState.CANCELLED])
def test_after_the_evening_and_without_one_what_was_open_is_closed(event: Event, over: EventState) -> None:
    poll, elsewhere = PollFactory.create(event=event, state="open"), PollFactory.create(state="open")
    assert polls.close_all(event_id=event.pk, now=clock.now()) == 0
    turned(event, over)
    assert [polls.close_all(event_id=event.pk, now=clock.now()) for _ in range(2)] == [1, 0]
    assert [Poll.objects.get(pk=one.pk).state for one in (poll, elsewhere)] == ["closed", "open"]


def test_after_the_evening_a_poll_is_put_away_and_not_opened_again(event: Event, host: User) -> None:
    poll = PollFactory.create(event=event, state="closed")
    turned(event, EventState.ENDED)
    with pytest.raises(BadPollMove):
        moved(host, poll, "open")
    assert moved(host, poll, "archived").state == "archived"


def test_a_person_takes_their_answers_along(event: Event, host: User, guest: User) -> None:
    poll = moved(host, saved(host, event, most=2), "open")
    answered(guest, poll, 0, 2)
    answered(come_in(event), poll, 1)
    taken = client_of(guest).post("/api/v1/me/export/").json()["sections"]["room_polls"]
    assert taken == [{"event": event.title, "poll": poll.text, "chosen": ["样片", "团队"]}]


@pytest.mark.django_db(transaction=True)
def test_answers_at_once_count_each_once() -> None:
    event = live_event()
    poll = PollFactory.create(event=event, state="open")
    first, second = come_in(event), come_in(event)
    assert overlap(lambda: answered(first, poll, 0), lambda: answered(second, poll, 0)) == [None, None]
    assert counted(poll) == (2, [2, 0, 0])
    assert overlap(lambda: answered(first, poll, 1), lambda: answered(first, poll, 1)) == [None, None]
    assert counted(poll) == (2, [1, 1, 0])


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_meets_the_closing_is_counted_or_refused() -> None:
    event = live_event()
    host, guest = person_in(event.organization), come_in(event)
    poll = PollFactory.create(event=event, state="open")
    refusals = overlap(lambda: answered(guest, poll, 0), lambda: moved(host, poll, "closed"))
    voters, votes = counted(poll)
    assert (voters, sum(votes)) == ((1, 1) if refusals[0] is None else (0, 0))
    told = FeedEvent.objects.filter(type="poll.changed").latest("seq").payload
    assert told["rows"]["polls"][str(poll.pk)]["voters"] == voters


@pytest.mark.django_db(transaction=True)
def test_two_hands_that_open_two_polls_leave_one_on_the_screen() -> None:
    event = EventFactory.create(published=True)
    host = person_in(event.organization)
    first, second = PollFactory.create_batch(2, event=event, state="draft")
    assert overlap(lambda: moved(host, first, "open"), lambda: moved(host, second, "open")) == [None, None]
    assert Poll.objects.filter(is_on_screen=True).count() == 1
