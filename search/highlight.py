"""Where a hit matched, as plain text and spans. The engine's marks are private-use characters no indexed text can contain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from search.knowledge import Knowledge
from search.results import Highlight
from search.scope import Audience
from search.understanding import Understood

_OPEN, _CLOSE = "\ue000", "\ue001"
_FIELDS = ("names", "one_liners", "keywords", "summaries")
_WRITTEN = ("names", "one_liners")
MAX_HIGHLIGHTS = 6


def sources(audience: Audience) -> list[str]:
    """The stored fields that tell how a marked text was written."""
    return [f"{audience}.{field}{suffix}" for field in _WRITTEN for suffix in ("", "_written")]


def request_body(understood: Understood, knowledge: Knowledge, audience: Audience) -> dict[str, Any]:
    """The highlight part of a search: the words as typed, and the sectors they were read as by their names in both languages."""
    tree = knowledge.sectors
    names = [
        name
        for found in understood.sectors
        for name in (tree.by_code[found.code].name_zh, tree.by_code[found.code].name_en)
    ]
    whole: dict[str, Any] = {"number_of_fragments": 0}
    shown = {f"{audience}.{field}": whole for field in ("names", "one_liners", "keywords")}
    shown[f"{audience}.summaries"] = {"number_of_fragments": 1, "fragment_size": 120}
    fields = [f"{audience}.{field}" for field in _FIELDS]
    words = {"multi_match": {"query": understood.text, "fields": fields}}
    phrases = [
        {"multi_match": {"query": name, "type": "phrase", "fields": fields}}
        for name in dict.fromkeys(name.lower() for name in names)
    ]
    return {
        "pre_tags": [_OPEN],
        "post_tags": [_CLOSE],
        "max_analyzed_offset": 10_000,
        "highlight_query": {"bool": {"should": [words, *phrases]}},
        "fields": shown,
    }


def read(hit: Mapping[str, Any], audience: Audience) -> tuple[Highlight, ...]:
    """The highlights of one hit. Where folding kept every character in its place, the text is the one its author wrote."""
    view = hit.get("_source", {}).get(audience.value, {})
    found: list[Highlight] = []
    for field in _FIELDS:
        for piece in hit.get("highlight", {}).get(f"{audience}.{field}", ()):
            text, marks = _plain(piece)
            if marks:
                found.append(Highlight(field, _as_written(text, field, view), marks))
    return tuple(found[:MAX_HIGHLIGHTS])


def _as_written(text: str, field: str, view: Mapping[str, Sequence[str]]) -> str:
    if field not in _WRITTEN:
        return text
    for folded, written in zip(view.get(field, ()), view.get(f"{field}_written", ()), strict=False):
        if folded == text and len(written) == len(text):
            return written
    return text


def _plain(piece: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Text without marks and the spans they stood around; neighbouring spans become one."""
    marks: list[tuple[int, int]] = []
    text, start = "", 0
    for ch in piece:
        if ch == _OPEN:
            start = len(text)
        elif ch == _CLOSE:
            if marks and marks[-1][1] >= start:
                marks[-1] = (marks[-1][0], len(text))
            else:
                marks.append((start, len(text)))
        else:
            text += ch
    return text, tuple(marks)
