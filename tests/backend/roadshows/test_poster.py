"""The poster of an event, read back from the paper: what everybody may know, in each language, on one page."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from backend.core import clock
from backend.roadshows.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.deals import PitchFactory
from tests.factories.roadshows import AgendaItemFactory, EventFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
# Upright, in points.
A3 = (842, 1191)


def _event(**fields: Any) -> Event:
    starts = (clock.now() + timedelta(days=7)).replace(hour=6, minute=0, second=0, microsecond=0)
    made: Event = EventFactory.create(
        **{"published": True, "title_en": "An evening of chips", "starts_at": starts, **fields}
    )
    AgendaItemFactory.create(event=made, title="开场致辞", title_en="Welcome", speaker="李明", minutes=10)
    AgendaItemFactory.create(event=made, position=2, kind="break", title="茶歇时间", minutes=20)
    pitch = {"kind": "pitch", "minutes": 8}
    agreed, asked = PitchFactory.create_batch(2, published=True)
    AgendaItemFactory.create(event=made, position=3, title="触觉传感器", pitch=agreed, is_confirmed=True, **pitch)
    AgendaItemFactory.create(event=made, position=4, title="尚未答应", pitch=asked, **pitch)
    return made


def _poster(event: Event, person: Any = None, kind: str = "pdf", language: str = "zh-hans") -> Any:
    address = f"/api/v1/events/{event.pk}/poster.{kind}"
    return client_of(person).get(address, headers={"Accept-Language": language})


def _read(answer: Any) -> str:
    (page,) = pypdfium2.PdfDocument(answer.content)
    assert tuple(round(side) for side in page.get_size()) == A3
    # Where a line ends, and how wide the gap between a Chinese and a Latin letter is, is the setter's.
    return "".join(str(page.get_textpage().get_text_range()).split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", ["路演", "时间", "星期", "香蜜湖金融街会客厅", "议程", "扫码查看详情与报名"]),
        ("zh-hant", ["路演", "時間", "星期", "議程", "掃碼查看詳情與報名"]),
        ("en", ["Roadshow", "When", "Agenda", "Welcome", "Scan to see more and to register"]),
    ],
)
def test_it_says_in_each_language_what_everybody_may_know(language: str, said: list[str]) -> None:
    event = _event()
    answer = _poster(event, language=language)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="poster-{event.code}.pdf"'
    words = _read(answer)
    shown = [
        *said,
        event.title,
        event.title_en,
        event.organization.display_name,
        "14:00",
        "14:30",
        "触觉传感器",
        "李明",
    ]
    assert [one for one in shown if "".join(one.split()) not in words] == []
    assert [one for one in ("尚未答应", "茶歇时间", "草稿", "Draft") if one in words] == []
    assert f"/events/{event.pk}" in words


def test_its_team_sees_no_more_on_it_and_a_draft_is_marked_and_for_them_alone() -> None:
    event = _event()
    member = person_in(event.organization)
    assert _read(_poster(event, member)) == _read(_poster(event))
    draft = _event(published=False)
    assert "草稿" in _read(_poster(draft, person_in(draft.organization)))
    assert [
        _poster(draft, one, kind).status_code for one in (None, UserFactory.create(), member) for kind in ("pdf", "png")
    ] == [404] * 6
    off = _event(state="cancelled", cancelled_at=clock.now(), cancel_reason="台风")
    assert "活动已取消" in _read(_poster(off))


def test_the_longest_words_still_make_one_page() -> None:
    event = _event(
        title="长" * 60,
        title_en="long words " * 10,
        summary="介" * 120,
        venue="地" * 120,
        address="址" * 200,
        sectors=["SEMI_MEMS", "SEMI_DES"],
    )
    for position in range(5, 40):
        AgendaItemFactory.create(event=event, position=position, title="题" * 80, speaker="人" * 80)
    words = _read(_poster(event))
    assert ("长" * 60 in words, "址" * 200 in words, "扫码查看详情与报名" in words) == (True, True, True)


def test_words_are_set_and_never_run() -> None:
    title = '#read("/etc/passwd") *粗* $x$ ]#panic()'
    assert "".join(title.split()) in _read(_poster(_event(title=title)))


def test_it_is_a_picture_as_well() -> None:
    answer = _poster(_event(), kind="png")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    with Image.open(BytesIO(answer.content)) as picture:
        wide, high = picture.size
    assert (wide, round(high / wide, 2)) == (1286, 1.41)
