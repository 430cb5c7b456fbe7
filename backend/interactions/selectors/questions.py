"""What each audience of a room is told of its questions, from the rows."""

from collections.abc import Iterable
from typing import Literal, TypeVar, cast
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from backend.core.actors import Viewer
from backend.core.permissions import may
from backend.deals.models import Pitch
from backend.interactions.enums import SHOWN, QuestionState
from backend.interactions.models import Participant, Question, QuestionVote, RoomRules
from backend.interactions.room_state import (
    RoomDeskQuestion,
    RoomDeskRules,
    RoomOwnQuestion,
    RoomQuestion,
    RoomQuestionCounts,
    Shown,
)
from backend.interactions.selectors.interests import RULE
from backend.roadshows.models import Event

Row = TypeVar("Row", RoomQuestion, RoomDeskQuestion, RoomOwnQuestion)


def questions_of(event: Event) -> QuerySet[Question]:
    return Question.objects.filter(event=event).select_related("participant").order_by("asked_at", "id")


def shown_questions(event: Event) -> dict[UUID, RoomQuestion]:
    return _by_id(public_row(one) for one in questions_of(event).filter(state__in=SHOWN))


def desk_questions(event: Event) -> dict[UUID, RoomDeskQuestion]:
    return _by_id(desk_row(one) for one in questions_of(event))


def own_questions(participant: Participant) -> dict[UUID, RoomOwnQuestion]:
    return _by_id(own_row(one) for one in Question.objects.filter(participant=participant).order_by("asked_at", "id"))


def votes_of(participant: Participant) -> dict[UUID, Literal[True]]:
    rows = QuestionVote.objects.filter(participant=participant).values_list("question_id", flat=True)
    return dict.fromkeys(rows, True)


def questions_for(viewer: Viewer, pitch: Pitch) -> QuerySet[Question]:
    """What was handed to the company of a pitch, most wanted first, then what it has answered; for those who act for it."""
    rows = Question.objects.filter(pitch=pitch).filter(Q(state=QuestionState.DEFERRED) | ~Q(answer=""))
    rows = rows.exclude(state__in=(QuestionState.QUEUE, QuestionState.HIDDEN)).select_related("event", "participant")
    rows = rows.order_by("-state", "-votes", "asked_at", "id")
    return rows if may(viewer, RULE, pitch) else rows.none()


def counts_of(event: Event) -> RoomQuestionCounts:
    found = Question.objects.filter(event=event).aggregate(
        asked=Count("pk"),
        answered=Count("pk", filter=Q(state=QuestionState.ANSWERED)),
        hidden=Count("pk", filter=Q(state=QuestionState.HIDDEN)),
    )
    return RoomQuestionCounts(**found)


def public_row(question: Question) -> RoomQuestion:
    return RoomQuestion(
        id=question.pk,
        line=question.line_id,
        text=question.text,
        name="" if question.is_anonymous else question.participant.name,
        votes=question.votes,
        state=cast(Shown, question.state),
        answer=question.answer,
        asked_at=question.asked_at,
    )


def desk_row(question: Question) -> RoomDeskQuestion:
    """Who wants to be nobody is nobody to the host as well; muting works all the same."""
    return RoomDeskQuestion(
        id=question.pk,
        line=question.line_id,
        text=question.text,
        name="" if question.is_anonymous else question.participant.name,
        state=QuestionState(question.state),
        hidden_because=question.hidden_because or "",
        is_held=question.is_held,
        has_pitch=question.pitch_id is not None,
        is_muted=question.mutes_asker,
        asked_at=question.asked_at,
    )


def own_row(question: Question) -> RoomOwnQuestion:
    return RoomOwnQuestion(
        id=question.pk,
        text=question.text,
        state=QuestionState(question.state),
        hidden_because=question.hidden_because or "",
        is_anonymous=question.is_anonymous,
        asked_at=question.asked_at,
    )


def rules_row(rules: RoomRules) -> RoomDeskRules:
    return RoomDeskRules(
        takes_questions=rules.takes_questions,
        looks_first=rules.looks_first,
        slow_seconds=rules.slow_seconds,
        held_words=tuple(rules.held_words),
    )


def _by_id(rows: Iterable[Row]) -> dict[UUID, Row]:
    return {row.id: row for row in rows}
