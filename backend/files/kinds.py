"""What each kind of file may be: types by content, and bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from backend.core.languages import text
from backend.files.enums import FileKind
from backend.files.sniffing import FileType


@dataclass(frozen=True, slots=True)
class KindRules:
    """`types` by content; `max_bytes` of the upload; `is_rendered`: a worker makes page images of it."""

    types: frozenset[FileType]
    max_bytes: int
    is_rendered: bool
    wrong_type: Any


_RULES: Mapping[FileKind, KindRules] = {
    FileKind.DECK: KindRules(
        frozenset({FileType.PDF}),
        settings.MAX_DECK_BYTES,
        True,
        text(
            "商业计划书目前只支持 PDF，请将演示文稿导出为 PDF 后上传。",
            "A deck must be a PDF for now. Export your slides as PDF and upload that.",
        ),
    ),
    FileKind.LOGO: KindRules(
        frozenset({FileType.PNG, FileType.JPEG, FileType.WEBP}),
        settings.MAX_LOGO_BYTES,
        False,
        text("标志必须是 PNG、JPEG 或 WebP 图片。", "A logo must be a PNG, JPEG or WebP picture."),
    ),
    FileKind.EVIDENCE: KindRules(
        frozenset({FileType.PDF, FileType.PNG, FileType.JPEG}),
        settings.MAX_EVIDENCE_BYTES,
        True,
        text("证明材料必须是 PDF、PNG 或 JPEG。", "Evidence must be a PDF, PNG or JPEG."),
    ),
    FileKind.IMPORT: KindRules(
        frozenset({FileType.CSV, FileType.XLSX}),
        settings.MAX_IMPORT_BYTES,
        False,
        text("导入文件必须是 CSV 或 XLSX。", "An import must be a CSV or XLSX file."),
    ),
    FileKind.PROOF: KindRules(
        frozenset({FileType.PDF, FileType.PNG, FileType.JPEG}),
        settings.MAX_EVIDENCE_BYTES,
        True,
        text("转账凭证必须是 PDF、PNG 或 JPEG。", "The proof of a transfer must be a PDF, PNG or JPEG."),
    ),
    # Handed on as it is, and never opened by us.
    FileKind.FAPIAO: KindRules(
        frozenset({FileType.PDF, FileType.OFD, FileType.XML, FileType.PNG, FileType.JPEG}),
        settings.MAX_EVIDENCE_BYTES,
        False,
        text("发票文件必须是 PDF、OFD、XML、PNG 或 JPEG。", "A fapiao must be a PDF, OFD, XML, PNG or JPEG."),
    ),
}
LARGEST_BYTES = max(rules.max_bytes for rules in _RULES.values())


def rules_of(kind: FileKind) -> KindRules:
    return _RULES[kind]
