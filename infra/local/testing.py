"""`make check`, `make test` and `make faults`: on a throw-away stack, so that a running demo is untouched."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from infra.local import browser, checks, doctor, environment, findings, frontend, node, paths, sources, stack, venv
from infra.local.children import Program
from infra.local.console import Console
from infra.local.crew import Crew
from infra.local.drivers import ELASTICSEARCH, POSTGRES, VALKEY
from infra.local.errors import LocalError
from infra.local.lanes import ALONE, LANES, Lane
from infra.local.paths import CHECKOUT

STACK = "test"
MIGRATED = "xiangmihu_migrated"


def _crew() -> Crew:
    places = paths.stack_places(STACK)
    return Crew(places.logs, places.folder / "pids")


def _prepare_python(console: Console, crew: Crew) -> None:
    if venv.ensure(crew):
        console.step("Python packages installed as locked")
    os.environ["PATH"] = venv.search_path()


def _surroundings(found_browser: str) -> dict[str, str]:
    """What tests are told beside the addresses; what is set from outside stays."""
    told = {
        "XMH_LOCAL": "1",
        "XMH_SCALE": "ci",
        "XMH_SHARED": str(CHECKOUT.parent / "shared"),
        "XMH_BROWSER": found_browser,
        "PYTHONUNBUFFERED": "1",
        # Where Node comes from the wheel, tests that start npm find it too.
        "PATH": os.pathsep.join((str(venv.python().parent), node.require().search_path)),
    }
    return {name: value for name, value in told.items() if name == "PATH" or not os.environ.get(name)}


def _require_engine() -> None:
    """Say at once what would only be missed after minutes. Raises LocalError."""
    if ELASTICSEARCH in environment.missing():
        source = sources.find()
        if isinstance(source, sources.Nothing):
            raise LocalError(f"elasticsearch is not available: {source.fix}")
    elif not os.environ[environment.VARIABLES[ELASTICSEARCH]]:
        raise LocalError(
            "elasticsearch is not available: ELASTICSEARCH_URL is set to nothing; unset it or name an engine."
        )


def _program(name: str, arguments: Sequence[str], told: Mapping[str, str], log: Path | None = None) -> Program:
    command = [str(venv.python()), "-m", "pytest", *arguments]
    surroundings = {**os.environ, **told}
    # Tests make and migrate databases of their own, which only the owner may; a test of the narrow role steps down itself.
    surroundings.pop("DATABASE_APP_ROLE", None)
    return Program(name, command, surroundings, CHECKOUT, log=log, grace=20)


def _pytest(crew: Crew, arguments: Sequence[str], told: Mapping[str, str]) -> int:
    """Run pytest on our terminal; its summary line is the last thing that is said."""
    child = crew.start(_program("pytest", arguments, told))
    code = child.guardian.wait()
    crew.forget(child)
    return code


def _lanes(crew: Crew, console: Console, told: Mapping[str, str]) -> int:
    """Run the lanes side by side: the last one speaks on our terminal, what the others said follows it whole."""
    *quiet, spoken = enumerate(LANES)

    def program(lane: Lane, number: int, log: Path | None) -> Program:
        return _program(f"pytest-{lane.name}", lane.arguments, {**told, **lane.surroundings(os.environ, number)}, log)

    logs = {lane.name: crew.logs / f"pytest-{lane.name}.log" for _, lane in quiet}
    for log in logs.values():
        log.unlink(missing_ok=True)
    running = [crew.start(program(lane, number, logs[lane.name])) for number, lane in quiet]
    running.append(crew.start(program(spoken[1], spoken[0], None)))
    codes = [child.guardian.wait() for child in reversed(running)]
    for child, (_, lane) in zip(running, quiet, strict=False):
        crew.forget(child)
        console.step(f"The lane {lane.name}:")
        sys.stdout.write(logs[lane.name].read_text(encoding="utf-8", errors="replace"))
        sys.stdout.flush()
    crew.forget(running[-1])
    return max(codes, key=abs)


def check() -> int:
    """Format, lint, types, import contracts, migrations, schema in step. Raises LocalError with the first failure."""
    console, crew = Console(), _crew()
    try:
        _prepare_python(console, crew)
        with environment.provide({POSTGRES}, name=STACK):
            lanes = [checks.python_checks(crew, {}), checks.front_end_checks(crew)]
            checks.run(console, lanes)
    finally:
        crew.dismiss()
    console.step("check: all in order")
    return 0


def pytest(arguments: Sequence[str]) -> int:
    """pytest alone, on the services, with what the whole suite is told. Raises LocalError."""
    console, crew = Console(), _crew()
    try:
        _prepare_python(console, crew)
        frontend.build(crew)
        with environment.provide(name=STACK, strict=True):
            return _pytest(crew, arguments, _surroundings(str(browser.require(console.step))))
    finally:
        crew.dismiss()


def test(arguments: Sequence[str]) -> int:
    """Everything: checks, front-end tests, Python tests and journeys. Raises LocalError; a missing service is a failure."""
    console, crew = Console(), _crew()
    _require_engine()
    console.line("Looking around:")
    console.line(doctor.summary(findings.gather()))
    early = [ELASTICSEARCH] if ELASTICSEARCH in environment.missing() else []
    try:
        found_browser = str(browser.require(console.step))
        # Started before the packages are installed: its fetch and start take longest.
        with stack.join(STACK, early):
            _prepare_python(console, crew)
            with environment.provide({POSTGRES, VALKEY}, name=STACK, strict=True):
                told = {**_surroundings(found_browser), "XMH_MIGRATED": MIGRATED}
                python = [*checks.python_checks(crew, told), checks.migrated_database(crew, told, MIGRATED)]
                checks.run(console, [python, checks.front_end_checks(crew) + checks.front_end_tests(crew)])
                with environment.provide(name=STACK, strict=True):
                    console.step("The services are up; the Python tests and the browser journeys follow")
                    if arguments:
                        return _pytest(crew, arguments, told)
                    return _lanes(crew, console, told) or _pytest(crew, ALONE.arguments, told)
    finally:
        crew.dismiss()


def measure(suite: str, mark: str, arguments: Sequence[str]) -> int:
    """A long suite with its full loads. Only the whole of it writes its figures to `docs/results`."""
    os.environ["XMH_SCALE"] = "full"
    if not arguments:
        os.environ |= {"XMH_RESULTS": suite, "XMH_RESULTS_COMMAND": f"make {suite}"}
    # The figures are part of what is said.
    return pytest(["-m", mark, "-rP", *arguments])
