"""What a measurement leaves behind: `PRED.csv` with the ranks and `run.json` with how they came about."""

from __future__ import annotations

import csv
import json
import statistics
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from search.evaluation.errors import BadFolder
from search.evaluation.folder import Direction, Folder
from search.evaluation.ranking import Ranking

PREDICTION, RUN = "PRED.csv", "run.json"


def claim(out: Path, direction: Direction) -> None:
    """Make sure that `out` may take a prediction of this direction, and make the folder.

    Raises BadFolder when it holds one of the other direction, one nobody can tell the direction of, or is not a folder.
    """
    if out.exists() and not out.is_dir():
        raise BadFolder(str(out), "is not a folder")
    out.mkdir(parents=True, exist_ok=True)
    if not (out / PREDICTION).exists() and not (out / RUN).exists():
        return
    held = _direction_of(out / RUN)
    if held != direction:
        raise BadFolder(
            str(out), f"holds a prediction of the direction {held or 'unknown'}, not {direction}; name another folder"
        )


def write(out: Path, folder: Folder, direction: Direction, ranking: Ranking, details: Mapping[str, Any]) -> None:
    """Write both files. `run.json` goes first, so that ranks never lie there without their direction."""
    times = sorted(ranking.seconds)
    run = {
        "direction": direction.value,
        **details,
        "cut": folder.cut.isoformat(),
        "queries": len(folder.queries),
        "candidates": len(folder.candidates),
        "model": ranking.learned.model.version,
        "weights": {code.value: weight for code, weight in ranking.learned.model.weights.parts.items()},
        "weights_source": ranking.learned.model.weights.source,
        "chosen_on": asdict(ranking.learned.judged),
        "seconds_a_query": {
            "median": round(statistics.median(times), 4),
            "p95": round(times[max(0, -(-len(times) * 95 // 100) - 1)], 4),
        },
    }
    (out / RUN).write_text(json.dumps(run, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    with (out / PREDICTION).open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(("query_id", "candidate_id", "rank"))
        for query, ranked in ranking.ranked.items():
            table.writerows((query, one, place) for place, one in enumerate(ranked, start=1))


def _direction_of(run: Path) -> str:
    try:
        return str(json.loads(run.read_text(encoding="utf-8"))["direction"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
