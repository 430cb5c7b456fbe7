"""A ticket that costs money: its host names prices, quotas and codes, a guest without an account pays less by a code, with
Alipay, and gives it back in time.
"""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.choosing import choose
from tests.journeys.desk import Desk

GUEST = "paying-guest@example.com"
STREET = ZoneInfo("Asia/Shanghai")
TICKET = re.compile(r"/me/tickets/[a-z2-7]{32}")


@pytest.mark.journey
@pytest.mark.parametrize("desk", ["paid"], indirect=True)
def test_a_ticket_is_priced_paid_and_given_back(desk: Desk) -> None:
    page = _host_names_a_price(desk)
    _host_shares_out_the_seats(desk, page)
    _host_makes_a_code(desk, page)
    page = _guest_takes_a_place(desk)
    _guest_pays(desk, page)
    _guest_gives_it_back(desk, page)
    assert desk.barriers == []


def _host_names_a_price(desk: Desk) -> Page:
    page = desk.page_of("investor")
    page.goto("/org")
    page.get_by_role("button", name="新建活动").click()
    starts = datetime.now(STREET) + timedelta(days=20)
    page.get_by_label("标题", exact=True).fill("闭门路演")
    page.get_by_label("开始时间").fill(starts.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("结束时间").fill((starts + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name=re.compile("保")).click()
    expect(page).to_have_url(re.compile(r"/org/events/[0-9a-f-]{36}"))

    page.get_by_role("tab", name="票券").click()
    kinds = page.get_by_role("region", name="票种与票价")
    kinds.get_by_label("票价").fill("99")
    kinds.get_by_role("button", name="添加票种").click()
    kinds.get_by_label("名称", exact=True).nth(1).fill("贵宾席")
    kinds.get_by_label("票价").nth(1).fill("299.5")
    # The head of the page stays and would cover what is looked at.
    page.evaluate("scrollTo(0, 0)")
    desk.check(page, "kinds")
    kinds.get_by_role("button", name="保存票种").click()
    expect(page.get_by_text("已保存").first).to_be_visible()
    page.reload()
    expect(kinds.get_by_label("票价").nth(1)).to_have_value("299.50")
    return page


def _host_shares_out_the_seats(desk: Desk, page: Page) -> None:
    quotas = page.get_by_role("region", name="名额组")
    quotas.get_by_role("button", name="添加名额组").click()
    quotas.get_by_label("名称", exact=True).fill("贵宾区")
    quotas.get_by_label("名额", exact=True).fill("8")
    choose(page, quotas.get_by_label("包含的票种"), "贵宾席")
    quotas.get_by_role("button", name="保存名额组").click()
    expect(quotas.get_by_text("已占用 0 / 8")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    desk.check(page, "quotas")


def _host_makes_a_code(desk: Desk, page: Page) -> None:
    page.get_by_role("link", name="兑换码").click()
    page.get_by_label("兑换码", exact=True).fill("old-friends")
    page.get_by_label("备注", exact=True).fill("老朋友")
    page.get_by_role("button", name="生成").click()
    expect(page.get_by_text("已生成 1 个：OLD-FRIENDS")).to_be_visible()
    expect(page.get_by_role("cell", name="OLD-FRIENDS", exact=True)).to_be_visible()
    desk.check(page, "codes")


def _guest_takes_a_place(desk: Desk) -> Page:
    """The demo sells a front row at one of its coming events."""
    page = desk.open_context(phone=True).new_page()
    page.goto("/events")
    page.get_by_role("listitem").filter(has_text="199").get_by_role("link").first.click()
    expect(page.get_by_role("radio", name=re.compile("前排席"))).to_be_visible()
    page.get_by_role("button", name="我有兑换码").click()
    page.get_by_role("textbox", name="兑换码").fill("early-20")
    page.get_by_role("button", name="使用").click()
    expect(page.get_by_text("已使用兑换码 EARLY-20")).to_be_visible()
    page.get_by_role("textbox", name="姓名", exact=True).fill("李付款")
    page.get_by_role("textbox", name="机构", exact=True).fill("远山资本")
    page.get_by_role("textbox", name="邮箱或手机号", exact=True).fill(GUEST)
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_role("textbox", name="验证码", exact=True).fill(desk.mail_to(GUEST, r"\n(\d{6})\n"))
    page.get_by_role("checkbox").check()
    desk.check(page, "form-phone")
    page.get_by_role("button", name="报名并付款").click()
    expect(page).to_have_url(TICKET)
    expect(page.get_by_text("名额已保留，请完成付款。")).to_be_visible()
    desk.check(page, "to-pay-phone")
    return page


def _guest_pays(desk: Desk, page: Page) -> None:
    ticket = page.url
    page.get_by_role("button", name="去付款").click()
    expect(page.get_by_text("演示支付，不会真的扣款。")).to_be_visible()
    page.get_by_role("radio", name=re.compile("支付宝")).check()
    desk.check(page, "till-phone")
    page.get_by_role("button", name="付款 Pay", exact=True).click()
    expect(page).to_have_url(re.compile(re.escape(ticket)))
    expect(page.get_by_role("img", name=re.compile("入场二维码"))).to_be_visible()
    desk.check(page, "paid-phone")
    assert desk.mail_to(GUEST, r"(http\S+/me/tickets/[a-z2-7]{32})") == ticket


def _guest_gives_it_back(desk: Desk, page: Page) -> None:
    page.get_by_role("button", name="取消报名").click()
    expect(page.get_by_text("票款将按原付款方式退回")).to_be_visible()
    page.get_by_role("button", name="取消报名").click()
    assert "已按原付款方式退回" in desk.mail_to(GUEST, r"(票款 CNY 159\.20 已按原付款方式退回)")
    page.reload()
    expect(page.get_by_text("已退款")).to_be_visible()
    desk.check(page, "given-back-phone")
