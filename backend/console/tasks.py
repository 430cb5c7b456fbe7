"""The watch over clocks, and the clock of the demo."""

from datetime import UTC, datetime

from django.conf import settings
from procrastinate.contrib.django import app

from backend.console import clock_watch
from backend.console.demo import live_room
from backend.core import clock

_EVERY_10_SECONDS = "* * * * * */10"
_EVERY_30_SECONDS = "* * * * * */30"


@app.periodic(cron=_EVERY_30_SECONDS)
@app.task(name="console.watch_clocks", queueing_lock="console.watch_clocks")
def watch_clocks(timestamp: int) -> None:
    """Between two readings of our own clock lies the database's, however slow it answered."""
    before = datetime.now(UTC)
    now = clock.now()
    clock_watch.look(here=before + (datetime.now(UTC) - before) / 2, now=now)


if settings.DEMO:

    @app.periodic(cron=_EVERY_10_SECONDS)
    @app.task(name="console.move_demo_room", queueing_lock="console.move_demo_room")
    def move_demo_room(timestamp: int) -> None:
        live_room.move(now=clock.now())
