"""An investor chooses projects where they stand, compares them, and follows the map to where nobody is yet."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.people import browser_of
from tests.support.axe import violations
from tests.support.demo_stack import DemoStack


@pytest.mark.journey
def test_projects_are_chosen_compared_and_found_by_the_map(
    browser: Browser,
    product: DemoStack,
    open_context: Callable[..., BrowserContext],
    picture: Callable[[Page, str], None],
) -> None:
    context = browser_of("investor", browser, open_context, product.url)
    page = context.new_page()
    names = _chosen(page)
    address = _compared(page, names, picture)

    phone = browser_of("investor", browser, open_context, product.url, phone=True, dark=True).new_page()
    phone.goto(address)
    expect(phone.get_by_role("columnheader")).to_have_count(3)
    picture(phone, "compare-phone-dark")
    assert violations(phone) == []
    _mapped(phone, picture)


def _chosen(page: Page) -> list[str]:
    """Two from the list, one more on its own page; the tray follows, also over a reload."""
    page.goto("/deals")
    cards = page.get_by_role("article")
    expect(cards.nth(2)).to_be_visible()
    names = [cards.nth(at).get_by_role("heading").inner_text() for at in range(3)]
    for at in range(2):
        cards.nth(at).get_by_role("button", name=re.compile("^对比")).click()
    cards.nth(2).get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_role("heading", name="相似项目")).to_be_visible()
    page.get_by_role("button", name=f"对比 {names[2]}").first.click()
    page.reload()
    tray = page.get_by_role("region", name="待对比的项目")
    expect(tray.get_by_role("listitem")).to_have_text(names)
    tray.get_by_role("link", name="对比 3 个").click()
    return names


def _compared(page: Page, names: list[str], picture: Callable[[Page, str], None]) -> str:
    """Side by side with the fit, only what differs on demand; one is taken out."""
    heads = page.get_by_role("columnheader")
    expect(heads).to_have_count(3)
    assert [head.get_by_role("link").inner_text() for head in heads.all()] == names
    expect(page.get_by_role("rowheader", name="匹配得分")).to_be_visible()
    picture(page, "compare-desktop")
    assert violations(page) == []
    rows = page.get_by_role("row").count()
    page.get_by_role("switch").click()
    expect(page.get_by_role("row").nth(rows - 1)).to_have_count(0)
    assert page.get_by_role("rowheader").filter(has_text="≠").count() > 0
    with page.expect_download() as file:
        page.get_by_role("link", name="导出 XLSX").click()
    assert file.value.suggested_filename == "comparison.xlsx"
    address = page.url
    heads.first.get_by_role("button", name=f"移除{names[0]}").click()
    expect(heads).to_have_count(2)
    return address


def _mapped(page: Page, picture: Callable[[Page, str], None]) -> None:
    """From a top sector into its leaves, and from a figure to what it counts."""
    page.goto("/coverage")
    page.get_by_role("rowheader", name="集成电路与微电子").get_by_role("link").click()
    expect(page).to_have_url(re.compile("under=SEMI"))
    cell = page.get_by_role("row", name=re.compile("^芯片设计")).get_by_role("link").last
    expect(cell).to_be_visible()
    picture(page, "coverage-phone-dark")
    assert violations(page) == []
    count = re.match(r"[\d,]+", cell.inner_text())
    assert count is not None
    cell.click()
    expect(page.get_by_text(f"找到 {count.group().replace(',', '')} 个结果").first).to_be_visible()
