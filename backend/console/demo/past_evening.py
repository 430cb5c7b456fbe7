"""An evening of the host's that is over: its guests came from a table, most of them came, and there is a report on it."""

from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.utils import timezone

from backend.accounts.models import User
from backend.console.demo.naming import person_names
from backend.core.ids import new_id
from backend.organizations.models import Organization
from backend.payments.enums import HookKind as PaymentHook
from backend.roadshows.enums import CheckInKind, CheckInSource, EventPreset, HookKind, ImportBasis
from backend.roadshows.guest_table import read_table
from backend.roadshows.models import Event, Registration
from backend.roadshows.selectors.door import member_keeper
from backend.roadshows.services import check_ins, event_states
from backend.roadshows.services.events import create_event
from backend.roadshows.services.guest_import import Basis, import_guests
from backend.webhooks.services import endpoints

_GUESTS = 24
# Who came, and how many minutes after the begin; the others did not.
_CAME = (-20, -14, -12, -9, -8, -5, -4, -3, -2, 0, 1, 3, 6, 9, 14, 22, 31, 48)
# Names behind those of the bulk and its events.
_NAMES_FROM = 5000


def hold_evening(*, host: User, operator: User, organization: Organization, now: datetime) -> Event:
    """Through the services, each at its own time."""
    today = timezone.localtime(now).replace(hour=14, minute=0, second=0, microsecond=0)
    begins = today - timedelta(days=9)
    event = create_event(
        actor=host,
        organization=organization,
        changes={
            "preset": EventPreset.SALON,
            "title": "香蜜湖投后管理沙龙",
            "title_en": "Xiangmihu portfolio salon",
            "summary": "投资机构与被投企业面对面，谈投后管理与产业协同。",
            "description": "活动与来宾均为演示数据。",
            "sectors": ["SEMI"],
            "starts_at": begins,
            "ends_at": begins + timedelta(hours=3),
            "is_online": False,
            "venue": "深港创新会客厅",
            "address": "福田区河套创新大道 8 号",
            "district": "福田区",
            "capacity": 40,
        },
        now=begins - timedelta(days=20),
    )
    written = begins - timedelta(days=19)
    event_states.submit_event(actor=host, event=event, edition=1, now=written)
    event_states.decide_event(actor=operator, event=event, approve=True, reason="", edition="2", now=written)
    bring_guests(event, host, begins - timedelta(days=10))
    event_states.begin_event(actor=host, event=event, edition=3, now=begins - timedelta(minutes=30))
    let_in(event, host, begins)
    event_states.end_event(actor=host, event=event, edition=4, now=begins + timedelta(hours=3))
    return Event.objects.get(pk=event.pk)


def bring_guests(event: Event, host: User, at: datetime) -> None:
    """As a host does it: a table, and the right by which these people are in it. Nobody is written to."""
    names = [name for name, _ in islice(person_names(), _NAMES_FROM, _NAMES_FROM + _GUESTS)]
    rows = (f"{name},演示机构,past-{number}@people.demo.xiangmihu.example" for number, name in enumerate(names))
    file = "\n".join(["姓名,机构,邮箱", *rows]).encode()
    kind = event.ticket_types.get()
    import_guests(
        actor=host,
        event=event,
        table=read_table(file, kinds=[kind], mapping=None, kind=kind.pk),
        numbers=range(2, _GUESTS + 2),
        basis=Basis(ImportBasis.AGREED, "演示数据，无真实个人信息"),
        sends_letters=False,
        now=at,
    )
    for number, pk in enumerate(_guests(event)):
        Registration.objects.filter(pk=pk).update(created_at=at + timedelta(hours=5 * number))


def let_in(event: Event, host: User, begins: datetime) -> None:
    keeper = member_keeper(host, event.pk)
    for pk, minutes in zip(_guests(event), _CAME, strict=False):
        at = begins + timedelta(minutes=minutes)
        scan = check_ins.Scan(new_id(), CheckInKind.ENTRY, CheckInSource.ONLINE, at, registration=pk)
        check_ins.check_in(keeper=keeper, list_id=keeper.lists[0].pk, scans=[scan], now=at)


def _guests(event: Event) -> list[UUID]:
    return list(Registration.objects.filter(event=event).order_by("id").values_list("pk", flat=True))


def listen(*, host: User, organization: Organization, now: datetime) -> None:
    """Where a system of the host's would listen. Paused: nobody is there."""
    endpoint, _ = endpoints.add_endpoint(
        actor=host,
        organization=organization,
        url="https://crm.example.com/hooks/xiangmihu",
        note="客户管理系统（演示）",
        kinds=[HookKind.REGISTRATION_CONFIRMED, HookKind.CHECKED_IN, PaymentHook.ORDER_PAID],
    )
    endpoints.change_endpoint(
        actor=host,
        endpoint=endpoint,
        url=endpoint.url,
        note=endpoint.note,
        kinds=endpoint.kinds,
        is_active=False,
        now=now,
    )
