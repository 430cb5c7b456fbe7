"""Votes and answers of a moment done at once: each ends as if it were done alone in its turn, whatever stands beside it."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.interactions.models import Participant, Poll, PollAnswer, Question, QuestionVote
from backend.live import commands, grouping, writing
from backend.live.commands import Act
from backend.live.writing import Asked, Outcome, perform_all
from backend.roadshows.rooms import public_feed
from tests.factories.accounts import OperatorFactory
from tests.factories.interactions import ParticipantFactory
from tests.support import full_hall
from tests.support.full_hall import (
    FIRST,
    GONE,
    GUEST,
    MUTED,
    SECOND,
    STRANGER,
    VISITOR,
    Hall,
    Said,
    answer,
    ask,
    close,
    codes,
    move,
    vote,
)
from tests.support.races import begun, locked

WAIT_SECONDS = 20.0
HERE = (FIRST, SECOND, GUEST)

_who = st.sampled_from([*HERE, *HERE, MUTED, GONE, STRANGER, VISITOR])
_by = st.integers(0, 30)
_votes = st.builds(vote, _who, st.sampled_from([0, 0, 1, *range(9)]), st.booleans(), by=_by)
_answers = st.builds(
    lambda who, poll, chosen, by: answer(who, poll, *chosen, by=by),
    _who,
    st.sampled_from([0, 0, 1, *range(5)]),
    st.lists(st.integers(0, 3), max_size=3),
    _by,
)
_others = st.one_of(
    st.builds(ask, _who, st.sampled_from([7, 8]), by=_by),
    st.builds(move, st.integers(0, 8), st.sampled_from(["visible", "on_screen", "answered", "hidden"]), by=_by),
    st.builds(close, st.integers(0, 4), by=_by),
)


@pytest.fixture(autouse=True)
def never_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "consume_each", lambda _, keys: [None for _ in keys])


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many acts were done at once, each time."""
    found: list[int] = []
    do = commands.do_together

    def counted(acts: Sequence[Act]) -> Sequence[Outcome]:
        found.append(len(acts))
        return do(acts)

    monkeypatch.setattr(commands, "do_together", counted)
    return found


def _undone(act: Callable[[], list[Outcome]], hall: Hall) -> tuple[list[str], dict[str, Any]]:
    """How it ended, and nothing is left of it."""
    with transaction.atomic():
        outcomes = codes(act())
        found = hall.end()
        transaction.set_rollback(True)
    return outcomes, found


@pytest.mark.django_db
@pytest.mark.parametrize("visibility", ["public", "invited"])
def test_what_is_done_at_once_ends_as_one_by_one(visibility: str, sizes: list[int]) -> None:
    hall = Hall(visibility)

    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.one_of(_votes, _votes, _answers, _answers, _others), min_size=6, max_size=20))
    def check(said: list[Said]) -> None:
        asked = hall.asked(said)
        together = _undone(lambda: perform_all(asked), hall)
        alone = _undone(lambda: [perform_all([one])[0] for one in asked], hall)
        assert together == alone

    check()
    # Much of it was, or nothing was shown.
    assert sum(sizes) > 60


@pytest.mark.django_db
@pytest.mark.parametrize("visibility", ["public", "invited"])
def test_who_is_refused_stands_beside_who_is_counted(visibility: str, sizes: list[int]) -> None:
    hall = Hall(visibility)
    everybody = (FIRST, STRANGER, GUEST, MUTED, VISITOR, SECOND, GONE)
    away, muted = "interactions.not_in_the_room", "interactions.muted" if visibility == "public" else ""
    refused = ["", away, "", muted or away, away, "", away]
    assert codes(perform_all(hall.asked([vote(who, 0) for who in everybody]))) == refused
    assert codes(perform_all(hall.asked([answer(who, 0, 1, by=1) for who in everybody]))) == refused
    assert (Question.objects.get(pk=hall.questions[0]).votes, QuestionVote.objects.count()) == (3, 3)
    assert (Poll.objects.get(pk=hall.polls[0]).votes, PollAnswer.objects.count()) == ([0, 3, 0], 3)
    assert sizes == [len(everybody)] * 2


@pytest.mark.django_db
def test_each_thing_that_takes_no_votes_says_why(sizes: list[int]) -> None:
    hall = Hall()
    votes = codes(perform_all(hall.asked([vote(FIRST, number, by=number) for number in range(8)])))
    unknown, settled = "interactions.question_unknown", "interactions.question_settled"
    assert votes == ["", "", "", unknown, unknown, settled, unknown, unknown]
    answers = codes(perform_all(hall.asked([answer(FIRST, number, 0, 1, by=9 + number) for number in range(5)])))
    assert answers == ["", *(f"interactions.{why}" for why in ("bad_choice", "poll_closed", *["poll_unknown"] * 2))]
    assert sizes == [8, 5]


@pytest.mark.django_db
@pytest.mark.parametrize("is_guarded", [True, False])
def test_a_vote_does_not_go_past_what_settles_its_question(monkeypatch: pytest.MonkeyPatch, is_guarded: bool) -> None:
    if not is_guarded:
        monkeypatch.setattr(writing, "grouped", _by_command_alone)
    hall = Hall()
    said = [vote(FIRST, 0), vote(GUEST, 0), move(0, "answered"), vote(SECOND, 0), answer(FIRST, 0, 1, by=1)]
    settled = "interactions.question_settled" if is_guarded else ""
    assert codes(perform_all(hall.asked(said))) == ["", "", "", settled, ""]


def _by_command_alone(acts: Mapping[int, Act]) -> list[list[int]]:
    names = dict.fromkeys(act.name for act in acts.values())
    return [[number for number, act in acts.items() if act.name == name] for name in names]


@pytest.mark.django_db
@pytest.mark.parametrize("is_guarded", [True, False])
def test_a_vote_goes_past_questions_but_not_past_its_own(
    monkeypatch: pytest.MonkeyPatch, sizes: list[int], is_guarded: bool
) -> None:
    if not is_guarded:
        monkeypatch.setattr(grouping._Group, "takes", lambda *_: True)
    hall = Hall()
    said = [vote(FIRST, 0), ask(FIRST, 7, by=1), vote(GUEST, 0), answer(FIRST, 0, 1, by=2), vote(SECOND, 7)]
    unknown = "" if is_guarded else "interactions.question_unknown"
    assert codes(perform_all(hall.asked(said))) == ["", "", "", "", unknown]
    assert sizes == [2 if is_guarded else 3]


@pytest.mark.django_db
@pytest.mark.parametrize("is_guarded", [True, False])
def test_what_is_sent_twice_in_a_moment_is_done_once(monkeypatch: pytest.MonkeyPatch, is_guarded: bool) -> None:
    if not is_guarded:
        monkeypatch.setattr(grouping._Group, "takes", lambda *_: True)
    hall = Hall()
    said = [vote(FIRST, 0, by=1), vote(FIRST, 0, False, by=2), vote(FIRST, 0, by=1)]
    assert codes(perform_all(hall.asked(said))) == [""] * 3
    assert QuestionVote.objects.count() == (0 if is_guarded else 1)


@pytest.mark.django_db
@pytest.mark.parametrize("is_guarded", [True, False])
def test_who_was_refused_may_ask_the_same_again(monkeypatch: pytest.MonkeyPatch, is_guarded: bool) -> None:
    if not is_guarded:
        monkeypatch.setattr(commands, "take_back", lambda _: None)
    hall = Hall()
    said = hall.asked([vote(FIRST, 0), vote(MUTED, 0)])
    assert codes(perform_all(said)) == ["", "interactions.muted"]
    Participant.objects.update(muted_at=None)
    assert codes(perform_all(said)) == ["", ""]
    assert QuestionVote.objects.count() == (2 if is_guarded else 1)


@pytest.mark.django_db
def test_when_it_crashes_it_is_undone_and_each_is_done_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    known = commands._commands["question.vote"]
    assert known.together is not None
    together = known.together

    def crashes(*given: Any) -> commands.Refusals:
        together(*given)
        raise ZeroDivisionError

    monkeypatch.setitem(commands._commands, "question.vote", replace(known, together=crashes))
    hall = Hall()
    said = hall.asked([vote(FIRST, 0), vote(MUTED, 0), vote(GUEST, 0)])
    assert codes(perform_all(said)) == ["", "interactions.muted", ""]
    assert (Question.objects.get(pk=hall.questions[0]).votes, QuestionVote.objects.count()) == (2, 2)
    public = hall.end()["told"][str(public_feed(hall.event.pk))]
    assert public["questions"][str(hall.questions[0])]["votes"] == 2


@pytest.mark.django_db(transaction=True)
def test_who_is_held_up_holds_up_no_other() -> None:
    hall = Hall()
    said, outcomes = hall.asked([vote(FIRST, 0), vote(GUEST, 0), vote(SECOND, 0)]), list[Outcome]()
    guest = hall.tickets[GUEST].holder
    assert guest is not None
    with locked(lambda: Participant.objects.select_for_update(no_key=True).get(pk=guest.known_as)):
        worker = begun(lambda: outcomes.extend(perform_all(said)))
        end = time.monotonic() + WAIT_SECONDS
        while QuestionVote.objects.count() < 2 and time.monotonic() < end:
            time.sleep(0.02)
        assert (QuestionVote.objects.count(), outcomes) == (2, [])
    worker()
    assert (codes(outcomes), QuestionVote.objects.count()) == ([""] * 3, 3)
    assert Question.objects.get(pk=hall.questions[0]).votes == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_guarded", [True, False])
def test_the_turn_of_another_process_is_waited_for(monkeypatch: pytest.MonkeyPatch, is_guarded: bool) -> None:
    """Longer than any lock. With the patience of a lock all would be done one by one."""
    alone: list[Act] = []
    do, hold = writing._alone, writing._hold
    once = iter([True])

    def counted(asked: Asked, act: Act) -> Outcome:
        alone.append(act)
        return do(asked, act)

    def impatient(room: str) -> None:
        if next(once, False):
            writing._be_patient_for(writing.PATIENCE_MS)
        hold(room)

    monkeypatch.setattr(writing, "_alone", counted)

    if not is_guarded:
        monkeypatch.setattr(writing, "_hold", impatient)
    monkeypatch.setattr(writing, "PATIENCE_MS", 50)
    hall, outcomes = Hall(), list[Outcome]()
    said = hall.asked([vote(FIRST, 0), vote(GUEST, 0)])
    with locked(lambda: hold(str(hall.event.pk))):
        worker = begun(lambda: outcomes.extend(perform_all(said)))
        time.sleep(1.0)
        assert outcomes == []
    worker()
    assert (codes(outcomes), len(alone)) == (["", ""], 0 if is_guarded else 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_room_held", [True, False])
def test_two_processes_count_the_same_things_exactly(monkeypatch: pytest.MonkeyPatch, is_room_held: bool) -> None:
    """Also where the room were not held: then by the locks of the rows."""
    if not is_room_held:
        monkeypatch.setattr(writing, "_hold", lambda _: None)
    hall = Hall()
    crowd = full_hall.people(8, hall.event.pk)
    hall.tickets = [full_hall.ticket_of(person) for person in crowd]
    outcomes: list[Outcome] = []
    halves = [range(5), range(7, 2, -1)]

    def process(by: int) -> None:
        for number in range(3):
            said = [vote(who, number, by=10 * by + number) for who in halves[by]]
            said += [answer(who, number % 2, who % 3, by=10 * by + number + 5) for who in halves[by]]
            outcomes.extend(perform_all(hall.asked(said)))

    ends = [begun(partial(process, by)) for by in range(2)]
    for end in ends:
        end()
    assert codes(outcomes) == [""] * 60
    assert [Question.objects.get(pk=pk).votes for pk in hall.questions[:3]] == [8] * 3
    assert QuestionVote.objects.count() == 24
    for pk in hall.polls[:2]:
        poll = Poll.objects.get(pk=pk)
        chosen = [row.chosen for row in PollAnswer.objects.filter(poll=poll)]
        assert (poll.voters, poll.votes) == (8, [chosen.count([place]) for place in range(3)])


@pytest.mark.django_db
@pytest.mark.parametrize("passed", [(True, False), (False, True)])
def test_one_person_at_two_screens_is_let_in_by_what_each_proved(passed: tuple[bool, bool], sizes: list[int]) -> None:
    """Who runs the street sees an event for some; without a second factor they are anybody."""
    hall, person = Hall("invited"), OperatorFactory.create()
    ParticipantFactory.create(event=hall.event, person=person)
    hall.tickets = [replace(full_hall.ticket_of(person), second_factor=one) for one in passed]
    said = [vote(who, who, by=who) for who in range(2)]
    away = "interactions.not_in_the_room"
    assert codes(perform_all(hall.asked(said))) == ["" if one else away for one in passed]
    assert sizes == [2]
