"""Those who come within a moment: each has what they would have had alone, and whoever is not of the plain kind comes alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, OperationalError
from pytest_django import DjangoAssertNumQueries

from backend.accounts.models import User
from backend.core import clock
from backend.core.models import AuditEntry, OutboxEvent
from backend.organizations.models import Organization
from backend.roadshows.errors import EventFull, TicketTypeSoldOut, WrongCode
from backend.roadshows.models import Answer, ContactCode, Event, EventConsent, Quota, Registration
from backend.roadshows.selectors.places import miscounted
from backend.roadshows.services import codes, fullness, registrations, seats, together
from backend.roadshows.services.registrations import Companion, Said
from backend.roadshows.services.together import Comer, Outcome, register_together
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import (
    EventFactory,
    HostFactory,
    QuestionFactory,
    QuotaFactory,
    RegistrationFactory,
    TicketTypeFactory,
)
from tests.support.comers import member, stranger
from tests.support.guests import ask_to_come
from tests.support.in_line import wait

pytestmark = pytest.mark.django_db

# Of a whole moment, however many come.
STATEMENTS = 23
# Of a registration: what differs each time, and what is of its event alone.
DRAWN = {
    *("id", "created_at", "updated_at", "code", "secret_digest", "consented_at"),
    *("event", "ticket_type", "quota_ids", "event_consent", "request_digest"),
}


def register_all(*comers: Comer) -> list[Outcome]:
    return register_together(comers, now=clock.now())


def alone(comer: Comer, event: Event) -> Registration:
    """The same by the way of one."""
    told: dict[str, Any] = {"event": event, "key": comer.key, "language": comer.language, "now": clock.now()}
    if isinstance(comer.actor, User):
        return registrations.register_member(actor=comer.actor, guest=comer.guest, **told)
    return registrations.register(actor=AnonymousUser(), guest=comer.guest, **told)


@pytest.fixture
def event() -> Event:
    return EventFactory.create(published=True)


def written(event: Event) -> dict[str, Any]:
    """All that registering writes about an event, without what is drawn anew each time."""
    rows = list(Registration.objects.filter(event=event).order_by("name"))
    ids = {str(row.pk): row.name for row in rows}
    named = [field.attname for field in Registration._meta.concrete_fields if field.name not in DRAWN]
    quotas = dict(Quota.objects.filter(event=event).values_list("pk", "name"))
    acts = AuditEntry.objects.filter(subject_id__in=ids).order_by("id")
    told = OutboxEvent.objects.filter(name__startswith="roadshows.").order_by("id")
    return {
        "rows": [
            [*(getattr(row, name) for name in named), row.ticket_type.name, sorted(quotas[pk] for pk in row.quota_ids)]
            for row in rows
        ],
        "answers": sorted(Answer.objects.filter(registration__event=event).values_list("registration__name", "values")),
        "acts": sorted(
            (ids[act.subject_id], act.action, act.actor_kind, act.actor_id, act.organizations, str(act.data))
            for act in acts
        ),
        "told": sorted(
            (ids[one.payload["registration_id"]], one.name) for one in told if one.payload.get("registration_id") in ids
        ),
        "taken": sorted(Quota.objects.filter(event=event).values_list("name", "taken")),
        "codes": ContactCode.objects.filter(event=event).count(),
    }


def _asking(host: Organization) -> tuple[Event, dict[str, dict[str, Any]]]:
    """An event with two kinds, one of them in a quota of its own, a needed question and a consent of its own; and what one
    says to have one of each kind.
    """
    event: Event = EventFactory.create(published=True, organization=host)
    event.own_consent = EventConsent.objects.create(event=event, number=1, text="可以拍照")
    event.save()
    other = TicketTypeFactory.create(event=event, position=2, name="媒体票")
    QuotaFactory.create(event=event, covers_all=False, name="媒体", capacity=5).kinds.add(other)
    question = QuestionFactory.create(event=event, is_required=True)
    said = {"answers": (Said(question.pk, ("粤A",)),), "event_consent": event.own_consent_id}
    return event, {kind.name: {**said, "ticket_type": kind.pk} for kind in event.ticket_types.all()}


def test_what_is_written_is_what_each_would_have_written_alone() -> None:
    """Of a guest, one with a mobile number and two members, of two kinds; at two events alike."""
    host, people, found = HostFactory.create(), UserFactory.create_batch(2), []
    for is_together in (True, False):
        event, said = _asking(host)
        comers = [
            stranger(event, "a@example.com", key="a", name="甲", **said["普通票"]),
            stranger(event, "+8613800138000", key="b", name="乙", **said["媒体票"]),
            member(event, people[0], key="c", name="丙", **said["媒体票"]),
            member(event, people[1], key="d", name="丁", **said["普通票"]),
        ]
        rows: list[Any] = register_all(*comers) if is_together else [alone(comer, event) for comer in comers]
        assert [row.name for row in rows] == ["甲", "乙", "丙", "丁"]
        assert [row.event for row in rows] == [event] * 4
        found.append(written(event))
    assert found[0] == found[1]
    assert (found[0]["taken"], found[0]["codes"], miscounted()) == ([("", 4), ("媒体", 2)], 0, [])


def test_each_act_is_of_its_own_request(event: Event) -> None:
    rows = register_all(stranger(event, "a@example.com"), stranger(event, "b@example.com"))
    acts = {act.subject_id: act.request_id for act in AuditEntry.objects.filter(action="registration.confirmed")}
    assert acts == {str(row.pk): f"request-{row.email}" for row in rows if isinstance(row, Registration)}
    assert len(acts) == 2


def test_events_of_one_moment_are_sold_together(event: Event) -> None:
    other = EventFactory.create(published=True, quota__capacity=1)
    rows = register_all(*(stranger(one) for one in (event, other, event)))
    assert [row.event for row in rows if isinstance(row, Registration)] == [event, other, event]
    assert sorted(Quota.objects.values_list("taken", flat=True)) == [1, 2]


def test_a_wrong_code_is_counted_once_and_is_in_nobody_elses_way(event: Event) -> None:
    good, bad = stranger(event), stranger(event, "wrong@example.com", code="000000")
    first, second = register_all(good, bad)
    assert isinstance(first, Registration)
    assert isinstance(second, WrongCode)
    assert ContactCode.objects.values_list("tries", flat=True).get() == 1
    # Five guesses and no more, however they come.
    for _ in range(4):
        assert isinstance(register_all(bad, stranger(event))[0], WrongCode)
    right = replace(bad, guest=replace(bad.guest, code="123456"))
    assert isinstance(register_all(right, stranger(event))[0], WrongCode)


def test_without_the_code_it_is_not_told_whether_a_contact_has_a_place(event: Event) -> None:
    """Nor does it take another way, which would take another time."""
    RegistrationFactory.create(event=event, email="here@example.com")
    bad = [stranger(event, f"{who}@example.com", code="000000") for who in ("here", "nowhere")]
    assert [type(one) for one in register_all(*bad, stranger(event))] == [WrongCode, WrongCode, Registration]
    assert list(ContactCode.objects.values_list("tries", flat=True)) == [1, 1]


def test_what_is_full_is_said_to_who_is_new_without_trying(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    Quota.objects.filter(event=event).update(capacity=1)
    assert [ask_to_come(event, who).status_code for who in ("in@example.com", "out@example.com")] == [201, 409]
    monkeypatch.setattr(together, "_register", None)
    bad = stranger(event, code="000000")
    found = register_all(stranger(event), member(event, UserFactory.create()), stranger(event, "in@example.com"), bad)
    assert [type(one) for one in found] == [EventFull, EventFull, type(None), WrongCode]


def test_of_more_than_the_places_those_who_came_first_get_one(event: Event) -> None:
    """And the next ones are told at once what was found out."""
    Quota.objects.filter(event=event).update(capacity=2)
    late, first, second, last = (stranger(event, f"{name}@example.com") for name in "zbca")
    found = register_all(first, second, late, last)
    assert [type(one) for one in found] == [Registration, Registration, EventFull, EventFull]
    assert set(Registration.objects.values_list("email", flat=True)) == {"b@example.com", "c@example.com"}
    assert (Quota.objects.get(event=event).taken, ContactCode.objects.count(), miscounted()) == (2, 2, [])
    assert isinstance(fullness.remembered(event.pk, None), EventFull)


def test_of_a_kind_that_is_gone_it_is_said_that_the_kind_is() -> None:
    event: Event = EventFactory.create(published=True)
    other = TicketTypeFactory.create(event=event, position=2, name="媒体票")
    QuotaFactory.create(event=event, covers_all=False, name="媒体", capacity=1).kinds.add(other)
    usual = event.ticket_types.get(name="普通票")
    found = register_all(*(stranger(event, ticket_type=kind.pk) for kind in (other, other, usual)))
    assert [type(one) for one in found] == [Registration, TicketTypeSoldOut, Registration]
    assert sorted(Quota.objects.values_list("name", "taken")) == [("", 2), ("媒体", 1)]


def test_what_others_took_in_between_is_looked_at_once_more(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another server takes all but one after it was read how many are left."""
    Quota.objects.filter(event=event).update(capacity=2)
    take, tries = seats.take_counts, list[Any]()

    def taken_in_between(counts: Any) -> bool:
        tries.append(counts)
        if len(tries) == 1:
            return False
        return take(counts)

    monkeypatch.setattr(together, "take_counts", taken_in_between)
    assert [type(one) for one in register_all(stranger(event), stranger(event))] == [Registration, Registration]
    tries.clear()
    monkeypatch.setattr(together, "take_counts", lambda counts: tries.append(counts))
    Quota.objects.filter(event=event).update(capacity=4)
    before = written(event)
    # And twice it is nobody's: each alone.
    comers = [stranger(event), stranger(event)]
    assert (register_all(*comers), len(tries)) == ([None, None], 2)
    assert written(event) == {**before, "codes": 2}


@pytest.mark.parametrize("error", [IntegrityError, OperationalError])
def test_what_fails_is_kept_by_nobody(event: Event, monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def fail(counts: Any) -> bool:
        raise error

    monkeypatch.setattr(together, "take_counts", fail)
    assert register_all(stranger(event), stranger(event)) == [None, None]
    assert not Registration.objects.exists()


def test_a_code_that_was_spent_meanwhile_is_spent_once(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the guess and the place somebody else used it."""
    count = codes.count_tries

    def counted(*args: Any, **kwargs: Any) -> list[bool]:
        found: list[bool] = count(*args, **kwargs)
        ContactCode.objects.filter(event=event).first().delete()  # type: ignore[union-attr]
        return found

    monkeypatch.setattr(codes, "count_tries", counted)
    assert register_all(stranger(event), stranger(event)) == [None, None]
    assert not Registration.objects.exists()


def _here(event: Event, **fields: Any) -> Any:
    return RegistrationFactory.create(event=event, **fields)


def _keyed(key: str) -> Callable[[Event], Comer]:
    return lambda event: replace(stranger(event), key=key)


@pytest.mark.parametrize(
    "comes",
    [
        partial(stranger, consent_version="2001-01-01"),
        partial(stranger, event_consent=uuid4()),
        partial(stranger, voucher="CODE"),
        partial(stranger, companions=(Companion("李四"),)),
        partial(stranger, ticket_type=uuid4()),
        _keyed(""),
        _keyed("k" * 65),
        lambda event: replace(stranger(event), event_id=uuid4()),
        lambda event: member(event, UserFactory.create(confirmed=False)),
        lambda event: member(event, _here(event, person=UserFactory.create()).person),
        lambda event: stranger(event, _here(event, email="here@example.com").email),
    ],
    ids=[
        "consent",
        "own_consent",
        "voucher",
        "companions",
        "kind",
        "no_key",
        "long_key",
        "event",
        "unproved",
        "member_here",
        "guest_here",
    ],
)
def test_who_is_not_of_the_plain_kind_comes_alone(event: Event, comes: Callable[[Event], Comer]) -> None:
    """And stands in nobody's way."""
    comer, held = comes(event), Registration.objects.count()
    found = register_all(comer, stranger(event))
    assert [type(one) for one in found] == [type(None), Registration]
    assert Registration.objects.count() == held + 1


@pytest.mark.parametrize(
    ("fields", "of_kind"),
    [
        ({"visibility": "members"}, {}),
        ({"state": "draft", "published_at": None}, {}),
        ({"registration_closes_at": "past"}, {}),
        ({}, {"price_minor": 10_000}),
        ({}, {"needs_approval": True}),
        ({}, {"is_for_list": True}),
        ({}, {"members_of": [uuid4()]}),
        ({}, {"needs_standing": True}),
        ({}, {"is_hidden": True}),
        ({}, {"is_offered": False}),
        ({}, {"sold_from": "later"}),
        ({}, {"sold_until": "past"}),
        ({}, {"min_per_order": 2, "max_per_order": 3}),
    ],
    ids=lambda fields: "-".join(fields) or None,
)
def test_what_is_not_of_the_plain_kind_is_had_alone(
    event: Event, fields: dict[str, Any], of_kind: dict[str, Any]
) -> None:
    times = {"past": clock.now() - timedelta(hours=1), "later": clock.now() + timedelta(hours=1)}
    Event.objects.filter(pk=event.pk).update(**{name: _time(times, value) for name, value in fields.items()})
    event.ticket_types.update(**{name: _time(times, value) for name, value in of_kind.items()})
    other = EventFactory.create(published=True)
    found = register_all(stranger(event), member(event, UserFactory.create()), stranger(other))
    assert [type(one) for one in found] == [type(None), type(None), Registration]
    assert list(Registration.objects.values_list("event", flat=True)) == [other.pk]


def _time(times: dict[str, Any], value: Any) -> Any:
    return times.get(value, value) if isinstance(value, str) else value


def test_an_answer_that_is_needed_is_asked_for_alone(event: Event) -> None:
    question = QuestionFactory.create(event=event, is_required=True)
    found = register_all(stranger(event), stranger(event, answers=(Said(question.pk, ("粤A",)),)))
    assert [type(one) for one in found] == [type(None), Registration]
    assert [list(one.values) for one in Answer.objects.all()] == [["粤A"]]


def test_while_others_wait_for_the_places_everybody_comes_alone() -> None:
    event = EventFactory.create(published=True, quota__capacity=1)
    held = RegistrationFactory.create(event=event)
    Quota.objects.filter(event=event).update(taken=1)
    wait(event, "waits@example.com")
    held.delete()
    Quota.objects.filter(event=event).update(taken=0)
    other = EventFactory.create(published=True)
    found = register_all(stranger(event), stranger(event), stranger(other))
    assert [type(one) for one in found] == [type(None), type(None), Registration]


def test_the_same_key_or_contact_twice_is_one_place(event: Event) -> None:
    """Of two alike the first; the others come alone, where they are told what they are told there."""
    first = stranger(event, "same@example.com", key="one")
    again, otherwise = replace(first, request_id="again"), replace(first, key="two")
    found = register_all(first, again, otherwise, stranger(event))
    assert [type(one) for one in found] == [Registration, type(None), type(None), Registration]
    # And of a key that was answered before.
    found = register_all(first, stranger(event))
    assert [type(one) for one in found] == [type(None), Registration]
    assert Registration.objects.filter(email="same@example.com").count() == 1


def test_an_account_that_has_a_guests_place_by_another_address_keeps_that(event: Event) -> None:
    person = UserFactory.create()
    EmailAddress.objects.create(user=person, email="Second@example.com", verified=True)
    RegistrationFactory.create(event=event, email="second@example.com")
    found = register_all(member(event, person), stranger(event))
    assert [type(one) for one in found] == [type(None), Registration]


def test_an_account_that_was_closed_meanwhile_gets_nothing(event: Event) -> None:
    person = UserFactory.create()
    comer = member(event, person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    found = register_all(comer, stranger(event))
    assert [type(one) for one in found] == [type(None), Registration]


def test_it_asks_as_much_for_many_as_for_few(event: Event, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """Apart from the places, which are one statement for each quota."""
    for count in (2, 20):
        comers = [stranger(event) for _ in range(count)] + [member(event, UserFactory.create()) for _ in range(count)]
        with django_assert_num_queries(STATEMENTS):
            rows = register_all(*comers)
        assert {type(row) for row in rows} == {Registration}
