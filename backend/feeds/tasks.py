"""Jobs of feeds."""

from procrastinate.contrib.django import app

from backend.core import clock
from backend.feeds import services


@app.periodic(cron="37 4 * * *")
@app.task(name="feeds.tidy_events", queueing_lock="feeds.tidy_events", pass_context=False)
def tidy_events(timestamp: int) -> None:
    services.tidy_events(now=clock.now())
