"""A place that its host decides of: questions are asked, many are approved at once, one pays and gives the ticket away."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.choosing import choose
from tests.journeys.desk import Desk

GUEST, FRIEND = "approved-guest@example.com", "friend-of-guest@example.com"
TICKET = re.compile(r"/me/tickets/[a-z2-7]{32}")
_TELL = """
import json
from datetime import timedelta
from backend.core import clock
from backend.organizations.models import Organization
from tests.factories.roadshows import EventFactory, RegistrationFactory
host = Organization.objects.get(memberships__person__email="host@demo.xiangmihu.example")
event = EventFactory.create(
    organization=host, published=True, title="闭门审批场", starts_at=clock.now() + timedelta(days=50),
    ticket_type__needs_approval=True, ticket_type__price_minor=5000, holder_may=["answers", "rename", "transfer"],
)
RegistrationFactory.create_batch(3, event=event, state="pending_approval", price_minor=5000)
print(json.dumps({"event": str(event.pk)}))
"""


@pytest.mark.journey
@pytest.mark.parametrize("desk", ["approval"], indirect=True)
def test_a_guest_asks_is_approved_pays_and_gives_the_ticket_away(desk: Desk) -> None:
    told = desk.product.manage("shell", "-c", _TELL)
    event = str(json.loads(told.strip().splitlines()[-1])["event"])
    host = desk.page_of("host")
    _host_asks(desk, host, event)
    guest = _guest_asks_for_a_place(desk, event)
    _host_approves_many(desk, host, event)
    _guest_pays(desk, guest)
    _guest_gives_it_away(desk, guest)
    assert desk.barriers == []


def _host_asks(desk: Desk, page: Page, event: str) -> None:
    page.goto(f"/org/events/{event}?tab=tickets")
    questions = page.get_by_role("region", name="报名问题")
    for _ in range(2):
        questions.get_by_role("button", name="添加问题").click()
    first, second = (questions.get_by_role("group", name=f"第 {number} 题") for number in (1, 2))
    first.get_by_label("问题", exact=True).fill("参加晚餐吗")
    choose(page, first.get_by_role("combobox", name="回答方式"), "是或否")
    second.get_by_label("问题", exact=True).fill("饮食要求")
    choose(page, second.get_by_role("combobox", name="仅当此题"), "参加晚餐吗")
    choose(page, second.get_by_role("combobox", name="的回答为"), "是")
    page.keyboard.press("Escape")
    page.evaluate("scrollTo(0, 0)")
    desk.check(page, "questions")
    questions.get_by_role("button", name="保存问题").click()
    expect(page.get_by_text("已保存").first).to_be_visible()


def _guest_asks_for_a_place(desk: Desk, event: str) -> Page:
    page = desk.open_context(phone=True).new_page()
    page.goto(f"/events/{event}")
    expect(page.get_by_text("此票需主办方审批。")).to_be_visible()
    page.get_by_role("textbox", name="姓名", exact=True).fill("林待批")
    page.get_by_role("textbox", name="机构", exact=True).fill("远山资本")
    page.get_by_role("textbox", name="邮箱或手机号", exact=True).fill(GUEST)
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_role("textbox", name="验证码", exact=True).fill(desk.mail_to(GUEST, r"\n(\d{6})\n"))
    expect(page.get_by_label("饮食要求")).to_have_count(0)
    page.get_by_role("radio", name="是", exact=True).check()
    page.get_by_label("饮食要求").fill("素食")
    page.get_by_role("checkbox").check()
    desk.check(page, "form-phone")
    page.get_by_role("button", name="提交报名申请").click()
    expect(page).to_have_url(TICKET)
    expect(page.get_by_text("等待主办方审批，名额已为您保留。")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("入场二维码"))).to_have_count(0)
    desk.check(page, "asked-phone")
    return page


def _host_approves_many(desk: Desk, page: Page, event: str) -> None:
    page.goto(f"/org/events/{event}/guests")
    page.get_by_role("button", name="去审批").click()
    expect(page.get_by_role("status").filter(has_text=re.compile("共 4 位"))).to_be_visible()
    page.get_by_role("row", name=re.compile("林待批")).get_by_role("button").first.click()
    expect(page.get_by_text("素食")).to_be_visible()
    page.get_by_role("checkbox", name="全选已显示的来宾").check()
    desk.check(page, "chosen")
    page.get_by_role("button", name="通过（4）", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("通过 4 位来宾？")).to_be_visible()
    desk.check(page, "dialog")
    dialog.get_by_role("button", name="通过并通知").click()
    expect(page.get_by_text("已处理 4 位。")).to_be_visible()
    desk.check(page, "done")
    page.get_by_role("link", name="审批通知").click()
    refused = page.get_by_role("region", name="未通过")
    refused.get_by_text("预览来宾收到的通知").click()
    expect(refused.get_by_text("您对“闭门审批场”")).to_be_visible()
    desk.check(page, "letters")


def _guest_pays(desk: Desk, page: Page) -> None:
    link = desk.mail_to(GUEST, r"前付款，逾期名额将释放：\n(http\S+/me/tickets/[a-z2-7]{32})")
    assert link == page.url
    page.reload()
    page.get_by_role("button", name="去付款").click()
    page.get_by_role("button", name="付款 Pay", exact=True).click()
    expect(page).to_have_url(re.compile(re.escape(link)))
    expect(page.get_by_role("img", name=re.compile("入场二维码"))).to_be_visible()
    desk.check(page, "ticket-phone")


def _guest_gives_it_away(desk: Desk, page: Page) -> None:
    page.get_by_role("button", name="转给他人").click()
    page.get_by_label("对方的邮箱或手机号").fill(FRIEND)
    # A field that is written in is moved into sight when a picture is taken, and what is then under the head has no size.
    page.get_by_label("对方的邮箱或手机号").blur()
    page.evaluate("scrollTo(0, 0)")
    desk.check(page, "give-phone")
    page.get_by_role("button", name="发送链接").click()
    expect(page.get_by_text(f"已邀请 {FRIEND} 接收此票。")).to_be_visible()
    friend = desk.open_context(phone=True, dark=True).new_page()
    friend.goto(desk.mail_to(FRIEND, r"(http\S+/transfers/[a-z2-7]{32})"))
    friend.get_by_role("textbox", name="姓名", exact=True).fill("周接收")
    friend.get_by_role("textbox", name="机构", exact=True).fill("近水资本")
    friend.get_by_role("radio", name="否", exact=True).check()
    friend.get_by_role("checkbox").check()
    desk.check(friend, "take-phone-dark")
    friend.get_by_role("button", name="接收这张票").click()
    expect(friend).to_have_url(TICKET)
    # The host decides of the new holder as well.
    expect(friend.get_by_text("等待主办方审批，名额已为您保留。")).to_be_visible()
    page.reload()
    expect(page.get_by_text("此票已转给他人，不能再入场。")).to_be_visible()
    desk.check(page, "given-away-phone")
