"""The front end: dependencies as locked, build only when a source changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from infra.local import leases, node
from infra.local.crew import Crew
from infra.local.paths import CHECKOUT, local_root

FOLDER = CHECKOUT / "frontend"
DIST = FOLDER / "dist"
INSTALLED = FOLDER / "node_modules" / ".in-step"
# Made by the build itself, so no reason to build again.
GENERATED = {
    FOLDER / "src" / "api",
    FOLDER / "src" / "routeTree.gen.ts",
    FOLDER / "src" / "app" / "i18n" / "resources.gen.d.ts",
    FOLDER / "src" / "app" / "i18n" / "pages.gen.ts",
}


def _sources() -> Iterator[Path]:
    for file in sorted(FOLDER.iterdir()):
        if file.is_file():
            yield file
    for name in ("src", "public", "scripts"):
        for file in sorted((FOLDER / name).rglob("*")):
            if file.is_file() and not GENERATED.intersection((file, *file.parents)):
                yield file


def source_mark() -> str:
    """A hash over every file the build reads."""
    digest = hashlib.sha256()
    for file in _sources():
        digest.update(str(file.relative_to(FOLDER)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _lock_mark() -> str:
    return hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()


def _built_mark_file() -> Path:
    return local_root() / "frontend-built"


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""


def is_installed() -> bool:
    return _read(INSTALLED) == _lock_mark()


def is_built() -> bool:
    return (DIST / "index.html").is_file() and _read(_built_mark_file()) == source_mark()


def _alone() -> AbstractContextManager[None]:
    """One command at a time installs or builds; another waits and then finds it done."""
    return leases.alone(local_root() / "frontend.lock", patience=1800)


def install(crew: Crew) -> bool:
    """Install the locked packages when they are not there; True when something was done. Raises LocalError."""
    if is_installed():
        return False
    with _alone():
        return _install(crew)


def _install(crew: Crew) -> bool:
    if is_installed():
        return False
    used = node.require()
    crew.step("npm-ci", [*used.npm, "ci", "--no-audit", "--no-fund"], {"PATH": used.search_path}, FOLDER)
    INSTALLED.write_text(_lock_mark(), encoding="utf-8")
    return True


def script(crew: Crew, name: str) -> str:
    """Run one script of package.json. Raises LocalError."""
    used = node.require()
    return crew.step(f"npm-{name}", [*used.npm, "run", name], {"PATH": used.search_path}, FOLDER)


def build(crew: Crew) -> bool:
    """Install and build when needed; True when it was built. Raises LocalError."""
    if is_installed() and is_built():
        return False
    with _alone():
        return _build(crew)


def _build(crew: Crew) -> bool:
    _install(crew)
    if is_built():
        return False
    mark = source_mark()
    script(crew, "build")
    _built_mark_file().write_text(mark, encoding="utf-8")
    return True
