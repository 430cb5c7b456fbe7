"""Judging an evening: the host takes the rubric of the street and sends a link; the judge scores on a phone whose net comes and goes;
the host reveals, and the room reads places and not whose points they are.
"""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import context_of
from tests.journeys.desk import Desk

_TELL = """
import json
from datetime import timedelta
from backend.core import clock
from backend.core.actors import SYSTEM
from backend.deals.models import Pitch
from backend.organizations.models import Organization
from backend.roadshows.services.stage import show_item
from tests.factories.roadshows import AgendaItemFactory, EventFactory
host = Organization.objects.get(memberships__person__email="host@demo.xiangmihu.example")
now = clock.now()
event = EventFactory.create(
    organization=host, published=True, title="评审之夜", state="live", starts_at=now, ends_at=now + timedelta(hours=3)
)
pitches = Pitch.objects.filter(state="published", deck__state="ready", deck__page_count__gte=2)[:2]
lines = [
    AgendaItemFactory.create(
        event=event, position=number, kind="pitch", title=f"第{number}场", pitch=one, is_confirmed=True, shows_deck=True
    )
    for number, one in enumerate(pitches, start=1)
]
show_item(actor=SYSTEM, event_id=event.pk, item_id=lines[0].pk, now=now)
print(json.dumps({"event": str(event.pk), "lines": len(lines)}))
"""


@pytest.mark.journey
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("desk", ["judging"], indirect=True)
def test_judging_from_the_rubric_to_the_ranking(desk: Desk) -> None:
    told = json.loads(desk.product.manage("shell", "-c", _TELL).strip().splitlines()[-1])
    assert told["lines"] == 2
    host = desk.page_of("host")
    link = _host_sets_up(desk, host, told["event"])
    _judge_scores(desk, link)
    host.reload()
    host.get_by_role("button", name="截止打分").click()
    host.get_by_role("button", name="公布结果").click()
    host.get_by_role("dialog").get_by_role("button", name=re.compile(r"公\s?布")).click()
    expect(host.get_by_text("已公布", exact=True)).to_be_visible()
    desk.check(host, "desk-revealed")
    room = desk.open_context(phone=True).new_page()
    room.goto(f"/rooms/{told['event']}")
    ranking = room.get_by_role("region", name="评审结果")
    expect(ranking.get_by_role("listitem")).to_have_count(1)
    expect(ranking).to_contain_text("第1场")
    expect(ranking).to_contain_text("80.00 分")
    expect(room.get_by_text("陈评委")).to_have_count(0)
    desk.check(room, "room-revealed")
    assert desk.barriers == []


def _host_sets_up(desk: Desk, host: Page, event: str) -> str:
    host.goto(f"/org/events/{event}?tab=judging")
    host.get_by_role("button", name="使用默认评分表").click()
    expect(host.get_by_role("group", name="第 6 项")).to_be_visible()
    judges = host.get_by_role("region", name="评委", exact=True)
    judges.get_by_label("姓名").fill("陈评委")
    judges.get_by_role("button", name="添加评委").click()
    judges.get_by_role("button", name="显示链接").click()
    link = judges.get_by_role("textbox", name="个人链接").input_value()
    desk.check(host, "desk-link")
    host.get_by_role("button", name="开始打分").click()
    expect(host.get_by_text("打分中", exact=True)).to_be_visible()
    return link


def _judge_scores(desk: Desk, link: str) -> None:
    """On a phone of their own, without an account; dark, as a hall is."""
    context = context_of(desk.browser, desk.product.url, phone=True, dark=True)
    try:
        page = context.new_page()
        page.goto(link)
        expect(page.get_by_role("heading", name="第1场")).to_be_visible()
        assert "#" not in page.url
        expect(page.get_by_role("img", name=re.compile("演示文稿第 1 页"))).to_be_visible()
        page.get_by_role("button", name="下一页").click()
        expect(page.get_by_role("img", name=re.compile("演示文稿第 2 页"))).to_be_visible()
        desk.check(page, "phone")
        context.set_offline(True)
        fields = page.get_by_role("group").filter(has=page.get_by_role("radio"))
        for number in range(5):
            # The rubric is a group of groups: its first is the whole of it.
            fields.nth(number + 1).get_by_role("radio", name="8 分", exact=True).check()
        status = page.get_by_role("region", name="第1场").get_by_role("status")
        expect(status).to_have_text("等待网络")
        context.set_offline(False)
        expect(status).to_have_text("已保存")
        # Opened anew, by what the phone keeps of the link.
        page.reload()
        expect(page.get_by_role("region", name="第1场").get_by_role("status")).to_have_text("已保存")
        expect(page.get_by_text("您的得分：80.0（满分 100）")).to_be_visible()
        page.get_by_role("region", name="我的评分").get_by_role("button", name=re.compile("第2场")).click()
        second = page.get_by_role("region", name="第2场")
        second.get_by_text("声明利益冲突").click()
        second.get_by_role("button", name="确认回避").click()
        expect(second.get_by_role("status")).to_have_text("回避")
        desk.check(page, "phone-conflict")
    finally:
        context.close()
