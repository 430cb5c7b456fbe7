"""A service that is really gone for a while: for tests of what the product does then."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator

from infra.local import paths, stack
from infra.local import state as states
from infra.local.environment import VARIABLES
from infra.local.errors import LocalError
from infra.local.stack import Stack
from infra.local.state import Phase, ServiceState


def _ours(running: Stack, service: str) -> ServiceState:
    """The service's state, when the address in the environment is this stack's own. Raises LocalError."""
    current = running.service(service)
    if current.phase is not Phase.READY or os.environ.get(VARIABLES[service], current.url) != current.url:
        raise LocalError(f"{service} is not run by the stack {running.places.name}, so it is not taken down.")
    return current


def kill(service: str, *, name: str = "test") -> None:
    """SIGKILL the service and what it started. The stack starts it again at once, unless an `outage` holds it down."""
    running = Stack(paths.stack_places(name))
    current = _ours(running, service)
    program = current.processes[0]
    if program.alive:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)


@contextlib.contextmanager
def outage(service: str, *, name: str = "test", seconds: float = 240.0) -> Iterator[None]:
    """Inside, the service is killed and stays down; afterwards it is up again on the same address, with what it had kept.

    Raises LocalError when the address in the environment is not this stack's own, and when it does not come back within
    `seconds`.
    """
    places = paths.stack_places(name)
    running = Stack(places)
    _ours(running, service)
    held = places.held / service
    held.touch()
    try:
        kill(service, name=name)
        running.wait(service, lambda state: state.phase is not Phase.READY, 30)
        yield
    finally:
        held.unlink(missing_ok=True)
    running.wait(service, lambda state: state.phase is Phase.READY, seconds)


def restart(service: str, *, down_seconds: float, name: str = "test") -> None:
    """Kill the service, keep it down for so long, and wait until it is back."""
    with outage(service, name=name):
        time.sleep(down_seconds)


def runs_here(service: str, *, name: str = "test") -> bool:
    """Whether the address in the environment is this checkout's own stack, so that an outage may be made."""
    state = states.read(paths.stack_places(name).state)
    if state is None or not state.alive or service not in state.services:
        return False
    return (
        os.environ.get(VARIABLES[service]) == state.services[service].url
        and stack.running(paths.stack_places(name)) is not None
    )
