"""The whole of what each audience of a room is told, from the rows."""

from backend.interactions.models import Participant
from backend.interactions.room_state import RoomAudienceState, RoomBackstageState, RoomParticipantState
from backend.interactions.selectors.announcements import standing
from backend.interactions.selectors.interests import marks_of
from backend.interactions.selectors.participants import rules_of
from backend.interactions.selectors.polls import answers_of, desk_polls, public_polls
from backend.interactions.selectors.questions import (
    counts_of,
    desk_questions,
    own_questions,
    rules_row,
    shown_questions,
    votes_of,
)
from backend.roadshows.models import Event


def audience_state(event: Event) -> RoomAudienceState:
    return RoomAudienceState(
        takes_questions=rules_of(event).takes_questions,
        counts=counts_of(event),
        questions=shown_questions(event),
        polls=public_polls(event),
        announcements=standing(event),
    )


def backstage_state(event: Event) -> RoomBackstageState:
    return RoomBackstageState(
        rules=rules_row(rules_of(event)), desk=desk_questions(event), desk_polls=desk_polls(event)
    )


def participant_state(participant: Participant) -> RoomParticipantState:
    return RoomParticipantState(
        is_muted=participant.muted_at is not None,
        marks=marks_of(participant),
        mine=own_questions(participant),
        voted=votes_of(participant),
        answers=answers_of(participant),
    )
