"""One criterion as its host writes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """`id` of one that stands already; `stages` empty for pitches of every stage."""

    name: str
    name_en: str = ""
    anchors: str = ""
    anchors_en: str = ""
    stages: Sequence[str] = ()
    weight: int = 1
    most_points: int = 10
    is_required: bool = True
    id: UUID | None = None
