"""How a device at the door says who it is: with the secret of its link. Views of the door alone listen to it."""

from functools import lru_cache
from typing import Literal

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from backend.accounts.authentication import StrictSessionAuthentication, TokenAuthentication
from backend.core import clock
from backend.core.digests import digest_of
from backend.roadshows.selectors.door import device_by_secret

HEADER = "X-Door-Device"


class DoorCaller:
    """A device in the place of a person: it is counted as a caller of its own, and has no right but the door's.

    Whether its secret opens anything is asked where the door is kept, once for all who come at the same moment.
    """

    is_authenticated: Literal[True] = True
    is_active: Literal[True] = True
    is_anonymous: Literal[False] = False

    def __init__(self, secret: str) -> None:
        self.secret = secret

    @property
    def pk(self) -> str:
        return digest_of(self.secret)


@lru_cache(maxsize=1024)
def _has_opened(secret: str) -> None:
    """A secret that never opened anything is refused before a body is read; asked once by each process, for where the door is
    kept it is asked each time. Raises DeviceRefused, which is not remembered.
    """
    device_by_secret(secret, clock.now())


class DeviceAuthentication(BaseAuthentication):
    """Raises DeviceRefused for a secret that opens nothing, so that the device knows to forget what it holds."""

    def authenticate(self, request: Request) -> tuple[DoorCaller, None] | None:
        secret = request.headers.get(HEADER)
        if secret is None:
            return None
        _has_opened(secret)
        return DoorCaller(secret), None

    def authenticate_header(self, request: Request) -> str:
        return "Device"


class DeviceScheme(OpenApiAuthenticationExtension):
    target_class = DeviceAuthentication
    name = "device"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": HEADER, "description": "The secret of a check-in link."}


DOOR_AUTHENTICATION = (DeviceAuthentication, TokenAuthentication, StrictSessionAuthentication)
