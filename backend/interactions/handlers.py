"""Telling companies and askers what concerns them, and handing on what is left. Run again, nobody is told anew."""

from backend.core import clock, outbox
from backend.interactions.events import InterestMarked, QuestionAnswered, QuestionsHandedOn
from backend.interactions.models import InterestMark, Question
from backend.interactions.notices import INTEREST_MARKED, QUESTION_ANSWERED, QUESTIONS_HANDED_ON
from backend.interactions.services import moderating, polls
from backend.notifications import services as notifications
from backend.organizations.selectors.members import workers_of
from backend.roadshows.events import EventCancelled, EventEnded
from backend.roadshows.models import AgendaItem


@outbox.on(InterestMarked)
def on_interest_marked(event: InterestMarked) -> None:
    mark = InterestMark.objects.select_related("pitch").filter(pk=event.mark_id, withdrawn_at=None).first()
    # Another tap may have followed, which tells for itself.
    if mark is not None and mark.kind == event.kind:
        notifications.notify_all(
            kind=INTEREST_MARKED,
            recipients=workers_of(mark.pitch.organization_id),
            subject=mark,
            cause=f"{mark.pk}:{event.kind}:{mark.marked_at.isoformat()}",
            now=clock.now(),
        )


@outbox.on(EventEnded)
def on_event_ended(event: EventEnded) -> None:
    now = clock.now()
    moderating.hand_on(event_id=event.event_id, now=now)
    polls.close_all(event_id=event.event_id, now=now)


@outbox.on(EventCancelled)
def on_event_cancelled(event: EventCancelled) -> None:
    polls.close_all(event_id=event.event_id, now=clock.now())


@outbox.on(QuestionsHandedOn)
def on_questions_handed_on(event: QuestionsHandedOn) -> None:
    """Of single ones once an hour, and of all that were left once more."""
    line = AgendaItem.objects.select_related("pitch").filter(pk=event.line_id).first()
    if line is not None and line.pitch is not None:
        when = "end" if event.is_end else f"{event.at:%Y%m%d%H}"
        notifications.notify_all(
            kind=QUESTIONS_HANDED_ON,
            recipients=workers_of(line.pitch.organization_id),
            subject=line,
            cause=f"{line.pk}:{when}",
            now=clock.now(),
        )


@outbox.on(QuestionAnswered)
def on_question_answered(event: QuestionAnswered) -> None:
    """Its asker, where they have an account; a guest reads it in the room."""
    row = Question.objects.select_related("participant__person").filter(pk=event.question_id).first()
    if row is not None and row.participant.person is not None:
        notifications.notify_all(
            kind=QUESTION_ANSWERED,
            recipients=[row.participant.person],
            subject=row,
            cause=f"{row.pk}:{event.at.isoformat()}",
            now=clock.now(),
        )
