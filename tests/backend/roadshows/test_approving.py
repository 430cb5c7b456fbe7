"""Approval: a place is held while its host decides, one by one or many at once; paid for afterwards; asked for again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from pytest_django import Settings

from backend.core import clock
from backend.core.models import AuditEntry
from backend.core.services import drain_outbox
from backend.notifications.models import Notification
from backend.organizations.enums import MemberRole
from backend.payments.gateways import stripe as stripe_gateway
from backend.payments.models import Order, Refund
from backend.payments.services import notices, orders, refunds
from backend.roadshows.models import Answer, Event, Quota, Registration
from backend.roadshows.services import paying
from backend.roadshows.services.check_ins import judged
from backend.roadshows.services.event_states import cancel_event
from backend.roadshows.tickets import secret_of, waiting_secret_of
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import EventFactory, QuestionFactory, RegistrationFactory, VoucherFactory, WaitingFactory
from tests.support.clients import client_of
from tests.support.guests import API, ask_to_come
from tests.support.pitch_cast import person_in
from tests.support.till import Till, open_till

pytestmark = pytest.mark.django_db
HOLDS = ("pending_approval", "awaiting_payment", "confirmed")


def _asked(**fields: Any) -> Event:
    event: Event = EventFactory.create(published=True, ticket_type__needs_approval=True, **fields)
    return event


def _pending(event: Event, count: int = 1) -> list[Registration]:
    rows: list[Registration] = RegistrationFactory.create_batch(count, event=event, state="pending_approval")
    return rows


def _decide(event: Event, rows: list[Registration], *, by: Any = None, **body: Any) -> Any:
    client = client_of(by or person_in(event.organization, MemberRole.MEMBER))
    sent = {"registrations": [str(row.pk) for row in rows], "approve": True} | body
    return client.post(f"{API}/events/{event.pk}/registrations/decide/", sent, format="json")


def _results(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 200, answer.json()
    return [(one["result"], one["state"]) for one in answer.json()["results"]]


def _taken(event: Event) -> int:
    taken = Quota.objects.get(event=event).taken
    assert taken == Registration.objects.filter(event=event, state__in=HOLDS).count()
    return taken


def _subjects() -> list[str]:
    return [str(one.subject).split("：")[0] for one in mail.outbox]


def test_place_is_held_while_the_host_decides() -> None:
    event = _asked(quota__capacity=1)
    ticket = ask_to_come(event, "guest@example.com").json()
    assert (ticket["state"], ticket["payment"], ticket["can_cancel"], _taken(event)) == (
        "pending_approval",
        None,
        True,
        1,
    )
    assert ask_to_come(event).json()["code"] == "roadshows.full"
    drain_outbox(now=clock.now())
    assert _subjects() == ["报名待审批"]
    row, door = Registration.objects.get(), event.check_in_lists.get()
    assert judged(door, event, row, "entry", clock.now(), None) == ("not_valid", "pending_approval")
    assert _results(_decide(event, [row])) == [("done", "confirmed")]
    drain_outbox(now=clock.now())
    assert _subjects() == ["报名待审批", "报名已通过"]
    assert f"/me/tickets/{ticket['secret']}" in str(mail.outbox[-1].body)
    row.refresh_from_db()
    assert judged(door, event, row, "entry", clock.now(), None)[0] == "admitted"
    assert row.approved_at is not None


def test_many_are_decided_at_once_and_each_by_itself() -> None:
    event = _asked()
    rows = _pending(event, 2)
    gone = RegistrationFactory.create(event=event, state="cancelled", cancelled_at=clock.now())
    stranger = RegistrationFactory.create(state="pending_approval")
    body = [*rows, gone, stranger]
    expected = [("done", "confirmed"), ("done", "confirmed"), ("gone", "cancelled"), ("gone", "")]
    assert _results(_decide(event, body)) == expected
    # Sent again it is done once, and says so.
    assert _results(_decide(event, body))[:2] == [("already", "confirmed"), ("already", "confirmed")]
    assert AuditEntry.objects.filter(action="registration.approved").count() == 2
    # Who was approved is not refused by a decision that comes late.
    assert _results(_decide(event, rows, approve=False, reason="满")) == [("gone", "confirmed")] * 2
    assert _taken(event) == 2


def test_refusal_needs_a_reason_gives_the_place_back_and_tells_why() -> None:
    event = _asked(quota__capacity=1)
    (row,) = _pending(event)
    waiting = WaitingFactory.create(event=event)
    missing = _decide(event, [row], approve=False, reason=" ")
    assert (missing.status_code, missing.json()["code"]) == (400, "core.invalid")
    assert _results(_decide(event, [row], approve=False, reason="本场面向基金")) == [("done", "rejected")]
    drain_outbox(now=clock.now())
    assert [one.body for one in mail.outbox if one.to == [row.email]][-1].endswith("主办方说明：本场面向基金\n")
    waiting.refresh_from_db()
    # Whoever waits is asked next.
    assert (waiting.state, Quota.objects.get(event=event).taken) == ("offered", 1)
    assert _results(_decide(event, [row], approve=False, reason="再次")) == [("already", "rejected")]
    assert Registration.objects.get(pk=row.pk).refusal_reason == "本场面向基金"


def test_decisions_are_the_hosts_team_s() -> None:
    event = _asked()
    rows = _pending(event)
    for other in (person_in(event.organization, MemberRole.READER), UserFactory.create()):
        assert _decide(event, rows, by=other).status_code == 403
    Event.objects.update(state="ended")
    assert _decide(event, rows).json()["code"] == "roadshows.wrong_state"
    assert (
        Registration.objects.get().state,
        AuditEntry.objects.filter(action__startswith="registration.").count(),
    ) == (
        "pending_approval",
        0,
    )


def test_code_that_skips_approval_lets_in_at_once() -> None:
    event = _asked()
    VoucherFactory.create(event=event, code="FRIEND", skips_approval=True)
    shown = client_of().post(f"{API}/events/{event.pk}/vouchers/offer/", {"code": "friend"}, format="json").json()
    assert (shown["skips_approval"], shown["ticket_types"][0]["needs_approval"]) == (True, True)
    VoucherFactory.create(event=event, code="OTHER")
    assert ask_to_come(event, voucher="friend").json()["state"] == "confirmed"
    assert ask_to_come(event, voucher="other").json()["state"] == "pending_approval"
    offer = client_of().post(f"{API}/events/{event.pk}/vouchers/offer/", {"code": "friend"}, format="json")
    assert offer.json()["code"] == "roadshows.voucher_spent"


def test_who_waited_and_takes_an_offer_is_decided_of_as_well() -> None:
    event = _asked()
    entry = WaitingFactory.create(event=event, offered=True)
    answer = client_of().post(f"{API}/waiting/{waiting_secret_of(entry.pk)}/accept/", {}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (200, "pending_approval")
    assert _taken(event) == 1


def test_another_answer_to_a_gated_question_is_asked_for_again() -> None:
    event = _asked()
    role = QuestionFactory.create(event=event, label="身份", is_gated=True)
    free = QuestionFactory.create(event=event, position=2, label="车牌")
    (row,) = _pending(event)
    Answer.objects.create(registration=row, question=role, values=["投资人"])
    _decide(event, [row])
    drain_outbox(now=clock.now())
    url = f"{API}/tickets/{secret_of(row.pk)}/answers/"

    def say(first: str, second: str) -> Any:
        said = [{"question": str(role.pk), "values": [first]}, {"question": str(free.pk), "values": [second]}]
        return client_of().put(url, {"answers": said}, format="json")

    assert say("投资人", "粤B1").status_code == 200
    assert Registration.objects.get().state == "confirmed"
    assert say("记者", "粤B1").json()["may_ask_again"] is True
    row.refresh_from_db()
    door = event.check_in_lists.get()
    assert judged(door, event, row, "entry", clock.now(), None) == ("not_valid", "pending_approval")
    drain_outbox(now=clock.now())
    assert _subjects() == ["报名已通过", "您修改的回答待审批"]
    assert (_taken(event), AuditEntry.objects.filter(action="registration.reopened").count()) == (1, 1)
    assert _results(_decide(event, [row])) == [("done", "confirmed")]


def test_hosts_own_words_are_sent_and_shown_before() -> None:
    event = _asked()
    member = client_of(person_in(event.organization, MemberRole.MEMBER))
    url = f"{API}/events/{event.pk}/decision-letters/refused/"
    usual = member.get(url).json()
    assert [one["language"] for one in usual["examples"]] == ["zh-hans", "zh-hant", "en"]
    assert "was not approved" in usual["examples"][2]["body"]
    bad = member.put(url, {"subject_en": "Hello {secret}", "body_en": "x"}, format="json")
    assert bad.json()["code"] == "roadshows.placeholder_unknown"
    assert member.put(url, {"subject_en": "Hello"}, format="json").json()["code"] == "roadshows.mailing_half_a_language"
    words = {"subject_zh_hans": "致{name}", "body_zh_hans": "{event}：{reason}"}
    assert member.put(url, words, format="json").json()["examples"][0]["subject"] == "致王小明"
    (row,) = _pending(event)
    Registration.objects.update(name="{ticket}")
    _decide(event, [row], approve=False, reason="名额有限")
    drain_outbox(now=clock.now())
    # A name in braces is a name.
    assert (mail.outbox[-1].subject, mail.outbox[-1].body) == ("致{ticket}", "人工智能专场路演：名额有限\n")
    outsider = client_of(UserFactory.create())
    assert (outsider.get(url).status_code, outsider.put(url, words, format="json").status_code) == (403, 403)


def test_host_is_told_once_a_day_and_guests_of_a_calling_off() -> None:
    event = _asked()
    member = person_in(event.organization, MemberRole.OWNER)
    for number in range(2):
        ask_to_come(event, f"guest{number}@example.com")
    drain_outbox(now=clock.now())
    assert Notification.objects.filter(recipient=member, kind="roadshows.approval_waits").count() == 1
    mail.outbox.clear()
    cancel_event(actor=member, event=event, edition=1, reason="台风", now=clock.now())
    drain_outbox(now=clock.now())
    drain_outbox(now=clock.now())
    assert [one.to for one in mail.outbox if "取消" in str(one.subject)] == [
        ["guest0@example.com"],
        ["guest1@example.com"],
    ]


@pytest.fixture
def till(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    monkeypatch.setattr(stripe_gateway, "_RETRIES", 0)
    with open_till(tmp_path, settings) as opened:
        yield opened


def _go_on(till: Till, *, hours: float = 0) -> None:
    now = clock.now() + timedelta(hours=hours)
    till.hand_over()
    notices.work_off(now=now)
    orders.close_due(now=now)
    drain_outbox(now=now)
    refunds.send_due(now=now)
    drain_outbox(now=now)


def _pay(till: Till, secret: str) -> None:
    page = client_of().post(f"{API}/tickets/{secret}/pay/")
    assert page.status_code == 200, page.json()
    till.pay(str(page.json()["url"]).rsplit("/", 1)[-1])


def test_price_is_asked_for_after_the_yes_with_a_deadline(till: Till) -> None:
    event = _asked(ticket_type__price_minor=19_900, pay_hours=5)
    ticket = ask_to_come(event, "guest@example.com").json()
    assert client_of().post(f"{API}/tickets/{ticket['secret']}/pay/").json()["code"] == "roadshows.nothing_to_pay"
    # What the place cost when it was asked for is what it costs.
    event.ticket_types.update(price_minor=29_900)
    row = Registration.objects.get()
    before = clock.now()
    assert _results(_decide(event, [row])) == [("done", "awaiting_payment")]
    order = Order.objects.get()
    assert (order.amount_minor, timedelta(hours=5) <= order.closes_at - before < timedelta(hours=5, minutes=1)) == (
        19_900,
        True,
    )
    _go_on(till)
    # Who is approved before their first letter leaves hears of that alone.
    assert _subjects() == ["报名已通过，请付款"]
    assert "应付：CNY 199.00" in str(mail.outbox[-1].body)
    _pay(till, ticket["secret"])
    _go_on(till)
    assert (Registration.objects.get().state, _subjects()[-1], _taken(event)) == ("confirmed", "报名成功", 1)


def test_deadline_of_ones_own_and_a_place_nobody_pays_for_is_free_again(till: Till) -> None:
    event = _asked(ticket_type__price_minor=19_900)
    ask_to_come(event)
    row = Registration.objects.get()
    for until in (clock.now() - timedelta(hours=1), event.ends_at + timedelta(days=1)):
        answer = _decide(event, [row], pay_until=until.isoformat())
        assert answer.json()["code"] == "roadshows.bad_pay_until"
    until = clock.now() + timedelta(hours=100)
    _decide(event, [row], pay_until=until.isoformat())
    assert Order.objects.get().closes_at == until
    # A page that was opened and left takes nothing of it away.
    client_of().post(f"{API}/tickets/{secret_of(row.pk)}/pay/")
    assert Order.objects.get().closes_at == until
    _go_on(till, hours=99)
    assert Registration.objects.get().state == "awaiting_payment"
    _go_on(till, hours=101)
    assert (Registration.objects.get().state, _taken(event)) == ("expired", 0)


def test_who_has_paid_and_is_refused_after_a_change_gets_all_of_it_back(till: Till) -> None:
    event = _asked(ticket_type__price_minor=19_900)
    role = QuestionFactory.create(event=event, label="身份", is_gated=True)
    ticket = ask_to_come(event, answers=[{"question": str(role.pk), "values": ["投资人"]}]).json()
    row = Registration.objects.get()
    _decide(event, [row])
    url, said = f"{API}/tickets/{ticket['secret']}/answers/", [{"question": str(role.pk), "values": ["记者"]}]
    # While it is paid for nothing that was approved changes.
    wait = client_of().put(url, {"answers": said}, format="json")
    assert (wait.json()["code"], Answer.objects.get().values) == ("roadshows.answers_wait", ["投资人"])
    _pay(till, ticket["secret"])
    _go_on(till)
    assert client_of().put(url, {"answers": said}, format="json").status_code == 200
    # The payment told again changes nothing of it.
    paying.confirm_paid(row.pk, Order.objects.get().pk, now=clock.now())
    assert (Registration.objects.get().state, Refund.objects.count()) == ("pending_approval", 0)
    assert _results(_decide(event, [row], approve=False, reason="本场不对媒体开放")) == [("done", "rejected")]
    _go_on(till)
    assert [(one["paid"], one["refunded"]) for one in till.ledger()] == [(19_900, 19_900)]
    assert (_taken(event), Refund.objects.get().reason) == (0, "本场不对媒体开放")


def test_without_a_till_what_costs_money_waits_on() -> None:
    event = _asked()
    (row,) = _pending(event)
    Registration.objects.update(price_minor=19_900)
    assert _results(_decide(event, [row])) == [("unpayable", "pending_approval")]
