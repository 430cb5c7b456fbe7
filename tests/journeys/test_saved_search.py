"""An investor saves a search, a founder publishes what fits it, and the investor hears of it and opens the deal."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.choosing import choose
from tests.journeys.desk import Desk
from tests.journeys.publishing import approve, hand_in, news_of
from tests.support.demo_stack import DemoStack

ONE_LINER = "为深海采矿车提供耐压触觉皮肤"
NAME = "深海触觉"


def _save(page: Page) -> None:
    page.goto("/deals?q=触觉皮肤")
    page.get_by_role("button", name="保存搜索").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("名称").fill(NAME)
    choose(page, dialog.get_by_label("新项目提醒"), "立即提醒")
    dialog.get_by_role("button", name="保存", exact=True).click()
    expect(dialog).to_be_hidden()


@pytest.mark.journey
def test_an_investor_is_called_back_by_a_saved_search(
    browser: Browser,
    product: DemoStack,
    open_context: Callable[..., BrowserContext],
    picture: Callable[[Page, str], None],
) -> None:
    desk = Desk(browser, product, open_context, picture, "saved")
    investor = desk.page_of("investor")
    _save(investor)
    investor.goto("/investor/searches")
    row = investor.get_by_role("article").filter(has_text=NAME)
    expect(row).to_be_visible()
    expect(row).not_to_contain_text("个新项目")

    founder = desk.page_of("startup")
    founder.goto("/inbox")
    pitch = hand_in(founder, ONE_LINER)
    approve(desk.page_of("operator"), pitch)

    investor.goto("/inbox")
    news = news_of(investor, NAME)
    expect(news).to_contain_text(f"新项目符合「{NAME}」")
    desk.check(investor, "1-inbox")
    investor.goto("/investor/searches")
    expect(row).to_contain_text("1 个新项目")
    investor.wait_for_load_state("networkidle")
    desk.check(investor, "2-list")
    row.get_by_role("link", name=NAME, exact=True).click()
    expect(investor.get_by_role("main").get_by_role("heading", name=NAME, level=1)).to_be_visible()
    expect(investor.get_by_text(ONE_LINER)).to_be_visible()
    investor.wait_for_load_state("networkidle")
    desk.check(investor, "3-hits")
    phone = desk.page_of("investor", phone=True, dark=True)
    phone.goto("/investor/searches")
    expect(phone.get_by_role("article").filter(has_text=NAME)).not_to_contain_text("个新项目")
    phone.wait_for_load_state("networkidle")
    desk.check(phone, "2-list-phone-dark")

    row = investor.get_by_role("article").filter(has_text=NAME)
    investor.goto("/investor/searches")
    row.get_by_role("button", name=f"删除：{NAME}").click()
    undo = investor.get_by_role("status").filter(has_text=NAME)
    undo.get_by_role("button", name="撤销").click()
    expect(row).to_be_visible()

    investor.goto("/inbox")
    news.get_by_role("link").click()
    expect(investor).to_have_url(re.compile(f"/deals/{pitch}"))
    expect(investor.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    assert desk.barriers == []
