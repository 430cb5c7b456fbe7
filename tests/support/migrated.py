"""One migrated database for all runs of tests to copy: migrating takes longer than any test, and every run wants its own.

`python -m tests.support.migrated NAME` makes it anew beside the database that DATABASE_URL names; whoever finds the name in
`XMH_MIGRATED` copies it. Nobody may be connected to it meanwhile.
"""

import os
import sys
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg
from django.core.management import call_command
from psycopg import sql

VARIABLE = "XMH_MIGRATED"


def is_there() -> bool:
    return bool(os.environ.get(VARIABLE))


def template() -> str:
    """What a new database of a test is a copy of: the migrated one when there is one, else an empty one."""
    return os.environ.get(VARIABLE) or "template0"


def make_database(name: str, copied: str) -> str:
    """Make a database beside the one DATABASE_URL names, in place of an older one of that name. Returns its address."""
    address = urlsplit(os.environ["DATABASE_URL"])
    drop_database(name)
    with _server() as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(copied)))
    return urlunsplit(address._replace(path=f"/{name}"))


def drop_database(name: str) -> None:
    with _server() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _server() -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def main() -> None:
    os.environ["DATABASE_URL"] = make_database(sys.argv[1], "template0")
    os.environ.pop("DATABASE_APP_ROLE", None)
    django.setup()
    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    main()
