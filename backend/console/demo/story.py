"""The story the demo tells through the services."""

from datetime import datetime


def tell(*, now: datetime) -> None:
    return
