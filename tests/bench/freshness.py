"""How long after its commit a change can be found, while many are made each second."""

import threading
import time
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, transaction

from backend.core import outbox
from backend.deals.events import PitchChanged
from backend.deals.models import Pitch
from backend.matching import engine as engines
from search.engine import Engine
from search.records import ObjectKind

_LOOK_S = 0.02
# Looked for at once; more wait only when indexing has fallen far behind.
_MOST = 1_000


@dataclass(slots=True)
class Fresh:
    """By the word that each change wrote: when it was committed, and how much later it was found."""

    committed: dict[str, float] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def pending(self) -> list[str]:
        return [word for word in list(self.committed) if word not in self.seconds]


def change(pitch_id: UUID, word: str) -> None:
    """Give a pitch one word of its own, as its services change it: row and event in one transaction."""
    with transaction.atomic():
        Pitch.objects.filter(pk=pitch_id).update(tech_keywords=[word])
        outbox.publish(PitchChanged(pitch_id=pitch_id))


def look(engine: Engine, fresh: Fresh) -> None:
    """Note which of the words that are waited for a search finds now."""
    pending = fresh.pending
    if not pending:
        return
    # Each pitch is changed once, so its newest word tells it.
    answer = engine.connection.writes.search(
        index=engine.read_alias(ObjectKind.DEAL),
        size=_MOST,
        source={"includes": ["public.keywords"]},
        query={"terms": {"public.words": pending[:_MOST]}},
    )
    now = time.perf_counter()
    for hit in answer["hits"]["hits"]:
        for word in fresh.committed.keys() & set(hit["_source"]["public"]["keywords"]):
            fresh.seconds.setdefault(word, now - fresh.committed[word])


def make_changes(ids: list[UUID], a_second: int, fresh: Fresh, tag: str) -> None:
    """Change each of the pitches once, evenly in time; the words begin with the tag."""
    begun = time.perf_counter()
    for number, pitch_id in enumerate(ids):
        time.sleep(max(0.0, begun + number / a_second - time.perf_counter()))
        word = f"{tag}{number}x"
        change(pitch_id, word)
        fresh.committed[word] = time.perf_counter()


def run(ids: list[UUID], a_second: int, *, patience: float, tag: str) -> Fresh:
    """Make the changes and look for them until all are found, at most `patience` seconds after the last."""
    fresh, engine = Fresh(), engines.current()

    def write() -> None:
        try:
            make_changes(ids, a_second, fresh, tag)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    end = time.monotonic() + len(ids) / a_second + patience
    while (len(fresh.seconds) < len(ids) or writer.is_alive()) and time.monotonic() < end:
        look(engine, fresh)
        time.sleep(_LOOK_S)
    writer.join()
    return fresh
