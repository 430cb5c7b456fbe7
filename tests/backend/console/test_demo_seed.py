"""The demo as it is stored: counts, the rules it keeps, and the story told through the services."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F
from django.test import override_settings
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from backend.accounts.demo import SIGN_INS
from backend.accounts.models import User
from backend.console.demo import invariants, live_room, seed
from backend.core import clock
from backend.core.models import AuditEntry, OutboxEvent
from backend.deals.enums import Block, PitchState
from backend.deals.models import FundingRound, Pitch, RoundInvestor, Thesis
from backend.deals.selectors.access import readable_blocks
from backend.deals.selectors.pitches import visible_pitches
from backend.feeds.models import FeedEvent
from backend.matching.models import DirtyObject
from backend.organizations import selectors as organizations
from backend.organizations.enums import OrganizationKind, StandingKind, VerificationState
from backend.organizations.models import Fund, Membership, Organization
from backend.roadshows.models import AgendaItem, Event, Quota, Stage
from backend.roadshows.room_state import reduce
from backend.roadshows.rooms import public_feed
from backend.roadshows.selectors.events import visible_events
from backend.roadshows.selectors.minutes import minutes_for
from backend.roadshows.selectors.report import reading_of
from backend.roadshows.services.event_states import advance_events
from backend.roadshows.services.stage import show_item
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def seeded_at(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[datetime]:
    """One seeding for the whole module, taken back at its end."""
    folder: Path = tmp_path_factory.mktemp("storage")
    with django_db_blocker.unblock(), override_settings(STORAGE_ROOT=folder, DEMO=True), transaction.atomic():
        now = clock.now()
        seed.seed_demo(now=now)
        # Looked at once, here: what waits until the end of the transaction would be looked at again after every test.
        connection.check_constraints()
        yield now
        transaction.set_rollback(True)


@pytest.fixture
def now(seeded_at: datetime, db: None) -> datetime:
    """What a test changes, it changes for itself: its own transaction lies inside the module's."""
    return seeded_at


def person(role: str) -> User:
    email = next(sign_in.email for sign_in in SIGN_INS if sign_in.role == role)
    return User.objects.get(email=email)


def the_pitch() -> Pitch:
    return Pitch.objects.get(organization__brand_name="青陌芯算")


def test_the_whole_bulk_is_stored(now: datetime) -> None:
    demo = Organization.objects.filter(is_demo=True)
    # The story adds one startup and two firms, one of which waits for its verification, and two others.
    assert demo.filter(kind=OrganizationKind.STARTUP).count() == 2001
    assert demo.filter(kind=OrganizationKind.INVESTMENT_FIRM).count() == 402
    assert demo.count() == 2405
    assert RoundInvestor.objects.count() == 6000
    assert Pitch.objects.filter(state=PitchState.PUBLISHED).count() == 1681
    assert not Organization.objects.filter(is_demo=False).exists()


def test_everything_findable_waits_for_the_index_and_nothing_else(now: datetime) -> None:
    waiting = set(DirtyObject.objects.filter(kind="deal").values_list("object_id", flat=True))
    assert waiting == set(Pitch.objects.filter(state=PitchState.PUBLISHED).values_list("pk", flat=True))


def test_bulk_rows_publish_no_events(now: datetime) -> None:
    """Only the story speaks, some two hundred times."""
    assert 0 < OutboxEvent.objects.count() < 300


def test_a_second_seeding_is_refused_and_changes_nothing(now: datetime) -> None:
    before = (Organization.objects.count(), AuditEntry.objects.count())
    with pytest.raises(seed.AlreadySeeded):
        seed.seed_demo(now=now)
    assert (Organization.objects.count(), AuditEntry.objects.count()) == before


def test_no_demo_is_written_where_none_is_wanted(now: datetime, settings: Settings) -> None:
    before = (Organization.objects.count(), AuditEntry.objects.count())
    settings.DEMO = settings.LOCAL = False
    with pytest.raises(CommandError, match="This is no demo"):
        call_command("seed_demo", "--if-empty")
    assert (Organization.objects.count(), AuditEntry.objects.count()) == before


def test_the_command_can_be_asked_to_pass_over_a_full_street(now: datetime) -> None:
    out = StringIO()
    call_command("seed_demo", "--if-empty", stdout=out)
    assert out.getvalue() == "the demo is already there\n"
    with pytest.raises(CommandError, match="already there"):
        call_command("seed_demo")


def unverify_a_publisher(now: datetime) -> None:
    company = Organization.objects.filter(pitches__state=PitchState.PUBLISHED)[:1].values("pk")
    Organization.objects.filter(pk__in=company).update(verified_until=now - timedelta(days=1))


def orphan_a_startup(now: datetime) -> None:
    Membership.objects.filter(organization__in=Organization.objects.filter(kind="startup")[:1]).delete()


def invent_a_sector(now: datetime) -> None:
    Pitch.objects.filter(pk__in=Pitch.objects.all()[:1]).update(sectors=["NONSENSE"], sector_primary="NONSENSE")


def leave_the_own_sector(now: datetime) -> None:
    Pitch.objects.filter(pk__in=Pitch.objects.filter(sector_primary="AI_FM")[:1]).update(sectors=["AI_CV"])


def forget_the_ask(now: datetime) -> None:
    published = Pitch.objects.filter(state=PitchState.PUBLISHED)[:1]
    Pitch.objects.filter(pk__in=published).update(amount_target_minor=None)


def publish_tomorrow(now: datetime) -> None:
    Pitch.objects.filter(state=PitchState.PUBLISHED).update(published_at=now + timedelta(days=1))


def flatter_completeness(now: datetime) -> None:
    Pitch.objects.update(completeness=100)


def silence_a_thesis(now: datetime) -> None:
    Thesis.objects.filter(state="published").update(stages=[])


def overdraw_a_fund(now: datetime) -> None:
    Fund.objects.update(paid_in_minor=F("committed_minor") + 1)


def close_before_the_beginning(now: datetime) -> None:
    FundingRound.objects.filter(pk__in=FundingRound.objects.all()[:1]).update(closed_on="1990-01-01")


def empty_a_round(now: datetime) -> None:
    RoundInvestor.objects.filter(round__in=FundingRound.objects.all()[:1]).delete()


def miscount_the_seats(now: datetime) -> None:
    Quota.objects.filter(pk__in=Quota.objects.filter(taken__gt=0)[:1]).update(taken=F("taken") - 1)


def keep_an_event_going(now: datetime) -> None:
    Event.objects.filter(pk__in=Event.objects.filter(state="ended")[:1]).update(state="live")


def pause_who_pitches(now: datetime) -> None:
    pitching = AgendaItem.objects.filter(pitch__isnull=False).values("pitch")[:1]
    Pitch.objects.filter(pk__in=pitching).update(state=PitchState.PAUSED)


def test_the_demo_has_events_of_every_time(now: datetime) -> None:
    rows = visible_events(AnonymousUser())
    states = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    assert states == {"ended": 12, "live": 1, "published": 9, "cancelled": 1}
    live = rows.get(state="live")
    assert list(
        live.agenda.values_list("is_confirmed", "shows_deck", "pitch__deck__page_count").order_by("position")
    ) == [
        (False, False, None),
        (True, True, 5),
        (True, True, 3),
        (True, True, None),
        (False, False, None),
        (False, False, None),
    ]
    assert [row.quota.taken for row in rows if row.quota.taken == row.quota.capacity] == [60]


def test_the_demo_has_a_roundtable_whose_guest_reads_its_minutes(now: datetime) -> None:
    event = Event.objects.get(visibility="invited")
    assert (event.preset, event.state) == ("roundtable", "ended")
    minutes = minutes_for(person("investor"), event)
    assert minutes is not None
    assert minutes.shared_at is not None
    assert minutes_for(person("newcomer"), event) is None


def test_the_demo_has_a_judged_evening_to_watch_again(now: datetime) -> None:
    event = Event.objects.get(title="机器人专场路演与评审")
    shown = client_of().get(f"/api/v1/events/{event.pk}/replay/").json()
    state = reduce(shown["start"], {})
    for entry in shown["log"]:
        state = reduce(state, entry["payload"])
    assert [one["place"] for one in sorted(state["ranking"].values(), key=lambda one: one["place"])] == [1, 2, 3]
    assert Counter(one["state"] for one in state["questions"].values()) == {"answered": 6, "visible": 3}
    (poll,) = state["polls"].values()
    assert (poll["state"], poll["votes"]) == ("closed", [5, 4, 7])
    assert shown["began_at"] < shown["ended_at"] < now.isoformat()
    room = reading_of(event).figures.room
    assert room is not None
    assert [(line.questions, line.answered, line.reactions) for line in room.lines] == [
        (3, 2, 9),
        (3, 2, 6),
        (3, 2, 12),
    ]


def test_the_room_moves_by_itself_through_all_its_lines_and_pages(now: datetime) -> None:
    event = Event.objects.get(code=live_room.CODE)
    positions = dict(event.agenda.values_list("pk", "position"))
    seen: list[tuple[object, int, bool]] = []
    while (len(seen) < 60) and (not seen or seen[-1] != seen[0] or len(seen) == 1):
        assert live_room.move(now=now)
        stage = Stage.objects.get(event=event)
        at = (positions[UUID(str(stage.item_id))], stage.page, stage.timer_ends_at is not None)
        seen.append(at)
    expected = []
    for position, pages in enumerate((0, 5, 3, 0, 0, 0), start=1):
        first = min(pages, 1)
        expected += [(position, first, False), (position, first, True)]
        expected += [(position, page, True) for page in range(2, pages + 1)]
    assert seen == [*expected, expected[0]]
    rows = FeedEvent.objects.filter(feed__name=str(public_feed(event.pk))).order_by("seq")
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))


def test_whoever_takes_the_remote_has_it_until_they_let_it_rest(now: datetime) -> None:
    event = Event.objects.get(code=live_room.CODE)
    host = User.objects.get(email="host@demo.xiangmihu.example")
    item = event.agenda.get(position=5)
    show_item(actor=host, event_id=event.pk, item_id=item.pk, now=now)
    moved_at = Stage.objects.get(event=event).updated_at
    assert not live_room.move(now=moved_at + timedelta(minutes=1))
    assert live_room.is_in_hand(Stage.objects.get(event=event), moved_at + timedelta(minutes=1))
    assert Stage.objects.get(event=event).item_id == item.pk
    assert live_room.move(now=moved_at + timedelta(minutes=3))


def test_a_demo_of_yesterday_is_on_today(now: datetime) -> None:
    event, later = Event.objects.get(code=live_room.CODE), now + timedelta(days=1)
    advance_events(now=later)
    assert Event.objects.get(pk=event.pk).state == "ended"
    assert live_room.move(now=later)
    event.refresh_from_db()
    assert (event.state, event.starts_at < later < event.ends_at) == ("live", True)


def test_the_stored_demo_keeps_every_rule(now: datetime) -> None:
    invariants.check(now=now)


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (unverify_a_publisher, "1 published pitches of companies not verified"),
        (orphan_a_startup, "1 organizations without exactly one owner"),
        (invent_a_sector, "pitches in sectors that do not exist: NONSENSE"),
        (leave_the_own_sector, "1 pitches outside their own sectors"),
        (forget_the_ask, "1 submitted pitches without the essentials"),
        (publish_tomorrow, "1681 pitches with dates to come"),
        (flatter_completeness, "is not what the services compute"),
        (silence_a_thesis, "published theses that do not say enough"),
        (overdraw_a_fund, "funds paid in beyond what was committed"),
        (close_before_the_beginning, "1 rounds closed before the company was founded"),
        (empty_a_round, "1 rounds without an investor"),
        (miscount_the_seats, "1 events whose seats are not those of their guests"),
        (keep_an_event_going, "1 events whose state is not that of the clock"),
        (pause_who_pitches, "slots of pitches not open to all"),
    ],
)
def test_a_broken_rule_is_named(now: datetime, spoil: Callable[[datetime], None], complaint: str) -> None:
    spoil(now)
    with pytest.raises(invariants.BrokenInvariant) as caught:
        invariants.check(now=now)
    assert complaint in str(caught.value.detail)


def test_the_story_leaves_a_published_pitch_and_its_trail(now: datetime) -> None:
    pitch = the_pitch()
    trail = AuditEntry.objects.filter(subject_id=str(pitch.pk)).order_by("id").values_list("action", flat=True)
    assert (pitch.state, pitch.published_at) == (PitchState.PUBLISHED, now)
    assert list(trail) == [
        "pitch.created",
        "pitch.deck_changed",
        "pitch.member_added",
        "pitch.role_confirmed",
        "pitch.visibility_changed",
        "pitch.submitted",
        "pitch.published",
        "pitch.blocks_granted",
    ]


def test_the_story_opens_terms_to_the_named_firm_alone(now: datetime) -> None:
    pitch = the_pitch()
    open_to = {
        role: Block.TERMS in readable_blocks(person(role), [pitch], now)[pitch.pk]
        for role in ("startup", "investor", "investor_second", "investor_unverified", "newcomer")
    }
    assert open_to == {
        "startup": True,
        "investor": True,
        "investor_second": False,
        "investor_unverified": False,
        "newcomer": False,
    }


def test_the_story_shows_funds_to_those_determined(now: datetime) -> None:
    roles = ("investor", "limited_partner", "investor_second", "newcomer")
    holds = {role: organizations.holds_standing(person(role), StandingKind.SPECIFIC_PERSON, now) for role in roles}
    assert holds == {"investor": True, "limited_partner": True, "investor_second": False, "newcomer": False}
    of_verified_firms = Fund.objects.filter(firm__verification_state=VerificationState.VERIFIED)
    assert set(organizations.visible_funds(person("limited_partner"), now)) == set(of_verified_firms)
    assert of_verified_firms.count() > 100
    assert organizations.visible_funds(person("newcomer"), now).count() == 0


def test_the_story_leaves_one_firm_waiting_for_the_operators(now: datetime) -> None:
    waiting = Organization.objects.get(verification_state=VerificationState.PENDING)
    assert waiting.memberships.get().person == person("investor_unverified")


def test_every_sign_in_opens_its_own_account(now: datetime) -> None:
    for sign_in in SIGN_INS:
        account = User.objects.get(email=sign_in.email)
        assert account.check_password(sign_in.password)
        assert account.is_operator == sign_in.is_operator
        assert account.has_second_factor == bool(sign_in.totp_secret)
    assert person("operator").acts_as_operator


def test_nobody_signs_in_as_the_rest_of_the_street(now: datetime) -> None:
    others = User.objects.filter(is_demo=True).exclude(email__in=[sign_in.email for sign_in in SIGN_INS])
    assert others.count() == 2400
    assert set(others.values_list("password", flat=True)) == {"!demo"}
    assert not any(owner.has_usable_password() for owner in others[:20])


def test_a_draft_of_another_company_is_nobodys_business(now: datetime) -> None:
    seen = visible_pitches(person("investor")).filter(state__in=[PitchState.DRAFT, PitchState.IN_REVIEW])
    assert not seen.exists()


def test_the_sign_ins_are_printed_with_the_second_factors_key(now: datetime) -> None:
    out = StringIO()
    call_command("demo_sign_ins", stdout=out)
    lines = out.getvalue().splitlines()
    assert [line.split()[0] for line in lines] == [sign_in.role for sign_in in SIGN_INS]
    assert [line.split()[-1] for line in lines if "TOTP" in line] == [s.totp_secret for s in SIGN_INS if s.totp_secret]


@override_settings(DEMO=False)
def test_the_sign_ins_are_kept_where_there_is_no_demo(now: datetime) -> None:
    with pytest.raises(CommandError, match="no demo"):
        call_command("demo_sign_ins", stdout=StringIO())
