"""Who may do what in a room."""

from backend.core.permissions import Predicate, add_rule
from backend.organizations.permissions import is_member
from backend.roadshows.enums import EventState
from backend.roadshows.permissions import STEP_ROLES, in_states

# The same people who run the stage, before the evening and after it too: a late question is still answered.
RUNS_ROOM: Predicate = STEP_ROLES["run_stage"]
_RUN_IN = in_states(EventState.PUBLISHED, EventState.LIVE, EventState.ENDED)

add_rule("interactions.run_room", RUNS_ROOM & _RUN_IN)
# Of a pitch: what investors let its company know is its own.
add_rule("interactions.read_interest", is_member)
add_rule("interactions.answer_question", is_member)
