"""Jobs of files: page images, and the sweep."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from backend.core import clock
from backend.files import services


@app.task(name="files.process_file", queue="files", pass_context=False, retry=RetryStrategy(max_attempts=3, wait=5))
def process_file(file_id: str) -> None:
    services.process_file(file_id=UUID(file_id), now=clock.now())


@app.periodic(cron="17 * * * *")
@app.task(name="files.sweep_unkept", queueing_lock="files.sweep_unkept", pass_context=False)
def sweep_unkept(timestamp: int) -> None:
    services.sweep_unkept(now=clock.now())
