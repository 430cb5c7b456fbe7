"""A whole roadshow by its script, with a hall of guests who each hold a socket, judges, and a server that dies in the middle of it:
at its end every figure of the report is the one the script predicted, and everybody's room is the room as it is.
"""

import json
import re
import time
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.desk import Desk
from tests.journeys.people import PATIENCE
from tests.journeys.roadshow.calling import Caller, by_session
from tests.journeys.roadshow.evening import Evening, applying
from tests.journeys.roadshow.script import Coming, Line, Script
from tests.journeys.roadshow.seats import Seat, hall
from tests.support.results import is_full, record

PITCHES, JUDGES, GUESTS = (8, 3, 200) if is_full() else (3, 3, 24)
_BUILD = "from tests.journeys.roadshow.stage_set import build, Script; build(Script({}, {}, {}))"
# Those of the report that no script can know: moments, and what the host held before.
_UNWRITTEN = {"arrivals", "arrival_minutes"}


@pytest.mark.journey
@pytest.mark.rehearsal
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("desk", ["roadshow"], indirect=True)
def test_a_roadshow_ends_with_the_figures_its_script_predicted(desk: Desk) -> None:
    script = Script(PITCHES, JUDGES, GUESTS)
    told = json.loads(desk.product.manage("shell", "-c", _BUILD.format(PITCHES, JUDGES, GUESTS)).splitlines()[-1])
    with hall() as seats:
        evening = Evening(
            script, desk.product.url, told, _host(desk), seats, lambda who: desk.mail_to(who, r"\n(\d{6})\n")
        )
        evening.register()
        evening.name_judges()
        evening.open_the_door()
        evening.seat_everybody()
        evening.begin()
        pages = _Pages(desk, evening)
        for line in script.lines:
            _on_stage(desk, evening, pages, line)
        evening.end()
        handed_on = _until_handed_on(evening)
        _assert_as_predicted(desk, evening, handed_on)
    assert desk.barriers == []


def _host(desk: Desk) -> Caller:
    cookies = {one["name"]: one["value"] for one in desk.page_of("host").context.cookies()}
    return by_session(desk.product.url, cookies["session"])


class _Pages:
    """What people look at: each stays open all evening, and is looked at when its picture is taken."""

    def __init__(self, desk: Desk, evening: Evening) -> None:
        self._desk, self._evening = desk, evening
        room = f"/rooms/{evening.event}"
        self.control = desk.page_of("host")
        self.control.goto(f"{room}/remote")
        self.wall = desk.open_context().new_page()
        self.wall.set_viewport_size({"width": 1280, "height": 720})
        self.wall.goto(f"{room}/screen")
        self.phone = desk.open_context(phone=True).new_page()
        guest = next(one for one in evening.script.of(Coming.COMES) if not one.is_investor)
        self.phone.goto(f"{room}#ticket={evening.tickets[guest]['secret']}")
        self.judge = desk.open_context(phone=True, dark=True).new_page()
        self.judge.goto(evening.judge_links[1])
        self.speaker = desk.open_context(phone=True).new_page()

    def show(self, line: Line) -> None:
        """All of them have followed to the line, without being loaded anew."""
        for page in (self.wall, self.phone):
            expect(page.get_by_role("heading", name=line.title)).to_be_visible()
        expect(self.judge.get_by_role("heading", name=line.title)).to_be_visible()

    def pictures(self, line: Line) -> None:
        self.speaker.goto(self._evening.link_of(line.number))
        expect(self.speaker.get_by_text("演讲中")).to_be_visible()
        named = {
            "control-room": self.control,
            "hall-screen": self.wall,
            "audience-phone": self.phone,
            "judge-phone": self.judge,
            "speaker-page": self.speaker,
        }
        for name, page in named.items():
            self._desk.check(page, name)

    def poll(self, line: Line) -> None:
        assert line.poll is not None
        expect(self.wall.get_by_text(line.poll.text)).to_be_visible()


def _on_stage(desk: Desk, evening: Evening, pages: _Pages, line: Line) -> None:
    """In the middle of the evening the server dies while everybody asks, taps and marks."""
    evening.show(line)
    is_middle = line.number == PITCHES // 2

    def restart() -> None:
        if is_middle:
            time.sleep(0.2)
            desk.product.server.kill()
            desk.product.server.start()

    asked = evening.ask(line, meanwhile=restart)
    evening.put_on_screen(asked)
    pages.show(line)
    if is_middle:
        pages.pictures(line)
    evening.deal_with(asked)
    evening.hold_poll(line, look=lambda: pages.poll(line))
    evening.judge(line)


def _until_handed_on(evening: Evening) -> list[set[str]]:
    """What each company finds with its pitch of this evening, once what is left was handed on."""
    wanted = [line.handed_on for line in evening.script.lines]
    end = time.monotonic() + PATIENCE / 1000
    while True:
        found = [_handed_on(evening, line) for line in evening.script.lines]
        if found == wanted or time.monotonic() > end:
            return found
        time.sleep(0.5)


def _founder(evening: Evening, line: Line) -> Caller:
    return by_session(evening.url, evening.told["founders"][line.number])


def _handed_on(evening: Evening, line: Line) -> set[str]:
    pitch = evening.told["pitches"][line.number]
    rows = _founder(evening, line).get(f"/pitches/{pitch}/questions/?page_size=100")["results"]
    return {one["text"] for one in rows if one["event_id"] == evening.event}


def _marks(evening: Evening, line: Line) -> Counter[tuple[str, int]]:
    pitch = evening.told["pitches"][line.number]
    rows = _founder(evening, line).get(f"/pitches/{pitch}/interests/?page_size=100")["results"]
    return Counter((one["kind"], one["page"]) for one in rows if one["event_id"] == evening.event)


def _assert_as_predicted(desk: Desk, evening: Evening, handed_on: list[set[str]]) -> None:
    script, lines = evening.script, evening.script.lines
    report = evening.host.get(f"/events/{evening.event}/report/")["figures"]
    wanted, found = script.report(), {name: value for name, value in report.items() if name not in _UNWRITTEN}
    differing = _differences(wanted, found)
    came = sum(one["came"] for one in report["arrivals"])
    desk_now = evening.host.get(f"/events/{evening.event}/judging/")
    results = {one["pitch"]: one for one in desk_now["results"]}
    ranking = _ranking(evening, desk_now)
    marks = [_marks(evening, line) for line in lines]
    apart = _rooms_apart(evening)
    breaks = sum(seat.seen["breaks"] for seat in evening.seats.values())
    figures = {
        "Roadshow, figures of the report that differ": len(differing),
        "Roadshow, acts refused": len(evening.refused),
        "Roadshow, companies whose questions differ": sum(
            one != line.handed_on for one, line in zip(handed_on, lines, strict=True)
        ),
        "Roadshow, companies whose marks differ": sum(
            one != line.kept_marks for one, line in zip(marks, lines, strict=True)
        ),
        "Roadshow, rooms that differ from a fresh look": len(apart),
        "Roadshow, messages of another's feed": sum(seat.seen["foreign"] for seat in evening.seats.values()),
    }
    for name, value in figures.items():
        record(name, value=value, bound=0, unit="", passed=value == 0)
    assert differing == []
    assert evening.refused == []
    assert handed_on == [line.handed_on for line in lines]
    assert marks == [line.kept_marks for line in lines]
    assert apart == []
    assert set(figures.values()) == {0}
    assert came == len(script.of(Coming.COMES))
    assert {pitch: one["score"] for pitch, one in results.items()} == ranking
    # Everybody was there when the server died, and came back.
    assert breaks >= len(evening.seats)
    _assert_report_reads(desk, evening)


def _differences(wanted: Any, found: Any, where: str = "") -> list[str]:
    """Every leaf that is not the same, by its path."""
    if isinstance(wanted, dict) and isinstance(found, dict) and wanted.keys() == found.keys():
        return [line for key in wanted for line in _differences(wanted[key], found[key], f"{where}.{key}")]
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        pairs = enumerate(zip(wanted, found, strict=True))
        return [line for at, (one, other) in pairs for line in _differences(one, other, f"{where}[{at}]")]
    return [] if wanted == found else [f"{where}: predicted {wanted}, found {found}"]


def _ranking(evening: Evening, desk_now: dict[str, Any]) -> dict[str, float]:
    """The script's scores by pitch. Which criteria count depends on the stage the company is at."""
    pitches: list[str] = evening.told["pitches"]
    found = {}
    for number, pitch in enumerate(pitches):
        counting = {place for place, _ in applying(desk_now["criteria"], evening.stage_of(pitch, desk_now))}
        rubric = [(one["weight"], place in counting) for place, one in enumerate(desk_now["criteria"])]
        found[pitch] = float(round(evening.script.ranking(rubric)[number] * 100, 0) / Fraction(100))
    return found


def _rooms_apart(evening: Evening) -> list[str]:
    """Those whose room, made of what they heard, is not what they are shown when they come anew."""
    fresh = [Seat(one.caller, one.feeds, one.headers) for one in evening.seats.values()]
    evening.hall.take(*fresh)
    end = time.monotonic() + PATIENCE / 1000
    while True:
        pairs = zip(evening.seats.items(), fresh, strict=True)
        apart = [who.name for (who, one), other in pairs if _stands(one) != _stands(other)]
        if not apart or time.monotonic() > end:
            return apart
        time.sleep(0.5)


def _stands(seat: Seat) -> dict[str, Any]:
    return {feed: (place.epoch, place.seq, place.state) for feed, place in seat.places.items()}


def _assert_report_reads(desk: Desk, evening: Evening) -> None:
    page: Page = desk.page_of("host")
    page.goto(f"/org/events/{evening.event}/report")
    expect(page.get_by_role("img", name="报名到到场")).to_be_visible()
    expect(page.get_by_text(re.compile(re.escape(evening.script.lines[0].title))).first).to_be_visible()
    desk.check(page, "report")
