"""Writing the demo: the bulk fast and without events, then the story through the services, then the checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import structlog
from django.db import connection, models, transaction
from django.db.models.expressions import DatabaseDefault
from psycopg import sql

from backend.accounts.models import User
from backend.console.demo import invariants, story
from backend.console.demo.calendar import today_of
from backend.console.demo.chance import demo_id
from backend.console.demo.desk_rows import desk_rows
from backend.console.demo.event_rows import EventRows
from backend.console.demo.pitch_rows import PitchRows
from backend.console.demo.plan import DemoRows, build
from backend.core.errors import Conflict
from backend.core.languages import text
from backend.deals.models import (
    FundingRound,
    Pitch,
    PitchBlock,
    PitchIp,
    PitchNeeds,
    PitchTeam,
    PitchTeamMember,
    PitchTerms,
    PitchTraction,
    RoundInvestor,
    Thesis,
)
from backend.matching.services import drift
from backend.organizations.models import Fund, Membership, Organization
from backend.roadshows.models import (
    AgendaItem,
    AgendaRelease,
    Answer,
    CheckInList,
    Event,
    GuestView,
    Letter,
    Mailing,
    Question,
    Quota,
    Registration,
    ReleasedItem,
    TicketType,
    Voucher,
    WaitlistEntry,
)
from backend.roadshows.services.releasing import released_of
from backend.taxonomy import selectors as taxonomy
from search.records import ObjectKind

log = structlog.get_logger(__name__)
M = TypeVar("M", bound=models.Model)


class AlreadySeeded(Conflict):
    code = "console.demo_already_there"
    message = text("演示数据已存在。", "The demo is already there.")


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was written."""

    startups: int
    firms: int
    pitches: int
    theses: int
    rounds: int
    deals: int


def is_seeded() -> bool:
    """The first invented startup is there or not; seeding is one transaction, so it stands for all."""
    return Organization.objects.filter(pk=demo_id("startup", 0)).exists()


@transaction.atomic
def seed_demo(*, now: datetime) -> Seeded:
    """Write the demo, all or nothing. Raises AlreadySeeded, and BrokenInvariant when it does not hold together."""
    if is_seeded():
        raise AlreadySeeded
    rows = build(today=today_of(now), tree=taxonomy.current_tree())
    _write_organizations(rows)
    _write_pitches(rows.pitches)
    _write_investors(rows)
    _write_events(rows.events)
    _count()
    story.tell(now=now)
    invariants.check(now=now)
    # Bulk rows published no events; the index learns of them all at once.
    for kind in ObjectKind:
        drift.mark_unknown(kind, now=now)
    return Seeded(
        startups=len(rows.startups),
        firms=len(rows.firms),
        pitches=len(rows.pitches),
        theses=sum(len(item.theses) for item in rows.investors),
        rounds=len(rows.history.rounds),
        deals=len(rows.history.deals),
    )


def _count() -> None:
    """Tell the planner of all that was written: what follows asks across tables that were empty a moment ago."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _create(model: type[M], rows: Sequence[M]) -> None:
    """By COPY, three times as fast as bulk_create; triggers and constraints hold all the same."""
    fields = [
        field
        for field in model._meta.concrete_fields
        # What nobody filled in is left to the column's default.
        if rows and not isinstance(getattr(rows[0], field.attname), DatabaseDefault) and not _is_serial(field)
    ]
    if not rows:
        return
    columns = sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields])


def _is_serial(field: "models.Field[Any, Any]") -> bool:
    return isinstance(field, models.AutoField)


def _write_organizations(rows: DemoRows) -> None:
    everybody = [*rows.startups, *rows.firms]
    _create(User, [item.owner for item in everybody])
    _create(Organization, [item.organization for item in everybody])
    _create(Membership, [item.membership for item in everybody])


def _write_pitches(rows: list[PitchRows]) -> None:
    _create(Pitch, [item.pitch for item in rows])
    _create(PitchTerms, [item.terms for item in rows])
    _create(PitchTraction, [item.traction for item in rows])
    _create(PitchIp, [item.ip for item in rows])
    _create(PitchNeeds, [item.needs for item in rows])
    _create(PitchTeam, [item.team for item in rows])
    _create(PitchTeamMember, [member for item in rows for member in item.members])
    _create(PitchBlock, [block for item in rows for block in item.blocks])


def _write_investors(rows: DemoRows) -> None:
    _create(Fund, [fund for item in rows.investors for fund in item.funds])
    _create(Thesis, [thesis for item in rows.investors for thesis in item.theses])
    _create(FundingRound, rows.history.rounds)
    _create(RoundInvestor, rows.history.deals)


def _write_events(rows: list[EventRows]) -> None:
    _create(Event, [item.event for item in rows])
    further = [one for item in rows for one in item.further]
    _create(Quota, [*(item.quota for item in rows), *(quota for quota, _ in further)])
    _create(TicketType, [kind for item in rows for kind in item.kinds])
    _create(Voucher, [voucher for item in rows for voucher in item.vouchers])
    for quota, kinds in further:
        quota.kinds.set(kinds)
    _create(CheckInList, [item.entrance for item in rows])
    _create(AgendaItem, [line for item in rows for line in item.agenda])
    _create(AgendaRelease, [item.release for item in rows if item.release])
    _create(ReleasedItem, [released_of(line, item.release) for item in rows if item.release for line in item.agenda])
    _create(Registration, [row for item in rows for row in item.registrations])
    _create(Question, [one for item in rows for one in item.questions])
    _create(Answer, [one for item in rows for one in item.answers])
    desk = desk_rows(rows)
    _create(GuestView, desk.views)
    _create(Mailing, desk.mailings)
    _create(Letter, desk.letters)
    _create(WaitlistEntry, [entry for item in rows for entry in item.waiting])
    wanted = WaitlistEntry.kinds.through
    _create(
        wanted,
        [
            wanted(waitlistentry_id=entry.pk, tickettype_id=kind.pk)
            for item in rows
            for entry in item.waiting
            for kind in item.kinds
        ],
    )
