"""The targets that everybody types, and what continuous integration runs."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import django
import pytest

from infra.local import commands, testing
from infra.local.paths import CHECKOUT

TARGETS = {
    "run",
    "dev",
    "check",
    "test",
    "fix",
    "seed",
    "reindex",
    "migrations",
    "schema",
    "faults",
    "evaluate",
    "fuzz",
    "bench",
    "soak",
    "rehearse",
    "docs",
    "doctor",
    "help",
}


def _makefile() -> str:
    return (CHECKOUT / "Makefile").read_text(encoding="utf-8")


def test_targets_are_those_with_something_behind_them() -> None:
    assert set(re.findall(r"^([a-z]+):", _makefile(), re.MULTILINE)) == TARGETS
    phony = re.search(r"^\.PHONY: (.+)$", _makefile(), re.MULTILINE)
    assert phony is not None
    assert set(phony.group(1).split()) == TARGETS


def test_help_lists_every_target() -> None:
    # Inside `make test` this make is an inner one, which would say so in lines of its own.
    surroundings = {
        name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    }
    answer = subprocess.run(
        ["make", "help"], cwd=CHECKOUT, env=surroundings, capture_output=True, text=True, check=True
    )
    assert {line.split()[0] for line in answer.stdout.splitlines()} == TARGETS


def test_every_command_that_a_target_calls_is_known() -> None:
    called = set(re.findall(r"\$\(LOCAL\) (\w+)", _makefile()))
    answer = subprocess.run(
        ["python3", "-m", "infra.local", "--help"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    known = set(re.findall(r"^    (\w+) ", answer.stdout, re.MULTILINE))
    assert called <= known


def test_continuous_integration_runs_the_same_tests() -> None:
    script = CHECKOUT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    lines = [line for line in script.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert lines[0] == "set -euo pipefail"
    assert lines[-1] == "exec make test"
    subprocess.run(["bash", "-n", str(script)], check=True)


def test_options_of_pytest_and_of_management_commands_are_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def take(arguments: list[str]) -> int:
        seen.append(arguments)
        return 0

    monkeypatch.delenv("MAKELEVEL", raising=False)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(testing, "pytest", take)
    assert commands.main(["pytest", "-m", "fault", "-x"]) == 0
    assert seen == [["-m", "fault", "-x"]]


def test_manage_is_run_by_any_python_from_anywhere(tmp_path: Path) -> None:
    """As the documents write it: by its name, with the Python of the system, which knows no Django."""
    bare = {"PATH": f"{Path(sys.base_prefix, 'bin')}{os.pathsep}{os.defpath}", "HOME": str(tmp_path)}
    kept = {name: os.environ[name] for name in ("XMH_PYTHON", "XMH_CACHE") if name in os.environ}
    ended = subprocess.run(
        [CHECKOUT / "manage.py", "version"], cwd=tmp_path, env=bare | kept, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (0, f"{django.get_version()}\n"), ended.stderr
