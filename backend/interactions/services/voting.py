"""Answering what a host asks the whole room."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.core.actors import Actor
from backend.core.errors import DomainError
from backend.interactions.enums import PollState
from backend.interactions.errors import BadChoice, PollClosed, PollUnknown
from backend.interactions.models import Participant, Poll, PollAnswer
from backend.interactions.services import telling
from backend.interactions.services.holding import TAKEN_IN, hold_participants
from backend.roadshows.models import Event

# Of which poll, and whose.
Place = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody chooses of a poll."""

    actor: Actor
    poll_id: UUID
    chosen: Sequence[int]


def set_answer(*, actor: Actor, event_id: UUID, poll_id: UUID, chosen: Sequence[int], now: datetime) -> Poll:
    """Choose these, and nothing else any more; nothing at all takes the answer back. Said twice it is once.

    Raises NotInTheRoom, Muted, PollUnknown, PollClosed, BadChoice.
    """
    outcome = set_answers(event_id=event_id, answers=[Answer(actor, poll_id, chosen)], now=now)[0]
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


@transaction.atomic
def set_answers(*, event_id: UUID, answers: Sequence[Answer], now: datetime) -> list[Poll | DomainError]:
    """Those of many, in the order they came; for each what `set_answer` returns, or the refusal it raises."""
    event, voters = hold_participants([one.actor for one in answers], event_id)
    if event is None:
        return [one for one in voters if isinstance(one, DomainError)]
    there = {one.pk: one for one in voters if isinstance(one, Participant)}
    polls = _hold_polls(event, answers)
    rows = {
        (one.poll_id, one.participant_id): one
        for one in PollAnswer.objects.filter(poll__in=list(polls), participant__in=list(there))
    }
    chosen = {place: one.chosen for place, one in rows.items()}
    outcomes = [
        voter if isinstance(voter, DomainError) else _count(event, polls.get(answer.poll_id), voter, answer, chosen)
        for answer, voter in zip(answers, voters, strict=True)
    ]
    changed = {
        place: wanted for place, wanted in chosen.items() if wanted != (rows[place].chosen if place in rows else [])
    }
    if changed:
        _keep(rows, changed)
        counted = [polls[pk] for pk in sorted({poll_id for poll_id, _ in changed})]
        for poll in counted:
            poll.updated_at = now
        Poll.objects.bulk_update(counted, ["votes", "voters", "updated_at"])
        own = defaultdict[UUID, dict[UUID, Sequence[int]]](dict)
        for (poll_id, voter_id), wanted in changed.items():
            own[voter_id][poll_id] = wanted
        told = [telling.own_answers(there[pk], wanted) for pk, wanted in own.items()]
        telling.polls_answered(event, counted, told, now=now)
    return outcomes


def _hold_polls(event: Event, answers: Sequence[Answer]) -> dict[UUID, Poll]:
    """In one order, so that two who hold several never wait for each other in a ring."""
    asked = {one.poll_id for one in answers}
    rows = Poll.objects.select_for_update(no_key=True).filter(pk__in=asked, event=event).order_by("pk")
    return {one.pk: one for one in rows}


def _count(
    event: Event, poll: Poll | None, voter: Participant, answer: Answer, chosen: dict[Place, list[int]]
) -> Poll | DomainError:
    """In the poll and in what each has chosen so far."""
    if poll is None or poll.state in (PollState.DRAFT, PollState.ARCHIVED):
        return PollUnknown()
    if poll.state != PollState.OPEN or event.state not in TAKEN_IN:
        return PollClosed()
    wanted = sorted(set(answer.chosen))
    if len(wanted) > poll.most or any(not 0 <= one < len(poll.choices) for one in wanted):
        return BadChoice()
    place = poll.pk, voter.pk
    before = chosen.get(place, [])
    poll.votes = [votes + (one in wanted) - (one in before) for one, votes in enumerate(poll.votes)]
    poll.voters += bool(wanted) - bool(before)
    chosen[place] = wanted
    return poll


def _keep(rows: dict[Place, PollAnswer], changed: dict[Place, list[int]]) -> None:
    gone = [rows[place].pk for place, wanted in changed.items() if not wanted]
    if gone:
        PollAnswer.objects.filter(pk__in=gone).delete()
    PollAnswer.objects.bulk_create(
        [
            PollAnswer(poll_id=poll_id, participant_id=voter_id, chosen=wanted)
            for (poll_id, voter_id), wanted in changed.items()
            if wanted
        ],
        update_conflicts=True,
        unique_fields=["poll", "participant"],
        update_fields=["chosen"],
    )
