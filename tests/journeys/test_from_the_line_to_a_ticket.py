"""A full event that costs money: somebody waits, a place is given back, the offer comes by mail and is paid with Alipay."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.desk import Desk

WAITS = "waits-and-pays@example.com"
WAITING = re.compile(r"/waiting/[a-z2-7]{32}")
TICKET = re.compile(r"/me/tickets/[a-z2-7]{32}")
_TELL = """
import json
from datetime import timedelta
from backend.core import clock
from backend.organizations.models import Organization
from backend.roadshows.tickets import secret_of
from tests.factories.roadshows import EventFactory, RegistrationFactory
host = Organization.objects.get(memberships__person__email="host@demo.xiangmihu.example")
event = EventFactory.create(
    organization=host, published=True, title="满座之夜", quota__capacity=1,
    starts_at=clock.now() + timedelta(days=40), ticket_type__price_minor=9900,
)
# Let in for nothing, as by a code of the host's.
holder = RegistrationFactory.create(event=event)
print(json.dumps({"event": str(event.pk), "ticket": secret_of(holder.pk)}))
"""


@pytest.mark.journey
@pytest.mark.parametrize("desk", ["line"], indirect=True)
def test_who_waits_is_offered_a_place_and_pays_for_it(desk: Desk) -> None:
    told = desk.product.manage("shell", "-c", _TELL)
    made = json.loads(told.strip().splitlines()[-1])
    waits = _joins_the_line(desk, made["event"])
    _holder_gives_the_place_back(desk, made["ticket"])
    _is_offered_it(desk, waits)
    _pays(desk, waits)
    assert desk.barriers == []


def _joins_the_line(desk: Desk, event: str) -> Page:
    page = desk.open_context(phone=True).new_page()
    page.goto(f"/events/{event}")
    expect(page.get_by_role("heading", name="候补")).to_be_visible()
    page.get_by_role("textbox", name="姓名", exact=True).fill("方候补")
    page.get_by_role("textbox", name="机构", exact=True).fill("远山资本")
    page.get_by_role("textbox", name="邮箱或手机号", exact=True).fill(WAITS)
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_role("textbox", name="验证码", exact=True).fill(desk.mail_to(WAITS, r"\n(\d{6})\n"))
    page.get_by_role("checkbox").check()
    desk.check(page, "form-phone")
    page.get_by_role("button", name="加入候补").click()
    expect(page).to_have_url(WAITING)
    expect(page.get_by_text("第 1 位")).to_be_visible()
    desk.check(page, "waits-phone")
    return page


def _holder_gives_the_place_back(desk: Desk, ticket: str) -> None:
    page = desk.open_context().new_page()
    page.goto(f"/me/tickets/{ticket}")
    page.get_by_role("button", name="取消报名").click()
    page.get_by_role("button", name="取消报名").click()
    expect(page.get_by_text("此票已失效。")).to_be_visible()


def _is_offered_it(desk: Desk, page: Page) -> None:
    link = desk.mail_to(WAITS, r"逾期将让给下一位：\n(http\S+/waiting/[a-z2-7]{32})")
    assert link == page.url
    page.reload()
    expect(page.get_by_role("heading", name="已为您保留一个名额")).to_be_visible()
    desk.check(page, "offered-phone")
    page.get_by_role("button", name="接受并付款").click()
    expect(page).to_have_url(TICKET)
    expect(page.get_by_text("名额已保留，请完成付款。")).to_be_visible()


def _pays(desk: Desk, page: Page) -> None:
    ticket = page.url
    page.get_by_role("button", name="去付款").click()
    page.get_by_role("radio", name=re.compile("支付宝")).check()
    page.get_by_role("button", name="付款 Pay", exact=True).click()
    expect(page).to_have_url(re.compile(re.escape(ticket)))
    expect(page.get_by_role("img", name=re.compile("入场二维码"))).to_be_visible()
    desk.check(page, "paid-phone")
    assert desk.mail_to(WAITS, r"(http\S+/me/tickets/[a-z2-7]{32})") == ticket
