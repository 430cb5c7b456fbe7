"""Waiting lists over random histories: a minute after each step every freed place is kept for the right person, or whoever
waits was told a true reason; nobody is offered twice; and the seats that are counted are the rows that hold one.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings as in_force
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from pytest_django import Settings

from backend.core import clock
from backend.core.errors import DomainError
from backend.core.models import OutboxEvent
from backend.core.services import drain_outbox
from backend.organizations.enums import MemberRole
from backend.roadshows import allotting, consent
from backend.roadshows.models import Event, Quota, Registration, TicketType, WaitlistEntry
from backend.roadshows.selectors.places import miscounted
from backend.roadshows.services import codes, groups, paying, registrations
from backend.roadshows.services.waiting import answers, desk, joining, line
from tests.factories.roadshows import EventFactory, RegistrationFactory, TicketTypeFactory
from tests.support.pitch_cast import person_in
from tests.support.results import is_full, record

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db, pytest.mark.timeout(5400)]
ACTOR, CODE = AnonymousUser(), "123456"
HISTORIES, STEPS = (1000, 25) if is_full() else (6, 16)
MINUTE = 60


class Evening:
    """One event with three kinds of tickets, one of them sold, all of them to several at once, and whatever comes to happen
    around it.
    """

    def __init__(self, seed: int) -> None:
        self.rng, self.contacts = random.Random(seed), 0
        in_force.STRIPE_SECRET_KEY = "sk_test"
        event = EventFactory.create(
            published=True, quota__capacity=self.rng.randint(1, 4), offer_hours=3, ticket_type__max_per_order=3
        )
        sold = TicketTypeFactory.create(event=event, position=2, price_minor=9_900, max_per_order=3)
        third = TicketTypeFactory.create(event=event, position=3, max_per_order=3)
        if seed % 2:
            # Two of the three share a quota that is smaller than the room, or as large.
            size = self.rng.randint(1, event.quota.capacity)
            Quota.objects.create(event=event, covers_all=False, name="前排", capacity=size).kinds.set([sold, third])
        # Full from the beginning, so that there is somebody to wait for.
        RegistrationFactory.create_batch(event.quota.capacity, event=event)
        self.event, self.host = event, person_in(event.organization, MemberRole.MEMBER)

    def pass_time(self, seconds: float) -> None:
        in_force.CLOCK_OFFSET_SECONDS += seconds

    def read(self) -> Event:
        return Event.objects.select_related("organization").get(pk=self.event.pk)

    def kinds(self) -> list[TicketType]:
        rows = list(TicketType.objects.filter(event=self.event).order_by("position"))
        return self.rng.sample(rows, self.rng.randint(1, len(rows)))

    def entries(self, *states: str) -> list[WaitlistEntry]:
        return list(WaitlistEntry.objects.filter(event=self.event, state__in=states).order_by("queued_at", "id"))

    def one_of(self, rows: Iterable[Any]) -> Any:
        found = list(rows)
        return self.rng.choice(found) if found else None

    def along(self) -> tuple[registrations.Companion, ...]:
        """Mostly nobody."""
        return _companions(self.rng.choice([0, 0, 0, 1, 2]))

    def contact(self) -> str:
        """Mostly somebody new; now and then somebody who is known."""
        known = [row.contact for row in self.entries("waiting", "offered", "expired")]
        if known and self.rng.random() < 0.15:
            return self.rng.choice(known)
        self.contacts += 1
        return f"person{self.contacts}@example.com"

    # What people do.

    def register(self) -> None:
        contact, kind = self.contact(), self.kinds()[0]
        codes.keep_code(event=self.event, contact=contact, code=CODE, now=clock.now())
        version = consent.current().version
        guest = registrations.Guest("来宾", "机构", contact, CODE, version, kind.pk, companions=self.along())
        left = free_by_kind(self)
        hopeful = [one.pk for one in self.entries("waiting") if not why_not(self, one) and could_have(one, left)]
        registrations.register(
            actor=ACTOR, event=self.read(), guest=guest, key=contact + kind.name, language="zh-hans", now=clock.now()
        )
        assert not hopeful, "a newcomer went past the line"

    def join(self) -> None:
        contact = self.contact()
        codes.keep_code(event=self.event, contact=contact, code=CODE, now=clock.now())
        kinds = tuple(kind.pk for kind in self.kinds())
        size = 1 + len(self.along())
        wish = joining.Wish("来宾", "机构", contact, CODE, consent.current().version, kinds, size)
        key = f"{contact}-{self.rng.random()}"
        joining.join(actor=ACTOR, event=self.read(), wish=wish, key=key, language="zh-hans", now=clock.now())

    def cancel(self) -> None:
        row = self.one_of(Registration.objects.filter(event=self.event, state__in=["confirmed", "awaiting_payment"]))
        if row is not None and self.rng.random() < 0.5:
            registrations.cancel_ticket(actor=ACTOR, registration=row, now=clock.now())
        elif row is not None:
            groups.cancel_group(actor=ACTOR, lead=row.lead or row, now=clock.now())

    def never_pay(self) -> None:
        row = self.one_of(Registration.objects.filter(event=self.event, state="awaiting_payment"))
        if row is not None:
            paying.expire(paying.payer_of(row), now=clock.now())

    def answer(self) -> None:
        acts: list[tuple[Callable[..., object], list[str]]] = [
            (_accept_all, ["offered"]),
            (answers.decline_offer, ["offered"]),
            (answers.leave_line, ["waiting", "offered", "expired"]),
            (answers.rejoin_line, ["expired", "declined"]),
        ]
        verb, states = self.rng.choice(acts)
        entry = self.one_of(self.entries(*states))
        if entry is not None:
            verb(actor=ACTOR, entry=entry, now=clock.now())

    # What the host and the world do.

    def remove(self) -> None:
        entry = self.one_of(self.entries("waiting", "offered"))
        if entry is not None:
            desk.remove_entry(actor=self.host, entry=entry, reason="名额有限")

    def add_a_seat(self) -> None:
        quota = self.one_of(Quota.objects.filter(event=self.event).order_by("pk"))
        Quota.objects.filter(pk=quota.pk, capacity__lt=6).update(capacity=quota.capacity + 1)

    def change_what_is_offered(self) -> None:
        kind = self.one_of(TicketType.objects.filter(event=self.event))
        TicketType.objects.filter(pk=kind.pk).update(is_offered=not kind.is_offered)

    def change_how_many_at_once(self) -> None:
        kind = self.one_of(TicketType.objects.filter(event=self.event))
        TicketType.objects.filter(pk=kind.pk).update(max_per_order=4 - kind.max_per_order)

    def turn_the_list(self) -> None:
        Event.objects.filter(pk=self.event.pk).update(has_waiting_list=not self.read().has_waiting_list)

    def turn_the_gateway(self) -> None:
        in_force.STRIPE_SECRET_KEY = "" if in_force.STRIPE_SECRET_KEY else "sk_test"

    def wait(self) -> None:
        self.pass_time(self.rng.choice([600, 5_000, 12_000]))

    def step(self) -> None:
        weights: list[tuple[Callable[[], None], int]] = [
            *((self.join, 6), (self.register, 4), (self.cancel, 5), (self.answer, 6), (self.never_pay, 2)),
            *((self.remove, 1), (self.add_a_seat, 1), (self.change_what_is_offered, 2), (self.turn_the_list, 1)),
            *((self.change_how_many_at_once, 1), (self.turn_the_gateway, 1), (self.wait, 3)),
        ]
        act = self.rng.choices([one for one, _ in weights], [weight for _, weight in weights])[0]
        try:
            with transaction.atomic():
                act()
        except DomainError:
            return

    def a_minute_later(self) -> None:
        self.pass_time(MINUTE)
        drain_outbox(now=clock.now())
        line.advance_lines(now=clock.now())
        drain_outbox(now=clock.now())
        assert not OutboxEvent.objects.filter(handled_at=None).exists()


def _companions(number: int) -> tuple[registrations.Companion, ...]:
    return tuple(registrations.Companion(f"同行{one}") for one in range(number))


def _accept_all(*, actor: Any, entry: WaitlistEntry, now: Any) -> None:
    companions = _companions(entry.party_size - 1)
    answers.accept_offer(actor=actor, entry=entry, companions=companions, now=now)


def why_not(evening: Evening, entry: WaitlistEntry) -> str:
    """Told from the rows alone, and by other code than the product's: why nobody can offer this one a place."""
    event = evening.read()
    if not event.has_waiting_list:
        return "list_off"
    holds = Registration.objects.filter(event=event, email=entry.email, state__in=["confirmed", "awaiting_payment"])
    if holds.exists():
        return "has_ticket"
    offered = [kind for kind in entry.kinds.all() if kind.is_offered and kind.max_per_order >= entry.party_size]
    if not offered:
        return "kind_not_offered"
    if not in_force.STRIPE_SECRET_KEY and all(kind.price_minor for kind in offered):
        return "not_payable"
    return ""


def counted(event: Event) -> dict[Any, set[Any]]:
    """The kinds of each quota, told from the rows alone."""
    everything = set(event.ticket_types.values_list("pk", flat=True))
    return {
        row.pk: everything if row.covers_all else set(row.kinds.values_list("pk", flat=True))
        for row in Quota.objects.filter(event=event)
    }


def free_by_kind(evening: Evening) -> dict[Any, tuple[int, int]]:
    """Of each kind that can be had, how many every quota of it has left, and how many may be taken at once."""
    quotas = counted(evening.event)
    left = {row.pk: row.capacity - row.taken for row in Quota.objects.filter(event=evening.event)}
    kinds = evening.event.ticket_types.filter(is_offered=True)
    if not in_force.STRIPE_SECRET_KEY:
        kinds = kinds.filter(price_minor=0)
    return {kind.pk: (min(left[pk] for pk in left if kind.pk in quotas[pk]), kind.max_per_order) for kind in kinds}


def could_have(entry: WaitlistEntry, free: dict[Any, tuple[int, int]]) -> bool:
    """All they want, of one of their kinds."""
    return any(entry.party_size <= min(free[kind]) for kind in wanted(entry) & free.keys())


def has_too_few(entry: WaitlistEntry, free: dict[Any, tuple[int, int]]) -> bool:
    return any(0 < free[kind][0] < entry.party_size <= free[kind][1] for kind in wanted(entry) & free.keys())


def wanted(entry: WaitlistEntry) -> set[Any]:
    return set(entry.kinds.values_list("pk", flat=True))


def look(evening: Evening, offered_before: dict[Any, Any]) -> None:
    """What must hold a minute after whatever happened."""
    rows = Registration.objects.filter(event=evening.event, state__in=["confirmed", "awaiting_payment"])
    held = list(rows.values_list("ticket_type", flat=True))
    offered, waiting = evening.entries("offered"), evening.entries("waiting")
    held += [entry.ticket_type_id for entry in offered if entry.ticket_type_id for _ in range(entry.party_size)]
    for quota_id, kinds in counted(evening.event).items():
        quota = Quota.objects.get(pk=quota_id)
        assert quota.taken == sum(kind in kinds for kind in held) <= quota.capacity
    assert not miscounted([evening.event.pk])
    reasons = {entry.pk: why_not(evening, entry) for entry in waiting}
    told = {entry.pk: entry.not_offered_reason for entry in waiting}
    # Whoever was passed over is told so as well: where kinds have quotas of their own, or fewer are free than they want.
    passed = {pk for pk, reason in told.items() if reason in ("kind_full", "fewer_free") and not reasons[pk]}
    assert {**told, **dict.fromkeys(passed, "")} == reasons, "a reason is not the true one"
    left = free_by_kind(evening)
    for entry in waiting:
        assert reasons[entry.pk] or not could_have(entry, left), "places are free and somebody could have them"
        if not reasons[entry.pk] and has_too_few(entry, left):
            assert told[entry.pk] == "fewer_free", "fewer are free than somebody wants, and they do not know"
        assert told[entry.pk] != "fewer_free" or entry.party_size > 1
    for entry in offered:
        if offered_before.get(entry.pk) == entry.offered_at:
            continue
        before = [one for one in waiting if (one.queued_at, one.pk) < (entry.queued_at, entry.pk)]
        could = [one for one in before if not reasons[one.pk] and entry.ticket_type_id in wanted(one)]
        assert entry.ticket_type is not None
        most = entry.ticket_type.max_per_order
        could = [one for one in could if one.party_size <= most]
        assert all(one.party_size > entry.party_size for one in could), "somebody in front was passed over"
        assert all(told[one.pk] for one in could), "somebody was passed over and does not know"
    contacts = [entry.contact for entry in (*offered, *waiting)]
    assert len(contacts) == len(set(contacts)), "somebody is in line twice"


@pytest.fixture(autouse=True)
def _own_settings(settings: Settings) -> None:
    """Set here once and then in place: each setting by the fixture is a layer more, and a history sets hundreds."""
    settings.CLOCK_OFFSET_SECONDS, settings.STRIPE_SECRET_KEY = 0.0, ""


def live_through(seed: int) -> None:
    """One history, of which nothing is left."""
    in_force.CLOCK_OFFSET_SECONDS = 0.0
    with transaction.atomic():
        evening = Evening(seed)
        for _ in range(STEPS):
            before = {entry.pk: entry.offered_at for entry in evening.entries("offered")}
            for _ in range(evening.rng.randint(1, 4)):
                evening.step()
            evening.a_minute_later()
            look(evening, before)
        transaction.set_rollback(True)


def _live_through_many(number: int) -> None:
    for seed in range(number):
        live_through(seed)


def test_every_freed_place_is_kept_for_the_right_person_or_the_reason_is_told() -> None:
    _live_through_many(HISTORIES)
    record("waiting list: histories lived through", value=HISTORIES, bound=HISTORIES, unit="histories", passed=True)


def _nobody_waits(event: Event, now: Any, among: Any = None) -> bool:
    return False


def _from_the_end(waiters: Any, kinds: Any, free: Any) -> allotting.Allotment:
    return allotting.allot(list(reversed(waiters)), kinds, free)


def _as_if_alone(waiters: Any, kinds: Any, free: Any) -> allotting.Allotment:
    """Each is thought to want one place."""
    return allotting.allot([replace(one, count=1) for one in waiters], kinds, free)


def _offer_nothing(event_id: Any, *, now: Any) -> int:
    return 0


@pytest.mark.parametrize(
    ("place", "broken"),
    [
        ("backend.roadshows.services.redeeming.has_line", _nobody_waits),
        ("backend.roadshows.services.waiting.line.allot", _from_the_end),
        ("backend.roadshows.services.waiting.line.offer_places", _offer_nothing),
        ("backend.roadshows.services.waiting.places.take_places", lambda quota_ids, count: True),
        ("backend.roadshows.services.waiting.line.allot", _as_if_alone),
        ("backend.roadshows.allotting._passed_over", lambda waiter, wanted, left: ""),
    ],
)
def test_the_histories_would_see_it(place: str, broken: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The controls: newcomers past the line, the line from its end, a line nobody works off, places nobody holds, fewer
    places than are wanted, and a reason nobody is told.
    """
    monkeypatch.setattr(place, broken)
    with pytest.raises((AssertionError, RuntimeError)):
        _live_through_many(60)
