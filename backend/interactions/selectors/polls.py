"""What each audience of a room is told of its polls, from the rows."""

from typing import Literal, cast
from uuid import UUID

from backend.accounts.selectors import as_person
from backend.core.actors import Viewer
from backend.interactions.enums import POLLS_SHOWN, PollKind, PollState
from backend.interactions.models import Participant, Poll, PollAnswer
from backend.interactions.poll_state import (
    RoomDeskPoll,
    RoomDeskPollCount,
    RoomOwnAnswer,
    RoomPoll,
    RoomPollCount,
)
from backend.roadshows.models import Event


def count_row(poll: Poll) -> RoomPollCount:
    """Hidden until it is closed, unless its host shows it early: nobody votes with the crowd."""
    is_shown = poll.shows_early or poll.state != PollState.OPEN
    return RoomPollCount(voters=poll.voters, votes=tuple(poll.votes) if is_shown else None)


def desk_count_row(poll: Poll) -> RoomDeskPollCount:
    return RoomDeskPollCount(voters=poll.voters, votes=tuple(poll.votes))


def public_poll(poll: Poll) -> RoomPoll | None:
    """None of one that is not shown."""
    if poll.state not in POLLS_SHOWN or poll.opened_at is None:
        return None
    return RoomPoll(
        id=poll.pk,
        kind=PollKind(poll.kind),
        text=poll.text,
        choices=tuple(poll.choices),
        most=poll.most,
        state=cast(Literal["open", "closed"], poll.state),
        is_on_screen=poll.is_on_screen,
        right=tuple(poll.right) if poll.state == PollState.CLOSED else (),
        opened_at=poll.opened_at,
        **dict(count_row(poll)),
    )


def desk_poll(poll: Poll) -> RoomDeskPoll:
    return RoomDeskPoll(
        id=poll.pk,
        kind=PollKind(poll.kind),
        text=poll.text,
        choices=tuple(poll.choices),
        most=poll.most,
        shows_early=poll.shows_early,
        state=PollState(poll.state),
        is_on_screen=poll.is_on_screen,
        right=tuple(poll.right),
        created_at=poll.created_at,
        **dict(desk_count_row(poll)),
    )


def public_polls(event: Event) -> dict[UUID, RoomPoll]:
    rows = ((one.pk, public_poll(one)) for one in _polls_of(event))
    return {pk: row for pk, row in rows if row is not None}


def desk_polls(event: Event) -> dict[UUID, RoomDeskPoll]:
    return {one.pk: desk_poll(one) for one in _polls_of(event)}


def answers_of(participant: Participant) -> dict[UUID, RoomOwnAnswer]:
    rows = PollAnswer.objects.filter(participant=participant).order_by("pk")
    return {row.poll_id: RoomOwnAnswer(chosen=tuple(row.chosen)) for row in rows}


def own_answers(viewer: Viewer) -> list[PollAnswer]:
    """Of an account, at all events."""
    person = as_person(viewer)
    rows = PollAnswer.objects.select_related("poll__event").order_by("poll__created_at", "pk")
    return list(rows.filter(participant__person=person)) if person else []


def _polls_of(event: Event) -> list[Poll]:
    return list(Poll.objects.filter(event=event).order_by("created_at", "pk"))
