"""Paid from a bank: a guest without an account transfers and shows the slip, the host finds the money, issues the fapiao, agrees
to a refund, and takes the fapiao back by a red letter.
"""

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.desk import Desk, labelled

GUEST, BOOKS = "transfer-guest@example.com", "books-of-guest@example.com"
TICKET = re.compile(r"/me/tickets/[a-z2-7]{32}")
USCC = "91350100M000100Y43"


@pytest.mark.journey
@pytest.mark.parametrize("desk", ["transfer"], indirect=True)
def test_a_transfer_is_shown_found_and_paid_back_with_its_fapiao(desk: Desk) -> None:
    guest = _guest_chooses_the_bank(desk)
    code = _guest_shows_the_slip(desk, guest)
    host = desk.page_of("host")
    _host_finds_the_money(desk, host, code)
    _guest_wants_a_fapiao(desk, guest)
    _host_hands_it_in(desk, host)
    _guest_asks_for_the_money_back(desk, guest)
    _host_agrees_and_gives_it_back(desk, host, code)
    _host_takes_the_fapiao_back(desk, host)
    _guest_has_everything(desk, guest)
    _host_reads_the_report(desk, host)
    assert desk.barriers == []


def _guest_chooses_the_bank(desk: Desk) -> Page:
    page = desk.open_context(phone=True).new_page()
    page.goto("/events?q=闭门晚餐")
    page.get_by_role("listitem").filter(has_text="投资人闭门晚餐").get_by_role("link").first.click()
    expect(page.get_by_text("可以选择对公转账，名额保留 5 天")).to_be_visible()
    page.get_by_role("textbox", name="姓名", exact=True).fill("李转账")
    page.get_by_role("textbox", name="机构", exact=True).fill("远山资本")
    page.get_by_role("textbox", name="邮箱或手机号", exact=True).fill(GUEST)
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_role("textbox", name="验证码", exact=True).fill(desk.mail_to(GUEST, r"\n(\d{6})\n"))
    page.get_by_role("checkbox").check()
    desk.check(page, "form-phone")
    page.get_by_role("button", name="报名并付款").click()
    expect(page).to_have_url(TICKET)
    page.get_by_role("button", name="选择对公转账").click()
    expect(page.get_by_text("附言（请务必填写）")).to_be_visible()
    desk.check(page, "account-phone")
    return page


def _guest_shows_the_slip(desk: Desk, page: Page) -> str:
    # Who has sent the proof is not written to any more about where to pay.
    code = desk.mail_to(GUEST, r"附言（请务必填写）：(\w{10})")
    page.get_by_label("上传转账凭证").set_input_files(
        {"name": "回单.png", "mimeType": "image/png", "buffer": _picture()}
    )
    expect(page.get_by_text("凭证已提交，主办方核对到账后出票。")).to_be_visible()
    desk.check(page, "shown-phone")
    return code


def _host_finds_the_money(desk: Desk, page: Page, code: str) -> None:
    page.goto("/org/orders/transfers?state=submitted")
    expect(page.get_by_role("button", name=code)).to_be_visible()
    desk.check(page, "desk")
    page.get_by_role("button", name=code).click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("img", name="回单.png 第 1 页")).to_be_visible()
    drawer.get_by_label("银行流水号").fill("20261129-0001")
    desk.check(page, "proof")
    drawer.get_by_role("button", name="确认到账").click()
    expect(page.get_by_text("已确认到账").first).to_be_visible()
    assert desk.mail_to(GUEST, r"(http\S+/me/tickets/[a-z2-7]{32})")


def _guest_wants_a_fapiao(desk: Desk, page: Page) -> None:
    expect(page.get_by_role("heading", name="入场票")).to_be_visible()
    page.reload()
    expect(page.get_by_role("img", name=re.compile("入场二维码"))).to_be_visible()
    page.get_by_role("button", name="申请发票").click()
    page.get_by_label("发票抬头").fill("买方有限公司")
    page.get_by_label("统一社会信用代码").fill("91350100M000100Y40")
    page.get_by_label("接收邮箱").fill(BOOKS)
    page.get_by_role("button", name=labelled("提交")).click()
    expect(page.get_by_text("企业发票须填写正确的统一社会信用代码（18 位）").first).to_be_visible()
    page.get_by_label("统一社会信用代码").fill(USCC)
    desk.check(page, "fapiao-phone")
    page.get_by_role("button", name=labelled("提交")).click()
    expect(page.get_by_text("已申请，等待主办方开具。")).to_be_visible()


def _host_hands_it_in(desk: Desk, page: Page) -> None:
    page.goto("/org/orders/fapiao?q=买方有限公司")
    page.get_by_role("button", name="上传发票").click()
    _paper(page, "26442000000000000088")
    desk.check(page, "hand-in")
    page.get_by_role("button", name=labelled("提交")).click()
    assert "/api/v1/fapiao/files/" in desk.mail_to(BOOKS, r"(http\S+/api/v1/fapiao/files/\S+)")


def _guest_asks_for_the_money_back(desk: Desk, page: Page) -> None:
    page.reload()
    expect(page.get_by_role("link", name="下载发票")).to_be_visible()
    page.get_by_role("button", name="申请退款").click()
    page.get_by_label("退款原因").fill("临时出差")
    desk.check(page, "ask-phone")
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_text("等待主办方答复")).to_be_visible()


def _host_agrees_and_gives_it_back(desk: Desk, page: Page, code: str) -> None:
    page.goto(f"/org/orders/requests?q={code}")
    page.get_by_role("button", name="答复").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("退款金额")).to_have_value("238.40")
    dialog.get_by_label("答复（会告知申请人）").fill("按规则退还八成")
    # Waits until the dialog stands still.
    dialog.get_by_role("button", name="同意退款").click(trial=True)
    desk.check(page, "answer")
    dialog.get_by_role("button", name="同意退款").click()
    expect(page.get_by_text("已同意退款").first).to_be_visible()
    assert "238.40" in desk.mail_to(GUEST, r"(退款 CNY 238\.40，票券随之作废)")
    page.goto(f"/org/orders?q={code}")
    page.get_by_role("button", name=code).click()
    page.get_by_role("button", name="已另行退还").click()
    page.get_by_label("退还方式、日期和凭证号").fill("银行转账 2026-11-29 凭证 0007")
    desk.check(page, "given-back")
    page.get_by_role("dialog").last.get_by_role("button", name="已另行退还").click()
    assert "凭证 0007" in desk.mail_to(GUEST, r"(已由主办方另行退还：银行转账[^\n]+)")


def _host_takes_the_fapiao_back(desk: Desk, page: Page) -> None:
    page.goto("/org/orders/fapiao?red_due=true&q=买方有限公司")
    expect(page.get_by_text("待红冲").last).to_be_visible()
    desk.check(page, "red-due")
    page.get_by_role("button", name="上传红字发票").click()
    _paper(page, "26442000000000000089")
    page.get_by_role("button", name=labelled("提交")).click()
    assert desk.mail_to(BOOKS, r"红冲金额：(CNY 238\.40)") == "CNY 238.40"


def _guest_has_everything(desk: Desk, page: Page) -> None:
    page.reload()
    expect(page.get_by_text("此票已失效。")).to_be_visible()
    expect(page.get_by_text("红字发票 26442000000000000089")).to_be_visible()
    expect(page.get_by_text("按规则退还八成")).to_be_visible()
    desk.check(page, "over-phone")


def _host_reads_the_report(desk: Desk, page: Page) -> None:
    page.goto("/org/orders/report")
    expect(page.get_by_role("img", name="CNY 收支")).to_be_visible()
    desk.check(page, "report")
    page.get_by_text("按活动").click()
    expect(page.get_by_role("rowheader", name="投资人闭门晚餐")).to_be_visible()


def _paper(page: Page, number: str) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("发票号码").fill(number)
    dialog.get_by_label("开票日期").fill(datetime.now(UTC).strftime("%Y-%m-%d"))
    dialog.get_by_label("选择发票文件").set_input_files(
        {"name": "发票.xml", "mimeType": "application/xml", "buffer": b"<?xml version='1.0'?><EInvoice/>"}
    )
    expect(dialog.get_by_text("发票.xml")).to_be_visible()


def _picture() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (640, 360), "#dfe7f3").save(stream, format="PNG")
    return stream.getvalue()
