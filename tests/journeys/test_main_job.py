"""The main job: a founder posts a pitch, an operator approves it, an investor finds it, and both see why they fit."""

import math
import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.choosing import choose
from tests.journeys.desk import Desk
from tests.support.demo_stack import DemoStack

ONE_LINER = "为灵巧手提供指尖触觉传感模组"
SEARCHABLE_WITHIN = 120
QUEUE_PAGE = 20
# The same pitch asked for by what it says, by its sector in three spellings, and by its company.
QUESTIONS = ("指尖触觉传感", "機器人核心零部件", "robot core components", "jiqirenhexinlingbujian", "qingmoxinsuan")

Opener = Callable[..., BrowserContext]
Picture = Callable[[Page, str], None]


@pytest.fixture
def desk(browser: Browser, product: DemoStack, open_context: Opener, picture: Picture) -> Desk:
    return Desk(browser, product, open_context, picture, "main-job")


@pytest.mark.journey
def test_a_pitch_is_posted_found_and_understood_by_both_sides(desk: Desk) -> None:
    pitch = _founder_posts(desk)
    _operator_approves(desk)
    _wait_until_found(desk, pitch)
    firm, said_to_investor = _investor_finds_and_reads(desk, pitch)
    said_to_founder = _founder_sees_why(desk, pitch, firm)
    _founder_plays_what_if(desk, pitch)
    assert said_to_founder == said_to_investor
    assert desk.barriers == []


def _founder_posts(desk: Desk) -> str:
    """Five fields, a draft, and off to the reviewers. Returns the id of the pitch."""
    page = desk.page_of("startup")
    page.goto("/startup/pitch")
    form = page.get_by_role("region", name="三分钟发布项目")
    form.get_by_label("一句话介绍").fill(ONE_LINER)
    choose(page, page.get_by_label("主赛道"), "机器人核心零部件", typed="jiqirenhexin")
    choose(page, page.get_by_label("轮次"), "A 轮")
    form.get_by_label("融资金额").fill("3000")
    form.get_by_label("城市").fill("深圳")
    expect(form.get_by_role("status").filter(has_text=re.compile(r"^[1-9]\d*\s*个投资主题符合"))).to_be_visible()
    desk.check(page, "1-five-fields")
    form.get_by_role("button", name="创建草稿").click()

    expect(page).to_have_url(re.compile(r"/startup/pitch/[0-9a-f-]{36}"))
    pitch = page.url.split("/startup/pitch/")[1][:36]
    expect(page.get_by_label("一句话介绍", exact=True)).to_have_value(ONE_LINER)
    desk.check(page, "2-wizard")
    page.get_by_role("button", name="提交审核").first.click()
    page.get_by_role("dialog").get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("正在审核，通过后会自动发布。")).to_be_visible()
    return pitch


def _operator_approves(desk: Desk) -> None:
    page = desk.page_of("operator")
    waiting = page.request.get("/api/v1/console/queue/", params={"kind": "pitch", "page_size": 1}).json()["count"]
    # Oldest first: the newest stands at the end of the last page.
    page.goto(f"/operator?kind=pitch&page={math.ceil(waiting / QUEUE_PAGE)}")
    row = page.get_by_role("list", name="审核队列").get_by_role("link").filter(has_text=ONE_LINER).last
    expect(row).to_be_visible()
    desk.check(page, "3-queue")
    row.click()
    page.get_by_role("button", name="通过", exact=True).click()
    desk.check(page, "4-case")
    page.get_by_role("dialog").get_by_role("button", name="通过", exact=True).click()
    expect(page.get_by_text(re.compile("已通过：")).first).to_be_visible()


def _wait_until_found(desk: Desk, pitch: str) -> None:
    """The worker writes it into the index within seconds; ask the search until it has."""
    request = desk.open_context().request
    deadline = time.monotonic() + SEARCHABLE_WITHIN
    while time.monotonic() < deadline:
        page = request.get("/api/v1/search/deals/", params={"q": ONE_LINER, "sort": "newest"}).json()
        if pitch in {hit["id"] for hit in page["results"]}:
            return
        time.sleep(0.5)
    raise AssertionError(f"the published pitch was not searchable within {SEARCHABLE_WITHIN} s")


def _investor_finds_and_reads(desk: Desk, pitch: str) -> tuple[str, list[str]]:
    """Finds it in Chinese, English and pinyin, and reads why it fits. Returns the firm and the reasons."""
    page = desk.page_of("investor")
    page.goto("/deals?sort=newest")
    box = page.get_by_role("combobox", name="搜索项目")
    for question in QUESTIONS:
        box.fill(question)
        box.press("Enter")
        expect(page.get_by_role("article").filter(has_text=ONE_LINER)).to_have_count(1)
    desk.check(page, "5-found")
    page.get_by_role("article").filter(has_text=ONE_LINER).get_by_role("link").first.click()

    expect(page).to_have_url(re.compile(f"/deals/{pitch}"))
    fit = page.get_by_role("region", name=re.compile("为什么适合"))
    reasons = fit.get_by_role("list", name="匹配理由").get_by_role("listitem")
    expect(reasons.first).to_be_visible()
    desk.check(page, "6-deal")
    said = reasons.all_inner_texts()
    me = page.request.get("/api/v1/me/").json()
    firm: str = next(one["id"] for one in me["organizations"] if one["kind"] == "investment_firm")

    for look, name in (({"phone": True}, "phone"), ({"dark": True}, "dark")):
        other = desk.page_of("investor", **look)
        other.goto(f"/deals/{pitch}")
        expect(other.get_by_role("list", name="匹配理由").get_by_role("listitem").first).to_be_visible()
        desk.check(other, f"6-deal-{name}")
    return firm, said


def _founder_sees_why(desk: Desk, pitch: str, firm: str) -> list[str]:
    """The matches of the pitch with their reasons, and the page of the investor's firm with the same ones."""
    for phone in (False, True):
        page = desk.page_of("startup", phone=phone)
        page.goto(f"/startup/matches?of={pitch}")
        expect(page.get_by_role("list", name="主要理由").first).to_be_visible()
        expect(page.get_by_role("list", name="匹配理由").first).to_be_visible()
        desk.check(page, "7-matches-phone" if phone else "7-matches")

    page = desk.page_of("startup")
    page.goto(f"/investors/{firm}")
    fit = page.get_by_role("region", name=re.compile("为什么适合"))
    choose(page, page.get_by_label("选择项目"), ONE_LINER)
    reasons = fit.get_by_role("list", name="匹配理由").get_by_role("listitem")
    expect(reasons.first).to_be_visible()
    desk.check(page, "8-firm")
    return reasons.all_inner_texts()


def _founder_plays_what_if(desk: Desk, pitch: str) -> None:
    """Asks for next to nothing by keyboard: fewer theses fit, the reason is named, and the pitch stays what it was."""
    page = desk.page_of("startup")
    page.goto(f"/startup/matches?of={pitch}")
    panel = page.get_by_role("region", name="换个条件会怎样")
    counted = panel.get_by_role("status").locator("strong")
    expect(counted).to_have_text(re.compile(r"^[1-9]"))
    before = counted.inner_text()
    panel.get_by_role("slider").press("Home")
    expect(panel.get_by_text(f"（目前 {before}）")).to_be_visible()
    expect(panel.get_by_role("list", name="增减的原因").get_by_text("单笔金额")).to_be_visible()
    assert int(counted.inner_text()) < int(before)
    desk.check(page, "9-what-if")

    panel.get_by_role("button", name="还原").click()
    expect(counted).to_have_text(before)
    asked = page.request.get(f"/api/v1/pitches/{pitch}/").json()["amount_target"]
    assert float(asked["amount"]) == 30_000_000
