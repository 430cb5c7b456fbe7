from django.db import models


class QueueKind(models.TextChoices):
    """What waits for an operator. An app's queue module registers each kind."""

    ORGANIZATION = "organization", "企业认证"
    CLAIM = "claim", "认领"
    STANDING = "standing", "投资人资格"
    PITCH = "pitch", "项目审核"
    REVISION = "revision", "项目修改"
    EVENT = "event", "活动审核"


class FactName(models.TextChoices):
    """Facts shown beside a case; the page labels them."""

    LEGAL_NAME = "legal_name", "企业全称"
    BRAND_NAME = "brand_name", "品牌名"
    NAME_EN = "name_en", "英文名"
    USCC = "uscc", "统一社会信用代码"
    SAME_USCC = "same_uscc", "同一代码的其他机构"
    COUNTRY = "country", "国家或地区"
    CITY = "city", "城市"
    WEBSITE = "website", "网站"
    SOURCE = "source", "数据来源"
    STANDING_KIND = "standing_kind", "资格类别"
    ACTING_FOR = "acting_for", "所属机构"
    ONE_LINER = "one_liner", "一句话简介"
    STAGE = "stage", "轮次"
    SECTORS = "sectors", "行业"
    COMPLETENESS = "completeness", "完整度"
    OTHER_CLAIMS = "other_claims", "其他认领申请"
    PRESET = "preset", "活动类型"
    VISIBILITY = "visibility", "可见范围"
    STARTS = "starts_at", "开始时间"
    ENDS = "ends_at", "结束时间"
    PLACE = "place", "地点"
    SEATS = "seats", "名额"
    AGENDA = "agenda", "议程"


class ClockKind(models.TextChoices):
    """A clock that is held against the database's."""

    MACHINE = "machine", "服务器"
    GATEWAY = "gateway", "支付网关"
