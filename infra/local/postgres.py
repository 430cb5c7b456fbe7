"""PostgreSQL from its wheel: cluster, roles, start command."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from infra.local import processes, users, wheels
from infra.local.children import Program
from infra.local.errors import LocalError

OWNER_ROLE = "xmh_owner"
APP_ROLE = "xmh_app"
DATABASE = "xiangmihu"
SUPERUSER = "postgres"


@dataclass(frozen=True)
class Cluster:
    """One data folder and the address it listens on. A throw-away one gives up durability for speed."""

    data: Path
    port: int
    superuser_password: str
    owner_password: str
    throw_away: bool

    @property
    def files(self) -> Path:
        return self.data / "cluster"

    @property
    def url(self) -> str:
        """The owner's login, which runs migrations; web and worker step down to the application role."""
        return f"postgresql://{OWNER_ROLE}:{self.owner_password}@127.0.0.1:{self.port}/{DATABASE}"


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "HOME") if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _run(command: list[str | Path], *, environment: dict[str, str] | None = None, text: str = "") -> str:
    user = users.service_user()
    answer = subprocess.run(
        command,
        input=text,
        env={**_environment(), **(environment or {})},
        cwd="/",
        user=None if user is None else user.uid,
        group=None if user is None else user.gid,
        extra_groups=None if user is None else [],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if answer.returncode != 0:
        raise LocalError(f"{Path(command[0]).name} failed: {answer.stderr.strip()[-500:]}")
    return answer.stdout


def prepare(cluster: Cluster) -> None:
    """Create the cluster when there is none. It is built beside and moved in whole, so a killed start leaves nothing half."""
    users.give(cluster.data, users.service_user())
    if (cluster.files / "PG_VERSION").exists():
        _clear_stale_lock(cluster)
        return
    shutil.rmtree(cluster.files, ignore_errors=True)
    draft = cluster.data / "draft"
    shutil.rmtree(draft, ignore_errors=True)
    with tempfile.NamedTemporaryFile("w", dir=cluster.data, prefix="password-") as password:
        password.write(cluster.superuser_password)
        password.flush()
        users.give(cluster.data, users.service_user())
        ctype = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
        command: list[str | Path] = [wheels.postgres_bin() / "initdb", "-D", draft, "-U", SUPERUSER]
        command += ["--auth=scram-sha-256", f"--pwfile={password.name}", "--encoding=UTF8", "--locale=C"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--lc-ctype={ctype}"]
        _run(command + (["--no-sync"] if cluster.throw_away else []))
    draft.rename(cluster.files)


def _clear_stale_lock(cluster: Cluster) -> None:
    """PostgreSQL refuses to start when the number in its lock file lives, even as another program's. End our own orphans first."""
    processes.stop(processes.with_argument(str(cluster.files)), first=signal.SIGINT)
    (cluster.files / "postmaster.pid").unlink(missing_ok=True)


def program(cluster: Cluster, log: Path) -> Program:
    """What to start: this machine only, no socket file (its path may be too long)."""
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(cluster.port),
        "unix_socket_directories": "",
        "max_connections": "200",
        "shared_buffers": "256MB",
        "work_mem": "16MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "jit": "off",
    }
    if cluster.throw_away:
        # Commits still reach the system's memory, so that a killed server loses nothing; a lost machine may.
        settings |= {"fsync": "off", "full_page_writes": "off", "autovacuum_naptime": "5min"}
    command = [str(wheels.postgres_bin() / "postgres"), "-D", str(cluster.files)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return Program(
        name="postgres",
        command=command,
        environment=_environment(),
        folder=cluster.data,
        log=log,
        user=users.service_user(),
        stop_signal=signal.SIGINT,
        grace=15,
    )


def query(cluster: Cluster, text: str, database: str = "postgres") -> str:
    """Run SQL as the superuser. Raises LocalError."""
    psql = wheels.postgres_bin() / "psql"
    command: list[str | Path] = [psql, "-h", "127.0.0.1", "-p", str(cluster.port), "-U", SUPERUSER, "-d", database]
    return _run(
        [*command, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"],
        environment={"PGPASSWORD": cluster.superuser_password, "PGCONNECT_TIMEOUT": "3"},
        text=text,
    )


def answers(cluster: Cluster) -> bool:
    """Whether the server accepts our superuser; a stranger on the same port does not."""
    try:
        return query(cluster, "SELECT 1").strip() == "1"
    except LocalError:
        return False


def create_roles(cluster: Cluster) -> None:
    """The owner (login, may create test databases), the application role it may step down to, and the database. Safe to repeat."""
    # The names are constants of this module and the password is hexadecimal.
    roles = f"""
    DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER_ROLE}') THEN CREATE ROLE {OWNER_ROLE}; END IF;
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN CREATE ROLE {APP_ROLE}; END IF;
    END $$;
    ALTER ROLE {OWNER_ROLE} LOGIN CREATEDB NOSUPERUSER PASSWORD '{cluster.owner_password}';
    ALTER ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
    GRANT {APP_ROLE} TO {OWNER_ROLE} WITH INHERIT FALSE, SET TRUE;
    """  # noqa: S608
    query(cluster, roles)
    if DATABASE not in query(cluster, "SELECT datname FROM pg_database").split():
        query(cluster, f"CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}")
