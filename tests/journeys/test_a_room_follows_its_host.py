"""The evening itself: the host begins, shows lines, turns pages and ends by thumb; a guest's phone and the wall follow."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.people import browser_of, demo_person
from tests.support.axe import violations
from tests.support.demo_stack import DemoStack

Opener = Callable[..., BrowserContext]
Picture = Callable[[Page, str], None]


def _page_on(page: Page, number: int) -> None:
    """The page of the deck that is seen, loaded to its last byte."""
    seen = page.get_by_role("img", name=f"演示文稿第 {number} 页，共 3 页")
    expect(seen).to_be_visible()
    assert seen.evaluate("image => image.complete && image.naturalWidth > 100")


@pytest.mark.journey
def test_a_guest_and_the_wall_follow_the_host(
    browser: Browser, product: DemoStack, open_context: Opener, picture: Picture
) -> None:
    name = demo_person("investor").display_name
    code = f"from tests.support.evening import evening_tonight; print(evening_tonight({name!r}))"
    room = f"/rooms/{product.manage('shell', '-c', code).split()[-1]}"
    hosts = browser_of("investor", browser, open_context, product.url, phone=True)
    remote, guest, wall = hosts.new_page(), open_context(phone=True, dark=True).new_page(), open_context().new_page()
    wall.set_viewport_size({"width": 1280, "height": 720})
    barriers: list[str] = []

    def look(step: str) -> None:
        for page, who in ((remote, "remote"), (guest, "guest"), (wall, "wall")):
            picture(page, f"room-{step}-{who}")
            barriers.extend(f"{step} {who}: {line}" for line in violations(page))

    for page, path in ((remote, f"{room}/remote"), (guest, room), (wall, f"{room}/screen")):
        page.goto(path)
        expect(page.get_by_role("status").filter(has_text="实时")).to_be_visible()
    expect(guest.get_by_text("尚未开始")).to_be_visible()
    look("before")

    remote.get_by_role("button", name="开始活动").click()
    for _ in range(2):
        remote.get_by_role("button", name="下一环节").click()
    for page in (guest, wall):
        expect(page.get_by_role("heading", name="现场演示")).to_be_visible()
        _page_on(page, 1)
    for _ in range(2):
        remote.get_by_role("button", name="下一页").click()
    for page in (guest, wall):
        _page_on(page, 3)
    remote.keyboard.press("PageUp")
    remote.get_by_role("button", name="开始", exact=True).click()
    for page in (guest, wall):
        _page_on(page, 2)
        expect(page.get_by_role("timer")).to_contain_text("09:")
    look("live")
    overflow = (
        "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
    )
    assert wall.evaluate(overflow) == [0, 0]

    remote.get_by_role("button", name="结束活动").click()
    remote.get_by_role("region", name="确定结束活动吗？").get_by_role("button", name="结束活动").click()
    for page in (remote, guest):
        expect(page.get_by_text("活动已结束")).to_be_visible()
    expect(wall.get_by_text("感谢参与")).to_be_visible()
    look("ended")
    assert barriers == []
