"""`make run`: one command to a running demo on one address."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from infra.local import doctor, engine, environment, findings, frontend, leases, paths, qr, stack, till, venv, web
from infra.local.background import Background
from infra.local.children import Child, Program
from infra.local.console import Console
from infra.local.crew import Crew
from infra.local.drivers import ELASTICSEARCH, POSTGRES, VALKEY
from infra.local.errors import LocalError
from infra.local.stack import Stack
from infra.local.state import Phase

RESTARTS = 5


class Run:
    """One run of the demo: its programs, its address, what it says."""

    def __init__(self, *, dev: bool) -> None:
        self.dev = dev
        self.console = Console()
        places = paths.stack_places("demo")
        self.places = places
        self.crew = Crew(places.logs, places.folder / "pids")
        self.address = web.choose_address()
        self.till_address = till.choose_address(self.address)
        self.told: dict[str, str] = {}
        self.sign_ins = ""

    def everything(self) -> None:
        """Bring the demo up, say READY, and watch it until Ctrl-C. Raises LocalError."""
        self.console.line("Looking around:")
        self.console.line(doctor.summary(findings.gather()))
        # Elasticsearch first: its fetch and start take longest and run beside all the rest.
        early = [ELASTICSEARCH] if ELASTICSEARCH in environment.missing() else []
        with stack.join("demo", early) as running:
            try:
                self._come_up(running)
            finally:
                self.console.line()
                self.console.step("Stopping what was started here")
                self.crew.dismiss()
        if stack.running(self.places) is not None:
            self.console.step("The services stay up for another command of this checkout")

    def _come_up(self, running: Stack) -> None:
        engine_follower = Background(lambda: self._follow_engine(running))
        if venv.ensure(self.crew):
            self.console.step("Python packages installed as locked")
        os.environ["PATH"] = venv.search_path()
        front_end = Background(self._build_front_end)
        self._start_databases(running)
        self._manage("migrate", "--no-input", "--verbosity", "0")
        self.console.step("Migrations done")
        front_end.result()
        demo = Background(self._seed)
        servers = self._serve()
        demo.result()
        self._index_then_work(engine_follower, servers)
        self._finish()
        self._watch(servers)

    def _follow_engine(self, running: Stack) -> None:
        service = engine.follow(running, self.console)
        if service is None:
            return
        if service.phase is Phase.READY:
            self.console.step(f"Elasticsearch answers on {service.url}")
        else:
            self.told |= {engine.VARIABLE: "", "XMH_SEARCH_HINT": service.note}
            self.console.step(f"Reduced mode: {service.note}")

    def _build_front_end(self) -> None:
        if self.dev:
            frontend.install(self.crew)
        elif frontend.build(self.crew):
            self.console.step("Front end built")

    def _start_databases(self, running: Stack) -> None:
        needed = environment.missing({POSTGRES, VALKEY})
        running.want(needed)
        exported = {**environment.basics(running), **environment.addresses(running, needed, strict=True)}
        self.told = {**web.environment(self.address), **exported, **engine.told(running)}
        if till.is_wanted():
            self.told |= till.told(self.places, self.till_address)
        self.console.step(
            "PostgreSQL and Valkey are up" if needed else "PostgreSQL and Valkey are used as set from outside"
        )

    def _manage(self, command: str, *arguments: str) -> str:
        return self.crew.step(command, web.manage(command, *arguments), self.told)

    def _serve(self) -> dict[str, Child]:
        """The server; for development behind the one that serves the pages, so that both are on one address.

        Beside it the stand-in for Stripe, unless somebody brought keys.
        """
        tills = {"till": till.program(self.places, self.till_address, self.address)} if till.is_wanted() else {}
        if self.dev:
            behind = web.behind(self.address)
            servers = {
                "web": web.server(behind, self.told, reload=True),
                "pages": web.pages(self.address, behind, self.told),
            }
        else:
            servers = {"web": web.server(self.address, self.told)}
        running = {name: self.crew.start(program) for name, program in {**tills, **servers}.items()}
        status = web.wait_first_page(self.address, running["pages" if self.dev else "web"])
        wrong = "" if status == 200 else f", but with status {status}"
        self.console.step(f"First page answers on {self.address.url}{wrong}")
        return running

    def _seed(self) -> None:
        self._manage("seed_demo", "--if-empty")
        self.console.step("Demo data in place")
        # Before the index is made, so that it is made only once.
        self._manage("train_matching", "--switch-on", "--if-never")
        self.console.step("Ranking trained on the past deals of the demo")
        self.sign_ins = self._manage("demo_sign_ins").rstrip()

    def _index_then_work(self, engine_follower: Background, servers: dict[str, Child]) -> None:
        """The index is made while no worker writes to it; until the engine is there, the worker does its other jobs."""
        early = None if not engine_follower.is_alive() else self._start_worker()
        engine_follower.result()
        if self.told.get(engine.VARIABLE, os.environ.get(engine.VARIABLE)):
            if early is not None:
                self.crew.forget(early)
                early = None
            self._manage("reindex", "--if-needed")
            self.console.step("Search index in step with the database")
        servers["worker"] = early or self._start_worker()

    def _start_worker(self) -> Child:
        return self.crew.start(web.worker(self.told, reload=self.dev))

    def _finish(self) -> None:
        street: list[str] = []
        # It waits for the room to move, so the other check runs beside it.
        check = Background(lambda: street.append(self._manage("check_street").rstrip()))
        self.console.line(self._manage("self_check").rstrip())
        check.result()
        self.console.line(street[0])
        picture = qr.code(self.crew, self.address.url) if self.address.is_open else ""
        self.console.line()
        self.console.line(f"READY {self.address.url} ({self.console.elapsed:.1f} s)")
        self.console.line(self.sign_ins)
        if picture:
            self.console.line(picture)
        self.console.line("Ctrl-C stops everything that was started here.")

    def _watch(self, servers: dict[str, Child]) -> None:
        programs: dict[str, Program] = {name: child.program for name, child in servers.items()}
        ended = dict.fromkeys(servers, 0)
        while True:
            for name, child in servers.items():
                if child.exit_code is None:
                    continue
                ended[name] += 1
                self.crew.forget(child)
                if ended[name] > RESTARTS:
                    raise LocalError(f"The {name} process does not stay up; its reason stands above.")
                self.console.step(f"The {name} process ended with exit code {child.exit_code}; starting it again")
                servers[name] = self.crew.start(programs[name])
            time.sleep(0.3)


@contextmanager
def only_run() -> Iterator[None]:
    """One run for each checkout: a second one would build and migrate under the first. Raises LocalError."""
    file = paths.local_root() / "run.lock"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+") as handle:
        if not leases.try_alone(handle):
            handle.seek(0)
            raise LocalError(f"The demo of this checkout already runs ({handle.read().strip()}); stop that one first.")
        handle.truncate(0)
        handle.write(f"process {os.getpid()}")
        handle.flush()
        yield


def main(*, dev: bool = False) -> int:
    """Run until Ctrl-C, which is the normal end; `dev` reloads servers when a file changes. Raises LocalError."""
    with only_run(), suppress(KeyboardInterrupt):
        Run(dev=dev).everything()
    sys.stdout.flush()
    return 0
