"""The operator's desk: who gets in, the merged queue, deciding each kind, and the trail."""

import csv
import io
from typing import Any
from uuid import uuid4

import pytest
from django.urls import URLPattern
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from backend.accounts.enums import TokenScope
from backend.accounts.models import User
from backend.console import urls
from backend.core import clock
from backend.core.models import AuditEntry
from backend.deals.enums import PitchState
from backend.deals.models import PitchRevision
from backend.files.enums import FileState
from backend.files.models import StoredFile
from backend.matching.models import DeadLetter
from backend.organizations.enums import MemberRole, ReviewKind, ReviewState
from backend.organizations.models import OrganizationReview
from backend.roadshows.enums import EventState
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.deals import PitchFactory, PitchRevisionFactory, PitchTeamMemberFactory
from tests.factories.files import DeckFileFactory
from tests.factories.organizations import (
    EvidenceFactory,
    OrganizationFactory,
    ReviewFactory,
    StandingFactory,
    belongs,
)
from tests.factories.roadshows import EventFactory
from tests.support.clients import client_of, machine_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
API = "/api/v1"
QUEUE = f"{API}/console/queue"


def console_addresses(case: OrganizationReview) -> list[str]:
    """Every address of the console, from its own URL configuration, about a case that is there."""
    filled = []
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        route = str(pattern.pattern).replace("<str:kind>", "organization").replace("<uuid:case_id>", str(case.pk))
        assert "<" not in route
        filled.append(f"{API}/{route}")
    return filled


def test_nobody_but_an_operator_with_a_passed_second_factor_reaches_any_route() -> None:
    review = ReviewFactory.create()
    operator = OperatorFactory.create()
    refused: dict[str, APIClient] = {
        "person": client_of(UserFactory.create()),
        "operator without a second factor": client_of(UserFactory.create(is_operator=True)),
        "operator whose session has not passed it": client_of(operator, second_factor=False),
        "operator's token": machine_of(operator, TokenScope.READ, TokenScope.WRITE),
    }
    addresses = console_addresses(review)
    assert len(addresses) >= 5
    for name, client in refused.items():
        for address in addresses:
            for answer in (client.get(address), client.post(address, {"reason": "x"})):
                assert answer.status_code == 403, (name, address)
                assert answer.json()["code"] == "console.operators_only", (name, address)
    assert {client_of().get(address).status_code for address in addresses} == {401}
    review.refresh_from_db()
    assert (review.state, AuditEntry.objects.count()) == (ReviewState.PENDING, 0)
    assert client_of(operator).get(addresses[0]).status_code == 200


def cases() -> dict[str, Any]:
    """One waiting case of each kind."""
    return {
        "organization": ReviewFactory.create(),
        "claim": ReviewFactory.create(kind=ReviewKind.CLAIM, organization=OrganizationFactory.create(reference=True)),
        "standing": StandingFactory.create(
            state=ReviewState.PENDING, reviewer=None, valid_from=None, valid_until=None, decided_at=None
        ),
        "pitch": PitchFactory.create(state=PitchState.IN_REVIEW, submitted_at="2026-01-01T00:00:00Z"),
        "revision": PitchRevisionFactory.create(),
        "event": EventFactory.create(state=EventState.UNDER_REVIEW, submitted_at=clock.now()),
    }


def test_the_queue_merges_all_kinds_oldest_first() -> None:
    waiting = cases()
    ReviewFactory.create(state=ReviewState.REJECTED)
    PitchFactory.create()
    operator = client_of(OperatorFactory.create())
    body = operator.get(f"{QUEUE}/").json()
    assert {(row["kind"], row["id"]) for row in body["results"]} == {(k, str(row.pk)) for k, row in waiting.items()}
    assert body["results"][0]["kind"] == "pitch"
    times = [row["submitted_at"] for row in body["results"]]
    assert times == sorted(times)
    assert {row["kind"]: row["count"] for row in body["counts"]} == dict.fromkeys(waiting, 1)
    assert all(row["allowed_actions"] == ["approve", "reject"] for row in body["results"])
    only = operator.get(f"{QUEUE}/?kind=claim").json()
    assert [row["id"] for row in only["results"]] == [str(waiting["claim"].pk)]
    rejected = operator.get(f"{QUEUE}/?state=rejected").json()
    assert (rejected["count"], rejected["results"][0]["allowed_actions"]) == (1, [])


def test_the_queue_pages_without_gap_or_repetition() -> None:
    wanted = {str(ReviewFactory.create().pk) for _ in range(3)} | {str(row.pk) for row in cases().values()}
    operator, seen, number = client_of(OperatorFactory.create()), [], 1
    while number:
        body = operator.get(f"{QUEUE}/?page_size=2&page={number}").json()
        seen += [row["id"] for row in body["results"]]
        assert body["count"] == 9
        number = body["next"]
    assert sorted(seen) == sorted(wanted)


@pytest.mark.parametrize("query", ["kind=nonsense", "state=withdrawn", "page=0", "page_size=1000000"])
def test_bad_parameters_are_refused(query: str) -> None:
    assert client_of(OperatorFactory.create()).get(f"{QUEUE}/?{query}").status_code == 400


def test_the_queue_asks_the_same_number_of_questions_for_1_and_3_rows(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of(OperatorFactory.create())
    for _ in range(2):
        cases()
        with django_assert_num_queries(17):
            assert client.get(f"{QUEUE}/").status_code == 200
        cases()


@pytest.mark.parametrize(
    ("verb", "body", "outcome"),
    [
        (
            "approve",
            {},
            {
                "organization": "approved",
                "claim": "approved",
                "standing": "approved",
                "pitch": "published",
                "revision": None,
                "event": "published",
            },
        ),
        (
            "reject",
            {"reason": "材料不足"},
            {
                "organization": "rejected",
                "claim": "rejected",
                "standing": "rejected",
                "pitch": "draft",
                "revision": "draft",
                "event": "draft",
            },
        ),
    ],
)
def test_each_kind_is_decided_once(verb: str, body: dict[str, str], outcome: dict[str, str | None]) -> None:
    operator = client_of(OperatorFactory.create())
    for kind, row in cases().items():
        address = f"{QUEUE}/{kind}/{row.pk}/{verb}/"
        read = operator.get(f"{QUEUE}/{kind}/{row.pk}/").json()
        body = {**body, "edition": read["edition"]}
        answer = operator.post(address, body)
        assert answer.status_code == 204, (kind, answer.content)
        assert _state_of(kind, row.pk, row) == outcome[kind]
        assert operator.post(address, body).status_code in {403, 404, 409}


def _state_of(kind: str, pk: Any, row: Any) -> str | None:
    """The case's state now; a revision is a draft, handed in, or gone into its pitch."""
    if kind != "revision":
        row.refresh_from_db()
        return str(row.state)
    found = PitchRevision.objects.filter(pk=pk).first()
    return None if found is None else "draft" if found.submitted_at is None else "pending"


def test_a_rejection_without_a_reason_is_refused() -> None:
    operator = client_of(OperatorFactory.create())
    for kind, row in cases().items():
        before = _state_of(kind, row.pk, row)
        for body in ({}, {"reason": ""}):
            assert operator.post(f"{QUEUE}/{kind}/{row.pk}/reject/", body).status_code == 400
        assert _state_of(kind, row.pk, row) == before


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_what_changed_while_the_operator_read_is_not_decided(verb: str) -> None:
    """The text the team wrote meanwhile was read by nobody; neither answer may be about it."""
    operator = client_of(OperatorFactory.create())
    pitch = PitchFactory.create(state=PitchState.IN_REVIEW, submitted_at="2026-01-01T00:00:00Z")
    member = PitchTeamMemberFactory.create(pitch=pitch)
    revision = PitchRevisionFactory.create()
    asked = {"pitch": pitch.pk, "revision": revision.pk}
    read = {kind: operator.get(f"{QUEUE}/{kind}/{pk}/").json()["edition"] for kind, pk in asked.items()}
    founder = client_of(person_in(pitch.organization))
    changed = founder.patch(f"{API}/pitches/{pitch.pk}/team/{member.pk}/", {"background": "另一段经历"}, format="json")
    assert changed.status_code == 200
    PitchRevision.objects.filter(pk=revision.pk).update(values={"one_liner": "另一句话"})
    acts = AuditEntry.objects.count()

    for kind, pk in asked.items():
        for edition in (read[kind], ""):
            body = {"reason": "材料不足", "edition": edition}
            answer = operator.post(f"{QUEUE}/{kind}/{pk}/{verb}/", body)
            assert (answer.status_code, answer.json()["code"]) == (409, "deals.changed_since_read"), kind
    pitch.refresh_from_db()
    assert (pitch.state, pitch.review_reason, AuditEntry.objects.count()) == (PitchState.IN_REVIEW, "", acts)
    assert _state_of("revision", revision.pk, revision) == "pending"


def test_a_deck_is_approved_only_as_its_pages_were_seen() -> None:
    """Still rendering: not at all. Failed: by who read the case since. A first pitch and a revision alike."""
    operator = client_of(OperatorFactory.create())
    decks = {kind: DeckFileFactory.create(state=FileState.STORED) for kind in ("pitch", "revision")}
    pitch = PitchFactory.create(state=PitchState.IN_REVIEW, submitted_at="2026-01-01T00:00:00Z", deck=decks["pitch"])
    revision = PitchRevisionFactory.create(deck=decks["revision"])
    for kind, row in {"pitch": pitch, "revision": revision}.items():
        address, file = f"{QUEUE}/{kind}/{row.pk}", StoredFile.objects.filter(pk=decks[kind].pk)
        for state in (FileState.STORED, FileState.PROCESSING):
            file.update(state=state)
            case = operator.get(f"{address}/").json()
            assert (case["item"]["deck_state"], case["item"]["allowed_actions"]) == (state, ["reject"])
            answer = operator.post(f"{address}/approve/", {"edition": case["edition"]})
            assert (answer.status_code, answer.json()["code"]) == (409, "deals.deck_not_rendered")
            assert _state_of(kind, row.pk, row) in ("pending", PitchState.IN_REVIEW)
        unread = operator.get(f"{address}/").json()["edition"]
        file.update(state=FileState.REFUSED)
        unseen = operator.post(f"{address}/approve/", {"edition": unread})
        assert (unseen.status_code, unseen.json()["code"]) == (409, "deals.changed_since_read")
        (line,) = operator.get(f"{QUEUE}/?kind={kind}").json()["results"]
        assert (line["deck_state"], line["allowed_actions"]) == ("refused", ["approve", "reject"])
        seen = operator.get(f"{address}/").json()["edition"]
        assert operator.post(f"{address}/approve/", {"edition": seen}).status_code == 204


def test_a_deck_nobody_can_see_yet_may_be_sent_back() -> None:
    operator = client_of(OperatorFactory.create())
    deck = DeckFileFactory.create(state=FileState.PROCESSING)
    pitch = PitchFactory.create(state=PitchState.IN_REVIEW, submitted_at="2026-01-01T00:00:00Z", deck=deck)
    address = f"{QUEUE}/pitch/{pitch.pk}"
    edition = operator.get(f"{address}/").json()["edition"]
    assert operator.post(f"{address}/reject/", {"reason": "材料不足", "edition": edition}).status_code == 204
    pitch.refresh_from_db()
    assert pitch.state == PitchState.DRAFT


def test_an_opened_case_shows_its_evidence_to_this_operator_and_leaves_one_row() -> None:
    operator = OperatorFactory.create()
    review = ReviewFactory.create(statement="canary-statement")
    review.evidence.add(EvidenceFactory.create(uploaded_by=review.requested_by))
    body = client_of(operator).get(f"{QUEUE}/organization/{review.pk}/").json()
    assert (body["statement"], body["requester"]["email"]) == ("canary-statement", review.requested_by.email)
    address = body["evidence"][0]["url"]
    assert client_of(OperatorFactory.create()).get(address).status_code == 403
    rows = AuditEntry.objects.filter(action="case.opened").values_list("actor_id", "data")
    assert list(rows) == [(operator.pk, {"kind": "organization", "case": str(review.pk), "evidence": 1})]
    assert "canary-statement" not in str(list(AuditEntry.objects.values()))


def test_unknown_kinds_and_cases_are_404() -> None:
    operator, review = client_of(OperatorFactory.create()), ReviewFactory.create()
    for address in (f"{QUEUE}/nonsense/{review.pk}/", f"{QUEUE}/claim/{review.pk}/", f"{QUEUE}/pitch/{uuid4()}/"):
        assert operator.get(address).status_code == 404
    assert operator.post(f"{QUEUE}/standing/{review.pk}/approve/", {}).status_code == 404


def test_an_operator_decides_nothing_of_their_own() -> None:
    operator = OperatorFactory.create()
    review = ReviewFactory.create(requested_by=operator)
    inside = ReviewFactory.create()
    belongs(operator, inside.organization, MemberRole.READER)
    client = client_of(operator)
    for row in (review, inside):
        assert client.post(f"{QUEUE}/organization/{row.pk}/approve/", {}).status_code == 403
    assert set(OrganizationReview.objects.values_list("state", flat=True)) == {ReviewState.PENDING}


def test_the_trail_is_filtered() -> None:
    operator, person = OperatorFactory.create(), UserFactory.create()
    client_of(person).patch(f"{API}/me/", {"display_name": "新"})
    client = client_of(operator)
    all_rows = client.get(f"{API}/console/audit/").json()
    assert [row["action"] for row in all_rows["results"]] == ["person.updated"]
    assert client.get(f"{API}/console/audit/?actor={person.pk}").json()["count"] == 1
    assert client.get(f"{API}/console/audit/?actor={operator.pk}").json()["count"] == 0
    assert client.get(f"{API}/console/audit/?action=token").json()["count"] == 0
    assert client.get(f"{API}/console/audit/?actor=nonsense").status_code == 400


def _trail(client: APIClient, query: str = "") -> list[str]:
    return [row["action"] for row in client.get(f"{API}/console/audit/?{query}").json()["results"]]


def _exported(client: APIClient, query: str = "") -> list[list[str]]:
    answer: Any = client.get(f"{API}/console/audit/export/?{query}")
    assert answer.status_code == 200, answer.content
    body = b"".join(answer.streaming_content)
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def _on_three_days(operator: User) -> None:
    """The last second of the first and the first of the third day, as the street's clocks tell them."""
    for action, at in (
        ("a.first", "2026-03-01T15:59:59Z"),
        ("a.second", "2026-03-01T16:00:00Z"),
        ("a.third", "2026-03-02T16:00:00Z"),
    ):
        AuditEntry.objects.create(actor=operator, actor_kind="operator", action=action, at=at)


def test_the_trail_is_read_from_one_day_to_another_both_within() -> None:
    operator = OperatorFactory.create()
    _on_three_days(operator)
    client = client_of(operator)
    assert _trail(client) == ["a.third", "a.second", "a.first"]
    assert _trail(client, "since=2026-03-02") == ["a.third", "a.second"]
    assert _trail(client, "until=2026-03-02") == ["a.second", "a.first"]
    assert _trail(client, "since=2026-03-02&until=2026-03-02") == ["a.second"]
    assert _trail(client, "since=2026-03-04") == []
    assert _trail(client, "since=2026-03-02&action=a.third") == ["a.third"]


@pytest.mark.parametrize("address", ["", "export/"])
@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("since=yesterday", "core.invalid", "since"),
        ("since=2026-03-02&until=2026-03-01", "core.invalid", "until"),
        ("until=9999-12-31", "core.invalid", "until"),
        ("since=0001-01-01", "core.invalid", "since"),
        ("from=2026-03-02", "core.unknown_parameter", "from"),
    ],
)
def test_a_trail_of_days_that_are_none_is_refused_and_nothing_taken(
    address: str, query: str, code: str, field: str
) -> None:
    answer = client_of(OperatorFactory.create()).get(f"{API}/console/audit/{address}?{query}")
    assert (answer.status_code, answer.json()["code"], list(answer.json()["fields"])) == (400, code, [field])
    assert not AuditEntry.objects.exists()


def test_the_trail_is_taken_along_as_filtered_and_that_is_an_act_of_it() -> None:
    operator = OperatorFactory.create(display_name="=cmd()")
    _on_three_days(operator)
    subject = AuditEntry.objects.create(actor_kind="system", action="a.third", subject_id="@x", data={"why": "缺材料"})
    client = client_of(operator)
    header, *rows = _exported(client, "action=a.third")
    assert header[5] == "操作"
    assert [row[0] for row in rows] == [str(subject.pk), str(AuditEntry.objects.get(action="a.third", data={}).pk)]
    assert rows[0][2:9] == ["system", "", "", "a.third", "", "'@x", '{"why": "缺材料"}']
    assert rows[1][1:6] == ["2026-03-03 00:00:00", "operator", "'=cmd()", str(operator.pk), "a.third"]
    act = AuditEntry.objects.get(action="trail.exported")
    assert (act.actor, act.data) == (operator, {"rows": 2, "filters": {"action": "a.third"}})
    assert [row[5] for row in _exported(client, "since=2026-03-03")[1:]] == ["trail.exported", "a.third", "a.third"]
    assert AuditEntry.objects.filter(action="trail.exported").count() == 2


def test_index_health_tells_what_waits_and_retries_what_was_refused() -> None:
    letter = DeadLetter.objects.create(kind="deal", object_id=uuid4(), version=1, reason="mapper_parsing_exception")
    client = client_of(OperatorFactory.create())
    body = client.get(f"{API}/console/index-health/").json()
    assert (body["dead_letters"], body["allowed_actions"]) == (1, ["retry_index"])
    assert [(row["object_id"], row["reason"]) for row in body["letters"]] == [(str(letter.object_id), letter.reason)]
    assert client.post(f"{API}/console/index-health/retry/").json() == {"retried": 1}
    assert client.get(f"{API}/console/index-health/").json()["dirty"] == 1
