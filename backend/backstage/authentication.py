"""How somebody without an account says for which line they speak: with the secret of its link. Views of speakers alone listen to it."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from backend.backstage.errors import SpeakerLinkRefused
from backend.backstage.models import SpeakerLink
from backend.backstage.selectors.speakers import link_by_secret
from backend.core.actors import Speaker
from backend.core.ratelimit import Limit, client_address, consume

HEADER = "X-Speaker-Link"
# Of one address: a speaker with an old link tries a few times, who guesses tries for ever.
WRONG_LINKS = Limit("backstage.wrong_links", 30, 600)


@dataclass(frozen=True, slots=True)
class SpeakerCaller:
    """A speaker in the place of a person: counted as a caller of their own, with no right but that of the link."""

    link: SpeakerLink
    is_authenticated: Literal[True] = True
    is_active: Literal[True] = True
    is_anonymous: Literal[False] = False

    @property
    def pk(self) -> UUID:
        return self.link.pk

    @property
    def actor(self) -> Speaker:
        return Speaker(self.link.pk, self.link.link_edition)


class SpeakerAuthentication(BaseAuthentication):
    """Whoever shows no link is who else they say they are.

    Raises SpeakerLinkRefused for one that opens nothing; TooManyRequests for who tries many.
    """

    def authenticate(self, request: Request) -> tuple[SpeakerCaller, None] | None:
        written = request.headers.get(HEADER)
        if written is None:
            return None
        try:
            return SpeakerCaller(link_by_secret(written)), None
        except SpeakerLinkRefused:
            consume(WRONG_LINKS, client_address(request._request))
            raise

    def authenticate_header(self, request: Request) -> str:
        return "Speaker"


class SpeakerScheme(OpenApiAuthenticationExtension):
    target_class = SpeakerAuthentication
    name = "speaker"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": HEADER, "description": "The secret of a speaker's link."}
