"""The stage: who moves it, what an act sent twice does, and which pages of a deck go out while it is on."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import segno
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import Settings

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.errors import NotFound, NotPermitted
from backend.core.models import AuditEntry
from backend.deals.models import Pitch
from backend.feeds.models import FeedEvent
from backend.files.models import PageImage
from backend.organizations.enums import MemberRole
from backend.roadshows.enums import AgendaKind, EventState
from backend.roadshows.errors import BadTimer, LineUnknown, PageUnknown, StageMoved, StaleEvent, TooEarly, WrongState
from backend.roadshows.models import AgendaItem, Event, Stage
from backend.roadshows.permissions import ALWAYS
from backend.roadshows.services.agenda import answer_slot
from backend.roadshows.services.event_states import advance_events, begin_event, end_event
from backend.roadshows.services.stage import show_item, start_timer, stop_timer, turn_page
from tests.factories.accounts import UserFactory
from tests.factories.deals import PitchFactory
from tests.factories.files import DeckFileFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.roadshows import AgendaItemFactory, EventFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def deck_pitch(pages: int = 3) -> Pitch:
    company = OrganizationFactory.create(verified=True)
    pitch: Pitch = PitchFactory.create(published=True, organization=company)
    pitch.deck = DeckFileFactory.create(page_count=pages)
    pitch.save(update_fields=["deck"])
    for number in range(1, pages + 1):
        PageImage.objects.create(file=pitch.deck, number=number, path=f"pages/{number}.webp", width=1280, height=720)
    return pitch


def live_event(**given: Any) -> Event:
    now = clock.now()
    return EventFactory.create(
        **{"published": True, "state": EventState.LIVE, "starts_at": now, "ends_at": now + timedelta(hours=3), **given}
    )


def slot_in(event: Event, position: int = 1, **given: Any) -> AgendaItem:
    return AgendaItemFactory.create(
        event=event, position=position, kind=AgendaKind.PITCH, is_confirmed=True, shows_deck=True, **given
    )


@pytest.fixture
def event() -> Event:
    return live_event()


@pytest.fixture
def host(event: Event) -> Any:
    return person_in(event.organization, MemberRole.MEMBER)


@pytest.fixture
def images(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGE_ROOT = tmp_path
    (tmp_path / "pages").mkdir()
    for number in range(1, 4):
        (tmp_path / f"pages/{number}.webp").write_bytes(f"page {number}".encode())


def _said() -> list[tuple[int, str]]:
    return list(FeedEvent.objects.order_by("seq").values_list("seq", "type"))


def test_an_act_sent_twice_is_done_once(event: Event, host: Any) -> None:
    slot, now = slot_in(event, pitch=deck_pitch()), clock.now()
    ends_at = now + timedelta(minutes=8)
    for _ in range(2):
        show_item(actor=host, event_id=event.pk, item_id=slot.pk, now=now)
        turn_page(actor=host, event_id=event.pk, item_id=slot.pk, page=2, now=now)
        start_timer(actor=host, event_id=event.pk, item_id=slot.pk, ends_at=ends_at, now=now)
    stop = {"actor": host, "event_id": event.pk, "item_id": slot.pk, "left_ms": -1500, "now": now}
    stop_timer(**stop)
    stop_timer(**stop)
    assert _said() == [
        (1, "stage.item_shown"),
        (2, "stage.page_turned"),
        (3, "stage.timer_set"),
        (4, "stage.timer_set"),
    ]
    stage = Stage.objects.get()
    assert (stage.item_id, stage.pages, stage.page, stage.timer_ends_at, stage.timer_left_ms) == (
        *(slot.pk, 3, 2, None, -1500),
    )
    assert AuditEntry.objects.filter(action="stage.item_shown").count() == 1


def test_a_new_line_starts_with_its_first_page_and_its_own_minutes(event: Event, host: Any) -> None:
    first, second = slot_in(event, pitch=deck_pitch()), AgendaItemFactory.create(event=event, position=2, minutes=15)
    now = clock.now()
    show_item(actor=host, event_id=event.pk, item_id=first.pk, now=now)
    turn_page(actor=host, event_id=event.pk, item_id=first.pk, page=3, now=now)
    start_timer(actor=host, event_id=event.pk, item_id=first.pk, ends_at=now, now=now)
    show_item(actor=host, event_id=event.pk, item_id=second.pk, now=now)
    stage = Stage.objects.get()
    assert (stage.item_id, stage.pages, stage.page, stage.timer_ends_at, stage.timer_left_ms) == (
        *(second.pk, 0, 0, None, 900_000),
    )
    with pytest.raises(StageMoved):
        turn_page(actor=host, event_id=event.pk, item_id=first.pk, page=2, now=now)
    show_item(actor=host, event_id=event.pk, item_id=None, now=now)
    assert FeedEvent.objects.latest("seq").payload == {"item_id": None, "pages": 0, "page": 0, "timer": None}


def test_only_the_host_moves_the_stage_and_only_while_the_event_is_on(event: Event, host: Any) -> None:
    slot, now = AgendaItemFactory.create(event=event), clock.now()

    def show(actor: Any, of: Event = event) -> None:
        show_item(actor=actor, event_id=of.pk, item_id=slot.pk, now=now)

    for actor in (NOBODY, UserFactory.create(), person_in(event.organization, MemberRole.READER)):
        with pytest.raises(NotPermitted):
            show(actor)
    draft = EventFactory.create()
    with pytest.raises(NotFound):
        show(host, draft)
    ended = live_event(state=EventState.ENDED, organization=event.organization)
    with pytest.raises(WrongState):
        show(host, ended)
    assert _said() == []


def test_what_does_not_fit_changes_nothing(event: Event, host: Any) -> None:
    slot, now = slot_in(event, pitch=deck_pitch()), clock.now()
    waiting = AgendaItemFactory.create(event=event, position=2, kind=AgendaKind.PITCH, pitch=deck_pitch())
    elsewhere = AgendaItemFactory.create(event=live_event())
    show_item(actor=host, event_id=event.pk, item_id=slot.pk, now=now)
    for item_id in (waiting.pk, elsewhere.pk, uuid4()):
        with pytest.raises(LineUnknown):
            show_item(actor=host, event_id=event.pk, item_id=item_id, now=now)
    for page in (-1, 0, 4, 10**12):
        with pytest.raises(PageUnknown):
            turn_page(actor=host, event_id=event.pk, item_id=slot.pk, page=page, now=now)
    for left_ms in (8 * 3600_000 + 1, -(10**30)):
        with pytest.raises(BadTimer):
            stop_timer(actor=host, event_id=event.pk, item_id=slot.pk, left_ms=left_ms, now=now)
    with pytest.raises(BadTimer):
        start_timer(actor=host, event_id=event.pk, item_id=slot.pk, ends_at=now + timedelta(hours=9), now=now)
    assert _said() == [(1, "stage.item_shown")]


def test_a_company_takes_back_its_deck_and_then_its_yes_while_it_is_on_stage(event: Event, host: Any) -> None:
    slot, now = slot_in(event, pitch=deck_pitch()), clock.now()
    assert slot.pitch is not None
    founder = person_in(slot.pitch.organization)
    show_item(actor=host, event_id=event.pk, item_id=slot.pk, now=now)
    answer_slot(actor=founder, item=slot, accepts=True, shows_deck=False, now=now)
    stage = Stage.objects.get()
    assert (stage.item_id, stage.pages, stage.page, stage.deck) == (slot.pk, 0, 0, None)
    answer_slot(actor=founder, item=slot, accepts=True, shows_deck=True, now=now)
    assert Stage.objects.get().pages == 3
    answer_slot(actor=founder, item=slot, accepts=False, shows_deck=False, now=now)
    assert Stage.objects.get().item_id is None
    last = [one.payload for one in FeedEvent.objects.order_by("-seq")[:2]]
    assert last[0] == {"item_id": None, "pages": 0, "page": 0, "timer": None}
    assert last[1] == {"items": []}


def test_only_the_page_on_stage_goes_out_and_nothing_after_it_was_taken_off(
    event: Event, host: Any, images: None
) -> None:
    slot, now, client = slot_in(event, pitch=deck_pitch()), clock.now(), Client()
    assert slot.pitch is not None
    address = f"/api/v1/events/{event.pk}/stage/page/?item={slot.pk}&page="

    def pages(client: Client) -> dict[int, int]:
        return {number: client.get(f"{address}{number}").status_code for number in (1, 2, 3, 4)}

    assert pages(client) == {1: 404, 2: 404, 3: 404, 4: 404}
    show_item(actor=host, event_id=event.pk, item_id=slot.pk, now=now)
    turn_page(actor=host, event_id=event.pk, item_id=slot.pk, page=2, now=now)
    answer = client.get(f"{address}2")
    assert b"".join(answer.streaming_content) == b"page 2"  # type: ignore[attr-defined]
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/webp", "private, no-store")
    assert pages(client) == {1: 404, 2: 200, 3: 404, 4: 404}
    assert pages(client_of(UserFactory.create())) == {1: 404, 2: 200, 3: 404, 4: 404}
    assert pages(client_of(host)) == {1: 200, 2: 200, 3: 200, 4: 404}
    # The pitch was paused: its company's yes does not outlive its being open.
    Pitch.objects.filter(pk=slot.pitch.pk).update(state="paused")
    assert pages(client) == pages(client_of(host)) == {1: 404, 2: 404, 3: 404, 4: 404}
    Pitch.objects.filter(pk=slot.pitch.pk).update(state="published")
    end_event(actor=host, event=event, edition=event.edition, now=now)
    assert pages(client) == {1: 404, 2: 404, 3: 404, 4: 404}


def test_the_room_has_a_code_that_leads_into_it(event: Event, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://street.example"
    answer = Client().get(f"/api/v1/events/{event.pk}/room.svg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    picture = BytesIO()
    segno.make(f"https://street.example/s/{event.code}", error="m").save(picture, kind="svg", border=2, light="#fff")
    assert answer.content == picture.getvalue()
    assert Client().get(f"/api/v1/events/{event.pk}/").json()["room_url"] == f"https://street.example/s/{event.code}"
    assert Client().get(f"/s/{event.code}")["Location"] == f"/rooms/{event.pk}"
    assert Client().get(f"/api/v1/events/{EventFactory.create().pk}/room.svg").status_code == 404


def test_the_host_begins_at_most_an_hour_early_and_ends() -> None:
    now = clock.now()
    event = EventFactory.create(published=True, starts_at=now + timedelta(minutes=61))
    member, reader = person_in(event.organization, MemberRole.MEMBER), person_in(event.organization, MemberRole.READER)
    with pytest.raises(TooEarly):
        begin_event(actor=member, event=event, edition=1, now=now)
    with pytest.raises(NotPermitted):
        begin_event(actor=reader, event=event, edition=1, now=now)
    now += timedelta(minutes=1)
    with pytest.raises(StaleEvent):
        begin_event(actor=member, event=event, edition=2, now=now)
    assert begin_event(actor=member, event=event, edition=1, now=now).state == EventState.LIVE
    with pytest.raises(WrongState):
        begin_event(actor=member, event=event, edition=2, now=now)
    assert end_event(actor=member, event=event, edition=2, now=now).state == EventState.ENDED
    assert [row.payload for row in FeedEvent.objects.order_by("seq")] == [{"phase": "live"}, {"phase": "ended"}]


def test_begin_and_end_over_http(event: Event, host: Any) -> None:
    soon = EventFactory.create(
        published=True, organization=event.organization, starts_at=clock.now() + timedelta(minutes=5)
    )
    client, address = client_of(host), f"/api/v1/events/{soon.pk}"
    assert client.get(f"{address}/").json()["allowed_actions"] == [
        *("update_event", "edit_money_terms", "edit_agenda", "release_agenda", "manage_decks", "begin_event"),
        *("manage_vouchers", "give_discounts", "decide_registrations", "run_door", "import_guests", "invite_helpers"),
        *("clone_event", "make_series", *ALWAYS, "mail_guests"),
    ]
    answer = client.post(f"{address}/begin/", {"edition": 1}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (200, "live")
    assert answer.json()["allowed_actions"] == [
        *("manage_decks", "end_event", "run_stage", "manage_vouchers", "give_discounts", "decide_registrations"),
        *("run_door", "import_guests", "invite_helpers", "clone_event", *ALWAYS, "mail_guests"),
    ]
    answer = client.post(f"{address}/end/", {"edition": 2}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (200, "ended")


def test_an_evening_with_something_on_stage_may_run_two_hours_over(event: Event) -> None:
    quiet = live_event()
    show_item(actor=SYSTEM, event_id=event.pk, item_id=AgendaItemFactory.create(event=event).pk, now=clock.now())
    seen = []
    for late in (0, 119, 120):
        advance_events(now=max(event.ends_at, quiet.ends_at) + timedelta(minutes=late))
        event.refresh_from_db()
        quiet.refresh_from_db()
        seen.append((event.state, quiet.state))
    assert seen == [("live", "ended"), ("live", "ended"), ("ended", "ended")]
