"""An operator trains a ranking, which is switched on because it is better, compares it with the shipped weights, and takes it back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.people import browser_of
from tests.support.axe import violations
from tests.support.demo_stack import DemoStack

# A training reads the whole past and a switch builds every index anew.
DONE_WITHIN = 400_000


@pytest.mark.journey
def test_an_operator_trains_compares_and_switches_a_ranking(
    browser: Browser,
    product: DemoStack,
    open_context: Callable[..., BrowserContext],
    picture: Callable[[Page, str], None],
) -> None:
    page = browser_of("operator", browser, open_context, product.url).new_page()
    page.goto("/operator/ranking")
    expect(page.get_by_text("还没有训练过排序模型")).to_be_visible()

    _ask(page, page.get_by_role("region", name="使用中", exact=True), "立即训练")
    expect(page.get_by_role("status").filter(has_text="训练已完成")).to_be_visible(timeout=DONE_WITHIN)
    row = page.get_by_role("region", name="历次训练").get_by_role("row").nth(1)
    expect(row).to_contain_text("使用中")
    version = _version_in_force(page)
    assert version in row.inner_text()
    picture(page, "ranking-1-trained")
    barriers = violations(page)

    compare = page.get_by_role("region", name="比较")
    expect(compare.get_by_role("columnheader", name=re.compile(re.escape(version))).first).to_be_visible()
    expect(compare.get_by_role("columnheader", name="内置权重").first).to_be_visible()
    phone = browser_of("operator", browser, open_context, product.url, phone=True, dark=True).new_page()
    phone.goto("/operator/ranking")
    expect(phone.get_by_role("region", name="比较")).to_be_visible()
    picture(phone, "ranking-2-phone-dark")
    barriers += violations(phone)

    _ask(page, page.get_by_role("region", name="使用中", exact=True), "回退")
    expect(page.get_by_role("status").filter(has_text="回退已完成")).to_be_visible(timeout=DONE_WITHIN)
    assert _version_in_force(page) == ""
    # Each switch builds the indices anew, which takes a while; the way back on is offered.
    expect(page.get_by_role("button", name=f"启用 {version}")).to_be_enabled()
    assert barriers == []


def _ask(page: Page, place: Locator, act: str) -> None:
    """Press the button, and again in the dialog that asks whether it is meant."""
    place.get_by_role("button", name=act, exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=act.split()[0], exact=True).click()
    expect(dialog).to_be_hidden()


def _version_in_force(page: Page) -> str:
    found: str = page.request.get("/api/v1/rankings/").json()["in_force"]["ranking"]
    return found
