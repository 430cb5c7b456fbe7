"""Which questions somebody is asked, and whether what they say is an answer: plain reckoning, no database.

The form on the page reckons the same (`shared/asking.ts`; one table tests both).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from uuid import UUID

from backend.roadshows.enums import NO, YES, QuestionKind

ONE_LINE, LONGEST_TEXT = 200, 2000
# Enough for any count or amount; more digits are a slip of the hand.
_MOST_DIGITS = 20

Given = Mapping[UUID, Sequence[str]]


class Wrong(StrEnum):
    """Why something said is no answer."""

    NEEDED = "needed"
    NOT_AN_OPTION = "not_an_option"
    ONE_ALONE = "one_alone"
    TOO_LONG = "too_long"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DATE = "not_a_date"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, as far as reckoning needs it."""

    id: UUID
    kind: str
    is_required: bool = False
    options: tuple[str, ...] = ()
    shown_if: UUID | None = None
    shown_if_values: frozenset[str] = frozenset()


@dataclass(slots=True)
class Reading:
    """What was said to the questions that are shown, each answer in one spelling; and to which of them it is none."""

    answers: dict[UUID, tuple[str, ...]] = field(default_factory=dict)
    wrong: dict[UUID, Wrong] = field(default_factory=dict)


def read(questions: Sequence[Asked], given: Given) -> Reading:
    """Question by question in their order. What is said to a question that is not shown is passed over."""
    reading = Reading()
    for question in questions:
        if not is_shown(question, reading.answers):
            continue
        said = answer_of(question, [one.strip() for one in given.get(question.id, ()) if one.strip()])
        if isinstance(said, Wrong):
            reading.wrong[question.id] = said
        elif said:
            reading.answers[question.id] = said
    return reading


def is_shown(question: Asked, answers: Given) -> bool:
    """Always, or where the question it depends on, which stands before it, has one of the answers named."""
    if question.shown_if is None:
        return True
    return not question.shown_if_values.isdisjoint(answers.get(question.shown_if, ()))


def answer_of(question: Asked, said: Sequence[str]) -> tuple[str, ...] | Wrong:
    """What was said, in one spelling, blank where nothing was; or why it is no answer."""
    if not said:
        return Wrong.NEEDED if question.is_required else ()
    if question.kind == QuestionKind.CHOICES:
        chosen = tuple(one for one in question.options if one in said)
        return chosen if set(said) <= set(chosen) else Wrong.NOT_AN_OPTION
    if len(said) > 1:
        return Wrong.ONE_ALONE
    return _one(question, said[0])


def _one(question: Asked, said: str) -> tuple[str] | Wrong:
    match question.kind:
        case QuestionKind.CHOICE:
            return (said,) if said in question.options else Wrong.NOT_AN_OPTION
        case QuestionKind.YES_NO:
            return (said,) if said in (YES, NO) else Wrong.NOT_AN_OPTION
        case QuestionKind.NUMBER:
            return _number(said)
        case QuestionKind.DATE:
            return _day(said)
        case QuestionKind.SHORT_TEXT:
            line = " ".join(said.split())
            return (line,) if len(line) <= ONE_LINE else Wrong.TOO_LONG
    return (said,) if len(said) <= LONGEST_TEXT else Wrong.TOO_LONG


def _number(said: str) -> tuple[str] | Wrong:
    """Without a power of ten and without noughts that say nothing."""
    if len(said) > _MOST_DIGITS or not said.isascii() or not said.lstrip("+-").replace(".", "", 1).isdigit():
        return Wrong.NOT_A_NUMBER
    try:
        number = Decimal(said)
    except InvalidOperation:
        return Wrong.NOT_A_NUMBER
    return (f"{number.normalize() + 0:f}",)


def _day(said: str) -> tuple[str] | Wrong:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return Wrong.NOT_A_DATE
    # Other spellings of the standard are no days of a calendar field.
    return (said,) if day.isoformat() == said else Wrong.NOT_A_DATE
