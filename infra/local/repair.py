"""`make fix`: format, and repair what the linters can repair by themselves."""

from __future__ import annotations

import os

from infra.local import frontend, paths, venv
from infra.local.console import Console
from infra.local.crew import Crew


def main() -> int:
    """Change the files in place. Raises LocalError; what needs a person is left for `make check` to name."""
    console = Console()
    places = paths.stack_places("demo")
    crew = Crew(places.logs, places.folder / "pids")
    try:
        venv.ensure(crew)
        os.environ["PATH"] = venv.search_path()
        ruff = str(venv.python().with_name("ruff"))
        crew.step("ruff-fix", [ruff, "check", "--fix", "--exit-zero", "."])
        crew.step("ruff-format", [ruff, "format", "."])
        console.step("Python: formatted and repaired")
        frontend.install(crew)
        frontend.script(crew, "fix")
        console.step("Front end: formatted and repaired")
    finally:
        crew.dismiss()
    return 0
