"""What the audience did in the room, for the report of an event: by line, and by what it was asked. No names."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from backend.interactions.enums import PollState, QuestionState
from backend.interactions.models import Poll, Question, ReactionCount
from backend.roadshows.models import Event, ReleasedItem
from backend.roadshows.report import ChoiceMade, LineReceived, PollHeld, RoomFigures
from backend.roadshows.selectors.report import set_room_reader

# By line; none stands for whatever came while nothing was on stage.
Counts = Mapping[UUID | None, int]


def room_of(event: Event) -> RoomFigures | None:
    """None where nobody asked, tapped or was asked anything."""
    titles = _titles(event)
    asked, answered, reactions = (_by_line(one, titles) for one in _counted(event))
    lines = [
        LineReceived(
            title=title,
            title_en=title_en,
            questions=asked[line],
            answered=answered[line],
            reactions=reactions[line],
        )
        for line, (title, title_en) in titles.items()
        if asked[line] or reactions[line]
    ]
    polls = _polls(event)
    return RoomFigures(lines=lines, polls=polls) if lines or polls else None


def _titles(event: Event) -> dict[UUID | None, tuple[str, str]]:
    """Of every line that ever went out, by the last version that had it, in their order; nothing on stage comes last."""
    rows = ReleasedItem.objects.filter(release__event=event).order_by("release__number")
    named = {row.line: row for row in rows}
    in_order = sorted(named.values(), key=lambda row: row.position)
    return {**{row.line: (row.title, row.title_en) for row in in_order}, None: ("", "")}


def _counted(event: Event) -> tuple[Counter[UUID | None], Counter[UUID | None], Counter[UUID | None]]:
    questions = list(Question.objects.filter(event=event).values_list("line_id", "state"))
    reactions = Counter[UUID | None]()
    for line, count in ReactionCount.objects.filter(event=event).values_list("line_id", "count"):
        reactions[line] += count
    is_answered = QuestionState.ANSWERED
    return (
        Counter(line for line, _ in questions),
        Counter(line for line, state in questions if state == is_answered),
        reactions,
    )


def _by_line(counts: Counts, known: Mapping[UUID | None, object]) -> Counter[UUID | None]:
    """What belongs to a line that no version has is no less counted."""
    found = Counter[UUID | None]()
    for line, count in counts.items():
        found[line if line in known else None] += count
    return found


def _polls(event: Event) -> list[PollHeld]:
    rows = Poll.objects.filter(event=event).exclude(state=PollState.DRAFT).order_by("opened_at", "pk")
    return [
        PollHeld(
            text=row.text,
            voters=row.voters,
            choices=[ChoiceMade(text=text, votes=votes) for text, votes in zip(row.choices, row.votes, strict=True)],
        )
        for row in rows
    ]


set_room_reader(room_of)
