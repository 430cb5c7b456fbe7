"""A host's table of guests, read: which column means what, what each line says, and what is wrong with it."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from backend.core.languages import Language
from backend.deals.imports.csv_rows import Record
from backend.deals.imports.problems import SENTENCES, FileRefused
from backend.deals.imports.reading import open_table
from backend.roadshows.contacts import normalize_contact
from backend.roadshows.enums import GuestColumn, GuestFlaw
from backend.roadshows.errors import BadContact, GuestTableUnreadable, ImportTooLong, TicketTypeUnknown
from backend.roadshows.models import Registration, TicketType

MAX_LINES = 1_000
# Names of columns that mean ours, in the tables that hosts keep and in the one we export.
_NAMES: Mapping[GuestColumn, tuple[str, ...]] = {
    GuestColumn.NAME: ("姓名", "名字", "name", "full name"),
    GuestColumn.ORGANIZATION: ("机构", "公司", "单位", "企业", "organization", "organisation", "company"),
    GuestColumn.EMAIL: ("邮箱", "电子邮箱", "邮件", "e-mail", "email", "mail"),
    GuestColumn.PHONE: ("手机", "手机号", "电话", "mobile", "phone", "tel"),
    GuestColumn.TICKET_TYPE: ("票种", "kind", "ticket type", "ticket_type", "ticket"),
    GuestColumn.LANGUAGE: ("语言", "language"),
}
_LANGUAGES = {name.lower(): one for one in Language for name in (one.value, one.label)}
_LONGEST: Mapping[GuestColumn, int] = {
    GuestColumn.NAME: Registration._meta.get_field("name").max_length or 0,
    GuestColumn.ORGANIZATION: Registration._meta.get_field("organization_name").max_length or 0,
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a line; blank `column`: with all of it."""

    what: GuestFlaw
    column: str = ""


@dataclass(slots=True)
class GuestLine:
    """One guest as the table has them; `number` counts as a spreadsheet does."""

    number: int
    name: str = ""
    organization: str = ""
    contact: str = ""
    kind: UUID | None = None
    language: str = Language.ZH_HANS
    flaws: list[Flaw] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GuestTable:
    columns: tuple[str, ...]
    mapping: Mapping[GuestColumn, str]
    lines: list[GuestLine]


def read_table(
    file: bytes, *, kinds: Sequence[TicketType], mapping: Mapping[str, str] | None, kind: UUID | None
) -> GuestTable:
    """CSV or a workbook's first sheet. `mapping` names the column of each of ours; None: as their names say. `kind` is that
    of lines which name none.

    Raises GuestTableUnreadable, ImportTooLong, TicketTypeUnknown.
    """
    if kind is not None and all(one.pk != kind for one in kinds):
        raise TicketTypeUnknown
    with tempfile.TemporaryDirectory(prefix="guests-") as folder:
        path = Path(folder) / "table"
        path.write_bytes(file)
        try:
            with open_table(path) as table:
                known = _mapped(table.columns, mapping)
                records = [one for _, one in zip(range(MAX_LINES + 1), table.rows, strict=False)]
                columns = table.columns
        except FileRefused as refusal:
            raise GuestTableUnreadable(fields={"file": [SENTENCES[refusal.code]]}) from refusal
    if len(records) > MAX_LINES:
        raise ImportTooLong(str(ImportTooLong.message).format(most=MAX_LINES))
    reader = _Reader(columns, known, {one.name: one.pk for one in kinds}, kind)
    lines = [reader.read(record) for record in records]
    _mark_twins(lines)
    return GuestTable(columns, known, lines)


def _mapped(columns: Sequence[str], wished: Mapping[str, str] | None) -> dict[GuestColumn, str]:
    if wished is not None:
        return {GuestColumn(ours): theirs for ours, theirs in wished.items() if theirs in columns}
    found = {}
    for ours, names in _NAMES.items():
        theirs = next((one for one in columns if one.strip().lower() in names), None)
        if theirs is not None:
            found[ours] = theirs
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    columns: Sequence[str]
    mapping: Mapping[GuestColumn, str]
    kinds: Mapping[str, UUID]
    kind: UUID | None

    def read(self, record: Record) -> GuestLine:
        if record.problem:
            return GuestLine(record.number, flaws=[Flaw(GuestFlaw.UNREADABLE)])
        cells = dict(zip(self.columns, record.cells, strict=False))
        # The apostrophe that keeps a spreadsheet from computing is not part of it.
        said = {ours: cells.get(theirs, "").strip().removeprefix("'") for ours, theirs in self.mapping.items()}
        line = GuestLine(record.number)
        line.name = self._short(said, GuestColumn.NAME, line, is_needed=True)
        line.organization = self._short(said, GuestColumn.ORGANIZATION, line)
        self._contact(said, line)
        self._kind(said.get(GuestColumn.TICKET_TYPE, ""), line)
        self._language(said.get(GuestColumn.LANGUAGE, ""), line)
        return line

    def _flaw(self, line: GuestLine, why: GuestFlaw, column: GuestColumn) -> None:
        line.flaws.append(Flaw(why, self.mapping.get(column, "")))

    def _short(
        self, said: Mapping[GuestColumn, str], column: GuestColumn, line: GuestLine, *, is_needed: bool = False
    ) -> str:
        value = said.get(column, "")
        if is_needed and not value:
            self._flaw(line, GuestFlaw.EMPTY, column)
        if len(value) > _LONGEST[column] or not value.isprintable():
            self._flaw(line, GuestFlaw.TOO_LONG, column)
            return value[: _LONGEST[column]]
        return value

    def _contact(self, said: Mapping[GuestColumn, str], line: GuestLine) -> None:
        """The address before the number: tickets are better read in a mail."""
        for column in (GuestColumn.EMAIL, GuestColumn.PHONE):
            written = said.get(column, "")
            if not written:
                continue
            line.contact = written[:254]
            try:
                line.contact = normalize_contact(written)
                if ("@" in line.contact) != (column == GuestColumn.EMAIL):
                    raise BadContact
            except BadContact:
                self._flaw(line, GuestFlaw.BAD_CONTACT, column)
            return
        self._flaw(line, GuestFlaw.NO_CONTACT, GuestColumn.EMAIL)

    def _kind(self, named: str, line: GuestLine) -> None:
        line.kind = self.kinds.get(named, self.kind) if named else self.kind
        if named and named not in self.kinds:
            self._flaw(line, GuestFlaw.UNKNOWN_KIND, GuestColumn.TICKET_TYPE)
        elif line.kind is None:
            self._flaw(line, GuestFlaw.NO_KIND, GuestColumn.TICKET_TYPE)

    def _language(self, named: str, line: GuestLine) -> None:
        if named and named.lower() not in _LANGUAGES:
            self._flaw(line, GuestFlaw.UNKNOWN_LANGUAGE, GuestColumn.LANGUAGE)
        line.language = _LANGUAGES.get(named.lower(), Language.ZH_HANS)


def _mark_twins(lines: Sequence[GuestLine]) -> None:
    """One contact is one guest: the first line of it stands."""
    seen: set[str] = set()
    for line in lines:
        if line.contact and line.contact in seen:
            line.flaws.append(Flaw(GuestFlaw.REPEATED))
        seen.add(line.contact)
