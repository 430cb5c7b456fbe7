"""Measured figures of the long suites: each is printed as one line of JSON and kept in `docs/results/`, the newest of each line."""

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "docs" / "results"
# What `make faults` and its like set: the suite, the command a person typed for it, and whether that runs only a part of it.
SUITE, COMMAND, PART = "XMH_RESULTS", "XMH_RESULTS_COMMAND", "XMH_RESULTS_PART"
_OF_A_RUN = ("commit", "date", "command")

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
    """Write what this run measured at full scale in place of the run before. A part of a suite takes the place of its own lines
    alone: what others measured stays, each line with the commit, the date and the command it is of.
    """
    suite = os.environ.get(SUITE, "")
    if not (suite and is_full() and _lines):
        return None
    target = RESULTS / f"{suite}.json"
    earlier = _of_others(target) if os.environ.get(PART) else []
    run = {
        "commit": _commit(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": os.environ.get(COMMAND, ""),
        "cores": os.cpu_count(),
        "lines": sorted([*_lines, *earlier], key=lambda one: str(one["id"])),
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(run, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return target


def _of_others(target: Path) -> list[dict[str, Any]]:
    """The lines of earlier runs that this one did not measure."""
    if not target.exists():
        return []
    run = json.loads(target.read_text(encoding="utf-8"))
    own, measured = {name: run[name] for name in _OF_A_RUN}, {line["id"] for line in _lines}
    return [{**own, **line} for line in run["lines"] if line["id"] not in measured]


def _commit() -> str:
    """The commit that was measured; with `+` when the tree held more than it."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    return git("rev-parse", "HEAD") + ("+" if git("status", "--porcelain", "--", ":!docs/results") else "")
