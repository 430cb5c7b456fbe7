"""A process of the next version of the product: its pitches have one more field in the index. `python -m tests.support.next_version`.

It changes rows and indexes them, as the process of this version does beside it, from its start to the end of its input.
Each line asks for something, and is answered by one line: `rebuild` builds the index for this version and swaps it in.
"""

import os
import random
import sys
import threading
from contextlib import suppress
from typing import Any

import django

from search.records import ObjectKind

NEW_FIELD = "edition"


def become_next_version() -> None:
    """Only this process is changed."""
    from search import indices, rendering  # noqa: PLC0415 - a test that only wants the field's name does not need them

    body_of, deal_view = indices._body, rendering.deal_view

    def body(kind: ObjectKind) -> dict[str, Any]:
        made = body_of(kind)
        if kind is ObjectKind.DEAL:
            for view in ("public", "verified"):
                made["mappings"]["properties"][view]["properties"][NEW_FIELD] = {"type": "keyword"}
        return made

    indices._body = body
    rendering.deal_view = lambda *given: {**deal_view(*given), NEW_FIELD: "next"}


def _go_on(ended: threading.Event, rate: float) -> None:
    from django.db import connection  # noqa: PLC0415 - needs the apps loaded

    from backend.deals.models import Pitch  # noqa: PLC0415
    from tests.support.changes import change_and_index  # noqa: PLC0415

    ids = list(Pitch.objects.filter(story="").values_list("pk", flat=True))
    change_and_index(ids, random.Random(2), "next", rate=rate, is_over=ended.is_set)
    connection.close()


def main() -> None:
    django.setup()
    become_next_version()
    from backend.core import clock  # noqa: PLC0415
    from backend.matching.services import rebuild  # noqa: PLC0415

    ended = threading.Event()
    going_on = threading.Thread(target=_go_on, args=(ended, float(sys.argv[1])))
    going_on.start()
    _answer("ready")
    for _ in sys.stdin:
        rebuild.rebuild((ObjectKind.DEAL,), now=clock.now())
        _answer("rebuilt")
    ended.set()
    going_on.join()


def _answer(word: str) -> None:
    with suppress(BrokenPipeError):
        os.write(sys.stdout.fileno(), f"{word}\n".encode())


if __name__ == "__main__":
    main()
