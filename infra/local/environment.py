"""The three service addresses for a command: from outside, from the running stack, or from one started for it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterator, Mapping

from infra.local import console, secrets_file, stack
from infra.local.drivers import ELASTICSEARCH, POSTGRES, SERVICES, VALKEY
from infra.local.errors import LocalError
from infra.local.postgres import APP_ROLE
from infra.local.stack import Stack
from infra.local.state import Phase

VARIABLES = {POSTGRES: "DATABASE_URL", VALKEY: "REDIS_URL", ELASTICSEARCH: "ELASTICSEARCH_URL"}


def missing(needs: Collection[str] | None = None, environment: Mapping[str, str] = os.environ) -> list[str]:
    """The needed services whose address is not set from outside.

    ELASTICSEARCH_URL set to nothing is an answer too: reduced mode, on purpose.
    """
    wanted = SERVICES if needs is None else [name for name in SERVICES if name in needs]
    return [
        name
        for name in wanted
        if not environment.get(VARIABLES[name]) and not (name == ELASTICSEARCH and VARIABLES[name] in environment)
    ]


def basics(running: Stack) -> dict[str, str]:
    """What every process of the product is told beside the addresses, where nobody set it."""
    words = secrets_file.load(running.places.secrets)
    return {"SECRET_KEY": words["django"]} if not os.environ.get("SECRET_KEY") else {}


def addresses(running: Stack, services: Collection[str], *, strict: bool) -> dict[str, str]:
    """Wait for the services and return what to export. Raises LocalError; without `strict` a missing engine is reduced mode."""
    found: dict[str, str] = {}
    for name in services:
        service = running.settled(name, say=console.warn)
        if service.phase is Phase.READY:
            found[VARIABLES[name]] = service.url
        elif name == ELASTICSEARCH and not strict:
            found |= {VARIABLES[name]: "", "XMH_SEARCH_HINT": service.note}
            console.warn(f"search runs in reduced mode. {service.note}")
        else:
            raise LocalError(f"{name} is not available: {service.note}")
        if name == POSTGRES:
            found["DATABASE_APP_ROLE"] = APP_ROLE
    return found


@contextlib.contextmanager
def provide(
    needs: Collection[str] | None = None, *, name: str = "demo", strict: bool = False
) -> Iterator[dict[str, str]]:
    """Export the addresses into os.environ while inside; afterwards it is as before. Raises LocalError."""
    services = missing(needs)
    if not services:
        yield {}
        return
    with stack.join(name, services) as running:
        exported = {**basics(running), **addresses(running, services, strict=strict)}
        before = {key: os.environ.get(key) for key in exported}
        os.environ.update(exported)
        try:
            yield exported
        finally:
            for key, value in before.items():
                if value is None:
                    os.environ.pop(key, None)
                else:
                    os.environ[key] = value


@contextlib.contextmanager
def ensure(
    needs: Collection[str] | None = None, *, name: str | None = None, strict: bool = False
) -> Iterator[dict[str, str]]:
    """`provide` for a command line: what is missing ends the command with one sentence instead of a traceback.

    `needs` are of {"postgres", "valkey", "elasticsearch"}, None is all three. `name` is the stack, `demo` unless
    XMH_STACK says otherwise.
    """
    with contextlib.ExitStack() as inside:
        try:
            exported = inside.enter_context(
                provide(needs, name=name or os.environ.get("XMH_STACK", "demo"), strict=strict)
            )
        except LocalError as error:
            raise SystemExit(f"xiangmihu: {error}") from error
        yield exported
