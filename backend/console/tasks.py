"""The clock of the demo."""

from django.conf import settings
from procrastinate.contrib.django import app

from backend.console.demo import live_room
from backend.core import clock

_EVERY_10_SECONDS = "* * * * * */10"

if settings.DEMO:

    @app.periodic(cron=_EVERY_10_SECONDS)
    @app.task(name="console.move_demo_room", queueing_lock="console.move_demo_room")
    def move_demo_room(timestamp: int) -> None:
        live_room.move(now=clock.now())
