"""What must be set before the street opens to the public. Part of `check --deploy`, and of every start of a server."""

import sys
from typing import Any

from django.conf import settings
from django.core import checks

# Ours among Django's own deployment checks, which advise; these forbid.
STARTING = "xmh_starting"


@checks.register(STARTING, deploy=True)
def check_settings(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(f"{name} is not set.", hint="docs/how-to/deploy.md says what it means.", id=f"xmh.{name}")
        for name in settings.MISSING_SETTINGS
    ]


@checks.register(STARTING, deploy=True)
def check_debug(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    if settings.DEBUG and not settings.LOCAL:
        return [checks.Error("DEBUG is on: pages would show code and settings to everybody.", id="xmh.DEBUG")]
    return []


def refuse_to_start_unready() -> None:
    """Ends the process with one sentence for each thing that is missing; called by everything that serves."""
    found = [one for one in checks.run_checks(tags=[STARTING], include_deployment_checks=True) if one.is_serious()]
    if found:
        sys.exit("\n".join(f"{one.msg} {one.hint or ''}".rstrip() for one in found))
