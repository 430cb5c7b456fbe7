"""What may stand in a request: one reading of JSON and of text for every border, sign-in included.

A body is read whole or refused whole, before any service sees it.
"""

import json
from collections.abc import Iterator
from typing import Any, NoReturn
from urllib.parse import unquote_to_bytes

from backend.core.errors import UnreadableBody

# Our deepest body has five levels. Far below Python's own limit, so that whatever walks a body later can.
MAX_DEPTH = 32
MAX_QUERY_BYTES = 8 * 1024
# The widest number column; text carries decimals.
_INTEGER_DIGITS = 19
_MAX_INTEGER = 2**63 - 1


def read_object(raw: bytes) -> dict[str, Any]:
    """A JSON object in UTF-8. Raises UnreadableBody for anything that no form of ours sends."""
    try:
        value = json.loads(
            raw.decode(), object_pairs_hook=_object, parse_int=_integer, parse_float=_real, parse_constant=_refuse
        )
    except (ValueError, RecursionError) as error:
        raise UnreadableBody from error
    if not isinstance(value, dict):
        raise UnreadableBody
    if not is_sane(value):
        raise UnreadableBody
    return value


def is_sane(value: dict[str, Any]) -> bool:
    """Whether what was read from JSON is no deeper than any form of ours, and every text in it can be stored."""
    return all(depth <= MAX_DEPTH and is_storable(text) for text, depth in _texts(value))


def is_storable(text: str) -> bool:
    """No NUL byte, which PostgreSQL refuses, and no half of a surrogate pair, which has no UTF-8 form."""
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_sane_query(query: str) -> bool:
    """Whether a query string is short, UTF-8 once unquoted, and holds nothing that cannot be stored."""
    if len(query) > MAX_QUERY_BYTES:
        return False
    try:
        return is_storable(unquote_to_bytes(query).decode())
    except UnicodeError:
        return False


def _refuse(_: object) -> NoReturn:
    raise UnreadableBody


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    # Two readers of a doubled key may disagree on which one counts.
    return found if len(found) == len(pairs) else _refuse(pairs)


def _integer(written: str) -> int:
    if len(written.lstrip("-")) > _INTEGER_DIGITS or not -_MAX_INTEGER - 1 <= int(written) <= _MAX_INTEGER:
        _refuse(written)
    return int(written)


def _real(written: str) -> float:
    value = float(written)
    return value if abs(value) != float("inf") else _refuse(written)


def _texts(value: Any) -> Iterator[tuple[str, int]]:
    """Every key and string with its depth, and an empty text for each container; without recursion."""
    waiting = [(value, 1)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, str):
            yield one, depth
        elif isinstance(one, dict):
            yield "", depth
            yield from ((key, depth) for key in one)
            waiting += [(inner, depth + 1) for inner in one.values()]
        elif isinstance(one, list):
            yield "", depth
            waiting += [(inner, depth + 1) for inner in one]
