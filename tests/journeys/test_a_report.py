"""An event of a host's from its table of guests to its report: imported, let in at a kiosk and at the door, printed, and told to a system of theirs."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.desk import Desk, labelled
from tests.journeys.publishing import post

TITLE = "投后服务座谈"
TABLE = (
    "姓名,公司,邮箱\n"
    "陈嘉欣,香蜜湖资本,report-1@example.com\n"
    "林子谦,远山资本,report-2@example.com\n"
    "王小明,青苗科技,report-3@example.com\n"
    "坏地址,无,nowhere\n"
)


@pytest.mark.journey
@pytest.mark.parametrize("desk", ["report"], indirect=True)
def test_a_host_reads_and_prints_what_an_event_came_to(desk: Desk, tmp_path: Path) -> None:
    page = desk.page_of("host")
    event = _publishes(desk, page)
    _brings_guests(desk, page, event, tmp_path)
    _prints_badges(desk, page)
    _lets_guests_in_by_themselves(desk, page, event)
    _reads_the_report(desk, page, event)
    _lets_a_system_listen(desk, page)
    assert desk.barriers == []


def _publishes(desk: Desk, page: Page) -> str:
    page.goto("/org")
    me = page.request.get("/api/v1/me/").json()
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    body = {
        "organization": me["organizations"][0]["id"],
        "preset": "salon",
        "title": TITLE,
        "summary": "投资机构与被投企业面对面。",
        "starts_at": (now + timedelta(minutes=20)).isoformat(),
        "ends_at": (now + timedelta(hours=3)).isoformat(),
        "venue": "深港创新会客厅",
        "address": "福田区河套创新大道 8 号",
        "capacity": 20,
    }
    event = post(page, "/api/v1/events/", body).json()
    event = post(page, f"/api/v1/events/{event['id']}/submit/", {"edition": event["edition"]}).json()
    operator = desk.page_of("operator")
    operator.goto(f"/operator/cases/event/{event['id']}")
    operator.get_by_role("button", name="通过", exact=True).click()
    operator.get_by_role("dialog").get_by_role("button", name="通过", exact=True).click()
    expect(operator.get_by_text("已通过").first).to_be_visible()
    return str(event["id"])


def _brings_guests(desk: Desk, page: Page, event: str, folder: Path) -> None:
    table = folder / "guests.csv"
    table.write_text(TABLE, encoding="utf-8")
    page.goto(f"/org/events/{event}/guests")
    page.get_by_role("button", name="导入").click()
    page.get_by_label("选择文件").set_input_files(table)
    expect(page.get_by_text("将导入 3 位，已有名额 0 位，有问题 1 行")).to_be_visible()
    expect(page.get_by_text("邮箱: 联系方式无效")).to_be_visible()
    page.get_by_role("checkbox", name="导入第 4 行").uncheck()
    page.get_by_label("说明").fill("线下报名表，2026 年 11 月")
    page.get_by_role("checkbox", name="立即把票券发给每位来宾").uncheck()
    desk.check(page, "import")
    page.get_by_role("button", name="导入 2 位来宾").click()
    expect(page.get_by_text("已导入 2 位，0 位已有名额。")).to_be_visible()
    expect(page.get_by_text("将导入 1 位，已有名额 2 位，有问题 1 行")).to_be_visible()
    page.get_by_role("link", name="查看来宾").click()
    expect(page.get_by_text("共 2 位")).to_be_visible()


def _prints_badges(desk: Desk, page: Page) -> None:
    page.get_by_role("checkbox", name="选择 陈嘉欣").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="胸牌 标签纸 (1)").click()
    pages = _pages_of(Path(str(download.value.path())).read_bytes())
    assert len(pages) == 1
    assert "陈嘉欣" in pages[0]
    assert "香蜜湖资本" in pages[0]
    desk.check(page, "badges")


def _pages_of(file: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(BytesIO(file))]


def _lets_guests_in_by_themselves(desk: Desk, page: Page, event: str) -> None:
    """By a code that is typed on a tablet; then a second time, and one that is nobody's."""
    known = page.request.get(f"/api/v1/events/{event}/").json()
    post(page, f"/api/v1/events/{event}/begin/", {"edition": known["edition"]})
    lists = [one["id"] for one in page.request.get(f"/api/v1/events/{event}/door/").json()["lists"]]
    body = {"name": "入口平板", "role": "kiosk", "lists": lists}
    link = post(page, f"/api/v1/events/{event}/door/devices/", body).json()["url"]
    guests = page.request.get(f"/api/v1/events/{event}/registrations/?sort=oldest").json()["results"]
    tablet = desk.open_context().new_page()
    tablet.goto(link)
    expect(tablet.get_by_text("请出示票券二维码，或输入票号")).to_be_visible()
    expect(tablet.get_by_text(guests[0]["name"])).to_have_count(0)
    desk.check(tablet, "kiosk")
    for code, word in ((guests[0]["code"], "欢迎光临"), (guests[0]["code"], "您已签到"), ("ZZZZZZZZ", "未能签到")):
        tablet.get_by_label("票号").fill(code)
        tablet.keyboard.press("Enter")
        expect(tablet.get_by_text(word, exact=True)).to_be_visible()
        if word == "欢迎光临":
            expect(tablet.get_by_text(guests[0]["name"])).to_be_visible()
            desk.check(tablet, "kiosk-welcome")
        tablet.get_by_role("button", name="返回").click()
    # Without the net the tablet decides by itself, by the code alone.
    tablet.context.set_offline(True)
    tablet.get_by_label("票号").fill(guests[1]["code"])
    tablet.keyboard.press("Enter")
    expect(tablet.get_by_text("欢迎光临", exact=True)).to_be_visible()
    # Back to the start by itself.
    expect(tablet.get_by_text("欢迎光临", exact=True)).to_be_hidden()
    tablet.context.set_offline(False)
    tablet.close()


def _reads_the_report(desk: Desk, page: Page, event: str) -> None:
    page.goto(f"/org/events/{event}/report")
    expect(page.get_by_text("活动结束后生成报告")).to_be_visible()
    known = page.request.get(f"/api/v1/events/{event}/").json()
    post(page, f"/api/v1/events/{event}/end/", {"edition": known["edition"]})
    page.goto(f"/org/events/{event}")
    page.get_by_role("link", name="活动报告").click()
    expect(page.get_by_role("img", name="报名到到场")).to_be_visible()
    expect(page.get_by_role("rowheader", name="名单导入")).to_be_visible()
    desk.check(page, "page")
    small = desk.page_of("host", phone=True, dark=True)
    small.goto(f"/org/events/{event}/report")
    expect(small.get_by_role("rowheader", name="名单导入")).to_be_visible()
    desk.check(small, "page-phone-dark")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 PDF").click()
    text = "".join(_pages_of(Path(str(download.value.path())).read_bytes()))
    assert TITLE in text
    assert "未到场率" in text
    assert "名单导入" in text


def _lets_a_system_listen(desk: Desk, page: Page) -> None:
    me = page.request.get("/api/v1/me/").json()
    page.goto(f"/organizations/{me['organizations'][0]['id']}?tab=webhooks")
    page.get_by_role("button", name="再添加一个").click()
    form = page.get_by_role("region", name="添加接收地址")
    form.get_by_label("地址（https）").fill("https://127.0.0.1/hook")
    form.get_by_role("button", name=labelled("添加")).click()
    expect(form.get_by_text("请填写以 https:// 开头、使用域名的公网地址。").first).to_be_visible()
    form.get_by_label("地址（https）").fill("https://hooks.example.com/street")
    form.get_by_role("button", name=labelled("添加")).click()
    expect(page.get_by_text("签名密钥只显示这一次")).to_be_visible()
    desk.check(page, "webhooks")
    # Nothing is sent in this story: its machine knows no other.
    endpoint = page.get_by_role("region", name="https://hooks.example.com/street")
    endpoint.get_by_role("button", name="发送记录").click()
    expect(endpoint.get_by_text("30 天内没有消息")).to_be_visible()
    endpoint.get_by_role("button", name=labelled("删除")).click()
    page.get_by_role("dialog").get_by_role("button", name=labelled("删除")).click()
    expect(endpoint).to_have_count(0)
