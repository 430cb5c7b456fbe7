"""The product's worker, which kills itself the hard way at a named point: `python -m tests.support.dying_worker POINT NTH`.

Points: `before_event` an event is about to be handled · `in_transaction` its effect is written but not committed ·
`after_commit` it is committed but the job is not finished · `before_write` a batch is about to go to the engine ·
`after_write` the engine has it but the marks stand.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django
from django.core.management import call_command

POINTS = ("before_event", "in_transaction", "after_commit", "before_write", "after_write")


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying(call: Callable[..., Any], nth: int, *, after: bool) -> Callable[..., Any]:
    """The call, with death just before its nth time, or just after its nth success: a call that failed had no effect."""
    times = [0]

    def run(*args: Any, **kwargs: Any) -> Any:
        if not after:
            times[0] += 1
            if times[0] == nth:
                _die()
        result = call(*args, **kwargs)
        if after:
            times[0] += 1
            if times[0] == nth:
                _die()
        return result

    return run


def arm(point: str, nth: int) -> None:
    """Set the trap. Only this process, which is there to die, is changed."""
    from backend.core import services  # noqa: PLC0415 - needs the apps loaded
    from backend.deals import handlers  # noqa: PLC0415
    from search import bulk  # noqa: PLC0415

    traps: dict[str, tuple[Any, str, bool]] = {
        "before_event": (services, "_handle_one", False),
        "in_transaction": (handlers, "publish_approved", True),
        "after_commit": (services, "_handle_one", True),
        "before_write": (bulk, "write", False),
        "after_write": (bulk, "write", True),
    }
    module, name, after = traps[point]
    setattr(module, name, dying(getattr(module, name), nth, after=after))


def main() -> None:
    django.setup()
    point, nth = sys.argv[1], int(sys.argv[2])
    arm(point, nth)
    call_command("run_worker")


if __name__ == "__main__":
    main()
