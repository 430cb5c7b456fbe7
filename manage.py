#!/usr/bin/env python3
"""Django's command line. Joins this checkout's running services, or starts them for the command."""

import importlib.util
import os
import sys
from pathlib import Path

from infra.local import commands, environment, venv

# These read no table, document or key, so they start no service.
OFFLINE = {"help", "--help", "version", "--version", "export_schema"}
# These need the database and the cache only and do not wait for the search engine.
WITHOUT_SEARCH = {
    "check",
    "createcachetable",
    "dbshell",
    "flush",
    "makemigrations",
    "migrate",
    "showmigrations",
    "sqlmigrate",
}


def main() -> None:
    if importlib.util.find_spec("django") is None and Path(sys.executable) != venv.python():
        # The system's Python: the runner makes the checkout's environment and calls this file again with its Python.
        sys.exit(commands.main(["manage", *sys.argv[1:]]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings must be named first

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in OFFLINE:
        execute_from_command_line(sys.argv)
        return
    with environment.ensure({"postgres", "valkey"} if command in WITHOUT_SEARCH else None):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
