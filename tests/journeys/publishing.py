"""A pitch from hand-in to publication, and news of it: what several stories need done."""

import re
from typing import Any

from playwright.sync_api import APIResponse, Locator, Page, expect

TOLD_WITHIN_MS = 60_000


def post(page: Page, address: str, body: dict[str, Any]) -> APIResponse:
    """As a page of ours would: with the cookie's token and where it comes from."""
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    answer = page.request.post(address, data=body, headers={"X-CSRFToken": cookies["csrftoken"], "Referer": page.url})
    assert answer.ok, answer.text()
    return answer


def hand_in(page: Page, one_liner: str) -> str:
    """A new pitch of the founder's company, handed in. Answers its id."""
    me = page.request.get("/api/v1/me/").json()
    startup = next(one["id"] for one in me["organizations"] if one["kind"] == "startup")
    pitch = post(
        page,
        "/api/v1/pitches/",
        {
            "organization": startup,
            "one_liner": one_liner,
            "sector_primary": "SEMI_MEMS",
            "stage": "series_a",
            "city": "深圳",
            "amount_target": {"amount": "30000000.00", "currency": "CNY"},
        },
    ).json()
    post(page, f"/api/v1/pitches/{pitch['id']}/submit/", {"version": pitch["version"]})
    return str(pitch["id"])


def approve(page: Page, pitch: str) -> None:
    """As the operator who has read it."""
    page.goto(f"/operator/cases/pitch/{pitch}")
    page.get_by_role("button", name="通过", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="通过", exact=True).click()
    expect(page.get_by_text(re.compile("已通过：")).first).to_be_visible()


def news_of(page: Page, words: str) -> Locator:
    """The row of the inbox that says it. The worker needs a moment; the page is opened again until it stands there."""
    row = page.get_by_role("list", name="消息", exact=True).get_by_role("listitem").filter(has_text=words)
    deadline = TOLD_WITHIN_MS
    while row.count() == 0 and deadline > 0:
        page.wait_for_timeout(1000)
        page.reload()
        page.get_by_role("heading", name="消息", level=1).wait_for()
        page.wait_for_load_state("networkidle")
        deadline -= 1000
    return row
