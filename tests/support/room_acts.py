"""What investors, askers and companies do in the room of an event, and whom it tells.

The startup pitches, the firm's owner shows interest, and the outsider asks.
"""

from datetime import timedelta
from uuid import uuid4

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.deals.models import Pitch
from backend.interactions.enums import InterestKind, QuestionState
from backend.interactions.models import Question
from backend.interactions.services.answering import answer
from backend.interactions.services.asking import ask
from backend.interactions.services.entering import enter
from backend.interactions.services.marking import set_mark
from backend.interactions.services.moderating import move
from backend.roadshows.enums import AgendaKind, EventState
from backend.roadshows.models import Event
from backend.roadshows.services.stage import show_item
from tests.factories.deals import PitchFactory
from tests.factories.roadshows import AgendaItemFactory, EventFactory
from tests.support.event_acts import TEAM
from tests.support.street import Street


def _pitching(street: Street) -> tuple[Event, Pitch]:
    """The startup is on stage."""
    now = clock.now()
    times = {"starts_at": now - timedelta(minutes=5), "ends_at": now + timedelta(hours=2)}
    event: Event = EventFactory.create(published=True, state=EventState.LIVE, **times)
    pitch: Pitch = PitchFactory.create(published=True, organization=street.startup)
    line = AgendaItemFactory.create(event=event, kind=AgendaKind.PITCH, pitch=pitch, is_confirmed=True)
    show_item(actor=SYSTEM, event_id=event.pk, item_id=line.pk, now=now)
    return event, pitch


def show_interest(street: Street) -> None:
    event, pitch = _pitching(street)
    investor = street.people["firm owner"]
    enter(actor=investor, event_id=event.pk)
    set_mark(actor=investor, event_id=event.pk, pitch_id=pitch.pk, kind=InterestKind.WANT_MEETING, now=clock.now())


def hand_on(street: Street) -> Question:
    event, _ = _pitching(street)
    asker, now = street.people["outsider"], clock.now()
    enter(actor=asker, event_id=event.pk)
    question = ask(actor=asker, event_id=event.pk, question_id=uuid4(), words="良率多少？", is_anonymous=False, now=now)
    for state in (QuestionState.VISIBLE, QuestionState.DEFERRED):
        move(actor=SYSTEM, event_id=event.pk, question_id=question.pk, state=state, now=now)
    return question


def answer_in_writing(street: Street) -> None:
    question = hand_on(street)
    pitch = Pitch.objects.get(audience_questions=question)
    founder = street.people["startup owner"]
    answer(actor=founder, pitch=pitch, question_id=question.pk, words="百分之九十二", now=clock.now())


ROOM_ACTS = {
    "interest shown": (
        show_interest,
        {"interactions.interest_marked": TEAM},
        ("想与您约谈", "想與您約談", "wants to meet you"),
    ),
    "questions handed on": (
        hand_on,
        {"interactions.questions_handed_on": TEAM},
        ("现场提问待您", "現場提問待您", "wait for your answer"),
    ),
    # What was answered waits for no answer.
    "question answered": (
        answer_in_writing,
        {"interactions.question_answered": {"outsider"}},
        ("的提问已获", "的提問已獲", "was answered"),
    ),
}
