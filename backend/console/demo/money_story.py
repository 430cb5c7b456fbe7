"""A dinner that costs money: told through the services, so that a host's desk of money has something of everything to do."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from backend.accounts.models import User
from backend.console.demo.papers import Slide, deck_of, evidence_for
from backend.core.digests import digest_of
from backend.core.ids import new_id
from backend.files import services as files
from backend.files.enums import FileKind
from backend.organizations.models import Organization
from backend.payments.enums import BuyerKind, CheckoutState, OrderState
from backend.payments.models import Checkout, Order, Transfer
from backend.payments.services import desk, fapiao, requests, terms, transfers
from backend.payments.taxes import tax_in
from backend.roadshows import consent
from backend.roadshows.enums import EventPreset, RegistrationState
from backend.roadshows.models import Event, Registration
from backend.roadshows.models.event import new_code
from backend.roadshows.services import event_states, money, paying
from backend.roadshows.services.events import create_event
from backend.roadshows.services.seats import quotas_of, take_places
from backend.roadshows.tickets import secret_of

CODE = "DINNER"
_PRICE = 29_800
_FEE_PERMILLE = 30


def tell_of_money(*, host: User, operator: User, organization: Organization, now: datetime) -> Event:
    """Terms, an evening that is sold, and guests at every point of paying, asking back and wanting a fapiao."""
    terms.write_terms(
        actor=host,
        payee=organization,
        terms=terms.Terms(
            account_name=organization.legal_name,
            bank="演示银行深圳香蜜湖支行",
            account_number="4000 0000 0000 0000 001",
            account_note="演示账户，请勿真实转账。",
            tax_bp=600,
        ),
    )
    event = _sold(host, operator, organization, now)
    _paid_at_the_gateway(event, now)
    _transfers(host, event, now)
    _fapiao_and_refunds(host, event, now)
    return event


def _sold(host: User, operator: User, organization: Organization, now: datetime) -> Event:
    starts = now + timedelta(days=24)
    event = create_event(
        actor=host,
        organization=organization,
        changes={
            "preset": EventPreset.SALON,
            "title": "投资人闭门晚餐",
            "title_en": "Investors' dinner",
            "summary": "二十位投资人与创业者的长桌晚餐，可刷卡或对公转账。",
            "description": "活动与来宾均为演示数据。",
            "sectors": ["SEMI"],
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=3),
            "is_online": False,
            "venue": "香蜜湖金融街会客厅",
            "address": "福田区香蜜湖路 1 号",
            "district": "福田区",
            "capacity": 20,
        },
        now=now,
    )
    event.ticket_types.update(price_minor=_PRICE)
    money.write_payment_terms(
        actor=host,
        event=event,
        edition=1,
        terms={"takes_transfers": True, "transfer_days": 5, "requests_until": None, "request_percent": 80},
    )
    event_states.submit_event(actor=host, event=event, edition=2, now=now)
    event_states.decide_event(actor=operator, event=event, approve=True, reason="", edition="3", now=now)
    Event.objects.filter(pk=event.pk).update(code=CODE)
    event.refresh_from_db()
    return event


def _guest(event: Event, number: int, name: str, now: datetime) -> tuple[Registration, Order]:
    """A row as registering leaves it, and what it owes; the contact is invented."""
    kind = event.ticket_types.get()
    row_id = new_id()
    row = Registration.objects.create(
        id=row_id,
        created_at=now,
        event=event,
        quota_ids=quotas_of(kind),
        ticket_type=kind,
        state=RegistrationState.AWAITING_PAYMENT,
        price_minor=kind.price_minor,
        name=name,
        organization_name="演示机构",
        email=f"guest-dinner-{number}@people.demo.xiangmihu.example",
        consent_version=consent.current().version,
        consented_at=now,
        code=new_code(8),
        secret_digest=digest_of(secret_of(row_id)),
        idempotency_key=f"demo-dinner-{number}",
        request_digest="0" * 64,
    )
    take_places(row.quota_ids)
    return row, paying.owe([row], event, now=now)


def _paid_at_the_gateway(event: Event, now: datetime) -> None:
    """Rows as a gateway leaves them, of this month and the one before."""
    for number, days in enumerate((33, 30, 4, 2)):
        at = now - timedelta(days=days)
        row, order = _guest(event, number, ("欧阳澄", "司徒遥", "Ada Wong", "莫知远")[number], at)
        Checkout.objects.create(
            order=order,
            gateway="stripe",
            state=CheckoutState.PAID,
            expires_at=at,
            session_id=f"cs_demo_{order.code}",
            payment_id=f"pi_demo_{order.code}",
            paid_minor=order.amount_minor,
            paid_at=at,
            tax_minor=tax_in(order.amount_minor, order.tax_bp),
            fee_minor=order.amount_minor * _FEE_PERMILLE // 1000,
            fee_currency=order.currency,
        )
        order.state, order.paid_at = OrderState.SUCCEEDED, at
        order.save()
        _confirm(row)


def _transfers(host: User, event: Event, now: datetime) -> None:
    """One that lies with the host, one that was sent back, one nobody has sent a proof of."""
    for number, name in enumerate(("程叙白", "叶清和", "唐书意"), start=10):
        row, order = _guest(event, number, name, now)
        money.choose_transfer(actor=host, ticket=row, now=now)
        if number < 12:
            proof = deck_of((Slide("银行电子回单（演示）", (order.description, f"附言 {order.code}")),), "回单.pdf")
            money.send_proof(actor=host, ticket=row, upload=proof, now=now)
            _show(order)
        if number == 11:
            transfer = Transfer.objects.get(order=order)
            transfers.refuse(actor=host, transfer=transfer, reason="回单上看不清金额，请重新上传。", now=now)


def _show(order: Order) -> None:
    for proof in Transfer.objects.get(order=order).proofs.all():
        files.process_file(file_id=proof.file_id, now=proof.created_at)


def _fapiao_and_refunds(host: User, event: Event, now: datetime) -> None:
    """Paid by transfer: one asks for a fapiao, one has it, one got part of their money back and needs a red letter, one
    asks for their money back.
    """
    acts: tuple[tuple[str, Callable[[Order], None]], ...] = (
        ("顾南星", lambda order: _ask_for_fapiao(host, order)),
        ("陆既明", lambda order: _issue(host, order, "26442000000000000001", now)),
        ("江予安", lambda order: _pay_part_back(host, order, now)),
        ("许言蹊", lambda order: _ask_back(host, order)),
    )
    for number, (name, act) in enumerate(acts, start=20):
        row, order = _guest(event, number, name, now)
        money.choose_transfer(actor=host, ticket=row, now=now)
        transfers.accept(actor=host, transfer=Transfer.objects.get(order=order), note=f"DEMO{number}", now=now)
        _confirm(row)
        act(order)


def _confirm(row: Registration) -> None:
    """As `PaymentSucceeded` leaves it; told again by the worker, it changes nothing."""
    row.state = RegistrationState.CONFIRMED
    row.save(update_fields=["state", "updated_at"])


def _ask_for_fapiao(host: User, order: Order) -> None:
    fapiao.request(
        actor=host,
        order_id=order.pk,
        buyer=fapiao.Buyer(BuyerKind.PERSON, "顾南星", "", f"books-{order.code}@people.demo.xiangmihu.example".lower()),
    )


def _issue(host: User, order: Order, number: str, now: datetime) -> None:
    _ask_for_fapiao(host, order)
    row = order.fapiao.get()
    upload = evidence_for(f"演示发票 {number}")
    file = files.store_upload(actor=host, kind=FileKind.FAPIAO, upload=upload, now=now)
    paper = fapiao.Paper(number, timezone.localdate(now), file.pk)
    fapiao.issue(actor=host, fapiao=row, paper=paper, now=now)


def _pay_part_back(host: User, order: Order, now: datetime) -> None:
    _issue(host, order, "26442000000000000002", now)
    refund = desk.refund_order(
        actor=host, order=order, amount_minor=_PRICE // 2, reason="晚餐改为简餐，退还差价", key="demo", now=now
    )
    desk.settle(actor=host, refund=refund, note="演示银行转账 DEMO-0001", now=now)


def _ask_back(host: User, order: Order) -> None:
    requests.ask(actor=host, order_id=order.pk, reason="临时出差，无法到场。", percent=80)
