"""A ticket bought and a room run without a mouse: Tab, Space, Enter and arrows alone, and at every step one sees where one is."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.desk import Desk
from tests.journeys.evenings import ABOUT_TO_BEGIN

GUEST = "by-keys-alone@example.com"
TITLE = "键盘购票之夜"
TICKET = re.compile(r"/me/tickets/[a-z2-7]{32}")
# More than there are stops between any two that this story goes to.
_FARTHEST = 40
_TELL = f"""
import json
from datetime import timedelta
from backend.core import clock
from backend.organizations.models import Organization
from tests.factories.roadshows import EventFactory, TicketTypeFactory
host = Organization.objects.get(memberships__person__email="host@demo.xiangmihu.example")
event = EventFactory.create(
    organization=host, published=True, title="{TITLE}", starts_at=clock.now() + timedelta(days=45),
)
TicketTypeFactory.create(event=event, position=2, name="前排席", name_en="Front row", price_minor=19900)
print(json.dumps(str(event.pk)))
"""
# Who has the focus, and how it is seen: by a line around it, or, around a field or what stands for a box or a radio
# button, by a glow. What is not within sight is not seen either.
_FOCUS = """async () => {
  const at = document.activeElement;
  const isField = at.matches('input, textarea');
  const marks = [at];
  for (let around = at.parentElement; isField && around && marks.length < 4; around = around.parentElement)
    marks.push(around);
  await Promise.allSettled(marks.flatMap(one => one.getAnimations()).map(one => one.finished));
  const isDrawn = one => {
    const {outlineStyle, outlineWidth, outlineColor, boxShadow} = getComputedStyle(one);
    const line = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 && !outlineColor.endsWith(', 0)');
    return line || (isField && boxShadow !== 'none');
  };
  const {top, bottom} = at.getBoundingClientRect();
  return {
    name: `${at.tagName} ${at.getAttribute('aria-label') || at.textContent.trim() || at.id}`.slice(0, 60),
    seen: at !== document.body && marks.some(isDrawn) && bottom > 0 && top < innerHeight,
  };
}"""


@pytest.mark.journey
@pytest.mark.parametrize("desk", ["keys"], indirect=True)
def test_a_ticket_is_bought_by_keys_alone(desk: Desk) -> None:
    desk.product.manage("shell", "-c", _TELL)
    page = _guest_finds_the_event(desk)
    _guest_fills_in_the_form(desk, page)
    _guest_pays(desk, page)
    assert desk.barriers == []


def _at(page: Page) -> dict[str, Any]:
    """Where the focus is; fails where nobody would see it, or not within two seconds."""
    at: dict[str, Any] = page.evaluate(_FOCUS)
    for _ in range(20):
        if at["seen"]:
            break
        page.wait_for_timeout(100)
        at = page.evaluate(_FOCUS)
    assert at["seen"], f"nobody sees where the focus is: {at['name']}"
    return at


def _tab_to(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """On from where the focus is, looking at each stop."""
    passed = []
    for _ in range(_FARTHEST):
        page.keyboard.press(key)
        passed.append(_at(page)["name"])
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{key} does not come to it, but to {passed}")


def _guest_finds_the_event(desk: Desk) -> Page:
    page = desk.open_context().new_page()
    page.goto(f"/events?q={TITLE}")
    card = page.get_by_role("listitem").filter(has_text=TITLE).get_by_role("link").first
    expect(card).to_be_visible()
    # The first stop leads past what stands on every page.
    _tab_to(page, page.get_by_role("link", name="跳到正文"))
    page.keyboard.press("Enter")
    _tab_to(page, card)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    return page


def _guest_fills_in_the_form(desk: Desk, page: Page) -> None:
    first, front = (page.get_by_role("radio", name=re.compile(name)) for name in ("普通票", "前排席"))
    expect(front).to_be_visible()
    _tab_to(page, first)
    page.keyboard.press("ArrowDown")
    _at(page)
    expect(front).to_be_checked()
    for name, words in (("姓名", "简键盘"), ("机构", "远山资本"), ("邮箱或手机号", GUEST)):
        _tab_to(page, page.get_by_role("textbox", name=name, exact=True))
        page.keyboard.type(words)
    code = page.get_by_role("textbox", name="验证码", exact=True)
    _tab_to(page, page.get_by_role("button", name="获取验证码"))
    page.keyboard.press("Enter")
    digits = desk.mail_to(GUEST, r"\n(\d{6})\n")
    _tab_to(page, code, key="Shift+Tab")
    page.keyboard.type(digits)
    _tab_to(page, page.get_by_role("checkbox"))
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox")).to_be_checked()
    desk.check(page, "form")
    _tab_to(page, page.get_by_role("button", name="报名并付款"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(TICKET)


def _guest_pays(desk: Desk, page: Page) -> None:
    pay = page.get_by_role("button", name="去付款")
    expect(pay).to_be_visible()
    desk.check(page, "to-pay")
    ticket = page.url
    _tab_to(page, pay)
    page.keyboard.press("Enter")
    alipay = page.get_by_role("radio", name=re.compile("支付宝"))
    expect(alipay).to_be_visible()
    _tab_to(page, page.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    _at(page)
    expect(alipay).to_be_checked()
    desk.check(page, "till")
    _tab_to(page, page.get_by_role("button", name="付款 Pay", exact=True))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(ticket)))
    expect(page.get_by_role("img", name=re.compile("入场二维码"))).to_be_visible()
    desk.check(page, "ticket")


# What moves is what takes longer than a frame. The style sheet cuts every change to 0.01 ms, so what changes just
# now may still be "running": nobody sees it move.
MOVING = """() => document.getAnimations()
  .filter((one) => one.playState === "running" && one.effect.getComputedTiming().endTime > 16)
  .map((one) => `${one.animationName ?? one.transitionProperty} of ${one.effect.target?.className}`)"""


@pytest.mark.journey
@pytest.mark.parametrize("desk", ["keys-room"], indirect=True)
def test_a_room_is_run_by_keys_alone(desk: Desk) -> None:
    """From its beginning to its end: lines, pages, the clock, a light, a word to the team. Nothing moves for who wants it still."""
    event = json.loads(desk.product.manage("shell", "-c", ABOUT_TO_BEGIN).strip().splitlines()[-1])["event"]
    page = desk.page_of("host")
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"/rooms/{event}/remote")

    def press(name: str, *, key: str = "Tab") -> None:
        button = page.get_by_role("button", name=name, exact=True).first
        expect(button).to_be_enabled()
        _tab_to(page, button, key=key)
        page.keyboard.press("Enter")

    press("开始活动")
    press("下一环节")
    expect(page.get_by_text(re.compile("第 1 / ")).first).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.get_by_text(re.compile("第 2 / ")).first).to_be_visible()
    # The pad stands at the end of the page, and the clock before it.
    press("开始", key="Shift+Tab")
    press("剩 2 分钟")
    expect(page.get_by_role("button", name="剩 2 分钟")).to_have_attribute("aria-pressed", "true")
    press("后台 0")
    say = page.get_by_label("发给主办团队")
    expect(say).to_be_visible()
    _tab_to(page, say)
    page.keyboard.type("茶歇提前")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="撤回：茶歇提前")).to_be_visible()
    assert page.evaluate(MOVING) == []
    desk.check(page, "live")
    press("结束活动")
    end = page.get_by_role("region", name="确定结束活动吗？").get_by_role("button", name="结束活动")
    _tab_to(page, end)
    page.keyboard.press("Enter")
    expect(page.get_by_text("活动已结束")).to_be_visible()
    assert desk.barriers == []
