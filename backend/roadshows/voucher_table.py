"""Vouchers as a table for a spreadsheet, out and in. What was exported can be imported again."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from io import StringIO
from uuid import UUID

from django.utils import timezone

from backend.core.languages import text
from backend.core.money import BadMoney, Money
from backend.roadshows.errors import VoucherTableUnreadable
from backend.roadshows.models import TicketType, Voucher
from backend.roadshows.services.vouchers import CODE, MAX_AT_ONCE, VoucherLine

# Names of columns are the same in every language: the file goes out of one account and into another.
COLUMNS = (
    *("code", "note", "ticket_type", "percent", "price", "currency", "max_uses", "used", "reserves", "bypasses"),
    *("skips_approval", "valid_until"),
)
_YES = {"yes", "1", "true", "是"}
_NO = {"", "no", "0", "false", "否"}
_MOST_USES = 100_000

_NO_COLUMN = text("第一行须含列名 code。", "The first line names the columns; there is none named code.")
_TOO_MANY = text("一次最多导入 {most} 行。", "At most {most} lines are imported at once.")
_EMPTY = text("表格没有数据行。", "There are no lines below the first.")
_BAD = text("第 {line} 行的 {column} 无效：{value}", "Line {line}: {column} cannot be “{value}”.")


def cells_of(row: Voucher) -> Sequence[str]:
    """One line of the export."""
    price = Money(row.price_minor, row.currency) if row.price_minor is not None else None  # type: ignore[arg-type]
    until = timezone.localtime(row.valid_until).strftime("%Y-%m-%d %H:%M") if row.valid_until else ""
    return (
        *(row.code, row.note, row.ticket_type.name if row.ticket_type else ""),
        *(str(row.percent or ""), str(price.major) if price else "", price.currency if price else ""),
        *(str(row.max_uses), str(row.used), _word(row.reserves), _word(row.bypasses)),
        *(_word(row.skips_approval), until),
    )


def _word(value: bool) -> str:
    return "yes" if value else "no"


def lines_of_table(table: str, kinds: Sequence[TicketType]) -> list[VoucherLine]:
    """What the table says, or VoucherTableUnreadable, which names the first line and column that cannot be read."""
    try:
        rows = list(csv.DictReader(StringIO(table.removeprefix("\ufeff"), newline=""), strict=True))
    except csv.Error as error:
        raise VoucherTableUnreadable from error
    if not rows:
        raise _refused(str(_EMPTY))
    if "code" not in rows[0]:
        raise _refused(str(_NO_COLUMN))
    if len(rows) > MAX_AT_ONCE:
        raise _refused(str(_TOO_MANY).format(most=MAX_AT_ONCE))
    named = {kind.name: kind.pk for kind in kinds}
    # The names of the columns are the first line.
    return [_Line(number, row).read(named) for number, row in enumerate(rows, start=2)]


def _refused(why: str) -> VoucherTableUnreadable:
    return VoucherTableUnreadable(fields={"table": [why]})


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: Mapping[str | None, str | list[str] | None]

    def read(self, kinds: Mapping[str, UUID]) -> VoucherLine:
        kind, price = self._cell("ticket_type"), self._cell("price")
        if kind and kind not in kinds:
            raise self._bad("ticket_type")
        return VoucherLine(
            code=self._code(),
            note=self._short("note", 120),
            ticket_type=kinds.get(kind),
            percent=self._number("percent", 100) if self._cell("percent") else None,
            price=self._price() if price else None,
            max_uses=self._number("max_uses", _MOST_USES) if self._cell("max_uses") else 1,
            reserves=self._is("reserves"),
            bypasses=self._is("bypasses"),
            skips_approval=self._is("skips_approval"),
            valid_until=self._moment("valid_until") if self._cell("valid_until") else None,
        )

    def _cell(self, column: str) -> str:
        value = self.cells.get(column)
        # The apostrophe that keeps a spreadsheet from computing is not part of it.
        return value.strip().removeprefix("'") if isinstance(value, str) else ""

    def _bad(self, column: str) -> VoucherTableUnreadable:
        value = self._cell(column)[:40]
        return _refused(str(_BAD).format(line=self.number, column=column, value=value))

    def _code(self) -> str:
        if self._cell("code") and not CODE.fullmatch(self._cell("code")):
            raise self._bad("code")
        return self._cell("code")

    def _short(self, column: str, most: int) -> str:
        value = self._cell(column)
        if len(value) > most or "\x00" in value:
            raise self._bad(column)
        return value

    def _number(self, column: str, most: int) -> int:
        value = self._cell(column)
        if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= most and len(value) < 9):
            raise self._bad(column)
        return int(value)

    def _is(self, column: str) -> bool:
        value = self._cell(column).lower()
        if value not in _YES | _NO:
            raise self._bad(column)
        return value in _YES

    def _price(self) -> Money:
        try:
            if Decimal(self._cell("price")) > _MOST_USES * 10:
                raise self._bad("price")
            return Money.parse(self._cell("price"), self._cell("currency") or "CNY")
        except (InvalidOperation, BadMoney) as error:
            raise self._bad("price") from error

    def _moment(self, column: str) -> datetime:
        """In the street's own time where none is said."""
        try:
            moment = datetime.fromisoformat(self._cell(column))
        except ValueError as error:
            raise self._bad(column) from error
        if not 2000 <= moment.year <= 2100:
            raise self._bad(column)
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
