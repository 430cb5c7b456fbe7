"""A roundtable of the host's that is over: for invited guests alone, with minutes its guests may read."""

from datetime import datetime, timedelta

from django.utils import timezone

from backend.accounts.models import User
from backend.organizations.models import Organization
from backend.roadshows.enums import EventPreset, ImportBasis
from backend.roadshows.guest_table import read_table
from backend.roadshows.models import Event
from backend.roadshows.services import event_states
from backend.roadshows.services.events import create_event
from backend.roadshows.services.guest_import import Basis, import_guests
from backend.roadshows.services.minutes import share_minutes, write_minutes

_MINUTES = """## 与会共识

- 具身智能企业的首轮尽调，宜由产业方先看样机。
- 街区每季度组织一次小范围对接，名单由主办方邀请。

## 后续

1. 主办方整理三家企业的场景需求。
2. 下季度复盘。
"""


def sit_down(*, host: User, guest: User, operator: User, organization: Organization, now: datetime) -> Event:
    """Through the services, each at its own time. `guest` has a place, and so reads the minutes."""
    begins = timezone.localtime(now).replace(hour=10, minute=0, second=0, microsecond=0) - timedelta(days=5)
    event = create_event(
        actor=host,
        organization=organization,
        changes={
            "preset": EventPreset.ROUNDTABLE,
            "title": "具身智能投资座谈会",
            "title_en": "Roundtable on embodied AI",
            "summary": "受邀嘉宾闭门交流，会后有纪要。",
            "description": "活动与来宾均为演示数据。",
            "sectors": ["SEMI"],
            "starts_at": begins,
            "ends_at": begins + timedelta(hours=2),
            "is_online": False,
            "venue": "深港创新会客厅",
            "address": "福田区河套创新大道 8 号",
            "district": "福田区",
            "capacity": 8,
            "has_waiting_list": False,
        },
        now=begins - timedelta(days=12),
    )
    written = begins - timedelta(days=11)
    event_states.submit_event(actor=host, event=event, edition=1, now=written)
    event_states.decide_event(actor=operator, event=event, approve=True, reason="", edition="2", now=written)
    kind = event.ticket_types.get()
    file = f"姓名,机构,邮箱\n{guest.display_name},演示机构,{guest.email}\n".encode()
    invited = begins - timedelta(days=6)
    import_guests(
        actor=host,
        event=event,
        table=read_table(file, kinds=[kind], mapping=None, kind=kind.pk),
        numbers=[2],
        basis=Basis(ImportBasis.AGREED, "演示数据，无真实个人信息"),
        sends_letters=False,
        now=invited,
    )
    event.registrations.update(created_at=invited)
    event_states.begin_event(actor=host, event=event, edition=3, now=begins)
    over = event_states.end_event(actor=host, event=event, edition=4, now=begins + timedelta(hours=2))
    minutes = write_minutes(actor=host, event=over, edition=0, words=_MINUTES)
    share_minutes(actor=host, event=over, edition=minutes.edition, now=begins + timedelta(days=1))
    return over
