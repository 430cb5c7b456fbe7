"""Wire forms of tokens, the trail and demo sign-ins."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.accounts.enums import Home, TokenScope
from backend.accounts.models import ApiToken
from backend.accounts.trails import OPERATOR, STREET, is_street_to
from backend.core.api import viewer_of
from backend.core.languages import Language
from backend.core.models import AuditEntry
from backend.core.names import validate_plain


class MeChange(serializers.Serializer[Any]):
    """What a person may change about themselves."""

    display_name = serializers.CharField(max_length=80, required=False, validators=[validate_plain])
    language = serializers.ChoiceField(choices=Language.choices, required=False)
    personalized = serializers.BooleanField(required=False)


class ProofInput(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=20)


class TokenInput(serializers.Serializer[Any]):
    label = serializers.CharField(max_length=80)  # type: ignore[assignment]
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=TokenScope.choices), min_length=1, max_length=len(TokenScope)
    )
    expires_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


@extend_schema_serializer(component_name="ApiToken")
class TokenOutput(serializers.ModelSerializer[ApiToken]):
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=TokenScope.choices))
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = ApiToken
        fields = ["id", "label", "prefix", "scopes", "expires_at", "last_used_at", "created_at", "allowed_actions"]

    def get_allowed_actions(self, token: ApiToken) -> list[str]:
        return ["revoke_token"]


@extend_schema_serializer(component_name="NewApiToken")
class NewTokenOutput(serializers.Serializer[Any]):
    """The key is in this answer alone."""

    token = TokenOutput()
    key = serializers.CharField()


@extend_schema_serializer(component_name="AuditEntry")
class AuditOutput(serializers.ModelSerializer[AuditEntry]):
    """One act. `actor` is a name for reading; the id tells people apart. Of operators only operators learn either.

    Needs the request in the context. `by_colleague` on the row says that the actor belongs to the viewer's organization.
    """

    actor_kind = serializers.SerializerMethodField()
    actor_id = serializers.SerializerMethodField()
    actor = serializers.SerializerMethodField()
    data = serializers.DictField()  # type: ignore[assignment]

    class Meta:
        model = AuditEntry
        fields = ["id", "at", "actor_kind", "actor_id", "actor", "action", "subject_kind", "subject_id", "data"]

    def _by_street(self, entry: AuditEntry) -> bool:
        viewer = viewer_of(self.context["request"])
        return is_street_to(viewer, entry, is_colleague=getattr(entry, "by_colleague", False))

    def get_actor_kind(self, entry: AuditEntry) -> str:
        return OPERATOR if self._by_street(entry) else entry.actor_kind

    def get_actor_id(self, entry: AuditEntry) -> UUID | None:
        return None if self._by_street(entry) else entry.actor_id

    def get_actor(self, entry: AuditEntry) -> str:
        if self._by_street(entry):
            return str(STREET)
        return entry.actor.display_name if entry.actor_id and entry.actor else ""


@extend_schema_serializer(component_name="MyData")
class ExportOutput(serializers.Serializer[Any]):
    """Everything kept about a person; `sections` by app."""

    exported_at = serializers.DateTimeField()
    sections = serializers.DictField()


@extend_schema_serializer(component_name="DemoSignIn")
class DemoSignInOutput(serializers.Serializer[Any]):
    role = serializers.CharField()
    display_name = serializers.CharField()
    email = serializers.EmailField()
    password = serializers.CharField()
    home = serializers.ChoiceField(choices=Home.choices)
    note = serializers.SerializerMethodField()
    second_factor = serializers.SerializerMethodField(help_text="the one-time code of the moment, or empty")

    @extend_schema_field(str)
    def get_note(self, sign_in: Any) -> str:
        return str(sign_in.note)

    def get_second_factor(self, sign_in: Any) -> str:
        code: str = self.context["code_of"](sign_in)
        return code
