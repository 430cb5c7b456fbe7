"""The state file: always whole, and never taken in by a number that was given away."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local import processes
from infra.local import state as states
from infra.local.processes import ProcessRef
from infra.local.state import Phase, ServiceState, StackState

GONE = ProcessRef(2**22 + 1, "1")


def _ourselves() -> ProcessRef:
    return processes.reference(os.getpid())


def test_state_comes_back_as_written_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    service = ServiceState(Phase.READY, "redis://:word@127.0.0.1:6390/0", 6390, "", (_ourselves(), GONE))
    written = StackState(_ourselves(), {"valkey": service}, stopping=True)
    states.write(file, written)
    assert states.read(file) == written
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["state.json"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"supervisor": {"pid": 1}}', '{"supervisor": 1, "services": {}}']
)
def test_state_that_cannot_be_understood_is_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "state.json"
    file.write_text(text, encoding="utf-8")
    assert states.read(file) is None


def test_unknown_phase_is_none(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    states.write(file, StackState(_ourselves(), {"valkey": ServiceState()}))
    raw = json.loads(file.read_text(encoding="utf-8"))
    raw["services"]["valkey"]["phase"] = "dancing"
    file.write_text(json.dumps(raw), encoding="utf-8")
    assert states.read(file) is None


def test_running_supervisor_has_no_orphans() -> None:
    state = StackState(_ourselves(), {"valkey": ServiceState(processes=(_ourselves(),))})
    assert state.alive
    assert state.orphans() == []


def test_dead_supervisor_leaves_only_its_own_as_orphans() -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        orphan = processes.reference(child.pid)
        given_away = ProcessRef(os.getpid(), "long ago")
        service = ServiceState(Phase.READY, "", 1, "", (orphan, given_away, GONE))
        state = StackState(ProcessRef(os.getpid(), "long ago"), {"valkey": service})
        assert not state.alive
        assert state.orphans() == [orphan]
    finally:
        child.kill()
        child.wait()


def test_zombie_counts_as_gone() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    assert child.stdout is None
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert processes.start_mark(child.pid) == ""
    child.wait()
