"""How the server's own pages say things: amounts, stages and places, in the reader's language."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.functional import Promise

from backend.core.languages import text
from backend.core.money import Currency, Money
from backend.deals.enums import Stage
from backend.organizations.enums import InvestorType
from backend.roadshows.models import Event

STREET = text("香蜜湖创投街区", "Xiangmihu Venture Street")
TAGLINE = text(
    "初创企业发布融资项目，投资机构按行业、阶段、金额与地域找到它们，双方都看得到匹配的理由。",
    "Startups publish what they raise; investors find them by sector, stage, amount and place, and both sides see why.",
)

_STAGES_EN = {
    Stage.SEED: "Seed",
    Stage.ANGEL: "Angel",
    Stage.PRE_A: "Pre-A",
    Stage.SERIES_A: "Series A",
    Stage.SERIES_A_PLUS: "Series A+",
    Stage.SERIES_B: "Series B",
    Stage.SERIES_B_PLUS: "Series B+",
    Stage.SERIES_C: "Series C",
    Stage.SERIES_D_PLUS: "Series D and later",
    Stage.PRE_IPO: "Pre-IPO",
    Stage.STRATEGIC: "Strategic",
}
_INVESTORS_EN = {
    InvestorType.VC: "Venture capital",
    InvestorType.PE: "Private equity",
    InvestorType.CVC: "Corporate venture",
    InvestorType.ANGEL: "Angel investor",
    InvestorType.GUIDANCE_FUND: "Government guidance fund",
    InvestorType.ACCELERATOR: "Accelerator",
    InvestorType.OTHER: "Investor",
}
_YI, _WAN, _MILLION, _THOUSAND = 10**8, 10**4, 10**6, 10**3


def stage_text(code: str) -> Promise | str:
    """The round in words; blank for a blank code."""
    if code not in Stage.values:
        return ""
    stage = Stage(code)
    return text(str(stage.label), _STAGES_EN.get(stage, str(stage.label)))


def investor_text(code: str) -> Promise | str:
    if code not in InvestorType.values:
        return ""
    kind = InvestorType(code)
    return text(str(kind.label), _INVESTORS_EN[kind])


def amount_text(minor: int | None, currency: str) -> Promise | str:
    """3000 万元, USD 2.5M; blank when the amount is not stated."""
    if minor is None:
        return ""
    unit = Currency(currency)
    major = Money(minor, unit).major
    word = "元" if unit == Currency.CNY else str(unit.label)
    chinese = _scaled(major, ((_YI, "亿"), (_WAN, "万")))
    english = _scaled(major, ((_MILLION, "M"), (_THOUSAND, "K")))
    return text(f"{chinese}{word}", f"{unit} {english}")


def _scaled(major: Decimal, units: tuple[tuple[int, str], ...]) -> str:
    """In the largest unit that leaves at least one, at most two decimals, none that say nothing."""
    for size, word in units:
        if major >= size:
            return f"{_trimmed(major / size)}{' ' if word in '亿万' else ''}{word}"
    return _trimmed(major)


def _trimmed(value: Decimal) -> str:
    written = f"{value:.2f}"
    return written.rstrip("0").rstrip(".")


def place_text(*parts: str) -> str:
    """The stated parts, each once."""
    return " ".join(dict.fromkeys(part for part in parts if part))


def moment_text(moment: datetime) -> str:
    """2026-03-05 14:30 on the street."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def event_place_text(event: Event) -> Promise | str:
    """Where to go, or that there is nowhere to go."""
    return text("线上", "Online") if event.is_online else " ".join(filter(None, (event.venue, event.district)))
