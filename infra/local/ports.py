"""Free ports: the wished one, or the next that nobody holds."""

from __future__ import annotations

import os
import socket
from collections.abc import Collection

from infra.local.errors import LocalError

SPAN = 200


def wished_port(variable: str = "PORT", default: int = 8000) -> int:
    """The port that the environment asks for. Raises LocalError."""
    text = os.environ.get(variable, "").strip() or str(default)
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise LocalError(f"{variable} is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen on the port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a port whose last connections are still closing counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(wish: int, *, host: str = "127.0.0.1", avoid: Collection[int] = ()) -> int:
    """The wished port or the first free one above it. Raises LocalError when 200 in a row are taken."""
    for port in range(wish, min(wish + SPAN, 65536)):
        if port not in avoid and is_free(port, host):
            return port
    raise LocalError(f"No free port between {wish} and {wish + SPAN - 1} on {host}; end a program that listens there.")


def accepts(port: int, host: str = "127.0.0.1", timeout: float = 0.5) -> bool:
    """Whether something listens on the port."""
    try:
        with socket.create_connection((host, port), timeout=timeout):
            return True
    except OSError:
        return False
