"""A copy says what its event says, on another day, and knows nothing of who came."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backend.core import clock
from backend.core.models import AuditEntry, OutboxEvent
from backend.organizations.enums import MemberRole, VerificationState
from backend.organizations.models import Organization
from backend.roadshows.models import (
    AdmittedContact,
    AgendaItem,
    CheckInDevice,
    CheckInList,
    DecisionLetter,
    Event,
    EventConsent,
    Question,
    Quota,
    Registration,
    TicketType,
    Voucher,
    WaitlistEntry,
)
from backend.roadshows.services import copying, events
from tests.factories.accounts import UserFactory
from tests.factories.deals import PitchFactory
from tests.factories.roadshows import (
    AgendaItemFactory,
    CheckInDeviceFactory,
    EventFactory,
    QuestionFactory,
    RegistrationFactory,
    TicketTypeFactory,
    VoucherFactory,
    WaitingFactory,
)
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
API = "/api/v1/events"
HOUR = timedelta(hours=1)


def _full(**fields: Any) -> Event:
    """A published event in which everything is set that can be, with guests in all places."""
    starts = clock.now().replace(hour=6, minute=0, second=0, microsecond=0) + timedelta(days=7)
    made: Event = EventFactory.create(
        published=True,
        starts_at=starts,
        title_en="AI evening",
        description="**详情**",
        registration_closes_at=starts - 2 * HOUR,
        refunds_until=starts - 48 * HOUR,
        takes_transfers=True,
        transfer_days=5,
        requests_until=starts - 24 * HOUR,
        request_percent=80,
        has_waiting_list=False,
        offer_hours=12,
        pay_hours=36,
        holder_may=["transfer"],
        review_reason="以前的意见",
        **fields,
    )
    made.own_consent = EventConsent.objects.create(event=made, number=3, text="现场会拍照", text_en="Photos are taken")
    made.save()
    member = {"members_of": [made.organization_id], "needs_standing": True, "sold_until": starts}
    paid = TicketTypeFactory.create(
        event=made, position=2, name="贵宾票", price_minor=19_900, is_hidden=True, needs_approval=True, **member
    )
    listed = TicketTypeFactory.create(event=made, position=3, name="受邀票", is_for_list=True)
    group = Quota.objects.create(event=made, covers_all=False, name="贵宾区", capacity=20)
    group.kinds.set([paid, listed])
    CheckInList.objects.create(event=made, position=2, name="贵宾室", mode="many", kinds=[paid.pk])
    DecisionLetter.objects.create(event=made, kind="approved", subject_zh_hans="欢迎", body_zh_hans="欢迎光临")
    options = {"options": ["是", "否"], "options_en": ["Yes", "No"]}
    first = QuestionFactory.create(event=made, kind="choice", label="是否用餐", is_required=True, **options)
    QuestionFactory.create(event=made, position=2, label="忌口", shown_if=first, shown_if_values=["是"])
    QuestionFactory.create(event=made, position=3, label="旧问题", retired_at=clock.now())
    AgendaItemFactory.create(event=made, speaker="李明")
    pitch = PitchFactory.create(published=True)
    slot = {"kind": "pitch", "title": "触觉传感器", "speaker": "陈嘉欣", "minutes": 8, "is_confirmed": True}
    AgendaItemFactory.create(event=made, position=2, pitch=pitch, shows_deck=True, answered_at=clock.now(), **slot)
    AdmittedContact.objects.create(ticket_type=listed, value="guest@example.com")
    RegistrationFactory.create(event=made)
    WaitingFactory.create(event=made)
    VoucherFactory.create(event=made)
    CheckInDeviceFactory.create(event=made)
    return made


def _day(event: Event) -> date:
    return timezone.localtime(event.starts_at).date()


def _clone(event: Event, *, days: int, who: MemberRole | None = MemberRole.MEMBER) -> Any:
    person = person_in(event.organization, who) if who else UserFactory.create()
    sent = {"date": (_day(event) + timedelta(days=days)).isoformat()}
    return client_of(person).post(f"{API}/{event.pk}/clone/", sent, format="json")


def _written(row: Model, by: timedelta = timedelta()) -> dict[str, Any]:
    """What a row says beside what copies leave out, its times moved."""
    left = copying.LEFT[type(row)] | {"id", "created_at", "updated_at"}
    said = {one.name: getattr(row, one.attname) for one in row._meta.concrete_fields if one.name not in left}
    return {name: value + by if isinstance(value, datetime) else value for name, value in said.items()}


def _all_of(model: type[Model], event: Event, by: timedelta = timedelta()) -> list[dict[str, Any]]:
    order = next(one for one in ("position", "name", "kind") if hasattr(model, one))
    return [_written(row, by) for row in model._default_manager.filter(event=event).order_by(order)]


def test_a_copy_says_everything_its_organizer_set_and_all_its_times_move_as_far() -> None:
    event, by = _full(), timedelta(days=35)
    answer = _clone(event, days=35)
    assert answer.status_code == 201, answer.json()
    copy = Event.objects.get(pk=answer.json()["id"])
    assert _written(copy) == _written(event, by)
    assert (copy.starts_at, copy.requests_until) == (event.starts_at + by, event.starts_at + by - 24 * HOUR)
    assert (copy.state, copy.edition, copy.review_reason, copy.published_at) == ("draft", 1, "", None)
    assert copy.code != event.code

    for model in (TicketType, Quota, DecisionLetter):
        assert _all_of(model, copy) == _all_of(model, event, by)
    kinds = {one.name: one for one in copy.ticket_types.all()}
    group = copy.quotas.get(covers_all=False)
    assert {one.pk for one in group.kinds.all()} == {kinds["贵宾票"].pk, kinds["受邀票"].pk}
    assert {(one.taken, one.overbooked) for one in copy.quotas.all()} == {(0, 0)}
    lists = copy.check_in_lists.order_by("position").values_list("name", "mode", "kinds")
    assert list(lists) == [("入场签到", "once", []), ("贵宾室", "many", [kinds["贵宾票"].pk])]

    first, second = Question.objects.filter(event=copy).order_by("position")
    assert (first.label, first.is_required, second.label, second.shown_if) == ("是否用餐", True, "忌口", first)
    consent = copy.own_consent
    assert consent is not None
    assert (consent.event, consent.number, consent.text, consent.text_en) == (
        *(copy, 1, "现场会拍照", "Photos are taken"),
    )
    assert list(EventConsent.objects.filter(event=copy)) == [consent]


def test_a_copy_has_nothing_of_people_and_of_companies_that_promised_another_evening() -> None:
    event = _full()
    copy = Event.objects.get(pk=_clone(event, days=7).json()["id"])
    for model in (Registration, WaitlistEntry, Voucher, CheckInDevice):
        assert (
            model._default_manager.filter(event=copy).count(),
            model._default_manager.filter(event=event).count(),
        ) == (*(0, 1),)
    assert not AdmittedContact.objects.filter(ticket_type__event=copy).exists()
    lines = list(AgendaItem.objects.filter(event=copy).order_by("position"))
    assert [(one.kind, one.title, one.speaker, one.minutes, one.pitch_id, one.is_confirmed) for one in lines] == [
        ("talk", "开场致辞", "李明", 10, None, False),
        ("pitch", *copying.OPEN_SLOT[:1], "", 8, None, False),
    ]


def test_a_copy_is_one_act_of_its_own() -> None:
    event = _full()
    before = Event.objects.filter(pk=event.pk).values().get()
    copy = _clone(event, days=7).json()
    act = AuditEntry.objects.get()
    assert (act.action, act.subject_id, act.data) == (
        "event.cloned",
        copy["id"],
        {"edition": 1, "source": str(event.pk)},
    )
    assert [row.name for row in OutboxEvent.objects.all()] == ["roadshows.event_changed"]
    assert Event.objects.filter(pk=event.pk).values().get() == before


@pytest.mark.parametrize("state", ["draft", "live", "ended", "cancelled"])
def test_an_event_in_any_state_is_copied(state: str) -> None:
    event = EventFactory.create(published=True, state=state, cancelled_at=clock.now(), cancel_reason="台风")
    answer = _clone(event, days=7)
    assert (answer.status_code, answer.json()["state"], answer.json()["cancel_reason"]) == (201, "draft", "")


def test_who_may_copy_and_to_which_days() -> None:
    event = EventFactory.create(published=True)
    refused = [_clone(event, days=7, who=MemberRole.READER), _clone(event, days=7, who=None)]
    assert [(one.status_code, one.json()["code"]) for one in refused] == [(403, "core.not_permitted")] * 2
    assert client_of().post(f"{API}/{event.pk}/clone/", {"date": "2027-01-01"}, format="json").status_code == 401
    hidden = EventFactory.create()
    assert _clone(hidden, days=7, who=None).status_code == 404
    past = _clone(event, days=-8)
    assert (past.status_code, past.json()["code"], list(past.json()["fields"])) == (
        *(400, "roadshows.already_past", ["date"]),
    )
    member = client_of(person_in(event.organization))
    for sent in ({}, {"date": "2101-01-01"}, {"date": "2027-02-30"}):
        assert list(member.post(f"{API}/{event.pk}/clone/", sent, format="json").json()["fields"]) == ["date"]
    Organization.objects.filter(pk=event.organization_id).update(verification_state=VerificationState.UNVERIFIED)
    unverified = _clone(event, days=7)
    assert (unverified.status_code, unverified.json()["code"]) == (403, "roadshows.not_a_host")
    assert (Event.objects.count(), AuditEntry.objects.count()) == (2, 0)


def test_a_desk_holds_so_many_drafts_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MAX_OPEN_EVENTS", 2)
    event = EventFactory.create(published=True)
    assert [_clone(event, days=day).status_code for day in (7, 14, 21)] == [201, 201, 409]


def test_fifty_copies_cost_as_many_statements_as_one() -> None:
    event, counts = _full(), []
    for many in (1, 50):
        with CaptureQueriesContext(connection) as asked:
            copying.write_copies(event, [timedelta(days=7 * one) for one in range(1, many + 1)], created_by=None)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert (Event.objects.count(), TicketType.objects.count()) == (52, 3 * 52)
