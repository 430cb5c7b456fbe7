"""Answers where they are needed: seen after a scan, asked of who comes without a ticket, and missed of who is confirmed."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from backend.core import clock
from backend.organizations.enums import MemberRole
from backend.roadshows import consent
from backend.roadshows.models import Answer, CheckIn, Event, Question, Registration
from tests.factories.roadshows import CheckInDeviceFactory, EventFactory, QuestionFactory, RegistrationFactory
from tests.support.at_the_door import client_with, device_of, scan, send
from tests.support.clients import client_of
from tests.support.guests import API
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    made: Event = EventFactory.create(published=True)
    return made


def _door(client: APIClient, event: Event) -> dict[str, Any]:
    return dict(client.get(f"{API}/door/{event.pk}/").json())


def _roster(client: APIClient, event: Event, **wish: str) -> dict[str, Any]:
    """By ticket, what this door may see of its answers."""
    guests = client.get(f"{API}/door/{event.pk}/roster/", wish).json()["guests"]
    return {one["id"]: [(said["question"], said["values"]) for said in one["answers"]] for one in guests}


def _line(question: Question, **changes: Any) -> dict[str, Any]:
    return {"id": str(question.pk), "phase": question.phase, "kind": question.kind, "label": question.label} | changes


def _write(event: Event, *lines: dict[str, Any]) -> None:
    host = client_of(person_in(event.organization, MemberRole.MEMBER))
    body = {"edition": Event.objects.get(pk=event.pk).edition, "questions": lines}
    answer = host.put(f"{API}/events/{event.pk}/questions/", body, format="json")
    assert answer.status_code == 200, answer.json()


def test_door_sees_what_its_host_marked_of_who_may_come_in(event: Event) -> None:
    diet = QuestionFactory.create(event=event, label="饮食", is_shown_at_door=True)
    plate = QuestionFactory.create(event=event, position=2)
    comes = RegistrationFactory.create(event=event)
    owes = RegistrationFactory.create(event=event, state="awaiting_payment")
    for row in (comes, owes):
        for question in (diet, plate):
            Answer.objects.create(registration=row, question=question, values=["素食"])
    phone = device_of(event, "phone")
    said = [(str(diet.pk), ["素食"])]
    assert [one["label"] for one in _door(phone, event)["questions"]] == ["饮食"]
    assert _roster(phone, event) == {str(comes.pk): said, str(owes.pk): []}
    entered, refused = send(phone, event, scan(comes), scan(owes))
    assert [(one["question"], one["values"]) for one in entered["guest"]["answers"]] == said
    assert refused["guest"]["answers"] == []
    # A tablet stands among guests.
    CheckInDeviceFactory.create(event=event, secret="tablet", role="kiosk")
    tablet = client_with("tablet")
    assert _door(tablet, event)["questions"] == []
    assert _roster(tablet, event) == {str(comes.pk): [], str(owes.pk): []}
    assert send(tablet, event, scan(comes))[0]["guest"]["answers"] == []


def test_door_that_was_open_before_hears_what_it_may_see_now(event: Event) -> None:
    diet = QuestionFactory.create(event=event)
    row, silent = RegistrationFactory.create_batch(2, event=event)
    Answer.objects.create(registration=row, question=diet, values=["素食"])
    phone = device_of(event, "phone")

    def heard() -> dict[str, Any]:
        return _roster(phone, event, since=(clock.now() - timedelta(minutes=1)).isoformat())

    def quiet() -> None:
        Registration.objects.update(updated_at=clock.now() - timedelta(hours=2))

    quiet()
    _write(event, _line(diet, is_shown_at_door=True))
    assert heard() == {str(row.pk): [(str(diet.pk), ["素食"])]}
    quiet()
    # Written again, nothing changed for the door.
    _write(event, _line(diet, is_shown_at_door=True, is_required=True))
    assert heard() == {}
    _write(event, _line(diet))
    assert heard() == {str(row.pk): []}
    assert str(silent.pk) not in heard()


def test_who_comes_without_a_ticket_is_asked_what_is_marked(event: Event) -> None:
    dinner = QuestionFactory.create(event=event, kind="yes_no", label="晚宴", is_asked_at_door=True, is_required=True)
    diet = QuestionFactory.create(
        event=event,
        position=2,
        is_asked_at_door=True,
        is_required=True,
        shown_if=dinner,
        shown_if_values=["yes"],
    )
    elsewhere = QuestionFactory.create(event=event, position=3, kind="yes_no", is_required=True)
    QuestionFactory.create(
        event=event,
        position=4,
        is_asked_at_door=True,
        is_required=True,
        shown_if=elsewhere,
        shown_if_values=["yes"],
    )
    phone = device_of(event, "desk", may_register=True)

    def walk_in(*answers: tuple[Question, str]) -> Any:
        body = {
            "list": str(event.check_in_lists.get().pk),
            "nonce": str(uuid4()),
            "name": "门口来客",
            "organization": "远山资本",
            "contact": "walk-in@example.com",
            "ticket_type": str(event.ticket_types.get().pk),
            "consent_version": consent.current().version,
            "answers": [{"question": str(question.pk), "values": [said]} for question, said in answers],
        }
        return phone.post(f"{API}/door/{event.pk}/walk-ins/", body, format="json")

    for refused, missing in ((walk_in(), dinner), (walk_in((dinner, "yes")), diet)):
        assert (refused.status_code, refused.json()["code"]) == (400, "roadshows.answers_wrong")
        assert list(refused.json()["fields"]) == [f"answers.{missing.pk}"]
    assert (Registration.objects.count(), CheckIn.objects.count(), event.quotas.get().taken) == (0, 0, 0)
    # What depends on a question that is not asked here is not asked either, and what is not asked is passed over.
    let_in = walk_in((dinner, "yes"), (diet, "清真"), (elsewhere, "yes"))
    assert let_in.json()["results"][0]["result"] == "admitted", let_in.json()
    assert dict(Answer.objects.values_list("question", "values")) == {dinner.pk: ["yes"], diet.pk: ["清真"]}


def test_host_finds_who_has_not_answered_what_is_asked_later(event: Event) -> None:
    hotel = QuestionFactory.create(event=event, phase="confirmed", label="住宿", is_required=True)
    train = QuestionFactory.create(event=event, position=2, phase="confirmed", label="车次")
    at_once = QuestionFactory.create(event=event, position=3)
    names = ("silent", "whole", "half", "needed")
    rows = {name: RegistrationFactory.create(event=event, name=name) for name in names}
    gone = RegistrationFactory.create(event=event, state="cancelled", cancelled_at=clock.now())
    for name, question in (
        *(("silent", at_once), ("whole", hotel), ("whole", train)),
        *(("half", train), ("needed", hotel)),
    ):
        Answer.objects.create(registration=rows[name], question=question, values=["一"])
    host = client_of(person_in(event.organization, MemberRole.MEMBER))

    def found(follow_up: str) -> set[str]:
        answer = host.get(f"{API}/events/{event.pk}/registrations/", {"follow_up": follow_up}).json()
        return {one["name"] for one in answer["results"]}

    assert (found("due"), found("done")) == ({"silent", "half"}, {"whole", "needed"})
    assert found("") == {*names, gone.name}
    # Where nothing is asked later nobody is late.
    Question.objects.update(retired_at=clock.now())
    assert (found("due"), found("done")) == (set(), set())
