"""Refusals of the organizations app."""

from typing import Any

from backend.core.errors import Conflict, DomainError, Invalid, NotFound
from backend.core.languages import text
from backend.core.names import HIDDEN_IN_NAME


class BadUscc(Invalid):
    code = "organizations.bad_uscc"
    message = text("统一社会信用代码无效。", "This unified social credit code is not valid.")


class EvidenceMissing(Invalid):
    code = "organizations.evidence_missing"
    message = text("请至少上传一份证明材料。", "Attach at least one document as evidence.")


class BadEvidence(Invalid):
    code = "organizations.bad_evidence"
    message = text("证明材料须是您本人上传的文件。", "Evidence must be files that you uploaded yourself.")


class BadName(Invalid):
    code = "organizations.bad_name"
    message = HIDDEN_IN_NAME


class BadLogo(Invalid):
    code = "organizations.bad_logo"
    message = text("标志须是您本人上传的图片。", "The logo must be a picture that you uploaded yourself.")


class LogoTaken(DomainError):
    code = "organizations.logo_taken"
    status = 409
    message = text(
        "这张图片已是另一机构的标志，请重新上传。",
        "This picture is already the logo of another organization. Upload it again.",
    )


class BadSector(Invalid):
    code = "organizations.bad_sector"
    message = text("没有这个行业。", "There is no such sector.")


class IdentityIncomplete(Invalid):
    code = "organizations.identity_incomplete"
    message = text(
        "认证前请填写企业全称和统一社会信用代码（境外机构除外）。",
        "Before verification, give the legal name and, unless it is registered abroad, the social credit code.",
    )


class AlreadyUnderReview(DomainError):
    code = "organizations.already_under_review"
    status = 409
    message = text("已有一份申请正在审核。", "A request is already being reviewed.")


class AlreadyDecided(DomainError):
    code = "organizations.already_decided"
    status = 409
    message = text("该申请已经处理。", "This request has already been decided.")


class IdentityChanged(DomainError):
    code = "organizations.identity_changed"
    status = 409
    message = text(
        "机构的名称、代码或国家在提交申请后有改动，不能通过。请退回，由对方重新申请。",
        "The names, code or country have changed since this was asked, so it cannot be approved. "
        "Refuse it and have it asked again.",
    )


class UsccTaken(DomainError):
    code = "organizations.uscc_taken"
    status = 409
    message = text(
        "另一机构已用此统一社会信用代码通过认证。", "Another organization is verified under this social credit code."
    )


class NotClaimable(DomainError):
    code = "organizations.not_claimable"
    status = 409
    message = text("该机构已被认领。", "This organization has already been claimed.")


class ReasonMissing(Invalid):
    code = "organizations.reason_missing"
    message = text("请写明理由。", "Give a reason.")


class BadValidity(Invalid):
    code = "organizations.bad_validity"
    message = text(
        "有效期须在今天之后，且不超过允许的年限。", "The validity must lie ahead and within the permitted term."
    )


class RoleNotGrantable(Invalid):
    code = "organizations.role_not_grantable"
    message = text(
        "不能授予高于自己的角色；所有权只能转让。",
        "You cannot give a role above your own; ownership is only transferred.",
    )


class InvitationGone(NotFound):
    code = "organizations.invitation_gone"
    message = text("邀请链接无效、已使用或已过期。", "This invitation is not valid, was used, or has expired.")


class AlreadyMember(DomainError):
    code = "organizations.already_member"
    status = 409
    message = text("您已是该机构的成员。", "You already belong to this organization.")


class OwnerCannotLeave(DomainError):
    code = "organizations.owner_cannot_leave"
    status = 409
    message = text("所有者须先转让所有权。", "An owner must hand over ownership first.")


class TransferPending(DomainError):
    code = "organizations.transfer_pending"
    status = 409
    message = text("已有一份所有权转让等待对方确认。", "An ownership transfer is already waiting for an answer.")


class TransferGone(Conflict):
    code = "organizations.transfer_gone"
    message = text("该所有权转让已不存在。", "This ownership transfer no longer stands.")


class FilingTaken(DomainError):
    code = "organizations.filing_taken"
    status = 409
    message = text("该备案编号已登记在另一只基金下。", "Another fund carries this filing number.")


class StillInUse(DomainError):
    code = "organizations.in_use"
    status = 409
    message = text("仍有内容与之关联，不能删除。", "Something still depends on it, so it cannot be deleted.")


# Why the product itself ended a request; `OrganizationReview.reason` holds the key, or the words of an operator.
REASONS: dict[str, Any] = {
    IdentityChanged.code: text(
        "审核期间名称、代码或国家有改动，申请已自动撤回，请重新申请。",
        "The names, code or country were changed during the review, so the request was withdrawn. Please ask again.",
    ),
    NotClaimable.code: NotClaimable.message,
}


def reason_said(reason: str) -> str:
    """The reason of a decision in the reader's language; an operator's own words as they are."""
    return str(REASONS.get(reason, reason))
