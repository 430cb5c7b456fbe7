"""The picture a shared link shows."""

from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image

from backend.config.pages import drawing, pictures
from backend.core import fonts
from backend.core.ratelimit import Limit
from tests.factories.deals import PitchFactory
from tests.factories.organizations import FirmFactory, OrganizationFactory

CARD = drawing.Card(
    name="青陌芯算",
    name_en="Qingmo Silicon",
    line="为机器人提供低功耗端侧AI芯片",
    line_en="Low-power edge AI chips for robots " * 8,
    facts=("芯片设计", "A轮", "4000 万元", "深圳 福田"),
    is_demo=True,
)


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


@pytest.mark.django_db
def test_a_public_deal_and_a_public_firm_have_a_picture(client: Client) -> None:
    pitch = PitchFactory.create(organization=OrganizationFactory.create(verified=True), published=True)
    firm = FirmFactory.create(verified=True)
    for path in (f"/share/deals/{pitch.pk}.png", f"/share/investors/{firm.pk}.png"):
        response = client.get(path)
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")
        assert response["Cache-Control"] == "public, max-age=3600"
        assert opened(response.content).size == (1200, 630)


@pytest.mark.django_db
def test_a_hidden_firm_has_none(client: Client) -> None:
    assert client.get(f"/share/investors/{FirmFactory.create().pk}.png").status_code == 404


@pytest.mark.django_db
def test_a_picture_is_drawn_once_until_what_it_says_changes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "DRAWINGS", Limit("tests.share_picture", 2, 60))
    cache.clear()
    pitch = PitchFactory.create(organization=OrganizationFactory.create(verified=True), published=True, one_liner="一")
    path = f"/share/deals/{pitch.pk}.png"
    first = client.get(path).content
    assert client.get(path).content == client.get(path).content == first
    type(pitch).objects.filter(pk=pitch.pk).update(one_liner="二")
    assert client.get(path).content != first
    type(pitch).objects.filter(pk=pitch.pk).update(one_liner="三")
    refused = client.get(path)
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 60


def test_long_words_are_cut_to_the_space_there_is() -> None:
    font = fonts.chinese_font(26)
    assert font is not None, "the machine has no Chinese font (Debian: fonts-noto-cjk)"
    lines = drawing._wrapped(CARD.line_en.strip(), font, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(font.getlength(line) <= drawing.WIDTH - 160 for line in lines)


def test_a_machine_without_a_chinese_font_draws_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with_words = drawing.draw(CARD)
    monkeypatch.setattr(drawing, "chinese_font", lambda size: None)
    without = drawing.draw(CARD)
    assert opened(without).size == (1200, 630)
    assert len(opened(without).convert("L").getcolors(256) or []) < len(
        opened(with_words).convert("L").getcolors(256) or []
    )
