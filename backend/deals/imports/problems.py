"""What can be wrong with a row or a file: a stable code and a sentence for people."""

from dataclasses import dataclass
from typing import Any

from backend.core.languages import text

_VALUE_CHARS = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that is not imported; `row` counts from 1 with the header as row 1, 0 stands for the whole file."""

    file_name: str
    row: int
    column: str
    code: str
    value: str = ""


class FileRefused(Exception):
    """The file cannot be read as a table at all. Carries a code of `SENTENCES`."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


SENTENCES: dict[str, Any] = {
    "imports.wrong_encoding": text(
        "文字编码无法识别，请另存为 UTF-8 或 GB18030。", "The text is neither UTF-8 nor GB18030."
    ),
    "imports.empty_file": text("文件没有内容。", "The file is empty."),
    "imports.no_such_file": text("文件不存在。", "There is no such file."),
    "imports.file_damaged": text("文件已损坏或不完整。", "The file is damaged or cut off."),
    "imports.missing_column": text("缺少必需的列。", "A required column is missing."),
    "imports.repeated_column": text("表头中有重复的列名。", "The header names a column twice."),
    "imports.archive_members": text("表格文件包含过多部分。", "The workbook has too many parts."),
    "imports.archive_unpacked": text("表格文件解压后过大。", "The workbook is too large when unpacked."),
    "imports.archive_ratio": text("表格文件压缩比异常。", "The workbook is packed suspiciously tight."),
    "imports.archive_unreadable": text("表格文件已加密或损坏。", "The workbook is encrypted or damaged."),
    "imports.sheet_too_large": text("工作表范围过大。", "The sheet spans too many cells."),
    "imports.sheet_too_complex": text("表格文件过于复杂，未能读取。", "The workbook is too complex to be read."),
    "imports.unclosed_quote": text("引号没有成对。", "A quotation mark is not closed."),
    "imports.wrong_cell_count": text("单元格数与表头不一致。", "The row has more or fewer cells than the header."),
    "imports.cell_too_long": text("单元格内容过长。", "A cell is too long."),
    "imports.nul_byte": text("包含空字节。", "The row contains a NUL byte."),
    "imports.control_character": text("包含不可见的控制字符。", "The cell contains control characters."),
    "imports.formula_cell": text("单元格是公式，请改为文字。", "The cell is a formula; store it as plain text."),
    "imports.empty_required": text("必填项为空。", "A required cell is empty."),
    "imports.value_too_long": text("内容超出长度限制。", "The value is longer than allowed."),
    "imports.bad_date": text("日期无效。", "Not a valid date."),
    "imports.future_date": text("日期晚于今天。", "The date lies in the future."),
    "imports.bad_year": text("年份无效。", "Not a valid year."),
    "imports.bad_amount": text("金额无效。", "Not a valid amount."),
    "imports.bad_currency": text("币种无效。", "Not a known currency."),
    "imports.bad_country": text("国家或地区须为三位字母代码。", "A country is a three-letter code such as CHN."),
    "imports.bad_kind": text("投资人类型无效。", "Not a known kind of investor."),
    "imports.bad_stage": text("轮次代码无效。", "Not a known stage code."),
    "imports.duplicate_id": text("编号在文件中重复。", "The id occurs twice in the file."),
    "imports.duplicate_row": text("与前面的行完全重复。", "The row repeats an earlier one."),
    "imports.id_of_other_kind": text(
        "该编号已属于另一类机构。", "The id already belongs to an organization of another kind."
    ),
    "imports.unknown_company": text("没有这个编号的企业。", "No company has this id."),
    "imports.unknown_investor": text("没有这个编号的投资人。", "No investor has this id."),
}


def shown_value(value: str) -> str:
    """A short excerpt a database and a log can hold."""
    return "".join(" " if ord(char) < 32 or 0xD800 <= ord(char) <= 0xDFFF else char for char in value[:_VALUE_CHARS])
