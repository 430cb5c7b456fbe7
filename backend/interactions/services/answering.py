"""A company answers in writing what its evening had no time for."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.accounts.permissions import is_person
from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.errors import Invalid
from backend.core.permissions import require
from backend.deals.models import Pitch
from backend.interactions.enums import QuestionState
from backend.interactions.errors import QuestionSettled, QuestionUnknown
from backend.interactions.events import QuestionAnswered
from backend.interactions.models import Question
from backend.interactions.models.question import LONGEST_ANSWER
from backend.interactions.services import telling
from backend.interactions.services.holding import hold_desk

RULE = "interactions.answer_question"


@transaction.atomic
def answer(*, actor: Actor, pitch: Pitch, question_id: UUID, words: str, now: datetime) -> Question:
    """Everybody in the room reads it from now on, and its asker is told. Written anew, the last one stands.

    Raises NotPermitted, QuestionUnknown, QuestionSettled for one that was not handed to the company, Invalid.
    """
    require(actor, RULE, pitch)
    words = words.strip()
    if not 1 <= len(words) <= LONGEST_ANSWER:
        raise Invalid(fields={"answer": [str(Invalid.message)]})
    found = Question.objects.select_related("event").filter(pk=question_id, pitch=pitch).first()
    if found is None:
        raise QuestionUnknown
    hold_desk(found.event)
    rows = Question.objects.select_for_update(of=("self",), no_key=True).select_related("participant", "event")
    question = rows.get(pk=question_id)
    if question.state != QuestionState.DEFERRED and not (question.state == QuestionState.ANSWERED and question.answer):
        raise QuestionSettled
    if question.answer == words and question.state == QuestionState.ANSWERED:
        return question
    question.state, question.answer, question.moved_at = QuestionState.ANSWERED, words, now
    question.answered_by_id = question.moved_by_id = actor.pk if is_person(actor) else None
    question.save(update_fields=["state", "answer", "answered_by", "moved_at", "moved_by", "updated_at"])
    telling.questions_moved(question.event, {question.pk: question}, {question.pk}, now=now)
    concerned = [question.event.organization_id, pitch.organization_id]
    audit.record(actor, "question.answered_in_writing", question, organizations=concerned, event=str(question.event_id))
    outbox.publish(QuestionAnswered(question_id=question.pk, at=now))
    return question
