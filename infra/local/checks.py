"""The steps of `make check` and `make test`: in two lanes, one for each core, cheapest first."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from infra.local import frontend, lanes, stripe_mock, venv, web
from infra.local.background import Background
from infra.local.console import Console
from infra.local.crew import Crew

CODE = ("backend", "search", "infra", "tests", "manage.py")


@dataclass(frozen=True)
class Check:
    """One step with the name it is said by, and the word that says it is over."""

    name: str
    run: Callable[[], object]
    word: str = "ok"


def _tool(name: str) -> str:
    return str(venv.python().with_name(name))


def python_checks(crew: Crew, environment: Mapping[str, str]) -> list[Check]:
    """Format, lint, import contracts, types, migrations, schema."""
    commands: dict[str, Sequence[str]] = {
        "ruff-format": [_tool("ruff"), "format", "--check", "."],
        "ruff": [_tool("ruff"), "check", "."],
        "lint-imports": [_tool("lint-imports")],
        "migrations": web.manage("makemigrations", "--check", "--dry-run"),
        "schema": web.manage("export_schema", "--check"),
        "mypy": [_tool("mypy"), *CODE],
    }
    return [_step(crew, name, command, environment) for name, command in commands.items()]


def _step(crew: Crew, name: str, command: Sequence[str], environment: Mapping[str, str]) -> Check:
    return Check(name, lambda: crew.step(name, command, environment))


def stripe_shapes(crew: Crew, environment: Mapping[str, str]) -> Check:
    """What our code asks of Stripe, held against Stripe's own description of its API."""

    def run() -> None:
        told = {**environment, stripe_mock.VARIABLE: str(stripe_mock.ensure(crew))}
        crew.step("stripe-shapes", [str(venv.python()), "-m", "pytest", "-q", *lanes.CHECKED], told)

    return Check("stripe-shapes", run)


def migrated_database(crew: Crew, environment: Mapping[str, str], name: str) -> Check:
    """A database for the runs of tests to copy, so that each does not migrate its own."""
    command = [str(venv.python()), "-m", "tests.support.migrated", name]
    settings = {"DJANGO_SETTINGS_MODULE": "backend.config.settings"}
    return _step(crew, "migrate", command, {**environment, **settings})


def front_end_checks(crew: Crew) -> list[Check]:
    """Packages as locked, lint, types."""
    return [
        Check("npm-ci", lambda: frontend.install(crew)),
        Check("biome", lambda: frontend.script(crew, "lint")),
        Check("tsc", lambda: frontend.script(crew, "tsc")),
    ]


def front_end_build(crew: Crew) -> Check:
    """The pages the server hands out."""
    return Check("build", lambda: frontend.build(crew))


def front_end_tests(crew: Crew) -> Check:
    """Unit tests."""
    return Check("vitest", lambda: frontend.script(crew, "test"))


def run(console: Console, lanes: Sequence[Sequence[Check]]) -> None:
    """Run the lanes side by side, each in its order; the first failure ends the wait. Raises LocalError."""
    wait(start(console, lanes))


def start(console: Console, lanes: Sequence[Sequence[Check]]) -> list[Background]:
    """Begin the lanes side by side, each in its order."""

    def walk(lane: Sequence[Check]) -> None:
        for check in lane:
            began = time.monotonic()
            check.run()
            console.step(f"{check.word} {check.name} ({time.monotonic() - began:.1f} s)")

    return [Background(partial(walk, lane)) for lane in lanes]


def wait(works: Sequence[Background]) -> None:
    """Wait for all of them; the first failure ends the wait. Raises LocalError."""
    while any(work.is_alive() for work in works):
        for work in works:
            work.raise_if_failed()
        time.sleep(0.1)
    for work in works:
        work.result()
