"""Refusals of replays."""

from backend.core.errors import Conflict, Invalid, NotFound
from backend.core.languages import text


class ReplayUnknown(NotFound):
    """There is none, or it is not open to the viewer: one answer for both."""

    code = "replays.not_found"
    message = text("这场活动没有可观看的回放。", "There is no replay of this event.")


class ReplayNotYet(Conflict):
    """The evening has just ended, and what was said is being put together; only for who may write the replay."""

    code = "replays.not_yet"
    message = text("正在整理回放，马上就好。", "The replay is being put together. It will be here in a moment.")


class NothingToReplay(Conflict):
    """The event was never on, or what its room said is kept no more."""

    code = "replays.nothing_to_replay"
    message = text("现场没有留下可回放的记录。", "The room left nothing that could be replayed.")


class BadRecording(Invalid):
    code = "replays.bad_recording"
    message = text(
        "录像地址需为 https 链接，且录像起点应在活动前后一天之内。",
        "A recording has an https address, and begins within a day of the event.",
    )
