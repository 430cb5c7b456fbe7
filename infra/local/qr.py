"""The address for a phone: this machine's own in the local network, and a QR code of it in the terminal."""

from __future__ import annotations

import socket

from infra.local.crew import Crew
from infra.local.venv import python

PRINT = "import sys, segno; segno.make(sys.argv[1], error='m').terminal(compact=True)"


def local_address() -> str:
    """The address other devices reach this machine by; 127.0.0.1 when it has no network. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # A documentation address: connecting a datagram socket only asks the routing table.
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def code(crew: Crew, address: str) -> str:
    """The QR code as text for a terminal. Raises LocalError."""
    return crew.step("qr", [str(python()), "-c", PRINT, address], {"PYTHONIOENCODING": "utf-8"})
