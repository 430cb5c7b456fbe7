"""What an evening had no time for goes to the companies, and comes back as written answers."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from backend.accounts.models import User
from backend.core import clock
from backend.core.models import AuditEntry
from backend.core.services import drain_outbox
from backend.feeds.models import FeedEvent
from backend.interactions.models import Question
from backend.interactions.services.asking import ask
from backend.interactions.services.entering import enter
from backend.interactions.services.moderating import hand_on, move
from backend.notifications.models import Notification
from backend.organizations.enums import MemberRole
from backend.roadshows.models import Event
from backend.roadshows.services.event_states import end_event
from backend.roadshows.services.stage import show_item
from tests.backend.roadshows.test_stage import deck_pitch, live_event, slot_in
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return live_event()


@pytest.fixture
def host(event: Event) -> User:
    return person_in(event.organization, MemberRole.MEMBER)


@pytest.fixture
def asker(event: Event) -> User:
    person: User = UserFactory.create(display_name="李观众")
    enter(actor=person, event_id=event.pk)
    return person


def _asked(event: Event, host: User, person: User, line: Any, words: str, state: str = "visible") -> Question:
    now = clock.now()
    show_item(actor=host, event_id=event.pk, item_id=line and line.pk, now=now)
    Question.objects.filter(participant__person=person).update(asked_at=now - timedelta(hours=1))
    question = ask(actor=person, event_id=event.pk, question_id=uuid4(), words=words, is_anonymous=False, now=now)
    if state != "queue":
        move(actor=host, event_id=event.pk, question_id=question.pk, state=state, now=now)
    return question


def test_at_the_end_what_is_open_goes_to_the_company_it_was_asked_of_once(
    event: Event, host: User, asker: User
) -> None:
    pitch = deck_pitch()
    line = slot_in(event, pitch=pitch)
    founder = person_in(pitch.organization)
    left = _asked(event, host, asker, line, "良率多少？")
    on_screen = _asked(event, host, asker, line, "有多少客户？", "on_screen")
    answered = _asked(event, host, asker, line, "团队多少人？", "answered")
    waits = _asked(event, host, asker, line, "有返点吗？", "queue")
    to_nobody = _asked(event, host, asker, None, "洗手间在哪？")
    assert [one.pitch_id for one in (left, to_nobody)] == [pitch.pk, None]
    end_event(actor=host, event=event, edition=event.edition, now=clock.now())
    drain_outbox(now=clock.now())
    states = {one.pk: one.state for one in Question.objects.all()}
    assert states == {
        left.pk: "deferred",
        # Another went on the screen after it, which answered it.
        on_screen.pk: "deferred",
        answered.pk: "answered",
        waits.pk: "queue",
        to_nobody.pk: "visible",
    }
    told = Notification.objects.filter(kind="interactions.questions_handed_on")
    assert {one.recipient_id for one in told} == {founder.pk}
    before = (told.count(), FeedEvent.objects.count(), AuditEntry.objects.filter(action="question.handed_on").count())
    assert (hand_on(event_id=event.pk, now=clock.now()), before[2]) == (0, 1)
    assert before[:2] == (told.count(), FeedEvent.objects.count())


def test_a_company_answers_in_writing_the_room_reads_it_and_its_asker_is_told(
    event: Event, host: User, asker: User
) -> None:
    pitch = deck_pitch()
    question = _asked(event, host, asker, slot_in(event, pitch=pitch), "良率多少？")
    founder, reader = person_in(pitch.organization), person_in(pitch.organization, MemberRole.READER)
    address = f"/api/v1/pitches/{pitch.pk}/questions/"
    one = f"{address}{question.pk}/answer/"
    assert client_of(founder).get(address).json()["results"] == []
    refused = client_of(founder).put(one, {"answer": "百分之九十二"}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "interactions.question_settled")
    move(actor=host, event_id=event.pk, question_id=question.pk, state="deferred", now=clock.now())
    drain_outbox(now=clock.now())
    (shown,) = client_of(founder).get(address).json()["results"]
    assert (shown["text"], shown["name"], shown["state"]) == ("良率多少？", "李观众", "deferred")
    for other in (reader, host, asker, OperatorFactory.create()):
        assert client_of(other).get(address).status_code == 403
        assert client_of(other).put(one, {"answer": "x"}, format="json").status_code == 403
    for bad in ("", "  ", "长" * 1001):
        assert client_of(founder).put(one, {"answer": bad}, format="json").status_code == 400
    for words in ("百分之九十", "百分之九十二", "百分之九十二"):
        assert client_of(founder).put(one, {"answer": words}, format="json").status_code == 200
        drain_outbox(now=clock.now())
    said = FeedEvent.objects.filter(feed__name__contains=":public").latest("seq").payload
    row = said["rows"]["questions"][str(question.pk)]
    assert (row["answer"], row["state"], said["counts"]["answered"]) == ("百分之九十二", "answered", 1)
    told = Notification.objects.filter(kind="interactions.question_answered")
    assert [one.recipient_id for one in told] == [asker.pk, asker.pk]
    inbox = str(client_of(asker).get("/api/v1/me/notifications/").json())
    assert "百分之九十二" in inbox
    acts = AuditEntry.objects.filter(action="question.answered_in_writing")
    assert {tuple(sorted(row.organizations)) for row in acts} == {
        tuple(sorted((event.organization_id, pitch.organization_id)))
    }
    unknown = client_of(founder).put(f"{address}{uuid4()}/answer/", {"answer": "x"}, format="json")
    assert unknown.json()["code"] == "interactions.question_unknown"
