"""A changed pitch reaches every saved search and thesis it newly fits, and a changed thesis every pitch: each once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from backend.accounts.models import User
from backend.core import clock
from backend.deals.enums import Block, ThesisState, Visibility
from backend.deals.models import Thesis
from backend.deals.services import pitch_states, thesis_checks
from backend.matching import models_of_deals, rhythms
from backend.matching.enums import Asker, Rhythm
from backend.matching.models import Alert, Call, DeadLetter, DirtyObject, MatchedThesis, PitchRhythm, WaitingMatch
from backend.matching.selectors.saved import hits_of
from backend.matching.services import calling, drift, finding, rebuild, renewing, saved_searches
from backend.matching.services.reach import thesis_changed
from backend.notifications.services import sending
from backend.organizations.enums import MemberRole
from backend.organizations.models import Membership, Organization
from backend.taxonomy.selectors import current_tree
from search.records import ObjectKind
from tests.factories.accounts import UserFactory
from tests.factories.deals import PitchBlockFactory, PitchFactory
from tests.factories.organizations import FirmFactory, OrganizationFactory
from tests.support.callers import (
    inbox,
    mark_again,
    pairs,
    published,
    rewritten,
    saved,
    thesis,
    work_off,
)
from tests.support.pitch_cast import person_in
from tests.support.search_index import Index

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(index: Index) -> User:
    found: User = UserFactory.create()
    return found


def test_a_new_pitch_is_told_once_to_whoever_it_fits_and_not_to_others(person: User) -> None:
    fits, other = saved(person, name="传感器"), saved(person, name="生物医药", sector=["BIO"])
    quiet = saved(person, rhythm=Rhythm.NEVER, city=["深圳"])
    work_off()
    pitch = published()
    for _ in range(2):
        work_off()
    assert inbox(person) == [("新项目符合「传感器」", f"/deals/{pitch.pk}")]
    assert pairs() == {(fits.pk, pitch.pk), (quiet.pk, pitch.pk)}
    # What changes and fitted before is no news; nor is what is written again unchanged.
    rewritten(pitch, one_liner="换了一句介绍的触觉传感器")
    work_off()
    mark_again(pitch)
    work_off()
    assert len(inbox(person)) == 1
    # What changes so that it fits now is.
    rewritten(pitch, sectors=["BIO_CGT"], sector_primary="BIO_CGT")
    work_off()
    assert inbox(person)[0] == ("新项目符合「生物医药」", f"/deals/{pitch.pk}")
    rewritten(pitch, sectors=["SEMI_MEMS"], sector_primary="SEMI_MEMS")
    work_off()
    assert len(inbox(person)) == 2
    assert pairs() == {(fits.pk, pitch.pk), (quiet.pk, pitch.pk), (other.pk, pitch.pk)}
    assert not WaitingMatch.objects.exists()


def test_what_fits_when_a_search_is_saved_is_never_told(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither what the index knows, nor what is still on its way to it; and the control."""
    settled = published()
    work_off()
    waiting = published()
    first = saved(person)
    monkeypatch.setattr(saved_searches, "know_what_fits", lambda *args, **kwargs: 0)
    careless = saved(person, city=["深圳"])
    monkeypatch.undo()
    work_off()
    rewritten(settled, one_liner="换了一句介绍")
    work_off()
    assert Alert.objects.filter(search=first, due_at__isnull=False).count() == 0
    assert list(Alert.objects.filter(search=careless).values_list("pitch_id", flat=True)) == [waiting.pk]


def test_a_pitch_that_returns_is_news_to_those_who_were_not_told(person: User) -> None:
    told = saved(person, name="先")
    work_off()
    pitch = published()
    work_off()
    later = saved(person, name="后", city=["深圳"])
    founder = person_in(pitch.organization)
    pitch_states.pause_pitch(actor=founder, pitch=pitch, now=clock.now())
    work_off()
    assert inbox(person) == []
    pitch.refresh_from_db()
    pitch_states.resume_pitch(actor=founder, pitch=pitch, now=clock.now())
    work_off()
    assert {title for title, _ in inbox(person)} == {"新项目符合「先」", "新项目符合「后」"}
    assert Alert.objects.filter(search=told).count() == Alert.objects.filter(search=later).count() == 1


def test_what_verified_investors_alone_may_read_finds_for_them_alone(person: User) -> None:
    firm = FirmFactory.create(verified=True)
    investor, reader = person_in(firm), person_in(firm, MemberRole.READER)
    mine = {one: saved(one, q="液态金属") for one in (person, investor, reader)}
    work_off()
    pitch = PitchFactory.create(published=True, story="采用液态金属")
    PitchBlockFactory.create(pitch=pitch, block=Block.STORY, visibility=Visibility.VERIFIED_INVESTORS)
    mark_again(pitch)
    work_off()
    assert pairs() == {(mine[investor].pk, pitch.pk)}
    assert [len(inbox(one)) for one in mine] == [0, 1, 0]
    # The right to read it ends: nothing is shown any more of what rests on it.
    Membership.objects.filter(person=investor).delete()
    assert inbox(investor) == []


def test_what_is_closed_before_anybody_was_told_is_not_shown_as_found(person: User) -> None:
    """A weekly search would else tell on its page what the block said until its team closed it."""
    investor = person_in(FirmFactory.create(verified=True))
    mine = {one: saved(one, q="液态金属", rhythm=Rhythm.WEEKLY) for one in (person, investor)}
    work_off()
    pitch = PitchFactory.create(published=True, story="采用液态金属")
    block = PitchBlockFactory.create(pitch=pitch, block=Block.STORY, visibility=Visibility.PUBLIC)
    shown = []
    for visibility in (Visibility.PUBLIC, Visibility.VERIFIED_INVESTORS, Visibility.NAMED_INVESTORS):
        block.visibility = visibility
        block.save(update_fields=["visibility"])
        mark_again(pitch)
        work_off()
        shown.append([len(hits_of(one, search, now=clock.now())) for one, search in mine.items()])
    assert shown == [[1, 1], [0, 1], [0, 0]]


def test_a_digest_tells_at_once_what_was_found_since_the_last_one(person: User) -> None:
    saved(person, rhythm=Rhythm.DAILY, name="深圳的传感器", city=["深圳"])
    work_off()
    names = ["甲", "乙", "丙", "丁", "戊", "己"]
    for name in names:
        published(organization=OrganizationFactory.create(verified=True, brand_name=name), one_liner=f"{name}的项目")
    work_off()
    assert (inbox(person), Call.objects.count()) == ([], 0)
    due = rhythms.due_at(Rhythm.DAILY, clock.now())
    assert due is not None
    assert calling.call_due(now=due - timedelta(seconds=1)) == 0
    assert calling.call_due(now=due) == 1
    search = Call.objects.get().search
    assert search is not None
    assert inbox(person) == [("「深圳的传感器」有 6 个新项目", f"/investor/searches/{search.pk}")]
    sending.drain(read_clock=lambda: due)
    (letter,) = mail.outbox
    lines = [f"{name}：{name}的项目" for name in names[:5]]
    assert "\n".join([*lines, "……另有 1 个。"]) in letter.body
    assert "不再接收此类邮件： 保存的搜索「深圳的传感器」" in letter.body
    # The next digest holds what is new since, and none without.
    assert calling.call_due(now=due + timedelta(days=1)) == 0


def test_rhythms_change_what_waits(person: User) -> None:
    search = saved(person, rhythm=Rhythm.WEEKLY)
    work_off()
    published()
    work_off()
    monday = Alert.objects.get().due_at
    assert monday is not None
    assert monday == rhythms.due_at(Rhythm.WEEKLY, clock.now())
    saved_searches.change_search(actor=person, saved=search, rhythm=Rhythm.IMMEDIATE, now=clock.now())
    saved_searches.pause_search(actor=person, saved=search, now=clock.now())
    saved_searches.resume_search(actor=person, saved=search)
    # Paused, it was meant to be silent, and what was found until then stays on the page alone.
    assert (calling.call_due(now=monday), Alert.objects.get().due_at) == (0, None)


def test_theses_hear_of_pitches_and_rivals_of_the_portfolio_are_left_out(person: User) -> None:
    firm, rival = FirmFactory.create(verified=True), OrganizationFactory.create(verified=True)
    member, reader = person_in(firm, MemberRole.MEMBER), person_in(firm, MemberRole.READER)
    row = thesis(firm)
    row.portfolio_conflicts.add(rival)
    work_off()
    pitch = published()
    published(organization=rival)
    work_off()
    assert pairs() == {(row.pk, pitch.pk)}
    # Without a choice of their own a firm hears every morning.
    calling.call_due(now=clock.now() + timedelta(days=1))
    assert inbox(member) == [("新项目符合投资主题「微机电」", f"/deals/{pitch.pk}")]
    assert inbox(reader) == inbox(person) == []


def test_teams_hear_of_theses_that_newly_fit(person: User) -> None:
    firm: Organization = FirmFactory.create(verified=True)
    pitch, other = published(), published(sectors=["BIO_CGT"], sector_primary="BIO_CGT")
    founder, stranger = person_in(pitch.organization), person_in(other.organization)
    PitchRhythm.objects.create(pitch=pitch, rhythm=Rhythm.IMMEDIATE)
    work_off()
    row = thesis(firm)
    work_off()
    assert set(Alert.objects.values_list("asker", "thesis", "pitch")) == {(Asker.PITCH, row.pk, pitch.pk)}
    assert inbox(founder) == [("新的投资主题适合项目「为机器人提供触觉的柔性传感器」", f"/investors/{firm.pk}")]
    # It asks for more now: whom it fitted before is not told again.
    Thesis.objects.filter(pk=row.pk).update(sectors_include=["SEMI_MEMS", "BIO"])
    thesis_changed(row.pk, firm.pk)
    work_off()
    assert len(inbox(founder)) == 1
    assert inbox(stranger) == []
    calling.call_due(now=clock.now() + timedelta(days=7))
    assert len(inbox(stranger)) == 1
    # The thesis is withdrawn: nobody is told of it any more.
    Thesis.objects.filter(pk=row.pk).update(state=ThesisState.PAUSED)
    assert inbox(founder) == inbox(stranger) == []


def test_a_team_does_not_learn_from_silence_that_it_is_a_rival(person: User) -> None:
    """Its matches show the firm as they would without the conflict, and so is it told of the thesis."""
    firm, rival = FirmFactory.create(verified=True), published()
    PitchRhythm.objects.create(pitch=rival, rhythm=Rhythm.IMMEDIATE)
    founder = person_in(rival.organization)
    work_off()
    row = thesis(firm)
    row.portfolio_conflicts.add(rival.organization)
    work_off()
    assert set(Alert.objects.values_list("asker", "thesis", "pitch")) == {(Asker.PITCH, row.pk, rival.pk)}
    assert [path for _, path in inbox(founder)] == [f"/investors/{firm.pk}"]


def test_while_the_engine_is_away_nothing_is_lost(person: User, index: Index, settings: object) -> None:
    search = saved(person)
    work_off()
    with index.away(settings):
        pitches = [published(one_liner=f"第{number}个") for number in range(3)]
        work_off()
        during = saved(person, city=["深圳"])
        assert (pairs(), inbox(person)) == ({(during.pk, one.pk) for one in pitches}, [])
    work_off()
    assert pairs() == {(one.pk, pitch.pk) for one in (search, during) for pitch in pitches}
    assert [title for title, _ in inbox(person)] == [f"「{search.name}」有 3 个新项目"]


def test_a_pitch_waits_until_every_question_is_in_the_index(person: User, index: Index) -> None:
    search = saved(person)
    pitch = published()
    pending = DirtyObject.objects.get(object_id=search.pk)
    DirtyObject.objects.filter(pk=pending.pk).update(retry_at=clock.now() + timedelta(minutes=1))
    work_off()
    assert WaitingMatch.objects.filter(object_id=pitch.pk).exists()
    DirtyObject.objects.filter(pk=pending.pk).update(retry_at=None)
    index.catch_up()
    finding.find(now=clock.now())
    assert not WaitingMatch.objects.exists()


def test_saved_searches_are_compared_repaired_and_rebuilt(person: User, index: Index) -> None:
    search, gone = saved(person), saved(person, city=["深圳"])
    work_off()
    assert index.found(ObjectKind.CRITERIA) == {str(search.pk), str(gone.pk)}
    saved_searches.delete_search(actor=person, saved=gone, now=clock.now())
    DirtyObject.objects.all().delete()
    engine = index.engine
    engine.connection.writes.delete(index=engine.read_alias(ObjectKind.CRITERIA), id=str(search.pk), refresh=True)
    (found,) = drift.find(now=clock.now(), kinds=[ObjectKind.CRITERIA])
    assert (found.missing, found.surplus) == ([search.pk], [gone.pk])
    drift.repair(now=clock.now(), kinds=[ObjectKind.CRITERIA])
    work_off()
    assert index.found(ObjectKind.CRITERIA) == {str(search.pk)}
    rebuild.rebuild((ObjectKind.CRITERIA,), now=clock.now())
    assert index.found(ObjectKind.CRITERIA) == {str(search.pk)}


@pytest.mark.parametrize("is_rebuilt", [False, True], ids=["swept", "rebuilt by another model"])
def test_what_is_taken_as_known_is_news_to_nobody(person: User, index: Index, is_rebuilt: bool) -> None:
    """After a bulk load; what changes later is."""
    saved(person)
    work_off()
    pitch = PitchFactory.create(published=True)
    row = Thesis.objects.create(
        firm=FirmFactory.create(verified=True), title="全部", state=ThesisState.PUBLISHED, published_at=clock.now()
    )
    for kind in (ObjectKind.DEAL, ObjectKind.CRITERIA):
        drift.mark_unknown(kind, now=clock.now())
    if is_rebuilt:
        rebuild.rebuild(tuple(ObjectKind), now=clock.now(), model=models_of_deals.learn(now=clock.now()))
    work_off()
    assert (pairs(), WaitingMatch.objects.count()) == (set(), 0)
    assert index.found(ObjectKind.DEAL) == {str(pitch.pk)}
    thesis_changed(row.pk, row.firm_id)
    work_off()
    assert pairs() == set()
    rewritten(pitch, sectors=["BIO_CGT"])
    work_off()
    rewritten(pitch, sectors=["SEMI_MEMS"])
    work_off()
    assert len(inbox(person)) == 1


def test_a_deal_comes_within_the_days_asked_for(person: User) -> None:
    today = timezone.localdate(clock.now())
    published(close_by_date=today + timedelta(days=30))
    near = published(close_by_date=today + timedelta(days=31))
    published(close_by_date=today + timedelta(days=40))
    work_off()
    search = saved(person, close_within=30)
    work_off()
    assert pairs() == set()
    assert renewing.renew_days(now=clock.now()) == 0
    assert [renewing.renew_days(now=clock.now() + timedelta(days=1)) for _ in range(2)] == [1, 0]
    assert pairs() == {(search.pk, near.pk)}


def test_a_search_that_lost_its_sense_keeps_nobody_waiting(person: User) -> None:
    search, other = saved(person), saved(person, city=["深圳"])
    type(search).objects.filter(pk=search.pk).update(question={"sector": ["NO_SUCH"]})
    pitch = published()
    work_off()
    assert DeadLetter.objects.get().object_id == search.pk
    assert pairs() == {(other.pk, pitch.pk)}


def test_a_thesis_that_cannot_be_asked_keeps_nobody_waiting(person: User, index: Index) -> None:
    """It was readable when it settled in the index, and when pitches were found for it, and is not any more."""
    firm: Organization = FirmFactory.create(verified=True)
    broken, other = thesis(FirmFactory.create(verified=True)), thesis(firm)
    member = person_in(firm, MemberRole.MEMBER)
    work_off()
    pitch = published()
    work_off()
    assert pairs() == {(broken.pk, pitch.pk), (other.pk, pitch.pk)}
    late, search = thesis(FirmFactory.create(verified=True)), saved(person)
    index.catch_up()
    Thesis.objects.filter(pk__in=[broken.pk, late.pk]).update(cities=[f"城{number}" for number in range(61)])
    newer = published()
    work_off()
    assert (search.pk, newer.pk) in pairs()
    calling.call_due(now=clock.now() + timedelta(days=8))
    assert [title for title, _ in inbox(member)] == ["投资主题「微机电」有 2 个新项目"]


def test_a_thesis_that_cannot_be_asked_keeps_no_other_from_being_known(person: User, index: Index) -> None:
    rows = [thesis(FirmFactory.create(verified=True)) for _ in range(2)]
    DirtyObject.objects.update(is_news=False)
    index.catch_up()
    Thesis.objects.filter(pk=rows[0].pk).update(cities=[f"城{number}" for number in range(61)])
    work_off()
    assert not WaitingMatch.objects.exists()
    assert list(MatchedThesis.objects.values_list("pk", flat=True)) == [rows[1].pk]


def test_a_thesis_is_asked_with_all_it_may_name(person: User) -> None:
    far = "遥远的地方" * 16
    cities = [far, *(f"城{number}" for number in range(thesis_checks.MAX_PLACES - 2)), "深圳"]
    sectors = [node.code for node in current_tree().sectors if node.parent]
    wide = thesis(
        FirmFactory.create(verified=True), cities=cities, sectors_include=sectors[: thesis_checks.MAX_SECTORS]
    )
    work_off()
    pitch = published(sectors=sectors[:1], sector_primary=sectors[0])
    work_off()
    assert (pairs(), DeadLetter.objects.count()) == ({(wide.pk, pitch.pk)}, 0)


def test_what_is_closed_while_the_letter_is_under_way_is_not_told(person: User) -> None:
    saved(person, q="液态金属")
    work_off()
    pitch = PitchFactory.create(published=True, story="采用液态金属")
    block = PitchBlockFactory.create(pitch=pitch, block=Block.STORY, visibility=Visibility.PUBLIC)
    mark_again(pitch)
    work_off()
    assert len(inbox(person)) == 1
    block.visibility = Visibility.VERIFIED_INVESTORS
    block.save(update_fields=["visibility"])
    mark_again(pitch)
    work_off()
    sending.drain(read_clock=clock.now)
    assert (mail.outbox, inbox(person)) == ([], [])
