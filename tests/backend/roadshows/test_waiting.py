"""The waiting list: joining, being offered a place, taking it or not, and being told why nothing came."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry
from backend.organizations.enums import MemberRole
from backend.payments.services import orders
from backend.roadshows import consent
from backend.roadshows.allotting import KindState, Waiter, allot
from backend.roadshows.enums import NotOffered
from backend.roadshows.models import Event, Quota, Registration, TicketType, WaitlistEntry
from backend.roadshows.own_data import read_waiting
from backend.roadshows.services import paying
from backend.roadshows.services.event_states import cancel_event
from backend.roadshows.services.retention import remove_contacts
from backend.roadshows.services.waiting import line
from backend.roadshows.tickets import waiting_secret_of
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import (
    EventFactory,
    QuestionFactory,
    RegistrationFactory,
    TicketTypeFactory,
    WaitingFactory,
)
from tests.support import in_line
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in
from tests.support.till import Till, open_till

pytestmark = pytest.mark.django_db
API = "/api/v1"
PRICE = 19_900


@pytest.fixture(autouse=True)
def _street(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://street.example"


@pytest.fixture
def till(tmp_path: Path, settings: Settings) -> Iterator[Till]:
    with open_till(tmp_path, settings) as opened:
        yield opened


def test_full_event_has_a_line_and_its_link_is_in_the_mail(settings: Settings) -> None:
    event, _ = in_line.full()
    first, second = in_line.wait(event, "a@example.com"), in_line.wait(event, "b@example.com")
    in_line.go_on(settings)
    shown = in_line.entry(second)
    assert [in_line.entry(first)["place"], shown["place"], shown["state"], shown["not_offered_reason"]] == [
        1,
        2,
        "waiting",
        "",
    ]
    (letter,) = [one for one in mail.outbox if one.to == ["b@example.com"]]
    assert "第 2 位" in letter.body
    assert f"https://street.example/waiting/{second}#leave" in letter.body
    assert (in_line.taken(event), client_of().get(f"{API}/events/{event.pk}/").json()["ticket_types"][0]["sale"]) == (
        1,
        "sold_out",
    )


def test_freed_seat_goes_to_the_line_before_newcomers(settings: Settings) -> None:
    event, ticket = in_line.full()
    first, second = in_line.wait(event, "a@example.com"), in_line.wait(event, "b@example.com")
    in_line.give_back(ticket)
    assert in_line.ask(event, "new@example.com", path="registrations").json()["code"] == "roadshows.full"
    assert Registration.objects.filter(state="confirmed").count() == 0
    in_line.go_on(settings)
    offered = in_line.entry(first)
    assert (offered["state"], offered["offered_kind"]["name"], offered["place"]) == ("offered", "普通票", None)
    assert (in_line.entry(second)["place"], in_line.taken(event)) == (1, 1)
    assert in_line.subjects("a@example.com") == ["已加入候补", "有名额了，请确认"]
    in_line.go_on(settings)
    assert len(mail.outbox) == 3
    assert in_line.ask(event, "new@example.com", path="registrations").json()["code"] == "roadshows.full"


def test_who_is_offered_a_place_reads_what_is_asked_though_not_the_page_of_the_event(settings: Settings) -> None:
    event, ticket = in_line.full()
    question = QuestionFactory.create(event=event)
    secret = in_line.wait(event, "a@example.com")
    assert in_line.entry(secret)["questions"] == []
    Event.objects.filter(pk=event.pk).update(visibility="members")
    in_line.give_back(ticket)
    in_line.go_on(settings)
    assert client_of().get(f"{API}/events/{event.pk}/").status_code == 404
    offered = in_line.entry(secret)
    assert ([one["id"] for one in offered["questions"]], offered["consent"]) == ([str(question.pk)], None)


def test_offer_that_is_accepted_is_a_ticket_in_the_same_seat(settings: Settings) -> None:
    event, ticket = in_line.full()
    secret = in_line.wait(event, "a@example.com")
    assert in_line.do(secret, "accept").json()["code"] == "roadshows.no_offer"
    in_line.give_back(ticket)
    in_line.go_on(settings)
    answer = in_line.do(secret, "accept")
    assert (answer.status_code, answer.json()["state"], answer.json()["name"]) == (200, "confirmed", "王小明")
    assert in_line.do(secret, "accept").json()["secret"] == answer.json()["secret"]
    in_line.go_on(settings)
    assert (in_line.taken(event), in_line.entry(secret)["ticket_secret"]) == (1, answer.json()["secret"])
    assert in_line.subjects("a@example.com")[-1] == "报名成功"
    assert in_line.do(secret, "leave").json()["code"] == "roadshows.not_in_line"
    acts = AuditEntry.objects.filter(action__startswith="waiting.").order_by("id").values_list("action", flat=True)
    assert list(acts) == ["waiting.joined", "waiting.offered", "waiting.accepted"]


@pytest.mark.usefixtures("till")
def test_priced_offer_awaits_payment_and_goes_on_when_nobody_pays(settings: Settings) -> None:
    event, ticket = in_line.full(ticket_type__price_minor=PRICE)
    first, second = in_line.wait(event, "a@example.com"), in_line.wait(event, "b@example.com")
    in_line.give_back(ticket)
    in_line.go_on(settings)
    held = in_line.do(first, "accept").json()
    assert (held["state"], held["payment"]["price"]["amount"], in_line.taken(event)) == (
        "awaiting_payment",
        "199.00",
        1,
    )
    settings.CLOCK_OFFSET_SECONDS += 3600
    orders.close_due(now=clock.now())
    in_line.go_on(settings)
    assert (in_line.entry(second)["state"], in_line.taken(event)) == ("offered", 1)


def test_late_money_does_not_jump_the_line(settings: Settings) -> None:
    event, ticket = in_line.full()
    gone = RegistrationFactory.create(event=event, state="expired", email="late@example.com")
    in_line.wait(event, "a@example.com")
    in_line.give_back(ticket)
    assert paying._take_again(gone.pk, [gone], clock.now()) == []
    WaitlistEntry.objects.all().delete()
    assert paying._take_again(gone.pk, [gone], clock.now()) == [gone]


def test_declined_place_goes_to_the_next(settings: Settings) -> None:
    event, ticket = in_line.full()
    first, second = in_line.wait(event, "a@example.com"), in_line.wait(event, "b@example.com")
    in_line.give_back(ticket)
    in_line.go_on(settings)
    assert [in_line.do(first, "decline").json()["state"] for _ in range(2)] == ["declined", "declined"]
    in_line.go_on(settings)
    assert (in_line.entry(second)["state"], in_line.taken(event)) == ("offered", 1)


def test_offer_nobody_answers_ends_and_its_holder_may_wait_again_at_the_end(settings: Settings) -> None:
    event, ticket = in_line.full(offer_hours=2)
    first, second = in_line.wait(event, "a@example.com"), in_line.wait(event, "b@example.com")
    third = in_line.wait(event, "c@example.com")
    in_line.give_back(ticket)
    in_line.go_on(settings)
    in_line.go_on(settings, hours=1.9)
    assert (in_line.entry(first)["state"], in_line.entry(second)["state"]) == ("offered", "waiting")
    in_line.go_on(settings, hours=0.2)
    assert (in_line.entry(first)["state"], in_line.entry(second)["state"], in_line.taken(event)) == (
        "expired",
        "offered",
        1,
    )
    assert in_line.do(first, "accept").json()["code"] == "roadshows.no_offer"
    assert in_line.subjects("a@example.com")[-1] == "为您保留的名额已过期"
    assert in_line.entry(first)["can_rejoin"] is True
    assert [in_line.do(first, "rejoin").json()["place"] for _ in range(2)] == [2, 2]
    assert in_line.entry(third)["place"] == 1


def test_leaving_is_safe_to_repeat_and_gives_an_offered_place_on(settings: Settings) -> None:
    event, ticket = in_line.full()
    first, second = in_line.wait(event, "a@example.com"), in_line.wait(event, "b@example.com")
    in_line.give_back(ticket)
    in_line.go_on(settings)
    for _ in range(2):
        answer = in_line.do(first, "leave")
        assert (answer.status_code, answer.json()["state"], answer.json()["left_because"]) == (200, "left", "holder")
    in_line.go_on(settings)
    assert (in_line.entry(second)["state"], in_line.taken(event)) == ("offered", 1)
    assert in_line.do(first, "rejoin").json()["code"] == "roadshows.not_in_line"
    assert client_of().get(f"{API}/waiting/{first}/leave/").status_code == 405


@pytest.mark.parametrize(
    ("hours_left", "offer_hours", "hours"), [(240, 24, 24), (24, 24, 8), (1.2, 24, 0.5), (0.4, 24, 0.4), (240, 1, 1)]
)
def test_offer_ends_sooner_when_registration_closes_soon(hours_left: float, offer_hours: int, hours: float) -> None:
    now = clock.now()
    event = EventFactory.build(offer_hours=offer_hours, registration_closes_at=now + timedelta(hours=hours_left))
    assert line.offer_until(event, now) == now + timedelta(hours=hours)


def test_raised_capacity_is_offered_to_as_many(settings: Settings) -> None:
    event, _ = in_line.full()
    secrets = [in_line.wait(event, f"{name}@example.com") for name in "abc"]
    host = person_in(event.organization, MemberRole.MEMBER)
    body = {"edition": event.edition, "capacity": 3, "offer_hours": 5}
    assert client_of(host).patch(f"{API}/events/{event.pk}/", body, format="json").status_code == 200
    in_line.go_on(settings)
    assert [in_line.entry(secret)["state"] for secret in secrets] == ["offered", "offered", "waiting"]
    left = WaitlistEntry.objects.filter(state="offered").values_list("offer_expires_at", "offered_at")
    assert {until - at for until, at in left if until and at} == {timedelta(hours=5)}
    assert in_line.taken(event) == 3


def _stop_selling(event: Event, entry: WaitlistEntry, settings: Settings) -> Any:
    TicketType.objects.filter(event=event).update(is_offered=False)
    return lambda: TicketType.objects.filter(event=event).update(is_offered=True)


def _lose_the_gateway(event: Event, entry: WaitlistEntry, settings: Settings) -> Any:
    TicketType.objects.filter(event=event).update(price_minor=PRICE)
    settings.STRIPE_SECRET_KEY = ""
    return lambda: setattr(settings, "STRIPE_SECRET_KEY", "sk_test")


def _switch_off(event: Event, entry: WaitlistEntry, settings: Settings) -> Any:
    Event.objects.filter(pk=event.pk).update(has_waiting_list=False)
    return lambda: Event.objects.filter(pk=event.pk).update(has_waiting_list=True)


def _close(event: Event, entry: WaitlistEntry, settings: Settings) -> Any:
    Event.objects.filter(pk=event.pk).update(registration_closes_at=clock.now())

    def open_again() -> None:
        Event.objects.filter(pk=event.pk).update(registration_closes_at=None)
        line.offer_places(event.pk, now=clock.now())

    return open_again


def _have_a_ticket(event: Event, entry: WaitlistEntry, settings: Settings) -> Any:
    Quota.objects.filter(event=event).update(capacity=2)
    own = RegistrationFactory.create(event=event, email=entry.email)
    return lambda: in_line.give_back(own)


REASONS = {
    NotOffered.KIND_NOT_OFFERED: _stop_selling,
    NotOffered.NOT_PAYABLE: _lose_the_gateway,
    NotOffered.LIST_OFF: _switch_off,
    NotOffered.REGISTRATION_CLOSED: _close,
    NotOffered.HAS_TICKET: _have_a_ticket,
}


@pytest.mark.parametrize("reason", REASONS)
def test_whoever_is_not_offered_a_place_is_told_why_until_the_reason_goes(
    reason: NotOffered, settings: Settings
) -> None:
    event, ticket = in_line.full()
    entry = WaitingFactory.create(event=event)
    make_good = REASONS[reason](event, entry, settings)
    in_line.give_back(ticket)
    in_line.go_on(settings)
    assert in_line.entry(waiting_secret_of(entry.pk))["not_offered_reason"] == reason
    host = person_in(event.organization, MemberRole.MEMBER)
    (row,) = client_of(host).get(f"{API}/events/{event.pk}/waiting/").json()["results"]
    assert (row["not_offered_reason"], row["state"]) == (reason, "waiting")
    make_good()
    in_line.go_on(settings)
    shown = in_line.entry(waiting_secret_of(entry.pk))
    assert (shown["state"], shown["not_offered_reason"]) == ("offered", "")
    in_line.taken(event)


def test_offer_to_who_has_a_ticket_by_now_goes_on(settings: Settings) -> None:
    event, _ = in_line.full(seats=3)
    Quota.objects.filter(event=event).update(capacity=5)
    entry = WaitingFactory.create(event=event, offered=True)
    other = WaitingFactory.create(event=event)
    RegistrationFactory.create(event=event, email=entry.email)
    in_line.go_on(settings)
    entry.refresh_from_db()
    other.refresh_from_db()
    assert (entry.state, entry.not_offered_reason, other.state) == ("waiting", "has_ticket", "offered")
    assert in_line.taken(event) == 5


def _ids(number: int) -> list[UUID]:
    return [uuid4() for _ in range(number)]


def test_allotting_knows_kinds_with_quotas_of_their_own() -> None:
    """Whoever is passed over because only another kind was free is told so, and stays in front."""
    hall, front = _ids(2)
    plain, best = _ids(2)
    kinds = [KindState(plain, (hall,)), KindState(best, (hall, front))]
    one, two, three = _ids(3)
    line_now = [
        Waiter(one, frozenset({best})),
        Waiter(two, frozenset({best, plain})),
        Waiter(three, frozenset({plain})),
    ]
    found = allot(line_now, kinds, {hall: 1, front: 0})
    assert (found.offers, found.reasons) == ({two: plain}, {one: NotOffered.KIND_FULL, three: ""})
    told = [Waiter(one, frozenset({best}), told=NotOffered.KIND_FULL), line_now[2]]
    assert allot(told, kinds, {hall: 0, front: 1}).reasons[one] == NotOffered.KIND_FULL
    assert allot(told, kinds, {hall: 1, front: 1}).offers == {one: best}


def test_joining_is_refused_with_nothing_changed(settings: Settings) -> None:
    event, ticket = in_line.full()
    gone = TicketTypeFactory.create(event=event, position=2, is_offered=False)
    free: Event = EventFactory.create(published=True)
    off, _ = in_line.full(has_waiting_list=False)
    over, _ = in_line.full(registration_closes_at=clock.now() - timedelta(hours=1))
    in_line.wait(event, "a@example.com")
    in_line.go_on(settings)
    before = WaitlistEntry.objects.count()
    refused: list[tuple[Event, str, dict[str, Any], str]] = [
        (free, "b@example.com", {}, "roadshows.places_left"),
        (off, "b@example.com", {}, "roadshows.no_waiting_list"),
        (over, "b@example.com", {}, "roadshows.registration_closed"),
        (event, "b@example.com", {"kinds": [str(uuid4())]}, "roadshows.ticket_type_unknown"),
        (event, "b@example.com", {"kinds": [str(gone.pk)]}, "roadshows.ticket_type_not_offered"),
        (event, "b@example.com", {"code": "654321"}, "roadshows.wrong_code"),
        (event, "b@example.com", {"consent_version": "old"}, "roadshows.consent_outdated"),
        (event, str(ticket.email), {}, "roadshows.already_registered"),
        (event, "a@example.com", {}, "roadshows.already_waiting"),
    ]
    for where, contact, changes, code in refused:
        assert in_line.ask(where, contact, **changes).json()["code"] == code
    assert WaitlistEntry.objects.count() == before
    in_line.go_on(settings)
    # They have proved the contact: its ticket and its link come once more.
    assert in_line.subjects(str(ticket.email)) == ["报名成功"]
    assert in_line.subjects("a@example.com") == ["已加入候补", "已加入候补"]
    assert in_line.subjects("b@example.com") == []


def test_one_key_has_one_answer() -> None:
    event, _ = in_line.full()
    answers = [in_line.ask(event, "a@example.com", key="once") for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert len({one.json()["secret"] for one in answers}) == 1
    changed = in_line.ask(event, "a@example.com", key="once", name="另一个名字")
    assert changed.json()["code"] == "roadshows.idempotency_key_reused"
    # Nobody's key answers, or stands in the way of, anybody else.
    assert in_line.ask(event, "b@example.com", key="once").status_code == 201


def test_signed_in_wait_by_one_tap_and_find_it_among_their_tickets(
    settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    event, _ = in_line.full()
    person, other = UserFactory.create(), UserFactory.create()
    mine = f"{API}/events/{event.pk}/waiting/mine/"
    body = {"name": "甲", "organization": "机构", "consent_version": consent.current().version}
    assert client_of(person).get(mine).json() == {"secret": None}
    answer = client_of(person).post(mine, body, format="json", headers={"Idempotency-Key": "tap"})
    assert (answer.status_code, answer.json()["place"]) == (201, 1)
    assert client_of(person).get(mine).json() == {"secret": answer.json()["secret"]}
    # Joined as a guest by what the account has proved since; and somebody else's.
    WaitingFactory.create(email=person.email)
    WaitingFactory.create(person=other)
    own, theirs = client_of(person), client_of(other)
    assert [own.get(f"{API}/me/waiting/").json()["count"], theirs.get(f"{API}/me/waiting/").json()["count"]] == [2, 1]
    assert [one["contact"] for one in read_waiting(person)] == [person.email, person.email]
    with django_assert_num_queries(_queries_of(theirs, f"{API}/me/waiting/")):
        own.get(f"{API}/me/waiting/")
    assert client_of().get(f"{API}/me/waiting/").status_code == 401


def _queries_of(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        client.get(address)
    return len(counted)


def test_host_sees_the_line_and_removes_somebody_with_a_reason(settings: Settings) -> None:
    event, _ = in_line.full()
    in_line.wait(event, "a@example.com")
    second = in_line.wait(event, "b@example.com", name="李候补")
    host = client_of(person_in(event.organization, MemberRole.MEMBER))
    address = f"{API}/events/{event.pk}/waiting/"
    rows = host.get(address).json()["results"]
    assert [(row["place"], row["email"]) for row in rows] == [(1, "a@example.com"), (2, "b@example.com")]
    assert [host.get(f"{address}?q={word}").json()["count"] for word in ("李候补", "a@example", "无人")] == [1, 1, 0]
    assert host.get(f"{address}counts/").json()["waiting"] == 2
    remove = f"{address}{rows[1]['id']}/remove/"
    outsiders = (
        client_of(),
        client_of(person_in(event.organization, MemberRole.READER)),
        client_of(person_in(EventFactory.create().organization)),
    )
    for other in outsiders:
        refused = {other.get(address).status_code, other.post(remove, {"reason": "x"}, format="json").status_code}
        assert refused <= {401, 403}
    assert host.post(remove, {"reason": " "}, format="json").status_code == 400
    assert in_line.entry(second)["state"] == "waiting"
    answer = host.post(remove, {"reason": "本场只限投资机构"}, format="json")
    assert (answer.status_code, answer.json()["left"], host.get(f"{address}?state=left").json()["count"]) == (200, 1, 1)
    in_line.go_on(settings)
    shown = in_line.entry(second)
    assert (shown["state"], shown["left_because"], shown["removal_reason"]) == ("left", "host", "本场只限投资机构")
    assert "本场只限投资机构" in mail.outbox[-1].body
    elsewhere = f"{API}/events/{EventFactory.create(organization=event.organization).pk}/waiting/"
    assert host.post(f"{elsewhere}{rows[0]['id']}/remove/", {"reason": "x"}, format="json").status_code == 404


def test_line_ends_with_an_event_that_is_called_off(settings: Settings) -> None:
    event, ticket = in_line.full()
    first, second = in_line.wait(event, "a@example.com"), in_line.wait(event, "b@example.com")
    in_line.give_back(ticket)
    in_line.go_on(settings)
    event.refresh_from_db()
    owner = person_in(event.organization)
    cancel_event(actor=owner, event=event, edition=event.edition, reason="场地停电", now=clock.now())
    in_line.go_on(settings)
    assert [in_line.entry(secret)["left_because"] for secret in (first, second)] == ["called_off", "called_off"]
    assert (in_line.taken(event), in_line.do(first, "accept").json()["code"]) == (0, "roadshows.no_offer")
    for contact in ("a@example.com", "b@example.com"):
        assert in_line.subjects(contact)[-1] == "活动取消"
    assert "场地停电" in mail.outbox[-1].body


def test_kind_that_is_kept_for_somebody_is_not_removed(settings: Settings) -> None:
    event, _ = in_line.full()
    other = TicketTypeFactory.create(event=event, position=2)
    Quota.objects.filter(event=event).update(capacity=2)
    WaitingFactory.create(event=event, wanted=[other], offered=True, ticket_type=other)
    host = client_of(person_in(event.organization, MemberRole.MEMBER))
    first = event.ticket_types.get(position=1)
    body = {
        "edition": event.edition,
        "types": [{"id": str(first.pk), "name": "票", "price": {"amount": "0", "currency": "CNY"}}],
    }
    answer = host.put(f"{API}/events/{event.pk}/ticket-types/", body, format="json")
    assert answer.json()["code"] == "roadshows.ticket_type_in_use"


def test_contacts_of_the_line_go_with_those_of_the_guests() -> None:
    ended = clock.now() - timedelta(days=400)
    event = EventFactory.create(published=True, state="ended", starts_at=ended)
    entry = WaitingFactory.create(event=event, name="周海棠")
    assert remove_contacts(actor=SYSTEM, now=clock.now()) == 1
    entry.refresh_from_db()
    assert (entry.name, entry.contact, entry.not_offered_reason) == ("", "", "contact_removed")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM roadshows_waitlistentryevent WHERE name <> '' OR email IS NOT NULL")
        assert cursor.fetchone() == (0,)
    assert client_of().get(f"{API}/waiting/{waiting_secret_of(entry.pk)}/").status_code == 404
    assert remove_contacts(actor=SYSTEM, now=clock.now()) == 0
