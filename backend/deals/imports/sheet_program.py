"""Turns the first sheet of a workbook into CSV. Runs as a process of its own, under limits; knows nothing of the site.

Usage: sheet_program.py SOURCE TARGET LIMITS, limits as JSON. Prints `{"refusal": code}`, blank when it went well.
"""

import csv
import datetime
import json
import re
import resource
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from python_calamine import CalamineWorkbook

_CHUNK = 256 * 1024
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,7})["']""")
_OVERLAP = 64


class Refused(Exception):
    """The workbook is not opened; the message is the code."""


def main(source: Path, target: Path, limits: dict[str, int]) -> None:
    _limit_self(limits)
    refusal = ""
    try:
        check_archive(source, limits)
        convert(source, target)
    except Refused as refused:
        refusal = str(refused)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError):
        refusal = "imports.archive_unreadable"
    except Exception:  # noqa: BLE001 - the sheet library has errors of its own; any of them means this file
        refusal = "imports.archive_unreadable"
    sys.stdout.write(json.dumps({"refusal": refusal}))


def _limit_self(limits: dict[str, int]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"],) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["output_bytes"],) * 2)


def check_archive(source: Path, limits: dict[str, int]) -> None:
    """Few members, bounded in what they unpack to, as declared and in truth. Raises Refused."""
    with zipfile.ZipFile(source) as archive, source.open("rb") as file:
        members = archive.infolist()
        if len(members) > limits["members"]:
            raise Refused("imports.archive_members")
        unpacked = sum(member.file_size for member in members)
        if unpacked > limits["unpacked_bytes"]:
            raise Refused("imports.archive_unpacked")
        if unpacked > limits["ratio"] * max(1, sum(member.compress_size for member in members)):
            raise Refused("imports.archive_ratio")
        for member in members:
            if member.flag_bits & 1 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Refused("imports.archive_unreadable")
            _check_member(file, member, limits)


def _check_member(file: IO[bytes], member: zipfile.ZipInfo, limits: dict[str, int]) -> None:
    """Unpack without keeping: the declared size may be a lie, and a sheet may name a cell at the end of the world."""
    size, tail, right, bottom = 0, b"", 0, 0
    is_sheet = member.filename.lower().startswith("xl/worksheets/")
    for part in _unpacked(file, member):
        size += len(part)
        if size > member.file_size:
            raise Refused("imports.archive_unpacked")
        if is_sheet:
            for column, row in _REFERENCE.findall(tail + part):
                right, bottom = max(right, _column_number(column)), max(bottom, int(row))
            tail = part[-_OVERLAP:]
    if max(1, right) * bottom > limits["cells"]:
        raise Refused("imports.sheet_too_large")


def _unpacked(file: IO[bytes], member: zipfile.ZipInfo) -> Iterator[bytes]:
    file.seek(member.header_offset)
    head = file.read(30)
    name_length, extra_length = struct.unpack("<HH", head[26:30])
    file.seek(name_length + extra_length, 1)
    left, inflate = member.compress_size, zlib.decompressobj(-15)
    while left > 0:
        packed = file.read(min(_CHUNK, left))
        if not packed:
            raise EOFError
        left -= len(packed)
        if member.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed:
            yield inflate.decompress(packed, _CHUNK)
            packed = inflate.unconsumed_tail


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def convert(source: Path, target: Path) -> None:
    """Write the first sheet as UTF-8 CSV; leading empty rows are kept so that row numbers agree."""
    sheet = CalamineWorkbook.from_path(str(source)).get_sheet_by_index(0)
    with target.open("w", encoding="utf-8", newline="") as file:
        if sheet.start:
            file.write("\n" * sheet.start[0])
        writer = csv.writer(file, lineterminator="\n")
        for row in sheet.iter_rows():
            writer.writerow([_text(value) for value in row])


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    # A NUL cannot be told from a broken file later on; the row is reported for it.
    return str(value)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3]))
