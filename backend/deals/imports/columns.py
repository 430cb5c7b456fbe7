"""The columns an import understands, and how headers in two languages name them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from search.normalize import fold

_JOINTS = re.compile(r"[\s_\-/()（）:：]+")


class Subject(StrEnum):
    COMPANIES = "companies"
    INVESTORS = "investors"
    DEALS = "deals"


@dataclass(frozen=True, slots=True)
class Column:
    """One of our fields and the headers that mean it, besides its own name."""

    field: str
    words: tuple[str, ...]
    required: bool = False


_NAME = ("名称", "企业名称", "公司名称", "机构名称", "投资机构", "company", "company name", "investor", "investor name")
_PLACE = (
    Column("country", ("国家", "国家或地区", "country code")),
    Column("region", ("省份", "省", "地区", "province")),
    Column("city", ("城市", "所在城市")),
)

COLUMNS: Mapping[Subject, tuple[Column, ...]] = {
    Subject.COMPANIES: (
        Column("id", ("编号", "企业编号", "公司编号", "company id", "external id"), required=True),
        Column("name", _NAME, required=True),
        Column("sectors", ("行业", "赛道", "所属行业", "领域", "sector", "industry", "industries", "category")),
        Column("description", ("简介", "企业简介", "描述", "about")),
        Column("state", ("州",)),
        *_PLACE,
        Column("founded", ("成立年份", "成立时间", "成立日期", "founded year", "founded on")),
    ),
    Subject.INVESTORS: (
        Column("id", ("编号", "机构编号", "投资人编号", "investor id", "external id"), required=True),
        Column("name", _NAME),
        Column("kind", ("类型", "机构类型", "type")),
        *_PLACE,
    ),
    Subject.DEALS: (
        Column("investor_id", ("投资人编号", "投资机构编号", "investor"), required=True),
        Column("company_id", ("企业编号", "公司编号", "company"), required=True),
        Column("round", ("轮次", "融资轮次", "round name")),
        Column("stage", ("阶段", "stage code")),
        Column("amount_usd", ("金额", "融资金额", "amount", "amount in usd")),
        Column("currency", ("币种",)),
        Column("date", ("日期", "融资日期", "投资日期", "closed on", "announced on"), required=True),
    ),
}


def _key(header: str) -> str:
    return _JOINTS.sub("", fold(header))


def suggest(subject: Subject, headers: Iterable[str]) -> dict[str, str]:
    """Our field → the file's column, for every column whose header says which it is; each used once."""
    free = {_key(header): header for header in headers if header}
    found = {}
    for column in COLUMNS[subject]:
        for word in (column.field, *column.words):
            if header := free.pop(_key(word), ""):
                found[column.field] = header
                break
    return found


def missing(subject: Subject, mapping: Mapping[str, str], headers: Iterable[str]) -> list[str]:
    """Required fields the mapping leaves out, and mapped columns the file does not have."""
    present = set(headers)
    wanted = [column.field for column in COLUMNS[subject] if column.required and not mapping.get(column.field)]
    return wanted + [field for field, header in mapping.items() if header and header not in present]
