"""Asking, and wanting to hear the answer too."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.core.actors import Actor
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
from backend.interactions.room_state import OwnVoted, VotedPayload, VotedRows
from backend.interactions.services import telling
from backend.interactions.services.holding import TAKEN_IN, hold_desk, hold_participant
from backend.roadshows.models import Stage
from backend.roadshows.selectors.stage import public_items

# So many of one person may wait or be shown before any of them is dealt with.
LEFT, MOST_LEFT = (QuestionState.QUEUE, *OPEN), 20


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
    if Question.objects.filter(participant=asker, state__in=LEFT).count() >= MOST_LEFT:
        raise TooManyQuestions
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


@transaction.atomic
def set_vote(*, actor: Actor, event_id: UUID, question_id: UUID, wants: bool, now: datetime) -> int:
    """Want to hear the answer, or no more; said twice it is once. Returns the votes of the question.

    Raises NotInTheRoom, Muted, QuestionUnknown, QuestionSettled.
    """
    event, voter = hold_participant(actor, event_id)
    question = Question.objects.select_for_update().filter(pk=question_id, event=event).first()
    if question is None or question.state in (QuestionState.QUEUE, QuestionState.HIDDEN):
        raise QuestionUnknown
    if question.state not in OPEN:
        raise QuestionSettled
    rows = QuestionVote.objects.filter(question=question, participant=voter)
    if rows.exists() == wants:
        return question.votes
    if wants:
        QuestionVote.objects.create(question=question, participant=voter)
    else:
        rows.delete()
    question.votes += 1 if wants else -1
    question.save(update_fields=["votes", "updated_at"])
    own = OwnVoted(payload=VotedPayload(rows=VotedRows(voted={question.pk: True if wants else None})))
    telling.voted(event, {question.pk: question.votes}, [telling.to_one(voter, own)], now=now)
    return question.votes


def _mind_the_pace(asker: Participant, rules: RoomRules, now: datetime) -> None:
    last = Question.objects.filter(participant=asker).order_by("-asked_at").values_list("asked_at", flat=True).first()
    if last is None:
        return
    left = last + timedelta(seconds=rules.slow_seconds) - now
    if left > timedelta(0):
        seconds = -(-left // timedelta(seconds=1))
        raise SlowDown(str(SlowDown.message).format(seconds=seconds), retry_after=seconds)
