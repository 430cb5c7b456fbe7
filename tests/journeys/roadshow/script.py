"""What everybody does on an evening, written before it begins, and what its report must therefore say. Pure: the same seed is the
same evening.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from random import Random
from typing import Any

from backend.interactions.enums import InterestKind, QuestionState, ReactionKind

OPEN_KIND, ASKED_KIND = "观众票", "投资人票"
CHOICES = ("样机演示", "客户名单", "财务预测")
MOST_POINTS = 10


class Coming(StrEnum):
    """How far somebody who wants a ticket comes."""

    REFUSED = "refused"
    CANCELS = "cancels"
    STAYS_AWAY = "stays away"
    COMES = "comes"


@dataclass(frozen=True, slots=True)
class Guest:
    """Investors have an account, a verified firm, and a ticket that the host must approve. `number` counts from 0."""

    number: int
    is_investor: bool
    coming: Coming

    @property
    def name(self) -> str:
        return f"{'投资人' if self.is_investor else '来宾'}{self.number + 1:03}"

    @property
    def contact(self) -> str:
        return f"roadshow-guest-{self.number + 1}@example.com"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, who wants to hear the answer too, and what the host does with it: nothing for those left to the end."""

    by: Guest
    words: str
    wanted_by: tuple[Guest, ...]
    fate: QuestionState | None


@dataclass(frozen=True, slots=True)
class Answered:
    text: str
    chosen: dict[Guest, int]


@dataclass(frozen=True, slots=True)
class Line:
    """What happens while one company is on stage."""

    number: int
    questions: tuple[Asked, ...]
    taps: tuple[tuple[Guest, ReactionKind], ...]
    marks: tuple[tuple[Guest, InterestKind], ...]
    # Of those who marked, who take it back.
    withdrawn: frozenset[Guest]
    page: int
    poll: Answered | None

    @property
    def title(self) -> str:
        return f"第 {self.number + 1} 家路演"

    @property
    def kept_marks(self) -> Counter[tuple[str, int]]:
        """Of what kind, and of which page."""
        return Counter((kind.value, self.page) for guest, kind in self.marks if guest not in self.withdrawn)

    @property
    def handed_on(self) -> set[str]:
        """The words of those questions that the company finds with its pitch: of the host's own doing, or left at the end."""
        return {one.words for one in self.questions if one.fate in (None, QuestionState.DEFERRED)}


# Points by criterion, in the rubric's order; none for who abstains.
Sheet = tuple[int, ...] | None


@dataclass
class Script:
    """An evening of so many companies, judges and guests."""

    pitches: int
    judges: int
    guests: int
    seed: int = 20261130
    cast: list[Guest] = field(init=False)
    lines: list[Line] = field(init=False)
    conflicts: set[tuple[int, int]] = field(init=False)
    sheets: dict[tuple[int, int], Sheet] = field(init=False)

    def __post_init__(self) -> None:
        by_chance = Random(self.seed)
        self.cast = _cast(self.guests)
        here = [one for one in self.cast if one.coming == Coming.COMES]
        self.lines = [_line(number, here, by_chance) for number in range(self.pitches)]
        # The first judge sits on the board of the first company, and the last one came too late for the last.
        self.conflicts = {(0, 0)}
        self.sheets = {
            (judge, pitch): None if (judge, pitch) == (self.judges - 1, self.pitches - 1) else _points(by_chance)
            for judge in range(self.judges)
            for pitch in range(self.pitches)
            if (judge, pitch) not in self.conflicts
        }

    def of(self, *coming: Coming) -> list[Guest]:
        return [one for one in self.cast if one.coming in coming]

    def report(self) -> dict[str, Any]:
        """The report's figures, but for when people came and what the host's event before this one was."""
        asked = {one.by for line in self.lines for one in line.questions}
        tapped = {guest for line in self.lines for guest, _ in line.marks if guest not in line.withdrawn}
        steps = (
            ("registered", len(self.cast)),
            ("approved", len(self.cast) - len(self.of(Coming.REFUSED))),
            ("confirmed", len(self.of(Coming.STAYS_AWAY, Coming.COMES))),
            ("came", len(self.of(Coming.COMES))),
            ("asked", len(asked)),
            ("tapped", len(tapped)),
        )
        investors, others = ([one for one in self.cast if one.is_investor is way] for way in (True, False))
        return {
            "whole": _reached(self.cast),
            "steps": [{"step": step, "count": count} for step, count in steps],
            "kinds": [
                {"name": OPEN_KIND, "name_en": "", **_reached(others)},
                {"name": ASKED_KIND, "name_en": "", **_reached(investors)},
            ],
            "sources": [
                {"source": "account", **_reached(investors)},
                {"source": "guest", **_reached(others)},
            ],
            "sums": [],
            "waited": None,
            "room": {"lines": [_received(one) for one in self.lines], "polls": [*map(_held, self._polls())]},
        }

    def _polls(self) -> list[Answered]:
        return [line.poll for line in self.lines if line.poll]

    def ranking(self, rubric: Sequence[tuple[int, bool]]) -> dict[int, Fraction]:
        """The mean score of each pitch of those who judged it, of 100. `rubric` is weight and whether it counts for these pitches."""
        found: dict[int, list[Fraction]] = {}
        for (_, pitch), points in self.sheets.items():
            if points is not None:
                counted = [(given, weight) for given, (weight, counts) in zip(points, rubric, strict=True) if counts]
                weights = sum(weight for _, weight in counted)
                value = sum((Fraction(given * weight, MOST_POINTS) for given, weight in counted), Fraction())
                found.setdefault(pitch, []).append(value * 100 / weights)
        return {pitch: sum(values, Fraction()) / len(values) for pitch, values in found.items()}


def _cast(count: int) -> list[Guest]:
    """One in eight is an investor. Of ten guests one gives the ticket back and one stays away; of investors one in five is refused."""
    cast = []
    for number in range(count):
        is_investor = number % 8 == 3
        if is_investor:
            coming = Coming.REFUSED if number // 8 % 5 == 1 else Coming.COMES
        else:
            coming = {4: Coming.CANCELS, 9: Coming.STAYS_AWAY}.get(number % 10, Coming.COMES)
        cast.append(Guest(number, is_investor, coming))
    return cast


_FATES = (QuestionState.ANSWERED, QuestionState.HIDDEN, QuestionState.DEFERRED, None, QuestionState.ANSWERED)


def _line(number: int, here: list[Guest], by_chance: Random) -> Line:
    """One in eight asks, whoever is there wants some of the answers and taps, and half of the investors let the company know."""
    askers = by_chance.sample(here, max(len(_FATES), len(here) // 8))
    investors = [one for one in here if one.is_investor]
    marks = tuple((one, by_chance.choice(list(InterestKind))) for one in investors if by_chance.random() < 0.6)
    questions = tuple(
        Asked(
            by=who,
            words=f"第 {number + 1} 场第 {place + 1} 问：{who.name}想了解交付周期",
            wanted_by=tuple(one for one in by_chance.sample(here, len(here) // 6) if one is not who),
            fate=_FATES[place % len(_FATES)],
        )
        for place, who in enumerate(askers)
    )
    return Line(
        number=number,
        questions=questions,
        taps=tuple((who, by_chance.choice(list(ReactionKind))) for who in here for _ in range(by_chance.randint(0, 3))),
        marks=marks,
        withdrawn=frozenset(who for who, _ in marks if by_chance.random() < 0.2),
        page=by_chance.randint(1, 2),
        poll=_poll(number, here, by_chance) if number % 2 else None,
    )


def _poll(number: int, here: list[Guest], by_chance: Random) -> Answered:
    voters = [one for one in here if by_chance.random() < 0.8]
    return Answered(f"第 {number + 1} 场最想看什么？", {one: by_chance.randrange(len(CHOICES)) for one in voters})


def _points(by_chance: Random) -> tuple[int, ...]:
    # As many as the street's rubric has criteria; one that is for another stage is left out when it is sent.
    return tuple(by_chance.randint(2, MOST_POINTS) for _ in range(6))


def _reached(guests: Sequence[Guest]) -> dict[str, Any]:
    ways = Counter(one.coming for one in guests)
    confirmed, came = ways[Coming.STAYS_AWAY] + ways[Coming.COMES], ways[Coming.COMES]
    return {
        "registered": len(guests),
        "confirmed": confirmed,
        "came": came,
        "stayed_away": confirmed - came,
        "no_show_rate": (confirmed - came) / confirmed,
    }


def _received(line: Line) -> dict[str, Any]:
    answered = sum(one.fate == QuestionState.ANSWERED for one in line.questions)
    return {
        "title": line.title,
        "title_en": "",
        "questions": len(line.questions),
        "answered": answered,
        "reactions": len(line.taps),
    }


def _held(poll: Answered) -> dict[str, Any]:
    votes = Counter(poll.chosen.values())
    return {
        "text": poll.text,
        "voters": len(poll.chosen),
        "choices": [{"text": text, "votes": votes[place]} for place, text in enumerate(CHOICES)],
    }
