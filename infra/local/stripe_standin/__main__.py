"""Run the stand-in: `python3 -m infra.local.stripe_standin HOST PORT FOLDER`, its secrets in the environment."""

import os
import sys
from pathlib import Path

from infra.local.stripe_standin.server import StandIn


def main() -> None:
    host, port, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    server = StandIn(
        port,
        folder,
        host=host,
        pages=os.environ.get("STRIPE_STANDIN_PAGES", ""),
        key=os.environ["STRIPE_SECRET_KEY"],
        webhook_secret=os.environ["STRIPE_WEBHOOK_SECRET"],
        target=os.environ.get("STRIPE_STANDIN_TARGET", ""),
    )
    server.serve()


main()
