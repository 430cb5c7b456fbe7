"""Votes and answers of many taken at once, beside others who do the same: each counts once, by the locks that are held."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import pytest

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import DomainError
from backend.interactions.errors import Muted
from backend.interactions.models import Participant, Poll, PollAnswer, Question, QuestionVote
from backend.interactions.services import asking, holding, voting
from backend.interactions.services.moderating import set_muted
from backend.roadshows.models import Event
from tests.backend.roadshows.test_stage import live_event
from tests.factories.interactions import AudienceQuestionFactory, ParticipantFactory, PollFactory
from tests.support.full_hall import people
from tests.support.pitch_cast import person_in
from tests.support.races import overlap

pytestmark = pytest.mark.django_db(transaction=True)


def _votes(crowd: Iterable[User], questions: Iterable[Question]) -> Callable[[], list[int | DomainError]]:
    asked = list(questions)
    votes = [asking.Vote(person, question.pk, True) for person in crowd for question in asked]
    return lambda: asking.set_votes(event_id=asked[0].event_id, votes=votes, now=clock.now())


def _answers(crowd: Iterable[User], poll: Poll, *chosen: int) -> Callable[[], list[Poll | DomainError]]:
    answers = [voting.Answer(person, poll.pk, chosen) for person in crowd]
    return lambda: voting.set_answers(event_id=poll.event_id, answers=answers, now=clock.now())


def _free(model: Any) -> Callable[[Event, Any], dict[UUID, Any]]:
    """As it is read where nothing is held."""
    return lambda event, _: {one.pk: one for one in model.objects.filter(event=event)}


@pytest.fixture
def event() -> Event:
    return live_event()


@pytest.mark.parametrize("is_held", [True, False])
def test_many_who_vote_at_once_are_as_many(event: Event, monkeypatch: pytest.MonkeyPatch, is_held: bool) -> None:
    """Without the lock of the question each counts on from what was before both."""
    if not is_held:
        monkeypatch.setattr(asking, "_hold_questions", _free(Question))
    asker, crowd = ParticipantFactory.create(event=event), people(6, event.pk)
    questions = AudienceQuestionFactory.create_batch(2, participant=asker)
    assert overlap(_votes(crowd[:3], questions), _votes(crowd[3:], reversed(questions))) == [None, None]
    counted = list(Question.objects.values_list("votes", flat=True))
    assert (counted, QuestionVote.objects.count()) == ([6, 6] if is_held else [3, 3], 12)


@pytest.mark.parametrize("is_held", [True, False])
def test_many_who_answer_at_once_are_as_many(event: Event, monkeypatch: pytest.MonkeyPatch, is_held: bool) -> None:
    if not is_held:
        monkeypatch.setattr(voting, "_hold_polls", _free(Poll))
    crowd, poll = people(6, event.pk), PollFactory.create(event=event)
    assert overlap(_answers(crowd[:3], poll, 0), _answers(crowd[3:], poll, 1)) == [None, None]
    row = Poll.objects.get(pk=poll.pk)
    assert (row.voters, row.votes) == ((6, [3, 3, 0]) if is_held else (3, [0, 3, 0]))
    assert PollAnswer.objects.count() == 6


@pytest.mark.parametrize("is_held", [True, False])
def test_who_is_muted_meanwhile_votes_no_more(event: Event, monkeypatch: pytest.MonkeyPatch, is_held: bool) -> None:
    """Without their own lock they would be read as they were before it."""
    if not is_held:
        monkeypatch.setattr(
            holding, "_hold_all", lambda known: {one.pk: one for one in Participant.objects.filter(pk__in=known)}
        )
    host, (loud, other) = person_in(event.organization), people(2, event.pk)
    asker = Participant.objects.get(person=loud)
    question = AudienceQuestionFactory.create(participant=asker)
    outcomes: list[int | DomainError] = []

    def mute() -> None:
        set_muted(actor=host, event_id=event.pk, question_id=question.pk, is_muted=True, now=clock.now())

    votes = _votes([loud, other], [question])
    assert overlap(mute, lambda: outcomes.extend(votes())) == [None, None]
    assert [type(one) for one in outcomes] == [Muted if is_held else int, int]
    assert QuestionVote.objects.count() == (1 if is_held else 2)
