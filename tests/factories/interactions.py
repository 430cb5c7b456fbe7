"""Who is known in a room, what they ask and what they are asked."""

from factory.declarations import LazyAttribute, LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from backend.core import clock
from backend.interactions.enums import QuestionState
from backend.interactions.models import Participant, Poll, Question
from tests.factories.roadshows import EventFactory


class ParticipantFactory(DjangoModelFactory[Participant]):
    class Meta:
        model = Participant

    event = SubFactory(EventFactory, published=True)
    name = Sequence(lambda n: f"观众{n}")


class AudienceQuestionFactory(DjangoModelFactory[Question]):
    """One that everybody reads."""

    class Meta:
        model = Question

    participant = SubFactory(ParticipantFactory)
    event = SelfAttribute("participant.event")
    text = Sequence(lambda n: f"第{n}个问题是什么？")
    state = QuestionState.VISIBLE
    asked_at = LazyFunction(clock.now)


class PollFactory(DjangoModelFactory[Poll]):
    class Meta:
        model = Poll

    event = SubFactory(EventFactory, published=True)
    text = Sequence(lambda n: f"第{n}个投票")
    choices = LazyFunction(lambda: ["甲", "乙", "丙"])
    votes = LazyAttribute(lambda poll: [0] * len(poll.choices))
    state = "open"
    opened_at = LazyAttribute(lambda poll: None if poll.state == "draft" else clock.now())
