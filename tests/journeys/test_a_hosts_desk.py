"""A host's desk: guests are found, kept as a view and taken along, counted, and written to; one of them wants no more mails."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.choosing import choose
from tests.journeys.desk import Desk, labelled

GUEST = "guest-live-3@people.demo.xiangmihu.example"


@pytest.mark.journey
@pytest.mark.parametrize("desk", ["guests"], indirect=True)
def test_a_host_finds_counts_and_writes_to_guests(desk: Desk) -> None:
    page = desk.page_of("host")
    event = page.request.get("/api/v1/events/?mine=true&when=upcoming").json()["results"][0]["id"]
    _finds_guests(desk, page, event)
    _counts_them(desk, page)
    _writes_to_them(desk, page)
    _one_wants_no_more(desk)
    assert desk.barriers == []


def _finds_guests(desk: Desk, page: Page, event: str) -> None:
    page.goto(f"/org/events/{event}/guests")
    count = page.get_by_role("status").filter(has_text=re.compile("位$"))
    expect(count).to_have_text("共 10 位")
    choose(page, page.get_by_role("combobox", name="语言"), "英文")
    expect(count).to_have_text("共 2 位")
    page.get_by_role("button", name="保存为视图").click()
    page.get_by_role("textbox", name="视图名称").fill("外宾")
    desk.check(page, "save-view")
    page.get_by_role("dialog").get_by_role("button", name=labelled("保存")).click()
    expect(page.get_by_role("button", name="删除视图")).to_be_visible()
    desk.check(page, "list")
    for name in ("导出 CSV", "导出 Excel"):
        file = page.get_by_role("link", name=name).get_attribute("href")
        assert page.request.get(str(file)).ok


def _counts_them(desk: Desk, page: Page) -> None:
    page.get_by_role("link", name="数据").click()
    expect(page.get_by_role("img", name="每日报名")).to_be_visible()
    desk.check(page, "figures")
    page.get_by_role("button", name="以表格查看").first.click()
    expect(page.get_by_role("columnheader", name="累计报名")).to_be_visible()


def _writes_to_them(desk: Desk, page: Page) -> None:
    page.go_back()
    page.get_by_role("button", name="给名单中的来宾写邮件").click()
    english = page.get_by_role("group", name="英文")
    english.get_by_label("主题").fill("About {event}")
    english.get_by_label("正文").fill("Dear ")
    english.get_by_role("button", name="姓名").click()
    expect(english.get_by_label("正文")).to_have_value("Dear {name}")
    page.get_by_role("button", name=labelled("保存")).click()
    expect(page.get_by_text("将发给 2 位来宾")).to_be_visible()
    desk.check(page, "preview")
    page.get_by_role("button", name=labelled("发送")).click()
    page.get_by_role("dialog").get_by_role("button", name=labelled("发送")).click()
    expect(page.get_by_text(re.compile("已发出 2 / 2"))).to_be_visible()
    desk.check(page, "sent")


def _one_wants_no_more(desk: Desk) -> None:
    link = desk.mail_to(GUEST, r"\n(http\S+/mails/stop/\S+)")
    page = desk.open_context(phone=True).new_page()
    page.goto(link)
    page.get_by_role("button", name="退订").click()
    expect(page.get_by_text("您将不再收到")).to_be_visible()
    desk.check(page, "stopped-phone")
