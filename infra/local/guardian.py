"""Stands between the runner and one child, so that the child never outlives the runner.

Started by `children.start` as its own session. Its stdin is a pipe that only the runner holds open: when the runner ends,
however it ends, the pipe closes and the child is stopped in its own polite way. Should the guardian itself be killed, Linux
kills the child (PR_SET_PDEATHSIG).
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1


def _become(uid: int, gid: int) -> None:
    """Runs in the child before the program: drop root, then ask to die with the guardian (dropping would undo the asking)."""
    if uid >= 0:
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


# Loaded before the fork: the unprivileged child may not be able to read the library's folder.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--uid", type=int, default=-1)
    parser.add_argument("--gid", type=int, default=-1)
    parser.add_argument("--stop", type=int, default=signal.SIGTERM)
    parser.add_argument("--grace", type=float, default=10.0)
    parser.add_argument("--pid-file", type=Path, required=True)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    if arguments.command[:1] == ["--"]:
        arguments.command = arguments.command[1:]
    return arguments


def _write_pid(file: Path, pid: int) -> None:
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps({"pid": pid, "guardian": os.getpid()}))
    draft.replace(file)


class _Asked(Exception):
    """Somebody sent SIGTERM or SIGINT to the guardian."""


def _ask(_signum: int, _frame: FrameType | None) -> None:
    raise _Asked


def _watch(child: subprocess.Popen[bytes]) -> None:
    """Return when the child has ended, the runner is gone or a signal came."""
    with contextlib.suppress(_Asked):
        while child.poll() is None:
            readable, _, _ = select.select([0], [], [], 0.2)
            if readable and not os.read(0, 1024):
                return


def _end(child: subprocess.Popen[bytes], signum: int, grace: float) -> None:
    if child.poll() is None:
        child.send_signal(signum)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(grace)
    # What the child started belongs to its group: server processes, helpers, a reloader's workers.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGTERM)
    end = time.monotonic() + 2.0
    while child.poll() is not None and time.monotonic() < end and _group_lives(child.pid):
        time.sleep(0.05)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def main() -> int:
    """Start the child, watch, end it. Exits with the child's code."""
    arguments = _arguments()
    for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(signum, _ask)
    child = subprocess.Popen(
        arguments.command,
        stdin=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=lambda: _become(arguments.uid, arguments.gid),
    )
    _write_pid(arguments.pid_file, child.pid)
    _watch(child)
    for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(signum, signal.SIG_IGN)
    _end(child, arguments.stop, arguments.grace)
    code = child.returncode
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
