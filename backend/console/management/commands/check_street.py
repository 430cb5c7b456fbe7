"""Say aloud whether the street is alive: a room that two people see alike, and seats that nobody oversells."""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from backend.console.demo import live_room
from backend.core import clock
from backend.core.languages import Language
from backend.core.migrated import require_migrated
from backend.core.models import OutboxEvent
from backend.live import tickets
from backend.organizations.models import Organization
from backend.organizations.selectors.organizations import verified_at
from backend.roadshows import consent
from backend.roadshows.enums import EventPreset, EventState
from backend.roadshows.errors import EventFull
from backend.roadshows.models import ContactCode, Event, Quota, Registration, Stage, TicketType
from backend.roadshows.room_state import reduce
from backend.roadshows.rooms import public_feed
from backend.roadshows.services import codes, registrations
from backend.roadshows.services.events import STANDARD

ATTEMPTS, SECONDS = 50, 25.0
# As many as the process has connections to the database, with some left for others.
AT_ONCE = 10
_CODE = "000000"


class Follower:
    """A visitor in the room: takes the state and then every event in its order."""

    def __init__(self, socket: ClientConnection, feed: str) -> None:
        self._socket = socket
        self.seq, self.state, self.heard = -1, dict[str, Any](), 0
        socket.send(json.dumps({"kind": "hello", "feeds": [{"feed": feed}]}))

    def listen(self, seconds: float) -> None:
        """Take one message. Raises TimeoutError when none comes, CommandError when one was missed."""
        message = json.loads(self._socket.recv(timeout=seconds))
        if message["kind"] == "snapshot":
            self.seq, self.state = message["seq"], message["state"]
        elif message["kind"] == "refused":
            raise CommandError("The demo's room is not open.")
        elif message["kind"] == "event" and message["seq"] > self.seq:
            # An older one stands in the state already: its announcement was on its way while the state was read.
            if message["seq"] != self.seq + 1:
                raise CommandError(f"The room skipped from {self.seq} to {message['seq']}.")
            self.seq, self.state, self.heard = message["seq"], reduce(self.state, message["payload"]), self.heard + 1


class Command(BaseCommand):
    help = "Follow the demo's room with two sockets, and let 50 people try for one seat."

    def handle(self, *args: Any, **options: Any) -> None:
        require_migrated()
        event = Event.objects.filter(code=live_room.CODE, organization__is_demo=True).first()
        if event is None:
            self.stdout.write("room: there is no demo here")
            return
        self._follow(event)
        self._try_for_one_seat()

    def _follow(self, event: Event) -> None:
        feed, on_stage = str(public_feed(event.pk)), Stage.objects.filter(event=event).first()
        # Whoever started again while they had the remote must not wait for a room that waits for them.
        moves = on_stage is None or not live_room.is_in_hand(on_stage, clock.now())
        try:
            with _socket() as first, _socket() as second:
                one, other = Follower(first, feed), Follower(second, feed)
                until_alike(one, other, moves=moves)
        except (OSError, WebSocketException) as problem:
            raise CommandError(f"The room cannot be entered: {problem!r}") from problem
        if (one.seq, one.state) != (other.seq, other.state):
            raise CommandError(f"Two sockets stand at {one.seq} and {other.seq} of the public feed.")
        self.stdout.write(f"room: two sockets at seq {one.seq} of the public feed, {one.heard} events heard")

    def _try_for_one_seat(self) -> None:
        with _one_seat() as event, ThreadPoolExecutor(AT_ONCE) as people:
            told = Counter(people.map(lambda number: _attempt(event, number), range(ATTEMPTS)))
            rows = Registration.objects.filter(event=event).count()
        self.stdout.write(f"seats: {ATTEMPTS} attempts on 1 seat gave {rows} ticket")
        if (rows, told) != (1, {"ticket": 1, "full": ATTEMPTS - 1}):
            raise CommandError(f"Seats are not kept: {dict(told)}, {rows} tickets.")


@contextmanager
def _socket() -> Iterator[ClientConnection]:
    ticket = tickets.issue(viewer=AnonymousUser(), language=Language.EN, now=clock.now())
    place = urlsplit(settings.PUBLIC_URL)
    scheme = "wss" if place.scheme == "https" else "ws"
    address = f"{scheme}://{place.netloc}/ws/v1/?ticket={ticket}"
    with connect(address, additional_headers={"Origin": settings.PUBLIC_URL}, open_timeout=10) as socket:
        yield socket


def until_alike(one: Follower, other: Follower, *, moves: bool) -> None:
    """Both have the state, have heard the room move where it `moves` by itself, and stand at the same place.

    Raises CommandError when the time is over before.
    """
    end = monotonic() + SECONDS

    def is_enough(follower: Follower) -> bool:
        return follower.seq >= 0 and (follower.heard > 0 or not moves)

    while monotonic() < end and not (is_enough(one) and is_enough(other) and one.seq == other.seq):
        behind = one if (one.seq, one.heard) <= (other.seq, other.heard) else other
        try:
            behind.listen(max(end - monotonic(), 0.1))
        except TimeoutError:
            break
    if one.seq < 0 or other.seq < 0:
        raise CommandError("The room says nothing.")
    if not (is_enough(one) and is_enough(other)):
        raise CommandError("The room does not move.")


@contextmanager
def _one_seat() -> Iterator[Event]:
    """An event with one seat that nobody sees, its host not being verified; gone at the end."""
    now = clock.now()
    host = Organization.objects.filter(is_demo=True).exclude(verified_at(now)).order_by("pk")[0]
    event = Event.objects.create(
        organization=host,
        preset=EventPreset.SALON,
        state=EventState.PUBLISHED,
        title="自检",
        starts_at=now + timedelta(hours=1),
        ends_at=now + timedelta(hours=2),
        published_at=now,
    )
    Quota.objects.create(event=event, capacity=1)
    TicketType.objects.create(event=event, position=1, name=STANDARD[0], name_en=STANDARD[1])
    try:
        for number in range(ATTEMPTS):
            codes.keep_code(event=event, contact=_contact(number), code=_CODE, now=now)
        yield event
    finally:
        Registration.objects.filter(event=event).delete()
        ContactCode.objects.filter(event=event).delete()
        Quota.objects.filter(event=event).delete()
        event.delete()


def _contact(number: int) -> str:
    return f"check-{number}@people.demo.xiangmihu.example"


def _attempt(event: Event, number: int) -> str:
    """As a guest would, but nobody is written to: the outbox holds the ticket's mail for done."""
    guest = registrations.Guest("自检", "自检", _contact(number), _CODE, consent.current().version)
    key = f"check-{number}"
    try:
        with transaction.atomic():
            now = clock.now()
            row = registrations.register(
                actor=AnonymousUser(), event=event, guest=guest, key=key, language=Language.EN, now=now
            )
            told = OutboxEvent.objects.filter(handled_at=None, payload__registration_id=str(row.pk))
            told.update(handled_at=now)
    except EventFull:
        return "full"
    finally:
        connection.close()
    return "ticket"
