"""Moving a stage over a real socket, followed by a visitor on another."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from backend.accounts.enums import TokenScope
from backend.accounts.models import ApiToken
from backend.core import clock
from backend.core.models import AuditEntry
from backend.core.ratelimit import Limit
from backend.feeds.models import FeedEvent
from backend.live import commands
from backend.organizations.enums import MemberRole
from backend.roadshows.models import Stage
from backend.roadshows.rooms import public_feed
from tests.backend.roadshows.test_stage import deck_pitch, live_event, slot_in
from tests.support.clients import client_of, machine_of
from tests.support.live_server import Reader, reading, ticket_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db(transaction=True)


def _answers(reader: Reader, *acts: tuple[str, dict[str, Any]]) -> list[tuple[str, str]]:
    found = []
    for name, payload in acts:
        reader.command(str(uuid4()), name, **payload)
        answer = reader.hear("ack", "error")
        found.append((answer["kind"], answer.get("code", "")))
    return found


def test_everybody_in_the_room_sees_what_its_host_does_and_visitors_do_nothing(port: int) -> None:
    event = live_event()
    slot = slot_in(event, pitch=deck_pitch())
    host = person_in(event.organization, MemberRole.MEMBER)
    where = {"room": str(event.pk), "item": str(slot.pk)}
    end = (clock.now() + timedelta(minutes=8)).isoformat()
    acts = (
        ("stage.show_item", where),
        ("stage.turn_page", where | {"page": 2}),
        ("stage.start_timer", where | {"ends_at": end}),
        ("stage.stop_timer", where | {"left_ms": 1000}),
    )
    with reading(port) as visitor, reading(port, host) as control:
        visitor.hello(public_feed(event.pk))
        visitor.hear("snapshot")
        assert _answers(control, *acts) == [("ack", "")] * 4
        heard = [visitor.hear("event") for _ in range(4)]
        assert _answers(visitor, *acts) == [("error", "core.not_permitted")] * 4
    assert [(one["seq"], one["type"]) for one in heard] == [
        (1, "stage.item_shown"),
        (2, "stage.page_turned"),
        (3, "stage.timer_set"),
        (4, "stage.timer_set"),
    ]
    assert heard[1]["payload"] == {"page": 2}


def test_a_socket_does_no_more_than_what_let_it_in(port: int) -> None:
    """A new password and a revoked token end what was opened by the old ones; of a token the trail says so."""
    event = live_event()
    first, second = (slot_in(event, position, pitch=deck_pitch()) for position in (1, 2))
    host = person_in(event.organization, MemberRole.MEMBER)
    shows = [("stage.show_item", {"room": str(event.pk), "item": str(item.pk)}) for item in (first, second)]
    machine = ticket_of(machine_of(host, TokenScope.READ, TokenScope.WRITE))
    with reading(port, ticket=ticket_of(client_of(host))) as browser, reading(port, ticket=machine) as script:
        assert _answers(browser, shows[0]) == _answers(script, shows[1]) == [("ack", "")]
        kinds = AuditEntry.objects.filter(action="stage.item_shown").order_by("id").values_list("actor_kind", flat=True)
        assert list(kinds) == ["person", "token"]
        ApiToken.objects.update(revoked_at=clock.now())
        assert _answers(script, shows[0]) == [("error", "core.not_permitted")]
        host.set_password("another-long-secret")
        host.save()
        assert _answers(browser, shows[0]) == [("error", "core.not_permitted")]


def test_an_act_sent_again_after_a_broken_connection_undoes_nobodys_newer_line(port: int) -> None:
    event = live_event()
    first, second = slot_in(event, pitch=deck_pitch()), slot_in(event, 2, pitch=deck_pitch())
    host, other = person_in(event.organization), person_in(event.organization, MemberRole.MEMBER)
    room = str(event.pk)
    with reading(port, host) as control, reading(port, other) as another:
        control.command("tap-1", "stage.show_item", room=room, item=str(first.pk))
        control.hear("ack")
        # Ids are each client's own: the same one of somebody else is another act.
        another.command("tap-1", "stage.show_item", room=room, item=str(second.pk))
        another.hear("ack")
    with reading(port, host) as control:
        control.command("tap-1", "stage.show_item", room=room, item=str(first.pk))
        control.hear("ack")
    assert Stage.objects.get().item_id == second.pk
    assert FeedEvent.objects.count() == 2


@pytest.mark.parametrize("name", ["\0", "片" * 64, "a:b:c"])
def test_an_act_may_be_called_anything(direct_port: int, name: str) -> None:
    event = live_event()
    slot = slot_in(event, pitch=deck_pitch())
    with reading(direct_port, person_in(event.organization)) as control:
        for _ in range(2):
            control.command(name, "stage.show_item", room=str(event.pk), item=str(slot.pk))
            assert control.hear("ack", "error") == {"kind": "ack", "id": name}
    assert FeedEvent.objects.count() == 1


def test_a_refused_act_may_be_tried_again_under_its_id(port: int) -> None:
    event = live_event()
    slot = slot_in(event, pitch=deck_pitch())
    where = {"room": str(event.pk), "item": str(slot.pk)}
    with reading(port, person_in(event.organization)) as control:
        control.command("x", "stage.turn_page", **where, page=2)
        assert control.hear("ack", "error")["code"] == "roadshows.stage_moved"
        control.command("y", "stage.show_item", **where)
        control.hear("ack")
        control.command("x", "stage.turn_page", **where, page=2)
        control.hear("ack")
    assert Stage.objects.get().page == 2


def test_a_flood_of_commands_is_held_back(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "PER_ACTOR", Limit("live.commands_test", 3, 60))
    event = live_event()
    slot = slot_in(event, pitch=deck_pitch())
    with reading(port, person_in(event.organization)) as control:
        acts = [("stage.show_item", {"room": str(event.pk), "item": str(slot.pk)})] * 5
        assert _answers(control, *acts) == [("ack", "")] * 3 + [("error", "core.too_many_requests")] * 2


def test_what_cannot_be_read_is_refused_by_its_code(port: int) -> None:
    event = live_event()
    slot = slot_in(event, pitch=deck_pitch())
    where = {"room": str(event.pk), "item": str(slot.pk)}
    with reading(port, person_in(event.organization)) as control:
        assert _answers(
            control,
            ("stage.show_item", {"room": "x", "item": None}),
            ("stage.show_item", {"room": str(event.pk)}),
            ("stage.start_timer", where | {"ends_at": "2026-01-01T00:00:00"}),
            ("stage.turn_page", where | {"page": 1}),
            ("stage.show_item", where),
            ("stage.turn_page", where | {"page": 9}),
            ("stage.stop_timer", where | {"left_ms": 10**40}),
        ) == [
            ("error", "live.bad_payload"),
            ("error", "live.bad_payload"),
            ("error", "live.bad_payload"),
            ("error", "roadshows.stage_moved"),
            ("ack", ""),
            ("error", "roadshows.page_unknown"),
            ("error", "roadshows.bad_timer"),
        ]
