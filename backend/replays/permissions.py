"""Who may put a replay together: the same people who ran the stage, once the evening is over."""

from backend.core.permissions import Predicate, add_rule
from backend.roadshows.enums import EventState
from backend.roadshows.permissions import STEP_ROLES, in_states

RULE = "replays.write_replay"
WRITES_REPLAY: Predicate = STEP_ROLES["run_stage"]

add_rule(RULE, WRITES_REPLAY & in_states(EventState.ENDED))
