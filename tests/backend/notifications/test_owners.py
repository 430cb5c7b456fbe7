"""Every kind: who is told of which act, in three languages, and who is not told any more once the right is gone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import translation

from backend.accounts.models import User
from backend.console import clock_watch
from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.models import OutboxEvent
from backend.core.services import drain_outbox
from backend.deals.enums import Block, ImportState, PitchState
from backend.deals.models import BlockGrant, ImportBatch, Pitch
from backend.deals.selectors.revisions import edition_of_revision
from backend.deals.services import access, imports, pitch_states, reminders, revisions
from backend.matching.enums import RunKind
from backend.matching.models import DirtyObject
from backend.matching.services import alarming, ranking_runs
from backend.matching.services.indexing import Drained
from backend.notifications import selectors
from backend.notifications.enums import Channel, DeliveryState
from backend.notifications.kinds import all_kinds
from backend.notifications.models import Delivery, Notification
from backend.organizations import services as organizations
from backend.organizations.enums import MemberRole, ReviewKind, ReviewState, StandingKind
from backend.organizations.models import InvestorStanding, Membership, Organization
from backend.organizations.services.reminders import remind_expiring
from backend.roadshows.enums import EventState
from backend.roadshows.models import Event
from tests.backend.notifications.conftest import drain
from tests.factories.accounts import UserFactory
from tests.factories.deals import PitchFactory, PitchRevisionFactory
from tests.factories.organizations import (
    EvidenceFactory,
    InvitationFactory,
    OrganizationFactory,
    ReviewFactory,
    StandingFactory,
    belongs,
)
from tests.support.call_acts import tell_firm, tell_searcher, tell_team
from tests.support.event_acts import EVENT_ACTS, HOSTS, TEAM
from tests.support.money_acts import MONEY_ACTS
from tests.support.pitch_cast import edition_now
from tests.support.room_acts import ROOM_ACTS
from tests.support.street import Street, Told, a_street

pytestmark = pytest.mark.django_db

LANGUAGES = ("zh-hans", "zh-hant", "en")


@pytest.fixture
def street() -> Street:
    return a_street()


def _pitch(street: Street, **fields: Any) -> Pitch:
    found: Pitch = PitchFactory.create(organization=street.startup, one_liner="触觉传感器", **fields)
    return found


def _submit(street: Street) -> None:
    pitch_states.submit_pitch(actor=street.people["startup owner"], pitch=_pitch(street), now=clock.now())


def _decide(street: Street, *, approve: bool) -> None:
    pitch = _pitch(street, state=PitchState.IN_REVIEW)
    pitch_states.decide_pitch(
        actor=street.operator,
        pitch=pitch,
        approve=approve,
        reason="" if approve else "请补充",
        edition=edition_now(pitch),
        now=clock.now(),
    )


def _submit_revision(street: Street) -> None:
    row = PitchRevisionFactory.create(pitch=_pitch(street, published=True), submitted_at=None)
    revisions.submit_revision(actor=street.people["startup member"], pitch=row.pitch, now=clock.now())


def _decide_revision(street: Street, *, approve: bool) -> None:
    row = PitchRevisionFactory.create(pitch=_pitch(street, published=True))
    revisions.decide_revision(
        actor=street.operator,
        pitch=row.pitch,
        approve=approve,
        reason="" if approve else "请补充",
        edition=edition_of_revision(row),
        now=clock.now(),
    )


def _grant(street: Street) -> None:
    access.grant_blocks(
        actor=street.people["startup owner"],
        pitch=_pitch(street, published=True),
        firm=street.firm,
        blocks=[Block.TERMS],
        expires_at=None,
        now=clock.now(),
    )


def _stale(street: Street) -> None:
    _pitch(street, published=True, last_confirmed_at=clock.now() - timedelta(days=91))
    _pitch(street, published=True, last_confirmed_at=clock.now() - timedelta(days=89))
    _pitch(street, last_confirmed_at=clock.now() - timedelta(days=91))
    reminders.remind_stale(now=clock.now())


def _import(street: Street) -> None:
    batch = ImportBatch.objects.create(
        subject="companies",
        source="名录",
        state=ImportState.RUNNING,
        started_by=street.operator,
        report={"totals": dict.fromkeys(("rows", "new", "changed", "unchanged", "problems"), 2)},
    )
    imports._finish(batch, ImportState.DONE)


def _ask_verification(street: Street) -> None:
    owner = street.people["startup owner"]
    organizations.request_verification(
        actor=owner,
        organization=_own_unverified(owner),
        statement="",
        evidence=[EvidenceFactory.create(uploaded_by=owner)],
        now=clock.now(),
    )


def _own_unverified(owner: User) -> Organization:
    mine: Organization = OrganizationFactory.create(country="HKG")
    belongs(owner, mine, MemberRole.OWNER)
    return mine


def _ask_claim(street: Street) -> None:
    person = street.people["outsider"]
    organizations.request_claim(
        actor=person,
        organization=OrganizationFactory.create(reference=True),
        statement="",
        evidence=[EvidenceFactory.create(uploaded_by=person)],
        now=clock.now(),
    )


def _ask_standing(street: Street) -> None:
    person = street.people["outsider"]
    organizations.request_standing(
        actor=person,
        kind=StandingKind.SPECIFIC_PERSON,
        statement="",
        evidence=[EvidenceFactory.create(uploaded_by=person)],
        now=clock.now(),
    )


def _decide_review(street: Street, kind: ReviewKind, *, approve: bool) -> None:
    organization = street.startup if kind == ReviewKind.VERIFICATION else OrganizationFactory.create(reference=True)
    asker = street.people["startup admin" if kind == ReviewKind.VERIFICATION else "outsider"]
    organizations.decide_review(
        actor=street.operator,
        review=ReviewFactory.create(organization=organization, kind=kind, requested_by=asker),
        approve=approve,
        reason="" if approve else "请补充",
        now=clock.now(),
    )


def _decide_standing(street: Street, *, approve: bool) -> None:
    standing = InvestorStanding.objects.create(
        person=street.people["firm member"], kind=StandingKind.SPECIFIC_PERSON, state=ReviewState.PENDING
    )
    organizations.decide_standing(
        actor=street.operator, standing=standing, approve=approve, reason="请补充", now=clock.now()
    )


def _expire(street: Street) -> None:
    Organization.objects.filter(pk=street.startup.pk).update(verified_until=clock.now() - timedelta(minutes=1))
    organizations.expire_verifications(actor=street.operator, now=clock.now())


def _remind(street: Street) -> None:
    Organization.objects.filter(pk=street.startup.pk).update(verified_until=clock.now() + timedelta(days=13))
    soon, later = clock.now() + timedelta(days=13), clock.now() + timedelta(days=15)
    StandingFactory.create(person=street.people["firm member"], valid_until=soon)
    # Renewed already, not due yet, and revoked: nobody is reminded of these.
    StandingFactory.create(person=street.people["firm admin"], valid_until=soon)
    StandingFactory.create(person=street.people["firm admin"])
    StandingFactory.create(person=street.people["firm owner"], valid_until=later)
    StandingFactory.create(person=street.people["firm reader"], valid_until=soon, revoked_at=clock.now())
    remind_expiring(now=clock.now())


def _join(street: Street) -> None:
    invitation = InvitationFactory.create(organization=street.startup, invited_by=street.people["startup admin"])
    organizations.accept_invitation(actor=street.people["outsider"], invitation=invitation, now=clock.now())


def _offer(street: Street) -> None:
    membership = Membership.objects.get(person=street.people["startup member"])
    organizations.offer_ownership(
        actor=street.people["startup owner"], organization=street.startup, membership=membership
    )


def _train(street: Street) -> None:
    """There are no past deals, so there is nothing to judge the ranking by."""
    run = ranking_runs.begin(actor=SYSTEM, kind=RunKind.TRAIN, now=clock.now(), switch_on=True)
    ranking_runs.work(run_id=run.pk, now=clock.now())


def _hold_up_index(street: Street) -> None:
    DirtyObject.objects.create(kind="deal", object_id=street.startup.pk, version=1)
    alarming.look(Drained(is_engine_away=True), now=clock.now() + timedelta(minutes=1))


def _set_clock_wrong(street: Street) -> None:
    clock_watch.look(here=clock.now() + timedelta(seconds=90), now=clock.now())


HEADS = {"startup owner", "startup admin"}
DESK = {"operator", "other operator"}
# Act, what it tells whom, and a word of its title in each language.
ACTS: dict[str, tuple[Callable[[Street], object], Told, tuple[str, str, str]]] = {
    "pitch submitted": (_submit, {"console.pitch_waiting": DESK}, ("项目待审核", "項目待審核", "A pitch waits")),
    "pitch approved": (
        lambda street: _decide(street, approve=True),
        {"deals.pitch_approved": TEAM},
        ("已通过审核", "已通過審核", "was approved"),
    ),
    "pitch sent back": (
        lambda street: _decide(street, approve=False),
        {"deals.pitch_sent_back": TEAM},
        ("未通过审核", "未通過審核", "was sent back"),
    ),
    "revision submitted": (
        _submit_revision,
        {"console.revision_waiting": DESK},
        ("项目修改待审核", "項目修改待審核", "Changes of a pitch wait"),
    ),
    "revision approved": (
        lambda street: _decide_revision(street, approve=True),
        {"deals.revision_approved": TEAM},
        ("的修改已通过", "的修改已通過", "were approved"),
    ),
    "revision sent back": (
        lambda street: _decide_revision(street, approve=False),
        {"deals.revision_sent_back": TEAM},
        ("的修改未通过", "的修改未通過", "were sent back"),
    ),
    "named as investor": (
        _grant,
        {"deals.named_as_investor": HOSTS},
        ("邀请贵机构", "邀請貴機構", "has named your firm"),
    ),
    "pitch stale": (_stale, {"deals.pitch_stale": TEAM}, ("请确认项目", "請確認項目", "still hold?")),
    "import finished": (
        _import,
        {"deals.import_finished": {"operator"}},
        ("导入任务已结束", "導入任務已結束", "Import finished"),
    ),
    "verification asked": (
        _ask_verification,
        {"console.organization_waiting": DESK},
        ("企业认证待审核", "企業認證待審核", "A verification waits"),
    ),
    "claim asked": (_ask_claim, {"console.claim_waiting": DESK}, ("认领待审核", "認領待審核", "A claim waits")),
    "standing asked": (
        _ask_standing,
        {"console.standing_waiting": DESK},
        ("投资人资格待审核", "投資人資格待審核", "An investor standing waits"),
    ),
    "verified": (
        lambda street: _decide_review(street, ReviewKind.VERIFICATION, approve=True),
        {"organizations.review_decided": HEADS},
        ("已通过认证", "已通過認證", "is verified"),
    ),
    "verification refused": (
        lambda street: _decide_review(street, ReviewKind.VERIFICATION, approve=False),
        {"organizations.review_decided": HEADS},
        ("的认证未通过", "的認證未通過", "was not verified"),
    ),
    "claim granted": (
        lambda street: _decide_review(street, ReviewKind.CLAIM, approve=True),
        {"organizations.review_decided": {"outsider"}},
        ("您已认领", "您已認領", "You have claimed"),
    ),
    "claim refused": (
        lambda street: _decide_review(street, ReviewKind.CLAIM, approve=False),
        {"organizations.review_decided": {"outsider"}},
        ("的认领未通过", "的認領未通過", "was refused"),
    ),
    "standing granted": (
        lambda street: _decide_standing(street, approve=True),
        {"organizations.standing_decided": {"firm member"}},
        ("已获确认", "已獲確認", "is confirmed"),
    ),
    "standing refused": (
        lambda street: _decide_standing(street, approve=False),
        {"organizations.standing_decided": {"firm member"}},
        ("申请未通过", "申請未通過", "was not granted"),
    ),
    "verification expired": (
        _expire,
        {"organizations.verification_expired": HEADS},
        ("的认证已过期", "的認證已過期", "has expired"),
    ),
    "expiring": (
        _remind,
        {"organizations.verification_expiring": HEADS, "organizations.standing_expiring": {"firm member"}},
        ("即将到期", "即將到期", "about to expire"),
    ),
    "invitation accepted": (
        _join,
        {"organizations.invitation_accepted": {"startup admin"}},
        ("已加入", "已加入", "has joined"),
    ),
    "ownership offered": (
        _offer,
        {"organizations.ownership_offered": {"startup member"}},
        ("请您接任", "請您接任", "asks you to become owner"),
    ),
    "training ended": (
        _train,
        {"matching.training_ended": DESK},
        ("评估样本不足", "評估樣本不足", "not switched on: too few companies"),
    ),
    "index stands still": (
        _hold_up_index,
        {"matching.index_stands_still": DESK},
        ("搜索索引停止更新", "搜索索引停止更新", "stands still"),
    ),
    "clocks apart": (
        _set_clock_wrong,
        {"console.clocks_apart": DESK},
        ("服务器时钟与数据库相差", "服務器時鐘與數據庫相差", "clock and the database's are 90 s apart"),
    ),
    "search hit": (
        tell_searcher,
        {"matching.search_hit": {"outsider"}},
        ("新项目符合", "新項目符合", "A new deal fits"),
    ),
    "thesis hit": (tell_firm, {"matching.thesis_hit": HOSTS}, ("新项目符合", "新項目符合", "A new deal fits")),
    "pitch wanted": (
        tell_team,
        {"matching.pitch_wanted": TEAM},
        ("新的投资主题适合", "新的投資主題適合", "A new investment thesis fits"),
    ),
    **EVENT_ACTS,
    **MONEY_ACTS,
    **ROOM_ACTS,
}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_tells_exactly_whom_it_concerns_in_their_language(street: Street, name: str) -> None:
    act, expected, words = ACTS[name]
    act(street)
    drain_outbox(now=clock.now())
    assert not OutboxEvent.objects.filter(handled_at=None).exists()
    assert street.told() == expected
    for language, word in zip(LANGUAGES, words, strict=True):
        with translation.override(language):
            for person in street.people.values():
                told = selectors.in_words(selectors.inbox_of(User.objects.get(pk=person.pk)))
                assert all(word in one.message.title and one.message.path.startswith("/") for one in told), language
    # The worker runs a handler again when it died before marking the event: nobody is told twice.
    before = Notification.objects.count()
    OutboxEvent.objects.update(handled_at=None)
    drain_outbox(now=clock.now())
    remind_expiring(now=clock.now())
    reminders.remind_stale(now=clock.now())
    assert Notification.objects.count() == before


def test_every_kind_has_an_act_in_the_table() -> None:
    told = {kind for _, expected, _ in ACTS.values() for kind in expected}
    assert told == {kind.code for kind in all_kinds() if not kind.code.startswith("tests.")}


def _leave(street: Street) -> None:
    Membership.objects.all().delete()


def _no_operators(street: Street) -> None:
    User.objects.update(is_operator=False)


def _settled_elsewhere(street: Street) -> None:
    """What was to be done is done, or what was given is taken back."""
    Pitch.objects.update(state=PitchState.CLOSED)
    BlockGrant.objects.update(revoked_at=clock.now())
    InvestorStanding.objects.update(state=ReviewState.WITHDRAWN)
    Event.objects.update(state=EventState.DRAFT)


# Act, and what takes the right away between the cause and the sending.
WITHDRAWN: list[tuple[str, Callable[[Street], None]]] = [
    *((name, _no_operators) for name in ("pitch submitted", "revision submitted", "import finished", "claim asked")),
    *((name, _no_operators) for name in ("verification asked", "standing asked", "event submitted", "training ended")),
    ("index stands still", _no_operators),
    *((name, _leave) for name in ("pitch approved", "pitch sent back", "revision approved", "revision sent back")),
    *((name, _leave) for name in ("named as investor", "pitch stale", "verification expired", "ownership offered")),
    ("invitation accepted", _leave),
    *(
        (name, _leave)
        for name in ("event published", "event sent back", "slot asked", "slot accepted", "slot declined")
    ),
    *(
        (name, _settled_elsewhere)
        for name in ("named as investor", "pitch stale", "pitch submitted", "event submitted")
    ),
    *((name, _settled_elsewhere) for name in ("standing asked", "standing granted", "standing refused")),
    *((name, _settled_elsewhere) for name in ("search hit", "thesis hit", "pitch wanted")),
    *((name, _leave) for name in ("thesis hit", "pitch wanted")),
]


@pytest.mark.parametrize(("name", "withdraw"), WITHDRAWN, ids=[f"{n} {w.__name__}" for n, w in WITHDRAWN])
def test_who_may_not_know_any_more_is_told_by_no_way(
    street: Street, name: str, withdraw: Callable[[Street], None]
) -> None:
    ACTS[name][0](street)
    drain_outbox(now=clock.now())
    mail.outbox.clear()
    assert Delivery.objects.filter(channel=Channel.EMAIL, state=DeliveryState.QUEUED).exists()
    withdraw(street)
    drain(clock.now() + timedelta(days=2))
    assert (mail.outbox, street.told()) == ([], {})
    states = Delivery.objects.exclude(channel=Channel.SMS).values_list("state", flat=True)
    assert set(states) == {DeliveryState.WITHHELD}


def test_an_operator_of_the_company_is_not_told_that_its_case_waits(street: Street) -> None:
    """Nobody decides about their own; the colleague at the desk is told."""
    belongs(street.operator, street.startup, MemberRole.READER)
    _submit(street)
    drain_outbox(now=clock.now())
    assert street.told() == {"console.pitch_waiting": {"other operator"}}


def test_an_operator_without_a_second_factor_is_told_nothing_of_the_queue(street: Street) -> None:
    half = street.people["half"] = UserFactory.create(is_operator=True)
    _submit(street)
    drain_outbox(now=clock.now())
    assert Notification.objects.filter(recipient=half).count() == 1
    assert street.told() == {"console.pitch_waiting": DESK}


def test_operators_get_one_mail_a_day_about_their_queue(street: Street) -> None:
    for _ in range(3):
        _submit(street)
    drain_outbox(now=clock.now())
    drain()
    assert mail.outbox == []
    drain(clock.now() + timedelta(days=1))
    assert sorted(message.to[0] for message in mail.outbox) == sorted(str(street.people[name].email) for name in DESK)
    assert {message.subject for message in mail.outbox} == {"您有 3 条新消息 · 香蜜湖创投街区"}
