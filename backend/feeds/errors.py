"""Refusals of feeds."""

from backend.core.errors import NotFound
from backend.core.languages import text


class FeedNotFound(NotFound):
    """There is no such feed, or the viewer may not read it: one answer for both."""

    code = "feeds.not_found"
    message = text("没有找到这个房间的动态。", "There is no such room feed.")
