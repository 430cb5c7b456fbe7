"""Versions of a run of show: what guests see, what is new, who is told of it, and a release while somebody writes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry, OutboxEvent
from backend.core.services import drain_outbox
from backend.notifications.models import Notification
from backend.organizations.enums import MemberRole
from backend.roadshows.agenda_changes import compare
from backend.roadshows.enums import AgendaKind, EventState
from backend.roadshows.errors import NothingToRelease, StaleEvent, WrongState
from backend.roadshows.models import AgendaItem, AgendaRelease, Event, Registration, ReleasedItem
from backend.roadshows.selectors.agenda import versions_of
from backend.roadshows.selectors.stage import public_items
from backend.roadshows.services import agenda, event_states, releasing
from backend.roadshows.services.events import locked_event
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.deals import PitchFactory
from tests.factories.roadshows import AgendaItemFactory, EventFactory, RegistrationFactory
from tests.support.clients import client_of
from tests.support.event_acts import agenda_line
from tests.support.pitch_cast import person_in
from tests.support.races import overlap

API = "/api/v1/events/"
TALK: dict[str, Any] = {"kind": "talk", "title": "致辞", "minutes": 10}


def _line(**said: Any) -> agenda.AgendaLine:
    given = {"id": None, "title_en": "", "speaker": "", "room": "", "begins_after": None, "pitch_id": None}
    return {**given, **TALK, **said}  # type: ignore[typeddict-item]


def _write(event: Event, *lines: agenda.AgendaLine) -> list[AgendaItem]:
    edition = Event.objects.get(pk=event.pk).edition
    return agenda.replace_agenda(actor=SYSTEM, event=event, edition=edition, lines=lines, now=clock.now())


def _release(event: Event, note: str = "") -> AgendaRelease:
    edition = Event.objects.get(pk=event.pk).edition
    return releasing.release_agenda(actor=SYSTEM, event=event, edition=edition, note=note, now=clock.now())


def _titles(event: Event) -> list[str]:
    return [item.title for item in public_items(event)]


def _told(event: Event) -> list[list[tuple[str, str, tuple[str, ...]]]]:
    """Of each version, the newest first: what it says is new."""
    found = versions_of(event)
    return [[(one.kind.value, one.line.title, one.fields) for one in version.changes] for version in found]


def _said(answer: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    return [(one["kind"], one["title"], one["fields_changed"]) for one in answer["changes"]]


@pytest.mark.django_db
def test_guests_see_the_version_that_is_out_until_the_host_lets_the_next_out() -> None:
    event = EventFactory.create(published=True)
    first, _, third = (
        AgendaItemFactory.create(event=event, position=number, title=title)
        for number, title in enumerate(("开场", "茶歇", "问答"), start=1)
    )
    host, guest, address = client_of(person_in(event.organization, MemberRole.MEMBER)), client_of(), f"{API}{event.pk}/"
    lines = [
        TALK | {"id": str(first.pk), "title": "开场", "minutes": 15},
        TALK | {"title": "圆桌", "speaker": "林启明、周岚", "room": "二楼"},
        TALK | {"id": str(third.pk), "title": "现场问答", "begins_after": 10},
    ]
    written = host.put(f"{address}agenda/", {"edition": 1, "lines": lines}, format="json").json()
    assert [line["title"] for line in written["agenda_draft"]] == ["开场", "圆桌", "现场问答"]
    shown = guest.get(address).json()
    assert [line["title"] for line in shown["agenda"]] == ["开场", "茶歇", "问答"]
    assert (shown["agenda_draft"], shown["agenda_release"]["number"]) == ([], 1)
    draft = host.get(f"{address}agenda/draft/").json()
    changes = [
        ("changed", "开场", ["minutes"]),
        ("added", "圆桌", []),
        ("moved", "现场问答", ["title", "starts_at"]),
        ("removed", "茶歇", []),
    ]
    assert _said(draft) == changes
    moved = draft["changes"][2]
    times = [datetime.fromisoformat(moved[name]) - event.starts_at for name in ("was_at", "starts_at")]
    assert times == [timedelta(minutes=20), timedelta(minutes=10)]

    answer = host.post(f"{address}agenda/release/", {"edition": 2, "note": " 加了圆桌 "}, format="json")
    assert (answer.status_code, answer.json()["agenda_release"]["number"], answer.json()["edition"]) == (200, 2, 3)
    shown = guest.get(address).json()
    assert [(line["title"], line["room"]) for line in shown["agenda"]] == [
        ("开场", ""),
        ("圆桌", "二楼"),
        ("现场问答", ""),
    ]
    # Of one line the id stays from version to version.
    assert [line["id"] for line in shown["agenda"]][::2] == [str(first.pk), str(third.pk)]
    told = guest.get(f"{address}agenda/versions/").json()["results"]
    assert [(one["number"], one["note"], _said(one)) for one in told] == [(2, "加了圆桌", changes), (1, "", [])]
    assert host.get(f"{address}agenda/draft/").json()["changes"] == []
    again = host.post(f"{address}agenda/release/", {"edition": 3}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "roadshows.nothing_to_release")
    assert list(AuditEntry.objects.filter(action="event.agenda_released").values_list("data__number", flat=True)) == [2]


@pytest.mark.django_db
def test_who_may_look_at_the_draft_and_let_it_out() -> None:
    event = EventFactory.create(published=True)
    AgendaItemFactory.create(event=event, title="只在草稿", is_out=False)
    people: dict[str, tuple[Any, tuple[int, int]]] = {
        "visitor": (None, (401, 401)),
        "outsider": (UserFactory.create(), (403, 403)),
        "operator": (OperatorFactory.create(), (403, 403)),
        "reader": (person_in(event.organization, MemberRole.READER), (200, 403)),
    }
    address = f"{API}{event.pk}/"
    for name, (person, expected) in people.items():
        client = client_of(person)
        looked = client.get(f"{address}agenda/draft/")
        released = client.post(f"{address}agenda/release/", {"edition": 1}, format="json")
        assert (looked.status_code, released.status_code) == expected, name
        seen = client.get(address).content + client.get(f"{address}agenda/versions/").content
        assert ("只在草稿" in seen.decode()) == (name == "reader"), name
    for state in (EventState.LIVE, EventState.ENDED):
        Event.objects.filter(pk=event.pk).update(state=state)
        with pytest.raises(WrongState):
            _release(event)
    assert AgendaRelease.objects.count() == 1


@pytest.mark.django_db
def test_the_first_publication_lets_the_first_version_out_and_the_stage_stands_on_what_is_out() -> None:
    event = EventFactory.create(state="under_review", submitted_at=clock.now())
    opening = AgendaItemFactory.create(event=event)
    assert versions_of(event) == []
    operator = OperatorFactory.create()
    operator.second_factor_passed = True
    event_states.decide_event(actor=operator, event=event, approve=True, reason="", edition="1", now=clock.now())
    event.refresh_from_db()
    assert list(event.agenda_releases.values_list("number", "released_at")) == [(1, event.published_at)]
    assert not OutboxEvent.objects.filter(name="roadshows.agenda_released").exists()
    with pytest.raises(NothingToRelease):
        _release(event)
    _write(event)
    assert ([item.line for item in public_items(event)], AgendaItem.objects.count()) == ([opening.pk], 0)


@pytest.mark.django_db
def test_what_is_out_is_never_changed_but_by_a_companys_word() -> None:
    item = AgendaItemFactory.create(event=EventFactory.create(published=True))
    changes: list[Callable[[], int]] = [
        lambda: ReleasedItem.objects.filter(line=item.pk).update(title="别的"),
        lambda: AgendaRelease.objects.update(note="别的"),
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert ReleasedItem.objects.filter(line=item.pk).update(updated_at=clock.now()) == 1


@pytest.mark.django_db
def test_a_company_is_named_in_the_versions_that_say_what_it_said_yes_to() -> None:
    event, pitch = EventFactory.create(published=True), PitchFactory.create(published=True)
    slot = AgendaItemFactory.create(event=event, kind=AgendaKind.PITCH, title="触觉传感器", pitch=pitch)

    def answer(*, accepts: bool) -> None:
        item = AgendaItem.objects.get(pk=slot.pk)
        agenda.answer_slot(actor=SYSTEM, item=item, accepts=accepts, shows_deck=accepts, now=clock.now())

    assert _titles(event) == []
    answer(accepts=True)
    assert _titles(event) == ["触觉传感器"]
    # Written anew it is a new question in the draft; what is out stays, deck and all.
    _write(event, agenda_line(slot, title="电子皮肤"))
    assert [(item.title, item.shows_deck) for item in public_items(event)] == [("触觉传感器", True)]
    _release(event)
    assert _titles(event) == []
    # It waits for its company's word: that is no news for anybody.
    assert _told(event) == [[], []]
    answer(accepts=True)
    assert _titles(event) == ["电子皮肤"]
    assert _told(event) == [[("changed", "电子皮肤", ("title",))], []]
    # A no takes the company out of every version, and out of what is told of them.
    answer(accepts=False)
    assert (_titles(event), _told(event)) == ([], [[], []])
    # A yes to new words is none to the old ones.
    _write(event, agenda_line(AgendaItem.objects.get(pk=slot.pk), title="第三版"))
    answer(accepts=True)
    assert (_titles(event), _told(event)) == ([], [[], []])


@pytest.mark.django_db
def test_a_company_the_draft_names_no_more_may_still_leave_what_is_out() -> None:
    event, pitch = EventFactory.create(published=True), PitchFactory.create(published=True)
    said = {"kind": AgendaKind.PITCH, "title": "触觉传感器", "pitch": pitch, "is_confirmed": True, "shows_deck": True}
    slot = AgendaItemFactory.create(event=event, **said)
    company, stranger = client_of(person_in(pitch.organization)), client_of(UserFactory.create())

    def slots() -> list[tuple[str, bool]]:
        return [(row["id"], row["is_dropped"]) for row in company.get("/api/v1/agenda-slots/").json()["results"]]

    assert slots() == [(str(slot.pk), False)]
    _write(event)
    assert (slots(), _titles(event)) == ([(str(slot.pk), True)], ["触觉传感器"])
    answer, no = f"/api/v1/agenda-slots/{slot.pk}/answer/", {"accepts": False}
    assert stranger.post(answer, no, format="json").status_code == 404
    assert company.post(answer, {"accepts": True}, format="json").status_code == 404
    left = company.post(answer, no, format="json")
    assert (left.status_code, left.json()["is_confirmed"]) == (200, False)
    assert (slots(), _titles(event)) == ([], [])
    assert AuditEntry.objects.filter(action="event.slot_declined").count() == 1


@pytest.mark.django_db
def test_lines_are_compared_by_what_they_say_and_when_they_begin() -> None:
    event = EventFactory.create()
    was = [AgendaItemFactory.create(event=event, position=number, title=str(number)) for number in (1, 2, 3)]
    pitch = PitchFactory.create(published=True)

    def changes(*lines: AgendaItem) -> list[tuple[str, str, tuple[str, ...], bool]]:
        found = compare(was, lines, starts_at=event.starts_at)
        return [(one.kind.value, one.line.title, one.fields, one.matters) for one in found]

    def as_now(index: int, **said: Any) -> AgendaItem:
        return AgendaItem(pk=was[index].pk, **{"title": was[index].title, "kind": "talk", "minutes": 10} | said)

    assert changes(*was) == []
    assert changes(as_now(1), as_now(0), as_now(2)) == [
        ("moved", "2", ("starts_at",), True),
        ("moved", "1", ("starts_at",), True),
    ]
    assert changes(as_now(0, minutes=14), as_now(1), as_now(2, begins_after=20)) == [
        ("changed", "1", ("minutes",), False),
        ("moved", "2", ("starts_at",), False),
    ]
    assert changes(as_now(0, room="二楼"), as_now(1, speaker="周岚"), as_now(2, kind="pitch", pitch_id=pitch.pk)) == [
        ("moved", "1", ("room",), True),
        ("changed", "2", ("speaker",), False),
        ("changed", "3", ("kind", "pitch_id"), False),
    ]
    assert changes(as_now(2)) == [
        ("moved", "3", ("starts_at",), True),
        ("removed", "1", (), True),
        ("removed", "2", (), True),
    ]


def _drain() -> None:
    drain_outbox(now=clock.now())
    assert not OutboxEvent.objects.filter(handled_at=None).exists()


def _mailed() -> dict[str, str]:
    found = {message.to[0]: f"{message.subject}\n{message.body}" for message in mail.outbox}
    assert len(found) == len(mail.outbox)
    mail.outbox.clear()
    return found


@pytest.mark.django_db
def test_whoever_registered_is_told_once_in_their_language_of_all_that_is_new_to_them() -> None:
    event = EventFactory.create(published=True)
    opening = AgendaItemFactory.create(event=event, title="开场", title_en="Opening")
    asked = PitchFactory.create(published=True)
    person = UserFactory.create()
    RegistrationFactory.create(event=event, email="zh@example.com", person=person)
    english = RegistrationFactory.create(event=event, email="en@example.com", language="en")
    RegistrationFactory.create(event=event, email="gone@example.com", state="cancelled", cancelled_at=clock.now())

    # Two releases before anybody was told; a company that has not said yes is in no mail.
    lines = [agenda_line(opening), _line(title="圆桌", title_en="Panel", speaker="周岚")]
    _, panel = _write(event, *lines)
    _release(event)
    slot = _line(kind="pitch", title="不可说", pitch_id=asked.pk)
    _write(event, agenda_line(panel), agenda_line(opening), slot)
    _release(event, note="先圆桌")
    _drain()
    mailed = _mailed()
    assert set(mailed) == {"zh@example.com", "en@example.com"}
    assert "新增：「圆桌」（周岚）" in mailed["zh@example.com"]
    assert "变动：「开场」" in mailed["zh@example.com"]
    assert "先圆桌" in mailed["zh@example.com"]
    assert "New: “Panel” (周岚)" in mailed["en@example.com"]
    assert "不可说" not in "".join(mailed.values())
    assert list(Notification.objects.values_list("recipient", "kind")) == [(person.pk, "roadshows.agenda_changed")]

    # The worker runs all of it again.
    OutboxEvent.objects.update(handled_at=None)
    _drain()
    assert (_mailed(), Notification.objects.count()) == ({}, 1)

    # Who is said to speak, or that a line begins a little later, brings nobody another way.
    drafts = list(event.agenda.order_by("position"))
    _write(event, agenda_line(drafts[0], speaker="林启明", minutes=12), *(agenda_line(one) for one in drafts[1:]))
    _release(event)
    _drain()
    assert _mailed() == {}
    # Whoever registered since knows the version they found.
    late = RegistrationFactory.create(event=event, email="late@example.com")
    Registration.objects.filter(pk=late.pk).update(created_at=clock.now())
    _write(event, agenda_line(AgendaItem.objects.get(pk=panel.pk)))
    _release(event)
    _drain()
    mailed = _mailed()
    assert set(mailed) == {"zh@example.com", "en@example.com", "late@example.com"}
    assert all("圆桌" not in body and "Panel" not in body for body in mailed.values())
    assert "取消：「开场」" in mailed["late@example.com"]
    english.refresh_from_db()
    assert english.told_agenda == 5


@pytest.mark.django_db(transaction=True)
def test_what_is_let_out_is_what_was_looked_at_though_somebody_writes_meanwhile() -> None:
    event = EventFactory.create(published=True)
    AgendaItemFactory.create(event=event, title="看过的", is_out=False)
    first: dict[str, Any] = {"actor": SYSTEM, "event": event, "edition": 1, "now": clock.now()}
    written, released = overlap(
        lambda: agenda.replace_agenda(**first, lines=[_line(title="没看过")]),
        lambda: releasing.release_agenda(**first, note=""),
    )
    assert (written, type(released)) == (None, StaleEvent)
    assert (_titles(event), AgendaRelease.objects.count()) == ([], 1)


@pytest.mark.django_db(transaction=True)
def test_without_the_edition_what_nobody_looked_at_would_be_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releasing, "locked_event", lambda pk, _edition: locked_event(pk))
    event = EventFactory.create(published=True)
    AgendaItemFactory.create(event=event, title="看过的", is_out=False)
    first: dict[str, Any] = {"actor": SYSTEM, "event": event, "edition": 1, "now": clock.now()}
    assert overlap(
        lambda: agenda.replace_agenda(**first, lines=[_line(title="没看过")]),
        lambda: releasing.release_agenda(**first, note=""),
    ) == [None, None]
    assert _titles(event) == ["没看过"]
