"""Drawing a share picture with whatever Chinese font the machine has. Without one it is the street's colours alone."""

import hashlib
from dataclasses import astuple, dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from backend.core.fonts import chinese_font

WIDTH, HEIGHT = 1200, 630
_MARGIN = 80
_PAPER, _INK, _QUIET, _ACCENT, _CHIP = "#f6f8fb", "#12233d", "#52627a", "#0b3a73", "#e2ebf7"
_Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Card:
    """What is on the picture."""

    name: str
    name_en: str
    line: str
    line_en: str
    facts: tuple[str, ...]
    is_demo: bool

    def digest(self) -> str:
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:40]


def draw(card: Card) -> bytes:
    """A PNG of 1200 × 630 points."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 18), fill=_ACCENT)
    pen.ellipse((WIDTH - 260, HEIGHT - 260, WIDTH + 120, HEIGHT + 120), fill=_CHIP)
    if chinese_font(28) is not None:
        _write(pen, card)
    stream = BytesIO()
    image.save(stream, format="PNG", optimize=True)
    return stream.getvalue()


def _font(size: int) -> _Font:
    font = chinese_font(size)
    if font is None:  # pragma: no cover - `draw` asks before it writes
        raise RuntimeError("no font")
    return font


def _write(pen: ImageDraw.ImageDraw, card: Card) -> None:
    pen.text((_MARGIN, 58), "香蜜湖创投街区  Xiangmihu", font=_font(28), fill=_ACCENT)
    top = _paragraph(pen, card.name, _font(68), 120, _INK, lines=1)
    top = _paragraph(pen, card.name_en, _font(30), top + 6, _QUIET, lines=1)
    top = _paragraph(pen, card.line, _font(40), top + 26, _INK, lines=2)
    _paragraph(pen, card.line_en, _font(26), top + 8, _QUIET, lines=2)
    _chips(pen, card.facts)
    if card.is_demo:
        pen.text((WIDTH - _MARGIN, 58), "演示数据 Demo", font=_font(24), fill=_QUIET, anchor="ra")


def _paragraph(pen: ImageDraw.ImageDraw, text: str, font: _Font, top: int, fill: str, *, lines: int) -> int:
    """Write at most so many lines; the last ends in … when more was to say. Returns where the next may begin."""
    height = round(font.size * 1.3)
    for line in _wrapped(" ".join(text.split()), font, lines):
        pen.text((_MARGIN, top), line, font=font, fill=fill)
        top += height
    return top


def _wrapped(text: str, font: _Font, lines: int) -> list[str]:
    """Chinese breaks anywhere, English between words."""
    found: list[str] = []
    while text and len(found) < lines:
        end = _fitting(text, font)
        if end < len(text) and text[end].isascii() and " " in text[:end]:
            end = text.rindex(" ", 0, end) + 1
        found.append(text[:end].rstrip())
        text = text[end:].lstrip()
    if text and found:
        found[-1] = f"{found[-1][: _fitting(found[-1] + '…', font) - 1]}…"
    return found


def _fitting(text: str, font: _Font) -> int:
    """How many characters fit on a line; at least one."""
    width = WIDTH - 2 * _MARGIN
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if font.getlength(text[:middle]) <= width else (low, middle - 1)
    return low


def _chips(pen: ImageDraw.ImageDraw, facts: tuple[str, ...]) -> None:
    left, font = _MARGIN, _font(28)
    for fact in facts:
        width = round(font.getlength(fact)) + 44
        if left + width > WIDTH - _MARGIN:
            return
        pen.rounded_rectangle((left, HEIGHT - 118, left + width, HEIGHT - 60), radius=14, fill=_CHIP)
        pen.text((left + 22, HEIGHT - 89), fact, font=font, fill=_ACCENT, anchor="lm")
        left += width + 16
