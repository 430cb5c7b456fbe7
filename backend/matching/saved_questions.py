"""A search for deals as it is kept: the parameters of the page's address, days counted from today left as counts of days."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from backend.core.digests import digest_of
from backend.matching import knowledge
from backend.matching.errors import SearchRefused
from backend.matching.questions import deal_question
from search.criteria import Criteria, compile_request
from search.knowledge import Knowledge
from search.request import SearchRequest

Question = Mapping[str, Any]
_DECIMALS = ("amount_min", "amount_max")
# What must be worked out anew every day, because it is counted from today.
BY_THE_DAY = ("close_within", "confirmed_within")


def kept(given: Question) -> dict[str, Any]:
    """Validated parameters as plain JSON, blanks left out and alternatives in one order: one question, one form."""
    found: dict[str, Any] = {}
    for name, value in sorted(given.items()):
        if isinstance(value, (list, tuple)):
            if value:
                found[name] = sorted({str(one) for one in value})
        elif isinstance(value, Decimal):
            found[name] = format(value.normalize(), "f")
        elif isinstance(value, str):
            if value.strip():
                found[name] = " ".join(value.split())
        elif value is not None:
            found[name] = value
    if not any(name in found for name in _DECIMALS):
        # The currency speaks of the amounts alone.
        found.pop("currency", None)
    return found


def digest(question: Question) -> str:
    return digest_of(json.dumps(question, sort_keys=True, ensure_ascii=False))


def request_of(question: Question, known: Knowledge, *, today: date) -> SearchRequest:
    """The question as of a day. Raises SearchRefused, for one that made sense once: a sector may have left the tree."""
    given = dict(question)
    for name in _DECIMALS:
        if name in given:
            given[name] = Decimal(given[name])
    days = given.pop("close_within", None)
    if days is not None:
        given["close_before"] = today + timedelta(days=days)
    return deal_question(given, known, today=today)


def criteria_of(question: Question, *, now: datetime) -> Criteria | None:
    """What a pitch must have now; None when the question makes no sense any more."""
    known = knowledge.current()
    try:
        return compile_request(request_of(question, known, today=timezone.localdate(now)), known)[0]
    except SearchRefused:
        return None
