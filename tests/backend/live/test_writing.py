"""Commands of one room in one transaction: each refused by itself, each done once, and none answered for that is not kept."""

import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from backend.accounts.models import User
from backend.core import clock
from backend.core.actors import Actor
from backend.core.errors import NotPermitted
from backend.core.models import DoneOnce
from backend.feeds import services
from backend.feeds.models import FeedEvent
from backend.feeds.services import Change
from backend.live import commands, tickets, writer, writing
from backend.live.commands import Known, Payload
from backend.live.messages import Command
from backend.live.tickets import Ticket
from backend.live.writing import Asked, Outcome, perform_all
from tests.factories.accounts import UserFactory
from tests.support.live_server import reading
from tests.support.races import locked
from tests.support.rooms import feed_of

pytestmark = pytest.mark.django_db(transaction=True)
WAIT_SECONDS = 20.0
# Is done, and nobody is told.
SILENT = "silent"


class _Act(Payload):
    room: UUID
    says: str


# What an act does beside saying its word, by the word.
Also = Callable[[], Any]


@pytest.fixture
def also() -> dict[str, Also]:
    return {}


@pytest.fixture(autouse=True)
def begun(monkeypatch: pytest.MonkeyPatch, also: dict[str, Also]) -> list[str]:
    """What was begun to be done, however it ended."""
    found: list[str] = []

    def act(_actor: Actor, payload: _Act, now: Any) -> None:
        found.append(payload.says)
        if payload.says != SILENT:
            services.append([Change(feed_of(payload.room), payload.says, {})], now=now)
        also.get(payload.says, lambda: None)()

    monkeypatch.setitem(commands._commands, "test.act", Known(_Act, act))
    return found


def _ticket(person: User) -> Ticket:
    now = clock.now()
    return tickets.read(tickets.issue(viewer=person, language="en", now=now), now=now)


def _asked(ticket: Ticket, room: UUID, *said: str) -> list[Asked]:
    """Each word is its id as well."""
    return [
        Asked(ticket, Command(kind="command", id=one, type="test.act", payload={"room": str(room), "says": one}))
        for one in said
    ]


def _log(room: UUID) -> list[tuple[int, str]]:
    rows = FeedEvent.objects.filter(feed__name=str(feed_of(room))).order_by("seq")
    return list(rows.values_list("seq", "type"))


def _refuse() -> None:
    raise NotPermitted


def _crash() -> None:
    raise ZeroDivisionError


def _break_the_commit() -> None:
    """What is kept of it refers to what is not there, which the database looks at last."""
    FeedEvent.objects.create(feed_id=uuid4(), seq=1, type="x", payload={}, at=clock.now())


def _kinds(outcomes: list[Outcome]) -> list[type[Exception] | None]:
    return [None if one is None else type(one) for one in outcomes]


def test_who_is_refused_and_who_crashes_leave_the_others_as_they_are(also: dict[str, Also]) -> None:
    also |= {"refused": _refuse, "crashed": _crash}
    room, ticket = uuid4(), _ticket(UserFactory.create())
    outcomes = perform_all(_asked(ticket, room, "a", "refused", "b", "crashed", "c"))
    assert _kinds(outcomes) == [None, NotPermitted, None, ZeroDivisionError, None]
    assert _log(room) == [(1, "a"), (2, "b"), (3, "c")]
    # What was not done may be asked for again.
    also.clear()
    assert _kinds(perform_all(_asked(ticket, room, "refused", "a"))) == [None, None]
    assert _log(room)[3:] == [(4, "refused")]


def test_what_cannot_be_read_is_refused_by_itself() -> None:
    room, ticket = uuid4(), _ticket(UserFactory.create())
    nonsense = Asked(ticket, Command(kind="command", id="n", type="test.nonsense", payload={"room": str(room)}))
    outcomes = perform_all([*_asked(ticket, room, "a"), nonsense, *_asked(ticket, room, "b")])
    assert [getattr(one, "code", None) for one in outcomes] == [None, "live.unknown_command", None]
    assert _log(room) == [(1, "a"), (2, "b")]


def test_when_all_cannot_be_kept_each_is_done_by_itself_and_once(also: dict[str, Also]) -> None:
    """The database refuses at the commit, when every act had gone well: nobody is told so who was not kept."""
    also["broken"] = _break_the_commit
    room, ticket = uuid4(), _ticket(UserFactory.create())
    outcomes = perform_all(_asked(ticket, room, "a", "broken", "b"))
    assert _kinds(outcomes) == [None, IntegrityError, None]
    assert _log(room) == [(1, "a"), (2, "b")]
    assert DoneOnce.objects.count() == 2


@pytest.mark.parametrize("is_guarded", [True, False])
def test_who_leaves_the_transaction_broken_is_found_out(monkeypatch: pytest.MonkeyPatch, is_guarded: bool) -> None:
    """Django ends such a transaction without a word. Without the look at it the others would be told of what is not kept."""
    room, ticket, other = uuid4(), _ticket(UserFactory.create()), _ticket(UserFactory.create())
    do, broken = commands.Act.do, iter((False, True))

    def breaks(act: commands.Act) -> None:
        do(act)
        if next(broken, False):
            transaction.set_rollback(True)

    monkeypatch.setattr(commands.Act, "do", breaks)
    if not is_guarded:
        monkeypatch.setattr(writing, "_is_broken", lambda: False)
    outcomes = perform_all([*_asked(ticket, room, SILENT), *_asked(other, room, SILENT)])
    assert outcomes == [None, None]
    assert DoneOnce.objects.count() == (2 if is_guarded else 0)


def test_they_are_done_in_the_order_they_came() -> None:
    room, ticket = uuid4(), _ticket(UserFactory.create())
    words = [f"w{n}" for n in range(20)]
    assert perform_all(_asked(ticket, room, *words)) == [None] * 20
    assert _log(room) == list(enumerate(words, start=1))


@pytest.mark.parametrize("guard", ["", "hold", "once"])
def test_two_processes_asked_for_the_same_things_do_them_once(
    guard: str, begun: list[str], also: dict[str, Also], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In opposite order. Without the room held each waits for the other, and one is torn out; without the ids all is done twice."""
    tried: list[commands.Act] = []
    do = commands.Act.do

    def counted(act: commands.Act) -> None:
        tried.append(act)
        do(act)

    monkeypatch.setattr(commands.Act, "do", counted)
    if guard == "hold":
        monkeypatch.setattr(writing, "_hold", lambda *_, **__: None)
    if guard == "once":
        monkeypatch.setattr(commands, "first_time", lambda _: True)
    monkeypatch.setattr(writing, "PATIENCE_MS", 0)
    also |= {"a": lambda: time.sleep(0.5), "b": lambda: time.sleep(0.5)}
    room, ticket = uuid4(), _ticket(UserFactory.create())
    outcomes: list[Outcome] = []

    def process(*words: str) -> None:
        try:
            outcomes.extend(perform_all(_asked(ticket, room, *words)))
        finally:
            connection.close()

    both = [threading.Thread(target=process, args=words) for words in (("a", "b"), ("b", "a"))]
    for one in both:
        one.start()
    for one in both:
        one.join(WAIT_SECONDS)
    assert outcomes == [None] * 4
    words = sorted(word for _, word in _log(room))
    assert words == (["a", "a", "b", "b"] if guard == "once" else ["a", "b"])
    assert len(begun) == len(words)
    # What was torn out was tried again.
    assert (len(tried) == 4) == (guard != "hold")


@pytest.mark.parametrize("is_patient", [False, True])
def test_who_waits_for_a_lock_does_not_hold_up_the_others(
    is_patient: bool, also: dict[str, Also], monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_patient:
        # No limit: the others wait as long as this one.
        monkeypatch.setattr(writing, "PATIENCE_MS", 0)
    person, room = UserFactory.create(), uuid4()
    also["waits"] = lambda: User.objects.select_for_update().filter(pk=person.pk).exists()
    asked, outcomes = _asked(_ticket(person), room, "a", "waits", "b"), []

    def process() -> None:
        try:
            outcomes.extend(perform_all(asked))
        finally:
            connection.close()

    worker = threading.Thread(target=process)
    with locked(lambda: User.objects.select_for_update().get(pk=person.pk)):
        worker.start()
        end = time.monotonic() + (2.0 if is_patient else WAIT_SECONDS)
        while len(kept := _log(room)) < 2 and time.monotonic() < end:
            time.sleep(0.02)
        assert worker.is_alive()
    worker.join(WAIT_SECONDS)
    assert outcomes == [None] * 3
    assert kept == ([] if is_patient else [(1, "a"), (2, "b")])
    assert len(_log(room)) == 3


def test_what_comes_together_is_kept_together_and_answered_in_order(
    direct_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []

    def counted(asked: list[Asked]) -> list[Outcome]:
        sizes.append(len(asked))
        return perform_all(asked)

    monkeypatch.setattr(writer, "perform_all", counted)
    # Long enough that all of them come within it on any machine.
    monkeypatch.setattr(writer, "GATHER_SECONDS", 1.0)
    room = uuid4()
    with reading(direct_port, UserFactory.create()) as one, reading(direct_port, UserFactory.create()) as other:
        for number in range(2):
            for name, reader in (("one", one), ("other", other)):
                word = f"{name}-{number}"
                reader.command(word, "test.act", room=str(room), says=word)
        answers = [[reader.hear("ack", "error")["id"] for _ in range(2)] for reader in (one, other)]
    assert answers == [["one-0", "one-1"], ["other-0", "other-1"]]
    assert sizes == [2, 2]
    assert len(_log(room)) == 4
