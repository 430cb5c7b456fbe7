"""Measured figures of the fault tests: one line of JSON each, kept in `docs/results/` when the scale is full."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

RESULTS = Path(__file__).resolve().parents[2] / "docs" / "results"


def is_full() -> bool:
    """Whether the loads are those the bounds were named for, and not the small ones of every test run."""
    return bool(settings.XMH_SCALE == "full")


def record(suite: str, test_id: str, *, value: float, bound: float, unit: str, passed: bool) -> dict[str, Any]:
    """Print one figure; at full scale also put it into `docs/results/<suite>.json` in place of its last one."""
    line = {
        "suite": suite, "id": test_id, "value": value, "bound": bound, "unit": unit, "pass": passed,
        "scale": settings.XMH_SCALE, "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }  # fmt: skip
    print(json.dumps(line, ensure_ascii=False))  # noqa: T201 - the figure is what the run is for
    if is_full():
        _keep(suite, line)
    return line


def _keep(suite: str, line: dict[str, Any]) -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    target = RESULTS / f"{suite}.json"
    held = json.loads(target.read_text(encoding="utf-8")) if target.exists() else []
    kept = [one for one in held if one["id"] != line["id"]]
    ordered = sorted([*kept, line], key=lambda one: str(one["id"]))
    target.write_text(json.dumps(ordered, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
