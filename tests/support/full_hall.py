"""A room with everybody in it who may vote, and everybody who may not; what they do at once or one by one, and where that ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.contrib.auth.models import AnonymousUser

from backend.accounts.models import User
from backend.core import clock
from backend.core.actors import Guest, Viewer
from backend.core.models import AuditEntry, DoneOnce
from backend.feeds.models import FeedEvent
from backend.interactions.models import Participant, Poll, PollAnswer, Question, QuestionVote, RoomRules
from backend.interactions.selectors.states import audience_state, backstage_state, participant_state
from backend.interactions.services.entering import enter
from backend.interactions.services.telling import feed_of
from backend.live import tickets
from backend.live.messages import Command
from backend.live.tickets import Ticket
from backend.live.writing import Asked, Outcome
from backend.roadshows.models import Registration
from backend.roadshows.room_state import reduce
from backend.roadshows.rooms import organizers_feed, public_feed
from backend.roadshows.tickets import secret_of
from tests.backend.roadshows.test_stage import live_event
from tests.factories.accounts import UserFactory
from tests.factories.interactions import AudienceQuestionFactory, ParticipantFactory, PollFactory
from tests.factories.roadshows import EventFactory, RegistrationFactory
from tests.support.pitch_cast import person_in

NOBODY = AnonymousUser()
# When something is said differs from one way to the other.
_TIMES = {"asked_at", "opened_at"}


@dataclass(frozen=True)
class Said:
    """Who, by their place in the hall, what, and by what id."""

    who: int
    id: int
    type: str
    payload: tuple[tuple[str, Any], ...]


class Hall:
    """Two accounts, a guest, one that is muted, a guest whose ticket was given back, one who never came in, a visitor; and the host."""

    def __init__(self, visibility: str = "public") -> None:
        self.event = live_event(visibility=visibility)
        self.host = person_in(self.event.organization)
        # At an event for some, the first two have a place, and the muted one has none.
        first, second, muted, stranger = UserFactory.create_batch(4)
        for person in (first, second):
            RegistrationFactory.create(event=self.event, person=person, email=person.email)
        for person in (first, second, muted):
            ParticipantFactory.create(event=self.event, person=person)
        Participant.objects.filter(person=muted).update(muted_at=clock.now())
        guest, gone = self._guest(), self._guest()
        Registration.objects.filter(pk=gone.registration_id).update(state="cancelled", cancelled_at=clock.now())
        viewers: list[Viewer] = [first, second, guest, muted, gone, stranger, NOBODY, self.host]
        self.tickets = [ticket_of(viewer) for viewer in viewers]
        RoomRules.objects.create(event=self.event, looks_first=False, slow_seconds=0)
        asker = ParticipantFactory.create(event=self.event)
        states = ("visible", "visible", "on_screen", "queue", "hidden", "answered")
        self.questions = [
            AudienceQuestionFactory.create(
                participant=asker, state=state, hidden_because="spam" if state == "hidden" else ""
            ).pk
            for state in states
        ]
        # One of another event, and those that are asked meanwhile.
        self.questions += [AudienceQuestionFactory.create().pk, *(uuid5(self.event.pk, str(n)) for n in range(2))]
        polls = ({"most": 2}, {"shows_early": True}, {"state": "closed"}, {"state": "draft"})
        self.polls = [PollFactory.create(event=self.event, **given).pk for given in polls]
        self.polls.append(PollFactory.create(event=EventFactory.create(published=True)).pk)
        self.start = self._states()

    def _states(self) -> dict[str, Any]:
        """As whoever comes now is told."""
        found: dict[str, Any] = {
            str(public_feed(self.event.pk)): audience_state(self.event).plain(),
            str(organizers_feed(self.event.pk)): backstage_state(self.event).plain(),
        }
        for one in Participant.objects.filter(event=self.event):
            found[str(feed_of(one))] = participant_state(one).plain()
        return found

    def _guest(self) -> Guest:
        place = RegistrationFactory.create(event=self.event)
        return Guest(enter(actor=NOBODY, event_id=self.event.pk, ticket=secret_of(place.pk)).pk, place.pk)

    def asked(self, said: Sequence[Said]) -> list[Asked]:
        room = {"room": str(self.event.pk)}
        return [
            Asked(
                self.tickets[one.who],
                Command(kind="command", id=f"id-{one.id}", type=one.type, payload=room | self._named(one)),
            )
            for one in said
        ]

    def _named(self, said: Said) -> dict[str, Any]:
        """Questions and polls are said by their places."""
        places: dict[str, list[UUID]] = {"question": self.questions, "poll": self.polls}
        return {name: str(places[name][value]) if name in places else value for name, value in said.payload}

    def end(self) -> dict[str, Any]:
        """All that is kept and all that was told, but times and the order of rows."""
        ours = FeedEvent.objects.filter(feed__name__contains=str(self.event.pk)).order_by("feed__name", "seq")
        told = dict(self.start)
        for name, payload in ours.values_list("feed__name", "payload"):
            told[name] = reduce(told[name], payload)
        assert told == self._states()
        return {
            "told": {name: _timeless(state) for name, state in told.items()},
            "votes": sorted(QuestionVote.objects.values_list("question", "participant")),
            "questions": sorted(Question.objects.values_list("pk", "votes", "state", "text")),
            "answers": sorted(PollAnswer.objects.values_list("poll", "participant", "chosen")),
            "polls": sorted(Poll.objects.values_list("pk", "voters", "votes", "state")),
            "once": sorted(DoneOnce.objects.values_list("pk", flat=True)),
            "trail": sorted(AuditEntry.objects.values_list("action", "subject_id")),
        }


def ticket_of(viewer: Viewer) -> Ticket:
    now = clock.now()
    return tickets.read(tickets.issue(viewer=viewer, language="en", now=now), now=now)


def codes(outcomes: Sequence[Outcome]) -> list[str]:
    """What each was refused with; blank where it was done."""
    return ["" if one is None else str(getattr(one, "code", type(one).__name__)) for one in outcomes]


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _timeless(one) for name, one in value.items() if name not in _TIMES}
    return value


def vote(who: int, question: int, wants: bool = True, *, by: int = 0) -> Said:
    return Said(who, by, "question.vote", (("question", question), ("wants", wants)))


def answer(who: int, poll: int, *chosen: int, by: int = 0) -> Said:
    return Said(who, by, "poll.answer", (("poll", poll), ("chosen", list(chosen))))


def ask(who: int, question: int, *, by: int = 0) -> Said:
    return Said(who, by, "question.ask", (("question", question), ("text", "多少客户？")))


def move(question: int, state: str, *, by: int = 0) -> Said:
    because = (("because", "spam"),) if state == "hidden" else ()
    return Said(HOST, by, "question.move", (("question", question), ("state", state), *because))


def close(poll: int, *, by: int = 0) -> Said:
    return Said(HOST, by, "poll.move", (("poll", poll), ("state", "closed")))


FIRST, SECOND, GUEST, MUTED, GONE, STRANGER, VISITOR, HOST = range(8)


def people(count: int, event_id: UUID) -> list[User]:
    """Who came in."""
    found: list[User] = UserFactory.create_batch(count)
    for person in found:
        enter(actor=person, event_id=event_id)
    return found
