"""The door of an evening: two phones with links, the net cut under both, one ticket let in twice, a forged one, and back."""

import json
import os
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.conftest import BROWSER_FLAGS, context_of
from tests.journeys.desk import Desk
from tests.support.results import is_full, record

# How many tickets each phone reads alone; the last of the first is the first of the second.
ALONE = 150 if is_full() else 3
_TELL = """
import json
from datetime import timedelta
from backend.core import clock
from backend.organizations.models import Organization
from backend.roadshows.serializers.registrations import door_code_of
from tests.factories.roadshows import EventFactory, RegistrationFactory
host = Organization.objects.get(memberships__person__email="host@demo.xiangmihu.example")
event = EventFactory.create(
    organization=host, published=True, title="签到之夜", quota__capacity=1000,
    starts_at=clock.now() + timedelta(days=60),
)
rows = RegistrationFactory.create_batch({count}, event=event)
print(json.dumps({{"event": str(event.pk), "codes": [door_code_of(row) for row in rows], "name": rows[-1].name}}))
"""


@dataclass(frozen=True)
class Evening:
    """An event whose guests hold these codes; the last of them is called `name`."""

    event: str
    codes: list[str]
    name: str


@pytest.mark.fault
@pytest.mark.journey
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("desk", ["door"], indirect=True)
def test_the_door_works_without_the_net(desk: Desk, tmp_path: Path) -> None:
    told = desk.product.manage("shell", "-c", _TELL.format(count=2 * ALONE + 2))
    evening = Evening(**json.loads(told.strip().splitlines()[-1]))
    host = desk.page_of("host")
    east, west = (_phone(desk, _link(desk, host, evening, name)) for name in ("东门", "西门"))
    for phone in (east, west):
        phone.context.set_offline(True)
        # Opened anew without the net.
        phone.reload()
        expect(phone.locator("[data-link=offline]")).to_be_visible()
    _read_alone(desk, east, evening.codes[:ALONE])
    _forged_is_refused(desk, east, evening.codes)
    _read_alone(desk, west, evening.codes[ALONE - 1 : 2 * ALONE - 1])

    for phone in (east, west):
        phone.context.set_offline(False)
        expect(phone.locator("[data-link=online][data-waiting='0']")).to_be_visible()
    expect(west.get_by_text("1 次签到有冲突")).to_be_visible()
    expect(east.get_by_text("次签到有冲突")).to_have_count(0)
    _server_is_killed(desk, east, evening.codes[2 * ALONE - 1])
    _found_by_name_and_undone(desk, west, evening)
    _camera_reads(desk, evening, _link(desk, host, evening, "摄像头"), tmp_path)
    _host_sees_it_all(desk, host, evening)
    _link_is_taken_away(desk, host, west)
    assert desk.barriers == []


def _link(desk: Desk, host: Page, evening: Evening, name: str) -> str:
    host.goto(f"/org/events/{evening.event}?tab=door")
    devices = host.get_by_role("region", name="签到设备")
    devices.get_by_label("设备或人员名称").fill(name)
    devices.get_by_role("button", name="生成链接").click()
    expect(devices.get_by_text("链接只显示这一次")).to_be_visible()
    if name == "东门":
        host.evaluate("scrollTo(0, 0)")
        desk.check(host, "desk-link")
    return devices.get_by_role("textbox", name="复制链接").input_value()


def _phone(desk: Desk, link: str) -> Page:
    page = desk.open_context(phone=True).new_page()
    page.goto(link)
    expect(page.locator("[data-link=online]")).to_be_visible()
    assert "#" not in page.url
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def _read(page: Page, text: str, result: str) -> None:
    page.locator("#typed").fill(text)
    page.locator("#typed").press("Enter")
    expect(page.locator(f"[data-result={result}]")).to_be_visible()


def _dismiss(page: Page) -> None:
    page.get_by_role("button", name="下一位").click()
    expect(page.locator("[data-result]")).to_have_count(0)


def _read_alone(desk: Desk, page: Page, codes: list[str]) -> None:
    for number, code in enumerate(codes, start=1):
        _read(page, code, "admitted")
        if number == 1:
            desk.check(page, "admitted-phone")
        _dismiss(page)
    expect(page.locator(f"[data-waiting='{len(codes)}']")).to_be_visible()


def _forged_is_refused(desk: Desk, page: Page, codes: list[str]) -> None:
    _read(page, codes[0], "already")
    desk.check(page, "already-phone")
    _dismiss(page)
    # The code of one guest under the signature of another's, and a letter changed.
    ticket, sealed = codes[-1].split("."), codes[0].rpartition(".")[2]
    for forged in (".".join([*ticket[:-1], sealed]), codes[-1][:-2] + ("AA" if codes[-1][-2:] != "AA" else "EA")):
        _read(page, forged, "not_valid")
        expect(page.get_by_text("不是本街区签发的票")).to_be_visible()
        desk.check(page, "forged-phone")
        _dismiss(page)
    expect(page.locator(f"[data-waiting='{ALONE}']")).to_be_visible()


def _server_is_killed(desk: Desk, page: Page, code: str) -> None:
    """With a guest in front of the phone, who is let in all the same; nobody presses anything for it to be told."""
    desk.product.server.kill()
    _read(page, code, "admitted")
    expect(page.locator("[data-link=offline][data-waiting='1']")).to_be_visible()
    _dismiss(page)
    desk.product.server.start()
    expect(page.locator("[data-link=online][data-waiting='0']")).to_be_visible()


def _found_by_name_and_undone(desk: Desk, page: Page, evening: Evening) -> None:
    page.get_by_role("textbox", name="按姓名").fill(evening.name)
    page.get_by_role("button", name=f"入场：{evening.name}").click()
    expect(page.locator("[data-result=admitted]")).to_be_visible()
    page.get_by_role("button", name="撤销").first.click()
    expect(page.locator("[data-link=online][data-waiting='0']")).to_be_visible()
    expect(page.get_by_text("已撤销").first).to_be_visible()
    desk.check(page, "phone")


def _camera_reads(desk: Desk, evening: Evening, link: str, folder: Path) -> None:
    """A browser whose camera looks at the QR code of a ticket."""
    film = folder / "ticket.mjpeg"
    film.write_bytes(_frame(evening.codes[2 * ALONE]) * 3)
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    looking = desk.browser.browser_type.launch(
        executable_path=os.environ["XMH_BROWSER"],
        headless=True,
        args=[*BROWSER_FLAGS, *flags, f"--use-file-for-fake-video-capture={film}"],
    )
    page = context_of(looking, desk.product.url, phone=True).new_page()
    page.goto(link)
    page.get_by_role("button", name="打开摄像头扫码").click()
    expect(page.locator("[data-result=admitted]")).to_be_visible()
    desk.picture(page, "door-camera-phone")
    looking.close()


def _frame(text: str) -> bytes:
    drawn, picture = BytesIO(), BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=8, border=4)
    with Image.open(drawn) as code:
        frame = Image.new("RGB", (640, 480), "white")
        frame.paste(code.convert("RGB").resize((420, 420)), (110, 30))
    frame.save(picture, "JPEG", quality=92)
    return picture.getvalue()


def _host_sees_it_all(desk: Desk, host: Page, evening: Evening) -> None:
    host.goto(f"/org/events/{evening.event}?tab=door")
    counts = host.get_by_role("table", name="到场情况").get_by_role("row").nth(1).get_by_role("cell")
    came = 2 * ALONE + 1
    expect(counts).to_have_text([str(came), str(2 * ALONE + 2), str(came), "1"])
    record("Door scans without the net, each there once", value=came, bound=came, unit="guests", passed=True)
    log = host.get_by_role("region", name="签到记录")
    log.get_by_role("checkbox", name="只看冲突").check()
    expect(log.get_by_role("row")).to_have_count(2)
    expect(log.get_by_text(re.compile("此前 东门 已于"))).to_be_visible()
    host.evaluate("scrollTo(0, 0)")
    desk.check(host, "desk")


def _link_is_taken_away(desk: Desk, host: Page, phone: Page) -> None:
    devices = host.get_by_role("region", name="签到设备")
    devices.get_by_role("listitem").filter(has_text="西门").get_by_role("button", name="撤销").click()
    host.get_by_role("dialog").get_by_role("button", name="撤销").click()
    expect(devices.get_by_role("listitem").filter(has_text="西门")).to_contain_text("已撤销")
    # It asks every quarter of a minute by itself.
    expect(phone.get_by_text("此签到链接已失效")).to_be_visible()
    desk.check(phone, "revoked-phone")
