"""Which Java is here, and which Elasticsearch it can carry."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.local import users

# A trimmed runtime lacks one of these and fails late: at boot, or at the first index.
FULL_MODULES = frozenset({"jdk.incubator.vector", "jdk.jdi", "jdk.net", "java.sql"})
VERSION = re.compile(r'"?(?:1\.)?(\d+)(?:[._+-][\w.+-]*)?"?')


@dataclass(frozen=True)
class Java:
    """One installation. `unfit` is empty, or says why it cannot carry Elasticsearch."""

    home: Path
    major: int
    unfit: str = ""

    @property
    def program(self) -> Path:
        return self.home / "bin" / "java"


def parse_major(version: str) -> int:
    """`1.8.0_392` → 8, `17.0.15` → 17, `25-ea` → 25; 0 when it is no version."""
    found = VERSION.fullmatch(version.strip())
    return int(found.group(1)) if found else 0


def _release_file(home: Path) -> dict[str, str]:
    try:
        lines = (home / "release").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    pairs = (line.partition("=") for line in lines if "=" in line)
    return {key: value.strip().strip('"') for key, _, value in pairs}


def _ask(program: Path, *arguments: str) -> str:
    try:
        answer = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout + answer.stderr


def _major_and_modules(home: Path) -> tuple[int, frozenset[str]]:
    release = _release_file(home)
    major = parse_major(release.get("JAVA_VERSION", ""))
    modules = frozenset(release.get("MODULES", "").split())
    program = home / "bin" / "java"
    if not major:
        found = re.search(r'version "([^"]+)"', _ask(program, "-version"))
        major = parse_major(found.group(1)) if found else 0
    if major >= 9 and not modules:
        modules = frozenset(line.split("@")[0].strip() for line in _ask(program, "--list-modules").splitlines())
    return major, modules


def inspect(home: Path) -> Java | None:
    """What this folder holds; None when it is no Java."""
    home = home.resolve()
    if not os.access(home / "bin" / "java", os.X_OK):
        return None
    major, modules = _major_and_modules(home)
    if not major:
        return None
    missing = sorted(FULL_MODULES - modules)
    unfit = ""
    if major < 17:
        unfit = "older than 17"
    elif missing:
        unfit = f"a trimmed runtime without {', '.join(missing)}"
    elif users.is_root() and not users.can_enter(home):
        unfit = "below a folder that the unprivileged user of Elasticsearch cannot enter"
    return Java(home, major, unfit)


def _homes(environment: Mapping[str, str]) -> Iterator[Path]:
    for name in ("ES_JAVA_HOME", "JAVA_HOME"):
        if environment.get(name):
            yield Path(environment[name])
    on_path = shutil.which("java", path=environment.get("PATH", ""))
    if on_path:
        yield Path(on_path).resolve().parents[1]
    for folder in environment.get("XMH_JAVA_DIRS", "/usr/lib/jvm").split(os.pathsep):
        if folder and Path(folder).is_dir():
            yield from sorted(Path(folder).iterdir())
    if sys.platform == "darwin" and "XMH_JAVA_DIRS" not in environment:
        yield from _mac_homes()


def _mac_homes() -> Iterator[Path]:
    for version in ("21+", "17"):
        answer = _ask(Path("/usr/libexec/java_home"), "-v", version).strip()
        if answer.startswith("/"):
            yield Path(answer)
    for cellar in ("/opt/homebrew/opt", "/usr/local/opt"):
        yield from sorted(Path(cellar).glob("openjdk*/libexec/openjdk.jdk/Contents/Home"))


def find(environment: Mapping[str, str] = os.environ) -> list[Java]:
    """Every Java in the order of search, each once. `XMH_JAVA_DIRS` replaces /usr/lib/jvm as the place of installations."""
    found: dict[Path, Java] = {}
    for home in _homes(environment):
        if home.resolve() in found:
            continue
        java = inspect(home)
        if java is not None:
            found[java.home] = java
    return list(found.values())
