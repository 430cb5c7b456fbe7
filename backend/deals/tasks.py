"""Jobs of deals."""

from uuid import UUID

from procrastinate.contrib.django import app

from backend.core import clock
from backend.deals.services import imports


@app.task(name="deals.run_import", pass_context=False)
def run_import(batch_id: str) -> None:
    """Safe to run twice: a second run goes on where the first one stopped, or does nothing."""
    imports.run_import(batch_id=UUID(batch_id), now=clock.now())
