"""A comparison as a table: one line for each fact, one column for each project. What is shut says so; what is not told is blank."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from backend.core.languages import text
from backend.core.money import Money
from backend.matching import knowledge
from backend.matching.comparing import Compared, Comparison
from backend.matching.enums import GATE_CODES
from backend.matching.words import BUSINESS_MODELS, GATE_STATES, GATES, INSTRUMENTS, PARTS, STAGES

_SHUT = text("未向您开放", "Not open to you")
_YES_NO: Mapping[object, object] = {True: text("是", "Yes"), False: text("否", "No"), None: ""}
Cell = Callable[[Compared], object]

_BLOCKS: tuple[tuple[str, str, object], ...] = (
    ("terms", "pre_money", text("投前估值", "Pre-money")),
    ("terms", "min_ticket", text("最低投资额", "Smallest ticket")),
    ("terms", "committed", text("已承诺", "Committed")),
    ("terms", "lead_committed", text("领投已确定", "Lead found")),
    ("terms", "use_of_proceeds", text("资金用途", "Use of proceeds")),
    ("traction", "revenue_years", text("收入（由近及远）", "Revenue, newest year first")),
    ("traction", "gross_margin_pct", text("毛利率 %", "Gross margin, %")),
    ("traction", "customers", text("客户数", "Customers")),
    ("traction", "letters_of_intent", text("意向书", "Letters of intent")),
    ("traction", "cash", text("账上现金", "Cash")),
    ("traction", "monthly_burn", text("月均支出", "Monthly burn")),
    ("traction", "runway_months", text("现金可支撑（月）", "Runway, months")),
    ("traction", "key_contracts", text("重要合同", "Key contracts")),
    ("team", "headcount", text("团队人数", "Headcount")),
    ("team", "rd_share_pct", text("研发占比 %", "In R&D, %")),
    ("team", "members", text("团队成员", "Team")),
    ("ip", "patents_granted", text("已授权专利", "Patents granted")),
    ("ip", "patents_pending", text("申请中专利", "Patents pending")),
    ("ip", "software_copyrights", text("软件著作权", "Software copyrights")),
    ("ip", "standards", text("参与标准", "Standards")),
)
_IN_CNY: tuple[tuple[str, object], ...] = (
    ("amount_min", text("最低融资额，折合人民币", "Least amount in CNY")),
    ("amount_target", text("目标融资额，折合人民币", "Target in CNY")),
    ("amount_max", text("最高融资额，折合人民币", "Most in CNY")),
    ("pre_money", text("投前估值，折合人民币", "Pre-money in CNY")),
    ("revenue", text("最近一年收入，折合人民币", "Last revenue in CNY")),
)


def table_of(found: Comparison) -> Iterator[Sequence[object]]:
    """The first line names the projects; the last one says how old the rates are."""
    deals = found.deals
    yield [text("项目", "Project"), *(deal.reading.pitch.organization.display_name for deal in deals)]
    for label, cell in (*_headline(), *_blocks(), *_converted(), *_fit(found)):
        yield [label, *(cell(deal) for deal in deals)]
    yield [text("汇率日期", "Rates as of"), found.rates_as_of.isoformat()]


def _headline() -> Iterator[tuple[object, Cell]]:
    names = knowledge.current().sectors.by_code

    def sectors(deal: Compared) -> str:
        held = [names[code] for code in deal.reading.pitch.sectors if code in names]
        return "; ".join(str(text(one.name_zh, one.name_en)) for one in held)

    def of(name: str, words: Mapping[Any, object] | None = None) -> Cell:
        def cell(deal: Compared) -> object:
            value = getattr(deal.reading.pitch, name)
            return words.get(value, value) if words is not None else _shown(value)

        return cell

    yield text("一句话介绍", "In one line"), of("one_liner")
    yield text("行业", "Sectors"), sectors
    yield text("轮次", "Stage"), of("stage", STAGES)
    yield text("最低融资额", "Least amount"), lambda deal: _shown(deal.reading.amounts["amount_min"])
    yield text("目标融资额", "Target"), lambda deal: _shown(deal.reading.amounts["amount_target"])
    yield text("最高融资额", "Most"), lambda deal: _shown(deal.reading.amounts["amount_max"])
    yield text("融资方式", "Instrument"), of("instrument", INSTRUMENTS)
    yield text("寻找领投", "Looking for a lead"), of("lead_wanted", _YES_NO)
    yield text("截止日期", "Closes by"), of("close_by_date")
    yield text("地区", "Place"), _place
    yield text("成立日期", "Founded"), lambda deal: _shown(deal.founded_on)
    yield text("业务模式", "Business model"), of("business_model", BUSINESS_MODELS)
    yield text("客户类型", "Customers"), of("customer_type")
    yield text("信息确认于", "Last confirmed"), lambda deal: _day(deal.reading.pitch.last_confirmed_at)
    yield text("页面", "Page"), lambda deal: f"{settings.PUBLIC_URL}/deals/{deal.reading.pitch.pk}"


def _blocks() -> Iterator[tuple[object, Cell]]:
    for block, name, label in _BLOCKS:
        yield label, lambda deal, block=block, name=name: _in_block(deal, block, name)  # type: ignore[misc]


def _converted() -> Iterator[tuple[object, Cell]]:
    for name, label in _IN_CNY:
        yield label, lambda deal, name=name: _shown(deal.cny[name])  # type: ignore[misc]


def _fit(found: Comparison) -> Iterator[tuple[object, Cell]]:
    """Only what at least one of the pairs has; none of it where no investor was named."""
    if found.model is None:
        return
    yield text("匹配得分", "Match score"), lambda deal: f"{deal.why.score:.2f}" if deal.why else ""
    yield text("对比内排名", "Rank among these"), lambda deal: _shown(deal.rank)
    for code, _ in GATE_CODES:
        yield GATES[code], lambda deal, code=code: _gate(deal, code)  # type: ignore[misc]
    held = {reason.code for deal in found.deals if deal.why for reason in deal.why.reasons}
    for code in (code for code in PARTS if code in held):
        yield PARTS[code], lambda deal, code=code: _part(deal, code)  # type: ignore[misc]


def _in_block(deal: Compared, block: str, name: str) -> object:
    reading = deal.reading.blocks[block]
    if not reading.readable:
        return _SHUT
    value = (reading.data or {}).get(name)
    if name == "members":
        return "; ".join(f"{one.name} {one.role}".strip() for one in value or ())
    return _YES_NO[value] if name == "lead_committed" else _shown(value)


def _gate(deal: Compared, code: str) -> object:
    states = {gate.code: gate.state for gate in deal.why.gates} if deal.why else {}
    return GATE_STATES[states[code]] if code in states else ""


def _part(deal: Compared, code: str) -> str:
    parts = {reason.code: reason.contribution for reason in deal.why.reasons} if deal.why else {}
    return f"{parts[code]:.2f}" if code in parts else ""


def _place(deal: Compared) -> str:
    pitch = deal.reading.pitch
    return " ".join(part for part in (pitch.country, pitch.region, pitch.city, pitch.district) if part)


def _day(moment: datetime | None) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""


def _shown(value: object) -> object:
    if isinstance(value, Money):
        return f"{value.major} {value.currency}"
    if isinstance(value, list):
        return "; ".join(str(_shown(one)) for one in value)
    return "" if value is None else value
