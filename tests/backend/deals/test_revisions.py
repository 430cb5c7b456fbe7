"""An approved pitch changes for nobody outside its team before a reviewer has read the change."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import Settings

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import DomainError, NotPermitted
from backend.core.models import AuditEntry
from backend.core.money import Currency, Money
from backend.deals.enums import Block, PitchState
from backend.deals.errors import ChangedSinceRead, WrongState
from backend.deals.models import Pitch, PitchRevision, PitchTeamMember
from backend.deals.selectors.revisions import AT_ONCE, REVIEWED, edition_of_revision
from backend.deals.services import pitch_states, pitches, revisions, team
from backend.deals.services.access import open_deck
from backend.deals.services.pitch_changes import PitchChanges
from backend.files.models import StoredFile
from backend.matching.projections import deal_records
from backend.organizations.enums import MemberRole
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.deals import PitchFactory, PitchTeamMemberFactory, PitchTermsFactory
from tests.factories.organizations import FirmFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in
from tests.support.uploads import stored_deck

pytestmark = pytest.mark.django_db

OLD, NEW = "为机器人提供触觉的柔性传感器", "保本高收益，月息三分"


@pytest.fixture(autouse=True)
def _storage(tmp_path: Path, settings: Settings) -> None:
    settings.STORAGE_ROOT = tmp_path


@pytest.fixture
def pitch() -> Pitch:
    made: Pitch = PitchFactory.create(published=True, approved_at=clock.now())
    return made


def _founder(pitch: Pitch) -> User:
    return person_in(pitch.organization, MemberRole.ADMIN)


def _update(pitch: Pitch, actor: User | None = None, **changes: Any) -> Pitch:
    version = Pitch.objects.values_list("version", flat=True).get(pk=pitch.pk)
    return pitches.update_pitch(
        actor=actor or _founder(pitch),
        pitch=pitch,
        version=version,
        changes=cast(PitchChanges, changes),
        now=clock.now(),
    )


def _submit(pitch: Pitch) -> PitchRevision:
    revisions.submit_revision(actor=_founder(pitch), pitch=pitch, now=clock.now())
    return PitchRevision.objects.get(pitch=pitch)


def _decide(pitch: Pitch, approve: bool = True, reason: str = "", actor: User | None = None) -> None:
    edition = edition_of_revision(PitchRevision.objects.get(pitch=pitch))
    revisions.decide_revision(
        actor=actor or OperatorFactory.create(),
        pitch=pitch,
        approve=approve,
        reason=reason,
        edition=edition,
        now=clock.now(),
    )


def _seen(pitch: Pitch, viewer: Any) -> dict[str, Any]:
    answer = client_of(viewer) if viewer is not None else client_of()
    body: dict[str, Any] = answer.get(f"/api/v1/pitches/{pitch.pk}/").json()
    return body


def _indexed(pitch: Pitch) -> str:
    return str(list(deal_records({pitch.pk: 1})))


def test_every_column_a_team_writes_is_either_reviewed_or_named_as_free() -> None:
    """A new column belongs to one of the two lists before it can be written."""
    keeping = {
        *("id", "created_at", "updated_at", "organization", "state", "version", "created_by", "deck", "deck_version"),
        *("submitted_at", "approved_at", "published_at", "paused_at", "closed_at", "last_confirmed_at"),
        *("review_reason", "completeness"),
    }
    columns = {field.name for field in Pitch._meta.concrete_fields} - keeping
    for block in ("terms", "traction", "ip", "needs", "team"):
        related = Pitch._meta.get_field(block).related_model
        assert related is not None
        assert not isinstance(related, str)
        columns |= {f"{block}.{field.name}" for field in related._meta.concrete_fields if field.name != "pitch"}
    assert sorted((*REVIEWED, *AT_ONCE)) == sorted(columns)


@pytest.mark.parametrize("state", [PitchState.PUBLISHED, PitchState.PAUSED, PitchState.IN_REVIEW])
def test_words_of_an_approved_pitch_wait_while_figures_apply_at_once(state: PitchState) -> None:
    pitch = PitchFactory.create(state=state, approved_at=clock.now(), published_at=clock.now())
    founder, operator = _founder(pitch), OperatorFactory.create()
    day = datetime(2026, 12, 31, tzinfo=UTC).date()

    _update(pitch, founder, one_liner=NEW, story=NEW, ip={"note": NEW, "patents_granted": 3}, close_by_date=day)

    pitch.refresh_from_db()
    assert (pitch.one_liner, pitch.story, pitch.close_by_date) == (OLD, "", day)
    assert (pitch.ip.note, pitch.ip.patents_granted) == ("", 3)
    assert NEW not in str(_seen(pitch, operator))
    mine = _seen(pitch, founder)
    assert (mine["one_liner"], mine["blocks"]["ip"]["data"]["note"]) == (NEW, NEW)
    assert mine["revision"]["state"] == "draft"
    assert mine["revision"]["changes"] == [
        {"name": "one_liner", "before": OLD, "after": NEW},
        {"name": "story", "before": "", "after": NEW},
        {"name": "ip.note", "before": "", "after": NEW},
    ]
    assert NEW not in str(list(AuditEntry.objects.values()))


def test_the_public_reads_and_finds_the_approved_text_until_the_revision_is_approved(pitch: Pitch) -> None:
    viewers = [None, UserFactory.create(), person_in(FirmFactory.create(verified=True))]
    _update(pitch, one_liner=NEW, story=NEW)
    for step in (lambda: None, lambda: _submit(pitch)):
        step()
        for viewer in viewers:
            body = _seen(pitch, viewer)
            assert (body["one_liner"], body["revision"], NEW in str(body)) == (OLD, None, False)
        rows = client_of().get("/api/v1/pitches/").json()["results"]
        assert [row["one_liner"] for row in rows] == [OLD]
        assert (OLD in _indexed(pitch), NEW in _indexed(pitch)) == (True, False)
        assert NEW not in client_of().get(f"/deals/{pitch.pk}").content.decode()

    _decide(pitch)

    assert {_seen(pitch, viewer)["one_liner"] for viewer in viewers} == {NEW}
    assert (OLD in _indexed(pitch), NEW in _indexed(pitch)) == (False, True)
    pitch.refresh_from_db()
    assert (pitch.state, PitchRevision.objects.count()) == (PitchState.PUBLISHED, 0)
    assert AuditEntry.objects.filter(action="pitch.revision_approved").count() == 1


def test_team_entries_wait_and_their_person_confirms_what_waits(pitch: Pitch) -> None:
    founder = _founder(pitch)
    kept = PitchTeamMemberFactory.create(pitch=pitch, role_confirmed_at=clock.now())
    gone = PitchTeamMemberFactory.create(pitch=pitch, name="李二")
    now = clock.now()
    team.update_team_member(actor=founder, member=kept, changes={"background": NEW}, now=now)
    added = team.add_team_member(
        actor=founder, pitch=pitch, changes={"name": "王三", "role": "总工", "person": founder.pk}, now=now
    )
    team.confirm_role(actor=founder, member=added, now=now)
    team.remove_team_member(actor=founder, member=gone, now=now)

    address = f"/api/v1/pitches/{pitch.pk}/team/"

    def people_for(viewer: Any) -> list[tuple[str, str]]:
        members = viewer.get(f"/api/v1/pitches/{pitch.pk}/").json()["blocks"]["team"]["data"]["members"]
        return [(row["name"], row["background"]) for row in members]

    assert people_for(client_of()) == [("陈一", "")]
    assert people_for(client_of(founder)) == [("陈一", NEW), ("王三", "")]
    assert client_of().patch(f"{address}{added.pk}/", {}, format="json").status_code in {401, 404}
    _submit(pitch)
    _decide(pitch)

    people = PitchTeamMember.objects.filter(pitch=pitch).order_by("id")
    assert [(one.pk, one.background, one.role_confirmed_at is not None) for one in people] == [
        (kept.pk, NEW, True),
        (added.pk, "", True),
    ]


def test_a_new_deck_waits_and_taking_one_away_does_not(pitch: Pitch) -> None:
    founder, operator = _founder(pitch), OperatorFactory.create()
    old = stored_deck(founder)
    Pitch.objects.filter(pk=pitch.pk).update(deck=old, deck_version=1)
    StoredFile.objects.filter(pk=old.pk).update(kept_at=clock.now())
    new = stored_deck(founder)
    pitches.attach_deck(actor=founder, pitch=pitch, file_id=new.pk, now=clock.now())

    def decks() -> list[Any]:
        return [open_deck(viewer=one, pitch_id=pitch.pk, now=clock.now())[1].pk for one in (founder, operator)]

    assert decks() == [new.pk, old.pk]
    _submit(pitch)
    _decide(pitch)
    assert decks() == [new.pk, new.pk]
    pitch.refresh_from_db()
    assert (pitch.deck_version, StoredFile.objects.get(pk=old.pk).kept_at) == (2, None)

    pitches.attach_deck(actor=founder, pitch=pitch, file_id=stored_deck(founder).pk, now=clock.now())
    pitches.attach_deck(actor=founder, pitch=pitch, file_id=None, now=clock.now())
    pitch.refresh_from_db()
    assert (pitch.deck_id, PitchRevision.objects.count()) == (None, 0)
    assert not StoredFile.objects.filter(kept_at__isnull=False).exists()


def test_in_another_currency_every_amount_waits(pitch: Pitch) -> None:
    PitchTermsFactory.create(pitch=pitch)
    _update(pitch, amount_target=Money(500, Currency.USD), terms={"pre_money": Money(10_000, Currency.USD)})

    pitch.refresh_from_db()
    assert (pitch.currency, pitch.amount_target_minor, pitch.terms.pre_money_minor) == ("CNY", 2_000_000_000, 10**10)
    _submit(pitch)
    _decide(pitch)
    fresh = Pitch.objects.get(pk=pitch.pk)
    assert (fresh.currency, fresh.amount_target_minor, fresh.terms.pre_money_minor) == ("USD", 500, 10_000)


def test_a_change_taken_back_waits_no_longer(pitch: Pitch) -> None:
    _update(pitch, one_liner=NEW)
    assert PitchRevision.objects.count() == 1
    _update(pitch, one_liner=OLD)
    assert PitchRevision.objects.count() == 0
    _update(pitch, one_liner=NEW)
    revisions.withdraw_revision(actor=_founder(pitch), pitch=pitch, now=clock.now())
    pitch.refresh_from_db()
    assert (pitch.one_liner, PitchRevision.objects.count()) == (OLD, 0)


def test_refused_changes_go_back_with_the_reason_and_the_pitch_stays(pitch: Pitch) -> None:
    founder = _founder(pitch)
    _update(pitch, founder, one_liner=NEW)
    _submit(pitch)
    with pytest.raises(DomainError) as refusal:
        _decide(pitch, approve=False, reason=" ")
    assert set(refusal.value.fields) == {"reason"}
    _decide(pitch, approve=False, reason="涉嫌承诺收益")

    pitch.refresh_from_db()
    assert (pitch.state, pitch.one_liner) == (PitchState.PUBLISHED, OLD)
    told = _seen(pitch, founder)["revision"]
    assert (told["state"], told["reason"]) == ("refused", "涉嫌承诺收益")
    with pytest.raises(WrongState):
        revisions.decide_revision(
            actor=OperatorFactory.create(), pitch=pitch, approve=True, reason="", edition="", now=clock.now()
        )


def test_changing_what_was_handed_in_takes_it_back_out_of_the_queue(pitch: Pitch) -> None:
    operator = client_of(OperatorFactory.create())
    _update(pitch, one_liner="第一句")
    revision = _submit(pitch)
    read = edition_of_revision(revision)
    case = operator.get(f"/api/v1/console/queue/revision/{revision.pk}/").json()
    assert case["changes"] == [{"name": "one_liner", "before": OLD, "after": "第一句"}]
    _update(pitch, close_by_date=datetime(2026, 12, 31, tzinfo=UTC).date())
    assert operator.get("/api/v1/console/queue/?kind=revision").json()["count"] == 1, "a figure is nothing to review"

    _update(pitch, one_liner=NEW)

    assert operator.get("/api/v1/console/queue/?kind=revision").json()["count"] == 0
    assert operator.get(f"/api/v1/console/queue/revision/{revision.pk}/").status_code == 404
    _submit(pitch)
    with pytest.raises(ChangedSinceRead):
        revisions.decide_revision(
            actor=OperatorFactory.create(), pitch=pitch, approve=True, reason="", edition=read, now=clock.now()
        )
    pitch.refresh_from_db()
    assert pitch.one_liner == OLD


def test_race_negative_control_without_the_edition_unread_text_is_published(
    pitch: Pitch, monkeypatch: pytest.MonkeyPatch
) -> None:
    _update(pitch, one_liner="第一句")
    read = edition_of_revision(_submit(pitch))
    _update(pitch, one_liner=NEW)
    _submit(pitch)
    monkeypatch.setattr(revisions, "edition_of_revision", lambda revision: read)
    revisions.decide_revision(
        actor=OperatorFactory.create(), pitch=pitch, approve=True, reason="", edition=read, now=clock.now()
    )
    pitch.refresh_from_db()
    assert pitch.one_liner == NEW


def test_only_the_team_hands_in_and_only_a_foreign_operator_decides(pitch: Pitch) -> None:
    _update(pitch, one_liner=NEW)
    insider = OperatorFactory.create()
    reader = person_in(pitch.organization, MemberRole.READER)
    for actor in (AnonymousUser(), UserFactory.create(), reader, OperatorFactory.create()):
        for step in (revisions.submit_revision, revisions.withdraw_revision):
            with pytest.raises(NotPermitted):
                step(actor=actor, pitch=pitch, now=clock.now())
    _submit(pitch)
    pitch.organization.memberships.create(person=insider, role=MemberRole.READER)
    for actor in (_founder(pitch), insider, UserFactory.create()):
        with pytest.raises(NotPermitted):
            _decide(pitch, actor=actor)
    pitch.refresh_from_db()
    assert (pitch.one_liner, PitchRevision.objects.filter(submitted_at__isnull=False).count()) == (OLD, 1)


def test_closing_takes_the_changes_in_so_that_the_next_review_reads_them(pitch: Pitch) -> None:
    founder = _founder(pitch)
    _update(pitch, founder, one_liner=NEW)
    pitch_states.close_pitch(actor=founder, pitch=pitch, now=clock.now())
    reopened = pitch_states.reopen_pitch(actor=founder, pitch=pitch, now=clock.now())
    assert (reopened.one_liner, reopened.state, PitchRevision.objects.count()) == (NEW, PitchState.DRAFT, 0)
    assert client_of().get(f"/api/v1/pitches/{pitch.pk}/").status_code == 404


def test_handing_in_over_http(pitch: Pitch) -> None:
    founder = client_of(_founder(pitch))
    address = f"/api/v1/pitches/{pitch.pk}/"
    assert founder.post(f"{address}submit-revision/", {}, format="json").json()["code"] == "deals.wrong_state"
    sent = founder.patch(address, {"version": pitch.version, "one_liner": NEW}, format="json").json()
    assert {"submit_revision", "withdraw_revision"} <= set(sent["allowed_actions"])
    stale = founder.post(f"{address}submit-revision/", {"version": pitch.version}, format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "deals.stale")
    handed_in = founder.post(f"{address}submit-revision/", {"version": sent["version"]}, format="json").json()
    assert handed_in["revision"]["state"] == "in_review"
    assert "submit_revision" not in handed_in["allowed_actions"]
    back = founder.post(f"{address}withdraw-revision/", {}, format="json").json()
    assert (back["revision"], back["one_liner"]) == (None, OLD)


def test_story_block_stays_as_approved_for_its_readers(pitch: Pitch) -> None:
    _update(pitch, needs={"talent": NEW}, terms={"use_of_proceeds": NEW}, traction={"key_contracts": NEW})
    investor = person_in(FirmFactory.create(verified=True))
    blocks = _seen(pitch, investor)["blocks"]
    assert all(blocks[block.value]["readable"] for block in (Block.NEEDS, Block.TERMS, Block.TRACTION))
    assert NEW not in str(blocks)
