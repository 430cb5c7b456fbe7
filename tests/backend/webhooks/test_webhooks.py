"""What an organization's own systems are told: by whose wish, signed how, how often, and to whom never."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend.core import clock, outbox
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry
from backend.core.outgoing import NotReached, Why
from backend.core.services import drain_outbox
from backend.notifications.models import Notification
from backend.organizations.enums import MemberRole
from backend.organizations.models import Organization
from backend.payments.events import PaymentSucceeded
from backend.roadshows.models import Event, Registration
from backend.roadshows.selectors.door import member_keeper
from backend.roadshows.services import check_ins, event_states
from backend.roadshows.services.registrations import tell_holder
from backend.webhooks import kinds
from backend.webhooks.errors import EndpointNotActive
from backend.webhooks.models import Attempt, Delivery, Endpoint, Message
from backend.webhooks.services import emitting, endpoints, sending
from backend.webhooks.signing import new_secret, sealed, signature_of, unsealed
from tests.factories.accounts import UserFactory
from tests.factories.payments import OrderFactory
from tests.factories.roadshows import EventFactory, HostFactory
from tests.support.clients import client_of
from tests.support.guests import come, go
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
API = "/api/v1"
URL = "https://hooks.example.com/street"


@dataclass
class Receiver:
    """A system of the organization's: what it was sent, and what it answers."""

    answers: list[int | Why] = field(default_factory=list)
    got: list[tuple[str, dict[str, Any], Mapping[str, str]]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        self.got.append((url, json.loads(body), headers))
        self.raw.append(body)
        answer = self.answers.pop(0) if self.answers else 204
        if isinstance(answer, Why):
            raise NotReached(answer)
        return answer

    def take(self, now: datetime | None = None) -> int:
        return sending.send_due(read_clock=lambda: now or clock.now(), post=self.post)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def host() -> Organization:
    made: Organization = HostFactory.create()
    return made


@pytest.fixture
def admin(host: Organization) -> APIClient:
    return client_of(person_in(host, MemberRole.ADMIN))


def _endpoint(host: Organization, *, wants: list[str] | None = None, url: str = URL) -> tuple[Endpoint, str]:
    return endpoints.add_endpoint(
        actor=person_in(host, MemberRole.ADMIN),
        organization=host,
        url=url,
        note="",
        kinds=kinds.all_kinds() if wants is None else wants,
    )


def _said(receiver: Receiver) -> list[str]:
    return [body["type"] for _, body, _ in receiver.got]


def _signed_by(secret: str, raw: bytes, headers: Mapping[str, str]) -> bool:
    """As a receiver checks it, by the letter of Standard Webhooks and with none of our code."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), raw])
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(one.removeprefix("v1,"), wanted) for one in headers["webhook-signature"].split())


def test_a_host_hears_of_guests_orders_and_events_in_ids_alone(host: Organization, receiver: Receiver) -> None:
    _endpoint(host)
    event = EventFactory.create(organization=host, published=True)
    row = come(event, event.ticket_types.get(), contact="private@example.com")
    keeper = member_keeper(person_in(host, MemberRole.MEMBER), event.pk)
    scan = check_ins.Scan(uuid4(), "entry", "online", clock.now(), registration=row.pk)
    check_ins.check_in(keeper=keeper, list_id=event.check_in_lists.get().pk, scans=[scan], now=clock.now())
    go(come(event, event.ticket_types.get(), contact="second@example.com"))
    _drain()
    assert receiver.take() == 4
    assert sorted(_said(receiver)) == [
        *("registration.cancelled", "registration.checked_in", "registration.confirmed", "registration.confirmed"),
    ]
    checked = next(body for _, body, _ in receiver.got if body["type"] == "registration.checked_in")
    assert checked["data"] | {"version": 0, "check_in": {}, "registered_at": ""} == {
        "id": str(row.pk),
        "version": 0,
        "object": "registration",
        "event_id": str(event.pk),
        "ticket_type_id": str(row.ticket_type_id),
        "code": row.code,
        "state": "confirmed",
        "registered_at": "",
        "cancelled_at": None,
        "check_in": {},
    }
    # S2: nobody's name or contact, whoever's right it would be to read it.
    everything = b"".join(receiver.raw).decode()
    for private in ("private@example.com", "second@example.com", row.name, row.organization_name):
        assert private not in everything


def _drain() -> None:
    drain_outbox(now=clock.now())


def test_events_and_orders_are_told_too(host: Organization, receiver: Receiver) -> None:
    _endpoint(host)
    event = EventFactory.create(organization=host, state="under_review", submitted_at=clock.now())
    event_states.decide_event(
        actor=SYSTEM, event=event, approve=True, reason="", edition=str(event.edition), now=clock.now()
    )
    event = Event.objects.get(pk=event.pk)
    event_states.cancel_event(actor=SYSTEM, event=event, edition=event.edition, reason="台风", now=clock.now())
    order = OrderFactory.create(payee=host, state="succeeded", paid_at=clock.now())
    outbox.publish(PaymentSucceeded(order_id=order.pk))
    _drain()
    receiver.take()
    assert sorted(_said(receiver)) == ["event.cancelled", "event.published", "order.paid"]
    paid = next(body for _, body, _ in receiver.got if body["type"] == "order.paid")
    assert paid["data"]["amount"] == {"amount": "120.00", "currency": "CNY"}


def test_only_what_was_chosen_and_only_ones_own_is_told(host: Organization, receiver: Receiver) -> None:
    _endpoint(host, wants=["event.published"])
    other = EventFactory.create(published=True)
    mine = EventFactory.create(organization=host, published=True)
    come(other, other.ticket_types.get())
    come(mine, mine.ticket_types.get())
    _drain()
    assert (receiver.take(), Message.objects.count()) == (0, 0)


def test_what_is_heard_twice_is_told_once_and_the_later_has_the_higher_version(host: Organization) -> None:
    _endpoint(host)
    thing, now = uuid4(), clock.now()

    def tell(cause: str) -> Message | None:
        return emitting.emit(
            organization_id=host.pk,
            kind="event.published",
            cause=cause,
            object_id=thing,
            describe=lambda: {"object": "event"},
            now=now,
        )

    first, again, second = tell("a"), tell("a"), tell("b")
    assert (first is not None, again, second is not None) == (True, None, True)
    # At one and the same moment, too.
    assert second.version == first.version + 1  # type: ignore[union-attr]
    assert Delivery.objects.count() == 2


def test_a_receiver_can_tell_that_it_was_us(host: Organization, receiver: Receiver) -> None:
    endpoint, secret = _endpoint(host)
    actor = person_in(host, MemberRole.OWNER)
    endpoints.send_trial(actor=actor, endpoint=endpoint, now=clock.now())
    receiver.take()
    _, body, headers = receiver.got[0]
    assert (body["type"], body["api_version"], headers["webhook-id"][:4]) == ("webhook.trial", "2026-11-29", "msg_")
    assert _signed_by(secret, receiver.raw[0], headers)
    assert not _signed_by(new_secret(), receiver.raw[0], headers)
    assert not _signed_by(secret, receiver.raw[0] + b" ", headers)
    assert not _signed_by(secret, receiver.raw[0], {**headers, "webhook-timestamp": "1"})


def test_both_secrets_sign_for_a_day_after_one_was_replaced(host: Organization, receiver: Receiver) -> None:
    endpoint, old = _endpoint(host)
    actor, now = person_in(host, MemberRole.OWNER), clock.now()
    _, new = endpoints.rotate_secret(actor=actor, endpoint=endpoint, now=now)
    endpoints.send_trial(actor=actor, endpoint=endpoint, now=now)
    receiver.take(now)
    later = now + endpoints.OVERLAP
    endpoints.send_trial(actor=actor, endpoint=endpoint, now=later)
    receiver.take(later)
    heard = [
        (_signed_by(old, raw, got[2]), _signed_by(new, raw, got[2]))
        for raw, got in zip(receiver.raw, receiver.got, strict=True)
    ]
    assert heard == [(True, True), (False, True)]


def test_secrets_are_kept_sealed_and_outlive_a_new_key(host: Organization, settings: Any) -> None:
    endpoint, secret = _endpoint(host)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(e)::text FROM webhooks_endpoint e")
        assert secret not in str(cursor.fetchall())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key entirely", [settings.SECRET_KEY]
    assert unsealed(Endpoint.objects.get(pk=endpoint.pk).secret) == secret
    assert unsealed(sealed(secret)) == secret


def test_the_vector_of_the_standard_holds() -> None:
    """The example that libraries of Standard Webhooks test themselves by."""
    made = signature_of(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_is_not_taken_is_tried_again_for_a_day_and_no_longer(host: Organization, receiver: Receiver) -> None:
    endpoint, _ = _endpoint(host)
    begun = now = clock.now()
    endpoints.send_trial(actor=person_in(host, MemberRole.OWNER), endpoint=endpoint, now=now)
    receiver.answers = [Why.UNREACHABLE, 500, 302, *([503] * 20)]
    assert receiver.take(now) == 1
    assert receiver.take(now) == 0
    for wait in sending.WAITS:
        now += wait
        assert receiver.take(now) == 1
    row = Delivery.objects.get()
    assert (row.state, row.attempts.count(), now - begun > timedelta(hours=23)) == ("failed", 11, True)
    assert receiver.take(now + timedelta(days=1)) == 0
    tries = list(Attempt.objects.order_by("id").values_list("status", "error"))[:3]
    assert tries == [(None, "unreachable"), (500, ""), (302, "")]
    # The same message, whenever: so a receiver knows it again.
    assert len({headers["webhook-id"] for _, _, headers in receiver.got}) == 1


def test_a_worker_that_dies_with_a_message_leaves_it_to_the_next(host: Organization, receiver: Receiver) -> None:
    endpoint, _ = _endpoint(host)
    now = clock.now()
    endpoints.send_trial(actor=person_in(host, MemberRole.OWNER), endpoint=endpoint, now=now)

    def dies(*_: Any) -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sending.send_due(read_clock=lambda: now, post=dies)
    assert receiver.take(now + timedelta(minutes=1)) == 0
    assert receiver.take(now + timedelta(minutes=4)) == 1
    assert Delivery.objects.get().state == "delivered"


def test_a_slow_receiver_does_not_take_all_hands(host: Organization, receiver: Receiver) -> None:
    slow, _ = _endpoint(host, url="https://slow.example.com/")
    quick, _ = _endpoint(host)
    actor, now = person_in(host, MemberRole.OWNER), clock.now()
    for _ in range(6):
        endpoints.send_trial(actor=actor, endpoint=slow, now=now)
    endpoints.send_trial(actor=actor, endpoint=quick, now=now)
    claimed = sending._claim(now)
    assert sorted(one.url for one in claimed) == [URL, *(["https://slow.example.com/"] * 4)]


def test_an_endpoint_whose_secret_cannot_be_read_holds_up_no_other(host: Organization, receiver: Receiver) -> None:
    lost, _ = _endpoint(host, url="https://lost.example.com/")
    kept, _ = _endpoint(host)
    actor, now = person_in(host, MemberRole.OWNER), clock.now()
    for endpoint in (lost, kept):
        endpoints.send_trial(actor=actor, endpoint=endpoint, now=now)
    Endpoint.objects.filter(pk=lost.pk).update(secret="sealed with a key that is gone")
    assert receiver.take(now) == 2
    assert {row.endpoint_id: row.state for row in Delivery.objects.all()} == {lost.pk: "waiting", kept.pk: "delivered"}
    assert [one.error for one in Delivery.objects.get(endpoint=lost).attempts.all()] == ["not_signed"]
    assert Endpoint.objects.get(pk=lost.pk).failing_since == now


def test_an_endpoint_that_fails_for_days_is_turned_off_and_its_admins_are_told(
    host: Organization, receiver: Receiver
) -> None:
    endpoint, _ = _endpoint(host)
    owner, now = person_in(host, MemberRole.OWNER), clock.now()
    person_in(host, MemberRole.MEMBER)
    for day, state in ((0, "active"), (2, "active"), (3, "disabled")):
        at = now + timedelta(days=day)
        endpoints.send_trial(actor=owner, endpoint=endpoint, now=at)
        receiver.answers = [500]
        receiver.take(at)
        assert Endpoint.objects.get().state == state
        Delivery.objects.filter(state="waiting").delete()
    _drain()
    assert AuditEntry.objects.filter(action="webhook.disabled").count() == 1
    told = {one.recipient_id for one in Notification.objects.filter(kind="webhooks.disabled")}
    admins = set(host.memberships.filter(role__in=["owner", "admin"]).values_list("person", flat=True))
    assert told == admins
    with pytest.raises(EndpointNotActive):
        endpoints.send_trial(actor=owner, endpoint=endpoint, now=now)


def test_a_success_between_failures_starts_the_days_anew(host: Organization, receiver: Receiver) -> None:
    """The control of the one before."""
    endpoint, _ = _endpoint(host)
    owner, now = person_in(host, MemberRole.OWNER), clock.now()
    for day, answer in ((0, 500), (2, 204), (3, 500)):
        endpoints.send_trial(actor=owner, endpoint=endpoint, now=now + timedelta(days=day))
        receiver.answers = [answer]
        receiver.take(now + timedelta(days=day))
        Delivery.objects.filter(state="waiting").delete()
    assert Endpoint.objects.get().state == "active"


def test_one_that_says_it_is_gone_is_turned_off_at_once(host: Organization, receiver: Receiver) -> None:
    endpoint, _ = _endpoint(host)
    endpoints.send_trial(actor=person_in(host, MemberRole.OWNER), endpoint=endpoint, now=clock.now())
    receiver.answers = [410]
    receiver.take()
    assert (Endpoint.objects.get().state, Delivery.objects.get().state) == ("disabled", "stopped")


def test_the_page_adds_tries_reads_the_log_and_sends_again(
    host: Organization, admin: APIClient, receiver: Receiver
) -> None:
    base = f"{API}/organizations/{host.pk}/webhooks/"
    made = admin.post(base, {"url": URL, "kinds": ["order.paid"]}, format="json")
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    assert "whsec_" not in str(admin.get(base).json())
    one = f"{base}{made.json()['endpoint']['id']}/"
    assert admin.post(f"{one}trial/", {}, format="json").status_code == 201
    receiver.answers = [500]
    receiver.take()
    row = admin.get(f"{one}deliveries/").json()["results"][0]
    assert (row["kind"], row["state"], [try_["status"] for try_ in row["attempts"]]) == (
        "webhook.trial",
        "waiting",
        [500],
    )
    again = admin.post(f"{API}/organizations/{host.pk}/webhook-deliveries/{row['id']}/again/", {}, format="json")
    assert again.status_code == 200
    receiver.take()
    assert [one["state"] for one in admin.get(f"{one}deliveries/").json()["results"]] == ["delivered"]
    changed = {"url": URL, "note": "CRM", "kinds": ["order.refunded"], "is_active": False}
    assert admin.put(one, changed, format="json").json()["state"] == "paused"
    refused = admin.post(f"{one}trial/", {}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "webhooks.not_active")
    assert admin.post(f"{one}rotate/", {}, format="json").json()["secret"] != made.json()["secret"]
    assert admin.delete(one).status_code == 204
    assert (Endpoint.objects.count(), Delivery.objects.count()) == (0, 0)
    acts = set(AuditEntry.objects.filter(action__startswith="webhook.").values_list("action", flat=True))
    assert acts == {
        *("webhook.added", "webhook.tried", "webhook.sent_again", "webhook.changed", "webhook.secret_rotated"),
        "webhook.removed",
    }


@pytest.mark.parametrize("url", ["http://hooks.example.com/", "https://127.0.0.1/", "https://localhost/", "x"])
def test_an_address_that_is_none_of_the_open_net_is_refused_s17(host: Organization, admin: APIClient, url: str) -> None:
    base = f"{API}/organizations/{host.pk}/webhooks/"
    answer = admin.post(base, {"url": url, "kinds": ["order.paid"]}, format="json")
    assert (answer.status_code, answer.json()["code"], list(answer.json()["fields"])) == (
        *(400, "webhooks.bad_address", ["url"]),
    )
    assert Endpoint.objects.count() == 0


def test_kinds_and_their_number_have_bounds(
    host: Organization, admin: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = f"{API}/organizations/{host.pk}/webhooks/"
    for wanted in ([], ["no.such"], ["webhook.trial"]):
        answer = admin.post(base, {"url": URL, "kinds": wanted}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (400, "webhooks.unknown_kind")
    monkeypatch.setattr(endpoints, "MAX_ENDPOINTS", 1)
    statuses = [admin.post(base, {"url": URL, "kinds": ["order.paid"]}, format="json").status_code for _ in range(2)]
    assert statuses == [201, 409]


def test_only_admins_see_or_touch_them_s1(host: Organization, admin: APIClient) -> None:
    endpoint, _ = _endpoint(host)
    base = f"{API}/organizations/{host.pk}/webhooks/"
    stranger = client_of(person_in(HostFactory.create(), MemberRole.OWNER))
    for client in (stranger, client_of(UserFactory.create()), client_of(person_in(host, MemberRole.MEMBER))):
        assert client.get(base).status_code == 404
        assert client.post(f"{base}{endpoint.pk}/trial/", {}, format="json").status_code == 404
    assert client_of().get(base).status_code == 401
    own = EventFactory.create(published=True).organization
    other = client_of(person_in(own, MemberRole.ADMIN))
    assert other.delete(f"{API}/organizations/{own.pk}/webhooks/{endpoint.pk}/").status_code == 404
    assert Endpoint.objects.count() == 1


def test_the_log_costs_the_same_for_one_and_for_three(host: Organization, admin: APIClient) -> None:
    endpoint, _ = _endpoint(host)
    actor = person_in(host, MemberRole.OWNER)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            admin.get(f"{API}/organizations/{host.pk}/webhooks/{endpoint.pk}/deliveries/")
        return len(found)

    endpoints.send_trial(actor=actor, endpoint=endpoint, now=clock.now())
    one = queries()
    for _ in range(2):
        endpoints.send_trial(actor=actor, endpoint=endpoint, now=clock.now())
    assert queries() == one


def test_old_messages_are_forgotten_and_versions_still_rise(host: Organization) -> None:
    endpoint, _ = _endpoint(host)
    actor, now = person_in(host, MemberRole.OWNER), clock.now()
    endpoints.send_trial(actor=actor, endpoint=endpoint, now=now)
    before = Message.objects.get().version
    assert sending.forget_old(now=now + timedelta(days=29)) == 0
    assert sending.forget_old(now=now + timedelta(days=31)) > 0
    endpoints.send_trial(actor=actor, endpoint=endpoint, now=now + timedelta(days=31))
    assert Message.objects.get().version > before


def test_a_ticket_sent_once_more_is_no_news(host: Organization, receiver: Receiver) -> None:
    _endpoint(host)
    event = EventFactory.create(organization=host, published=True)
    row = come(event, event.ticket_types.get())
    _drain()
    tell_holder(Registration.objects.get(pk=row.pk))
    _drain()
    assert (receiver.take(), _said(receiver)) == (1, ["registration.confirmed"])
