"""A founder is told that the pitch was approved, reads it, and turns the mails about pitches off."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, expect

from tests.journeys.people import browser_of
from tests.support.axe import violations
from tests.support.demo_stack import DemoStack

ONE_LINER = "为水下机器人提供柔性推进器"
TOLD_WITHIN_MS = 60_000
PREFERENCES = "/api/v1/me/notifications/preferences/"


def _post(page: Page, address: str, body: dict[str, Any]) -> APIResponse:
    """As a page of ours would: with the cookie's token and where it comes from."""
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    answer = page.request.post(address, data=body, headers={"X-CSRFToken": cookies["csrftoken"], "Referer": page.url})
    assert answer.ok, answer.text()
    return answer


def _hand_in(page: Page) -> str:
    me = page.request.get("/api/v1/me/").json()
    startup = next(one["id"] for one in me["organizations"] if one["kind"] == "startup")
    pitch = _post(
        page,
        "/api/v1/pitches/",
        {
            "organization": startup,
            "one_liner": ONE_LINER,
            "sector_primary": "SEMI_MEMS",
            "stage": "series_a",
            "city": "深圳",
            "amount_target": {"amount": "30000000.00", "currency": "CNY"},
        },
    ).json()
    _post(page, f"/api/v1/pitches/{pitch['id']}/submit/", {"version": pitch["version"]})
    return str(pitch["id"])


def _approve(page: Page, pitch: str) -> None:
    page.goto(f"/operator/cases/pitch/{pitch}")
    page.get_by_role("button", name="通过", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="通过", exact=True).click()
    expect(page.get_by_text(re.compile("已通过：")).first).to_be_visible()


def _sees_the_news(page: Page) -> None:
    """The worker needs a moment; the page is opened again until the news stands there."""
    row = page.get_by_role("list", name="消息", exact=True).get_by_role("listitem").filter(has_text=ONE_LINER)
    deadline = TOLD_WITHIN_MS
    while row.count() == 0 and deadline > 0:
        page.wait_for_timeout(1000)
        page.reload()
        page.get_by_role("heading", name="消息", level=1).wait_for()
        page.wait_for_load_state("networkidle")
        deadline -= 1000
    expect(row).to_contain_text("已通过审核")


@pytest.mark.journey
def test_a_founder_is_told_reads_it_and_turns_mails_off(
    browser: Browser,
    product: DemoStack,
    open_context: Callable[..., BrowserContext],
    picture: Callable[[Page, str], None],
) -> None:
    barriers: list[str] = []

    def open_as(role: str, **look: Any) -> Page:
        return browser_of(role, browser, open_context, product.url, **look).new_page()

    def check(page: Page, name: str) -> None:
        picture(page, f"inbox-{name}")
        barriers.extend(f"{name}: {line}" for line in violations(page))

    founder = open_as("startup")
    founder.goto("/inbox")
    pitch = _hand_in(founder)
    _approve(open_as("operator"), pitch)
    _sees_the_news(founder)
    bell = founder.get_by_role("link", name=re.compile(r"消息：\d+ 条未读"))
    expect(bell).to_be_visible()
    check(founder, "1-unread")
    for look, name in (({"phone": True}, "phone"), ({"dark": True}, "dark")):
        other = open_as("startup", **look)
        other.goto("/inbox")
        expect(other.get_by_role("link", name=re.compile(ONE_LINER))).to_be_visible()
        check(other, f"1-unread-{name}")

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
    check(founder, "2-preferences")
    phone = open_as("startup", phone=True)
    phone.goto("/account?tab=notifications")
    expect(phone.get_by_role("checkbox", name="我的项目 邮件")).to_be_visible()
    phone.wait_for_load_state("networkidle")
    check(phone, "2-preferences-phone")
    assert barriers == []
