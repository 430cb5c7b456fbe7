"""The command line: `python3 -m infra.local COMMAND`."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said in a sentence before newer syntax is met
    sys.exit("xiangmihu: Python 3.11 or newer is needed; this is %d.%d." % sys.version_info[:2])  # noqa: UP031

from infra.local.commands import main

sys.exit(main(sys.argv[1:]))
