"""What comes back: plain dataclasses. A hit is unvalidated until the caller has read it again from the database."""

from __future__ import annotations

from dataclasses import dataclass

from search.understanding import Understood


@dataclass(frozen=True, slots=True)
class Highlight:
    """A piece of plain text and the half-open spans of it that were matched; no markup, so nothing to escape."""

    field: str
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class UnvalidatedHit:
    """An id the index offers. The database decides whether the viewer gets to see it."""

    id: str
    version: int
    score: float | None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet and how many of the viewer's own results carry it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page. `total` counts only what the scope allows; `total_is_exact` is false above the counting limit."""

    hits: tuple[UnvalidatedHit, ...]
    total: int
    total_is_exact: bool
    cursor: str
    understood: Understood
