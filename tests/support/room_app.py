"""The product with one more kind of room, the one that counts: `uvicorn tests.support.room_app:application`."""

from backend.config.asgi import application
from backend.feeds import rooms
from tests.support.rooms import KIND, CountingRoom

__all__ = ["application"]

rooms.register(KIND, CountingRoom())
