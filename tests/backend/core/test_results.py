"""What the long suites keep of their figures: the newest of each line, and of which run it is."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support import results


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(results, "RESULTS", tmp_path)
    monkeypatch.setattr(results, "_lines", [])
    monkeypatch.setattr(results, "_commit", lambda: "new")
    for name, said in (("XMH_SCALE", "full"), (results.SUITE, "bench"), (results.COMMAND, "make bench")):
        monkeypatch.setenv(name, said)
    before: dict[str, Any] = {"commit": "old", "date": "d", "command": "make bench", "cores": 2, "lines": []}
    before["lines"] = [
        {"id": "B1", "value": 1.0},
        {"id": "B2", "value": 2.0, "commit": "older", "date": "c", "command": "x"},
    ]
    (tmp_path / "bench.json").write_text(json.dumps(before))
    return tmp_path


def _kept(folder: Path) -> dict[str, tuple[float, str]]:
    run = json.loads((folder / "bench.json").read_text())
    return {line["id"]: (line["value"], line.get("commit", run["commit"])) for line in run["lines"]}


def _measure(*lines: tuple[str, float]) -> None:
    for line_id, value in lines:
        results.record(line_id, value=value, bound=9.0, unit="times", passed=True)
    results.keep()


def test_a_whole_run_takes_the_place_of_all(folder: Path) -> None:
    _measure(("B1", 1.5))
    assert _kept(folder) == {"B1": (1.5, "new")}


def test_a_part_takes_the_place_of_its_own_lines(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(results.PART, "1")
    _measure(("B1", 1.5), ("B3", 3.0))
    assert _kept(folder) == {"B1": (1.5, "new"), "B2": (2.0, "older"), "B3": (3.0, "new")}
    monkeypatch.setattr(results, "_lines", [])
    _measure(("B2", 2.5))
    assert _kept(folder) == {"B1": (1.5, "new"), "B2": (2.5, "new"), "B3": (3.0, "new")}


@pytest.mark.parametrize(("name", "said"), [("XMH_SCALE", "ci"), (results.SUITE, "")])
def test_nothing_else_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str) -> None:
    monkeypatch.setenv(name, said)
    before = _kept(folder)
    _measure(("B1", 1.5))
    assert _kept(folder) == before
