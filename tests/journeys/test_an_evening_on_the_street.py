"""A whole evening: a host announces it, a founder says yes, an operator publishes it, a guest without an account registers
and shows the ticket. Then the host leads it by thumb, and founder, guest and the wall follow to the same event.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.choosing import choose
from tests.journeys.desk import Desk
from tests.journeys.people import browser_of, demo_person
from tests.support.demo_stack import DemoStack

TITLE = "触觉传感专场路演之夜"
SLOT, COMPANY = "青陌芯算现场演示", "青陌芯算"
GUEST = "evening-guest@example.com"
STREET = ZoneInfo("Asia/Shanghai")

Opener = Callable[..., BrowserContext]
Picture = Callable[[Page, str], None]


class Evening(Desk):
    """The story's own desk."""


@pytest.fixture
def evening(browser: Browser, product: DemoStack, open_context: Opener, picture: Picture) -> Evening:
    return Evening(browser, product, open_context, picture, "evening")


@pytest.mark.journey
def test_an_evening_from_its_announcement_to_its_end(evening: Evening) -> None:
    event = _host_announces(evening)
    founder = _founder_says_yes(evening)
    _operator_publishes(evening, event)
    guest = _guest_registers_on_a_phone(evening, event)
    spare = _founder_registers_by_one_tap(evening, founder, event)
    _host_sees_the_guest(evening, event)
    _the_seat_is_given_back(evening, spare)
    _everybody_follows_the_host(evening, event, founder, guest)
    assert evening.barriers == []


def _host_announces(evening: Evening) -> str:
    page = evening.page_of("investor")
    page.goto("/org")
    page.get_by_role("button", name="新建活动").click()
    starts = datetime.now(STREET) + timedelta(minutes=40)
    page.get_by_label("标题", exact=True).fill(TITLE)
    page.get_by_label("一句话介绍").fill("三家触觉传感公司当面演示。")
    page.get_by_label("开始时间").fill(starts.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("结束时间").fill((starts + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("场地").fill("香蜜湖金融街会客厅")
    page.get_by_label("地址").fill("福田区香蜜湖路 1 号")
    evening.check(page, "new")
    page.get_by_role("button", name=re.compile("保")).click()
    expect(page).to_have_url(re.compile(r"/org/events/[0-9a-f-]{36}"))
    event = page.url.rsplit("/", 1)[-1]
    evening.check(page, "draft")

    page.get_by_role("link", name="安排议程").click()
    page.get_by_role("button", name="添加一项").click()
    agenda = page.get_by_role("region", name="议程")
    agenda.get_by_label("标题", exact=True).fill("开场")
    page.get_by_role("button", name="添加一项").click()
    agenda.get_by_label("标题", exact=True).last.fill(SLOT)
    choose(page, agenda.get_by_role("combobox", name="环节").last, "项目路演")
    shown = re.compile(f"{COMPANY}.*{re.escape(_line_of_a_pitch_with_a_deck(evening))}")
    choose(page, agenda.get_by_role("combobox", name="路演项目").last, shown, typed=COMPANY)
    page.get_by_role("button", name="保存议程").click()
    expect(page.get_by_text("已保存").first).to_be_visible()
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_role("button", name="撤回修改")).to_be_visible()
    evening.check(page, "submitted")
    return event


def _line_of_a_pitch_with_a_deck(evening: Evening) -> str:
    """In one sentence, as lists name it. Another story may have posted one without, in the same product."""
    request = evening.page_of("startup").request
    rows = request.get("/api/v1/pitches/", params={"mine": "true"}).json()["results"]
    published = [row["id"] for row in rows if row["state"] == "published"]
    whole = [request.get(f"/api/v1/pitches/{pitch}/").json() for pitch in published]
    return next(str(one["one_liner"]) for one in whole if one["blocks"]["deck"]["data"]["state"] == "ready")


def _founder_says_yes(evening: Evening) -> Page:
    page = evening.page_of("startup")
    page.goto("/events")
    asked = page.get_by_role("region", name="邀请您路演的活动").get_by_role("listitem").filter(has_text=TITLE)
    asked.get_by_role("checkbox", name="同意现场展示商业计划书").check()
    asked.get_by_role("button", name="确认参加").click()
    expect(asked.get_by_text("已确认，公开页面会显示。")).to_be_visible()
    evening.check(page, "asked")
    return page


def _operator_publishes(evening: Evening, event: str) -> None:
    page = evening.page_of("operator")
    page.goto(f"/operator/cases/event/{event}")
    expect(page.get_by_text("1. 开场")).to_be_visible()
    evening.check(page, "case")
    page.get_by_role("button", name="通过", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="通过", exact=True).click()
    expect(page.get_by_text(re.compile("已通过：")).first).to_be_visible()


def _guest_registers_on_a_phone(evening: Evening, event: str) -> Page:
    desktop = evening.open_context().new_page()
    desktop.goto(f"/events?q={TITLE}")
    expect(desktop.get_by_role("link", name=TITLE)).to_be_visible()
    evening.check(desktop, "list")
    desktop.goto(f"/events?view=month&month={datetime.now(STREET) + timedelta(minutes=40):%Y-%m}&q={TITLE}")
    # Late in the evening it goes on into the next day, and stands on both.
    chip = desktop.get_by_role("table").get_by_role("link", name=re.compile(f"路演 {TITLE}")).first
    expect(chip).to_be_visible()
    evening.check(desktop, "month")
    chip.click()
    expect(desktop.get_by_role("button", name="立即报名")).to_be_visible()
    evening.check(desktop, "page")

    page = evening.open_context(phone=True).new_page()
    page.goto(f"/events/{event}")
    page.get_by_role("textbox", name="姓名", exact=True).fill("王小明")
    page.get_by_role("textbox", name="机构", exact=True).fill("远山资本")
    page.get_by_role("textbox", name="邮箱或手机号", exact=True).fill(GUEST)
    page.get_by_role("button", name="获取验证码").click()
    expect(page.get_by_text("验证码已发送，10 分钟内有效。")).to_be_visible()
    page.get_by_role("textbox", name="验证码", exact=True).fill(evening.mail_to(GUEST, r"\n(\d{6})\n"))
    page.get_by_role("checkbox").check()
    evening.check(page, "form-phone")
    page.get_by_role("button", name="立即报名").click()

    expect(page).to_have_url(re.compile(r"/me/tickets/[a-z2-7]{32}"))
    qr = page.get_by_role("img", name=re.compile("入场二维码"))
    expect(qr).to_be_visible()
    assert qr.evaluate("image => image.complete && image.naturalWidth > 100")
    evening.check(page, "ticket-phone")
    assert evening.mail_to(GUEST, r"(http\S+/me/tickets/[a-z2-7]{32})") == page.url
    return page


def _founder_registers_by_one_tap(evening: Evening, page: Page, event: str) -> str:
    page.goto(f"/events/{event}")
    expect(page.get_by_text(demo_person("startup").email)).to_be_visible()
    evening.check(page, "one-tap")
    page.get_by_role("button", name="同意并报名").click()
    expect(page).to_have_url(re.compile(r"/me/tickets/[a-z2-7]{32}"))
    ticket = page.url
    page.goto(f"/events/{event}")
    expect(page.get_by_role("link", name="查看入场票")).to_be_visible()
    evening.check(page, "held")
    return ticket


def _host_sees_the_guest(evening: Evening, event: str) -> None:
    page = evening.page_of("investor")
    page.goto(f"/org/events/{event}?tab=guests")
    page.get_by_role("link", name="来宾", exact=True).click()
    guests = page.get_by_role("region", name="来宾名单")
    expect(guests.get_by_text("王小明")).to_be_visible()
    evening.check(page, "guests")


def _everybody_follows_the_host(evening: Evening, event: str, founder: Page, guest: Page) -> None:
    """Begin, two lines, two pages on and one back, the clock, and the end; nobody reloads anything."""
    room = f"/rooms/{event}"
    hosts = browser_of("investor", evening.browser, evening.open_context, evening.product.url, phone=True)
    remote, wall = hosts.new_page(), evening.open_context().new_page()
    wall.set_viewport_size({"width": 1280, "height": 720})
    followers = {"founder": founder, "guest": guest, "wall": wall}
    everybody = {"remote": remote, **followers}
    by_ticket = f"{room}#ticket={_secret_of(guest)}"
    ways = {"remote": f"{room}/remote", "founder": room, "guest": by_ticket, "wall": f"{room}/screen"}

    def look(step: str, *whose: str) -> None:
        for who in whose:
            evening.check(everybody[who], f"{step}-{who}")

    for who, page in everybody.items():
        page.goto(ways[who])
        expect(_signal(page)).to_have_text("实时")
    expect(guest.get_by_text("尚未开始")).to_be_visible()
    look("before", "remote", "guest")

    remote.get_by_role("button", name="开始活动").click()
    for _ in range(2):
        remote.get_by_role("button", name="下一环节").click()
    for page in followers.values():
        expect(page.get_by_role("heading", name=SLOT)).to_be_visible()
        _deck_stands_at(page, 1)
    for _ in range(2):
        remote.get_by_role("button", name="下一页").click()
    for page in followers.values():
        _deck_stands_at(page, 3)
    remote.keyboard.press("PageUp")
    remote.get_by_role("button", name="开始", exact=True).click()
    for page in followers.values():
        _deck_stands_at(page, 2)
        expect(page.get_by_role("timer")).to_contain_text(re.compile(r"\d\d:\d\d"))
    look("live", *everybody)
    _the_room_asks(remote, wall, guest, founder)
    look("asked", *everybody)
    _the_host_asks(remote, wall, guest, founder, look)
    _the_host_tells_everybody(remote, wall, guest, look)
    _a_visitor_claps(evening.open_context(phone=True).new_page(), wall, room)
    _an_investor_shows_interest(evening, hosts.new_page(), founder, room)
    overflow = (
        "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
    )
    assert wall.evaluate(overflow) == [0, 0]

    remote.get_by_role("button", name="结束活动").click()
    remote.get_by_role("region", name="确定结束活动吗？").get_by_role("button", name="结束活动").click()
    for page in (remote, founder, guest):
        expect(page.get_by_text("活动已结束")).to_be_visible()
    expect(wall.get_by_text("感谢参与")).to_be_visible()
    look("ended", "remote", "wall")
    # Published, begun, two lines, three turns, the clock, a question that came, was shown, voted for and answered, a poll that was
    # opened, answered twice, closed and taken off the wall, an announcement that came and went, ended: the public feed said so to
    # each of them. What was clapped has no number.
    assert {who: _signal(page).get_attribute("data-seq") for who, page in everybody.items()} == dict.fromkeys(
        everybody, "20"
    )


def _secret_of(guest: Page) -> str:
    """Of the ticket's link, by which the guest is somebody in the room."""
    found = re.search(r"/me/tickets/([^/?#]+)", guest.url)
    assert found is not None
    return found[1]


def _the_room_asks(remote: Page, wall: Page, guest: Page, founder: Page) -> None:
    """A question waits for the host, stands on the wall, is wanted by another phone and ticked off."""
    words = "样机的良率现在是多少？"
    guest.get_by_label("向台上提问").fill(words)
    guest.get_by_role("button", name="提问", exact=True).click()
    expect(guest.get_by_text("等待主办方审核")).to_be_visible()
    expect(wall.get_by_text(words)).to_have_count(0)
    remote.get_by_role("button", name=f"上大屏：{words}").click()
    for page in (wall, guest, founder):
        expect(page.get_by_text(words)).to_be_visible()
    founder.get_by_role("button", name=re.compile(f"想听.*{re.escape(words)}")).click()
    expect(wall.get_by_text("1 票")).to_be_visible()
    remote.get_by_role("button", name="已展示 1").click()
    remote.get_by_role("button", name=f"已回答：{words}").click()
    expect(wall.get_by_text(words)).to_have_count(0)
    expect(guest.get_by_text("共 1 个，已回答 1，已隐藏 0")).to_be_visible()


def _the_host_asks(remote: Page, wall: Page, guest: Page, founder: Page, look: Callable[..., None]) -> None:
    """A poll is written, opened, answered by two phones and closed; until then only the host sees how it stands."""
    words = "下一步最想看什么？"
    remote.get_by_role("button", name="投票 0").click()
    remote.get_by_role("button", name="新建投票").click()
    remote.get_by_label("问题", exact=True).fill(words)
    for place, choice in enumerate(("客户名单", "样机演示"), 1):
        remote.get_by_label(f"选项 {place}", exact=True).fill(choice)
    look("poll-written", "remote")
    remote.get_by_role("button", name="保存").click()
    remote.get_by_role("button", name=f"开始：{words}").click()
    for page in (guest, founder):
        expect(page.get_by_role("group", name=words)).to_be_visible()
    guest.get_by_label("样机演示").check()
    founder.get_by_label("客户名单").check()
    expect(wall.get_by_text("2 人已作答")).to_be_visible()
    expect(remote.get_by_text("50%（1）")).to_have_count(2)
    expect(wall.get_by_text("50%（1）")).to_have_count(0)
    look("poll-open", "remote", "guest", "wall")
    remote.get_by_role("button", name=f"结束并公布：{words}").click()
    for page in (wall, guest, founder):
        expect(page.get_by_text("50%（1）")).to_have_count(2)
    look("poll-closed", "guest", "wall")
    remote.get_by_role("button", name=f"撤下大屏：{words}").click()
    expect(wall.get_by_text(words)).to_have_count(0)


def _the_host_tells_everybody(remote: Page, wall: Page, guest: Page, look: Callable[..., None]) -> None:
    words = "茶歇提前到三点半，请移步二楼。"
    remote.get_by_role("button", name="公告 0").click()
    remote.get_by_label("告知全场").fill(words)
    remote.get_by_role("button", name="发布").click()
    for page in (wall, guest):
        expect(page.get_by_text(words)).to_be_visible()
    look("announced", "remote", "guest", "wall")
    remote.get_by_role("button", name=f"撤下：{words}").click()
    for page in (wall, guest):
        expect(page.get_by_text(words)).to_have_count(0)


def _a_visitor_claps(visitor: Page, wall: Page, room: str) -> None:
    """Whoever scanned the code on the wall is nobody in particular, and is felt."""
    visitor.goto(room)
    expect(_signal(visitor)).to_have_text("实时")
    clap = visitor.get_by_role("button", name="鼓掌")

    def felt() -> bool:
        clap.click()
        return wall.locator("[data-kind=clap]").count() > 0

    for _ in range(20):
        if felt():
            break
        visitor.wait_for_timeout(300)
    else:
        raise AssertionError("nobody clapped on the wall")
    visitor.close()


def _an_investor_shows_interest(evening: Evening, investor: Page, founder: Page, room: str) -> None:
    """Of the pitch on stage, on a phone; the founder finds it beside who reads the pitch, with the page it was about."""
    investor.goto(room)
    wish = investor.get_by_role("button", name="想约谈")
    wish.click()
    expect(wish).to_have_attribute("aria-pressed", "true")
    evening.check(investor, "interest")
    pitch = str(founder.get_by_role("link", name=COMPANY).first.get_attribute("href")).rsplit("/", 1)[-1]
    page = founder.context.new_page()
    page.goto(f"/startup/pitch/{pitch}/readers")
    shown = page.get_by_role("region", name="路演现场的意向")
    expect(shown.get_by_text("想约谈")).to_be_visible()
    expect(shown.get_by_text("第 2 页")).to_be_visible()
    evening.check(page, "interest-shown")
    page.close()
    investor.close()


def _signal(page: Page) -> Locator:
    return page.locator("[data-signal]")


def _deck_stands_at(page: Page, number: int) -> None:
    """The page of the deck that is seen, loaded to its last byte."""
    seen = page.get_by_role("img", name=f"演示文稿第 {number} 页，共 5 页")
    expect(seen).to_be_visible()
    assert seen.evaluate("image => image.complete && image.naturalWidth > 100")


def _the_seat_is_given_back(evening: Evening, ticket: str) -> None:
    page = evening.open_context().new_page()
    page.goto(ticket)
    evening.check(page, "ticket")
    page.get_by_role("button", name="取消报名").click()
    page.get_by_role("region", name="确定取消报名吗？").get_by_role("button", name="取消报名").click()
    expect(page.get_by_text("此票已失效。")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("入场二维码"))).to_have_count(0)
