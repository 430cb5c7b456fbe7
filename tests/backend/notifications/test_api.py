"""A person's inbox, switches and delivery log over HTTP, and the links in mails; nobody else's are ever there."""

import re
from typing import Any

import pytest
from django.core import mail

from backend.accounts.models import User
from backend.core.ids import new_id
from backend.core.models import AuditEntry
from backend.notifications.enums import Channel
from backend.notifications.models import Habits, Notification, Preference
from backend.notifications.unsubscribing import token_for
from tests.backend.notifications.conftest import Tell, drain
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.support import news
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db

ME = "/api/v1/me/notifications/"


def _switches(answer: Any) -> dict[str, tuple[bool, bool, bool]]:
    return {one["group"]: (one["in_app"], one["email"], one["sms"]) for one in answer["switches"]}


def test_the_inbox_has_pages_filters_and_three_languages(person: User, tell: Tell) -> None:
    subjects = [UserFactory.create(display_name=f"第{n}位") for n in range(3)]
    for subject in subjects:
        tell(person, subject)
    tell(UserFactory.create(), subjects[0])
    client = client_of(person)
    page = client.get(ME, {"page_size": 2}).json()
    assert (page["count"], len(page["results"])) == (3, 2)
    assert page["results"][0]["title"] == "关于「第2位」的消息"
    assert page["results"][0]["path"] == f"/about/{subjects[2].pk}"
    english = client.get(ME, {"page_size": 2, "page": 2}, headers={"accept-language": "en"}).json()
    assert [one["title"] for one in english["results"]] == ["News about “第0位”"]
    assert client.get(ME, {"group": "organizations"}).json()["count"] == 0
    assert client.get(ME, {"group": news.GROUP}).json()["count"] == 3
    assert client.get(ME + "unread/").json() == {"count": 3}

    newest = page["results"][0]["id"]
    assert client.post(ME + "mark/", {"ids": [newest]}, format="json").json() == {"count": 1}
    assert client.get(ME, {"unread": "true"}).json()["count"] == 2
    assert client.get(ME + "unread/").json() == {"count": 2}
    changed = client.post(ME + "mark-all/").json()["ids"]
    assert newest not in changed
    assert len(changed) == 2
    assert client.post(ME + "mark-all/").json() == {"ids": []}
    # Undo gives back exactly what was marked.
    assert client.post(ME + "mark/", {"ids": changed, "read": False}, format="json").json() == {"count": 2}
    assert {one["id"] for one in client.get(ME, {"unread": "true"}).json()["results"]} == set(changed)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_asks_as_often_for_three_as_for_one(
    person: User, tell: Tell, rows: int, django_assert_num_queries: Any
) -> None:
    for subject in UserFactory.create_batch(rows):
        tell(person, subject)
    client = client_of(person)
    client.get(ME)
    with django_assert_num_queries(4):
        assert client.get(ME).json()["count"] == rows


def test_nobody_marks_what_is_not_theirs_unknown_or_withdrawn(person: User, tell: Tell) -> None:
    other, subject = UserFactory.create(), UserFactory.create()
    tell(person, subject)
    tell(other, subject)
    mine = Notification.objects.get(recipient=person)
    theirs = Notification.objects.get(recipient=other)
    client = client_of(person)
    for strange in (theirs.pk, new_id()):
        answer = client.post(ME + "mark/", {"ids": [mine.pk, strange]}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (404, "notifications.not_found")
    news.withdrawn.add(subject.pk)
    assert client.post(ME + "mark/", {"ids": [mine.pk]}, format="json").status_code == 404
    assert client.post(ME + "mark-all/").json() == {"ids": []}
    assert not Notification.objects.exclude(read_at=None).exists()


@pytest.mark.parametrize("address", ["", "unread/", "preferences/", "deliveries/"])
def test_a_visitor_is_told_nothing(db: None, address: str) -> None:
    assert client_of().get(ME + address).status_code == 401


def test_switches_rhythm_and_quiet_hours_are_kept(person: User) -> None:
    client = client_of(person)
    before = client.get(ME + "preferences/").json()
    assert _switches(before)["pitches"] == (True, True, False)
    assert (before["digest"], before["quiet_from"], before["has_email"], before["has_phone"]) == (
        "suggested",
        None,
        True,
        True,
    )
    change = {
        "switches": [{"group": "pitches", "channel": "email", "is_on": False}],
        "digest": "weekly",
        "quiet_from": "22:00",
        "quiet_until": "07:30",
    }
    after = client.patch(ME + "preferences/", change, format="json").json()
    assert after == client.get(ME + "preferences/").json()
    assert _switches(after)["pitches"] == (True, False, False)
    assert (after["digest"], after["quiet_from"], after["quiet_until"]) == ("weekly", "22:00", "07:30")
    assert _switches(after) | {"pitches": (True, True, False)} == _switches(before)
    ended = client.patch(ME + "preferences/", {"quiet_from": None, "quiet_until": None}, format="json").json()
    assert (ended["quiet_from"], ended["quiet_until"], ended["digest"]) == (None, None, "weekly")
    assert AuditEntry.objects.filter(action="notifications.preferences_changed", actor=person).count() == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"quiet_from": "22:00"}, "notifications.half_quiet_hours"),
        ({"quiet_from": "22:00", "quiet_until": None}, "notifications.half_quiet_hours"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "notifications.half_quiet_hours"),
        ({"quiet_from": "25:00", "quiet_until": "07:00"}, "core.invalid"),
        ({"digest": "hourly"}, "core.invalid"),
        ({"switches": [{"group": "nonsense", "channel": "email", "is_on": False}]}, "notifications.unknown_group"),
        # The queue is for operators; others have no such switch.
        ({"switches": [{"group": "queue", "channel": "email", "is_on": False}]}, "notifications.unknown_group"),
        ({"switches": [{"group": "pitches", "channel": "pigeon", "is_on": False}]}, "core.invalid"),
    ],
)
def test_what_makes_no_sense_changes_nothing(person: User, change: dict[str, Any], code: str) -> None:
    whole = {"switches": [{"group": "pitches", "channel": "sms", "is_on": True}], "digest": "daily"} | change
    answer = client_of(person).patch(ME + "preferences/", whole, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert (Preference.objects.count(), Habits.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)


EVENTS = ("hosting", "interest", "questions", "slots", "tickets")


def test_groups_of_operators_are_offered_to_operators_alone(person: User) -> None:
    offered = {
        who: set(_switches(client_of(one).get(ME + "preferences/").json()))
        for who, one in {"person": person, "operator": OperatorFactory.create()}.items()
    }
    assert offered["operator"] - offered["person"] == {"queue", "imports", "ranking", "running", "seats"}
    assert offered["person"] == {
        "organizations",
        "money",
        "webhooks",
        "standings",
        "pitches",
        "access",
        "saved_searches",
        "new_matches",
        *EVENTS,
        news.GROUP,
    }


def test_the_delivery_log_is_ones_own_and_without_words(person: User, tell: Tell) -> None:
    subject = UserFactory.create(display_name="不外传")
    tell(person, subject)
    tell(UserFactory.create(), subject)
    drain()
    answer = client_of(person).get(ME + "deliveries/")
    rows = answer.json()["results"]
    assert {(one["channel"], one["state"]) for one in rows} == {(c.value, "sent") for c in Channel}
    assert (len(rows), "不外传" in answer.content.decode()) == (3, False)


def test_a_link_in_a_mail_ends_its_group_without_signing_in(person: User, tell: Tell) -> None:
    tell(person, UserFactory.create())
    drain()
    header = mail.outbox[0].extra_headers["List-Unsubscribe"]
    address = re.fullmatch(r"<https?://[^/]+(/api/v1/unsubscribe/[^>]+)>", header)
    assert address is not None
    client = client_of(csrf=True)
    assert client.get(address[1]).json() == {"group": news.GROUP, "title": "测试", "is_on": True}
    assert Preference.objects.count() == 0
    # As mail programs ask (RFC 8058); a second click changes nothing.
    for _ in range(2):
        answer = client.post(address[1], "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
        assert (answer.status_code, answer.json()["is_on"]) == (200, False)
    assert list(Preference.objects.values_list("person", "group", "channel", "is_on")) == [
        (person.pk, news.GROUP, "email", False)
    ]
    tell(person, UserFactory.create())
    drain()
    assert len(mail.outbox) == 1


def test_a_forged_link_ends_nothing(person: User) -> None:
    good = token_for(person.pk, news.GROUP)
    for bad in (good[:-1], good + "x", "nonsense", token_for(new_id(), news.GROUP), token_for(person.pk, "gone")):
        for method in ("get", "post"):
            answer = getattr(client_of(), method)(f"/api/v1/unsubscribe/{bad}/")
            assert (answer.status_code, answer.json()["code"]) == (404, "notifications.bad_unsubscribe_link"), bad
    assert Preference.objects.count() == 0
