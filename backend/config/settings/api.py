"""REST framework, its schema, and the shape of answers."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "backend.accounts.authentication.TokenAuthentication",
        "backend.accounts.authentication.StrictSessionAuthentication",
    ],
    # Closed by default: a view that answers visitors says so.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["backend.core.throttling.CallerThrottle"],
    "DEFAULT_PAGINATION_CLASS": "backend.core.pagination.NumberedPagination",
    "PAGE_SIZE": 20,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "backend.core.api.answer_exception",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "香蜜湖创投街区 Xiangmihu",
    "DESCRIPTION": "Startups, investors, and the street between them.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SORT_OPERATIONS": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "backend.config.schema.require_what_is_always_sent",
        "backend.config.schema.add_shared_components",
    ],
    "ENUM_NAME_OVERRIDES": {
        "OrganizationKindEnum": "backend.organizations.enums.OrganizationKind",
        "MemberRoleEnum": "backend.organizations.enums.MemberRole",
        "VerificationStateEnum": "backend.organizations.enums.VerificationState",
        "ReviewStateEnum": "backend.organizations.enums.ReviewState",
        "InvitationStateEnum": "backend.organizations.enums.InvitationState",
        "OriginEnum": "backend.organizations.enums.Origin",
        "FundTypeEnum": "backend.organizations.enums.FundType",
        "StandingKindEnum": "backend.organizations.enums.StandingKind",
        "CurrencyEnum": "backend.core.money.Currency",
        "LanguageEnum": "backend.core.languages.Language",
        "StageEnum": "backend.deals.enums.Stage",
        "InstrumentEnum": "backend.deals.enums.Instrument",
        "PitchStateEnum": "backend.deals.enums.PitchState",
        "ThesisStateEnum": "backend.deals.enums.ThesisState",
        "BlockEnum": "backend.deals.enums.Block",
        "VisibilityEnum": "backend.deals.enums.Visibility",
        "ImportStateEnum": "backend.deals.enums.ImportState",
        "FileStateEnum": "backend.files.enums.FileState",
        "FileKindEnum": "backend.files.enums.FileKind",
        "GrantableRoleEnum": "backend.organizations.enums.GRANTABLE_ROLES",
        "ReviewKindEnum": "backend.organizations.enums.ReviewKind",
        "ServiceKindEnum": "backend.organizations.enums.ServiceKind",
        "InvestorTypeEnum": "backend.organizations.enums.InvestorType",
        "DatePrecisionEnum": "backend.organizations.enums.DatePrecision",
        "CrossBorderEnum": "backend.organizations.enums.CrossBorder",
        "QualificationEnum": "backend.organizations.enums.Qualification",
        "TokenScopeEnum": "backend.accounts.enums.TokenScope",
        "HomeEnum": "backend.accounts.enums.Home",
        "NeedEnum": "backend.accounts.enums.Need",
        "QueueKindEnum": "backend.console.enums.QueueKind",
    },
}
