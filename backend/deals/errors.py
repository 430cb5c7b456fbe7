"""Refusals of deals. Each code is stable; the sentence is for people."""

from backend.core.errors import Conflict, Invalid, NotFound, NotPermitted
from backend.core.languages import text

REASON_NEEDED = text("请说明理由。", "Give a reason.")


class StalePitch(Conflict):
    code = "deals.stale"


class ChangedSinceRead(Conflict):
    code = "deals.changed_since_read"
    message = text(
        "项目在您阅读之后有改动，请重新查看后再作决定。",
        "The pitch has changed since you read it. Read it again before deciding.",
    )


class DeckNotRendered(Conflict):
    code = "deals.deck_not_rendered"
    message = text(
        "商业计划书的页面仍在生成，看过之后才能通过。请稍后重新打开此事项。",
        "The pages of the deck are still being made, and it is approved only once it was seen. Open the case again later.",
    )


class WrongState(Conflict):
    code = "deals.wrong_state"
    message = text("当前状态不允许此操作。", "Its present state does not allow this.")


class TooManyPitches(Conflict):
    code = "deals.too_many_pitches"
    message = text(
        "项目数量已达上限，请先关闭或继续编辑已有项目。",
        "The company has as many pitches as it may have. Close one, or go on with one that is there.",
    )


class TooManyTheses(Conflict):
    code = "deals.too_many_theses"
    message = text(
        "投资主题数量已达上限，请先删除不再使用的。",
        "The firm has as many theses as it may have. Delete one that is no longer used.",
    )


class TooManyRounds(Conflict):
    code = "deals.too_many_rounds"
    message = text(
        "自行登记的融资记录已达上限，请先移除有误的。",
        "The company has recorded as many rounds as it may. Remove one that is wrong.",
    )


class TooManyPeople(Conflict):
    code = "deals.too_many_people"
    message = text("团队成员数量已达上限。", "The pitch names as many people as it may.")


class PitchIncomplete(Invalid):
    code = "deals.pitch_incomplete"
    message = text("提交前请补全必填信息。", "Fill in the essentials before submitting.")


class NotAStartup(Invalid):
    code = "deals.not_a_startup"
    message = text("只有初创企业可以发布融资项目。", "Only a startup can post a pitch.")


class SectorUnknown(Invalid):
    code = "deals.sector_unknown"
    message = text("没有这个赛道。", "There is no such sector.")


class SectorNotLeaf(Invalid):
    code = "deals.sector_not_leaf"
    message = text("主赛道请选择具体的细分方向。", "Choose a specific field as the primary sector.")


class TooManySectors(Invalid):
    code = "deals.too_many_sectors"
    message = text("最多选择 5 个赛道。", "Choose at most 5 sectors.")


class CurrencyMixed(Invalid):
    code = "deals.currency_mixed"
    message = text("同一项目的所有金额须使用同一币种。", "All amounts of one pitch must be in the same currency.")


class AmountOrder(Invalid):
    code = "deals.amount_order"
    message = text("金额须依次为：最低 ≤ 目标 ≤ 最高。", "Amounts must be in order: minimum, target, maximum.")


class NdaOutdated(Conflict):
    code = "deals.nda_outdated"
    message = text("保密协议已更新，请阅读新版本。", "The agreement has changed. Please read the new version.")


class FirmUnknown(Invalid):
    code = "deals.firm_unknown"
    message = text("请选择一家已认证的投资机构。", "Choose a verified investment firm.")


class PersonUnknown(Invalid):
    code = "deals.person_unknown"
    message = text("请选择企业的成员。", "Choose a member of the company.")


class OrganizationUnknown(Invalid):
    code = "deals.organization_unknown"
    message = text("没有找到该企业。", "There is no such company.")


class ExpiryPast(Invalid):
    code = "deals.expiry_past"
    message = text("到期时间须在未来。", "The expiry must lie in the future.")


class NoDeck(NotFound):
    code = "deals.no_deck"
    message = text("项目还没有商业计划书。", "This pitch has no deck yet.")


class NdaNeeded(NotPermitted):
    code = "deals.nda_needed"
    message = text("签署保密协议后可查看。", "Accept the agreement to read this.")


class InvestorsOnly(NotPermitted):
    code = "deals.investors_only"
    message = text("仅已认证投资机构可查看。", "Only verified investors may read this.")


class NamedOnly(NotPermitted):
    code = "deals.named_only"
    message = text("仅项目方指定的投资机构可查看。", "Only investors the team named may read this.")


class FirmNotVerified(Conflict):
    code = "deals.firm_not_verified"
    message = text("投资机构通过认证后才能发布。", "The firm must be verified before this can be published.")


class ThesisIncomplete(Invalid):
    code = "deals.thesis_incomplete"
    message = text("发布前请补全必填信息。", "Fill in the missing fields before publishing.")


class ImportUnreadable(Invalid):
    """The message names the reason, see `imports.problems`."""

    code = "deals.import_unreadable"
