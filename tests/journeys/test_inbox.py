"""A founder is told that the pitch was approved, reads it, and turns the mails about pitches off."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.desk import Desk
from tests.journeys.publishing import approve, hand_in, news_of
from tests.support.demo_stack import DemoStack

ONE_LINER = "为水下机器人提供柔性推进器"
PREFERENCES = "/api/v1/me/notifications/preferences/"


@pytest.mark.journey
def test_a_founder_is_told_reads_it_and_turns_mails_off(
    browser: Browser,
    product: DemoStack,
    open_context: Callable[..., BrowserContext],
    picture: Callable[[Page, str], None],
) -> None:
    desk = Desk(browser, product, open_context, picture, "inbox")
    founder = desk.page_of("startup")
    founder.goto("/inbox")
    pitch = hand_in(founder, ONE_LINER)
    approve(desk.page_of("operator"), pitch)
    expect(news_of(founder, ONE_LINER)).to_contain_text("已通过审核")
    bell = founder.get_by_role("link", name=re.compile(r"消息：\d+ 条未读"))
    expect(bell).to_be_visible()
    desk.check(founder, "1-unread")
    for look, name in (({"phone": True}, "phone"), ({"dark": True}, "dark")):
        other = desk.page_of("startup", **look)
        other.goto("/inbox")
        expect(other.get_by_role("link", name=re.compile(ONE_LINER))).to_be_visible()
        desk.check(other, f"1-unread-{name}")

    founder.get_by_role("button", name="全部标为已读").click()
    undo = founder.get_by_role("status").filter(has_text="标为已读")
    expect(undo).to_be_visible()
    expect(founder.get_by_role("link", name=re.compile("条未读"))).to_have_count(0)
    undo.get_by_role("button", name="撤销").click()
    expect(bell).to_be_visible()

    founder.get_by_role("link", name=re.compile(ONE_LINER)).click()
    expect(founder).to_have_url(re.compile(f"/startup/pitch/{pitch}"))
    founder.goto("/inbox?show=unread")
    expect(founder.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    expect(founder.get_by_role("link", name=re.compile(ONE_LINER))).to_have_count(0)

    founder.goto("/account?tab=notifications")
    mails = founder.get_by_role("checkbox", name="我的项目 邮件")
    expect(mails).to_be_checked()
    mails.click()
    expect(mails).not_to_be_checked()
    founder.reload()
    expect(mails).not_to_be_checked()
    switches = founder.request.get(PREFERENCES).json()["switches"]
    # What concerns a ticket is mailed to its contact, so that group has no mail to switch.
    assert [one["group"] for one in switches if not one["email"]] == ["pitches", "tickets"]
    founder.wait_for_load_state("networkidle")
    desk.check(founder, "2-preferences")
    phone = desk.page_of("startup", phone=True)
    phone.goto("/account?tab=notifications")
    expect(phone.get_by_role("checkbox", name="我的项目 邮件")).to_be_visible()
    phone.wait_for_load_state("networkidle")
    desk.check(phone, "2-preferences-phone")
    assert desk.barriers == []
