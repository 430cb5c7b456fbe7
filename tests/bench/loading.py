"""Many clients at once that send what was prepared for them, and PostgreSQL's own."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from infra.local import wheels
from tests.support.workers import CHECKOUT

CLIENTS = 64
_GENERATOR = CHECKOUT / "tests" / "performance" / "generators" / "regload"


@dataclass(frozen=True, slots=True)
class Call:
    """One request, sent once."""

    path: str
    body: Mapping[str, Any]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Answers of one kind: how many, how many a second until the last of them, and their times in milliseconds."""

    count: int = 0
    per_second: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    sample: str = ""


class Generator:
    """The built program that sends requests."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._program = folder, folder / "regload"
        go = shutil.which("go")
        assert go, "the load is made by a small Go program: Go is needed to measure"
        subprocess.run([go, "build", "-o", str(self._program), "."], cwd=_GENERATOR, check=True)

    def send(self, port: int, calls: Iterable[Call], *, clients: int = CLIENTS) -> dict[str, Outcome]:
        """The outcomes by status and code."""
        requests = self._folder / "requests.jsonl"
        with requests.open("w", encoding="utf-8") as file:
            for call in calls:
                line = {"path": call.path, "body": dict(call.body), "headers": dict(call.headers)}
                file.write(json.dumps(line, default=str) + "\n")
        asked = [str(self._program), "-base", f"http://127.0.0.1:{port}", "-clients", str(clients)]
        asked += ["-requests", str(requests)]
        told = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
        return {
            name: Outcome(one["count"], one["per_second"], one["ms"]["p50"], one["ms"]["p95"], one["sample"])
            for name, one in told["outcomes"].items()
        }


def bare_transactions(script: Path, *, clients: int, seconds: int) -> float:
    """How often a second PostgreSQL commits what the script says, by its own program and over its own protocol."""
    program = shutil.which("pgbench") or str(wheels.postgres_bin() / "pgbench")
    held = connection.get_connection_params()
    address = {"PGHOST": held["host"], "PGPORT": held["port"], "PGUSER": held["user"], "PGPASSWORD": held["password"]}
    asked = [program, "-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T", str(seconds), "-f", str(script)]
    told = {name: str(value) for name, value in address.items() if value}
    run = subprocess.run(
        [*asked, held["dbname"]], env={**os.environ, **told}, check=True, capture_output=True, text=True
    )
    found = re.search(r"tps = ([0-9.]+)", run.stdout)
    assert found, run.stdout
    return float(found[1])
