"""`make check`, `make test` and `make faults`: on a throw-away stack, so that a running demo is untouched."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from infra.local import browser, checks, doctor, environment, findings, frontend, node, paths, sources, stack, venv
from infra.local.checks import Check
from infra.local.children import Program
from infra.local.console import Console
from infra.local.crew import Crew
from infra.local.drivers import ELASTICSEARCH, POSTGRES, VALKEY
from infra.local.errors import LocalError
from infra.local.lanes import ALONE, LANES, Lane
from infra.local.paths import CHECKOUT

STACK = paths.TESTS
# Its engine is as quick as it can be, not as soon as it can be.
MEASURED = "measured"
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


@dataclass
class _Lanes:
    """The Python tests of all lanes, begun as soon as what they need is there."""

    crew: Crew
    console: Console
    told: Mapping[str, str]
    # Services, migrated database and pages.
    needs: tuple[threading.Event, ...]
    codes: list[int] = field(default_factory=list)

    def check(self, number: int) -> Check:
        """One lane as a step. The last lane speaks on our terminal; another one when it has ended."""
        lane = LANES[number]
        # How it ended is in its summary line; the other lanes go on.
        return Check(f"pytest-{lane.name}", lambda: self._run(lane, number, is_spoken=lane is LANES[-1]), word="ended")

    def _run(self, lane: Lane, number: int, *, is_spoken: bool) -> None:
        for need in self.needs:
            need.wait()
        log = None if is_spoken else self.crew.logs / f"pytest-{lane.name}.log"
        if log is not None:
            log.unlink(missing_ok=True)
        told = {**self.told, **lane.surroundings(os.environ, number)}
        child = self.crew.start(_program(f"pytest-{lane.name}", lane.places, told, log))
        self.codes.append(child.guardian.wait())
        self.crew.forget(child)
        if log is not None:
            self.console.step(f"The lane {lane.name}:\n{log.read_text(encoding='utf-8', errors='replace')}")

    @property
    def code(self) -> int:
        """0 when all passed."""
        return max(self.codes, key=abs)


def _then(check: Check, happened: threading.Event) -> Check:
    """The same step, which tells when it is done."""

    def run() -> None:
        check.run()
        happened.set()

    return replace(check, run=run)


def check() -> int:
    """Format, lint, types, import contracts, migrations, schema in step, shapes as Stripe takes them. Raises LocalError with
    the first failure.
    """
    console, crew = Console(), _crew()
    try:
        _prepare_python(console, crew)
        with environment.provide({POSTGRES}, name=STACK):
            python = [*checks.python_checks(crew, {}), checks.stripe_shapes(crew, {})]
            checks.run(console, [python, checks.front_end_checks(crew)])
    finally:
        crew.dismiss()
    console.step("check: all in order")
    return 0


def pytest(arguments: Sequence[str], *, stack_name: str = STACK) -> int:
    """pytest alone, on the services, with what the whole suite is told. Raises LocalError."""
    console, crew = Console(), _crew()
    try:
        _prepare_python(console, crew)
        frontend.build(crew)
        with environment.provide(name=stack_name, strict=True):
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
                return _checks_and_tests(crew, console, told, arguments)
    finally:
        crew.dismiss()


def _checks_and_tests(crew: Crew, console: Console, told: Mapping[str, str], arguments: Sequence[str]) -> int:
    """Checks in two rows, and the lanes of tests as soon as what they need is there; the fault tests have the machine to
    themselves afterwards.
    """
    up, migrated, built = threading.Event(), threading.Event(), threading.Event()
    steps = checks.python_checks(crew, told)
    database = _then(checks.migrated_database(crew, told, MIGRATED), migrated)
    # After format and lint.
    python = [*steps[:3], database, *steps[3:], checks.stripe_shapes(crew, told)]
    install, *front_end_checks = checks.front_end_checks(crew)
    pages = _then(checks.front_end_build(crew), built)
    front_end = [install, pages, *front_end_checks, checks.front_end_tests(crew)]
    lanes = _Lanes(crew, console, told, (up, migrated, built))
    beside = [] if arguments else [[lanes.check(number)] for number in range(len(LANES))]
    works = checks.start(console, [python, front_end, *beside])
    with environment.provide(name=STACK, strict=True):
        up.set()
        checks.wait(works)
        if arguments:
            return _pytest(crew, arguments, told)
        return lanes.code or _pytest(crew, ALONE.places, told)


def measure(suite: str, mark: str, arguments: Sequence[str]) -> int:
    """A long suite with its full loads, or a part of it. Its figures take the place of their lines in `docs/results`."""
    os.environ |= {"XMH_SCALE": "full", "XMH_STACK": MEASURED}
    said = f' ARGS="{" ".join(arguments)}"' if arguments else ""
    os.environ |= {"XMH_RESULTS": suite, "XMH_RESULTS_COMMAND": f"make {suite}{said}"}
    if arguments:
        os.environ["XMH_RESULTS_PART"] = "1"
    # The figures are part of what is said.
    return pytest(["-m", mark, "-rP", *arguments], stack_name=MEASURED)
