"""The two ways a search can fail, with stable codes the caller translates."""

from __future__ import annotations


class SearchError(Exception):
    """Base of everything this package raises on purpose."""

    def __init__(self, code: str, field: str = "", detail: str = "") -> None:
        super().__init__(f"{code}{f' ({field})' if field else ''}{f': {detail}' if detail else ''}")
        self.code = code
        self.field = field
        self.detail = detail


class SearchUnavailable(SearchError):
    """The engine cannot answer now; the caller shows the reduced mode. Nothing was changed."""


class SearchRejected(SearchError):
    """The question itself is not acceptable; `code` is stable, `field` names the part at fault."""
