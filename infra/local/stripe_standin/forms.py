"""Stripe's form encoding: `line_items[0][price_data][currency]=cny` becomes lists and dicts."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

_STEP = re.compile(r"\[([^\]]*)\]")


def read(body: str) -> dict[str, Any]:
    """Nested values as they were meant; numbers stay text."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(body, keep_blank_values=True):
        head, _, rest = name.partition("[")
        steps = [head, *_STEP.findall(f"[{rest}")] if rest else [head]
        _put(found, steps, value)
    return {name: _listed(value) for name, value in found.items()}


def _put(found: dict[str, Any], steps: list[str], value: str) -> None:
    for step in steps[:-1]:
        found = found.setdefault(step, {})
    # `name[]=a&name[]=b` is a list without numbers.
    found[steps[-1] or str(len(found))] = value


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _listed(one) for name, one in value.items()}
    if inner and all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner
