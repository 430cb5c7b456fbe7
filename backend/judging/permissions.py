"""Who may run the judging of an event. A judge's own right is their link (`selectors.judges`)."""

from backend.core.permissions import Predicate, add_rule
from backend.roadshows.enums import EventState
from backend.roadshows.permissions import STEP_ROLES, in_states

RULE = "judging.run_judging"
# The same people who run the stage: before the evening, during it, and after it while results are read out.
RUNS_JUDGING: Predicate = STEP_ROLES["run_stage"]
_RUN_IN = in_states(EventState.DRAFT, EventState.UNDER_REVIEW, EventState.PUBLISHED, EventState.LIVE, EventState.ENDED)

add_rule(RULE, RUNS_JUDGING & _RUN_IN)
# Who may look may also do it, but an event that was called off stands still.
add_rule("judging.read_judging", RUNS_JUDGING)
