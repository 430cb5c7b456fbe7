"""Who asks for a room over HTTP: an account, a visitor, or a guest with the pass that a room gave them.

A pass opens rooms and nothing else, so only the views of rooms look for it. The app that gives passes out reads them.
"""

from collections.abc import Callable

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from backend.core.actors import Guest, Viewer
from backend.core.api import viewer_of

HEADER = "X-Room-Pass"
ROOM_PASS = OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, description="of a guest who came in by a ticket")

Reader = Callable[[str], Guest | None]
_readers: list[Reader] = []


def set_pass_reader(read: Reader) -> None:
    """Name who reads passes: a guest, or None for one that opens nothing."""
    _readers[:] = [read]


def viewer_in_room(request: Request) -> Viewer:
    """The viewer of a request; of a visitor who shows a pass, the guest it belongs to."""
    viewer, written = viewer_of(request), request.headers.get(HEADER, "")
    if not viewer.is_anonymous or not written:
        return viewer
    return next((guest for read in _readers if (guest := read(written)) is not None), viewer)
