"""Saying in the room what changed of its questions and polls: to all who may know, in one go, in the transaction of the change."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from backend.core.wire import Wire
from backend.feeds import services as feeds
from backend.feeds.enums import Audience
from backend.feeds.names import FeedName
from backend.feeds.services import Change
from backend.interactions.enums import SHOWN
from backend.interactions.models import Participant, Poll, Question, RoomRules
from backend.interactions.poll_state import (
    AnswerRows,
    AnswersPayload,
    DeskPollChanged,
    DeskPollCounted,
    DeskPollRows,
    DeskPollsPayload,
    OwnAnswered,
    PollChanged,
    PollCounted,
    PollRows,
    PollsPayload,
    RoomOwnAnswer,
)
from backend.interactions.room_state import (
    AudienceEvent,
    BackstageEvent,
    DeskChanged,
    DeskPayload,
    DeskRows,
    MovedPayload,
    OwnChanged,
    OwnPayload,
    OwnRows,
    OwnVoted,
    ParticipantEvent,
    QuestionMoved,
    QuestionRows,
    QuestionVoted,
    RoomQuestionVotes,
    RulesPayload,
    RulesSet,
    VotedPayload,
    VotedRows,
    VoteRows,
    VotesPayload,
)
from backend.interactions.selectors.polls import count_row, desk_count_row, desk_poll, public_poll
from backend.interactions.selectors.questions import counts_of, desk_row, own_row, public_row, rules_row
from backend.roadshows.models import Event
from backend.roadshows.rooms import KIND, organizers_feed, public_feed


def feed_of(participant: Participant) -> FeedName:
    return FeedName(KIND, participant.event_id, Audience.PERSON, participant.pk)


def to_all(event: Event, told: AudienceEvent) -> Change:
    return _change(public_feed(event.pk), told)


def to_desk(event: Event, told: BackstageEvent) -> Change:
    return _change(organizers_feed(event.pk), told)


def to_one(participant: Participant, told: ParticipantEvent) -> Change:
    return _change(feed_of(participant), told)


def _change(feed: FeedName, told: AudienceEvent | BackstageEvent | ParticipantEvent) -> Change:
    payload: Wire = told.payload
    return Change(feed, told.type, payload.plain())


def questions_moved(
    event: Event, moved: Mapping[UUID, Question], shown_before: Collection[UUID], *, now: datetime
) -> None:
    """They came, or their states changed. Of one it never read the public hears only that the counts changed."""
    rows = moved.values()
    shown = {
        one.pk: public_row(one) if one.state in SHOWN else None
        for one in rows
        if one.state in SHOWN or one.pk in shown_before
    }
    public = MovedPayload(rows=QuestionRows(questions=shown), counts=counts_of(event))
    desk = DeskPayload(rows=DeskRows(desk={one.pk: desk_row(one) for one in rows}))
    own = [
        to_one(one.participant, OwnChanged(payload=OwnPayload(rows=OwnRows(mine={one.pk: own_row(one)}))))
        for one in rows
    ]
    feeds.append(
        [to_all(event, QuestionMoved(payload=public)), to_desk(event, DeskChanged(payload=desk)), *own], now=now
    )


def voted(event: Event, votes: dict[UUID, int], own: Iterable[Change], *, now: datetime) -> None:
    counts: dict[UUID, RoomQuestionVotes | None] = {pk: RoomQuestionVotes(votes=one) for pk, one in votes.items()}
    rows = VoteRows(questions=counts)
    tally = replace(to_all(event, QuestionVoted(payload=VotesPayload(rows=rows))), is_tally=True)
    feeds.append([tally, *own], now=now)


def own_votes(who: Participant, voted: dict[UUID, Literal[True] | None]) -> Change:
    return to_one(who, OwnVoted(payload=VotedPayload(rows=VotedRows(voted=voted))))


def rules_set(rules: RoomRules) -> RulesSet:
    return RulesSet(payload=RulesPayload(rules=rules_row(rules)))


def poll_on_desk(event: Event, polls: Iterable[Poll]) -> Change:
    rows = DeskPollRows(desk_polls={one.pk: desk_poll(one) for one in polls})
    return to_desk(event, DeskPollChanged(payload=DeskPollsPayload(rows=rows)))


def poll_off_desk(event: Event, poll_id: UUID) -> Change:
    return to_desk(event, DeskPollChanged(payload=DeskPollsPayload(rows=DeskPollRows(desk_polls={poll_id: None}))))


def polls_moved(event: Event, polls: Iterable[Poll], *, now: datetime) -> None:
    polls = list(polls)
    rows = PollRows(polls={one.pk: public_poll(one) for one in polls})
    feeds.append([to_all(event, PollChanged(payload=PollsPayload(rows=rows))), poll_on_desk(event, polls)], now=now)


def polls_answered(event: Event, polls: Iterable[Poll], own: Iterable[Change], *, now: datetime) -> None:
    """Everybody hears how many answered; what they chose only where the result is shown early."""
    polls = list(polls)
    public = PollCounted(payload=PollsPayload(rows=PollRows(polls={one.pk: count_row(one) for one in polls})))
    rows = DeskPollRows(desk_polls={one.pk: desk_count_row(one) for one in polls})
    desk = DeskPollCounted(payload=DeskPollsPayload(rows=rows))
    tallies = [replace(one, is_tally=True) for one in (to_all(event, public), to_desk(event, desk))]
    feeds.append([*tallies, *own], now=now)


def own_answers(who: Participant, chosen: Mapping[UUID, Sequence[int]]) -> Change:
    """By the poll; nothing chosen is no answer."""
    rows = {pk: RoomOwnAnswer(chosen=tuple(places)) if places else None for pk, places in chosen.items()}
    return to_one(who, OwnAnswered(payload=AnswersPayload(rows=AnswerRows(answers=rows))))
