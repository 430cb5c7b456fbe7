"""A device at a door: what it reads, what it sends, and what it is answered."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone
from rest_framework.test import APIClient

from backend.core import clock
from backend.roadshows import tickets
from backend.roadshows.models import CheckInList, Event, Registration
from tests.factories.roadshows import CheckInDeviceFactory

API = "/api/v1"


def device_of(event: Event, secret: str, **fields: Any) -> APIClient:
    CheckInDeviceFactory.create(event=event, secret=secret, name=secret, **fields)
    return client_with(secret)


def client_with(secret: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_X_DOOR_DEVICE=secret)
    return client


def text_of(row: Registration) -> str:
    return tickets.signed_code(row.event_id, row.event.code, row.code, row.ticket_type_id)


def scan(row: Registration | None = None, **fields: Any) -> dict[str, Any]:
    """Read at the camera, online, coming in."""
    read = {"ticket": text_of(row)} if row else {}
    at = clock.now().isoformat()
    return {"nonce": str(uuid4()), "kind": "entry", "source": "online", "scanned_at": at, **read, **fields}


def send(client: APIClient, event: Event, *scans: dict[str, Any], to: CheckInList | None = None) -> list[Any]:
    door = to or event.check_in_lists.order_by("position")[0]
    answer = client.post(f"{API}/door/{event.pk}/scans/", {"list": str(door.pk), "scans": scans}, format="json")
    assert answer.status_code == 200, answer.json()
    return list(answer.json()["results"])


def words(results: list[Any]) -> list[tuple[str, str]]:
    return [(one["result"], one["reason"]) for one in results]


def wire(at: datetime) -> str:
    return timezone.localtime(at).isoformat()
