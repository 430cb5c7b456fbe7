"""A PostgreSQL of one test's own: durable as in life, with a copy of the test's database, and it may be stopped hard."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from infra.local import postgres, wheels
from infra.local.ports import free_port

_PATIENCE = 120.0
FAST, IMMEDIATE = signal.SIGINT, signal.SIGQUIT


class OwnPostgres:
    """Always on the same port, with the data it had."""

    def __init__(self, folder: Path) -> None:
        self._cluster = postgres.Cluster(
            data=folder,
            port=free_port(41_500 + os.getpid() % 1000),
            superuser_password=secrets.token_hex(8),
            owner_password=secrets.token_hex(8),
            throw_away=False,
        )
        self._log = folder / "postgres.log"
        self._process: subprocess.Popen[bytes] | None = None
        postgres.prepare(self._cluster)

    @property
    def url(self) -> str:
        """The owner's address, as `DATABASE_URL` wants it."""
        return self._cluster.url

    def start(self) -> None:
        """Comes back when it answers."""
        program = postgres.program(self._cluster, self._log)
        user = program.user
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                program.command,
                env=dict(program.environment),
                cwd=program.folder,
                user=None if user is None else user.uid,
                group=None if user is None else user.gid,
                extra_groups=None if user is None else [],
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + _PATIENCE
        while not postgres.answers(self._cluster):
            assert time.monotonic() < end, self._log.read_text()[-2000:]
            time.sleep(0.05)

    def stop(self, how: signal.Signals = FAST) -> None:
        """`FAST` ends what is under way and writes all out; `IMMEDIATE` is a crash, mended from its log at the next start."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_PATIENCE)
            self._process = None

    def copy_test_database(self) -> None:
        """Its tables, rows and rules. Rows must be committed."""
        postgres.create_roles(self._cluster)
        held = connection.get_connection_params()
        told = {"PGHOST": held["host"], "PGPORT": held["port"], "PGUSER": held["user"], "PGPASSWORD": held["password"]}
        dumped = subprocess.run(
            [wheels.postgres_bin() / "pg_dump", "--no-owner", held["dbname"]],
            env={**os.environ, **{name: str(value) for name, value in told.items() if value}},
            check=True,
            capture_output=True,
        )
        subprocess.run(
            [wheels.postgres_bin() / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", self.url],
            input=dumped.stdout,
            check=True,
            capture_output=True,
        )

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Inside, this process works on it instead of on the test's database."""
        held, address = dict(connection.settings_dict), urlsplit(self.url)
        forget_connections()
        connection.settings_dict |= {
            "HOST": address.hostname,
            "PORT": address.port,
            "USER": address.username,
            "PASSWORD": address.password,
            "NAME": address.path.lstrip("/"),
        }
        try:
            yield
        finally:
            forget_connections()
            connection.settings_dict |= held


def forget_connections() -> None:
    """Those of this process; a server that was stopped has ended them."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """Running, with a copy of the test's database; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="xmh-postgres-"))
    folder.chmod(0o755)
    held = OwnPostgres(folder)
    try:
        held.start()
        held.copy_test_database()
        yield held
    finally:
        held.stop(IMMEDIATE)
        shutil.rmtree(folder, ignore_errors=True)
