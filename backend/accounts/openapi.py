"""How callers identify themselves, for the exported schema."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "backend.accounts.authentication.StrictSessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        description = "The site's own session; unsafe methods also need the X-CSRFToken header."
        return {"type": "apiKey", "in": "cookie", "name": "session", "description": description}


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "backend.accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A revocable key from me/tokens/."}
