"""Documents to print, set by Typst from a template and plain data, with the letters of an open font inside.

Words reach a template as data and are never read as its code; a template reads no file but those of its own folder.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pylopdf_fonts_zh_cn
import pylopdf_fonts_zh_tw
import segno
import typst
from django.http import HttpResponse
from django.utils.translation import get_language

from backend.core.languages import Language

_SIMPLIFIED, _TRADITIONAL = "Noto Sans SC", "Noto Sans TC"
# Tagged, so that it can be read aloud; what has no words for that is refused while it is made.
_STANDARD: Final = "ua-1"


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Those we bring, wherever we run: a document looks the same on every machine."""
    folders = [Path(str(one.__file__)).parent for one in (pylopdf_fonts_zh_cn, pylopdf_fonts_zh_tw)]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


def made_pdf(template: Path, data: Mapping[str, Any], *, now: datetime) -> bytes:
    """The document in the language of the page. `data` holds JSON values; a template reads it as `sys.inputs.data`."""
    return _made(template, data, format="pdf", pdf_standards=_STANDARD, timestamp=now.replace(microsecond=0))


def made_png(template: Path, data: Mapping[str, Any], *, ppi: int) -> bytes:
    """The same of a document of one page, as a picture."""
    return _made(template, data, format="png", ppi=ppi)


def _made(template: Path, data: Mapping[str, Any], **how: Any) -> bytes:
    language = (get_language() or Language.ZH_HANS).lower()
    is_traditional = language == Language.ZH_HANT
    page = {
        "fonts": [_TRADITIONAL, _SIMPLIFIED] if is_traditional else [_SIMPLIFIED, _TRADITIONAL],
        "lang": "en" if language == Language.EN else "zh",
        "region": "hk" if is_traditional else None if language == Language.EN else "cn",
    }
    # One for each document: it must not be asked by two threads at once, and costs nothing beside its fonts.
    compiler = typst.Compiler(template, root=template.parent, font_paths=_fonts(), ignore_system_fonts=True)
    made = compiler.compile(sys_inputs={"data": json.dumps({**data, "page": page}, ensure_ascii=False)}, **how)
    if not isinstance(made, bytes):
        raise TypeError("a document is one file")
    return made


def qr_svg(text: str) -> str:
    """A QR code as a drawing that templates place as a picture."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False, svgns=True)
    return drawn.getvalue().decode()


def answer_pdf(made: bytes, *, name: str) -> HttpResponse:
    """A download that nobody in between keeps."""
    return _answer(made, "application/pdf", f'attachment; filename="{name}.pdf"')


def answer_png(made: bytes, *, name: str) -> HttpResponse:
    """A picture to look at, which nobody in between keeps."""
    return _answer(made, "image/png", f'inline; filename="{name}.png"')


def _answer(made: bytes, kind: str, disposition: str) -> HttpResponse:
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type=kind, headers=headers)
