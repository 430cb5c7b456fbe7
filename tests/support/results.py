"""Measured figures of the long suites: each is printed as one line of JSON; a whole run keeps them in `docs/results/`."""

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "docs" / "results"
# What `make faults` and its like set: the suite that is run whole, and the command a person typed for it.
SUITE, COMMAND = "XMH_RESULTS", "XMH_RESULTS_COMMAND"

_lines: list[dict[str, Any]] = []


def is_full() -> bool:
    """Whether the loads are those the bounds were named for, and not the small ones of every test run."""
    return os.environ.get("XMH_SCALE") == "full"


def record(line_id: str, *, value: float, bound: float, unit: str, passed: bool) -> None:
    """Print one figure and remember it for `keep`."""
    line = {"id": line_id, "value": value, "bound": bound, "unit": unit, "pass": passed}
    print(json.dumps(line, ensure_ascii=False))  # noqa: T201 - the figure is what the run is for
    _lines.append(line)


def keep() -> Path | None:
    """Write what this run measured in place of the run before; only a whole run at full scale is kept."""
    suite = os.environ.get(SUITE, "")
    if not (suite and is_full() and _lines):
        return None
    run = {
        "commit": _commit(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": os.environ.get(COMMAND, ""),
        "cores": os.cpu_count(),
        "lines": sorted(_lines, key=lambda one: str(one["id"])),
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    target = RESULTS / f"{suite}.json"
    target.write_text(json.dumps(run, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return target


def _commit() -> str:
    """The commit that was measured; with `+` when the tree held more than it."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    return git("rev-parse", "HEAD") + ("+" if git("status", "--porcelain", "--", ":!docs/results") else "")
