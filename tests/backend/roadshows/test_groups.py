"""Several people at once: all of them a place and a ticket each, or nobody; told, decided of and given back together or singly."""

import csv
from collections.abc import Collection
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from backend.core import clock
from backend.core.services import drain_outbox
from backend.organizations.enums import MemberRole
from backend.roadshows.errors import PlacesShort
from backend.roadshows.models import Answer, Event, Quota, Registration, TicketType
from backend.roadshows.selectors.places import miscounted
from backend.roadshows.services import event_states
from backend.roadshows.tickets import secret_of
from tests.factories.roadshows import EventFactory, QuestionFactory, TicketTypeFactory, VoucherFactory
from tests.support.clients import client_of
from tests.support.guests import API, ask_to_come, come
from tests.support.pitch_cast import person_in
from tests.support.races import overlap

LEAD = "lead@example.com"


def _event(**fields: Any) -> Event:
    event: Event = EventFactory.create(published=True, ticket_type__max_per_order=4, **fields)
    return event


def _along(*names: str, **fields: Any) -> list[dict[str, Any]]:
    return [{"name": name} | fields for name in names]


def _counted(event: Event) -> tuple[int, int]:
    """Rows that hold a place, and the seats that are taken."""
    held = Registration.objects.filter(event=event, state__in=("pending_approval", "confirmed")).count()
    assert not miscounted([event.pk])
    return held, Quota.objects.get(event=event, covers_all=True).taken


def _host(event: Event) -> Any:
    return client_of(person_in(event.organization, MemberRole.MEMBER))


def _ticket(secret: str) -> Any:
    return client_of().get(f"{API}/tickets/{secret}/").json()


@pytest.mark.django_db
def test_all_get_a_place_and_a_ticket_or_nobody_does() -> None:
    event = _event(quota__capacity=3)
    full = ask_to_come(event, companions=_along("甲", "乙", "丙"))
    assert (full.status_code, full.json()["code"], _counted(event)) == (409, "roadshows.places_short", (0, 0))
    answer = ask_to_come(event, LEAD, companions=[{"name": "甲"}, {"name": "乙", "organization": "近水资本"}])
    assert (answer.status_code, _counted(event)) == (201, (3, 3)), answer.json()
    lead, *others = Registration.objects.order_by("id")
    assert [(row.name, row.organization_name, row.contact, row.lead) for row in others] == [
        ("甲", "远山资本", "", lead),
        ("乙", "近水资本", "", lead),
    ]
    assert len({row.code for row in (lead, *others)}) == 3
    shown = answer.json()["companions"]
    assert [(one["name"], one["secret"]) for one in shown] == [(row.name, secret_of(row.pk)) for row in others]
    assert ask_to_come(event, companions=_along("丁")).json()["code"] == "roadshows.full"
    # Each link opens one ticket, and only the lead's tells of others.
    assert [_ticket(one["secret"])["companions"] for one in shown] == [[], []]
    assert [_ticket(one["secret"])["code"] for one in shown] == [row.code for row in others]
    drain_outbox(now=clock.now())
    assert [one.to for one in mail.outbox] == [[LEAD]]


@pytest.mark.django_db
def test_host_says_how_many_at_once_and_only_of_what_is_open() -> None:
    event = EventFactory.create(published=True, ticket_type__min_per_order=2, ticket_type__max_per_order=3)
    for names in ((), ("甲", "乙", "丙")):
        refused = ask_to_come(event, companions=_along(*names))
        assert (refused.status_code, refused.json()["code"]) == (400, "roadshows.group_size_wrong")
    voucher = VoucherFactory.create(event=event, max_uses=5)
    with_code = ask_to_come(event, companions=_along("甲"), voucher=voucher.code)
    assert with_code.json()["code"] == "roadshows.group_with_voucher"
    alone = TicketTypeFactory.create(event=event, position=2)
    single = ask_to_come(event, companions=_along("甲"), ticket_type=str(alone.pk))
    assert single.json()["code"] == "roadshows.group_size_wrong"
    assert _counted(event) == (0, 0)

    def write(**line: Any) -> Any:
        kind = {"name": "团体票", "price": {"amount": "0", "currency": "CNY"}, "max_per_order": 5} | line
        edition = Event.objects.get(pk=event.pk).edition
        body = {"edition": edition, "types": [kind | {"id": str(event.ticket_types.get(position=1).pk)}]}
        return _host(event).put(f"{API}/events/{event.pk}/ticket-types/", body, format="json")

    alone.delete()
    VoucherFactory._meta.model.objects.all().delete()
    for wrong in ({"min_per_order": 6}, {"is_for_list": True}, {"needs_standing": True}):
        assert write(**wrong).json()["code"] == "roadshows.group_not_allowed", wrong
    (kind,) = write(min_per_order=2).json()["ticket_types"]
    assert (kind["min_per_order"], kind["max_per_order"]) == (2, 5)
    for broken in ({"is_for_list": True}, {"min_per_order": 0}, {"max_per_order": 21}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TicketType.objects.filter(event=event).update(**broken)


@pytest.mark.django_db
def test_one_place_or_all_are_given_back() -> None:
    event = _event(quota__capacity=10)
    lead = come(event, event.ticket_types.get(), along=("甲", "乙", "丙"))
    first = lead.companions.order_by("id")[0]
    other = client_of().post(f"{API}/tickets/{secret_of(first.pk)}/cancel-group/")
    assert other.json()["code"] == "roadshows.ticket_not_cancellable"
    assert client_of().post(f"{API}/tickets/{secret_of(first.pk)}/cancel/").status_code == 200
    assert _counted(event) == (3, 3)
    rest = client_of().post(f"{API}/tickets/{secret_of(lead.pk)}/cancel-group/")
    assert (rest.status_code, rest.json()["state"], _counted(event)) == (200, "cancelled", (0, 0))
    assert {one["state"] for one in rest.json()["companions"]} == {"cancelled"}
    again = client_of().post(f"{API}/tickets/{secret_of(lead.pk)}/cancel-group/")
    assert again.json()["code"] == "roadshows.ticket_not_cancellable"


@pytest.mark.django_db
def test_host_decides_of_a_group_together_and_finds_it() -> None:
    event = _event(ticket_type__needs_approval=True)
    lead = come(event, event.ticket_types.get(), contact=LEAD, along=("甲", "乙"))
    alone = come(event, event.ticket_types.get())
    host, path = _host(event), f"{API}/events/{event.pk}/registrations/"
    companion = lead.companions.first()
    assert companion is not None
    body = {"registrations": [str(companion.pk)], "approve": True}
    decided = host.post(f"{path}decide/", body, format="json")
    assert [one["result"] for one in decided.json()["results"]] == ["done"] * 3
    states = dict(Registration.objects.values_list("name", "state"))
    assert (states["甲"], states["乙"], Registration.objects.get(pk=alone.pk).state) == (
        "confirmed",
        "confirmed",
        "pending_approval",
    )
    drain_outbox(now=clock.now())
    approved = [one for one in mail.outbox if "已通过" in str(one.subject)]
    assert [one.to for one in approved] == [[LEAD]]
    rows = {one["name"]: one["group"] for one in host.get(path, {"group": str(lead.pk)}).json()["results"]}
    group = {"id": str(lead.pk), "name": "王小明"}
    assert rows == {"王小明": group | {"along": 2}, "甲": group | {"along": 0}, "乙": group | {"along": 0}}
    assert [one["group"] for one in host.get(path).json()["results"] if one["id"] == str(alone.pk)] == [None]
    sheet = b"".join(host.get(f"{path}export/").streaming_content).decode("utf-8-sig")
    header, *lines = csv.reader(StringIO(sheet))
    at = header.index("随谁报名（票号）")
    assert sorted(line[at] for line in lines) == ["", "", lead.code, lead.code]


@pytest.mark.django_db
def test_questions_of_each_are_asked_of_each() -> None:
    event = _event()
    whole = QuestionFactory.create(event=event, label="从何得知", is_required=True)
    each = QuestionFactory.create(event=event, position=2, label="饮食", is_required=True, is_per_place=True)

    def said(**answers: str) -> list[dict[str, Any]]:
        ids = {"whole": whole.pk, "each": each.pk}
        return [{"question": str(ids[name]), "values": [value]} for name, value in answers.items()]

    lead = said(whole="朋友", each="素食")
    silent = ask_to_come(event, answers=lead, companions=_along("甲", answers=said(each="清真")) + _along("乙"))
    assert (silent.status_code, list(silent.json()["fields"])) == (400, [f"companions.1.answers.{each.pk}"])
    assert (_counted(event), Answer.objects.count()) == ((0, 0), 0)
    answer = ask_to_come(event, answers=lead, companions=_along("甲", answers=said(each="清真", whole="无关")))
    assert answer.status_code == 201, answer.json()
    kept = {(one.registration.name, one.question_id): one.values for one in Answer.objects.all()}
    assert kept == {
        ("王小明", whole.pk): ["朋友"],
        ("王小明", each.pk): ["素食"],
        ("甲", each.pk): ["清真"],
    }
    (companion,) = answer.json()["companions"]
    form = client_of().get(f"{API}/tickets/{companion['secret']}/answers/").json()
    assert [one["label"] for one in form["questions"]] == ["饮食"]


@pytest.mark.django_db
def test_who_came_along_is_told_through_who_registered_them() -> None:
    """Once while that one has a place too, and still when it was given back."""
    for gives_back, letters in ((False, 1), (True, 2)):
        event = _event()
        lead = come(event, event.ticket_types.get(), contact=LEAD, along=("甲", "乙"))
        if gives_back:
            client_of().post(f"{API}/tickets/{secret_of(lead.pk)}/cancel/")
        drain_outbox(now=clock.now())
        mail.outbox.clear()
        owner = person_in(event.organization, MemberRole.OWNER)
        event_states.cancel_event(actor=owner, event=event, edition=event.edition, reason="台风", now=clock.now())
        drain_outbox(now=clock.now())
        assert [one.to for one in mail.outbox if LEAD in one.to] == [[LEAD]] * letters


def _read_then_write(quota_ids: Collection[UUID], count: int = 1) -> bool:
    """A count beside its own guard."""
    rows = list(Quota.objects.filter(pk__in=quota_ids))
    if any(row.taken + count > row.capacity for row in rows):
        return False
    for row in rows:
        Quota.objects.filter(pk=row.pk).update(taken=row.taken + count)
    return True


def _two_groups_for_three_seats() -> tuple[list[BaseException | None], int, int]:
    event = _event(quota__capacity=3)
    kind = event.ticket_types.get()
    outcomes = overlap(lambda: come(event, kind, along=("甲",)), lambda: come(event, kind, along=("乙",)))
    return outcomes, Registration.objects.filter(event=event).count(), Quota.objects.get(event=event).taken


@pytest.mark.django_db(transaction=True)
def test_of_two_groups_at_once_one_gets_the_last_places() -> None:
    (first, second), rows, taken = _two_groups_for_three_seats()
    assert first is None
    assert isinstance(second, PlacesShort)
    assert (rows, taken) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_without_the_conditional_statement_both_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: read and then written, four come for three seats and two are counted."""
    monkeypatch.setattr("backend.roadshows.services.redeeming.take_places", _read_then_write)
    assert _two_groups_for_three_seats() == ([None, None], 4, 2)
