"""Quotas over several kinds: counted together, regrouped by the host, proved, and shown; and when a kind is on sale."""

from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from backend.accounts.models import User
from backend.core import clock
from backend.core.models import AuditEntry
from backend.notifications.models import Notification
from backend.organizations.enums import MemberRole
from backend.roadshows.errors import EventFull, TicketTypeSoldOut
from backend.roadshows.models import Event, Quota, TicketType
from backend.roadshows.selectors.places import miscounted
from backend.roadshows.services import proving, quotas, registrations, seats
from tests.factories.accounts import OperatorFactory
from tests.factories.roadshows import EventFactory, RegistrationFactory, TicketTypeFactory
from tests.support.clients import client_of
from tests.support.guests import API, ask_to_come, come, go
from tests.support.pitch_cast import person_in
from tests.support.races import overlap

pytestmark = pytest.mark.django_db


@dataclass
class Sale:
    """Ten seats, three kinds: two places at the front, and three of front and middle together."""

    event: Event
    host: User
    front: TicketType
    middle: TicketType
    back: TicketType
    small: Quota
    large: Quota

    def taken(self) -> list[int]:
        """Of the seats, the small quota, the large one; and each is the number of rows."""
        assert miscounted() == []
        return [Quota.objects.get(pk=one.pk).taken for one in (self.event.quota, self.small, self.large)]


@pytest.fixture
def sale() -> Sale:
    event = EventFactory.create(published=True, quota__capacity=10)
    back = event.ticket_types.get()
    front, middle = (TicketTypeFactory.create(event=event, position=at, name=f"第{at}等") for at in (2, 3))
    small = Quota.objects.create(event=event, covers_all=False, name="前排", capacity=2)
    large = Quota.objects.create(event=event, covers_all=False, name="前区", capacity=3)
    small.kinds.set([front])
    large.kinds.set([front, middle])
    return Sale(event, person_in(event.organization, MemberRole.MEMBER), front, middle, back, small, large)


def _line(quota: Quota | None = None, **changes: Any) -> dict[str, Any]:
    stored = {"id": str(quota.pk), "name": quota.name, "capacity": quota.capacity} if quota else {}
    kinds = [str(one.pk) for one in quota.kinds.all()] if quota else []
    return {"name": "新组", "capacity": 5, "kinds": kinds} | stored | changes


def _write(event: Event, lines: list[dict[str, Any]], person: Any, edition: int | None = None) -> Any:
    event.refresh_from_db()
    body = {"edition": edition or event.edition, "quotas": lines}
    return client_of(person).put(f"{API}/events/{event.pk}/quotas/", body, format="json")


def _sales(event: Event, person: Any = None) -> dict[str, str]:
    kinds = client_of(person).get(f"{API}/events/{event.pk}/").json()["ticket_types"]
    return {kind["id"]: kind["sale"] for kind in kinds}


def test_kind_is_sold_out_when_one_of_its_quotas_is_full(sale: Sale) -> None:
    rows = [come(sale.event, sale.front), come(sale.event, sale.front)]
    assert sale.taken() == [2, 2, 2]
    refused = ask_to_come(sale.event, ticket_type=str(sale.front.pk))
    assert (refused.status_code, refused.json()["code"]) == (409, "roadshows.ticket_type_sold_out")
    come(sale.event, sale.middle)
    assert ask_to_come(sale.event, ticket_type=str(sale.middle.pk)).json()["code"] == "roadshows.ticket_type_sold_out"
    come(sale.event, sale.back)
    # The refused took nothing anywhere: neither in the seats nor in the other quota.
    assert sale.taken() == [4, 2, 3]
    shown = {
        str(one.pk): said for one, said in ((sale.front, "sold_out"), (sale.middle, "sold_out"), (sale.back, "open"))
    }
    assert _sales(sale.event) == shown
    go(rows[0])
    assert sale.taken() == [3, 1, 2]
    assert set(_sales(sale.event).values()) == {"open"}


def test_everything_is_full_when_the_seats_are(sale: Sale) -> None:
    Quota.objects.filter(pk=sale.event.quota.pk).update(capacity=1)
    come(sale.event, sale.back)
    with pytest.raises(EventFull):
        come(sale.event, sale.front)
    assert sale.taken() == [1, 0, 0]
    assert set(_sales(sale.event).values()) == {"sold_out"}


def test_regrouped_kinds_are_counted_anew_and_what_was_taken_is_given_back(sale: Sale) -> None:
    rows = [come(sale.event, sale.front), come(sale.event, sale.middle), come(sale.event, sale.back)]
    assert sale.taken() == [3, 1, 2]
    swapped = [
        _line(sale.small, kinds=[str(sale.back.pk)]),
        _line(sale.large, kinds=[str(sale.front.pk), str(sale.back.pk)], capacity=2),
        _line(kinds=[str(sale.middle.pk)], capacity=1),
    ]
    answer = _write(sale.event, swapped, sale.host)
    assert answer.status_code == 200, answer.json()
    assert sale.taken() == [3, 1, 2]
    assert [(one["name"], one["taken"], one["capacity"]) for one in answer.json()["quotas"]] == [
        ("", 3, 10),
        ("前排", 1, 2),
        ("前区", 2, 2),
        ("新组", 1, 1),
    ]
    go(rows[0])
    assert sale.taken() == [2, 1, 1]
    assert _write(sale.event, [], sale.host).status_code == 200
    assert list(Quota.objects.filter(event=sale.event).values_list("covers_all", "taken")) == [(True, 2)]
    go(rows[1])
    assert (miscounted(), Quota.objects.get(event=sale.event).taken) == ([], 1)


def test_quota_is_never_smaller_than_what_is_taken_of_its_kinds(sale: Sale) -> None:
    for _ in range(2):
        come(sale.event, sale.front)
    before = list(Quota.objects.order_by("pk").values())
    for lines in (
        [_line(sale.small, capacity=1), _line(sale.large)],
        [_line(sale.small), _line(sale.large), _line(kinds=[str(sale.front.pk)], capacity=1)],
    ):
        answer = _write(sale.event, lines, sale.host)
        assert (answer.status_code, answer.json()["code"]) == (409, "roadshows.quota_too_small")
        assert list(Quota.objects.order_by("pk").values()) == before
    smaller = client_of(sale.host).patch(
        f"{API}/events/{sale.event.pk}/", {"edition": Event.objects.get().edition, "capacity": 1}, format="json"
    )
    assert smaller.json()["code"] == "roadshows.capacity_too_small"
    assert _write(sale.event, [_line(sale.small), _line(sale.large, capacity=2)], sale.host).status_code == 200
    assert sale.taken() == [2, 2, 2]


def test_what_is_not_a_quota_is_refused_and_changes_nothing(sale: Sale) -> None:
    before = list(Quota.objects.order_by("pk").values())
    other = TicketTypeFactory.create(event=EventFactory.create(), position=2)
    cases = [
        ([_line(id=str(uuid4()), kinds=[str(sale.front.pk)])], "roadshows.quota_unknown"),
        ([_line(sale.event.quota, name="座位", kinds=[str(sale.front.pk)])], "roadshows.quota_unknown"),
        ([_line(sale.small), _line(sale.small)], "roadshows.quota_unknown"),
        ([_line(kinds=[str(other.pk)])], "roadshows.ticket_type_unknown"),
        ([_line(kinds=[])], "core.invalid"),
        ([_line(name=" ", kinds=[str(sale.front.pk)])], "core.invalid"),
    ]
    for lines, code in cases:
        assert _write(sale.event, lines, sale.host).json()["code"] == code
    assert _write(sale.event, [], sale.host, edition=99).json()["code"] == "roadshows.stale"
    reader, stranger = (
        person_in(sale.event.organization, MemberRole.READER),
        person_in(EventFactory.create().organization),
    )
    assert [_write(sale.event, [], who).status_code for who in (reader, stranger, None)] == [403, 403, 401]
    assert list(Quota.objects.filter(event=sale.event).order_by("pk").values()) == before
    assert client_of().get(f"{API}/events/{sale.event.pk}/").json()["quotas"] == []


def test_kind_is_had_while_it_is_on_sale_and_seen_unless_it_is_hidden(sale: Sale) -> None:
    now = clock.now()
    TicketType.objects.filter(pk=sale.front.pk).update(sold_until=now)
    TicketType.objects.filter(pk=sale.middle.pk).update(sold_from=now + timedelta(hours=1))
    TicketType.objects.filter(pk=sale.back.pk).update(is_hidden=True)
    assert _sales(sale.event) == {str(sale.front.pk): "over", str(sale.middle.pk): "not_yet"}
    assert _sales(sale.event, sale.host)[str(sale.back.pk)] == "open"
    for kind in (sale.front, sale.middle):
        code = ask_to_come(sale.event, ticket_type=str(kind.pk)).json()["code"]
        assert code == "roadshows.ticket_type_not_on_sale"
    assert ask_to_come(sale.event, ticket_type=str(sale.back.pk)).json()["code"] == "roadshows.ticket_type_unknown"
    listed = client_of().get(f"{API}/events/").json()["results"][0]["ticket_types"]
    assert str(sale.back.pk) not in {kind["id"] for kind in listed}
    assert sale.taken() == [0, 0, 0]


def test_host_says_when_a_kind_is_sold(sale: Sale) -> None:
    now = clock.now()
    window = {"sold_from": now.isoformat(), "sold_until": (now + timedelta(days=1)).isoformat()}

    def write(**changes: Any) -> Any:
        sale.event.refresh_from_db()
        free = {"amount": "0", "currency": "CNY"}
        lines = [{"id": str(one.pk), "name": one.name, "price": free} for one in sale.event.ticket_types.all()]
        body = {"edition": sale.event.edition, "types": [lines[0] | changes, *lines[1:]]}
        return client_of(sale.host).put(f"{API}/events/{sale.event.pk}/ticket-types/", body, format="json")

    backwards = {"sold_from": window["sold_until"], "sold_until": window["sold_from"]}
    assert write(**backwards).json()["code"] == "roadshows.bad_sales_window"
    shown = write(**window, is_hidden=True).json()["ticket_types"][0]
    assert (shown["is_hidden"], shown["sold_from"] < shown["sold_until"]) == (True, True)


def test_wrong_count_is_found_told_once_a_day_and_mended(sale: Sale) -> None:
    operator = OperatorFactory.create()
    come(sale.event, sale.front)
    seats_pk, now = sale.event.quota.pk, clock.now()
    Quota.objects.filter(pk=seats_pk).update(taken=5)
    with pytest.raises(CommandError):
        call_command("prove_seats", stdout=StringIO())
    for at in (now, now, now + timedelta(days=1)):
        assert [(one.quota_id, one.taken, one.held) for one in proving.look(now=at)] == [(seats_pk, 5, 1)]
    assert Notification.objects.filter(recipient=operator, kind="roadshows.seats_miscounted").count() == 2
    call_command("prove_seats", "--repair", stdout=StringIO())
    assert sale.taken() == [1, 1, 1]
    assert AuditEntry.objects.get(action="event.seats_repaired").data == {"quota": str(seats_pk), "was": 5, "taken": 1}
    call_command("prove_seats", stdout=StringIO())


@pytest.mark.django_db(transaction=True)
def test_mending_waits_for_whoever_is_just_taking_a_place() -> None:
    event = EventFactory.create(published=True)
    RegistrationFactory.create(event=event)
    Quota.objects.filter(event=event).update(taken=7)
    kind = event.ticket_types.get()
    assert overlap(lambda: come(event, kind), lambda: proving.repair(actor=OperatorFactory.create())) == [None, None]
    assert (miscounted(), Quota.objects.get(event=event).taken) == ([], 2)


def _regroup_while_a_place_is_given_back(*, back_first: bool) -> list[BaseException | None]:
    event = EventFactory.create(published=True)
    kind, host = event.ticket_types.get(), person_in(event.organization)
    row = come(event, kind)
    line = quotas.QuotaLine(None, "新组", "", 5, [kind.pk])

    def regroup() -> None:
        quotas.write_quotas(actor=host, event=event, edition=event.edition, lines=[line])

    first, second = (lambda: go(row), regroup) if back_first else (regroup, lambda: go(row))
    return overlap(first, second)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("back_first", [True, False])
def test_place_given_back_while_kinds_are_regrouped_is_given_back_everywhere(back_first: bool) -> None:
    assert _regroup_while_a_place_is_given_back(back_first=back_first) == [None, None]
    assert miscounted() == []
    assert set(Quota.objects.values_list("taken", flat=True)) == {0}


@pytest.mark.django_db(transaction=True)
def test_given_back_as_it_was_read_before_it_would_stay_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what was taken must be read after the row is held."""

    def by_the_seats_alone(row: Any) -> None:
        seats.free_places(Quota.objects.filter(event=row.event, covers_all=True).values_list("pk", flat=True))

    monkeypatch.setattr(registrations, "give_back", by_the_seats_alone)
    assert _regroup_while_a_place_is_given_back(back_first=False) == [None, None]
    assert [(one.taken, one.held) for one in miscounted()] == [(1, 0)]


def test_all_or_none_of_the_quotas_are_taken(sale: Sale) -> None:
    """By what the statements alone do, without a transaction that would undo them."""
    for _ in range(2):
        come(sale.event, sale.front)
    with transaction.atomic():
        assert not seats.take_places(seats.quotas_of(sale.front))
        assert sale.taken() == [2, 2, 2]
    with pytest.raises(TicketTypeSoldOut):
        come(sale.event, sale.front)
