"""Server processes without the time it takes to load the product: it is loaded once, and each server is a copy of that.

`python -m tests.support.room_nursery` reads lines {"log": path, "arguments": [uvicorn's own]} and answers each with the copy's number.
"""

import json
import os
import signal
import sys
from typing import Any

from uvicorn.main import main as serve

# What servers serve, loaded before they are copied.
import tests.support.room_app  # noqa: F401


def _begin(told: dict[str, Any]) -> int:
    child = os.fork()
    if child:
        return child
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(told["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ |= told["environment"]
    code = 1
    try:
        serve(told["arguments"], standalone_mode=False)
        code = 0
    finally:
        # Nothing of the one it was copied from is its own to tidy.
        os._exit(code)


def main() -> None:
    # Nobody asks how they ended.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print(json.dumps("ready"), flush=True)  # noqa: T201 - the answer to whoever asked
    for line in sys.stdin:
        print(json.dumps(_begin(json.loads(line))), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
