"""Keeps one service up: obtain, start, wait, watch, start again after a crash."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable

from infra.local import children, drivers
from infra.local.children import Child
from infra.local.errors import LocalError
from infra.local.paths import StackPlaces
from infra.local.ports import free_port, is_free
from infra.local.state import Phase, ServiceState

CRASHES = 5
CALM_SECONDS = 60.0


class Keeper(threading.Thread):
    """One thread for one service. `report` hears each change of its state."""

    def __init__(
        self, name: str, places: StackPlaces, last_port: int, report: Callable[[str, ServiceState], None]
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._service = name
        self._places = places
        self._last_port = last_port
        self._report = report
        self._stopping = threading.Event()
        self._state = ServiceState()
        self._child: Child | None = None
        self._lock = threading.Lock()

    def stop(self) -> None:
        """End the service and wait for it."""
        self._stopping.set()
        with self._lock:
            child = self._child
        if child is not None:
            child.stop()

    def run(self) -> None:
        """Whatever goes wrong is said: who waits for the service must never wait for a thread that is gone."""
        try:
            self._run()
        except Exception as error:  # noqa: BLE001 - reported, and written to the supervisor's log
            traceback.print_exc()
            self._say(Phase.FAILED, note=f"{type(error).__name__}: {error}")

    def _run(self) -> None:
        try:
            driver = drivers.make(self._service, self._places)
        except LocalError as error:
            self._say(Phase.ABSENT, note=str(error))
            return
        try:
            port = free_port(self._last_port or driver.first_port)
            self._state = ServiceState(Phase.WAITING, driver.url(port), port)
            self._say(Phase.WAITING)
            driver.obtain(self._progress)
            self._keep(driver, port)
        except (LocalError, OSError) as error:
            self._say(Phase.FAILED, note=str(error))

    def _progress(self, note: str) -> None:
        """Pass on how far a fetch is; raises LocalError when nobody waits for it any more."""
        if self._stopping.is_set():
            raise LocalError("The fetch was given up, because nobody waits for it any more.")
        self._say(Phase.WAITING, note=note)

    def _say(self, phase: Phase, note: str = "") -> None:
        with self._lock:
            references = () if self._child is None else tuple(self._child.references)
        new = ServiceState(phase, self._state.url, self._state.port, note, references)
        if new != self._state or phase is Phase.ABSENT:
            self._state = new
            self._report(self._service, new)

    def _keep(self, driver: drivers.Driver, port: int) -> None:
        crashes, forgotten, told = 0, False, False
        while not self._stopping.is_set():
            self._wait_while_held()
            began = time.monotonic()
            port = self._port(driver, port, may_move=not told)
            was_ready = self._once(driver, port)
            told = told or was_ready
            if self._stopping.is_set():
                return
            if time.monotonic() - began > CALM_SECONDS and was_ready:
                crashes = 0
            crashes += 1
            if not was_ready and crashes == 2 and not forgotten:
                forgotten = driver.forget()
            if crashes >= CRASHES:
                raise LocalError(
                    f"{self._service} does not stay up; see {self._places.logs / (self._service + '.log')}."
                )
            self._say(Phase.STARTING, note="ended unexpectedly, starting again")
            self._stopping.wait(min(crashes * 0.5, 3))

    def _port(self, driver: drivers.Driver, port: int, *, may_move: bool) -> int:
        """The port, once whoever closes on it is gone; the next one when somebody took it before anybody was told of it."""
        end = time.monotonic() + 5
        while not is_free(port) and time.monotonic() < end:
            time.sleep(0.1)
        if may_move and not is_free(port):
            port = free_port(port)
            self._state = ServiceState(self._state.phase, driver.url(port), port)
        return port

    def _once(self, driver: drivers.Driver, port: int) -> bool:
        """Start and watch until the service ends; True when it had come up."""
        program = driver.program(port)
        with self._lock:
            if self._stopping.is_set():
                return False
            self._child = children.start(program, self._places.folder / "pids")
            child = self._child
        self._say(Phase.STARTING)
        if not self._wait_ready(driver, port, child):
            child.stop()
            return False
        driver.finish(port)
        self._say(Phase.READY)
        while child.exit_code is None and not self._stopping.is_set():
            time.sleep(0.1)
        return True

    def _wait_ready(self, driver: drivers.Driver, port: int, child: Child) -> bool:
        end = time.monotonic() + driver.patience
        while time.monotonic() < end and not self._stopping.is_set():
            if child.exit_code is not None:
                return False
            if driver.answers(port) and child.exit_code is None:
                return True
            time.sleep(0.1)
        return False

    def _wait_while_held(self) -> None:
        """An outage asked for by a test: stay down until the file is gone."""
        held = self._places.held / self._service
        while held.exists() and not self._stopping.is_set():
            self._say(Phase.FAILED, note="held down on request")
            time.sleep(0.1)
