"""A condensed log says at every whole second what the events said, without names and without rows that were never seen whole."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.replays.condensing import TABLES, Said, condensed
from backend.roadshows.room_state import reduce

BEGAN = datetime(2026, 3, 5, 14, tzinfo=UTC)
EMPTY: dict[str, Any] = {"item_id": None, "page": 0, **{table: {} for table in TABLES}}

_row_ids = st.sampled_from(["a", "b", "c"])
_parts = st.fixed_dictionaries({"votes": st.integers(0, 9)})


@st.composite
def _events(draw: st.DrawFn) -> list[Said]:
    """Questions that come whole first, as services say them, then change in part or go."""
    known: set[str] = set()
    said = []
    at = BEGAN - timedelta(seconds=20)
    for _ in range(draw(st.integers(0, 30))):
        at += timedelta(milliseconds=draw(st.integers(0, 2500)))
        payload: dict[str, Any] = draw(st.sampled_from([{}, {"page": 3}, {"item_id": "x", "page": 1}]))
        row_id = draw(_row_ids)
        row: dict[str, Any] | None = {"text": row_id, "name": "王小明", "votes": 0}
        if row_id in known:
            row = draw(st.one_of(_parts, st.none(), st.just(row)))
        known = known | {row_id} if row else known - {row_id}
        said.append(Said(at, {**payload, "rows": {"questions": {row_id: row}}}))
    return said


def _nameless(state: dict[str, Any]) -> dict[str, Any]:
    questions = {row_id: {**row, "name": ""} for row_id, row in state["questions"].items()}
    return {**state, "questions": questions}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_events())
def test_the_log_leads_where_the_events_lead(said: list[Said]) -> None:
    before = [one for one in said if one.at < BEGAN]
    after = [one for one in said if one.at >= BEGAN]
    found = condensed(EMPTY, before, after, BEGAN)
    whole = EMPTY
    for one in said:
        whole = reduce(whole, one.payload)
    state = found.start
    for entry in found.log:
        state = reduce(state, entry["payload"])
    assert state == _nameless(whole)
    assert "王小明" not in str(found)
    # One entry a second at most, in their order.
    seconds = [entry["ms"] // 1000 for entry in found.log]
    assert seconds == sorted(set(seconds))
    assert set(seconds) == {int((one.at - BEGAN).total_seconds()) for one in after}


def test_a_row_whose_whole_is_kept_no_more_says_nothing() -> None:
    part = Said(BEGAN, {"counts": {"asked": 1}, "rows": {"questions": {"old": {"votes": 4}}}})
    assert condensed(EMPTY, [], [part], BEGAN).log == [{"ms": 0, "payload": {"counts": {"asked": 1}}}]
