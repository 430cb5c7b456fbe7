"""A room held by several server processes, while everything happens in it that can: what each reader made of what it heard is what
the database says, each feed by itself, though processes die under them. What people send is done once, however often they send it.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.models import Sum
from websockets.exceptions import WebSocketException

from backend.accounts.models import User
from backend.core.actors import Juror
from backend.feeds import selectors
from backend.feeds.models import FeedEvent
from backend.feeds.names import FeedName
from backend.interactions.enums import ReactionKind
from backend.interactions.models import Poll, PollAnswer, ReactionCount
from backend.interactions.services.entering import enter
from backend.interactions.services.telling import feed_of
from backend.organizations.enums import MemberRole
from tests.factories.accounts import UserFactory
from tests.support.busy_evening import BusyEvening
from tests.support.crowds import Reading, crowd, heads, long_ticket
from tests.support.live_server import reading
from tests.support.pitch_cast import person_in
from tests.support.results import is_full, record
from tests.support.room_servers import Nursery, RoomServer, room_servers

pytestmark = [pytest.mark.fault, pytest.mark.timeout(3600), pytest.mark.django_db(transaction=True)]

PROCESSES, SOCKETS, EVENTS, VOTERS = (4, 2_000, 10_000, 200) if is_full() else (2, 120, 200, 8)
# Sockets of one person; each voter has one more while they vote.
OF_ONE = 8
ACTS_A_SECOND = 60.0
PATIENCE = 180.0


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody who votes and applauds by a socket, and sends both again elsewhere, as after a break nobody noticed."""

    person: User
    ticket: str
    own: FeedName

    def vote(self, servers: list[RoomServer], evening: BusyEvening, turn: int) -> None:
        room = str(evening.event.pk)
        asked: tuple[tuple[str, dict[str, Any]], ...] = (
            ("poll.answer", {"room": room, "poll": str(evening.counted), "chosen": [turn % 2]}),
            ("room.react", {"room": room, "kind": ReactionKind.CLAP.value}),
        )
        for again in range(2):
            self._until_done(servers, str(evening.public), turn + again, asked)

    def _until_done(
        self, servers: list[RoomServer], feed: str, turn: int, asked: tuple[tuple[str, dict[str, Any]], ...]
    ) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                with reading(servers[turn % len(servers)].port, ticket=self.ticket) as reader:
                    reader.hello(feed)
                    reader.hear("snapshot")
                    for name, payload in asked:
                        reader.command(name, name, **payload)
                        answer = reader.hear("ack", "error")
                        assert answer["kind"] == "ack", answer
                    return
            except (WebSocketException, OSError, EOFError):
                assert time.monotonic() < end
                turn += 1
                time.sleep(0.2)


def _voters(evening: BusyEvening) -> list[Voter]:
    people: list[User] = [UserFactory.create() for _ in range(VOTERS)]
    entered = [(person, enter(actor=person, event_id=evening.event.pk)) for person in people]
    return [Voter(person, long_ticket(person), feed_of(known)) for person, known in entered]


def _readings(evening: BusyEvening, voters: list[Voter]) -> Iterator[Reading]:
    """Everybody who may be there, and many visitors; each asks for what is another's as well."""
    public, desk, bench = evening.public, evening.desk, evening.bench
    first, *other_own = evening.own
    for own, person in zip(evening.own, evening.people, strict=True):
        others = [one for one in (first, *other_own) if one != own]
        yield from [Reading(long_ticket(person), [public, own], [desk, bench, *others])] * OF_ONE
    for _ in range(2):
        member = person_in(evening.event.organization, MemberRole.MEMBER)
        yield from [Reading(long_ticket(member), [public, desk], [bench, first])] * OF_ONE
    for judge in evening.judges:
        ticket = long_ticket(Juror(judge.pk, judge.link_edition))
        yield from [Reading(ticket, [public, bench], [desk, first])] * OF_ONE
    for voter in voters:
        yield Reading(voter.ticket, [public, voter.own], [first])
    visitor = long_ticket()
    known = OF_ONE * (len(evening.own) + 2 + len(evening.judges)) + len(voters)
    yield from [Reading(visitor, [public], [desk, bench, first])] * (SOCKETS - known)


def _all_evening(evening: BusyEvening, at: dict[int, Callable[[], None]]) -> None:
    """Act until so many events were said; at some numbers of them something else happens, beside it."""
    due = sorted(at)
    with ThreadPoolExecutor(1) as beside:
        happening: list[Future[None]] = []
        while (said := evening.said()) < EVENTS:
            began = time.monotonic()
            while due and said >= due[0]:
                happening.append(beside.submit(at[due.pop(0)]))
            evening.act()
            time.sleep(max(0.0, 1 / ACTS_A_SECOND - (time.monotonic() - began)))
        for one in happening:
            one.result()


def _replaced(server: RoomServer) -> Callable[[], None]:
    def replace() -> None:
        server.kill()
        server.start()

    return replace


def _votes(hands: ThreadPoolExecutor, voters: list[Voter], servers: list[RoomServer], evening: BusyEvening) -> Any:
    def vote(turn: int, voter: Voter) -> None:
        # All through the evening.
        share = EVENTS * turn / (2 * len(voters))
        while evening.said() < share:
            time.sleep(0.1)
        connections.close_all()
        voter.vote(servers, evening, turn)

    return [hands.submit(vote, turn, voter) for turn, voter in enumerate(voters)]


def test_readers_of_several_processes_end_with_the_room_as_it_is(nursery: Nursery, tmp_path: Path) -> None:
    evening = BusyEvening(seed=8)
    voters = _voters(evening)
    with (
        room_servers(nursery, tmp_path, PROCESSES) as servers,
        crowd([one.port for one in servers], _readings(evening, voters), reducer="room") as readers,
        ThreadPoolExecutor(4) as hands,
    ):
        everybody = readers.until(heads(*evening.feeds()), seconds=PATIENCE)
        assert everybody.behind == 0, everybody.seen
        voting = _votes(hands, voters, servers, evening)
        _all_evening(evening, {EVENTS // 3: _replaced(servers[0]), 2 * EVENTS // 3: _replaced(servers[-1])})
        for one in voting:
            one.result()
        feeds = evening.feeds()
        found = readers.until(heads(*feeds), seconds=PATIENCE)
        crashes = [line for server in servers for line in server.crashes()]
    wrong = found.wrong(*feeds)
    for name, value in (("behind", found.behind), ("feeds that differ", len(wrong))):
        record(f"Several processes, {name}", value=value, bound=0, unit="", passed=value == 0)
    record(
        "Several processes, seconds to the head", value=found.seconds, bound=15.0, unit="s", passed=found.seconds <= 15
    )
    found.assert_whole(*feeds)
    assert found.seen["refused"] > SOCKETS
    # Those of a process that died came back, twice.
    assert found.seen["connects"] > SOCKETS
    assert crashes == []
    _assert_numbers_count_what_their_readers_may_see(feeds)
    _assert_done_once(evening, len(voters))


def _assert_numbers_count_what_their_readers_may_see(feeds: list[FeedName]) -> None:
    """Each feed by itself counts from one to its head, whatever was said to others in between."""
    for feed in feeds:
        seqs = list(FeedEvent.objects.filter(feed__name=str(feed)).order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, selectors.position(feed).head + 1)), feed


def _assert_done_once(evening: BusyEvening, voters: int) -> None:
    poll = Poll.objects.get(pk=evening.counted)
    chosen = PollAnswer.objects.filter(poll=poll).values_list("chosen", flat=True)
    assert Counter(place for one in chosen for place in one) == {0: -(-voters // 2), 1: voters // 2}
    assert (poll.votes, poll.voters) == ([-(-voters // 2), voters // 2], voters)
    taps = ReactionCount.objects.filter(event=evening.event).aggregate(taps=Sum("count"))["taps"]
    assert taps == voters
