"""What people do on other days than the first: read a deck in, write at once, pause, name readers, hand over, go back."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext, Locator, Page, Route, expect

from tests.journeys.choosing import choose
from tests.journeys.people import browser_of
from tests.support.demo_stack import DemoStack
from tests.support.pdfs import deck

Open = Callable[..., Page]
TABS_AT_MOST = 90
SHOT = ("Tactile sensing modules for dexterous robot hands", "Industrial robots")
ASK = ("The Ask", "Raising RMB 30 million in Series A")


@pytest.fixture
def page_of(browser: Browser, product: DemoStack, open_context: Callable[..., BrowserContext]) -> Open:
    """A page of the person of a role, or of a visitor."""

    def build(role: str = "", **look: Any) -> Page:
        if not role:
            return open_context(**look).new_page()
        return browser_of(role, browser, open_context, product.url, **look).new_page()

    return build


def _post(page: Page, address: str, body: dict[str, Any]) -> APIResponse:
    page.request.get("/login")
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "csrftoken")
    return page.request.post(address, data=body, headers={"X-CSRFToken": token})


def _draft(page: Page, one_liner: str) -> str:
    """A draft of the founder's company, made without the form. Returns its id."""
    me = page.request.get("/api/v1/me/").json()
    company = next(one["id"] for one in me["organizations"] if one["kind"] == "startup")
    answer = _post(page, "/api/v1/pitches/", {"organization": company, "one_liner": one_liner})
    assert answer.status == 201, answer.text()
    pitch: str = answer.json()["id"]
    return pitch


def _published(page: Page) -> str:
    rows = page.request.get("/api/v1/pitches/", params={"mine": "true"}).json()["results"]
    pitch: str = next(row["id"] for row in rows if row["state"] == "published")
    return pitch


def _confirm(page: Page, button: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.journey
def test_a_dropped_deck_proposes_the_fields_with_the_lines_they_were_read_from(page_of: Open) -> None:
    page = page_of("startup")
    page.goto("/startup/pitch")
    form = page.get_by_role("region", name="三分钟发布项目")
    pdf = {"name": "deck.pdf", "mimeType": "application/pdf", "buffer": deck([SHOT, ASK])}
    form.locator("input[type=file]").set_input_files(pdf)  # type: ignore[arg-type]

    expect(form.get_by_text("已读取，请核对下方建议。")).to_be_visible()
    expect(form.get_by_label("融资金额")).to_have_value("3000")
    expect(form.get_by_text("第 2 页：“Raising RMB 30 million in Series A”").first).to_be_visible()
    form.get_by_label("一句话介绍").fill("由商业计划书填出来的项目")
    form.get_by_label("城市").fill("深圳")
    expect(form.get_by_title("工业与协作机器人")).to_be_visible()
    form.get_by_role("button", name="创建草稿").click()

    expect(page).to_have_url(re.compile(r"/startup/pitch/[0-9a-f-]{36}"))
    page.get_by_role("navigation", name="填写步骤").get_by_role("link", name=re.compile("材料")).click()
    expect(page.get_by_text("第 1 版，读者看到的就是下面的页面。")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("第 1 页"))).to_be_visible()


@pytest.mark.journey
def test_two_windows_write_at_once_and_nothing_is_lost(page_of: Open) -> None:
    first = page_of("startup")
    pitch = _draft(first, "两个窗口同时修改的项目")
    second = first.context.new_page()
    for page in (first, second):
        page.goto(f"/startup/pitch/{pitch}")
        expect(page.get_by_label("片区")).to_be_visible()

    first.get_by_label("片区").fill("香蜜湖")
    expect(first.get_by_role("status").filter(has_text="已自动保存")).to_be_visible()
    with first.expect_response(lambda answer: f"/pitches/{pitch}/" in answer.url and answer.request.method == "PATCH"):
        first.get_by_label("片区").fill("香蜜湖街道")
    second.get_by_label("客户类型").fill("协作机器人整机厂")
    expect(second.get_by_text("其他人刚刚修改了这个项目，您的改动还没有保存。")).to_be_visible()
    held = first.request.get(f"/api/v1/pitches/{pitch}/").json()
    assert (held["district"], held["customer_type"]) == ("香蜜湖街道", "")

    second.get_by_role("button", name="在最新版本上保存我的改动").click()
    expect(second.get_by_role("status").filter(has_text="已自动保存")).to_be_visible()
    held = first.request.get(f"/api/v1/pitches/{pitch}/").json()
    assert (held["district"], held["customer_type"]) == ("香蜜湖街道", "协作机器人整机厂")


@pytest.mark.journey
def test_a_paused_pitch_is_gone_for_visitors_until_it_is_shown_again(page_of: Open) -> None:
    page, visitor = page_of("startup"), page_of()
    pitch = _published(page)
    page.goto(f"/deals/{pitch}")
    page.get_by_role("button", name="暂停展示").click()
    _confirm(page, "暂停展示")
    expect(page.get_by_role("main").get_by_text("已暂停", exact=True).first).to_be_visible()
    assert visitor.request.get(f"/api/v1/pitches/{pitch}/").status == 404

    page.get_by_role("button", name="恢复展示").click()
    _confirm(page, "恢复展示")
    expect(page.get_by_role("button", name="暂停展示")).to_be_visible()
    assert visitor.request.get(f"/api/v1/pitches/{pitch}/").status == 200


@pytest.mark.journey
def test_a_closed_pitch_comes_back_as_a_draft(page_of: Open) -> None:
    page = page_of("startup")
    pitch = _draft(page, "先关闭再打开的项目")
    page.goto(f"/startup/pitch/{pitch}")
    page.get_by_role("button", name="关闭项目").click()
    _confirm(page, "关闭项目")
    expect(page.get_by_label("一句话介绍", exact=True)).to_be_disabled()
    page.get_by_role("button", name="重新打开").click()
    _confirm(page, "重新打开")
    expect(page.get_by_label("一句话介绍", exact=True)).to_be_enabled()
    assert page.request.get(f"/api/v1/pitches/{pitch}/").json()["state"] == "draft"


@pytest.mark.journey
def test_a_named_firm_reads_the_terms_until_it_is_taken_back(page_of: Open) -> None:
    page, other = page_of("startup"), page_of("investor_second")
    pitch = _published(page)
    firm = next(one for one in other.request.get("/api/v1/me/").json()["organizations"])

    def reads() -> bool:
        terms: bool = other.request.get(f"/api/v1/pitches/{pitch}/").json()["blocks"]["terms"]["readable"]
        return terms

    page.goto(f"/startup/pitch/{pitch}?step=round")
    choose(page, page.get_by_label("谁可以看：融资条款"), "仅指定投资机构")
    page.get_by_role("link", name="管理指定机构").click()
    expect(page.get_by_role("heading", level=1, name="指定投资机构")).to_be_visible()
    assert not reads()

    choose(page, page.get_by_label("投资机构", exact=True), firm["display_name"], typed=firm["display_name"])
    page.get_by_role("button", name="指定", exact=True).click()
    live = page.get_by_role("region", name="正在生效")
    expect(live.get_by_role("listitem").filter(has_text=firm["display_name"])).to_contain_text("融资条款")
    assert reads()

    live.get_by_role("button", name=f"撤销 {firm['display_name']}").click()
    _confirm(page, "撤销")
    ended = page.get_by_role("region", name="已结束").get_by_role("listitem").filter(has_text=firm["display_name"])
    expect(ended.first).to_be_visible()
    assert not reads()


@pytest.mark.journey
def test_somebody_claims_the_entry_of_their_firm(page_of: Open, product: DemoStack, tmp_path: Path) -> None:
    (tmp_path / "investors.csv").write_text("id,name,kind\ni-1,香蜜岭早期资本,fund\n", encoding="utf-8")
    product.manage("import_deals", str(tmp_path), "--source", "catalogue")
    page = page_of("newcomer")
    (firm,) = page.request.get("/api/v1/organizations/", params={"q": "香蜜岭早期资本"}).json()["results"]
    page.goto(f"/investors/{firm['id']}")
    page.get_by_role("link", name="这是我的机构，去认领").click()
    proof = {"name": "proof.pdf", "mimeType": "application/pdf", "buffer": deck([SHOT])}
    page.locator("input[type=file]").set_input_files(proof)  # type: ignore[arg-type]
    expect(page.get_by_role("listitem").filter(has_text="proof.pdf")).to_be_visible()
    page.get_by_label("说明").fill("我是这家机构的合伙人。")
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("已提交，结果会出现在这里")).to_be_visible()

    operator = page_of("operator")
    operator.goto("/operator?kind=claim")
    queue = operator.get_by_role("list", name="审核队列")
    expect(queue.get_by_role("link").filter(has_text=firm["display_name"])).to_be_visible()


@pytest.mark.journey
def test_an_organization_changes_hands_when_the_other_side_agrees(page_of: Open) -> None:
    owner, heir = page_of("host"), page_of("newcomer")
    mine = next(one for one in owner.request.get("/api/v1/me/").json()["organizations"] if one["role"] == "owner")
    owner.goto(f"/organizations/{mine['id']}?tab=members")
    owner.get_by_role("button", name="生成邀请链接").click()
    link = owner.get_by_text(re.compile("/invitations/")).inner_text().strip()
    heir.goto("/invitations/" + link.rsplit("/invitations/", 1)[1].strip("/ \n"))
    heir.get_by_role("button", name="接受").click()
    expect(heir).to_have_url(re.compile(f"/organizations/{mine['id']}"))

    owner.reload()
    owner.get_by_role("listitem").filter(has_text="唐一诺").get_by_role("button", name="转让所有权").click()
    _confirm(owner, "转让所有权")
    heir.goto(f"/organizations/{mine['id']}?tab=members")
    heir.get_by_role("button", name="接受").click()
    expect(heir.get_by_text("您现在是所有者")).to_be_visible()
    roles = {
        page: next(
            one["role"] for one in page.request.get("/api/v1/me/").json()["organizations"] if one["id"] == mine["id"]
        )
        for page in (owner, heir)
    }
    assert roles == {owner: "admin", heir: "owner"}


@pytest.mark.journey
def test_filters_stand_in_the_address_and_the_way_back_finds_them(page_of: Open) -> None:
    page = page_of()
    page.goto("/deals")
    page.get_by_role("group", name="轮次").get_by_role("checkbox", name=re.compile("^A 轮")).check()
    choose(page, page.get_by_role("combobox", name="排序"), "金额从高到低")
    expect(page).to_have_url(re.compile(r"stage=.*series_a.*sort=amount_down"))
    expect(page.get_by_role("button", name="移除筛选：A 轮")).to_be_visible()
    # Rows first: while there are none yet, nothing on the page is busy either.
    expect(page.get_by_role("article").nth(7)).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    found = page.get_by_role("article").get_by_role("heading").all_inner_texts()
    address = page.url

    # Whoever reads has stopped scrolling when they click; the place is noted up to a tenth of a second after the scroll, on a
    # loaded machine somewhat later.
    page.get_by_role("article").nth(7).scroll_into_view_if_needed()
    page.wait_for_timeout(3_000)
    page.get_by_role("article").nth(7).get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/deals/[0-9a-f-]{36}"))
    # The router notes the place once more when a page is left before it was drawn, and by then the list is gone.
    expect(page.get_by_role("heading", level=1, name=found[7])).to_be_visible()
    page.go_back()
    expect(page).to_have_url(address)
    expect(page.get_by_role("article").nth(7)).to_be_in_viewport()
    assert page.get_by_role("article").get_by_role("heading").all_inner_texts() == found

    shared = page_of()
    shared.goto(address)
    expect(shared.get_by_role("checkbox", name=re.compile("^A 轮"))).to_be_checked()
    expect(shared.get_by_role("article").first).to_contain_text(found[0])
    shared.get_by_role("button", name="清空").click()
    expect(shared).to_have_url(re.compile(r"/deals\?sort=amount_down$"))


def _tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus; whatever has it on the way is in sight and under nothing."""
    for _ in range(TABS_AT_MOST):
        page.keyboard.press("Tab")
        hidden = page.evaluate(_COVERED)
        assert hidden is None, f"focus is hidden: {hidden}"
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached within {TABS_AT_MOST} tabs")


# What has the focus, when its middle is outside the window or something else lies over it.
_COVERED = """() => {
  const one = document.activeElement;
  const box = (one.closest('label') ?? one).getBoundingClientRect();
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = box.top + Math.min(box.height, innerHeight) / 2;
  if (one === document.body || box.width === 0) return null;
  const top = document.elementFromPoint(x, y);
  const seen = top && (one.contains(top) || top.contains(one) || one.closest('label')?.contains(top));
  return seen ? null : `${one.outerHTML.slice(0, 160)} under ${top?.outerHTML.slice(0, 80)}`;
}"""


@pytest.mark.journey
def test_the_search_is_walked_by_keyboard_alone(page_of: Open) -> None:
    page = page_of()
    page.goto("/deals")
    expect(page.get_by_role("article").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile("跳到"))).to_be_focused()
    page.keyboard.press("Enter")
    box = page.get_by_role("combobox", name="搜索项目")
    _tab_to(page, box)
    page.keyboard.type("xinpian")
    expect(page.get_by_role("option").first).to_be_attached()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=xinpian"))
    stage = page.get_by_role("group", name="轮次").get_by_role("checkbox", name=re.compile("^A 轮"))
    _tab_to(page, stage)
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("stage="))
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    first = page.get_by_role("article").first.get_by_role("link").first
    _tab_to(page, first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/deals/[0-9a-f-]{36}"))
    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.journey
def test_the_main_button_of_a_phone_stays_at_hand_and_covers_no_focus(page_of: Open) -> None:
    page = page_of("startup", phone=True)
    pitch = _published(page)
    page.goto(f"/deals/{pitch}")
    edit = page.get_by_role("link", name="编辑项目")
    for place in (0, 100_000):
        page.evaluate(f"scrollTo(0, {place})")
        expect(edit).to_be_in_viewport(ratio=1)
    bar, tabs = edit.bounding_box(), page.get_by_role("navigation").last.bounding_box()
    assert bar
    assert tabs
    assert bar["y"] + bar["height"] <= tabs["y"]
    page.evaluate("scrollTo(0, 0)")
    page.locator("#main").focus()
    _tab_to(page, page.get_by_role("contentinfo").get_by_role("link").first)


@pytest.mark.journey
def test_a_sector_typed_before_the_tree_is_there_is_found_when_it_comes(page_of: Open) -> None:
    page = page_of("startup")
    held: list[Route] = []
    page.route("**/api/v1/sectors/", lambda route: held.append(route))
    with page.expect_request("**/api/v1/sectors/"):
        page.goto("/startup/pitch")
    page.get_by_label("主赛道").fill("jiqirenhexin")
    expect(page.get_by_title("机器人核心零部件", exact=True)).to_have_count(0)
    (tree,) = held
    tree.continue_()
    page.get_by_title("机器人核心零部件", exact=True).last.click()
    expect(page.get_by_role("region", name="三分钟发布项目").get_by_title("机器人核心零部件")).to_be_visible()
