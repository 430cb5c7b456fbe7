"""What the demo's investor keeps asking: told at once, daily and weekly. The founder's pitch comes later and fits two."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend.accounts.models import User
from backend.matching.enums import Rhythm
from backend.matching.services.saved_searches import save_search

_SEARCHES: tuple[tuple[str, Rhythm, Mapping[str, Any]], ...] = (
    ("A 轮半导体", Rhythm.IMMEDIATE, {"sector": ["SEMI"], "stage": ["series_a"]}),
    ("大湾区机器人", Rhythm.WEEKLY, {"q": "机器人", "region": ["广东"]}),
    ("五千万以上的人工智能", Rhythm.DAILY, {"sector": ["AI"], "amount_min": "50000000"}),
)


def save_searches(investor: User, *, now: datetime) -> None:
    for name, rhythm, question in _SEARCHES:
        save_search(actor=investor, name=name, question=question, rhythm=rhythm, now=now)
