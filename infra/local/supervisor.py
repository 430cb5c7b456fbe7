"""The process behind a stack: starts what is wanted, keeps it up, and ends with the last lease.

Started by `stack.join` as `python3 -m infra.local.supervisor NAME`, in a session of its own, so that Ctrl-C in a terminal
reaches the commands and not the services.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from types import FrameType

from infra.local import drivers, leases, paths, processes
from infra.local import state as states
from infra.local.keeper import Keeper
from infra.local.paths import StackPlaces
from infra.local.state import ServiceState, StackState

TICK_SECONDS = 0.2


class Supervisor:
    """Owns the stack's state file while it lives."""

    def __init__(self, places: StackPlaces) -> None:
        self._places = places
        self._lock = threading.Lock()
        self._state = StackState(processes.reference(os.getpid()))
        self._keepers: dict[str, Keeper] = {}
        self._last_ports: dict[str, int] = {}
        self._asked_to_end = False

    def run(self) -> None:
        """Serve until nobody holds a lease or SIGTERM comes."""
        signal.signal(signal.SIGTERM, self._ask_to_end)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        self._recover()
        self._write()
        with self._places.lease.open("a") as lease:
            while not self._asked_to_end:
                self._start_wanted()
                # The lock, once taken, is kept until all is cleared up: a newcomer waits and then starts afresh.
                if not self._places.keep.exists() and leases.try_alone(lease):
                    break
                time.sleep(TICK_SECONDS)
            self._end()

    def _ask_to_end(self, _signum: int, _frame: FrameType | None) -> None:
        self._asked_to_end = True

    def _recover(self) -> None:
        """End what a killed supervisor left, and nothing else: numbers are compared with their start times."""
        last = states.read(self._places.state)
        if last is not None:
            for process in last.orphans():
                processes.stop([process.pid], grace=20)
            self._last_ports = {name: service.port for name, service in last.services.items()}
        if self._places.throw_away:
            shutil.rmtree(self._places.data, ignore_errors=True)
        for file in self._places.logs.iterdir():
            if file.stat().st_size > 5_000_000:
                file.write_bytes(b"")

    def _start_wanted(self) -> None:
        for file in self._places.wanted.iterdir():
            name = file.name
            if name in drivers.SERVICES and name not in self._keepers:
                keeper = Keeper(name, self._places, self._last_ports.get(name, 0), self._report)
                self._keepers[name] = keeper
                keeper.start()

    def _report(self, name: str, service: ServiceState) -> None:
        with self._lock:
            self._state = self._state.with_service(name, service)
            states.write(self._places.state, self._state)

    def _write(self) -> None:
        with self._lock:
            states.write(self._places.state, self._state)

    def _end(self) -> None:
        with self._lock:
            self._state = StackState(self._state.supervisor, self._state.services, stopping=True)
            states.write(self._places.state, self._state)
        stoppers = [threading.Thread(target=keeper.stop) for keeper in self._keepers.values()]
        for thread in stoppers:
            thread.start()
        for thread in (*stoppers, *self._keepers.values()):
            thread.join(60)
        for file in (*self._places.wanted.iterdir(), *self._places.held.iterdir()):
            file.unlink(missing_ok=True)
        if self._places.throw_away:
            shutil.rmtree(self._places.data, ignore_errors=True)


if __name__ == "__main__":
    Supervisor(paths.stack_places(sys.argv[1])).run()
