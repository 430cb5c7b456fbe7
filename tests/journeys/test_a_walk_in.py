"""Somebody comes without a ticket: registered at the door, paid for there, and let in."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import Desk

GUEST = "walks-in@example.com"
_TELL = """
import json
from datetime import timedelta
from backend.core import clock
from backend.organizations.models import Organization
from tests.factories.roadshows import EventFactory
host = Organization.objects.get(memberships__person__email="host@demo.xiangmihu.example")
event = EventFactory.create(
    organization=host, published=True, title="现场登记之夜", quota__capacity=1,
    starts_at=clock.now() + timedelta(hours=2), ticket_type__price_minor=5000,
)
print(json.dumps({"event": str(event.pk)}))
"""


@pytest.mark.journey
@pytest.mark.parametrize("desk", ["walk-in"], indirect=True)
def test_who_has_no_ticket_is_registered_at_the_door(desk: Desk) -> None:
    told = desk.product.manage("shell", "-c", _TELL)
    event = str(json.loads(told.strip().splitlines()[-1])["event"])
    host = desk.page_of("host")
    host.goto(f"/org/events/{event}?tab=door")
    devices = host.get_by_role("region", name="签到设备")
    devices.get_by_label("设备或人员名称", exact=True).fill("前台")
    devices.get_by_role("checkbox", name="可现场登记并收款").check()
    devices.get_by_role("button", name="生成链接").click()
    link = devices.get_by_role("textbox", name="复制链接").input_value()

    phone = desk.open_context(phone=True).new_page()
    phone.goto(link)
    phone.get_by_role("button", name="登记没有票的来宾").click()
    phone.get_by_label("姓名", exact=True).fill("何登门")
    phone.get_by_label("机构", exact=True).fill("远山资本")
    phone.get_by_label("邮箱或手机号（接收票券）").fill(GUEST)
    phone.get_by_role("radio", name="现金").check()
    phone.get_by_role("checkbox").check()
    desk.check(phone, "form-phone")
    phone.get_by_role("button", name="登记并签到").click()
    outcome = phone.locator("[data-result=admitted]")
    expect(outcome).to_contain_text("何登门")
    desk.check(phone, "in-phone")
    phone.get_by_role("button", name="下一位").click()
    assert "/me/tickets/" in desk.mail_to(GUEST, r"(http\S+/me/tickets/[a-z2-7]{32})")

    # The one place is taken.
    phone.get_by_label("姓名", exact=True).fill("再来一位")
    phone.get_by_label("机构", exact=True).fill("远山资本")
    phone.get_by_label("邮箱或手机号（接收票券）").fill("next@example.com")
    phone.get_by_role("radio", name="其他方式").check()
    phone.get_by_role("checkbox").check()
    phone.get_by_role("button", name="登记并签到").click()
    expect(phone.get_by_text("名额已满。")).to_be_visible()

    host.goto(f"/org/events/{event}/guests")
    expect(host.get_by_role("row", name=re.compile("何登门"))).to_contain_text("现金")
    desk.check(host, "guests")
    assert desk.barriers == []
