"""The product with one more kind of room, the one that counts, and a look at what the process holds:
`uvicorn tests.support.room_app:application`.
"""

import asyncio
import json
from typing import Any

from backend.config.asgi import application as product
from backend.feeds import rooms
from backend.live import hub
from tests.support.rooms import KIND, CountingRoom

rooms.register(KIND, CountingRoom())
HELD = "/held"


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "http" and scope["path"] == HELD:
        await _tell(send, {"sockets": sum(1 for _ in hub.current().connections()), "tasks": len(asyncio.all_tasks())})
    else:
        await product(scope, receive, send)


async def _tell(send: Any, held: dict[str, int]) -> None:
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(held).encode()})
