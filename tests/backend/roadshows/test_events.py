"""An event's way, who sees it, what its host may still change, and what a company says yes to."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser

from backend.core import clock
from backend.core.actors import SYSTEM, Viewer
from backend.core.models import AuditEntry
from backend.organizations.enums import MemberRole, VerificationState
from backend.roadshows.enums import AgendaKind, EventState
from backend.roadshows.models import AgendaItem, Event, Quota
from backend.roadshows.selectors.events import visible_agenda, visible_events
from backend.roadshows.services.agenda import answer_slot
from backend.roadshows.services.event_states import advance_events
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.deals import PitchFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.roadshows import AgendaItemFactory, EventFactory, HostFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
API = "/api/v1/events/"


def _said(**changes: Any) -> dict[str, Any]:
    starts = clock.now() + timedelta(days=7)
    return {
        "preset": "roadshow",
        "title": "半导体专场路演",
        "summary": "五家公司各讲八分钟。",
        "sectors": ["SEMI_MEMS"],
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(hours=3)).isoformat(),
        "venue": "会客厅",
        "address": "香蜜湖路 1 号",
        "district": "福田区",
        "capacity": 40,
    } | changes


def _line(**changes: Any) -> dict[str, Any]:
    return {"kind": "talk", "title": "致辞", "minutes": 10} | changes


def test_event_goes_from_draft_to_published_by_an_operator_who_read_it() -> None:
    host = HostFactory.create()
    client, operator = client_of(person_in(host, MemberRole.MEMBER)), client_of(OperatorFactory.create())
    made = client.post(API, {"organization": str(host.pk), **_said()}, format="json")
    assert made.status_code == 201, made.json()
    event = made.json()
    address = f"{API}{event['id']}/"
    assert (event["state"], event["edition"], event["capacity"], event["taken"]) == ("draft", 1, 40, 0)
    submitted = client.post(f"{address}submit/", {"edition": 1}, format="json").json()
    assert (submitted["state"], submitted["edition"]) == ("under_review", 2)
    case = operator.get(f"/api/v1/console/queue/event/{event['id']}/").json()
    assert case["item"]["allowed_actions"] == ["approve", "reject"]
    assert client_of().get(address).status_code == 404

    approve = f"/api/v1/console/queue/event/{event['id']}/approve/"
    refused = operator.post(approve, {"edition": "1"}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "roadshows.changed_since_read")
    assert Event.objects.get().state == EventState.UNDER_REVIEW
    assert operator.post(approve, {"edition": case["edition"]}, format="json").status_code in (200, 204)

    shown = client_of().get(address).json()
    assert (shown["state"], shown["takes_registrations"], shown["taken"]) == ("published", True, None)
    assert shown["allowed_actions"] == []
    rows = client_of().get(API).json()
    assert [row["id"] for row in rows["results"]] == [event["id"]]
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "event.created",
        "event.submitted",
        "case.opened",
        "event.published",
    ]


def test_refusal_sends_the_event_back_with_its_reason() -> None:
    event = EventFactory.create(state=EventState.UNDER_REVIEW, submitted_at=clock.now())
    operator, address = client_of(OperatorFactory.create()), f"/api/v1/console/queue/event/{event.pk}/reject/"
    assert operator.post(address, {"edition": "1", "reason": " "}, format="json").status_code == 400
    assert operator.post(address, {"edition": "1", "reason": "请写明嘉宾"}, format="json").status_code in (200, 204)
    event.refresh_from_db()
    assert (event.state, event.review_reason, event.published_at) == ("draft", "请写明嘉宾", None)
    host = client_of(person_in(event.organization)).get(f"{API}{event.pk}/").json()
    assert host["review_reason"] == "请写明嘉宾"


def test_nobody_decides_about_the_event_of_their_own_organization() -> None:
    event = EventFactory.create(state=EventState.UNDER_REVIEW, submitted_at=clock.now())
    operator = OperatorFactory.create()
    event.organization.memberships.create(person=operator, role=MemberRole.READER)
    address = f"/api/v1/console/queue/event/{event.pk}/approve/"
    assert client_of(operator).post(address, {"edition": "1"}, format="json").status_code == 403
    event.refresh_from_db()
    assert event.state == "under_review"


def test_only_those_who_work_for_a_verified_host_make_events() -> None:
    host, startup, unverified = (
        HostFactory.create(),
        OrganizationFactory.create(verified=True),
        HostFactory.create(verification_state=VerificationState.UNVERIFIED),
    )
    cases = [
        (person_in(startup), startup, 403, "roadshows.not_a_host"),
        (person_in(unverified), unverified, 403, "roadshows.not_a_host"),
        (person_in(host, MemberRole.READER), host, 403, "core.not_permitted"),
        (UserFactory.create(), host, 403, "core.not_permitted"),
        (UserFactory.create(), unverified, 400, "roadshows.organization_unknown"),
    ]
    for person, organization, status, code in cases:
        answer = client_of(person).post(API, {"organization": str(organization.pk), **_said()}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert client_of().post(API, {}, format="json").status_code == 401
    assert (Event.objects.count(), AuditEntry.objects.count()) == (0, 0)
    hosts = client_of(person_in(host, MemberRole.ADMIN)).get(f"{API}hosts/").json()["results"]
    assert [row["id"] for row in hosts] == [str(host.pk)]
    assert client_of(person_in(startup, MemberRole.ADMIN)).get(f"{API}hosts/").json()["results"] == []


def test_values_that_do_not_fit_change_nothing() -> None:
    event = EventFactory.create()
    client, address = client_of(person_in(event.organization)), f"{API}{event.pk}/"
    starts = event.starts_at
    for sent, code, field in (
        ({"ends_at": starts.isoformat()}, "roadshows.bad_times", "ends_at"),
        ({"ends_at": (starts + timedelta(days=15)).isoformat()}, "roadshows.bad_times", "ends_at"),
        (
            {"registration_closes_at": (starts + timedelta(days=1)).isoformat()},
            "roadshows.closes_too_late",
            "registration_closes_at",
        ),
        ({"sectors": ["NOBODY"]}, "roadshows.sector_unknown", "sectors"),
        ({"title": "很" * 61}, "core.invalid", "title"),
        ({"capacity": 0}, "core.invalid", "capacity"),
    ):
        answer = client.patch(address, {"edition": 1, **sent}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (400, code)
        assert list(answer.json()["fields"]) == [field]
    stale = client.patch(address, {"edition": 2, "title": "新"}, format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "roadshows.stale")
    assert Event.objects.values().get() == {**Event.objects.values().get(), "edition": 1, "title": event.title}


def test_what_was_reviewed_stays_and_time_place_and_seats_may_change() -> None:
    event = EventFactory.create(published=True)
    Quota.objects.filter(event=event).update(taken=10)
    client, address = client_of(person_in(event.organization)), f"{API}{event.pk}/"
    refused = client.patch(address, {"edition": 1, "title": "另一个题目", "venue": "别处"}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "roadshows.reviewed_words")
    small = client.patch(address, {"edition": 1, "capacity": 9}, format="json")
    assert (small.status_code, small.json()["code"]) == (409, "roadshows.capacity_too_small")
    event.refresh_from_db()
    assert (event.venue, event.quota.capacity, event.edition) == ("香蜜湖金融街会客厅", 50, 1)
    moved = client.patch(address, {"edition": 1, "title": event.title, "venue": "别处", "capacity": 10}, format="json")
    assert (moved.status_code, moved.json()["venue"], moved.json()["is_full"]) == (200, "别处", True)


def test_who_sees_which_event() -> None:
    host = HostFactory.create()
    events = {state: EventFactory.create(organization=host, state=state) for state in ("draft",)}
    events["under_review"] = EventFactory.create(
        organization=host, state=EventState.UNDER_REVIEW, submitted_at=clock.now()
    )
    for state in ("published", "live", "ended"):
        events[state] = EventFactory.create(organization=host, published=True, state=state)
    events["cancelled"] = EventFactory.create(
        organization=host, published=True, state="cancelled", cancelled_at=clock.now(), cancel_reason="台风"
    )
    lapsed = EventFactory.create(published=True, organization__verification_state=VerificationState.EXPIRED)
    open_to_all = {events[state].pk for state in ("published", "live", "ended", "cancelled")}
    seen: dict[str, tuple[Viewer, set[UUID]]] = {
        "visitor": (AnonymousUser(), open_to_all),
        "outsider": (person_in(HostFactory.create()), open_to_all),
        "reader": (person_in(host, MemberRole.READER), open_to_all | {events["draft"].pk, events["under_review"].pk}),
        "lapsed host": (person_in(lapsed.organization), open_to_all | {lapsed.pk}),
        "operator": (OperatorFactory.create(), open_to_all | {events["under_review"].pk, lapsed.pk}),
    }
    for name, (viewer, expected) in seen.items():
        assert set(visible_events(viewer).values_list("pk", flat=True)) == expected, name


def test_list_narrows_by_kind_sector_place_time_and_words() -> None:
    now = clock.now()
    roadshow = EventFactory.create(published=True)
    salon = EventFactory.create(published=True, preset="salon", title="创新药沙龙", sectors=["BIO"], district="南山区")
    past = EventFactory.create(published=True, starts_at=now - timedelta(days=9), title="去年的路演")
    everything = {str(row.pk) for row in (roadshow, salon, past)}
    for asked, expected in (
        ("", {str(roadshow.pk), str(salon.pk)}),
        ("?when=all", everything),
        ("?when=past", {str(past.pk)}),
        ("?preset=salon", {str(salon.pk)}),
        ("?sector=SEMI", {str(roadshow.pk)}),
        ("?sector=NOBODY&when=all", set()),
        ("?district=南山区", {str(salon.pk)}),
        ("?q=创新药 沙龙", {str(salon.pk)}),
        ("?q=没有的词&when=all", set()),
    ):
        rows = client_of().get(f"{API}{asked}").json()["results"]
        assert {row["id"] for row in rows} == expected, asked
    assert client_of().get(f"{API}?when=never").status_code == 400


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_with_more_rows(rows: int, django_assert_num_queries: Any) -> None:
    for _ in range(rows):
        EventFactory.create(published=True)
    client = client_of()
    with django_assert_num_queries(5):
        assert len(client.get(API).json()["results"]) == rows


def test_submitting_needs_the_essentials_and_a_start_ahead() -> None:
    host = HostFactory.create()
    client = client_of(person_in(host))
    bare = EventFactory.create(organization=host, summary="", venue="", address="")
    late = EventFactory.create(organization=host, starts_at=clock.now() - timedelta(hours=1))
    answer = client.post(f"{API}{bare.pk}/submit/", {"edition": 1}, format="json")
    assert (answer.json()["code"], set(answer.json()["fields"])) == (
        "roadshows.event_incomplete",
        {"summary", "venue", "address"},
    )
    answer = client.post(f"{API}{late.pk}/submit/", {"edition": 1}, format="json")
    assert answer.json()["code"] == "roadshows.already_past"
    assert set(Event.objects.values_list("state", flat=True)) == {"draft"}
    host.verification_state = VerificationState.EXPIRED
    host.save()
    answer = client.post(f"{API}{late.pk}/submit/", {"edition": 1}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "roadshows.not_a_host")


def test_host_takes_it_back_and_calls_it_off_with_a_reason() -> None:
    event = EventFactory.create(state=EventState.UNDER_REVIEW, submitted_at=clock.now())
    owner, member = person_in(event.organization), person_in(event.organization, MemberRole.MEMBER)
    address = f"{API}{event.pk}/"
    assert client_of(member).post(f"{address}withdraw/", {"edition": 1}, format="json").json()["state"] == "draft"
    again = client_of(member).post(f"{address}withdraw/", {"edition": 2}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "roadshows.wrong_state")
    refused = client_of(member).post(f"{address}cancel/", {"edition": 2, "reason": "台风"}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (403, "core.not_permitted")
    assert client_of(owner).post(f"{address}cancel/", {"edition": 2, "reason": ""}, format="json").status_code == 400
    done = client_of(owner).post(f"{address}cancel/", {"edition": 2, "reason": "台风"}, format="json")
    assert (done.json()["state"], done.json()["cancel_reason"]) == ("cancelled", "台风")
    assert client_of().get(address).status_code == 404


def test_clock_begins_and_ends_events_once() -> None:
    now = clock.now()
    due = EventFactory.create(published=True, starts_at=now - timedelta(minutes=1))
    over = EventFactory.create(published=True, state="live", starts_at=now - timedelta(hours=4))
    missed = EventFactory.create(published=True, starts_at=now - timedelta(days=1))
    ahead, draft = EventFactory.create(published=True), EventFactory.create(starts_at=now - timedelta(days=1))
    assert advance_events(now=now) == 3
    assert advance_events(now=now) == 0
    states = dict(Event.objects.values_list("pk", "state"))
    assert states == {
        due.pk: "live",
        over.pk: "ended",
        missed.pk: "ended",
        ahead.pk: "published",
        draft.pk: "draft",
    }


def _agenda(event: Event) -> list[tuple[str, bool]]:
    return list(AgendaItem.objects.filter(event=event).order_by("position").values_list("title", "is_confirmed"))


def test_agenda_is_replaced_whole_and_keeps_a_companys_yes_for_what_it_said_yes_to() -> None:
    event, pitch = EventFactory.create(), PitchFactory.create(published=True)
    client, address = client_of(person_in(event.organization)), f"{API}{event.pk}/agenda/"
    slot = {"kind": "pitch", "title": "触觉传感器", "minutes": 8, "pitch": str(pitch.pk)}
    made = client.put(address, {"edition": 1, "lines": [_line(), slot]}, format="json")
    assert made.status_code == 200, made.json()
    talk, pitched = made.json()["agenda"]
    Event.objects.filter(pk=event.pk).update(state="under_review", submitted_at=clock.now())
    founder = client_of(person_in(pitch.organization))
    slots = founder.get("/api/v1/agenda-slots/").json()["results"]
    assert [row["id"] for row in slots] == [pitched["id"]]
    answer = f"/api/v1/agenda-slots/{pitched['id']}/answer/"
    assert client_of(UserFactory.create()).post(answer, {"accepts": True}, format="json").status_code == 404
    said = founder.post(answer, {"accepts": True, "shows_deck": True}, format="json").json()
    assert (said["is_confirmed"], said["shows_deck"]) == (True, True)

    Event.objects.filter(pk=event.pk).update(state="draft")
    swapped = [{**slot, "id": pitched["id"]}, _line(id=talk["id"])]
    client.put(address, {"edition": 2, "lines": swapped}, format="json")
    assert _agenda(event) == [("触觉传感器", True), ("致辞", False)]
    client.put(address, {"edition": 3, "lines": [{**slot, "id": pitched["id"], "title": "别的题目"}]}, format="json")
    assert _agenda(event) == [("别的题目", False)]


def test_agenda_with_a_bad_line_changes_nothing() -> None:
    event, item = EventFactory.create(), AgendaItemFactory.create()
    kept = AgendaItemFactory.create(event=event)
    draft, shown = PitchFactory.create(), PitchFactory.create(published=True)
    client, address = client_of(person_in(event.organization)), f"{API}{event.pk}/agenda/"
    pitch_line = _line(kind="pitch", pitch=str(shown.pk))
    for lines, code, field in (
        ([_line(id=str(item.pk))], "core.invalid", "lines.0.id"),
        ([_line(kind="pitch", pitch=str(draft.pk))], "roadshows.pitch_unknown", "lines.0.pitch"),
        ([_line(pitch=str(shown.pk))], "core.invalid", "lines.0.pitch"),
        ([pitch_line, pitch_line], "core.invalid", "lines.1"),
        ([_line(minutes=0)], "core.invalid", "lines.0.minutes"),
    ):
        answer = client.put(address, {"edition": 1, "lines": lines}, format="json")
        assert (answer.status_code, answer.json()["code"], list(answer.json()["fields"])) == (400, code, [field])
    assert list(AgendaItem.objects.filter(event=event).values_list("pk", flat=True)) == [kept.pk]
    assert Event.objects.get(pk=event.pk).edition == 1


def test_pitch_without_its_companys_yes_is_no_line_of_the_public_page() -> None:
    event, pitch = EventFactory.create(published=True), PitchFactory.create(published=True)
    talk = AgendaItemFactory.create(event=event)
    asked = AgendaItemFactory.create(event=event, position=2, kind=AgendaKind.PITCH, pitch=pitch)

    def lines(viewer: Any) -> set[UUID]:
        return {item.line for item in visible_agenda(viewer, event)}

    both = {talk.pk, asked.pk}
    people = {
        "visitor": (AnonymousUser(), {talk.pk}),
        "outsider": (UserFactory.create(), {talk.pk}),
        "host's reader": (person_in(event.organization, MemberRole.READER), both),
        "company": (person_in(pitch.organization), both),
        "operator": (OperatorFactory.create(), both),
    }
    for name, (viewer, expected) in people.items():
        assert lines(viewer) == expected, name
    answer_slot(actor=SYSTEM, item=asked, accepts=True, shows_deck=False, now=clock.now())
    assert lines(AnonymousUser()) == both
    # Paused meanwhile: the line stays, the way to the pitch and the company's name are gone.
    pitch.state = "paused"
    pitch.save()
    shown = client_of().get(f"{API}{event.pk}/").json()["agenda"]
    assert [(line["id"], line["pitch"], line["company"]) for line in shown] == [
        (str(talk.pk), None, None),
        (str(asked.pk), None, None),
    ]
