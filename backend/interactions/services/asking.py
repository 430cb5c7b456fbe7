"""Asking, and wanting to hear the answer too."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q

from backend.core.actors import Actor
from backend.core.errors import DomainError
from backend.interactions.enums import OPEN, QuestionState
from backend.interactions.errors import (
    AlreadyAsked,
    BadQuestion,
    QuestionsClosed,
    QuestionSettled,
    QuestionUnknown,
    SlowDown,
    TooManyQuestions,
)
from backend.interactions.models import Participant, Question, QuestionVote, RoomRules
from backend.interactions.models.question import LONGEST
from backend.interactions.services import telling
from backend.interactions.services.holding import TAKEN_IN, hold_desk, hold_participant, hold_participants
from backend.roadshows.models import Event, Stage
from backend.roadshows.selectors.stage import public_items

# So many of one person may wait or be shown before any of them is dealt with.
LEFT, MOST_LEFT = (QuestionState.QUEUE, *OPEN), 20
# For which question, and whose.
Place = tuple[UUID, UUID]
_VOTE = "question_id", "participant_id", "pk"


@transaction.atomic
def ask(*, actor: Actor, event_id: UUID, question_id: UUID, words: str, is_anonymous: bool, now: datetime) -> Question:
    """Put a question to what is on stage. Its id is the asker's own: sent again it is the same question.

    It waits to be looked at where the host looks first, and where it holds a word the host named. Raises NotInTheRoom, Muted,
    QuestionsClosed, BadQuestion, AlreadyAsked in other words, TooManyQuestions, SlowDown.
    """
    words = " ".join(words.split())
    event, asker = hold_participant(actor, event_id)
    known = Question.objects.filter(pk=question_id).first()
    if known is not None:
        return _asked_before(known, asker, words, is_anonymous)
    # Held, so that nobody asks by rules that are no more, and so that what is counted is what is told.
    rules = hold_desk(event)
    if not rules.takes_questions or event.state not in TAKEN_IN:
        raise QuestionsClosed
    if not 1 <= len(words) <= LONGEST:
        raise BadQuestion
    _mind_the_pace(asker, rules, now)
    is_held = any(word.casefold() in words.casefold() for word in rules.held_words)
    line_id = Stage.objects.filter(event=event).values_list("item_id", flat=True).first()
    line = public_items(event).filter(line=line_id).first() if line_id else None
    question = _created(
        id=question_id,
        event=event,
        participant=asker,
        line_id=line_id,
        pitch=line.pitch if line else None,
        text=words,
        is_anonymous=is_anonymous,
        state=QuestionState.QUEUE if is_held or rules.looks_first else QuestionState.VISIBLE,
        is_held=is_held,
        asked_at=now,
    )
    telling.questions_moved(event, {question.pk: question}, (), now=now)
    return question


def _asked_before(known: Question, asker: Participant, words: str, is_anonymous: bool) -> Question:
    if known.participant_id != asker.pk:
        raise BadQuestion
    if (known.text, known.is_anonymous) != (words, is_anonymous):
        raise AlreadyAsked
    return known


def _created(**fields: Any) -> Question:
    try:
        with transaction.atomic():
            return Question.objects.create(**fields)
    except IntegrityError as error:
        # Somebody else's id at the same moment.
        raise BadQuestion from error


@dataclass(frozen=True, slots=True)
class Vote:
    """Whether somebody wants to hear the answer."""

    actor: Actor
    question_id: UUID
    wants: bool


def set_vote(*, actor: Actor, event_id: UUID, question_id: UUID, wants: bool, now: datetime) -> int:
    """Want to hear the answer, or no more; said twice it is once. Returns the votes of the question.

    Raises NotInTheRoom, Muted, QuestionUnknown, QuestionSettled.
    """
    outcome = set_votes(event_id=event_id, votes=[Vote(actor, question_id, wants)], now=now)[0]
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


@transaction.atomic
def set_votes(*, event_id: UUID, votes: Sequence[Vote], now: datetime) -> list[int | DomainError]:
    """Those of many, in the order they came; for each what `set_vote` returns, or the refusal it raises."""
    event, voters = hold_participants([one.actor for one in votes], event_id)
    if event is None:
        return [one for one in voters if isinstance(one, DomainError)]
    there = {one.pk: one for one in voters if isinstance(one, Participant)}
    questions = _hold_questions(event, votes)
    rows = QuestionVote.objects.filter(question__in=list(questions), participant__in=list(there))
    before = {(question_id, voter_id): pk for question_id, voter_id, pk in rows.values_list(*_VOTE)}
    given = set(before)
    outcomes = [
        voter if isinstance(voter, DomainError) else _count(questions.get(vote.question_id), voter, vote.wants, given)
        for vote, voter in zip(votes, voters, strict=True)
    ]
    changed = given ^ before.keys()
    if changed:
        _keep([before[place] for place in changed - given], changed & given)
        counted = [questions[pk] for pk in sorted({question_id for question_id, _ in changed})]
        for question in counted:
            question.updated_at = now
        Question.objects.bulk_update(counted, ["votes", "updated_at"])
        own = defaultdict[UUID, dict[UUID, Literal[True] | None]](dict)
        for place in sorted(changed):
            own[place[1]][place[0]] = True if place in given else None
        told = [telling.own_votes(there[pk], rows) for pk, rows in own.items()]
        telling.voted(event, {one.pk: one.votes for one in counted}, told, now=now)
    return outcomes


def _hold_questions(event: Event, votes: Sequence[Vote]) -> dict[UUID, Question]:
    """In one order, so that two who hold several never wait for each other in a ring."""
    asked = {one.question_id for one in votes}
    rows = Question.objects.select_for_update().filter(pk__in=asked, event=event).order_by("pk")
    return {one.pk: one for one in rows}


def _count(question: Question | None, voter: Participant, wants: bool, given: set[Place]) -> int | DomainError:
    """In the question and in what is given so far."""
    if question is None or question.state in (QuestionState.QUEUE, QuestionState.HIDDEN):
        return QuestionUnknown()
    if question.state not in OPEN:
        return QuestionSettled()
    place = question.pk, voter.pk
    if wants != (place in given):
        question.votes += 1 if wants else -1
        given ^= {place}
    return question.votes


def _keep(gone: Sequence[int], new: Collection[Place]) -> None:
    if gone:
        QuestionVote.objects.filter(pk__in=gone).delete()
    QuestionVote.objects.bulk_create([QuestionVote(question_id=one, participant_id=who) for one, who in sorted(new)])


def _mind_the_pace(asker: Participant, rules: RoomRules, now: datetime) -> None:
    theirs = Question.objects.filter(participant=asker)
    past = theirs.aggregate(left=Count("pk", filter=Q(state__in=LEFT)), last=Max("asked_at"))
    if past["left"] >= MOST_LEFT:
        raise TooManyQuestions
    if past["last"] is None:
        return
    left = past["last"] + timedelta(seconds=rules.slow_seconds) - now
    if left > timedelta(0):
        seconds = -(-left // timedelta(seconds=1))
        raise SlowDown(str(SlowDown.message).format(seconds=seconds), retry_after=seconds)
