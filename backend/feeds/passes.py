"""Who asks for a room over HTTP: an account, a visitor, or a guest or a judge with the pass that a room gave them.

A pass opens rooms and nothing else, so only the views of rooms look for it. The apps that give passes out read them.
"""

from collections.abc import Callable

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from backend.core.actors import Guest, Juror, Viewer
from backend.core.api import viewer_of

HEADER = "X-Room-Pass"
ROOM_PASS = OpenApiParameter(
    HEADER, str, OpenApiParameter.HEADER, description="of a guest who came in by a ticket, or of a judge"
)

Reader = Callable[[str], Guest | Juror | None]
_readers: list[Reader] = []


def add_pass_reader(read: Reader) -> None:
    """Name who reads one kind of passes: whose it is, or None for one that is of another kind or opens nothing."""
    _readers.append(read)


def viewer_in_room(request: Request) -> Viewer:
    """The viewer of a request; of a visitor who shows a pass, whom it belongs to."""
    viewer, written = viewer_of(request), request.headers.get(HEADER, "")
    known = next((one for read in _readers if (one := read(written)) is not None), None) if written else None
    # A judge has a link of their own, whoever else is signed in on the phone; a ticket's guest is one without an account.
    return known if known is not None and (viewer.is_anonymous or isinstance(known, Juror)) else viewer
