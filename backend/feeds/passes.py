"""Who asks for a room over HTTP: an account, a visitor, or who shows a pass that a room gave them.

A pass opens rooms and nothing else, so only the views of rooms look for it. Whether what it was given for still lets them in is
asked where they read.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.core import signing
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from backend.core.actors import Guest, Juror, PassHolder, Speaker, Viewer
from backend.core.api import viewer_of

HEADER = "X-Room-Pass"
ROOM_PASS = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    description="of a guest who came in by a ticket, or of a judge's or a speaker's link",
)
# Longer than an evening and the morning before it; whoever still has what it was given for gets another.
GOOD_FOR = timedelta(days=2)
_SALT = "backend.feeds.pass"
_LINKS: Mapping[str, type[Juror] | type[Speaker]] = {"judge": Juror, "speaker": Speaker}

Claim = list[str | int]


def claim_of(holder: PassHolder) -> Claim:
    """Who it is in plain values, to be signed."""
    if isinstance(holder, Guest):
        return ["guest", holder.participant_id.hex, holder.registration_id.hex]
    kind = next(name for name, made in _LINKS.items() if isinstance(holder, made))
    return [kind, holder.known_as.hex, int(holder.by)]


def holder_of(claim: Claim) -> PassHolder:
    """Raises ValueError and KeyError for what `claim_of` never says."""
    kind, known_as, by = claim
    if kind == "guest":
        return Guest(UUID(str(known_as)), UUID(str(by)))
    return _LINKS[str(kind)](UUID(str(known_as)), int(by))


def issue(holder: PassHolder) -> str:
    return signing.dumps(claim_of(holder), salt=_SALT)


def read(written: str) -> PassHolder | None:
    """Whose pass it is; None for one that is forged or old."""
    try:
        return holder_of(signing.loads(written, salt=_SALT, max_age=GOOD_FOR))
    except (signing.BadSignature, ValueError, KeyError):
        return None


def viewer_in_room(request: Request) -> Viewer:
    """The viewer of a request; of a visitor who shows a pass, whom it belongs to."""
    viewer, written = viewer_of(request), request.headers.get(HEADER, "")
    known = read(written) if written else None
    # A link is somebody's own, whoever else is signed in on the phone; a ticket's guest is one without an account.
    return known if known is not None and (viewer.is_anonymous or not isinstance(known, Guest)) else viewer
