"""`reindex` that kills itself the hard way before or after its nth request to the engine: `python -m tests.support.dying_reindex`.

One process that is set up once. Each line, `before 7` or `after 7`, starts a child that runs the command; the answer is how
the child ended, minus the signal.
"""

import os
import sys

import django
from django.core.management import call_command

from tests.support.dying_worker import dying


def _reindex(when: str, nth: int) -> None:
    from search.client import GuardedTransport  # noqa: PLC0415 - with the apps loaded

    call = dying(GuardedTransport.perform_request, nth, after=when == "after")
    GuardedTransport.perform_request = call  # type: ignore[method-assign]
    call_command("reindex", "--kind", "deal", "--patience", "0")


def main() -> None:
    django.setup()
    for line in sys.stdin:
        when, nth = line.split()
        child = os.fork()
        if not child:
            _reindex(when, int(nth))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        os.write(1, f"{os.waitstatus_to_exitcode(status)}\n".encode())


if __name__ == "__main__":
    main()
