"""What a stack says about itself, in one file that is always whole."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from infra.local.processes import ProcessRef


class Phase(StrEnum):
    """How far a service is. `absent` means: no source for it here, `note` says how to get one."""

    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"
    ABSENT = "absent"


@dataclass(frozen=True)
class ServiceState:
    """One service. `processes` are the program and its guardian; `note` is progress or the reason of a failure."""

    phase: Phase = Phase.WAITING
    url: str = ""
    port: int = 0
    note: str = ""
    processes: tuple[ProcessRef, ...] = ()


@dataclass(frozen=True)
class StackState:
    """The supervisor and its services."""

    supervisor: ProcessRef
    services: dict[str, ServiceState] = field(default_factory=dict)
    stopping: bool = False

    @property
    def alive(self) -> bool:
        """Whether the very supervisor that wrote this still runs."""
        return self.supervisor.alive

    def orphans(self) -> list[ProcessRef]:
        """Processes of this stack that outlived their supervisor; a number that was given away is not among them."""
        if self.alive:
            return []
        return [process for service in self.services.values() for process in service.processes if process.alive]

    def with_service(self, name: str, service: ServiceState) -> StackState:
        return replace(self, services={**self.services, name: service})


def write(file: Path, state: StackState) -> None:
    """Replace the file in one move; only its owner may read it, for it holds passwords in addresses."""
    draft = file.with_name(f".{file.name}-{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as output:
        json.dump(asdict(state), output)
    draft.replace(file)


def read(file: Path) -> StackState | None:
    """The last state, or None when there is none that can be understood."""
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
        services = {
            name: ServiceState(
                Phase(entry["phase"]),
                str(entry["url"]),
                int(entry["port"]),
                str(entry["note"]),
                tuple(ProcessRef(int(ref["pid"]), str(ref["started"])) for ref in entry["processes"]),
            )
            for name, entry in raw["services"].items()
        }
        supervisor = ProcessRef(int(raw["supervisor"]["pid"]), str(raw["supervisor"]["started"]))
        return StackState(supervisor, services, bool(raw["stopping"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
