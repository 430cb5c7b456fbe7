"""Fetching Elasticsearch by Maven, with its progress in MB."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from infra.local import cache, children
from infra.local.children import Program
from infra.local.errors import LocalError
from infra.local.java import Java
from infra.local.releases import Release

UNPACK = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack"
MB = 1_000_000
TIMEOUT_SECONDS = 45 * 60


def program() -> str | None:
    """Maven's command, when it is on the path."""
    return shutil.which("mvn")


def size_mb(folder: Path) -> int:
    """What the folder holds by now, in MB."""
    total = 0
    for base, _, files in os.walk(folder):
        for name in files:
            with contextlib.suppress(OSError):
                total += (Path(base) / name).stat().st_size
    return total // MB


def _require_space(folder: Path, release: Release) -> None:
    need = release.download_mb + release.unpacked_mb + 100
    free = shutil.disk_usage(folder).free // MB
    if free < need:
        raise LocalError(f"Elasticsearch needs {need} MB for a moment and {folder} has {free} MB free; make room.")


def _run(command: list[str], draft: Path, java: Java, tick: Callable[[], None]) -> None:
    log = draft / "maven.log"
    program = Program("maven", command, {**os.environ, "JAVA_HOME": str(java.home)}, draft, log=log)
    # Behind a guardian, like every program: a fetch does not go on when nobody waits for it any more.
    running = children.start(program, draft)
    end = time.monotonic() + TIMEOUT_SECONDS
    try:
        while running.exit_code is None:
            if time.monotonic() > end:
                raise LocalError(f"Maven could not fetch Elasticsearch within {TIMEOUT_SECONDS // 60} minutes.")
            tick()
            time.sleep(0.5)
    finally:
        running.stop()
    if running.exit_code != 0:
        reasons = [line for line in log.read_text(errors="replace").splitlines() if "ERROR" in line]
        reason = reasons[0].removeprefix("[ERROR] ")[:300] if reasons else f"exit code {running.exit_code}"
        raise LocalError(f"Maven could not fetch Elasticsearch: {reason}")


def fetch(release: Release, java: Java, say: Callable[[str], None]) -> Path:
    """Fetch and unpack the release into the machine's cache, once. `say` hears the progress; what it raises ends the fetch.

    Maven works in a repository of its own inside the draft, so the big zip goes away with it and the caller's local
    repository is never touched. Raises LocalError.
    """
    maven = program()
    if maven is None:
        raise LocalError("Maven is not on the PATH; install it (Debian: apt-get install maven).")

    def unpack(draft: Path) -> Path:
        _require_space(draft, release)
        repository, output = draft / "repository", draft / "unpacked"
        command = [maven, "-B", "-ntp", f"-Dmaven.repo.local={repository}", UNPACK, f"-Dartifact={release.artifact}"]
        command += [f"-DoutputDirectory={output}", "-Dmdep.unpack.includes=*/elasticsearch/**"]

        def tick() -> None:
            unpacked = size_mb(output)
            if unpacked:
                say(f"Elasticsearch {release.version}: unpacking, {unpacked} of about {release.unpacked_mb} MB")
            else:
                say(f"Elasticsearch {release.version}: fetching, {size_mb(repository)} of {release.download_mb} MB")

        _run(command, draft, java, tick)
        found = list(output.glob("*/elasticsearch"))
        if len(found) != 1:
            raise LocalError(f"The fetched package does not hold Elasticsearch {release.version}; try again.")
        return found[0]

    return cache.fill(release, unpack)
