"""What companies are told of interest and questions, and askers of answers. The words are made when they are read."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef

from backend.accounts.models import User
from backend.core.languages import text
from backend.interactions.enums import InterestKind, QuestionState
from backend.interactions.models import InterestMark, Question
from backend.notifications.kinds import Group, Kind, Message, register, register_group
from backend.organizations.selectors import worked_for
from backend.roadshows.models import AgendaItem
from backend.roadshows.notices import named
from backend.roadshows.selectors.events import visible_events, was_published

INTEREST_MARKED = "interactions.interest_marked"
QUESTIONS_HANDED_ON = "interactions.questions_handed_on"
QUESTION_ANSWERED = "interactions.question_answered"
_WANTS = {
    InterestKind.WATCH: text("关注您的项目", "watches your pitch"),
    InterestKind.WANT_DECK: text("想看您的 BP", "wants to see your deck"),
    InterestKind.WANT_MEETING: text("想与您约谈", "wants to meet you"),
}


def _standing(person: User, ids: Collection[UUID]) -> Mapping[UUID, InterestMark]:
    """For those who act for the company now; what was withdrawn is told no more."""
    rows = InterestMark.objects.filter(pitch__organization__in=worked_for(person), withdrawn_at=None)
    return rows.select_related("event", "firm").in_bulk(list(ids))


def _tell(mark: InterestMark) -> Message:
    wants = str(_WANTS[InterestKind(mark.kind)])
    title = str(text("{firm}{wants}", "{firm} {wants}")).format(firm=mark.firm.display_name, wants=wants)
    return Message(
        title, named(text("活动{event}", "Event {event}"), mark.event), f"/startup/pitch/{mark.pitch_id}/readers"
    )


def _handed_on(person: User, ids: Collection[UUID]) -> Mapping[UUID, AgendaItem]:
    """While something is left to answer."""
    left = Question.objects.filter(pitch=OuterRef("pitch"), state=QuestionState.DEFERRED)
    own = AgendaItem.objects.filter(Exists(left), pitch__organization__in=worked_for(person))
    return own.select_related("event").in_bulk(list(ids))


def _tell_handed_on(row: AgendaItem) -> Message:
    title = named(text("{event}有现场提问待您答复", "{event}: questions wait for your answer"), row.event)
    return Message(title, row.title, f"/startup/pitch/{row.pitch_id}/readers")


def _answered(person: User, ids: Collection[UUID]) -> Mapping[UUID, Question]:
    """While they may read the room that it was answered in."""
    rooms = visible_events(person).filter(was_published()).values("pk")
    rows = Question.objects.filter(participant__person=person, state=QuestionState.ANSWERED, event__in=rooms)
    rows = rows.exclude(answer="")
    return rows.select_related("event").in_bulk(list(ids))


def _tell_answered(row: Question) -> Message:
    title = named(text("您在{event}的提问已获答复", "Your question at {event} was answered"), row.event)
    return Message(title, f"{row.text}\n{row.answer}", f"/rooms/{row.event_id}")


register_group(Group("questions", text("现场提问", "Questions at roadshows")))
register(Kind(QUESTIONS_HANDED_ON, "questions", _handed_on, _tell_handed_on))
register(Kind(QUESTION_ANSWERED, "questions", _answered, _tell_answered))
register_group(Group("interest", text("路演意向", "Interest at roadshows")))
register(Kind(INTEREST_MARKED, "interest", _standing, _tell))
