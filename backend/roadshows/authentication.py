"""How a device at the door says who it is: with the secret of its link. Views of the door alone listen to it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from backend.accounts.authentication import StrictSessionAuthentication, TokenAuthentication
from backend.core import clock
from backend.roadshows.models import CheckInDevice
from backend.roadshows.selectors.door import device_by_secret

HEADER = "X-Door-Device"
# Often enough to tell which devices are at work, seldom enough not to write with every scan.
_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DoorCaller:
    """A device in the place of a person: it is counted as a caller of its own, and has no right but the door's."""

    device: CheckInDevice
    is_authenticated: Literal[True] = True
    is_active: Literal[True] = True
    is_anonymous: Literal[False] = False

    @property
    def pk(self) -> UUID:
        return self.device.pk


class DeviceAuthentication(BaseAuthentication):
    """Raises DeviceRefused for a secret that opens nothing, so that the device knows to forget what it holds."""

    def authenticate(self, request: Request) -> tuple[DoorCaller, None] | None:
        secret = request.headers.get(HEADER)
        if secret is None:
            return None
        now = clock.now()
        device = device_by_secret(secret, now)
        if device.last_seen_at is None or device.last_seen_at < now - _SEEN_EVERY:
            CheckInDevice.objects.filter(pk=device.pk).update(last_seen_at=now)
        return DoorCaller(device), None

    def authenticate_header(self, request: Request) -> str:
        return "Device"


class DeviceScheme(OpenApiAuthenticationExtension):
    target_class = DeviceAuthentication
    name = "device"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": HEADER, "description": "The secret of a check-in link."}


DOOR_AUTHENTICATION = (DeviceAuthentication, TokenAuthentication, StrictSessionAuthentication)
