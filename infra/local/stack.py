"""The caller's side of a stack: join the running one or start it, ask for services, wait for them, let go."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from infra.local import drivers, leases, paths
from infra.local import state as states
from infra.local.errors import LocalError
from infra.local.paths import CHECKOUT, StackPlaces
from infra.local.state import Phase, ServiceState, StackState

TELL_SECONDS = 4.0
SETTLED = {Phase.READY, Phase.FAILED, Phase.ABSENT}
# Kept so that a supervisor's Popen object is not collected, and warned about, while it runs.
_spawned: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True)
class Stack:
    """A running stack that the caller holds a lease on."""

    places: StackPlaces

    def want(self, services: Collection[str]) -> None:
        """Ask the supervisor for these services; those that run already stay as they are."""
        for name in services:
            (self.places.wanted / name).touch()

    def service(self, name: str) -> ServiceState:
        """How far a service is. Raises LocalError when the supervisor is gone."""
        state = states.read(self.places.state)
        if state is None or not state.alive:
            raise LocalError(f"The services ended; see {self.places.logs / 'supervisor.log'} and start again.")
        return state.services.get(name, ServiceState())

    def wait(
        self, name: str, until: Callable[[ServiceState], bool], seconds: float, say: Callable[[str], None] | None = None
    ) -> ServiceState:
        """Wait until the service's state fulfils the condition; `say` hears its progress. Raises LocalError when time is over."""
        end = time.monotonic() + seconds
        told, told_at = "", 0.0
        while time.monotonic() < end:
            service = self.service(name)
            if until(service):
                return service
            fresh = service.note and service.note != told and time.monotonic() - told_at > TELL_SECONDS
            if say is not None and fresh:
                told, told_at = service.note, time.monotonic()
                say(told)
            time.sleep(0.1)
        raise LocalError(f"{name} did not come up within {seconds:.0f} s; see {self.places.logs}.")

    def settled(self, name: str, seconds: float = 3600, say: Callable[[str], None] | None = None) -> ServiceState:
        """Wait until the service is ready, failed or absent."""
        return self.wait(name, lambda service: service.phase in SETTLED, seconds, say)

    def ready(self, name: str, seconds: float = 3600, say: Callable[[str], None] | None = None) -> ServiceState:
        """Wait until the service is ready. Raises LocalError with the reason when it cannot be."""
        service = self.settled(name, seconds, say)
        if service.phase is not Phase.READY:
            raise LocalError(f"{name} is not available: {service.note}")
        return service


def running(places: StackPlaces) -> StackState | None:
    """The state of a supervisor that lives and is not ending."""
    state = states.read(places.state)
    return state if state is not None and state.alive and not state.stopping else None


def _spawn(places: StackPlaces) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    with (places.logs / "supervisor.log").open("ab") as log:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "infra.local.supervisor", places.name],
            cwd=CHECKOUT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _spawned.append(supervisor)
    end = time.monotonic() + 60
    while running(places) is None:
        if supervisor.poll() is not None or time.monotonic() > end:
            raise LocalError(f"The services could not be started; see {places.logs / 'supervisor.log'}.")
        time.sleep(0.02)


@contextlib.contextmanager
def join(name: str = "demo", services: Collection[str] = drivers.SERVICES) -> Iterator[Stack]:
    """Hold the checkout's stack, starting it when it does not run; afterwards it ends unless somebody else holds it."""
    places = paths.stack_places(name)
    try:
        with leases.hold(places.lease):
            with leases.alone(places.start_lock):
                if running(places) is None:
                    _spawn(places)
            stack = Stack(places)
            stack.want(services)
            yield stack
    finally:
        wait_end(places)


def wait_end(places: StackPlaces, seconds: float = 60.0) -> bool:
    """After letting go: wait until the stack has ended; False when somebody else still holds it."""
    patience = time.monotonic() + 2.0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        state = states.read(places.state)
        if state is None or not state.alive:
            break
        if not state.stopping and (places.keep.exists() or time.monotonic() > patience):
            return False
        time.sleep(0.05)
    for supervisor in _spawned:
        supervisor.poll()
    return True
