"""Who may rehearse: the same people who run the stage, until the evening begins."""

from backend.core.permissions import Predicate, add_rule
from backend.roadshows.enums import EventState
from backend.roadshows.permissions import STEP_ROLES, in_states

RULE = "rehearsals.rehearse"
REHEARSES: Predicate = STEP_ROLES["run_stage"]

add_rule(RULE, REHEARSES & in_states(EventState.DRAFT, EventState.UNDER_REVIEW, EventState.PUBLISHED))
