"""What the demo's audience asks on the evening that is on now: through the services, by the tickets of its guests."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from backend.accounts.models import User
from backend.core.actors import Guest
from backend.core.ids import new_id
from backend.interactions.enums import QuestionState
from backend.interactions.services.asking import ask, set_vote
from backend.interactions.services.entering import enter
from backend.interactions.services.moderating import move
from backend.roadshows.models import Event, Registration
from backend.roadshows.tickets import secret_of

# Words, whether its asker is nobody, what became of it, and how many of the others want to hear it too.
_ASKED = (
    ("样片的良率现在到多少了？", False, QuestionState.VISIBLE, 7),
    ("目前有多少付费客户，复购情况如何？", False, QuestionState.VISIBLE, 5),
    ("本轮融资主要用在哪里？", True, QuestionState.ANSWERED, 4),
    ("与代工厂的排期是否已经锁定？", False, QuestionState.VISIBLE, 2),
    ("会后可以看到演示文稿吗？", False, QuestionState.QUEUE, 0),
)


def ask_questions(*, event: Event, host: User, now: datetime) -> None:
    """The first guests ask, the others vote, and the host has looked at all but the last."""
    guests = [_guest(event, row) for row in Registration.objects.filter(event=event).order_by("id")]
    for number, (words, is_anonymous, state, votes) in enumerate(_ASKED):
        at = now + timedelta(seconds=number)
        question_id = new_id()
        asker = guests[number]
        ask(actor=asker, event_id=event.pk, question_id=question_id, words=words, is_anonymous=is_anonymous, now=at)
        if state == QuestionState.QUEUE:
            continue
        _move(host, event, question_id, QuestionState.VISIBLE, at)
        for voter in [one for one in guests if one is not asker][:votes]:
            set_vote(actor=voter, event_id=event.pk, question_id=question_id, wants=True, now=at)
        if state != QuestionState.VISIBLE:
            _move(host, event, question_id, state, at)


def _guest(event: Event, row: Registration) -> Guest:
    return Guest(enter(actor=AnonymousUser(), event_id=event.pk, ticket=secret_of(row.pk)).pk, row.pk)


def _move(host: User, event: Event, question_id: UUID, state: str, now: datetime) -> None:
    move(actor=host, event_id=event.pk, question_id=question_id, state=state, now=now)
