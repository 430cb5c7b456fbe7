"""What files do when something happened."""

from procrastinate.exceptions import AlreadyEnqueued

from backend.core import outbox
from backend.files import tasks
from backend.files.events import FileStored


@outbox.on(FileStored)
def on_file_stored(event: FileStored) -> None:
    """A job of its own, so that a slow file holds up no other event."""
    try:
        tasks.process_file.configure(queueing_lock=f"files.process_file:{event.file_id}").defer(
            file_id=str(event.file_id)
        )
    except AlreadyEnqueued:
        return
