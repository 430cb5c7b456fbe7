"""Who is told what around an event, by which way, once; and nothing once the right to know is gone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail

from backend.core import clock
from backend.core.models import OutboxEvent
from backend.core.services import drain_outbox
from backend.notifications import selectors
from backend.notifications.enums import Channel, DeliveryState
from backend.notifications.models import Delivery, Notification
from backend.notifications.services import sending
from backend.organizations.models import Membership
from backend.roadshows.enums import AgendaKind, EventState
from backend.roadshows.models import AgendaItem, Event, Registration, WaitlistEntry
from backend.roadshows.services import agenda, event_states
from backend.roadshows.services.registrations import cancel_ticket
from backend.roadshows.tickets import secret_of
from tests.factories.accounts import UserFactory
from tests.factories.deals import PitchFactory
from tests.factories.roadshows import AgendaItemFactory, RegistrationFactory
from tests.support import event_acts as acts
from tests.support.clients import client_of
from tests.support.street import Street, a_street

pytestmark = pytest.mark.django_db


@pytest.fixture
def street() -> Street:
    return a_street()


def _drain() -> None:
    drain_outbox(now=clock.now())
    assert not OutboxEvent.objects.filter(handled_at=None).exists()


def _mailed() -> list[str]:
    """To whom, each mail once."""
    found = sorted(address for message in mail.outbox for address in message.to)
    mail.outbox.clear()
    return found


def _inbox(street: Street, name: str) -> list[selectors.Told]:
    return selectors.in_words(selectors.inbox_of(street.people[name]))


def _leave(street: Street) -> None:
    Membership.objects.all().delete()


def _become_readers(street: Street) -> None:
    Membership.objects.all().update(role="reader")


def _call_off(street: Street) -> None:
    Event.objects.update(state=EventState.CANCELLED, cancelled_at=clock.now(), cancel_reason="台风")


def _hand_in_again(street: Street) -> None:
    Event.objects.update(state=EventState.UNDER_REVIEW, review_reason="")


def _answer(street: Street) -> None:
    AgendaItem.objects.update(answered_at=clock.now())


def _say_otherwise(street: Street) -> None:
    for item in AgendaItem.objects.all():
        AgendaItem.objects.update(is_confirmed=not item.is_confirmed)


def _empty_the_slot(street: Street) -> None:
    AgendaItem.objects.update(pitch=None, is_confirmed=False, answered_at=None)


def _give_back(street: Street) -> None:
    ticket = Registration.objects.get(person=street.people["outsider"])
    Registration.objects.filter(pk=ticket.pk).update(state="cancelled", cancelled_at=clock.now())


def _leave_the_line(street: Street) -> None:
    WaitlistEntry.objects.update(
        state="left", left_because="holder", ticket_type=None, quota_ids=[], offer_expires_at=None
    )


def _be_over(street: Street) -> None:
    begun = clock.now() - timedelta(hours=4)
    Event.objects.update(starts_at=begun, ends_at=begun + timedelta(hours=3))


_BY_LOSS = (_become_readers, _call_off, _say_otherwise)
WITHDRAWN: list[tuple[str, Callable[[Street], None]]] = [
    *((name, change) for name in ("event published", "event sent back") for change in (_become_readers, _call_off)),
    ("event sent back", _hand_in_again),
    *(("slot asked", change) for change in (_become_readers, _call_off, _answer, _empty_the_slot)),
    *((name, change) for name in ("slot accepted", "slot declined") for change in (_become_readers, _call_off)),
    *((name, change) for name in ("slot accepted", "slot declined") for change in (_say_otherwise, _empty_the_slot)),
    *((name, change) for name in ("deck asked", "deck due", "deck reopened", "deck delivered") for change in _BY_LOSS),
    ("event called off", _give_back),
    *((name, _leave_the_line) for name in ("place offered", "offer expired")),
    *(
        (name, change)
        for name in ("event moved", "agenda changed", "ticket adopted")
        for change in (_give_back, _call_off, _be_over)
    ),
]


@pytest.mark.parametrize(("name", "withdraw"), WITHDRAWN, ids=[f"{n} {w.__name__}" for n, w in WITHDRAWN])
def test_what_nobody_may_know_any_more_is_withheld(
    street: Street, name: str, withdraw: Callable[[Street], None]
) -> None:
    acts.EVENT_ACTS[name][0](street)
    _drain()
    mail.outbox.clear()
    waiting = Delivery.objects.filter(state=DeliveryState.QUEUED)
    assert waiting.filter(channel=Channel.IN_APP).exists()
    withdraw(street)
    later = clock.now() + timedelta(days=2)
    sending.drain(read_clock=lambda: later)
    assert (mail.outbox, street.told()) == ([], {})
    assert not waiting.exists()
    in_app = Delivery.objects.filter(channel=Channel.IN_APP).values_list("state", flat=True)
    assert set(in_app) == {DeliveryState.WITHHELD}


def test_the_hosts_team_reads_why_its_event_came_back(street: Street) -> None:
    acts.decide(street, approve=False)
    _drain()
    (told,) = _inbox(street, "firm member")
    assert "请补充嘉宾" in told.message.text
    assert told.message.path == f"/org/events/{Event.objects.get().pk}"


def test_a_company_is_asked_when_the_event_is_handed_in_and_again_when_its_line_changed(street: Street) -> None:
    event = acts.an_event(street)
    AgendaItemFactory.create(event=event)
    slot = acts.a_slot(street, event, position=2)
    acts.rewrite(street, event, acts.agenda_line(slot, position=1))
    _drain()
    assert street.told() == {}, "nobody outside reads a draft"
    acts.submit(street, Event.objects.get(pk=event.pk))
    _drain()
    asked = {"roadshows.slot_asked": acts.TEAM}
    assert street.told().items() >= asked.items()
    (told,) = _inbox(street, "startup member")
    assert "投资人之夜" in told.message.text
    assert told.message.path == "/events"

    owner = street.people["startup owner"]
    agenda.answer_slot(actor=owner, item=slot, accepts=True, shows_deck=False, now=clock.now())
    Event.objects.filter(pk=event.pk).update(state=EventState.PUBLISHED, published_at=clock.now())
    before = Notification.objects.filter(kind="roadshows.slot_asked").count()
    for changes in ({"minutes": 5}, {"speaker": "林启明"}, {"speaker": "林启明", "minutes": 9}, {"speaker": "周岚"}):
        acts.rewrite(street, event, acts.agenda_line(AgendaItem.objects.get(pk=slot.pk), **changes))
        _drain()
    # The yes was taken away once; while the company has not answered, a further change asks nothing new.
    assert Notification.objects.filter(kind="roadshows.slot_asked").count() == before + len(acts.TEAM)
    assert AgendaItem.objects.get(pk=slot.pk).awaits_answer

    agenda.answer_slot(actor=owner, item=slot, accepts=False, shows_deck=False, now=clock.now())
    acts.rewrite(street, event, acts.agenda_line(AgendaItem.objects.get(pk=slot.pk), minutes=7))
    _drain()
    assert "roadshows.slot_asked" not in street.told(), "who said no is not asked the same again"
    assert Notification.objects.filter(kind="roadshows.slot_asked").count() == before + len(acts.TEAM)


def test_another_company_in_the_slot_is_asked_and_the_first_one_reads_nothing(street: Street) -> None:
    event = acts.an_event(street, published=True)
    slot = acts.a_slot(street, event)
    other = PitchFactory.create(organization=street.firm, published=True)
    acts.rewrite(street, event, acts.agenda_line(slot, pitch_id=other.pk))
    _drain()
    assert street.told() == {"roadshows.slot_asked": acts.HOSTS - {"firm member"}}


def test_only_a_yes_or_no_that_is_new_is_told(street: Street) -> None:
    slot = acts.a_slot(street, acts.an_event(street, published=True))
    owner = street.people["startup owner"]
    for accepts, deck in ((True, False), (True, True), (True, False)):
        agenda.answer_slot(actor=owner, item=slot, accepts=accepts, shows_deck=deck, now=clock.now())
    _drain()
    assert Notification.objects.count() == len(acts.HOSTS)
    agenda.answer_slot(actor=owner, item=slot, accepts=False, shows_deck=False, now=clock.now())
    _drain()
    assert street.told() == {"roadshows.slot_declined": acts.HOSTS}


def test_every_holder_is_written_to_once_for_a_move_and_who_has_an_account_reads_it_in_the_app(street: Street) -> None:
    event = acts.move(street)
    _drain()
    holders = ["outsider@example.com", acts.GUEST]
    assert f"{secret_of(Registration.objects.get(email=acts.GUEST).pk)}" in "".join(str(m.body) for m in mail.outbox)
    assert _mailed() == sorted(holders)
    (told,) = _inbox(street, "outsider")
    assert told.message.path == f"/me/tickets/{secret_of(Registration.objects.get(email='outsider@example.com').pk)}"
    sending.drain(read_clock=lambda: clock.now() + timedelta(days=2))
    assert _mailed() == [], "by the contact of the ticket alone"

    # The worker runs all of it again.
    OutboxEvent.objects.update(handled_at=None)
    _drain()
    assert _mailed() == []
    assert Notification.objects.count() == 1

    # Two changes before anybody was told make one mail, with the last of them; seats are no news.
    event = acts.move(street, event, venue="另一处")
    event = acts.move(street, event, venue="会客厅二层")
    event = acts.move(street, event, capacity=80)
    _drain()
    assert all("会客厅二层" in str(message.body) for message in mail.outbox)
    assert _mailed() == sorted(holders)
    # Whoever registers now reads the new place on the page.
    late = RegistrationFactory.create(event=event, email="late@example.com", told_edition=event.edition)
    acts.call_off(street, event)
    _drain()
    assert _mailed() == sorted([*holders, str(late.email)])
    OutboxEvent.objects.update(handled_at=None)
    _drain()
    assert _mailed() == []


def test_who_registers_after_the_move_or_gives_the_ticket_back_is_told_nothing_of_it(street: Street) -> None:
    event = acts.move(street)
    person = UserFactory.create()
    body = {"name": "王", "organization": "远山资本", "consent_version": ""}
    client = client_of(person)
    body["consent_version"] = client.get("/api/v1/events/consent/").json()["version"]
    made = client.post(
        f"/api/v1/events/{event.pk}/registrations/mine/", body, format="json", headers={"Idempotency-Key": "one"}
    )
    assert made.status_code == 201, made.json()
    guest = Registration.objects.get(email=acts.GUEST)
    cancel_ticket(actor=person, registration=guest, now=clock.now())
    _drain()
    subjects = {message.to[0]: str(message.subject) for message in mail.outbox}
    assert set(subjects) == {"outsider@example.com", person.email}
    assert "报名成功" in subjects[str(person.email)]
    assert len(mail.outbox) == 2
    assert not Notification.objects.filter(recipient=person).exists()


def test_a_change_of_a_draft_moves_nobody(street: Street) -> None:
    event = acts.an_event(street)
    acts.move(street, event)
    _drain()
    assert (Notification.objects.count(), mail.outbox) == (0, [])


def test_who_called_it_off_is_not_told_so_by_the_app(street: Street) -> None:
    event = acts.an_event(street, published=True)
    RegistrationFactory.create(event=event, person=street.people["firm admin"])
    acts.call_off(street, event)
    _drain()
    assert street.told() == {}


def test_news_of_tickets_has_no_switch_for_mails(street: Street) -> None:
    client = client_of(street.people["outsider"])
    shown = {one["group"]: one for one in client.get("/api/v1/me/notifications/preferences/").json()["switches"]}
    assert (shown["tickets"]["channels"], shown["tickets"]["email"]) == (["in_app"], False)
    assert shown["hosting"]["channels"] == ["in_app", "email", "sms"]
    wish = {"switches": [{"group": "tickets", "channel": "email", "is_on": True}]}
    refused = client.patch("/api/v1/me/notifications/preferences/", wish, format="json")
    assert (refused.status_code, refused.json()["code"]) == (400, "notifications.unknown_group")


def test_a_slot_of_a_kind_without_pitch_asks_nobody(street: Street) -> None:
    event = acts.an_event(street)
    AgendaItemFactory.create(event=event, kind=AgendaKind.PITCH)
    event_states.submit_event(actor=street.people["firm member"], event=event, edition=event.edition, now=clock.now())
    _drain()
    assert "roadshows.slot_asked" not in street.told()
