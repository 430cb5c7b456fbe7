"""Answering what a host asks the whole room."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.core.actors import Actor
from backend.interactions.enums import PollState
from backend.interactions.errors import BadChoice, PollClosed, PollUnknown
from backend.interactions.models import Poll, PollAnswer
from backend.interactions.services import telling
from backend.interactions.services.holding import TAKEN_IN, hold_participant


@transaction.atomic
def set_answer(*, actor: Actor, event_id: UUID, poll_id: UUID, chosen: Sequence[int], now: datetime) -> Poll:
    """Choose these, and nothing else any more; nothing at all takes the answer back. Said twice it is once.

    Raises NotInTheRoom, Muted, PollUnknown, PollClosed, BadChoice.
    """
    event, who = hold_participant(actor, event_id)
    poll = Poll.objects.select_for_update(no_key=True).filter(pk=poll_id, event=event).first()
    if poll is None or poll.state in (PollState.DRAFT, PollState.ARCHIVED):
        raise PollUnknown
    if poll.state != PollState.OPEN or event.state not in TAKEN_IN:
        raise PollClosed
    wanted = sorted(set(chosen))
    if len(wanted) > poll.most or any(not 0 <= one < len(poll.choices) for one in wanted):
        raise BadChoice
    answer = PollAnswer.objects.filter(poll=poll, participant=who).first()
    before = answer.chosen if answer else []
    if before == wanted:
        return poll
    _keep(answer or PollAnswer(poll=poll, participant=who), wanted)
    poll.votes = [votes + (place in wanted) - (place in before) for place, votes in enumerate(poll.votes)]
    poll.voters += bool(wanted) - bool(before)
    poll.save(update_fields=["votes", "voters", "updated_at"])
    telling.poll_answered(event, poll, who, wanted, now=now)
    return poll


def _keep(answer: PollAnswer, wanted: list[int]) -> None:
    if wanted:
        answer.chosen = wanted
        answer.save()
    else:
        answer.delete()
