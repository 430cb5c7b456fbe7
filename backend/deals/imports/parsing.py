"""From the cells of a row to typed values, or to a list of what is wrong with it. Pure; asks no database."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from backend.core.money import MAX_MINOR, Currency
from backend.deals.enums import Stage
from backend.deals.imports import stages
from backend.deals.imports.columns import Subject
from backend.deals.imports.problems import Problem, shown_value
from backend.deals.imports.sources import PrecisionRule
from backend.organizations.enums import DatePrecision, InvestorType

MAX_ID, MAX_NAME, MAX_PLACE, MAX_ROUND, MAX_DESCRIPTION, MAX_SECTORS = 110, 200, 80, 60, 8000, 20
MAX_SECTOR_WORD = 120

# Catalogues write these where they know nothing.
_NOTHING = frozenset(
    {"nan", "none", "null", "n/a", "unknown", "undisclosed", "other", "-", "--", "未知", "不明确", "未披露"}
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# What a spreadsheet would compute: always with `=`; with the other signs only when it calls, links or pipes, so that
# names such as "@Ventures" stay names.
_FORMULA = re.compile(r"^\s*(?:[=＝]|[+\-@＋－＠].*[(!|])|^[\t\r]", re.DOTALL)
_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?$")
_MONTH = re.compile(r"^(\d{4})[-/.年](\d{1,2})月?$")
_YEAR = re.compile(r"^(\d{4})年?$")
_COUNTRY = re.compile(r"^[A-Z]{3}$")
_KINDS = {"": "", "fund": InvestorType.VC, "corporate": InvestorType.CVC, "person": InvestorType.ANGEL}
PERSON = "person"
EARLIEST_YEAR = 1800


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """A company or an investor as the file has it. `name` is blank only for a person without one."""

    number: int
    id: str
    name: str
    sectors: tuple[str, ...] = ()
    description: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    founded: date | None = None
    founded_precision: str = ""
    investor_type: str = ""


@dataclass(frozen=True, slots=True)
class DealRow:
    """One investor in one round. `key` holds the cells that make the round what it is, as written."""

    number: int
    investor_id: str
    company_id: str
    key: tuple[str, ...]
    round_label: str
    stage: Stage
    amount_minor: int | None
    currency: str
    closed_on: date
    precision: DatePrecision


@dataclass(slots=True)
class Parser:
    """Reads the rows of one subject. `separator` parts sector words."""

    file_name: str
    subject: Subject
    today: date
    precision: PrecisionRule
    separator: str = r"\|"
    _problems: list[Problem] = field(default_factory=list)

    def parse(self, number: int, cells: Mapping[str, str]) -> tuple[OrganizationRow | DealRow | None, list[Problem]]:
        """The row, or every reason why not. `cells` maps our fields to what the file says."""
        self._problems = []
        row = self._deal(number, cells) if self.subject == Subject.DEALS else self._organization(number, cells)
        return (None if self._problems else row), self._problems

    def _organization(self, number: int, cells: Mapping[str, str]) -> OrganizationRow:
        kind = self._kind(number, cells) if self.subject == Subject.INVESTORS else ""
        founded, precision = self._founded(number, cells)
        return OrganizationRow(
            number=number,
            id=self._text(number, cells, "id", MAX_ID, required=True),
            name=self._text(number, cells, "name", MAX_NAME, required=kind != PERSON),
            sectors=self._sectors(number, cells),
            description=self._text(number, cells, "description", MAX_DESCRIPTION),
            country=self._country(number, cells),
            region=self._place(number, cells, "state") or self._place(number, cells, "region"),
            city=self._place(number, cells, "city"),
            founded=founded,
            founded_precision=precision,
            investor_type=str(_KINDS.get(kind, "")),
        )

    def _deal(self, number: int, cells: Mapping[str, str]) -> DealRow | None:
        day = self._date(number, cells)
        label = self._text(number, cells, "round", MAX_ROUND)
        stage = self._stage(number, cells, label)
        currency = self._currency(number, cells)
        amount = self._amount(number, cells, currency)
        investor = self._text(number, cells, "investor_id", MAX_ID, required=True)
        company = self._text(number, cells, "company_id", MAX_ID, required=True)
        if day is None:
            return None
        key = tuple(cells.get(name, "").strip() for name in ("round", "stage", "date", "amount_usd", "currency"))
        return DealRow(number, investor, company, key, label, stage, amount, currency if amount else "", *day)

    def _note(self, number: int, column: str, code: str, value: str) -> None:
        self._problems.append(Problem(self.file_name, number, column, code, shown_value(value)))

    def _text(self, number: int, cells: Mapping[str, str], name: str, limit: int, *, required: bool = False) -> str:
        raw = cells.get(name, "")
        value = raw.strip(" \u3000")
        if _FORMULA.match(value):
            self._note(number, name, "imports.formula_cell", value)
        elif _CONTROL.search(value):
            self._note(number, name, "imports.control_character", value)
        elif len(value) > limit:
            self._note(number, name, "imports.value_too_long", value)
        elif required and not value.strip():
            self._note(number, name, "imports.empty_required", raw)
        return value.strip()

    def _place(self, number: int, cells: Mapping[str, str], name: str) -> str:
        value = self._text(number, cells, name, MAX_PLACE)
        return "" if value.lower() in _NOTHING else value

    def _country(self, number: int, cells: Mapping[str, str]) -> str:
        value = self._place(number, cells, "country").upper()
        if value and not _COUNTRY.match(value):
            self._note(number, "country", "imports.bad_country", value)
        return value

    def _kind(self, number: int, cells: Mapping[str, str]) -> str:
        value = cells.get("kind", "").strip().lower()
        if value not in _KINDS:
            self._note(number, "kind", "imports.bad_kind", value)
        return value

    def _sectors(self, number: int, cells: Mapping[str, str]) -> tuple[str, ...]:
        value = self._text(number, cells, "sectors", MAX_SECTOR_WORD * MAX_SECTORS)
        words = tuple(dict.fromkeys(word.strip() for word in re.split(self.separator, value) if word.strip()))
        if len(words) > MAX_SECTORS or any(len(word) > MAX_SECTOR_WORD for word in words):
            self._note(number, "sectors", "imports.value_too_long", value)
        return words

    def _founded(self, number: int, cells: Mapping[str, str]) -> tuple[date | None, str]:
        value = cells.get("founded", "").strip()
        if not value:
            return None, ""
        found = _day_of(value)
        if found is None or not found[0].year >= EARLIEST_YEAR or found[0] > self.today:
            self._note(number, "founded", "imports.bad_year", value)
            return None, ""
        return found

    def _date(self, number: int, cells: Mapping[str, str]) -> tuple[date, DatePrecision] | None:
        value = cells.get("date", "").strip()
        found = _day_of(value)
        if not value:
            self._note(number, "date", "imports.empty_required", value)
        elif found is None or found[0].year < EARLIEST_YEAR:
            self._note(number, "date", "imports.bad_date", value)
        elif found[0] > self.today:
            self._note(number, "date", "imports.future_date", value)
        elif found[1] == DatePrecision.DAY:
            return found[0], self.precision(found[0])
        return found

    def _stage(self, number: int, cells: Mapping[str, str], label: str) -> Stage:
        code = cells.get("stage", "").strip()
        if not code:
            return stages.stage_of_word(label) or Stage.UNKNOWN
        stage = stages.stage_of_code(code)
        if stage is None:
            self._note(number, "stage", "imports.bad_stage", code)
            return Stage.UNKNOWN
        return stages.refined(stage, label)

    def _currency(self, number: int, cells: Mapping[str, str]) -> str:
        value = cells.get("currency", "").strip().upper() or Currency.USD.value
        if value not in Currency.values:
            self._note(number, "currency", "imports.bad_currency", value)
        return value

    def _amount(self, number: int, cells: Mapping[str, str], currency: str) -> int | None:
        """Minor units; None when the cell is empty or zero, which catalogues write for undisclosed."""
        raw = cells.get("amount_usd", "").strip()
        if not raw:
            return None
        try:
            value = Decimal(re.sub(r"[,，\s$¥]", "", raw)) if len(raw) <= 40 else Decimal("NaN")
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or not 0 <= value <= MAX_MINOR // 100:
            self._note(number, "amount_usd", "imports.bad_amount", raw)
            return None
        return int((value * (1 if currency == Currency.JPY else 100)).to_integral_value()) or None


def _day_of(value: str) -> tuple[date, DatePrecision] | None:
    """A day, a month or a year, with how exact it is."""
    for pattern, precision in ((_DAY, DatePrecision.DAY), (_MONTH, DatePrecision.MONTH), (_YEAR, DatePrecision.YEAR)):
        if match := pattern.match(value):
            parts = [int(part) for part in match.groups()]
            try:
                return date(*[*parts, 1, 1][:3]), precision
            except ValueError:
                return None
    return None


def cells_by_field(mapping: Mapping[str, str], columns: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Our field and the position of its column."""
    position = {header: index for index, header in enumerate(columns)}
    return ((field_name, position[header]) for field_name, header in mapping.items() if header in position)
