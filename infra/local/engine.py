"""Following Elasticsearch while the rest comes up: its address is known at once, the engine when it is there."""

from __future__ import annotations

import os

from infra.local.console import Console
from infra.local.drivers import ELASTICSEARCH
from infra.local.environment import VARIABLES
from infra.local.stack import SETTLED, Stack
from infra.local.state import Phase, ServiceState

VARIABLE = VARIABLES[ELASTICSEARCH]


def told(running: Stack) -> dict[str, str]:
    """What the product's processes are told from the beginning: the address to come, or that there will be none."""
    if VARIABLE in os.environ:
        return {}
    service = running.wait(ELASTICSEARCH, lambda state: bool(state.url) or state.phase in SETTLED, 60)
    if service.url and service.phase not in {Phase.FAILED, Phase.ABSENT}:
        return {VARIABLE: service.url}
    return {VARIABLE: "", "XMH_SEARCH_HINT": service.note}


def follow(running: Stack, console: Console) -> ServiceState | None:
    """Say the engine's progress, in MB while it is fetched, until it is up or is not going to be; None when it is external."""
    if VARIABLE in os.environ:
        return None
    begun = running.wait(ELASTICSEARCH, lambda state: state.phase is not Phase.WAITING, 3600, console.step)
    if begun.phase is Phase.STARTING:
        console.step("Elasticsearch: starting")
    return running.settled(ELASTICSEARCH, say=console.step)
