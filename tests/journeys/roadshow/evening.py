"""An evening as its script has it: tickets, the door, the show line by line with everybody in the room, and its end."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import uuid4

from backend.interactions.enums import PollKind, PollState, QuestionState
from tests.journeys.roadshow.calling import Caller, by_session, from_address
from tests.journeys.roadshow.script import (
    ASKED_KIND,
    CHOICES,
    MOST_POINTS,
    OPEN_KIND,
    Asked,
    Coming,
    Guest,
    Line,
    Script,
)
from tests.journeys.roadshow.seats import Hall, Seat

HANDS = 8
T = TypeVar("T")
R = TypeVar("R")
# The code that was mailed to a contact.
Mailbox = Callable[[str], str]


def at_once(act: Callable[[T], R], whom: Iterable[T]) -> list[R]:
    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(act, whom))


@dataclass
class Evening:
    """`told` is what was built before it (`stage_set`), `host` is signed in."""

    script: Script
    url: str
    told: dict[str, Any]
    host: Caller
    hall: Hall
    mailbox: Mailbox
    tickets: dict[Guest, dict[str, Any]] = field(default_factory=dict)
    seats: dict[Guest, Seat] = field(default_factory=dict)
    judges: list[Caller] = field(default_factory=list)
    judge_links: list[str] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    _desk: Seat | None = None

    @property
    def event(self) -> str:
        return str(self.told["event"])

    @property
    def desk(self) -> Seat:
        """The host's own socket."""
        assert self._desk is not None
        return self._desk

    def caller_of(self, guest: Guest) -> Caller:
        if guest.is_investor:
            return by_session(self.url, self.told["investors"][str(guest.number)])
        return from_address(self.url, guest.number + 1)

    # Before it begins.

    def register(self) -> None:
        """Everybody for themselves, most of them without an account; the host decides of the investors, and some change their mind."""
        consent = self.host.get("/events/consent/")["version"]
        others = [one for one in self.script.cast if not one.is_investor]
        at_once(self._ask_for_code, others)
        made = at_once(partial(self._registered, consent), self.script.cast)
        self.tickets = dict(zip(self.script.cast, made, strict=True))
        self._decide()
        at_once(self._gives_back, self.script.of(Coming.CANCELS))

    def _ask_for_code(self, guest: Guest) -> None:
        self.caller_of(guest).post(f"/events/{self.event}/codes/", {"contact": guest.contact})

    def _registered(self, consent: str, guest: Guest) -> dict[str, Any]:
        kind = self.told["kinds"][ASKED_KIND if guest.is_investor else OPEN_KIND]
        said = {
            "name": guest.name,
            "organization": "远山资本" if guest.is_investor else "青苗科技",
            "consent_version": consent,
            "ticket_type": kind,
        }
        path = f"/events/{self.event}/registrations/"
        if guest.is_investor:
            path += "mine/"
        else:
            said |= {"contact": guest.contact, "code": self.mailbox(guest.contact)}
        made: dict[str, Any] = self.caller_of(guest).post(path, said, Idempotency_Key=str(uuid4()))
        return made

    def _decide(self) -> None:
        waiting = self._waiting()
        for is_refused in (True, False):
            names = {one.name for one in self.script.cast if (one.coming == Coming.REFUSED) is is_refused}
            chosen = [one["id"] for one in waiting if one["name"] in names]
            if chosen:
                said = {"registrations": chosen, "approve": not is_refused, "reason": "场地有限" if is_refused else ""}
                self.host.post(f"/events/{self.event}/registrations/decide/", said)

    def _waiting(self) -> list[dict[str, Any]]:
        answer = self.host.get(f"/events/{self.event}/registrations/?state=pending_approval&page_size=100")
        found: list[dict[str, Any]] = answer["results"]
        return found

    def _gives_back(self, guest: Guest) -> None:
        self.caller_of(guest).post(f"/tickets/{self.tickets[guest]['secret']}/cancel/")

    def name_judges(self) -> None:
        path = f"/events/{self.event}/judging/"
        desk = self.host.post(f"{path}rubric/default/", {"edition": 0})
        for number in range(self.script.judges):
            desk = self.host.post(f"{path}judges/", {"name": f"评委{number + 1}"})
        self.judge_links = [one["url"] for one in sorted(desk["judges"], key=lambda one: str(one["name"]))]
        self.judges = [Caller(self.url, {"X-Judge-Link": one.rpartition("=")[2]}) for one in self.judge_links]
        self.host.put(f"{path}state/", {"state": "open"})
        for judge, pitch in self.script.conflicts:
            self.judges[judge].put(
                f"/judging/{self.event}/conflicts/{self.told['pitches'][pitch]}/", {"reason": "董事"}
            )

    def link_of(self, line: int) -> str:
        """A speaker's page of a line, for whoever is to hold the clicker; its company gives it away."""
        company = by_session(self.url, self.told["founders"][line])
        path = f"/events/{self.event}/speaking/{self.told['lines'][line]}/link/"
        return str(company.post(path)["url"])

    def open_the_door(self) -> None:
        """Those who come are let in, by what their tickets' codes say."""
        lists = [one["id"] for one in self.host.get(f"/events/{self.event}/door/")["lists"]]
        made = self.host.post(f"/events/{self.event}/door/devices/", {"name": "入口一", "lists": lists})
        door = Caller(self.url, {"X-Door-Device": made["url"].rpartition("#")[2]})
        at = datetime.now(UTC).isoformat()
        scans = [
            {
                "nonce": str(uuid4()),
                "kind": "entry",
                "source": "online",
                "scanned_at": at,
                "ticket": self.tickets[guest]["door_code"],
            }
            for guest in self.script.of(Coming.COMES)
        ]
        for first in range(0, len(scans), 100):
            said = {"list": lists[0], "scans": scans[first : first + 100]}
            results = door.post(f"/door/{self.event}/scans/", said)["results"]
            assert [one["result"] for one in results if one["result"] != "admitted"] == []

    def seat_everybody(self) -> None:
        public = f"roadshow:{self.event}:public"
        self._desk = Seat(self.host, (public, f"roadshow:{self.event}:organizers"))
        here = self.script.of(Coming.COMES)
        self.seats = dict(zip(here, at_once(partial(self._seat_of, public), here), strict=True))
        self.hall.take(self._desk, *self.seats.values())

    def _seat_of(self, public: str, guest: Guest) -> Seat:
        """With an account, or by the ticket's link."""
        caller = self.caller_of(guest)
        said = {"ticket": "" if guest.is_investor else self.tickets[guest]["secret"]}
        known = caller.post(f"/events/{self.event}/room/participants/", said)
        headers = {"X-Room-Pass": known["room_pass"]} if known["room_pass"] else {}
        return Seat(caller, (public, known["feed"]), headers)

    # While it is on.

    def begin(self) -> None:
        known = self.host.get(f"/events/{self.event}/")
        self.host.post(f"/events/{self.event}/begin/", {"edition": known["edition"]})
        rules = {"takes_questions": True, "looks_first": True, "slow_seconds": 0, "held_words": []}
        self.hall.do(self.desk, "room.set_rules", room=self.event, **rules)

    def show(self, line: Line) -> None:
        """The company comes on stage, turns a page, and its clock runs."""
        item = self.told["lines"][line.number]
        self.hall.do(self.desk, "stage.show_item", room=self.event, item=item)
        ends = (datetime.now(UTC) + timedelta(minutes=8)).isoformat()
        self.hall.do(self.desk, "stage.start_timer", room=self.event, item=item, ends_at=ends)
        if line.page > 1:
            self.hall.do(self.desk, "stage.turn_page", room=self.event, item=item, page=line.page)

    def ask(self, line: Line, *, meanwhile: Callable[[], None] = lambda: None) -> dict[str, Asked]:
        """Questions, taps and marks come at once, and `meanwhile` happens; then the host shows the questions and they are wanted.

        The questions by their ids.
        """
        asked = {str(uuid4()): one for one in line.questions}
        acts = [
            *(
                self.seats[one.by].do("question.ask", room=self.event, question=pk, text=one.words)
                for pk, one in asked.items()
            ),
            *(self.seats[who].do("room.react", room=self.event, kind=kind.value) for who, kind in line.taps),
            *(self._marks(who, line, kind.value) for who, kind in line.marks),
        ]
        with ThreadPoolExecutor(1) as beside:
            done = beside.submit(self.hall.all_at_once, *acts)
            meanwhile()
            self.refused += done.result()
        self.refused += self.hall.all_at_once(*(self._marks(who, line, None) for who in line.withdrawn))
        for pk in asked:
            self.hall.do(self.desk, "question.move", room=self.event, question=pk, state=QuestionState.VISIBLE.value)
        votes = [
            self.seats[who].do("question.vote", room=self.event, question=pk, wants=True)
            for pk, one in asked.items()
            for who in one.wanted_by
        ]
        self.refused += self.hall.all_at_once(*votes)
        return asked

    def _marks(self, who: Guest, line: Line, kind: str | None) -> Any:
        pitch = self.told["pitches"][line.number]
        return self.seats[who].do("interest.set", room=self.event, pitch=pitch, kind=kind)

    def put_on_screen(self, asked: dict[str, Asked]) -> None:
        """The one that is wanted most, by itself."""
        pk = max(asked, key=lambda pk: len(asked[pk].wanted_by) if asked[pk].fate == QuestionState.ANSWERED else -1)
        self.hall.do(self.desk, "question.move", room=self.event, question=pk, state=QuestionState.ON_SCREEN.value)

    def deal_with(self, asked: dict[str, Asked]) -> None:
        for pk, one in asked.items():
            if one.fate is not None:
                because = {"because": "repeated"} if one.fate == QuestionState.HIDDEN else {}
                said = {"room": self.event, "question": pk, "state": one.fate.value, **because}
                self.hall.do(self.desk, "question.move", **said)

    def hold_poll(self, line: Line, *, look: Callable[[], None]) -> None:
        """Written, opened, answered and closed; `look` while half of the hall has answered."""
        if line.poll is None:
            return
        poll = {"room": self.event, "poll": str(uuid4())}
        words = {"kind": PollKind.POLL.value, "text": line.poll.text, "choices": list(CHOICES)}
        self.hall.do(self.desk, "poll.save", **poll, **words)
        self.hall.do(self.desk, "poll.move", **poll, state=PollState.OPEN.value)
        self.hall.do(self.desk, "poll.show", **poll)
        chosen = list(line.poll.chosen.items())
        for half in (chosen[::2], chosen[1::2]):
            answers = [self.seats[who].do("poll.answer", **poll, chosen=[place]) for who, place in half]
            self.refused += self.hall.all_at_once(*answers)
            look()
        self.hall.do(self.desk, "poll.move", **poll, state=PollState.CLOSED.value)
        self.hall.do(self.desk, "poll.show", room=self.event, poll=None)

    def judge(self, line: Line) -> None:
        pitch = self.told["pitches"][line.number]
        for number, judge in enumerate(self.judges):
            if (number, line.number) in self.script.conflicts:
                continue
            points = self.script.sheets[number, line.number]
            seen = judge.get(f"/judging/{self.event}/")
            shown = applying(seen["criteria"], self.stage_of(pitch, seen))
            said = {
                "edition": 0,
                "is_abstained": points is None,
                "points": [{"criterion": one["id"], "value": points[place]} for place, one in shown] if points else [],
            }
            judge.put(f"/judging/{self.event}/sheets/{pitch}/", said)

    @staticmethod
    def stage_of(pitch: str, seen: dict[str, Any]) -> str:
        return next(str(one["stage"]) for one in seen["pitches"] if one["id"] == pitch)

    def end(self) -> None:
        path = f"/events/{self.event}/judging/state/"
        for state in ("closed", "revealed"):
            self.host.put(path, {"state": state})
        known = self.host.get(f"/events/{self.event}/")
        self.host.post(f"/events/{self.event}/end/", {"edition": known["edition"]})


def applying(criteria: list[dict[str, Any]], stage: str) -> list[tuple[int, dict[str, Any]]]:
    """Those that count for a pitch of a stage, each with its place in the whole rubric."""
    assert {one["most_points"] for one in criteria} == {MOST_POINTS}
    return [(place, one) for place, one in enumerate(criteria) if not one["stages"] or stage in one["stages"]]
