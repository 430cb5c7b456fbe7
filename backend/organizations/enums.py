from django.db import models


class OrganizationKind(models.TextChoices):
    STARTUP = "startup", "初创企业"
    INVESTMENT_FIRM = "investment_firm", "投资机构"
    LIMITED_PARTNER = "limited_partner", "有限合伙人"
    HOST = "host", "主办方"
    PROPERTY_OWNER = "property_owner", "业主"
    RESEARCH_BODY = "research_body", "科研机构"
    GOVERNMENT = "government", "政府部门"
    SERVICE_PROVIDER = "service_provider", "服务机构"
    ALLIANCE = "alliance", "联盟"


class ServiceKind(models.TextChoices):
    LAW = "law", "法律"
    VALUATION = "valuation", "评估"
    TECHNOLOGY_BROKERAGE = "technology_brokerage", "技术经纪"


class Origin(models.TextChoices):
    """Where the row came from. Reference rows are nobody's until somebody claims them with evidence."""

    MEMBER = "member", "街区成员"
    REFERENCE = "reference", "参考数据"


class MemberRole(models.TextChoices):
    OWNER = "owner", "所有者"
    ADMIN = "admin", "管理员"
    MEMBER = "member", "成员"
    READER = "reader", "只读"


# What one person may give another; ownership is only handed over.
GRANTABLE_ROLES = [choice for choice in MemberRole.choices if choice[0] != MemberRole.OWNER]


class VerificationState(models.TextChoices):
    """Of an organization: what the street knows of it now."""

    UNVERIFIED = "unverified", "未认证"
    PENDING = "pending", "审核中"
    VERIFIED = "verified", "已认证"
    REJECTED = "rejected", "未通过"
    EXPIRED = "expired", "已过期"


class ReviewKind(models.TextChoices):
    VERIFICATION = "verification", "企业认证"
    CLAIM = "claim", "认领"


class ReviewState(models.TextChoices):
    PENDING = "pending", "待审核"
    APPROVED = "approved", "已通过"
    REJECTED = "rejected", "未通过"
    WITHDRAWN = "withdrawn", "已撤回"


class InvitationState(models.TextChoices):
    OPEN = "open", "待接受"
    ACCEPTED = "accepted", "已接受"
    REVOKED = "revoked", "已撤销"
    EXPIRED = "expired", "已过期"


class DatePrecision(models.TextChoices):
    DAY = "day", "日"
    MONTH = "month", "月"
    YEAR = "year", "年"


class InvestorType(models.TextChoices):
    VC = "vc", "创业投资"
    PE = "pe", "私募股权"
    CVC = "corporate_venture", "企业风险投资"
    ANGEL = "angel", "天使投资"
    GUIDANCE_FUND = "guidance_fund", "政府引导基金"
    ACCELERATOR = "accelerator", "加速器"
    OTHER = "other", "其他"


class FundType(models.TextChoices):
    VENTURE_CAPITAL_FUND = "venture_capital_fund", "创业投资基金"
    PRIVATE_EQUITY_FUND = "private_equity_fund", "私募股权基金"
    CORPORATE_VENTURE = "corporate_venture", "企业风险投资"
    GUIDANCE_FUND = "guidance_fund", "引导基金"
    ANGEL_FUND = "angel_fund", "天使基金"
    SECONDARY_FUND = "secondary_fund", "S基金"
    FUND_OF_FUNDS = "fund_of_funds", "母基金"


class StandingKind(models.TextChoices):
    """Of an investor (product rules 3.2): shown funds at all, or may buy."""

    SPECIFIC_PERSON = "specific_object_determination", "特定对象确定"
    QUALIFIED_INVESTOR = "qualified_investor", "合格投资者"


# What a piece of evidence can be for.
EVIDENCE_KINDS = [*ReviewKind.choices, *StandingKind.choices]


class CrossBorder(models.TextChoices):
    """Where else the group has an entity."""

    HK = "hk", "香港"
    MO = "mo", "澳门"
    OVERSEAS = "overseas", "海外"


class Qualification(models.TextChoices):
    HIGH_TECH_ENTERPRISE = "high_tech_enterprise", "国家高新技术企业"
    SPECIALIZED_SME = "specialized_sme", "专精特新"
    LITTLE_GIANT = "little_giant", "专精特新小巨人"
    TECHNOLOGY_SME = "technology_sme", "科技型中小企业"
    INNOVATION_CARRIER = "innovation_carrier", "创新载体"
    INNOVATION_CONSORTIUM = "innovation_consortium", "创新联合体"
