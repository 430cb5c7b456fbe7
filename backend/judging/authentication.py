"""How a judge says who they are: with the secret of their link. Views of judging alone listen to it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from backend.core import clock
from backend.core.actors import Juror
from backend.core.ratelimit import Limit, client_address, consume
from backend.judging.errors import LinkRefused
from backend.judging.models import Judge
from backend.judging.selectors.judges import judge_by_secret

HEADER = "X-Judge-Link"
# Of one address: a judge with an old link tries a few times, who guesses tries for ever.
WRONG_LINKS = Limit("judging.wrong_links", 30, 600)
# Often enough to tell who is there, seldom enough not to write with every tap.
_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class JudgeCaller:
    """A judge in the place of a person: counted as a caller of their own, with no right but that of the link."""

    judge: Judge
    is_authenticated: Literal[True] = True
    is_active: Literal[True] = True
    is_anonymous: Literal[False] = False

    @property
    def pk(self) -> UUID:
        return self.judge.pk

    @property
    def actor(self) -> Juror:
        return Juror(self.judge.pk, self.judge.link_edition)


class JudgeAuthentication(BaseAuthentication):
    """Raises LinkRefused for no link and for one that opens nothing, alike; TooManyRequests for who tries many."""

    def authenticate(self, request: Request) -> tuple[JudgeCaller, None]:
        now = clock.now()
        try:
            judge = judge_by_secret(request.headers.get(HEADER, ""))
        except LinkRefused:
            consume(WRONG_LINKS, client_address(request._request))
            raise
        if judge.last_seen_at is None or judge.last_seen_at < now - _SEEN_EVERY:
            Judge.objects.filter(pk=judge.pk).update(last_seen_at=now)
        return JudgeCaller(judge), None

    def authenticate_header(self, request: Request) -> str:
        return "Judge"


class JudgeScheme(OpenApiAuthenticationExtension):
    target_class = JudgeAuthentication
    name = "judge"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": HEADER, "description": "The secret of a judge's link."}
