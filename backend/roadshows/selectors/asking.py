"""What an event asks, and what its guests answered."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.roadshows.asking import Asked
from backend.roadshows.enums import NO, YES, QuestionKind, QuestionPhase
from backend.roadshows.models import AdmittedContact, Answer, Event, Question, Registration


def asked_questions(event: Event, *phases: QuestionPhase) -> QuerySet[Question]:
    """Those that are asked now, in their order; of some phases alone where they are named."""
    rows = Question.objects.filter(event=event, retired_at=None).order_by("position", "id")
    return rows.filter(phase__in=phases) if phases else rows


def questions_shown(event: Event, *, belongs: bool) -> list[Question]:
    """On the page of an event: what whoever registers is asked; what comes after that stands on the ticket."""
    phases = () if belongs else (QuestionPhase.REGISTERING,)
    return list(asked_questions(event, *phases))


def ever_answered(event: Event) -> QuerySet[Question]:
    """Those that are asked, and those no longer asked that somebody answered; what is asked first."""
    said = Exists(Answer.objects.filter(question=OuterRef("pk")))
    rows = Question.objects.filter(Q(retired_at=None) | said, event=event)
    return rows.order_by("retired_at", "position", "id")


def reckoned(questions: Iterable[Question]) -> list[Asked]:
    """As `asking` reckons with them."""
    return [
        Asked(
            id=one.pk,
            kind=one.kind,
            is_required=one.is_required,
            options=tuple(one.options),
            shown_if=one.shown_if_id,
            shown_if_values=frozenset(one.shown_if_values),
        )
        for one in questions
    ]


def answers_by_registration(ids: Collection[UUID]) -> dict[UUID, list[Answer]]:
    """What each of many guests answered, in the order of the questions. One query."""
    found: dict[UUID, list[Answer]] = {pk: [] for pk in ids}
    rows = Answer.objects.filter(registration__in=list(ids)).select_related("question")
    for row in rows.order_by("question__position", "question_id"):
        found[row.registration_id].append(row)
    return found


def allowed_values(question: Question) -> list[str]:
    """What another question may depend on."""
    return [YES, NO] if question.kind == QuestionKind.YES_NO else list(question.options)


def has_follow_up_due(registration: Registration) -> bool:
    """Whether something is asked of who is confirmed that they have not answered."""
    said = Answer.objects.filter(registration=registration, question=OuterRef("pk"))
    rows = asked_questions(registration.event, QuestionPhase.CONFIRMED)
    return rows.filter(~Exists(said)).exists()


def admitted_to(event: Event, type_id: UUID) -> list[str]:
    """Whom a kind of ticket is for, as its host listed them. For who works for the host."""
    rows = AdmittedContact.objects.filter(ticket_type=type_id, ticket_type__event=event).order_by("value")
    return list(rows.values_list("value", flat=True))
