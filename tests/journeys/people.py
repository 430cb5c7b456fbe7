"""Signing in as the demo's people, through the sign-in page, as anybody would."""

import re
from collections.abc import Callable
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, BrowserContext, Page, expect

from backend.accounts.demo import SIGN_INS, DemoSignIn

# What is waited for comes, on a loaded machine a good deal later. Milliseconds.
PATIENCE = 60_000
_BY_ROLE = {person.role: person for person in SIGN_INS}
# What a browser keeps after signing in, by address of the product and role: a second code counts only once.
_KEPT: dict[tuple[str, str], Any] = {}


def demo_person(role: str) -> DemoSignIn:
    return _BY_ROLE[role]


def second_code(secret: str) -> str:
    """The code an authenticator shows now."""
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, counters[len(counters) // 2])))


def sign_in(page: Page, person: DemoSignIn) -> None:
    """Fill the sign-in form, second step included, and arrive somewhere else."""
    page.goto("/login")
    page.get_by_label("邮箱或手机号").fill(person.email)
    page.get_by_label("密码", exact=True).fill(person.password)
    page.locator("form").get_by_role("button", name="登录", exact=True).click()
    if person.totp_secret:
        expect(page.get_by_role("heading", name="两步验证")).to_be_visible()
        page.get_by_label("验证码").fill(second_code(person.totp_secret))
        page.get_by_role("button", name="确认").click()
    expect(page).not_to_have_url(re.compile("/login"))


def browser_of(
    role: str, browser: Browser, open_context: Callable[..., BrowserContext], url: str, **look: Any
) -> BrowserContext:
    """A browser in which the person of `role` is signed in; the form is filled once for each role and product."""
    if (url, role) not in _KEPT:
        first = browser.new_context(base_url=url, locale="zh-CN")
        first.set_default_timeout(PATIENCE)
        sign_in(first.new_page(), _BY_ROLE[role])
        _KEPT[url, role] = first.storage_state()
        first.close()
    context = open_context(**look)
    context.add_cookies(_KEPT[url, role]["cookies"])
    return context
