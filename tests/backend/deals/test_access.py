"""Who reads which block of a pitch: exact sets for each role, grants, the agreement, and the trail it leaves."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import DomainError, NotPermitted
from backend.core.models import AuditEntry
from backend.deals import nda
from backend.deals.enums import Block, PitchState, Visibility
from backend.deals.models import BlockGrant, NdaAcceptance, Pitch
from backend.deals.selectors.access import DEFAULT_VISIBILITY, access_of, readable_blocks
from backend.deals.selectors.pitches import visible_pitches
from backend.deals.services import access
from backend.organizations.enums import MemberRole, VerificationState
from backend.organizations.models import Organization
from tests.factories.accounts import UserFactory
from tests.factories.deals import PitchFactory, PitchTermsFactory, PitchTractionFactory
from tests.factories.organizations import FirmFactory, belongs
from tests.support.clients import client_of
from tests.support.pitch_cast import agree, cast, person_in
from tests.support.uploads import stored_deck

pytestmark = pytest.mark.django_db

PUBLIC = {"story", "ip", "needs"}
EXPECTED = {
    "visitor": PUBLIC,
    "newcomer": PUBLIC,
    "founder": set(Block.values),
    "reader": set(Block.values),
    "competitor": PUBLIC,
    "unverified investor": PUBLIC,
    "firm's reader": PUBLIC,
    "investor": PUBLIC | {"team", "traction"},
    "named": PUBLIC | {"team", "traction", "terms"},
    "agreed": PUBLIC | {"team", "traction", "deck"},
    "operator": set(Block.values),
}
HEADLINE = {
    "id", "organization", "state", "version", "one_liner", "one_liner_en", "sector_primary", "sectors", "tech_keywords",
    "business_model", "customer_type", "stage", "instrument", "country", "region", "city", "district", "close_by_date",
    "lead_wanted", "submitted_at", "published_at", "last_confirmed_at", "amount_min", "amount_target", "amount_max",
}  # fmt: skip
DETAIL = HEADLINE | {
    "is_stale",
    "completeness",
    "review_reason",
    "approved_at",
    "revision",
    "blocks",
    "allowed_actions",
}


@pytest.fixture(autouse=True)
def _storage(tmp_path: Path, settings: Settings) -> None:
    settings.STORAGE_ROOT = tmp_path


def _client(viewer: object) -> APIClient:
    return client_of(None if getattr(viewer, "is_anonymous", True) else viewer)  # type: ignore[arg-type]


def test_readable_blocks_of_every_role() -> None:
    scene = cast()

    found = {
        role: set(readable_blocks(viewer, [scene.pitch], clock.now())[scene.pitch.pk])
        for role, viewer in scene.people.items()
    }
    assert found == EXPECTED


def test_s2_answer_has_exactly_its_keys_and_only_readable_data() -> None:
    scene = cast()
    PitchTractionFactory.create(pitch=scene.pitch)
    PitchTermsFactory.create(pitch=scene.pitch)

    for role, viewer in scene.people.items():
        body = _client(viewer).get(f"/api/v1/pitches/{scene.pitch.pk}/").json()
        assert set(body) == DETAIL, role
        assert set(body["blocks"]) == set(Block.values), role
        assert {name for name, block in body["blocks"].items() if block["data"] is not None} == EXPECTED[role], role
        assert {name for name, block in body["blocks"].items() if block["readable"]} == EXPECTED[role], role
        inside = role in ("founder", "reader", "operator")
        assert (body["completeness"] is not None, body["review_reason"] is not None) == (inside, inside), role


def test_why_a_block_is_closed() -> None:
    scene = cast()

    def why(role: str) -> dict[str, str | None]:
        found = access_of(scene.people[role], [scene.pitch], clock.now())[scene.pitch.pk]
        return {block.value: found[block].why for block in Block if found[block].why}

    assert why("visitor") == {
        "team": "investors_only", "traction": "investors_only", "terms": "named_only", "deck": "investors_only",
    }  # fmt: skip
    assert why("investor") == {"terms": "named_only", "deck": "nda_needed"}
    assert why("founder") == {}


def test_block_without_a_choice_has_its_default() -> None:
    pitch = PitchFactory.create(published=True)
    found = access_of(person_in(FirmFactory.create()), [pitch], clock.now())[pitch.pk]

    assert {block: entry.visibility for block, entry in found.items()} == dict(DEFAULT_VISIBILITY)


@pytest.mark.parametrize("state", [PitchState.DRAFT, PitchState.IN_REVIEW, PitchState.PAUSED, PitchState.CLOSED])
def test_outsiders_read_nothing_of_a_pitch_that_is_not_open(state: PitchState) -> None:
    scene = cast()
    Pitch.objects.filter(pk=scene.pitch.pk).update(state=state)
    scene.pitch.refresh_from_db()

    for role, viewer in scene.people.items():
        sees = visible_pitches(viewer).filter(pk=scene.pitch.pk).exists()
        reads = set(readable_blocks(viewer, [scene.pitch], clock.now())[scene.pitch.pk])
        inside = role in ("founder", "reader") or (role == "operator" and state != PitchState.DRAFT)
        assert (sees, reads) == (inside, set(Block.values) if inside else set()), role
        status = _client(viewer).get(f"/api/v1/pitches/{scene.pitch.pk}/").status_code
        assert status == (200 if inside else 404), role


def test_pitch_of_a_company_that_is_not_verified_is_invisible_outside() -> None:
    scene = cast()
    for change in (
        {"verification_state": VerificationState.UNVERIFIED},
        {"verification_state": VerificationState.VERIFIED, "verified_until": clock.now() - timedelta(seconds=1)},
    ):
        Organization.objects.filter(pk=scene.pitch.organization_id).update(**change)
        seen = {role for role, viewer in scene.people.items() if visible_pitches(viewer).exists()}
        assert seen == {"founder", "reader", "operator"}


def test_readable_blocks_cost_the_same_for_one_and_for_three() -> None:
    viewer = cast().people["named"]
    one, three = [PitchFactory.create(published=True)], [PitchFactory.create(published=True) for _ in range(3)]
    counts = []
    for rows in (one, three):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            readable_blocks(viewer, rows, clock.now())
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_grant_ends_by_expiry_revocation_and_lost_verification(settings: Settings) -> None:
    scene = cast()
    named, founder = scene.people["named"], scene.people["founder"]
    grant = BlockGrant.objects.get(pitch=scene.pitch)

    def reads_terms() -> bool:
        return Block.TERMS in readable_blocks(named, [scene.pitch], clock.now())[scene.pitch.pk]

    assert reads_terms()
    BlockGrant.objects.filter(pk=grant.pk).update(expires_at=clock.now() + timedelta(minutes=5))
    assert reads_terms()
    settings.CLOCK_OFFSET_SECONDS = 301
    assert not reads_terms()
    settings.CLOCK_OFFSET_SECONDS = 0
    Organization.objects.filter(pk=grant.firm_id).update(verification_state=VerificationState.EXPIRED)
    assert not reads_terms()
    Organization.objects.filter(pk=grant.firm_id).update(verification_state=VerificationState.VERIFIED)
    assert reads_terms()
    access.revoke_grant(actor=founder, grant=grant, now=clock.now())
    assert not reads_terms()


def test_new_grant_replaces_the_firms_earlier_one() -> None:
    scene = cast()
    firm = BlockGrant.objects.get(pitch=scene.pitch).firm
    access.grant_blocks(
        actor=scene.people["founder"],
        pitch=scene.pitch,
        firm=firm,
        blocks=[Block.IP, Block.IP],
        expires_at=None,
        now=clock.now(),
    )

    (live,) = BlockGrant.objects.filter(pitch=scene.pitch, revoked_at=None)
    assert (live.firm_id, live.blocks) == (firm.pk, ["ip"])
    assert Block.TERMS not in readable_blocks(scene.people["named"], [scene.pitch], clock.now())[scene.pitch.pk]


@pytest.mark.parametrize("role", ["reader", "competitor", "investor", "operator", "newcomer"])
def test_grant_by_anybody_else_is_refused_and_changes_nothing(role: str) -> None:
    scene = cast()
    before = AuditEntry.objects.count()
    with pytest.raises(NotPermitted):
        access.grant_blocks(
            actor=scene.people[role],
            pitch=scene.pitch,
            firm=FirmFactory.create(verified=True),
            blocks=[Block.DECK],
            expires_at=None,
            now=clock.now(),
        )
    assert (BlockGrant.objects.count(), AuditEntry.objects.count()) == (1, before)


def test_s3_grant_to_an_invisible_or_unverified_firm_is_refused() -> None:
    scene = cast()
    client = _client(scene.people["founder"])
    for firm in (FirmFactory.create(), scene.pitch.organization):
        answer = client.post(f"/api/v1/pitches/{scene.pitch.pk}/grants/", {"firm": str(firm.pk), "blocks": ["deck"]})
        assert (answer.status_code, answer.json()["code"]) == (400, "deals.firm_unknown")
    assert BlockGrant.objects.count() == 1


def test_the_list_of_grants_says_what_ended_and_when() -> None:
    scene = cast()
    founder = _client(scene.people["founder"])
    url = f"/api/v1/pitches/{scene.pitch.pk}/grants/"
    old = BlockGrant.objects.get(pitch=scene.pitch)
    new = founder.post(url, {"firm": str(old.firm_id), "blocks": ["ip"]}).json()

    listed = founder.get(url).json()["results"]

    old.refresh_from_db()
    ended = old.revoked_at.astimezone(UTC).isoformat() if old.revoked_at else None
    said = [(row["id"], row["is_live"], row["revoked_at"] and _utc(row["revoked_at"])) for row in listed]
    assert said == [(new["id"], True, None), (str(old.pk), False, ended)]


def _utc(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(UTC).isoformat()


def test_grants_are_listed_for_the_team_alone() -> None:
    scene = cast()
    codes = {
        role: _client(viewer).get(f"/api/v1/pitches/{scene.pitch.pk}/grants/").status_code
        for role, viewer in scene.people.items()
    }
    inside = {"founder", "reader", "operator"}
    assert {role for role, code in codes.items() if code == 200} == inside
    assert {code for role, code in codes.items() if role not in inside} == {401, 403}


def test_new_edition_of_the_agreement_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = cast()
    agreed = scene.people["agreed"]
    old = nda.current()
    newer = nda.NdaText("2027-01-01", "0" * 64, old.bodies)
    monkeypatch.setattr(nda, "current", lambda: newer)

    found = access_of(agreed, [scene.pitch], clock.now())[scene.pitch.pk][Block.DECK]
    assert (found.is_readable, found.why) == (False, "nda_needed")
    with pytest.raises(DomainError) as refusal:
        access.accept_nda(
            actor=agreed, pitch=scene.pitch, version=old.version, sha256=old.sha256, firm_id=None, now=clock.now()
        )
    assert refusal.value.code == "deals.nda_outdated"
    agree(agreed, scene.pitch)  # type: ignore[arg-type]
    assert access_of(agreed, [scene.pitch], clock.now())[scene.pitch.pk][Block.DECK].is_readable
    recorded = NdaAcceptance.objects.order_by("accepted_at").values_list("text_version", "text_sha256")
    assert list(recorded) == [(old.version, old.sha256), ("2027-01-01", "0" * 64)]


@pytest.mark.parametrize("role", ["founder", "competitor", "unverified investor", "firm's reader", "operator"])
def test_agreement_is_for_verified_investors_alone(role: str) -> None:
    scene = cast()
    with pytest.raises(NotPermitted):
        agree(scene.people[role], scene.pitch)  # type: ignore[arg-type]
    assert NdaAcceptance.objects.count() == 1


def test_agreement_over_http_opens_the_deck() -> None:
    scene = cast(stored_deck(person_in(FirmFactory.create())))
    investor, address = _client(scene.people["investor"]), f"/api/v1/pitches/{scene.pitch.pk}/"
    assert investor.get(f"{address}deck/").json()["code"] == "deals.nda_needed"
    text = investor.get(f"{address}nda/", headers={"Accept-Language": "en"}).json()
    assert text["text"].startswith("# Confidentiality agreement")
    assert text["accepted_at"] is None

    answer = investor.post(f"{address}nda/accept/", {"version": text["version"], "sha256": text["sha256"]})

    assert (answer.status_code, answer.json()["blocks"]["deck"]["readable"]) == (200, True)
    assert investor.get(f"{address}nda/").json()["accepted_at"] is not None
    assert [page["number"] for page in investor.get(f"{address}deck/").json()["pages"]] == [1, 2]


def test_deck_opens_for_its_readers_alone_and_its_addresses_for_nobody_else() -> None:
    scene = cast(stored_deck(person_in(FirmFactory.create())))
    answers = {
        role: _client(viewer).get(f"/api/v1/pitches/{scene.pitch.pk}/deck/") for role, viewer in scene.people.items()
    }
    readers = {role for role, blocks in EXPECTED.items() if "deck" in blocks}
    assert {role for role, answer in answers.items() if answer.status_code == 200} == readers

    url = answers["agreed"].json()["pages"][0]["url"]
    opened = {role for role, viewer in scene.people.items() if _client(viewer).get(url).status_code == 200}
    assert opened == {"agreed"}


def test_s24_gated_reading_by_outsiders_leaves_one_row_each() -> None:
    scene = cast(stored_deck(person_in(FirmFactory.create())))
    before = AuditEntry.objects.count()
    for role in ("visitor", "competitor", "founder", "reader"):
        _client(scene.people[role]).get(f"/api/v1/pitches/{scene.pitch.pk}/")
    assert AuditEntry.objects.count() == before

    agreed = _client(scene.people["agreed"])
    agreed.get(f"/api/v1/pitches/{scene.pitch.pk}/")
    agreed.get(f"/api/v1/pitches/{scene.pitch.pk}/deck/")
    _client(scene.people["founder"]).get(f"/api/v1/pitches/{scene.pitch.pk}/deck/")

    rows = list(AuditEntry.objects.order_by("id")[before:])
    assert [(row.action, row.actor_id, row.data) for row in rows] == [
        ("pitch.blocks_read", scene.people["agreed"].pk, {"blocks": ["team", "traction"]}),
        ("pitch.deck_read", scene.people["agreed"].pk, {"deck_version": 1, "pages": 2}),
    ]
    assert rows[1].organizations == [scene.pitch.organization_id]


def test_visibility_is_chosen_by_admins_and_announced() -> None:
    scene = cast()
    address = f"/api/v1/pitches/{scene.pitch.pk}/visibility/"
    refused = _client(scene.people["reader"]).put(address, {"blocks": {"deck": "public"}})
    assert refused.status_code == 403

    answer = _client(scene.people["founder"]).put(address, {"blocks": {"deck": "public"}, "version": 1})

    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert answer.json()["blocks"]["deck"]["visibility"] == "public"
    assert answer.json()["blocks"]["terms"]["visibility"] == Visibility.NAMED_INVESTORS
    bad = _client(scene.people["founder"]).put(address, {"blocks": {"everything": "public"}})
    assert (bad.status_code, bad.json()["fields"]) == (400, {"blocks.everything": ["没有这个板块。"]})


@pytest.mark.django_db
@pytest.mark.parametrize("published", [False, True])
def test_a_firms_trail_tells_of_a_grant_once_the_pitch_was_public(published: bool) -> None:
    founder, investor = UserFactory.create(), UserFactory.create()
    pitch, firm = PitchFactory.create(published=published), FirmFactory.create(verified=True)
    belongs(founder, pitch.organization, MemberRole.OWNER)
    belongs(investor, firm, MemberRole.OWNER)
    grants = f"/api/v1/pitches/{pitch.pk}/grants/"
    body = {"firm": str(firm.pk), "blocks": ["terms"], "expires_at": None}
    made = client_of(founder).post(grants, body, format="json").json()
    assert client_of(founder).delete(f"{grants}{made['id']}/").status_code == 204

    told = ["pitch.grant_revoked", "pitch.blocks_granted"]

    def trail(person: User, organization: Organization) -> list[str]:
        rows = client_of(person).get(f"/api/v1/organizations/{organization.pk}/audit/").json()["results"]
        return [row["action"] for row in rows if row["subject_id"] == str(pitch.pk) and row["action"] in told]

    assert client_of(investor).get(f"/api/v1/pitches/{pitch.pk}/").status_code == (200 if published else 404)
    assert trail(founder, pitch.organization) == told
    assert trail(investor, firm) == (told if published else [])
