"""What a thesis may say. Every refusal names its field."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from backend.core.actors import Actor
from backend.core.errors import Invalid
from backend.core.languages import text
from backend.core.money import Currency, Money
from backend.deals.enums import OPEN_STAGES, Instrument
from backend.deals.models import Thesis
from backend.organizations import selectors as organizations
from backend.organizations.enums import OrganizationKind
from backend.organizations.models import Fund, Organization
from backend.taxonomy import selectors as taxonomy

MAX_SECTORS, MAX_KEYWORDS, MAX_PLACES, MAX_CONFLICTS = 60, 30, 60, 200

_COUNTRY = re.compile(r"^[A-Z]{3}$")
_UNKNOWN_SECTOR = text("行业不在当前行业树中。", "Not a sector of the current tree.")
_OVERLAP = text("同一行业不能既包含又排除。", "A sector cannot be both included and excluded.")
_COVERED = text("排除的上级行业覆盖了所包含的行业。", "An excluded sector covers an included one.")
_BAD_STAGE = text("轮次无效。", "Not a stage a startup can be raising.")
_BAD_COUNTRY = text("国家或地区须为三位字母代码。", "A country is a three-letter code such as CHN.")
_BLANK_ITEM = text("不能包含空白项。", "Blank items are not allowed.")
_TOO_MANY = text("选择过多。", "Too many items.")
_BAD_ORDER = text("最小值不能大于最大值。", "The minimum is above the maximum.")
_ONE_CURRENCY = text("所有金额须使用同一币种。", "All amounts must be in one currency.")
_NO_FUND = text("没有找到该基金。", "This fund was not found.")
_NO_COMPANY = text("没有找到该企业。", "This company was not found.")
_PERCENT = text("须在 0 到 100 之间。", "Must be between 0 and 100.")
_REQUIRED = text("发布前必须填写。", "Needed before it can be published.")


class ThesisValues(TypedDict, total=False):
    """What can be written; a missing key leaves the field as it is. Money fields share one currency."""

    title: str
    title_en: str
    summary: str
    fund: UUID | None
    stages: list[str]
    sectors_include: list[str]
    sectors_exclude: list[str]
    keywords: list[str]
    countries: list[str]
    regions: list[str]
    cities: list[str]
    currency: str
    ticket_min: Money | None
    ticket_max: Money | None
    revenue_min: Money | None
    instruments: list[str]
    lead_or_follow: str
    annual_deals: int | None
    ownership_target_pct: int | None
    pre_revenue_ok: bool | None
    reinvest_ratio_pct: int | None
    reinvest_place: str
    negative_list: str
    value_add: str
    decision_days: int | None
    dry_powder_band: str
    portfolio_conflicts: list[UUID]
    open_to: str


class _Refusals:
    def __init__(self) -> None:
        self.fields: dict[str, list[Any]] = {}

    def add(self, field: str, sentence: Any) -> None:
        self.fields.setdefault(field, []).append(sentence)


def checked(actor: Actor, thesis: Thesis, values: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """`values` cleaned for the model, with fund and conflicts as rows. Raises Invalid naming every bad field."""
    unknown = set(values) - set(ThesisValues.__annotations__)
    if unknown:
        raise TypeError(f"not fields of a thesis: {sorted(unknown)}")
    clean = {name: _unique(value) if isinstance(value, list) else value for name, value in values.items()}
    refusals = _Refusals()
    _check_lists(clean, refusals)
    _check_sectors(thesis, clean, refusals)
    _check_money(thesis, clean, refusals)
    _check_percents(clean, refusals)
    _find_fund(actor, thesis, clean, refusals, now=now)
    _find_conflicts(actor, clean, refusals)
    if refusals.fields:
        raise Invalid(fields=refusals.fields)
    return clean


def missing_for_publication(thesis: Thesis) -> dict[str, list[Any]]:
    """Founders need numbers and names to know whether to write: stages, sectors and a ticket."""
    missing = {}
    for field, present in (
        ("title", bool(thesis.title.strip())),
        ("stages", bool(thesis.stages)),
        ("sectors_include", bool(thesis.sectors_include)),
        ("ticket_max", thesis.ticket_min_minor is not None or thesis.ticket_max_minor is not None),
    ):
        if not present:
            missing[field] = [_REQUIRED]
    return missing


def _unique(items: list[Any]) -> list[Any]:
    return list(dict.fromkeys(item.strip() if isinstance(item, str) else item for item in items))


def _check_lists(clean: Mapping[str, Any], refusals: _Refusals) -> None:
    limits = {
        "sectors_include": MAX_SECTORS,
        "sectors_exclude": MAX_SECTORS,
        "keywords": MAX_KEYWORDS,
        "countries": MAX_PLACES,
        "regions": MAX_PLACES,
        "cities": MAX_PLACES,
        "portfolio_conflicts": MAX_CONFLICTS,
    }
    for field, limit in limits.items():
        items = clean.get(field, [])
        if len(items) > limit:
            refusals.add(field, _TOO_MANY)
        if any(item == "" for item in items):
            refusals.add(field, _BLANK_ITEM)
    _each(clean, "stages", lambda item: item in set(OPEN_STAGES), _BAD_STAGE, refusals)
    _each(clean, "countries", lambda item: bool(_COUNTRY.match(item)), _BAD_COUNTRY, refusals)
    _each(
        clean, "instruments", lambda item: item in Instrument.values, text("工具无效。", "Not an instrument."), refusals
    )


def _each(
    clean: Mapping[str, Any], field: str, fits: Callable[[str], bool], sentence: Any, refusals: _Refusals
) -> None:
    if not all(fits(item) for item in clean.get(field, [])):
        refusals.add(field, sentence)


def _check_sectors(thesis: Thesis, clean: Mapping[str, Any], refusals: _Refusals) -> None:
    for field in ("sectors_include", "sectors_exclude"):
        if taxonomy.unknown_codes(clean.get(field, [])):
            refusals.add(field, _UNKNOWN_SECTOR)
    include: Sequence[str] = clean.get("sectors_include", thesis.sectors_include)
    exclude = set(clean.get("sectors_exclude", thesis.sectors_exclude))
    tree = taxonomy.current_tree()
    if exclude & set(include):
        refusals.add("sectors_exclude", _OVERLAP)
    elif exclude & set(tree.paths(include)):
        refusals.add("sectors_exclude", _COVERED)


def _check_money(thesis: Thesis, clean: dict[str, Any], refusals: _Refusals) -> None:
    """Settle the one currency, then compare the ticket's ends as they will be stored."""
    fields = ("ticket_min", "ticket_max", "revenue_min")
    given: list[Money] = [clean[field] for field in fields if clean.get(field) is not None]
    currencies = {str(money.currency) for money in given}
    if "currency" in clean:
        currencies.add(clean["currency"])
    kept = [field for field in fields if field not in clean and getattr(thesis, f"{field}_minor") is not None]
    if currencies and kept:
        currencies.add(thesis.currency)
    if len(currencies) > 1:
        for field in fields:
            if clean.get(field) is not None:
                refusals.add(field, _ONE_CURRENCY)
        if not given:
            refusals.add("currency", _ONE_CURRENCY)
        return
    if currencies:
        clean["currency"] = str(Currency(currencies.pop()))
    low, high = (_minor(thesis, clean, field) for field in ("ticket_min", "ticket_max"))
    if low is not None and high is not None and low > high:
        refusals.add("ticket_max" if "ticket_max" in clean else "ticket_min", _BAD_ORDER)


def _minor(thesis: Thesis, clean: Mapping[str, Any], field: str) -> int | None:
    if field in clean:
        return None if clean[field] is None else int(clean[field].minor)
    stored: int | None = getattr(thesis, f"{field}_minor")
    return stored


def _check_percents(clean: Mapping[str, Any], refusals: _Refusals) -> None:
    for field in ("ownership_target_pct", "reinvest_ratio_pct"):
        if clean.get(field) is not None and not 0 <= clean[field] <= 100:
            refusals.add(field, _PERCENT)


def _find_fund(actor: Actor, thesis: Thesis, clean: dict[str, Any], refusals: _Refusals, *, now: datetime) -> None:
    """A fund of this very firm that the actor may see; any other looks as if it did not exist."""
    if clean.get("fund") is None:
        return
    found: Fund | None = (
        organizations.visible_funds(actor, now).filter(pk=clean["fund"], firm_id=thesis.firm_id).first()
    )
    if found is None:
        refusals.add("fund", _NO_FUND)
    clean["fund"] = found


def _find_conflicts(actor: Actor, clean: dict[str, Any], refusals: _Refusals) -> None:
    if "portfolio_conflicts" not in clean:
        return
    wanted = clean["portfolio_conflicts"]
    found: list[Organization] = list(
        organizations.visible_organizations(actor).filter(pk__in=wanted, kind=OrganizationKind.STARTUP)
    )
    if len(found) != len(wanted):
        refusals.add("portfolio_conflicts", _NO_COMPANY)
    clean["portfolio_conflicts"] = found
