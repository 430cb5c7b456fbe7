"""Refusals of rehearsals."""

from backend.core.errors import Conflict
from backend.core.languages import text


class NothingToRehearse(Conflict):
    """The evening is on, over, or called off."""

    code = "rehearsals.nothing_to_rehearse"
    message = text("活动已开始或已结束，不能再彩排。", "The event has begun or is over. There is nothing to rehearse.")
