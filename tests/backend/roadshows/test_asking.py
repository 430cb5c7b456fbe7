"""What an event asks: conditions, wording that stays, answers for the host and for the person, and consent by editions."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.services import drain_outbox
from backend.organizations.enums import MemberRole
from backend.roadshows.asking import Asked, Wrong, answer_of, is_shown, read
from backend.roadshows.models import Answer, Event, EventConsent, Question, Registration
from backend.roadshows.own_data import read_registrations
from backend.roadshows.services.retention import remove_contacts
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import EventFactory, QuestionFactory, RegistrationFactory
from tests.support.clients import client_of
from tests.support.guests import API, ask_to_come
from tests.support.pitch_cast import person_in

# Of the table of guests, however many.
GUESTS = 8
IDS = {name: uuid4() for name in ("dinner", "diet", "which", "plate")}
DIETS = ("素食", "清真", "其他")
DINNER = [
    Asked(IDS["dinner"], "yes_no"),
    Asked(IDS["diet"], "choices", options=DIETS, shown_if=IDS["dinner"], shown_if_values=frozenset({"yes"})),
    Asked(IDS["which"], "short_text", shown_if=IDS["diet"], shown_if_values=frozenset({"素食", "其他"})),
    Asked(IDS["plate"], "short_text"),
]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({}, ["dinner", "plate"]),
        ({"dinner": ["no"], "diet": ["素食"]}, ["dinner", "plate"]),
        ({"dinner": ["yes"]}, ["dinner", "diet", "plate"]),
        ({"dinner": ["yes"], "diet": ["清真", "其他"]}, ["dinner", "diet", "which", "plate"]),
        ({"dinner": ["no"], "diet": ["素食"], "which": ["无麸质"]}, ["dinner", "plate"]),
        ({"dinner": [" yes "]}, ["dinner", "diet", "plate"]),
    ],
)
def test_what_is_shown_depends_on_what_was_said(said: dict[str, list[str]], shown: list[str]) -> None:
    """The same table holds for the page (`shared/asking.test.ts`)."""
    answers = read(DINNER, {IDS[name]: values for name, values in said.items()}).answers
    assert [name for name, one in zip(IDS, DINNER, strict=True) if is_shown(one, answers)] == shown


_OPTIONS = ("甲", "乙", "丙")
_KINDS = st.sampled_from(["yes_no", "choice", "choices", "short_text", "number"])


@st.composite
def _forms(draw: st.DrawFn) -> list[Asked]:
    """Questions in an order, each of which may depend on one before it."""
    asked: list[Asked] = []
    for _ in range(draw(st.integers(1, 6))):
        kind, other = draw(_KINDS), draw(st.none() | st.sampled_from(asked)) if asked else None
        values = (
            frozenset(draw(st.sets(st.sampled_from([*_OPTIONS, "yes", "no"]), min_size=1))) if other else frozenset()
        )
        options = _OPTIONS if kind in ("choice", "choices") else ()
        asked.append(Asked(uuid4(), kind, draw(st.booleans()), options, other.id if other else None, values))
    return asked


_SAID = st.lists(st.sampled_from([*_OPTIONS, "yes", "no", "7", "x", " "]), max_size=3)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), form=_forms())
def test_reading_is_the_same_twice_and_takes_only_what_is_shown(data: st.DataObject, form: list[Asked]) -> None:
    said = {one.id: data.draw(_SAID) for one in form}
    reading = read(form, said)
    again = read(form, reading.answers)
    assert again.answers == reading.answers
    assert set(reading.answers).isdisjoint(reading.wrong)
    for one in form:
        shown = is_shown(one, reading.answers)
        assert shown or (one.id not in reading.answers and one.id not in reading.wrong)
        if shown and one.is_required:
            assert one.id in reading.answers or one.id in reading.wrong
        if one.id in reading.answers:
            assert answer_of(one, reading.answers[one.id]) == reading.answers[one.id]


@pytest.mark.parametrize(
    ("kind", "said", "read_as"),
    [
        ("number", ["+007.50"], ("7.5",)),
        ("number", ["-0"], ("0",)),
        ("number", ["1e9"], Wrong.NOT_A_NUMBER),
        ("number", ["NaN"], Wrong.NOT_A_NUMBER),
        ("number", ["9" * 21], Wrong.NOT_A_NUMBER),
        ("number", ["٣"], Wrong.NOT_A_NUMBER),
        ("date", ["2026-12-01"], ("2026-12-01",)),
        ("date", ["20261201"], Wrong.NOT_A_DATE),
        ("date", ["2026-02-30"], Wrong.NOT_A_DATE),
        ("yes_no", ["maybe"], Wrong.NOT_AN_OPTION),
        ("choice", ["素食", "清真"], Wrong.ONE_ALONE),
        ("choices", ["其他", "素食", "素食"], ("素食", "其他")),
        ("choices", ["素食", "鱼"], Wrong.NOT_AN_OPTION),
        ("short_text", ["一  二\n三"], ("一 二 三",)),
        ("short_text", ["长" * 201], Wrong.TOO_LONG),
        ("long_text", ["长" * 2001], Wrong.TOO_LONG),
        ("long_text", [], Wrong.NEEDED),
    ],
)
def test_answer_has_one_spelling_or_is_none(kind: str, said: list[str], read_as: object) -> None:
    assert answer_of(Asked(uuid4(), kind, True, DIETS), said) == read_as


def _line(**fields: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "phase": "registering", "kind": "short_text", "label": "车牌号"} | fields


def _write(event: Event, *lines: dict[str, Any], by: Any = None, edition: int | None = None) -> Any:
    client = client_of(by or person_in(event.organization, MemberRole.MEMBER))
    edition = edition or Event.objects.get(pk=event.pk).edition
    return client.put(f"{API}/events/{event.pk}/questions/", {"edition": edition, "questions": lines}, format="json")


@pytest.mark.django_db
def test_host_writes_questions_and_conditions_among_them() -> None:
    event = EventFactory.create(published=True)
    dinner = _line(kind="yes_no", label="参加晚宴吗", label_en="Dinner?")
    diet = _line(
        kind="choices",
        label="饮食",
        options=[{"label": "素食", "label_en": "Vegetarian"}, {"label": "清真"}],
        shown_if=dinner["id"],
        shown_if_values=["yes"],
        is_required=True,
    )
    after = _line(phase="confirmed", label="住宿", is_gated=True)
    answer = _write(event, dinner, diet, after)
    assert answer.status_code == 200, answer.json()
    shown = answer.json()["questions"]
    assert [(one["id"], one["is_gated"]) for one in shown] == [(one["id"], False) for one in (dinner, diet, after)]
    assert shown[1]["options"] == [{"label": "素食", "label_en": "Vegetarian"}, {"label": "清真", "label_en": ""}]
    # Who registers is asked the first two; what comes after stands on the ticket.
    public = client_of().get(f"{API}/events/{event.pk}/").json()["questions"]
    assert [one["id"] for one in public] == [dinner["id"], diet["id"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([{"kind": "choice", "options": [{"label": "唯一"}]}], "roadshows.question_options_wrong"),
        ([{"kind": "choice", "options": [{"label": "同"}, {"label": "同"}]}], "roadshows.question_options_wrong"),
        ([{"shown_if": 1, "shown_if_values": ["yes"]}, {"kind": "yes_no"}], "roadshows.question_condition_wrong"),
        ([{}, {"shown_if": 0, "shown_if_values": ["yes"]}], "roadshows.question_condition_wrong"),
        ([{"kind": "yes_no"}, {"shown_if": 0, "shown_if_values": []}], "roadshows.question_condition_wrong"),
        ([{"kind": "yes_no"}, {"shown_if": 0, "shown_if_values": ["也许"]}], "roadshows.question_condition_wrong"),
        (
            [{"kind": "yes_no"}, {"shown_if": 0, "shown_if_values": ["yes"], "phase": "confirmed"}],
            "roadshows.question_condition_wrong",
        ),
    ],
)
def test_questions_that_make_no_sense_change_nothing(lines: list[dict[str, Any]], code: str) -> None:
    event = EventFactory.create(published=True)
    made = [_line(**line) for line in lines]
    for line in made:
        if isinstance(line.get("shown_if"), int):
            line["shown_if"] = made[line["shown_if"]]["id"]
    answer = _write(event, *made)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert (Question.objects.count(), Event.objects.get().edition) == (0, event.edition)


@pytest.mark.django_db
def test_questions_are_the_hosts_own_and_of_one_edition() -> None:
    event, other = EventFactory.create(published=True), QuestionFactory.create()
    reader = person_in(event.organization, MemberRole.READER)
    assert _write(event, _line(), by=reader).status_code == 403
    assert _write(event, _line(), by=UserFactory.create()).status_code == 403
    assert _write(event, _line(), edition=99).json()["code"] == "roadshows.stale"
    # A question of another event is not taken over.
    assert _write(event, _line(id=str(other.pk))).json()["code"] == "roadshows.question_unknown"
    assert list(Question.objects.values_list("event", flat=True)) == [other.event_id]


@pytest.mark.django_db
def test_words_that_were_answered_stay_and_changed_ones_are_another_question() -> None:
    event = EventFactory.create(published=True)
    plate, size = _line(), _line(label="尺码")
    _write(event, plate, size)
    said = [{"question": plate["id"], "values": ["粤B12345"]}]
    assert ask_to_come(event, "a@example.com", answers=said).status_code == 201
    # Order, duty and gate are no words.
    assert _write(event, size, plate | {"is_required": True}).json()["questions"][1]["id"] == plate["id"]
    answer = _write(event, plate | {"label": "车牌（含港澳）"})
    (now,) = answer.json()["questions"]
    assert (now["label"], now["id"] != plate["id"]) == ("车牌（含港澳）", True)
    assert [one.label for one in Question.objects.exclude(retired_at=None)] == ["车牌号"]
    assert not Question.objects.filter(label="尺码").exists()
    host = client_of(person_in(event.organization, MemberRole.MEMBER))
    (row,) = host.get(f"{API}/events/{event.pk}/registrations/").json()["results"]
    assert [(one["label"], one["values"]) for one in row["answers"]] == [("车牌号", ["粤B12345"])]


@pytest.mark.django_db
def test_guest_answers_and_a_bad_answer_takes_no_seat() -> None:
    event = EventFactory.create(published=True)
    dinner = QuestionFactory.create(event=event, kind="yes_no", label="晚宴")
    diet = QuestionFactory.create(
        event=event, position=2, kind="number", label="几人", is_required=True, shown_if=dinner, shown_if_values=["yes"]
    )
    bad = ask_to_come(event, answers=[{"question": str(dinner.pk), "values": ["yes"]}])
    assert (bad.status_code, bad.json()["code"]) == (400, "roadshows.answers_wrong")
    assert bad.json()["fields"] == {f"answers.{diet.pk}": ["请回答此问题。"]}
    assert (Registration.objects.count(), event.quotas.get().taken) == (0, 0)
    good = ask_to_come(
        event,
        answers=[{"question": str(diet.pk), "values": ["02"]}, {"question": str(dinner.pk), "values": ["yes"]}],
    )
    assert good.status_code == 201, good.json()
    assert dict(Answer.objects.values_list("question", "values")) == {dinner.pk: ["yes"], diet.pk: ["2"]}


@pytest.mark.django_db
def test_answers_are_columns_of_the_file_and_part_of_ones_own_data() -> None:
    event, person = EventFactory.create(published=True), UserFactory.create()
    first = QuestionFactory.create(event=event, label="=1+1", label_en="Formula?")
    second = QuestionFactory.create(
        event=event, position=2, kind="choices", label="饮食", options=["素食", "清真"], options_en=["Vegetarian", ""]
    )
    row = RegistrationFactory.create(event=event, person=person)
    RegistrationFactory.create(event=event)
    Answer.objects.create(registration=row, question=first, values=["=HYPERLINK(1)"])
    Answer.objects.create(registration=row, question=second, values=["素食", "清真"])
    host = client_of(person_in(event.organization, MemberRole.MEMBER))
    answer = host.get(f"{API}/events/{event.pk}/registrations/export/", headers={"Accept-Language": "en"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    header, *lines = csv.reader(StringIO(text))
    assert header[-2:] == ["Formula?", "饮食"]
    assert sorted(line[-2:] for line in lines) == [["", ""], ["'=HYPERLINK(1)", "Vegetarian; 清真"]]
    (own,) = read_registrations(person)
    assert [(one["question"], one["answer"]) for one in own["answers"]] == [
        ("=1+1", ["=HYPERLINK(1)"]),
        ("饮食", ["素食", "清真"]),
    ]


@pytest.mark.django_db
def test_answers_go_with_the_contacts() -> None:
    ago = clock.now() - timedelta(days=366)
    event = EventFactory.create(published=True, state="ended", starts_at=ago - timedelta(hours=3))
    row = RegistrationFactory.create(event=event)
    Answer.objects.create(registration=row, question=QuestionFactory.create(event=event), values=["海棠"])
    remove_contacts(actor=SYSTEM, now=clock.now())
    assert (Answer.objects.count(), Question.objects.count()) == (0, 1)


@pytest.mark.django_db
def test_holder_changes_answers_under_the_hosts_policy() -> None:
    event = EventFactory.create(published=True)
    plate = QuestionFactory.create(event=event)
    secret = ask_to_come(event, answers=[{"question": str(plate.pk), "values": ["旧"]}]).json()["secret"]
    url = f"{API}/tickets/{secret}/answers/"

    def change(value: str) -> Any:
        return client_of().put(url, {"answers": [{"question": str(plate.pk), "values": [value]}]}, format="json")

    answer = change("新")
    assert (answer.status_code, answer.json()["answers"][0]["values"]) == (200, ["新"])
    assert answer["Cache-Control"] == "private, no-store"
    Event.objects.update(holder_may=[])
    assert change("另").json()["code"] == "roadshows.answers_not_allowed"
    assert client_of().get(url).json()["can_change"] is False
    Event.objects.update(holder_may=["answers"], state="cancelled", cancelled_at=clock.now(), cancel_reason="台风")
    assert change("另").json()["code"] == "roadshows.ticket_not_changeable"
    assert Answer.objects.get().values == ["新"]


@pytest.mark.django_db
def test_second_form_opens_once_confirmed_with_its_own_letter() -> None:
    event = EventFactory.create(published=True)
    hotel = QuestionFactory.create(event=event, phase="confirmed", label="住宿", is_required=True)
    ticket = ask_to_come(event, "guest@example.com").json()
    drain_outbox(now=clock.now())
    assert [str(one.subject).split("：")[0] for one in mail.outbox] == ["报名成功", "请补充信息"]
    assert f"/me/tickets/{ticket['secret']}#answers" in str(mail.outbox[-1].body)
    url = f"{API}/tickets/{ticket['secret']}/answers/"
    assert [one["id"] for one in client_of().get(url).json()["questions"]] == [str(hotel.pk)]
    Event.objects.update(holder_may=[])
    said = {"answers": [{"question": str(hotel.pk), "values": ["自理"]}]}
    # A first answer is no change.
    assert client_of().put(url, said, format="json").status_code == 200
    # Asked for the ticket again, nobody is asked twice.
    ask_to_come(event, "guest@example.com")
    drain_outbox(now=clock.now())
    assert [str(one.subject).split("：")[0] for one in mail.outbox[2:]] == ["报名成功"]


@pytest.mark.django_db
def test_consent_of_the_event_is_agreed_to_by_edition() -> None:
    event = EventFactory.create(published=True)
    member = person_in(event.organization, MemberRole.MEMBER)

    def write(text: str, edition: int) -> Any:
        body = {"edition": edition, "text": text, "text_en": ""}
        return client_of(member).put(f"{API}/events/{event.pk}/own-consent/", body, format="json")

    first = write("同意拍摄。", 1).json()["consent"]
    assert (first["number"], first["text"]) == (1, "同意拍摄。")
    # Without it nobody registers, and with an older one neither.
    assert ask_to_come(event).json()["code"] == "roadshows.consent_outdated"
    assert ask_to_come(event, event_consent=first["id"]).status_code == 201
    second = write("同意拍摄和直播。", 2).json()["consent"]
    assert ask_to_come(event, event_consent=first["id"]).json()["code"] == "roadshows.consent_outdated"
    assert ask_to_come(event, event_consent=second["id"]).status_code == 201
    agreed = Registration.objects.order_by("created_at").values_list("event_consent__text", flat=True)
    assert list(agreed) == ["同意拍摄。", "同意拍摄和直播。"]
    assert write("同意拍摄和直播。", 3).json()["consent"] == second
    assert write("", 4).json()["consent"] is None
    assert ask_to_come(event).status_code == 201
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        EventConsent.objects.update(text="另一份")


@pytest.mark.django_db
def test_database_keeps_one_answer_that_says_something() -> None:
    row, question = RegistrationFactory.create(), QuestionFactory.create()
    Answer.objects.create(registration=row, question=question, values=["一"])
    for values in (["二"], []):
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.create(registration=row, question=question, values=values)


@pytest.mark.django_db
def test_list_of_guests_asks_for_all_answers_at_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    event = EventFactory.create(published=True)
    question, client = QuestionFactory.create(event=event), client_of(person_in(event.organization, MemberRole.MEMBER))
    for _ in range(2):
        for row in RegistrationFactory.create_batch(2, event=event):
            Answer.objects.create(registration=row, question=question, values=["一"])
        with django_assert_num_queries(GUESTS):
            client.get(f"{API}/events/{event.pk}/registrations/")
