"""Runs the renderer in a process of its own and believes only what it can check."""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from backend.files.errors import REFUSALS

log = structlog.get_logger(__name__)

PAGE_WIDTH = 1440
PAGE_HEIGHT = 2880
MAX_PIXELS = 50_000_000
TEXT_CHARS = 400_000
_IMAGE_BYTES = 16 * 1024 * 1024
# The processor's time is limited in the child; this bounds a child that only waits.
_WALL_SECONDS = 60
_PROGRAM = Path(__file__).with_name("render.py")


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """An image in the working folder; pixels."""

    path: Path
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """The pages and their text (pages parted by form feeds), or a refusal's code."""

    pages: tuple[RenderedPage, ...] = ()
    text: str = ""
    refusal: str = ""


def render(source: Path, folder: Path) -> Rendered:
    """Page images in `folder`, or why not. Never raises for anything a file can cause."""
    limits = {
        "cpu_seconds": settings.RENDER_CPU_SECONDS,
        "memory_bytes": settings.RENDER_MEMORY_BYTES,
        "image_bytes": _IMAGE_BYTES,
        "max_pages": settings.MAX_PDF_PAGES,
        "max_pixels": MAX_PIXELS,
        "text_chars": TEXT_CHARS,
        "width": PAGE_WIDTH,
        "height": PAGE_HEIGHT,
    }
    command = [sys.executable, "-I", "-B", str(_PROGRAM), str(source), str(folder), json.dumps(limits)]
    process = subprocess.Popen(  # noqa: S603 - our own program; paths are ours, never the uploader's
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={"LANG": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=_WALL_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return Rendered(refusal="files.timed_out")
    if process.returncode != 0:
        return Rendered(refusal=_refusal_of(process.returncode))
    return _checked(output, folder)


def _refusal_of(code: int) -> str:
    """Killed for its processor time, or crashed: a damaged file and an exhausted memory look alike from outside."""
    log.info("render_failed", code=code)
    return "files.timed_out" if code in (-signal.SIGXCPU, -signal.SIGKILL) else "files.too_complex"


def _checked(output: bytes, folder: Path) -> Rendered:
    try:
        answer: Any = json.loads(output)
        refusal = answer.get("refusal", "")
        if refusal:
            return Rendered(refusal=refusal if refusal in REFUSALS else "files.broken")
        pages = tuple(
            _checked_page(folder / f"{number:04d}.webp", int(width), int(height))
            for number, (width, height) in enumerate(answer["pages"], start=1)
        )
        # PostgreSQL keeps no NUL, and lone surrogates cannot be encoded.
        text = str(answer["text"]).replace("\x00", "").encode("utf-8", "ignore").decode()
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return Rendered(refusal="files.broken")
    return Rendered(pages=pages, text=text[: TEXT_CHARS + len(pages)])


def _checked_page(path: Path, width: int, height: int) -> RenderedPage:
    """Raises ValueError unless the file is a WebP of sane size."""
    with path.open("rb") as file:
        head = file.read(12)
    is_sane = 0 < width <= PAGE_WIDTH + 1 and 0 < height <= PAGE_HEIGHT + 1
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP" or not is_sane:
        raise ValueError("not a page image")
    return RenderedPage(path, width, height)
