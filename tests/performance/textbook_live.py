"""The room of a textbook, to be measured beside ours: a consumer for each socket, in one group that everything is sent to.

An application of its own (`uvicorn tests.performance.textbook_live:application`) over the layer that carries most, Redis Pub/Sub.
Nothing stands around it: no ticket, no rights, no state to begin with, no numbers, and what is lost is lost.
"""

import json
from typing import Any

import django
from django.conf import settings
from django.core.asgi import get_asgi_application

from backend.config.settings.database import DATABASES, REDIS_URL

if not settings.configured:
    layer = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        CHANNEL_LAYERS={"default": layer},
        DATABASES=DATABASES,
        INSTALLED_APPS=["channels"],
        SECRET_KEY="of a measurement alone",
        USE_TZ=True,
    )
    django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path

ROOM = "room"


class RoomConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    async def connect(self) -> None:
        await self.channel_layer.group_add(ROOM, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(ROOM, self.channel_name)

    async def receive(self, text_data: str = "", bytes_data: bytes = b"") -> None:
        message = json.loads(text_data)["message"]
        await self.channel_layer.group_send(ROOM, {"type": "room.message", "message": message})

    async def room_message(self, event: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps({"message": event["message"]}))


application = ProtocolTypeRouter(
    {"http": get_asgi_application(), "websocket": URLRouter([path("ws/room/", RoomConsumer.as_asgi())])}
)
