"""What an event asks, and what its guests answered."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.roadshows.asking import Asked
from backend.roadshows.enums import NO, YES, FollowUp, QuestionKind, QuestionPhase, RegistrationState
from backend.roadshows.models import AdmittedContact, Answer, Event, Question, Registration


def asked_questions(event: Event, *phases: QuestionPhase) -> QuerySet[Question]:
    """Those that are asked now, in their order; of some phases alone where they are named."""
    rows = Question.objects.filter(event=event, retired_at=None).order_by("position", "id")
    return rows.filter(phase__in=phases) if phases else rows


def asked_of(ticket: Registration, *phases: QuestionPhase) -> QuerySet[Question]:
    """Of who registered all of them, of a companion those that are asked for each place."""
    rows = asked_questions(ticket.event, *phases)
    return rows.filter(is_per_place=True) if ticket.lead_id else rows


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


def questions_at_door(event: Event) -> list[Question]:
    """Those the door sees answers of, and those it asks who comes without a ticket."""
    return list(asked_questions(event).filter(Q(is_shown_at_door=True) | Q(is_asked_at_door=True)))


def shown_at_door() -> QuerySet[Question]:
    """Questions whose answers a door sees."""
    return Question.objects.filter(is_shown_at_door=True, retired_at=None)


def answers_at_door(ids: Collection[UUID]) -> dict[UUID, list[Answer]]:
    """What each of these guests said to the questions whose answers the door sees; of those asked no longer nothing."""
    found: dict[UUID, list[Answer]] = {pk: [] for pk in ids}
    rows = Answer.objects.filter(registration__in=list(ids), question__in=shown_at_door())
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


def with_follow_up(rows: QuerySet[Registration], follow_up: str) -> QuerySet[Registration]:
    """Of who is confirmed at an event that asks something of them then: those who have answered nothing of it yet, or
    not something that is asked of everybody and needed; or the others.
    """
    asked = Question.objects.filter(event=OuterRef("event"), phase=QuestionPhase.CONFIRMED, retired_at=None)
    said = Answer.objects.filter(
        registration=OuterRef("pk"), question__phase=QuestionPhase.CONFIRMED, question__retired_at=None
    )
    own = Answer.objects.filter(registration=OuterRef(OuterRef("pk")), question=OuterRef("pk"))
    is_due = _asked_any(asked.filter(~Exists(own), is_required=True, shown_if=None)) | ~Exists(said)
    coming = rows.filter(_asked_any(asked), state=RegistrationState.CONFIRMED)
    return coming.filter(is_due) if follow_up == FollowUp.DUE else coming.filter(~is_due)


def _asked_any(questions: QuerySet[Question]) -> Q:
    """Of registrations: whether any of these is asked of them, as `asked_of` has it."""
    return (Q(lead=None) & Q(Exists(questions))) | Q(Exists(questions.filter(is_per_place=True)))


def admitted_to(event: Event, type_id: UUID) -> list[str]:
    """Whom a kind of ticket is for, as its host listed them. For who works for the host."""
    rows = AdmittedContact.objects.filter(ticket_type=type_id, ticket_type__event=event).order_by("value")
    return list(rows.values_list("value", flat=True))
