"""Events of the demo: past and to come, with their agendas and guests, made of firms and pitches."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice

from backend.console.demo.asking_rows import ask_guests
from backend.console.demo.calendar import STREET, before
from backend.console.demo.chance import demo_id, stream
from backend.console.demo.naming import person_names
from backend.console.demo.organization_rows import OrganizationRows
from backend.console.demo.pitch_rows import PitchRows
from backend.core.digests import digest_of
from backend.core.languages import Language
from backend.deals.enums import PitchState
from backend.deals.models import Pitch
from backend.organizations.enums import VerificationState
from backend.organizations.models import Organization
from backend.roadshows import consent
from backend.roadshows.enums import AgendaKind, EventPreset, EventState, RegistrationState
from backend.roadshows.models import (
    AgendaItem,
    AgendaRelease,
    Answer,
    CheckInList,
    Event,
    Question,
    Quota,
    Registration,
    TicketType,
    Voucher,
    WaitlistEntry,
)
from backend.roadshows.models.event import ALPHABET
from backend.roadshows.services.events import ENTRANCE, STANDARD
from backend.roadshows.tickets import secret_of, waiting_secret_of
from search.sectors import Sector

# Days from today. The one that is on now is told by the story (`live_room`).
PAST = (-84, -70, -63, -49, -42, -35, -28, -21, -14, -7)
TO_COME = (2, 4, 7, 9, 12, 16, 21, 28, 35)
_FULL, _SOLD, _ASKS, _CALLED_OFF = 11, 14, 15, 16
_FRONT_ROW = ("前排席", "Front row")
_GUEST_SEAT = ("嘉宾席", "Guests of the host")
# Front row and guests of the host share so many seats at the front.
_AT_THE_FRONT = 12
_PITCHES = 5
_LANGUAGES = (Language.ZH_HANS, Language.ZH_HANS, Language.ZH_HANT, Language.ZH_HANS, Language.EN)
_WAITING = 4
_VENUES = (
    ("香蜜湖金融街会客厅", "福田区香蜜湖路 1 号"),
    ("深港创新会客厅", "福田区河套创新大道 8 号"),
    ("红荔路演中心", "福田区红荔西路 20 号"),
)


@dataclass(slots=True)
class EventRows:
    """Everything of one event."""

    event: Event
    quota: Quota
    kinds: list[TicketType]
    entrance: CheckInList
    # Those of some kinds alone, each with its kinds.
    further: list[tuple[Quota, list[TicketType]]] = field(default_factory=list)
    vouchers: list[Voucher] = field(default_factory=list)
    agenda: list[AgendaItem] = field(default_factory=list)
    # Each of these events was published once.
    release: AgendaRelease | None = None
    registrations: list[Registration] = field(default_factory=list)
    waiting: list[WaitlistEntry] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


def event_rows(
    firms: list[OrganizationRows], pitches: list[PitchRows], sectors: dict[str, Sector], today: date
) -> list[EventRows]:
    """Nineteen events of five hosts. Sectors are those in which enough companies are there to pitch."""
    rng, guests = stream("events"), islice(person_names(), 4000, None)
    hosts = _hosts(firms, today)
    halls = sorted(_by_top(pitches, sectors).items())
    found = []
    for number, offset in enumerate((*PAST, *TO_COME)):
        top, there = halls[number % len(halls)]
        preset = EventPreset.SALON if number % 4 == 3 else EventPreset.ROADSHOW
        rows = _event(rng, number, offset, hosts[number % len(hosts)], sectors[top], preset, today)
        rows.agenda = _agenda(rows.event, rng.sample(there, _PITCHES))
        rows.release = _release(rows.event, number)
        _fill(rng, rows, number, guests)
        if number == _ASKS:
            rows.questions, rows.answers = ask_guests(rows.event, rows.kinds[0], rows.registrations)
        if number == _FULL:
            rows.waiting = [_waiting(rows, place, next(guests)[0], today) for place in range(_WAITING)]
        found.append(rows)
    return found


def _hosts(firms: list[OrganizationRows], today: date) -> list[Organization]:
    """Firms of the city whose verification covers all their events of this demo."""
    late = before(today, PAST[0] * -1 + 40)
    soon = before(today, -TO_COME[-1] - 20)
    return [
        row.organization
        for row in firms
        if row.organization.verification_state == VerificationState.VERIFIED
        and row.organization.city == "深圳"
        and row.organization.verified_until is not None
        and row.organization.verified_until > soon
        and row.organization.created_at < late
    ][:5]


def _by_top(pitches: list[PitchRows], sectors: dict[str, Sector]) -> dict[str, list[Pitch]]:
    found: dict[str, list[Pitch]] = {}
    for row in pitches:
        if row.pitch.state == PitchState.PUBLISHED:
            found.setdefault(sectors[row.pitch.sector_primary].parent, []).append(row.pitch)
    return {top: there for top, there in found.items() if len(there) >= _PITCHES}


def _event(
    rng: random.Random, number: int, offset: int, host: Organization, sector: Sector, preset: EventPreset, today: date
) -> EventRows:
    day = today + timedelta(days=offset)
    starts = _at(day, 14)
    published = starts - timedelta(days=21) if offset < 0 else before(today, 20 - number % 7, number)
    venue, address = _VENUES[number % len(_VENUES)]
    word, english = ("沙龙", "salon") if preset == EventPreset.SALON else ("专场路演", "roadshow")
    event = Event(
        id=demo_id("event", number),
        created_at=published - timedelta(days=3),
        organization=host,
        preset=preset,
        state=_state(offset, number),
        code=_code(rng, 6),
        title=f"{sector.name_zh}{word}",
        title_en=f"{sector.name_en} {english}",
        summary=f"{host.display_name}邀请{sector.name_zh}领域的创业者与投资人当面交流。",
        description="活动与来宾均为演示数据。\n\n- 每个项目 8 分钟\n- 现场提问\n- 会后自由交流",
        sectors=[sector.code],
        starts_at=starts,
        ends_at=_at(day, 17),
        venue=venue,
        address=address,
        district="福田区",
        submitted_at=published - timedelta(days=1),
        published_at=published,
    )
    if event.state == EventState.CANCELLED:
        event.cancelled_at, event.cancel_reason = before(today, 1, number), "场地临时检修，改期另行通知。"
    quota = Quota(id=demo_id("quota", number), created_at=event.created_at, event=event, capacity=60)
    kinds = [_kind(event, number, 1, STANDARD, 0)]
    if number == _SOLD:
        event.refunds_until = starts - timedelta(days=3)
        kinds.append(_kind(event, number, 2, _FRONT_ROW, 19_900))
        kinds.append(_kind(event, number, 3, _GUEST_SEAT, 0, is_hidden=True))
    entrance = CheckInList(
        id=demo_id("entrance", number),
        created_at=event.created_at,
        event=event,
        position=1,
        name=ENTRANCE[0],
        name_en=ENTRANCE[1],
    )
    rows = EventRows(event, quota, kinds, entrance)
    if number == _SOLD:
        _tell_apart(rows)
    return rows


def _tell_apart(rows: EventRows) -> None:
    """Seats at the front that two kinds share, and codes: one for the hidden kind, one that lowers the price."""
    event, front = rows.event, rows.kinds[1:]
    at_the_front = Quota(
        id=demo_id("quota at the front", 0),
        created_at=event.created_at,
        event=event,
        covers_all=False,
        name="前区",
        name_en="At the front",
        capacity=_AT_THE_FRONT,
    )
    rows.further.append((at_the_front, front))
    for number, (code, note, terms) in enumerate(
        (
            ("GUEST-SEAT", "主办方邀请的嘉宾", {"ticket_type": front[1], "max_uses": 5}),
            ("EARLY-20", "早鸟", {"ticket_type": front[0], "percent": 20, "max_uses": 30}),
        )
    ):
        rows.vouchers.append(
            Voucher(
                id=demo_id("voucher", number), created_at=event.created_at, event=event, code=code, note=note, **terms
            )
        )


def _kind(
    event: Event, number: int, position: int, names: tuple[str, str], price_minor: int, *, is_hidden: bool = False
) -> TicketType:
    return TicketType(
        id=demo_id(f"ticket type {number}", position),
        created_at=event.created_at,
        event=event,
        position=position,
        name=names[0],
        name_en=names[1],
        price_minor=price_minor,
        is_hidden=is_hidden,
    )


def _state(offset: int, number: int) -> EventState:
    if number == _CALLED_OFF:
        return EventState.CANCELLED
    return EventState.ENDED if offset < 0 else EventState.PUBLISHED


def _agenda(event: Event, pitches: list[Pitch]) -> list[AgendaItem]:
    """Every company has said yes; half of them show their deck where there is one."""
    lines: list[tuple[AgendaKind, str, str, int, Pitch | None]] = [
        (AgendaKind.TALK, "开场与行业观察", "Opening", 15, None)
    ]
    if event.preset == EventPreset.ROADSHOW:
        lines += [(AgendaKind.PITCH, pitch.one_liner, pitch.one_liner_en, 8, pitch) for pitch in pitches]
    else:
        lines += [(AgendaKind.PANEL, "创业者与投资人圆桌", "Founders and investors", 45, None)]
    lines += [(AgendaKind.BREAK, "茶歇", "Break", 15, None), (AgendaKind.QA, "现场提问", "Questions", 20, None)]
    number = int(str(event.pk.int)[-6:])
    return [
        AgendaItem(
            id=demo_id(f"agenda {number}", position),
            created_at=event.created_at,
            event=event,
            position=position,
            kind=kind,
            title=title,
            title_en=title_en,
            minutes=minutes,
            pitch=pitch,
            is_confirmed=pitch is not None,
            shows_deck=False,
        )
        for position, (kind, title, title_en, minutes, pitch) in enumerate(lines, start=1)
    ]


def _release(event: Event, number: int) -> AgendaRelease:
    """The version its publication let out."""
    at = event.published_at or event.created_at
    return AgendaRelease(id=demo_id("agenda release", number), created_at=at, event=event, number=1, released_at=at)


def _fill(rng: random.Random, rows: EventRows, number: int, guests: Iterator[tuple[str, str]]) -> None:
    """Guests, a few of whom gave their seats back. The count of the seats is theirs."""
    quota, event = rows.quota, rows.event
    wanted = quota.capacity if number == _FULL else rng.randint(18, 52)
    version, published = consent.current().version, event.published_at or event.created_at
    for place in range(wanted + 3):
        at = published + timedelta(hours=1 + place, minutes=rng.randint(0, 59))
        cancelled = place >= wanted
        row_id = demo_id(f"registration {number}", place)
        rows.registrations.append(
            Registration(
                id=row_id,
                created_at=at,
                event=event,
                quota_ids=[quota.pk],
                ticket_type=rows.kinds[0],
                state=RegistrationState.CANCELLED if cancelled else RegistrationState.CONFIRMED,
                name=next(guests)[0],
                organization_name="演示机构",
                email=f"guest-{number}-{place}@people.demo.xiangmihu.example",
                language=_LANGUAGES[place % len(_LANGUAGES)],
                consent_version=version,
                consented_at=at,
                code=_code(rng, 8),
                secret_digest=digest_of(secret_of(row_id)),
                cancelled_at=at + timedelta(hours=2) if cancelled else None,
                idempotency_key=f"demo-{number}-{place}",
                request_digest="0" * 64,
            )
        )
    quota.taken = wanted


def _waiting(rows: EventRows, place: int, name: str, today: date) -> WaitlistEntry:
    """Somebody who came too late, for any kind there is."""
    row_id = demo_id("waiting", place)
    at = before(today, 1, place)
    return WaitlistEntry(
        id=row_id,
        created_at=at,
        event=rows.event,
        queued_at=at,
        name=name,
        organization_name="演示机构",
        email=f"waiting-{place}@people.demo.xiangmihu.example",
        consent_version=consent.current().version,
        consented_at=at,
        secret_digest=digest_of(waiting_secret_of(row_id)),
        idempotency_key=f"demo-{place}",
        request_digest="0" * 64,
    )


def _code(rng: random.Random, length: int) -> str:
    return "".join(rng.choices(ALPHABET, k=length))


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=STREET)
