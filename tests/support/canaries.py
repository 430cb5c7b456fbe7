"""Words that nothing else says, and who may read each: what a walk over all that can be asked looks for."""

import hashlib
from dataclasses import dataclass, field

from django.db import models

from backend.accounts.models import User
from backend.roadshows.models import Event


def canary(label: str) -> str:
    """Fifteen consonants: no language folds them, and no two words begin alike."""
    digest = hashlib.sha256(label.encode()).digest()
    return "x" + "".join("bcdfghjkmnpqrtvwz"[byte % 17] for byte in digest[:14])


SECRET = canary("link")
NONSENSE = canary("nonsense")


@dataclass(slots=True)
class PrivateWorld:
    """`people` by role; `words` by canary word, each with the roles that may read it; `rows` for filling addresses."""

    people: dict[str, User | None] = field(default_factory=dict)
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    rows: list[models.Model] = field(default_factory=list)
    # A thing and the thing it stands under, for addresses of two parts.
    pairs: list[tuple[models.Model, models.Model]] = field(default_factory=list)

    def outsider_words(self, role: str) -> list[str]:
        """What this role may not read."""
        return [word for word, readers in self.words.items() if role not in readers]

    def ids(self, model: str | None = None) -> list[str]:
        """Of the rows of one model, by its lower-case name, or of all."""
        return [str(row.pk) for row in self.rows if model in (None, row._meta.model_name)]

    def event_codes(self) -> list[str]:
        return [row.code for row in self.rows if isinstance(row, Event)]

    def pair_ids(self) -> list[tuple[str, str]]:
        return [(str(one.pk), str(other.pk)) for one, other in self.pairs]
