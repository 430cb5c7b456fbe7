"""`saved-searches/` and the rhythms over HTTP: one's own alone, named refusals, undo, and what is new."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from rest_framework.test import APIClient

from backend.accounts import exports
from backend.accounts.models import User
from backend.core import clock
from backend.core.models import AuditEntry
from backend.deals.models import Thesis
from backend.matching.enums import Rhythm
from backend.matching.models import Alert, Call, SavedSearch
from backend.matching.services import saved_searches
from backend.matching.services.marks import mark_dirty
from backend.notifications import services as notifications
from backend.notifications.unsubscribing import token_of_thing
from backend.organizations.enums import MemberRole
from search.records import ObjectKind
from tests.factories.accounts import UserFactory
from tests.factories.deals import PitchFactory
from tests.factories.matching import SavedSearchFactory
from tests.factories.organizations import FirmFactory
from tests.support.callers import published, saved, thesis, work_off
from tests.support.clients import client_of, machine_of
from tests.support.pitch_cast import person_in
from tests.support.search_index import NOWHERE, Index

pytestmark = pytest.mark.django_db
BASE = "/api/v1/saved-searches/"


@pytest.fixture
def person() -> User:
    found: User = UserFactory.create()
    return found


@pytest.fixture
def client(person: User, settings: Settings) -> APIClient:
    """Where the engine is away: most of this is the database's alone."""
    settings.ELASTICSEARCH_URL = NOWHERE
    return client_of(person)


def _save(client: APIClient, status: int = 201, **body: Any) -> dict[str, Any]:
    given = {"name": "深圳的芯片", "rhythm": "daily", "question": {"sector": ["SEMI"], "city": ["深圳"]}, **body}
    answer = client.post(BASE, given, format="json")
    assert answer.status_code == status, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_a_question_is_kept_as_the_address_states_it_and_found_again(client: APIClient, person: User) -> None:
    PitchFactory.create_batch(2, published=True)
    PitchFactory.create(published=True, sectors=["BIO_CGT"])
    question = {
        "sector": ["SEMI"],
        "q": "  触觉 ",
        "amount_min": "1000000.00",
        "close_within": 3650,
        "word_exclude": [],
    }
    made = _save(client, question={**question, "city": ["深圳", "深圳"]})
    assert made["question"] == {
        "amount_min": "1000000", "city": ["深圳"], "close_within": 3650, "q": "触觉", "sector": ["SEMI"],
    }  # fmt: skip
    assert _save(client, name="芯片", question={"sector": ["SEMI"]})["hits"] == 2
    assert {row["name"] for row in client.get(BASE).json()["results"]} == {"深圳的芯片", "芯片"}
    assert [row["name"] for row in client.get(BASE, {"q": "深圳"}).json()["results"]] == ["深圳的芯片"]
    assert [row["name"] for row in client.get(BASE, {"sort": "name"}).json()["results"]] == ["深圳的芯片", "芯片"]
    acts = AuditEntry.objects.filter(actor=person).order_by("id").values_list("action", flat=True)
    assert list(acts) == ["saved_search.created"] * 2


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"name": ""}, 400, "core.invalid"),
    ({"name": "长" * 61}, 400, "core.invalid"),
    ({"rhythm": "hourly"}, 400, "core.invalid"),
    ({"question": {"stage": ["nonsense"]}}, 400, "core.invalid"),
    ({"question": {"sector": ["NO_SUCH"]}}, 400, "search.sector_unknown"),
    ({"question": {"sort": "newest"}}, 400, "core.unknown_parameter"),
    ({"question": {"qualfication": ["x"]}}, 400, "core.unknown_parameter"),
    ({"question": {"amount_min": "5", "amount_max": "1"}}, 400, "search.range_reversed"),
    ({"name": "又一个", "question": {"city": ["深圳"], "sector": ["SEMI"]}}, 409, "matching.saved_search_asked"),
    ({"question": {"sector": ["BIO"]}}, 409, "matching.saved_search_name_taken"),
]


@pytest.mark.parametrize(
    ("body", "status", "code"), REFUSED, ids=[code + str(n) for n, (_, _, code) in enumerate(REFUSED)]
)
def test_what_cannot_be_saved_says_why_and_changes_nothing(
    client: APIClient, body: dict[str, Any], status: int, code: str
) -> None:
    _save(client)
    assert _save(client, status, **body)["code"] == code
    assert (SavedSearch.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_a_person_saves_so_many_and_no_more(client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_searches, "MOST", 1)
    made = _save(client)
    refused = _save(client, 409, name="第二个", question={"sector": ["BIO"]})
    assert refused["code"] == "matching.too_many_saved_searches"
    # What is deleted makes room, and then cannot come back.
    client.delete(f"{BASE}{made['id']}/")
    _save(client, name="第二个", question={"sector": ["BIO"]})
    assert client.post(f"{BASE}{made['id']}/restore/").status_code == 409


def test_of_another_persons_search_nothing_is_told(client: APIClient, person: User) -> None:
    other = SavedSearchFactory.create()
    before = SavedSearch.objects.values().get()
    one = f"{BASE}{other.pk}/"
    calls = [client.get(one), client.patch(one, {"name": "我的"}), client.delete(one), client.get(f"{one}hits/")]
    calls += [client.post(f"{one}{verb}/") for verb in ("restore", "pause", "resume", "visit")]
    missing = client.get(f"{BASE}{uuid4()}/").json()
    assert [(answer.status_code, answer.json()) for answer in calls] == [(404, missing)] * len(calls)
    assert client.get(BASE).json()["count"] == 0
    assert SavedSearch.objects.values().get() == before
    visitor = client_of()
    assert {visitor.get(BASE).status_code, visitor.post(BASE, {}).status_code, visitor.get(one).status_code} == {401}
    reading = machine_of(person)
    assert reading.get(BASE).status_code == 200
    assert reading.post(BASE, {}, format="json").json()["code"] == "accounts.scope_missing"


def test_it_is_renamed_paused_resumed_deleted_and_restored(client: APIClient, person: User) -> None:
    one = f"{BASE}{_save(client)['id']}/"
    assert client.patch(one, {"name": "新名字", "rhythm": "weekly"}).json()["rhythm"] == "weekly"
    assert client.post(f"{one}pause/").json()["paused_at"] is not None
    assert client.post(f"{one}resume/").json()["paused_at"] is None
    assert client.delete(one).status_code == 204
    assert client.get(one).status_code == 404
    assert client.post(f"{one}restore/").json()["name"] == "新名字"
    acts = AuditEntry.objects.filter(actor=person).order_by("id").values_list("action", flat=True)
    assert [act.removeprefix("saved_search.") for act in acts] == [
        "created", "changed", "paused", "resumed", "deleted", "restored",
    ]  # fmt: skip
    client.delete(one)
    tomorrow = clock.now() + timedelta(days=1, seconds=1)
    with pytest.raises(Exception, match="not_found"):
        saved_searches.restore_search(actor=person, search_id=SavedSearch.objects.get().pk, now=tomorrow)
    assert [saved_searches.forget_deleted(now=now) for now in (clock.now(), tomorrow)] == [0, 1]
    assert not SavedSearch.objects.exists()


def test_a_list_costs_the_same_for_one_and_for_three(index: Index, person: User) -> None:
    counts = []
    for number in (1, 2):
        SavedSearchFactory.create_batch(number, owner=person)
        client = client_of(person)
        # What a process reads once is read now.
        client.get(BASE)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(BASE).json()["count"] == SavedSearch.objects.count()
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_tells_what_is_new_since_the_last_visit(index: Index, person: User) -> None:
    client = client_of(person)
    published(one_liner="早就有的传感器")
    work_off()
    search = saved(person, rhythm=Rhythm.NEVER)
    work_off()
    pitch = published(one_liner="新的传感器")
    work_off()
    one = f"{BASE}{search.pk}/"
    assert [client.get(one).json()[name] for name in ("hits", "new")] == [2, 1]
    (hit,) = client.get(f"{one}hits/").json()["results"]
    assert (hit["deal"]["id"], hit["is_new"]) == (str(pitch.pk), True)
    assert client.post(f"{one}visit/").json()["new"] == 0
    assert client.get(f"{one}hits/").json()["results"][0]["is_new"] is False
    # What is hidden meanwhile is in no count and no list.
    type(pitch).objects.filter(pk=pitch.pk).update(state="paused")
    SavedSearch.objects.update(visited_at=search.visited_at)
    assert client.get(one).json()["new"] == 0
    assert client.get(f"{one}hits/").json()["count"] == 0


def test_the_link_in_a_mail_turns_one_search_off_and_no_other(person: User) -> None:
    search, other = SavedSearchFactory.create(owner=person, name="传感器"), SavedSearchFactory.create(owner=person)
    link = f"/api/v1/unsubscribe/{token_of_thing(person.pk, 'saved_search', search.pk)}/"
    visitor = client_of()
    told = {"group": "saved_search", "title": "保存的搜索「传感器」"}
    assert visitor.get(link).json() == {**told, "is_on": True}
    assert [visitor.post(link).json() for _ in range(2)] == [{**told, "is_on": False}] * 2
    assert [bool(SavedSearch.objects.get(pk=one.pk).paused_at) for one in (search, other)] == [True, False]
    assert AuditEntry.objects.filter(action="saved_search.paused").count() == 1
    foreign = token_of_thing(person.pk, "saved_search", SavedSearchFactory.create().pk)
    for bad in (foreign, token_of_thing(person.pk, "nothing", search.pk)):
        assert visitor.post(f"/api/v1/unsubscribe/{bad}/").json()["code"] == "notifications.bad_unsubscribe_link"
    assert notifications.subscription(token_of_thing(person.pk, "saved_search", other.pk)).is_on


def test_a_person_takes_their_searches_along_and_nothing_stays_of_one_who_is_gone(index: Index, person: User) -> None:
    mine, other = SavedSearchFactory.create(owner=person, name="传感器"), SavedSearchFactory.create(name="别人的")
    mark_dirty(ObjectKind.CRITERIA, [mine.pk, other.pk])
    work_off()
    published()
    work_off()
    (section,) = exports.gather(person)["saved_searches"]
    assert (section["name"], section["question"]) == ("传感器", mine.question)
    assert [found["deal"] for found in section["found"]] == ["为机器人提供触觉的柔性传感器"]
    assert (Alert.objects.count(), Call.objects.count()) == (2, 2)
    person.delete()
    assert set(SavedSearch.objects.values_list("name", flat=True)) == {"别人的"}
    assert (Alert.objects.count(), Call.objects.count()) == (1, 1)


def test_a_firm_and_a_team_choose_their_rhythm(person: User) -> None:
    firm = FirmFactory.create(verified=True)
    row: Thesis = thesis(firm)
    pitch = PitchFactory.create(published=True)
    founder = person_in(pitch.organization)
    people = {
        "member": person_in(firm, MemberRole.MEMBER),
        "reader": person_in(firm, MemberRole.READER),
        "stranger": person,
        "founder": founder,
    }
    of_thesis, of_pitch = f"/api/v1/theses/{row.pk}/rhythm/", f"/api/v1/pitches/{pitch.pk}/rhythm/"
    expected = {"member": (200, 403), "reader": (403, 403), "stranger": (403, 403), "founder": (403, 200)}
    for name, (thesis_status, pitch_status) in expected.items():
        client = client_of(people[name])
        wanted = {"rhythm": "immediate"}
        assert client.put(of_thesis, wanted).status_code == thesis_status, name
        assert client.put(of_pitch, wanted).status_code == pitch_status, name
    assert client_of(people["reader"]).get(of_thesis).json() == {"rhythm": "immediate", "can_set": False}
    assert client_of(person).get(of_thesis).status_code == 403
    assert client_of(founder).get(of_pitch).json() == {"rhythm": "immediate", "can_set": True}
    assert client_of(founder).put(of_pitch, {"rhythm": "sometimes"}).status_code == 400
    acts = AuditEntry.objects.order_by("id").values_list("action", flat=True)
    assert set(acts) == {"thesis.rhythm_set", "pitch.rhythm_set"}
