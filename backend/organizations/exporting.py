"""The list of organizations as a table: what its reader sees on the pages, and no more."""

from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings
from django.db.models import QuerySet

from backend.core.exports import lines_of
from backend.core.languages import text
from backend.organizations.enums import OrganizationKind, VerificationState
from backend.organizations.models import Organization

_HEADER = (
    *(text("名称", "Name"), text("登记名称", "Registered name"), text("英文名称", "English name")),
    *(text("类型", "Kind"), text("国家或地区", "Country"), text("省份", "Province"), text("城市", "City")),
    *(text("一句话介绍", "In one sentence"), text("网站", "Website"), text("认证", "Verification")),
    *(text("数据来源", "Source of the data"), text("演示数据", "Demo"), text("页面", "Page")),
)
_YES = text("是", "Yes")
_KINDS: Mapping[str, object] = {
    OrganizationKind.STARTUP: text("初创企业", "Startup"),
    OrganizationKind.INVESTMENT_FIRM: text("投资机构", "Investment firm"),
    OrganizationKind.LIMITED_PARTNER: text("有限合伙人", "Limited partner"),
    OrganizationKind.HOST: text("主办方", "Host"),
    OrganizationKind.PROPERTY_OWNER: text("业主", "Property owner"),
    OrganizationKind.RESEARCH_BODY: text("科研机构", "Research body"),
    OrganizationKind.GOVERNMENT: text("政府部门", "Government department"),
    OrganizationKind.SERVICE_PROVIDER: text("服务机构", "Service provider"),
    OrganizationKind.ALLIANCE: text("联盟", "Alliance"),
}
_VERIFICATION: Mapping[str, object] = {
    VerificationState.UNVERIFIED: text("未认证", "Not verified"),
    VerificationState.PENDING: text("审核中", "Under review"),
    VerificationState.VERIFIED: text("已认证", "Verified"),
    VerificationState.REJECTED: text("未通过", "Refused"),
    VerificationState.EXPIRED: text("已过期", "Expired"),
}


def table_of(rows: QuerySet[Organization]) -> Iterator[Sequence[object]]:
    """The caller filters `rows`; every column is public once a row may be seen."""
    return lines_of(_HEADER, rows, _line)


def _line(row: Organization) -> Sequence[object]:
    return (
        *(row.display_name, row.legal_name, row.name_en, _KINDS[row.kind], row.country, row.region, row.city),
        *(row.one_liner, row.website, _VERIFICATION[row.verification_state], row.source_credit),
        *(_YES if row.is_demo else "", f"{settings.PUBLIC_URL}/organizations/{row.pk}"),
    )
