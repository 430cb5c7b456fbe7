"""Papers of the story: a deck and a piece of evidence, drawn, so that nothing has to lie in the repository."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from backend.core.fonts import chinese_font

_SIZE, _WIDTH = (1280, 720), 1100
_PAPER, _INK, _QUIET, _ACCENT = "#ffffff", "#12233d", "#52627a", "#0b3a73"


@dataclass(slots=True)
class Paper:
    """A file as an upload hands it over."""

    name: str | None
    content: bytes
    size: int | None

    def chunks(self) -> Iterator[bytes]:
        yield self.content


@dataclass(frozen=True, slots=True)
class Slide:
    """A headline and its lines."""

    title: str
    lines: tuple[str, ...]


def deck_of(slides: tuple[Slide, ...], name: str) -> Paper:
    """A PDF with one page for each slide."""
    pages = [_page(slide, number) for number, slide in enumerate(slides, start=1)]
    stream = BytesIO()
    pages[0].save(stream, format="PDF", save_all=True, append_images=pages[1:], resolution=96)
    return Paper(name, stream.getvalue(), len(stream.getvalue()))


def evidence_for(organization: str) -> Paper:
    """A picture that says what a scan of the business licence would show, and that it is none."""
    page = _page(Slide("演示用证明材料", (organization, "本材料为演示生成，不是真实证照。")), 1)
    stream = BytesIO()
    page.save(stream, format="PNG")
    return Paper("evidence.png", stream.getvalue(), len(stream.getvalue()))


def _page(slide: Slide, number: int) -> Image.Image:
    image = Image.new("RGB", _SIZE, _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 16, _SIZE[1]), fill=_ACCENT)
    title, text, small = chinese_font(60), chinese_font(34), chinese_font(22)
    if title is None or text is None or small is None:
        return image
    pen.text((90, 90), slide.title, font=title, fill=_ACCENT)
    rows = [row for line in slide.lines for row in _fitted(line, text)]
    for position, row in enumerate(rows):
        pen.text((90, 230 + 76 * position), row, font=text, fill=_INK)
    pen.text((90, _SIZE[1] - 60), f"演示数据 Demo · {number}", font=small, fill=_QUIET)
    return image


def _fitted(line: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """The line in rows that stand on the page, broken between words where it has any."""
    row = ""
    # Chinese has no blanks, and may be broken anywhere.
    for word in re.findall(r"[^\W\u3400-\u9fff]+[^\w\s]*\s*|.", line):
        if row and font.getlength(row + word.rstrip()) > _WIDTH:
            yield row.rstrip()
            row = ""
        row += word
    yield row.rstrip()
