"""Valkey: the server alone, nothing kept on disk."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from infra.local import wheels
from infra.local.children import Program


def program(port: int, password: str, folder: Path, log: Path) -> Program:
    """What to start. The password reaches it by its configuration file, not by its arguments."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    configuration = folder / "valkey.conf"
    configuration.write_text(
        f'port {port}\nbind 127.0.0.1\nsave ""\nappendonly no\ndaemonize no\nrequirepass {password}\n', encoding="utf-8"
    )
    configuration.chmod(0o600)
    return Program(
        name="valkey",
        command=[str(wheels.valkey_server()), str(configuration)],
        environment={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
        folder=folder,
        log=log,
        grace=5,
    )


def url(port: int, password: str) -> str:
    return f"redis://:{password}@127.0.0.1:{port}/0"


def answers(port: int, password: str) -> bool:
    """Whether our own server answers; a stranger on the same port refuses the password."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2:
                part = connection.recv(256)
                if not part:
                    return False
                answer += part
    except OSError:
        return False
    return answer == b"+OK\r\n+PONG\r\n"
