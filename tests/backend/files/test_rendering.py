"""F32 and S18: hostile files are refused by a stable code or flattened to pictures, each within its limits."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from backend.files.errors import REFUSALS
from backend.files.rendering import PAGE_WIDTH, Rendered, render
from tests.support import pdfs


def _render(content: bytes, folder: Path) -> Rendered:
    source, target = folder / "source", folder / "pages"
    source.write_bytes(content)
    target.mkdir()
    return render(source, target)


def _picture(width: int, height: int, kind: str = "PNG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(target, kind)
    return target.getvalue()


def test_deck_becomes_pictures_and_text(tmp_path: Path) -> None:
    rendered = _render(pdfs.deck([["Hello", "World"], ["Series A"]]), tmp_path)

    assert rendered.refusal == ""
    assert rendered.text == "Hello\r\nWorld\fSeries A"
    sizes = [(page.width, page.height) for page in rendered.pages]
    assert sizes == [(PAGE_WIDTH, 810), (PAGE_WIDTH, 810)]
    for page in rendered.pages:
        with Image.open(page.path) as image:
            assert (image.format, image.size) == ("WEBP", (page.width, page.height))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: pdfs.blank_pages(201), "files.too_many_pages"),
        (lambda: pdfs.blank_pages(1000), "files.too_many_pages"),
        (pdfs.encrypted, "files.encrypted"),
        (pdfs.page_tree_loop, "files.broken"),
        (pdfs.flate_bomb, "files.too_complex"),
        (lambda: pdfs.deck([["cut"]])[:300], "files.broken"),
        (lambda: b"%PDF-1.7\n" + b"\x00\xff" * 5000, "files.broken"),
        (lambda: b"%PDF-1.7\n", "files.broken"),
        (lambda: b"\x89PNG\r\n\x1a\n" + b"x" * 100, "files.broken"),
        (lambda: _picture(9000, 9000), "files.too_complex"),
    ],
    ids=["201 pages", "1000 pages", "encrypted", "tree loop", "flate bomb", "cut", "garbage", "head", "png", "pixels"],
)
def test_f32_hostile_file_is_refused_by_its_code(make: Callable[[], bytes], code: str, tmp_path: Path) -> None:
    rendered = _render(make(), tmp_path)

    assert (rendered.refusal, rendered.pages, rendered.text) == (code, (), "")
    assert code in REFUSALS


@pytest.mark.parametrize("make", [pdfs.with_script, pdfs.pixel_bomb], ids=["script and launch", "pixel bomb"])
def test_f32_active_or_heavy_page_is_flattened_to_a_picture(make: Callable[[], bytes], tmp_path: Path) -> None:
    rendered = _render(make(), tmp_path)

    assert (rendered.refusal, len(rendered.pages)) == ("", 1)
    assert rendered.pages[0].path.read_bytes()[:4] == b"RIFF"


def test_exactly_200_pages_are_accepted(tmp_path: Path) -> None:
    assert len(_render(pdfs.blank_pages(200), tmp_path).pages) == 200


def test_s18_processor_time_is_bounded(tmp_path: Path, settings: Settings) -> None:
    settings.RENDER_CPU_SECONDS = 1
    heavy = pdfs.deck([["x" * 80] * 10] * 200)

    assert _render(heavy, tmp_path).refusal == "files.timed_out"


def test_s18_memory_is_bounded(tmp_path: Path, settings: Settings) -> None:
    """A picture of 108 MB in colours under a limit that the bare renderer stays well below."""
    settings.RENDER_MEMORY_BYTES = 96 * 1024 * 1024

    assert _render(_picture(6000, 6000), tmp_path).refusal == "files.too_complex"


def test_s18_memory_allowed_to_the_site_is_enough_for_that_picture(tmp_path: Path) -> None:
    """Negative control: without the smaller limit the same picture is rendered."""
    assert _render(_picture(6000, 6000), tmp_path).refusal == ""


def test_renderer_knows_nothing_of_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is handed no environment, so a hostile file has no secret to take; negative control: this process has one."""
    monkeypatch.setenv("SECRET_KEY", "must-not-travel")
    source = Path(render.__code__.co_filename).with_name("render.py").read_text(encoding="utf-8")

    assert os.environ["SECRET_KEY"] == "must-not-travel"
    assert "import django" not in source
    assert "backend." not in source.replace("`backend.files.errors.REFUSALS`", "")
    assert _render(pdfs.deck([["Hello"]]), tmp_path).text == "Hello"
