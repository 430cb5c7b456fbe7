"""Final decks: until when they are brought, who sees them, what is on stage, and who is reminded how often."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.accounts.models import User
from backend.core import clock
from backend.core.models import AuditEntry
from backend.files.models import StoredFile
from backend.files.services import sweep_unkept
from backend.notifications.models import Notification
from backend.organizations.enums import MemberRole
from backend.roadshows.errors import DeckClosed, DeckNotClosed, NoDeckToTake
from backend.roadshows.models import AgendaItem, Event, FinalDeck, Stage
from backend.roadshows.services import final_decks
from backend.roadshows.services.agenda import answer_slot
from backend.roadshows.services.deck_reminders import remind_decks
from backend.roadshows.services.event_states import begin_event
from backend.roadshows.services.stage import show_item
from tests.backend.roadshows.test_stage import deck_pitch, slot_in
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.files import DeckFileFactory
from tests.factories.roadshows import EventFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
DUE = timedelta(days=3)


@pytest.fixture
def now() -> datetime:
    return clock.now()


@pytest.fixture
def slot(now: datetime) -> AgendaItem:
    """A company with a deck in its pitch, and long since a yes; its event asks for the final one in three days."""
    event = EventFactory.create(
        published=True, starts_at=now + 2 * DUE, decks_due_at=now + DUE, decks_asked_at=now - DUE
    )
    return slot_in(event, pitch=deck_pitch(), answered_at=now - DUE)


def _company(slot: AgendaItem, role: MemberRole = MemberRole.MEMBER) -> User:
    assert slot.pitch is not None
    return person_in(slot.pitch.organization, role)


def _bring(slot: AgendaItem, at: datetime, person: User | None = None) -> FinalDeck:
    """A file of its own of four pages."""
    person = person or _company(slot)
    file = DeckFileFactory.create(uploaded_by=person, page_count=4)
    return final_decks.deliver_deck(actor=person, slot=slot, file_id=file.pk, host_may_download=False, now=at)


def test_a_company_may_change_its_deck_until_it_is_due_and_then_once_its_host_says_so(
    slot: AgendaItem, now: datetime
) -> None:
    host, late = person_in(slot.event.organization, MemberRole.MEMBER), now + DUE
    first = _bring(slot, now).file
    with pytest.raises(DeckNotClosed):
        final_decks.reopen_deck(actor=host, slot=slot, now=now)
    deck = _bring(slot, late - timedelta(seconds=1))
    assert first is not None
    assert StoredFile.objects.get(pk=first.pk).kept_at is None
    assert not deck.is_late
    with pytest.raises(DeckClosed):
        _bring(slot, late)
    final_decks.reopen_deck(actor=host, slot=slot, now=late)
    assert _bring(slot, late).is_late
    with pytest.raises(DeckClosed):
        _bring(slot, late)
    kept = StoredFile.objects.filter(kept_at__isnull=False)
    assert set(kept) == {FinalDeck.objects.get().file}
    acts = AuditEntry.objects.filter(action__startswith="event.deck_").order_by("id").values_list("action", flat=True)
    assert list(acts) == [*["event.deck_delivered"] * 2, "event.deck_reopened", "event.deck_delivered"]


def test_the_first_deck_is_taken_late_and_marked(slot: AgendaItem, now: datetime) -> None:
    late = now + DUE + timedelta(hours=1)
    deck = _bring(slot, late)
    assert deck.is_late
    # One whose pages cannot be made was none.
    StoredFile.objects.filter(pk=str(deck.file_id)).update(state="refused")
    assert _bring(slot, late).file_id != deck.file_id


def test_the_pitchs_deck_is_brought_as_a_copy_that_outlives_it(slot: AgendaItem, now: datetime) -> None:
    person, pitch = _company(slot), slot.pitch
    assert pitch is not None
    take: dict[str, Any] = {"actor": person, "slot": slot, "file_id": None, "host_may_download": False, "now": now}
    deck = final_decks.deliver_deck(**take)
    assert deck.file is not None
    assert deck.file.pk != pitch.deck_id
    assert list(deck.file.pages.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert pitch.deck is not None
    StoredFile.objects.filter(pk=pitch.deck.pk).update(kept_at=None, created_at=now - 2 * DUE)
    assert sweep_unkept(now=now) == 1
    assert FinalDeck.objects.get().file == deck.file
    with pytest.raises(NoDeckToTake):
        final_decks.deliver_deck(**take)


def test_who_brings_reads_and_takes_along(slot: AgendaItem, now: datetime) -> None:
    company, host = _company(slot), person_in(slot.event.organization, MemberRole.MEMBER)
    people: dict[str, User | None] = {
        "company": company,
        "company's reader": _company(slot, MemberRole.READER),
        "host": host,
        "host's reader": person_in(slot.event.organization, MemberRole.READER),
        "operator": OperatorFactory.create(),
        "outsider": UserFactory.create(),
        "visitor": None,
    }
    own, listed = f"/api/v1/agenda-slots/{slot.pk}/deck/", f"/api/v1/events/{slot.event_id}/decks/"
    late = {"edition": 1, "due_at": (now + 2 * DUE).isoformat()}

    def tried(person: User | None) -> list[int]:
        client = client_of(person)
        answers = [
            client.get(listed),
            client.get(own),
            client.get(f"{own}pages/"),
            client.post(f"{own}file/"),
            client.put(own, {}, format="json"),
            client.post(f"{own}reopen/"),
            client.put(listed, late, format="json") if person != host else client.get(listed),
        ]
        return [answer.status_code for answer in answers]

    _bring(slot, now, company)
    found = {name: tried(person) for name, person in people.items() if name not in ("company", "host")}
    nothing = [404, 404, 404, 404, 404]
    refused = {name: [403, *nothing, 403] for name in found}
    assert found == refused | {"visitor": [401] * 7}
    # A company asks nothing of the host's; a host brings nothing, and takes along what the company lets it.
    assert tried(company) == [403, 200, 200, 200, 200, 403, 403]
    assert tried(host) == [200, 200, 200, 403, 403, 409, 200]
    FinalDeck.objects.update(host_may_download=True)
    assert tried(host) == [200, 200, 200, 200, 403, 409, 200]
    pages = client_of(host).get(f"{own}pages/").json()["pages"]
    assert [page["number"] for page in pages] == [1, 2, 3]
    reads = AuditEntry.objects.filter(action__in=("event.deck_read", "event.deck_downloaded"), actor=host)
    assert sorted(reads.values_list("action", flat=True)) == ["event.deck_downloaded", *["event.deck_read"] * 3]
    # The company takes its yes back: the deck is its own again.
    answer_slot(actor=company, item=slot, accepts=False, shows_deck=False, now=now)
    assert tried(host)[:4] == [200, 404, 404, 404]
    assert client_of(host).get(listed).json()["results"] == []


def test_the_stage_shows_the_deck_that_was_brought_where_the_company_agreed(slot: AgendaItem, now: datetime) -> None:
    begun = slot.event.starts_at
    _bring(slot, now)
    host, company = person_in(slot.event.organization), _company(slot)
    begin_event(actor=host, event=slot.event, edition=1, now=begun)
    pages = []
    for shows_deck in (True, False):
        answer_slot(actor=company, item=slot, accepts=True, shows_deck=shows_deck, now=begun)
        for line in (None, slot.pk):
            show_item(actor=host, event_id=slot.event_id, item_id=line, now=begun)
        pages.append(Stage.objects.get().pages)
    # What was found to be no deck is not shown; the pitch's is.
    StoredFile.objects.filter(pk=str(FinalDeck.objects.get().file_id)).update(state="refused", page_count=0)
    answer_slot(actor=company, item=slot, accepts=True, shows_deck=True, now=begun)
    assert [*pages, Stage.objects.get().pages] == [4, 0, 3]


def test_who_has_brought_nothing_is_reminded_two_days_and_six_hours_before(slot: AgendaItem, now: datetime) -> None:
    person, due = _company(slot), now + DUE
    brought = slot_in(slot.event, 2, pitch=deck_pitch(), answered_at=now - DUE)
    _bring(brought, now)
    fresh = slot_in(slot.event, 3, pitch=deck_pitch(), answered_at=due - timedelta(hours=7))
    newcomer = _company(fresh)
    # The task runs twice.
    told = [[remind_decks(now=due - timedelta(hours=before)) for _ in range(2)] for before in (49, 48, 47, 7, 6, 5, 0)]
    assert told == [[0, 0], [1, 0], [0, 0], [0, 0], [2, 0], [0, 0], [0, 0]]
    rows = Notification.objects.values_list("recipient", "kind").order_by("id")
    assert rows[0] == (person.pk, "roadshows.deck_due")
    assert {pk for pk, _ in rows} == {person.pk, newcomer.pk}
    # By another time that is named they are reminded anew.
    Event.objects.update(decks_due_at=due + DUE)
    assert remind_decks(now=due + DUE - timedelta(hours=6)) == 2
