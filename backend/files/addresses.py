"""Signed addresses: who may open what for the next few minutes. The caller has checked that they may."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing

from backend.accounts.selectors import as_person
from backend.core.actors import Viewer
from backend.files.errors import AddressRefused
from backend.files.models import PageImage, StoredFile

_SALT = "backend.files.address"
_VISITOR = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What to send: `path` below the storage root. An original is only ever an attachment."""

    path: str
    content_type: str
    name: str
    is_attachment: bool


def signed_address(
    file: StoredFile, *, viewer: Viewer, now: datetime, page: int | None = None, seconds: int | None = None
) -> str:
    """The address of a page image, or of the original when `page` is None, for this person alone.

    Valid for at most 300 seconds. A visitor's address is bound to nobody: only hand it out for public material.
    """
    person = as_person(viewer)
    lifetime = min(seconds or settings.SIGNED_ADDRESS_SECONDS, settings.SIGNED_ADDRESS_SECONDS)
    claim = {
        "f": str(file.pk),
        "g": page,
        "p": str(person.pk) if person else _VISITOR,
        "e": int(now.timestamp()) + lifetime,
    }
    return f"/api/v1/files/{file.pk}/content/?token={signing.dumps(claim, salt=_SALT)}"


def pages_shown(file: StoredFile, *, viewer: Viewer, now: datetime) -> list[dict[str, Any]]:
    """Each page image in its order, with its address for this person and its size in pixels."""
    return [
        {
            "number": page.number,
            "url": signed_address(file, viewer=viewer, now=now, page=page.number),
            "width": page.width,
            "height": page.height,
        }
        for page in file.pages.order_by("number")
    ]


def open_signed(*, viewer: Viewer, file_id: UUID, token: str, now: datetime) -> Opened:
    """What the address opens. Raises AddressRefused when it is forged, expired, another person's or the file is gone."""
    claim = _claim(token)
    person = as_person(viewer)
    bound_to = claim.get("p")
    is_theirs = bound_to == _VISITOR or (person is not None and bound_to == str(person.pk))
    if not is_theirs or claim.get("f") != str(file_id) or claim.get("e", 0) <= now.timestamp():
        raise AddressRefused
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None:
        raise AddressRefused
    number = claim.get("g")
    if number is None:
        return Opened(file.path, file.content_type, file.name, True)
    opened = page_of(file, number)
    if opened is None:
        raise AddressRefused
    return opened


def page_of(file: StoredFile, number: int) -> Opened | None:
    """One page as a picture, for a caller that has checked its own right and sends it itself."""
    image = PageImage.objects.filter(file=file, number=number).first()
    return Opened(image.path, "image/webp", f"{file.pk}-{number}.webp", False) if image else None


def _claim(token: str) -> dict[str, Any]:
    try:
        claim = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise AddressRefused from error
    if not isinstance(claim, dict):
        raise AddressRefused
    return claim
