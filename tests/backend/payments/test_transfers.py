"""Orders paid from a bank: the account, the proof, the payee's yes or no, the end of the time, and money given back by hand."""

from datetime import timedelta
from typing import Any

import pytest

from backend.accounts.models import User
from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry
from backend.files.models import StoredFile
from backend.organizations.enums import MemberRole
from backend.payments.enums import TransferState
from backend.payments.errors import NoAccount, OrderClosed, TooManyProofs, TransferOver
from backend.payments.models import Checkout, Order, Refund, Transfer
from backend.payments.services import orders, transfers
from tests.backend.payments.acts import opened, published, work_off
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import FirmFactory
from tests.factories.payments import OrderFactory
from tests.support.clients import client_of
from tests.support.money_acts import ACCOUNT, a_proof, name_account, prove, to_transfer
from tests.support.pitch_cast import person_in
from tests.support.till import Till
from tests.support.uploads import upload

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture(autouse=True)
def storage(tmp_path: Any, settings: Any) -> None:
    settings.STORAGE_ROOT = tmp_path / "storage"


def _firm() -> Any:
    return FirmFactory.create(verified=True)


def _say(person: User | None, transfer: Transfer, verb: str, **body: Any) -> Any:
    return client_of(person).post(f"{API}/transfers/{transfer.pk}/{verb}/", body, format="json")


def _states(transfer: Transfer) -> tuple[str, str]:
    transfer.refresh_from_db()
    return transfer.state, Order.objects.get(pk=transfer.order_id).state


def test_account_is_the_payees_of_that_moment_and_choosing_twice_is_once() -> None:
    transfer = to_transfer(_firm())
    order = transfer.order
    assert {name: getattr(transfer, name) for name in ACCOUNT} == ACCOUNT
    again = transfers.choose(actor=SYSTEM, order_id=order.pk, until=clock.now() + timedelta(days=9), now=clock.now())
    assert again == transfer
    order.refresh_from_db()
    assert (order.state, order.closes_at) == ("requires_action", transfer.expires_at)
    assert published(order) == ["payments.transfer_chosen"]


def test_nobody_chooses_what_leads_nowhere() -> None:
    order, now = OrderFactory.create(), clock.now()
    with pytest.raises(NoAccount):
        transfers.choose(actor=SYSTEM, order_id=order.pk, until=now + timedelta(days=1), now=now)
    name_account(order.payee)
    late = order.closes_at
    with pytest.raises(OrderClosed):
        transfers.choose(actor=SYSTEM, order_id=order.pk, until=late + timedelta(days=1), now=late)
    assert not Transfer.objects.exists()


def test_accepted_is_paid_like_any_payment_once() -> None:
    payee = _firm()
    member, transfer = person_in(payee, MemberRole.MEMBER), prove(to_transfer(payee))
    answer = _say(member, transfer, "accept", note="流水 0001")
    assert (answer.status_code, answer.json()["state"], answer.json()["note"]) == (200, "accepted", "流水 0001")
    assert _say(member, transfer, "accept").json()["code"] == "payments.transfer_decided"
    assert _say(member, transfer, "refuse", reason="x").json()["code"] == "payments.transfer_decided"
    assert _states(transfer) == ("accepted", "succeeded")
    checkout = Checkout.objects.get()
    assert (checkout.gateway, checkout.paid_minor, checkout.fee_minor, checkout.tax_minor) == (
        "transfer",
        12_000,
        0,
        679,
    )
    assert published(transfer.order).count("payments.payment_succeeded") == 1
    assert AuditEntry.objects.filter(action="transfer.accepted", actor=member).count() == 1


def test_only_who_works_for_the_payee_sees_proofs_and_decides() -> None:
    payee = _firm()
    transfer = prove(to_transfer(payee))
    proofs = f"{API}/transfers/{transfer.pk}/proofs/"
    readers = {
        "member": person_in(payee, MemberRole.MEMBER),
        "reader": person_in(payee, MemberRole.READER),
        "stranger": UserFactory.create(),
        "operator": OperatorFactory.create(),
        "visitor": None,
    }
    seen = {name: client_of(who).get(proofs).status_code for name, who in readers.items()}
    assert seen == {"member": 200, "reader": 404, "stranger": 404, "operator": 404, "visitor": 401}
    del readers["member"]
    said = {name: _say(who, transfer, "accept").status_code for name, who in readers.items()}
    assert said == {"reader": 404, "stranger": 404, "operator": 404, "visitor": 401}
    assert _states(transfer) == ("submitted", "requires_action")
    assert AuditEntry.objects.filter(action="transfer.proofs_read").count() == 1


def test_refused_says_why_and_leaves_a_day_to_send_another() -> None:
    payee = _firm()
    boss, transfer = person_in(payee, MemberRole.ADMIN), prove(to_transfer(payee))
    Transfer.objects.update(expires_at=clock.now() + timedelta(hours=1))
    assert _say(boss, transfer, "refuse").status_code == 400
    assert _say(boss, transfer, "refuse", reason="金额看不清").json()["refusal"] == "金额看不清"
    transfer.refresh_from_db()
    left = transfer.expires_at - clock.now()
    assert timedelta(hours=23) < left <= transfers.TO_MEND
    assert Order.objects.get().closes_at == transfer.expires_at
    assert prove(transfer).state == "submitted"
    assert published(transfer.order)[-2:] == ["payments.transfer_refused", "payments.transfer_submitted"]


def test_time_stands_still_while_a_proof_is_looked_at() -> None:
    transfer = prove(to_transfer(_firm()))
    later = clock.now() + timedelta(days=9)
    assert orders.close_due(now=later) == 0
    assert orders.close(transfer.order_id, now=later) is False
    assert _states(transfer) == ("submitted", "requires_action")


def test_time_ends_what_nobody_showed_a_proof_of() -> None:
    transfer = to_transfer(_firm())
    assert orders.close_due(now=clock.now() + timedelta(days=2)) == 0
    later = clock.now() + timedelta(days=4)
    assert orders.close_due(now=later) == 1
    assert _states(transfer) == ("closed", "failed")
    with pytest.raises(TransferOver):
        transfers.send_proof(actor=SYSTEM, order_id=transfer.order_id, upload=a_proof(), now=later)
    assert not StoredFile.objects.exists()


def test_money_that_comes_after_the_time_is_taken_up_all_the_same() -> None:
    payee = _firm()
    transfer = to_transfer(payee)
    orders.close_due(now=clock.now() + timedelta(days=4))
    assert _say(person_in(payee, MemberRole.MEMBER), transfer, "accept").status_code == 200
    assert _states(transfer) == ("accepted", "succeeded")
    assert published(transfer.order)[-1] == "payments.payment_succeeded"


def test_withdrawn_with_a_proof_on_the_desk_ends() -> None:
    transfer = prove(to_transfer(_firm()))
    orders.withdraw(actor=SYSTEM, order_id=transfer.order_id, now=clock.now())
    assert orders.close_due(now=clock.now()) == 1
    assert _states(transfer) == ("closed", "failed")


def test_page_of_the_gateway_does_not_shorten_the_hold_and_paying_there_closes_the_transfer(till: Till) -> None:
    transfer = to_transfer(_firm())
    till.pay(opened(transfer.order).session_id)
    assert Order.objects.get().closes_at == transfer.expires_at
    till.hand_over()
    work_off()
    assert _states(transfer) == ("closed", "succeeded")


def test_second_payment_by_transfer_goes_back_by_hand(till: Till) -> None:
    payee = _firm()
    boss, transfer = person_in(payee, MemberRole.ADMIN), prove(to_transfer(payee))
    till.pay(opened(transfer.order).session_id)
    till.hand_over()
    work_off()
    assert _states(transfer) == ("submitted", "succeeded")
    _say(boss, transfer, "accept")
    work_off()
    refund = Refund.objects.get()
    assert (refund.state, refund.cause, refund.checkout.gateway) == ("requested", "duplicate", "transfer")
    assert [one["refunded"] for one in till.ledger()] == [0]
    shown = client_of(boss).get(f"{API}/orders/").json()["results"][0]["refunds"]
    assert [(one["is_by_hand"], one["state"]) for one in shown] == [(True, "requested")]
    settle = f"{API}/refunds/{refund.pk}/settle/"
    assert client_of(OperatorFactory.create()).post(settle, {"note": "x"}, format="json").status_code == 403
    answer = client_of(boss).post(settle, {"note": "银行 0002"}, format="json").json()
    assert (answer["state"], answer["refunds"][0]["settled_note"]) == ("succeeded", "银行 0002")
    assert published(transfer.order)[-1] == "payments.refund_done"
    again = client_of(boss).post(settle, {"note": "再来"}, format="json")
    assert again.json()["code"] == "payments.refund_not_failed"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ\x90\x00", "files.type_not_allowed"),
        (b"", "files.empty"),
        (b"<?xml version='1.0'?>", "files.type_not_allowed"),
    ],
)
def test_what_is_no_picture_of_a_slip_is_refused(content: bytes, code: str) -> None:
    transfer = to_transfer(_firm())
    with pytest.raises(Exception) as refused:  # noqa: PT011 - each has its own class; the code is what counts
        transfers.send_proof(
            actor=SYSTEM, order_id=transfer.order_id, upload=upload("slip.pdf", content), now=clock.now()
        )
    assert refused.value.code == code  # type: ignore[attr-defined]
    assert _states(transfer) == ("awaited", "requires_action")


def test_proofs_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfers, "MAX_PROOFS", 1)
    transfer = prove(to_transfer(_firm()))
    with pytest.raises(TooManyProofs):
        prove(transfer)


def test_list_asks_as_often_for_many_as_for_one(django_assert_num_queries: Any) -> None:
    payee = _firm()
    client = client_of(person_in(payee, MemberRole.MEMBER))
    for wanted in (1, 3):
        while Transfer.objects.count() < wanted:
            prove(to_transfer(payee))
        with django_assert_num_queries(6):
            assert client.get(f"{API}/transfers/", {"state": TransferState.SUBMITTED}).json()["count"] == wanted


def test_terms_are_whole_or_nothing_and_for_admins() -> None:
    payee = _firm()
    address = f"{API}/payees/{payee.pk}/"
    boss = client_of(person_in(payee, MemberRole.ADMIN))
    half = boss.put(address, {"bank": "银行"}, format="json")
    assert (half.json()["code"], sorted(half.json()["fields"])) == (
        "payments.half_an_account",
        ["account_name", "account_number"],
    )
    assert boss.put(address, ACCOUNT | {"tax_bp": 600}, format="json").json()["terms"]["tax_bp"] == 600
    assert boss.get(f"{API}/payees/").json()[0]["terms"]["bank"] == ACCOUNT["bank"]
    member = client_of(person_in(payee, MemberRole.MEMBER))
    assert member.put(address, {}, format="json").status_code == 403
    assert client_of(UserFactory.create()).put(address, {}, format="json").status_code == 404
    assert client_of(person_in(payee, MemberRole.READER)).get(f"{API}/payees/").json() == []
