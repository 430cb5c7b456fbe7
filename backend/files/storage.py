"""Bytes on disk, addressed by their own hash: written beside, then renamed, so that a half-written file is never seen."""

import errno
import hashlib
import os
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from backend.core.ids import new_id
from backend.files.errors import FileTooLarge, StorageFull

# Kept free for the database and logs on the same disk.
RESERVE_BYTES = 256 * 1024 * 1024
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Spooled:
    """A finished upload that has no place yet."""

    path: Path
    size: int
    sha256: str


@contextmanager
def full_disk_refused() -> Iterator[None]:
    """Turn a full disk or an exhausted quota into the refusal people can read."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull from error
        raise


def absolute(relative: str) -> Path:
    return Path(settings.STORAGE_ROOT) / relative


def content_path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def page_path(sha256: str, number: int) -> str:
    return f"{sha256[:2]}/{sha256}.pages/{number:04d}.webp"


def require_space(size: int) -> None:
    """Raise StorageFull when `size` more bytes would eat into the reserve."""
    root = Path(settings.STORAGE_ROOT)
    with full_disk_refused():
        root.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(root).free < size + RESERVE_BYTES:
            raise StorageFull


@contextmanager
def working_folder() -> Iterator[Path]:
    """A private folder on the same disk as the storage; gone afterwards, whatever happens."""
    folder = absolute(f"tmp/{new_id()}")
    with full_disk_refused():
        folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def spool(chunks: Iterable[bytes], folder: Path, *, max_bytes: int) -> Spooled:
    """Write chunks to `folder` while hashing. Raises FileTooLarge at the first byte over the cap, StorageFull."""
    digest, size, target = hashlib.sha256(), 0, folder / "upload"
    with full_disk_refused(), target.open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > max_bytes:
                raise FileTooLarge
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Spooled(target, size, digest.hexdigest())


def put(source: Path, relative: str) -> None:
    """Move a finished file to its place; the same content twice is one file."""
    target = absolute(relative)
    with full_disk_refused():
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)


def remove_content(sha256: str) -> None:
    """Remove the bytes and page images of a content nobody refers to any more. Quiet when they are gone."""
    absolute(content_path(sha256)).unlink(missing_ok=True)
    shutil.rmtree(absolute(f"{content_path(sha256)}.pages"), ignore_errors=True)


def remove_abandoned_folders(before: datetime) -> int:
    """Remove working folders a killed process left behind."""
    root, removed = absolute("tmp"), 0
    for folder in root.iterdir() if root.is_dir() else ():
        if folder.stat().st_mtime < before.timestamp():
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    return removed


def safe_name(name: str, suffix: str) -> str:
    """A file name fit for a header and for people: no folders, no invisible characters, the suffix of its true type."""
    plain = _UNSAFE.sub(" ", unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1]))
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", " ".join(plain.split())).strip(". ") or "file"
    return f"{stem[: 200 - len(suffix)]}{suffix}"
