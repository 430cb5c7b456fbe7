"""The product's HTTP API as somebody's own: by a session, by a link, or as nobody from an address of theirs."""

import json
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

# A server that is started again is away for as long.
PATIENCE = 300.0
_TOKEN = "rehearsal" + "0" * 23


@dataclass(frozen=True, slots=True)
class Caller:
    """Every call is fit to be made again, and is while the server is away."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)
    address: str = "127.0.0.1"

    def get(self, path: str, **more: str) -> Any:
        return self.call("GET", path, None, **more)

    def post(self, path: str, body: Any = None, **more: str) -> Any:
        return self.call("POST", path, body or {}, **more)

    def put(self, path: str, body: Any) -> Any:
        return self.call("PUT", path, body)

    def call(self, method: str, path: str, body: Any, **more: str) -> Any:
        """What was answered, read. `more` are headers of this call alone, `_` for `-`."""
        headers = {**self.headers, **{name.replace("_", "-"): value for name, value in more.items()}}
        end = time.monotonic() + PATIENCE
        while True:
            try:
                status, said = self._once(method, path, body, headers)
            except (OSError, HTTPException):
                assert time.monotonic() < end, f"{self.url} is away"
                time.sleep(0.3)
                continue
            assert status < 300, f"{method} {path}: {status} {said[:2000]!r}"
            return json.loads(said) if said else None

    def _once(self, method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, bytes]:
        place = urlsplit(self.url)
        connection = HTTPConnection(str(place.hostname), place.port, timeout=120, source_address=(self.address, 0))
        try:
            said = None if body is None else json.dumps(body)
            connection.request(method, f"/api/v1{path}", said, {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def by_session(url: str, cookie: str) -> Caller:
    """As a page of ours does it: with the cookie's token."""
    return Caller(url, {"Cookie": f"session={cookie}; csrftoken={_TOKEN}", "X-CSRFToken": _TOKEN, "Origin": url})


def from_address(url: str, number: int) -> Caller:
    """A visitor at an address of their own: all of 127.0.0.0/8 is this machine."""
    return Caller(url, address=f"127.0.{1 + number // 250}.{1 + number % 250}")
