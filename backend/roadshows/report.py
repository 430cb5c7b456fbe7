"""What an event came to, as plain figures that can be kept: no names, and nothing that needs another row to be read."""

from datetime import datetime
from uuid import UUID

from backend.core.money import Currency, Money
from backend.core.wire import Wire
from backend.roadshows.enums import GuestSource, ReportStep


class ReachedStep(Wire):
    """How many of those who registered came as far as this step."""

    step: ReportStep
    count: int


class Reached(Wire):
    """Of some of the guests, how many registered, had a place in the end, and came."""

    registered: int
    confirmed: int
    came: int

    @property
    def stayed_away(self) -> int:
        return self.confirmed - self.came

    @property
    def no_show_rate(self) -> float | None:
        """Of those who had a place the share that did not come; None where nobody had one."""
        return self.stayed_away / self.confirmed if self.confirmed else None


class KindReached(Reached):
    name: str
    name_en: str


class SourceReached(Reached):
    source: GuestSource


class Arrivals(Wire):
    """How many came in the minutes that begin at this moment."""

    at: datetime
    came: int


class Sums(Wire):
    """What was paid in one currency, and of it what went back."""

    currency: Currency
    orders: int
    paid_minor: int
    returned_minor: int
    returning_minor: int

    @property
    def paid(self) -> Money:
        return Money(self.paid_minor, self.currency)

    @property
    def returned(self) -> Money:
        return Money(self.returned_minor, self.currency)

    @property
    def returning(self) -> Money:
        return Money(self.returning_minor, self.currency)

    @property
    def net(self) -> Money:
        return Money(self.paid_minor - self.returned_minor - self.returning_minor, self.currency)


class Waited(Wire):
    """How many waited for a place, and what became of it."""

    joined: int
    accepted: int
    declined: int
    expired: int
    left: int
    in_vain: int


class LineReceived(Wire):
    """How the room received one line of the evening; without a title what came while nothing was on stage."""

    title: str
    title_en: str
    questions: int
    answered: int
    reactions: int


class ChoiceMade(Wire):
    text: str
    votes: int


class PollHeld(Wire):
    text: str
    voters: int
    choices: list[ChoiceMade]


class RoomFigures(Wire):
    """What the audience did in the room, by line in their order, and what it was asked."""

    lines: list[LineReceived]
    polls: list[PollHeld]


class Report(Wire):
    """All figures of one event that is over."""

    whole: Reached
    steps: list[ReachedStep]
    kinds: list[KindReached]
    sources: list[SourceReached]
    arrivals: list[Arrivals]
    arrival_minutes: int
    sums: list[Sums]
    waited: Waited | None
    # None where nobody did anything there, and of what was kept before rooms had figures.
    room: RoomFigures | None = None


class EventBefore(Wire):
    """The host's last event before this one, to compare with."""

    id: UUID
    title: str
    title_en: str
    starts_at: datetime
    whole: Reached
