"""What a file is, by its content. The name and the type a browser claims are never asked."""

import zipfile
from enum import StrEnum
from pathlib import Path


class FileType(StrEnum):
    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    OFD = "application/ofd"
    XML = "application/xml"
    CSV = "text/csv"
    UNKNOWN = "application/octet-stream"


SUFFIXES = {
    FileType.PDF: ".pdf",
    FileType.PNG: ".png",
    FileType.JPEG: ".jpg",
    FileType.WEBP: ".webp",
    FileType.XLSX: ".xlsx",
    FileType.PPTX: ".pptx",
    FileType.OFD: ".ofd",
    FileType.XML: ".xml",
    FileType.CSV: ".csv",
}
_HEAD_BYTES = 64 * 1024
# An office file is a zip; these bounds keep an archive bomb from reaching whoever reads it.
_MAX_ENTRIES = 2000
_MAX_UNPACKED = 512 * 1024 * 1024
_NOT_TEXT = (b"%pdf", b"pk\x03\x04", b"mz", b"\x7felf", b"<", b"\xd0\xcf\x11\xe0", b"gif8", b"riff", b"\x1f\x8b", b"#!")


def sniff(path: Path) -> FileType:
    """The type of a stored file. Signatures must stand at the very start, so that a polyglot is only what it starts as."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(b"%PDF-"):
        return FileType.PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileType.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return FileType.JPEG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileType.WEBP
    if head.startswith(b"PK\x03\x04"):
        return _office_type(path)
    if head.removeprefix(b"\xef\xbb\xbf").startswith(b"<?xml "):
        return FileType.XML
    return FileType.CSV if _reads_as_text(head) else FileType.UNKNOWN


def _office_type(path: Path) -> FileType:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return FileType.UNKNOWN
    if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
        return FileType.UNKNOWN
    names = {entry.filename for entry in entries}
    if "OFD.xml" in names:
        return FileType.OFD
    if "[Content_Types].xml" not in names:
        return FileType.UNKNOWN
    if "xl/workbook.xml" in names:
        return FileType.XLSX
    return FileType.PPTX if "ppt/presentation.xml" in names else FileType.UNKNOWN


def _reads_as_text(head: bytes) -> bool:
    """Lenient on encoding and stray bytes: the import itself reports broken rows. Markup and programs are not tables."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:8].lower()
    if not start or start.startswith(_NOT_TEXT):
        return False
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return control * 10 <= len(head)
