"""Makes page images and text of one PDF or picture. A program of its own, run by `rendering` as

    python -I render.py SOURCE FOLDER LIMITS-AS-JSON

It trusts nothing: it gives up its rights first (time, memory, file size, network), touches only SOURCE and FOLDER, and
answers with one JSON line. The standard library, pypdfium2 and Pillow only; nothing of the site is imported here.
"""

import ctypes
import json
import resource
import sys
from pathlib import Path
from typing import Any

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000


class Refused(Exception):
    """A stable code of `backend.files.errors.REFUSALS`."""


def give_up_rights(limits: dict[str, int]) -> None:
    """Bound everything this process may use; a process cannot take its limits back."""
    for what, value in (
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_AS, limits["memory_bytes"]),
        (resource.RLIMIT_FSIZE, limits["image_bytes"]),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (value, value))
    try:
        # An empty network of its own, where the kernel lets us; no code path here opens a socket anyway.
        ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NET)
    except (OSError, AttributeError):
        return


def render_pdf(source: Path, folder: Path, limits: dict[str, int]) -> dict[str, Any]:
    import pypdfium2  # noqa: PLC0415 - only after the rights are gone

    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        raise Refused("files.encrypted" if "password" in str(error).lower() else "files.broken") from error
    count = len(document)
    if count == 0:
        raise Refused("files.no_pages")
    if count > limits["max_pages"]:
        raise Refused("files.too_many_pages")
    pages, texts, left = [], [], limits["text_chars"]
    for number in range(1, count + 1):
        try:
            page = document[number - 1]
            pages.append(_render_page(page, folder / f"{number:04d}.webp", limits))
            found = page.get_textpage().get_text_range()[:left]
        except pypdfium2.PdfiumError as error:
            raise Refused("files.broken") from error
        left -= len(found)
        texts.append(found)
    return {"pages": pages, "text": "\f".join(texts)}


def _render_page(page: Any, target: Path, limits: dict[str, int]) -> list[int]:
    width, height = page.get_size()
    if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
        raise Refused("files.broken")
    scale = min(limits["width"] / width, limits["height"] / height)
    if round(width * scale) < 1 or round(height * scale) < 1:
        raise Refused("files.broken")
    image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    image.save(target, "WEBP", quality=80, method=1)
    return [image.width, image.height]


def render_picture(source: Path, folder: Path, limits: dict[str, int]) -> dict[str, Any]:
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - only after the rights are gone

    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(source, formats=("PNG", "JPEG")) as image:
            if image.width * image.height > limits["max_pixels"]:
                raise Refused("files.too_complex")
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refused("files.broken") from error
    upright.thumbnail((limits["width"], limits["height"]))
    upright.save(folder / "0001.webp", "WEBP", quality=80, method=2)
    return {"pages": [[upright.width, upright.height]], "text": ""}


def main(arguments: list[str]) -> int:
    source, folder, limits = Path(arguments[0]), Path(arguments[1]), json.loads(arguments[2])
    give_up_rights(limits)
    try:
        with source.open("rb") as file:
            is_pdf = file.read(5) == b"%PDF-"
        answer = (render_pdf if is_pdf else render_picture)(source, folder, limits)
    except Refused as refusal:
        answer = {"refusal": str(refusal)}
    except MemoryError:
        answer = {"refusal": "files.too_complex"}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
