"""People change how they sign in, on the page of their account."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.people import browser_of, demo_person
from tests.support.demo_stack import DemoStack

NUMBER = "+85291230456"


@pytest.mark.journey
def test_a_number_is_added_after_the_password_and_the_code_sent_to_it(
    browser: Browser,
    product: DemoStack,
    open_context: Callable[..., BrowserContext],
    picture: Callable[[Page, str], None],
) -> None:
    page = browser_of("newcomer", browser, open_context, product.url).new_page()
    page.goto("/account?tab=security")
    panel = page.get_by_role("region", name="邮箱与手机")
    expect(panel.get_by_text(demo_person("newcomer").email)).to_be_visible()
    panel.get_by_role("button", name="添加手机号码").click()
    panel.get_by_label("新手机号码").fill("9123 0456")
    panel.get_by_role("button", name="发送验证码").click()

    panel.get_by_label("当前密码").fill("not-the-password")
    panel.get_by_role("button", name="确认").click()
    expect(panel.get_by_role("alert").first).to_be_visible()
    picture(page, "account-proof")
    panel.get_by_label("当前密码").fill(demo_person("newcomer").password)
    panel.get_by_role("button", name="确认").click()

    expect(panel.get_by_text(f"验证码已发往 {NUMBER}")).to_be_visible()
    sent = product.log.read_text(encoding="utf-8", errors="replace").rpartition(f"[SMS] {NUMBER}")[2]
    code = re.search(r"(?<!\d)(\d{6})(?!\d)", sent)
    assert code, sent
    panel.get_by_label("验证码").fill(code.group(1))
    picture(page, "account-code")
    panel.get_by_role("button", name="确认").click()

    expect(panel.get_by_text(NUMBER)).to_be_visible()
    expect(panel.get_by_role("button", name="更换手机号码")).to_be_visible()
    assert page.request.get("/api/v1/me/").json()["phone"] == NUMBER
    picture(page, "account-security")
    phone = browser_of("newcomer", browser, open_context, product.url, phone=True).new_page()
    phone.goto("/account?tab=security")
    expect(phone.get_by_text(NUMBER)).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(phone, "account-security-phone")
