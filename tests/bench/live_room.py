"""A live room and its hall: the server on one core; on the other those who speak, those who listen, and who counts."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection, transaction

from backend.core import clock
from backend.core.actors import Viewer
from backend.feeds import services
from backend.feeds.names import FeedName
from backend.feeds.services import Change
from backend.interactions.models import Participant, RoomRules
from backend.live import tickets
from backend.roadshows.models import Event
from infra.local.web import SOCKETS
from tests.backend.roadshows.test_stage import live_event
from tests.factories.interactions import AudienceQuestionFactory, ParticipantFactory, PollFactory
from tests.factories.roadshows import AgendaItemFactory
from tests.support.web_workers import Served, web_process
from tests.support.workers import CHECKOUT

TEXTBOOK = "tests.performance.textbook_live:application"
TEXTBOOK_ROOM = "/ws/room/"
BYTES = 300
WELCOMED = '"kind":"snapshot"'
_GENERATOR = CHECKOUT / "tests" / "performance" / "generators" / "roomload"
_CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]


def _on_core(core: int) -> list[str]:
    """Before a command; nothing where processes cannot be kept on a core."""
    return ["taskset", "-c", str(core)] if shutil.which("taskset") else []


class Hall:
    """The built program that is the hall."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._program = folder, folder / "roomload"
        go = shutil.which("go")
        assert go, "the load is made by a small Go program: Go is needed to measure"
        subprocess.run([go, "build", "-o", str(self._program), "."], cwd=_GENERATOR, check=True)

    def sit(self, served: Served, seats: Sequence[Mapping[str, Any]], **plan: Any) -> dict[str, Any]:
        """Let it happen. Returns what the program tells (`main.go` says what a plan holds)."""
        written = self._folder / "plan.json"
        base = {"addr": f"127.0.0.1:{served.port}", "pids": [served.pid], "seats": seats, "connects_a_second": 500.0}
        written.write_text(json.dumps({**base, "size": BYTES, **plan}))
        command = [*_on_core(_CORES[-1]), str(self._program), "-plan", str(written)]
        run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=900)
        told: dict[str, Any] = json.loads(run.stdout)
        return told


@contextmanager
def product(log: Path, database_url: str) -> Iterator[Served]:
    """As in life, on a core of its own."""
    process = web_process(
        log,
        more=SOCKETS,
        before=_on_core(_CORES[0]),
        DATABASE_URL=database_url,
        XMH_LOCAL="1",
        SECRET_KEY=settings.SECRET_KEY,
    )
    with process as served:
        yield served


@contextmanager
def textbook(log: Path) -> Iterator[Served]:
    more = ("--ws-per-message-deflate", "false")
    with web_process(log, application=TEXTBOOK, more=more, before=_on_core(_CORES[0])) as served:
        yield served


def textbook_seats(count: int) -> list[dict[str, Any]]:
    return [{"path": TEXTBOOK_ROOM}] * count


def seats(viewers: Iterable[Viewer], *feeds: FeedName, stuck: int = 0) -> list[dict[str, Any]]:
    """One for each, with a ticket of their own; the last so many read their welcome and nothing more."""
    now = clock.now()
    hello = json.dumps({"kind": "hello", "feeds": [{"feed": str(feed)} for feed in feeds]})
    found: list[dict[str, Any]] = []
    for viewer in viewers:
        ticket = quote(tickets.issue(viewer=viewer, language="zh-hans", now=now))
        found.append({"path": f"/ws/v1/?ticket={ticket}", "hello": hello, "ready": WELCOMED})
    for seat in found[len(found) - stuck :]:
        seat["stuck"] = True
    return found


def room() -> Event:
    """An event that is on, with what a room holds in the middle of its evening."""
    event = live_event()
    RoomRules.objects.create(event=event, slow_seconds=0)
    for position in range(1, 9):
        AgendaItemFactory.create(event=event, position=position)
    asker: Participant = ParticipantFactory.create(event=event)
    AudienceQuestionFactory.create_batch(40, participant=asker)
    PollFactory.create_batch(3, event=event)
    return event


@contextmanager
def stage(feed: FeedName) -> Iterator[str]:
    """An address: what is posted there is said in the feed, in a transaction of its own, as services do."""

    class Speaker(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with transaction.atomic():
                services.append([Change(feed, "bench.said", payload)], now=clock.now())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    def serve() -> None:
        try:
            server.serve_forever()
        finally:
            connection.close()

    with HTTPServer(("127.0.0.1", 0), Speaker) as server:
        thread = Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join(30)


@contextmanager
def beside_the_server() -> Iterator[None]:
    """This process, too, keeps off the server's core."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {_CORES[-1]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
