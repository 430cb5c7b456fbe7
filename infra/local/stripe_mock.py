"""Stripe's own stripe-mock: it knows Stripe's description of the API, and refuses requests that do not keep to it.

Built once for a version and kept with the checkout. Where the module comes from is Go's own matter (GOPROXY, GOFLAGS).
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from infra.local import children, golang, leases, ports
from infra.local.children import Program
from infra.local.crew import Crew
from infra.local.errors import LocalError
from infra.local.paths import CHECKOUT, local_root

MODULE = "github.com/stripe/stripe-mock"
VERSION = "v0.203.0"
# Where a test finds it.
VARIABLE = "XMH_STRIPE_MOCK"
_SECONDS = 30.0


def program() -> Path:
    """Where this version is, or will be."""
    return local_root() / "stripe-mock" / VERSION / "stripe-mock"


def ensure(crew: Crew) -> Path:
    """Build it when it is not there. Raises LocalError."""
    if not program().exists():
        with leases.alone(local_root() / "stripe-mock.lock", patience=1800):
            if not program().exists():
                _build(crew)
    return program()


def _build(crew: Crew) -> None:
    """Beside its place, so that a build that was killed is never taken for whole."""
    draft = program().with_name("draft")
    draft.mkdir(parents=True, exist_ok=True)
    go = golang.require(crew)
    crew.step("stripe-mock", [str(go.program), "install", f"{MODULE}@{VERSION}"], {"GOBIN": str(draft)})
    (draft / "stripe-mock").replace(program())


@contextlib.contextmanager
def running(built: Path, folder: Path) -> Iterator[str]:
    """Run it; the address it answers at. `folder` takes its log. Raises LocalError."""
    port = ports.free_port(21_111)
    log = folder / "stripe-mock.log"
    command = [str(built), "-http-addr", f"127.0.0.1:{port}"]
    child = children.start(Program("stripe-mock", command, dict(os.environ), CHECKOUT, log=log, grace=3), folder)
    try:
        end = time.monotonic() + _SECONDS
        while not ports.accepts(port):
            if child.exit_code is not None or time.monotonic() > end:
                raise LocalError(f"stripe-mock did not start: {log.read_text(errors='replace')[-500:]}")
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        child.stop()
