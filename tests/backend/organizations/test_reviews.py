"""Verification, claims, standings, funds and the public identity."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.core import clock
from backend.core.errors import DomainError, NotPermitted
from backend.core.events import DomainEvent
from backend.core.models import AuditEntry
from backend.organizations import services
from backend.organizations.enums import (
    FundType,
    MemberRole,
    OrganizationKind,
    Origin,
    ReviewKind,
    ReviewState,
    StandingKind,
    VerificationState,
)
from backend.organizations.errors import (
    AlreadyDecided,
    AlreadyUnderReview,
    BadEvidence,
    BadSector,
    BadUscc,
    BadValidity,
    EvidenceMissing,
    FilingTaken,
    IdentityIncomplete,
    NotClaimable,
    ReasonMissing,
    UsccTaken,
)
from backend.organizations.events import MembersChanged, OrganizationChanged, OrganizationVerified, StandingChanged
from backend.organizations.models import Fund, InvestorStanding, Membership, Organization, OrganizationReview
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import (
    EvidenceFactory,
    FirmFactory,
    FundFactory,
    OrganizationFactory,
    ReviewFactory,
    StandingFactory,
    belongs,
)
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db
USCC = "91110000600037341L"


def owned(**fields: Any) -> tuple[Any, Organization]:
    owner, organization = UserFactory.create(), OrganizationFactory.create(**fields)
    belongs(owner, organization, MemberRole.OWNER)
    return owner, organization


@pytest.mark.parametrize("written", [USCC, " 9111 0000 6000 37341l ", "91110000-600037341-L"])
def test_uscc_is_stored_in_one_form(written: str) -> None:
    assert services.clean_uscc(written) == USCC


@pytest.mark.parametrize(
    "written", ["91110000600037341X", "9111000060003734", "91110000600037341LL", "I1110000600037341L", "深圳"]
)
def test_wrong_uscc_is_refused_with_our_code(written: str) -> None:
    with pytest.raises(BadUscc) as refusal:
        services.create_organization(
            actor=UserFactory.create(), kind=OrganizationKind.STARTUP, legal_name="甲", uscc=written, now=clock.now()
        )
    assert (refusal.value.code, set(refusal.value.fields)) == ("organizations.bad_uscc", {"uscc"})
    assert (Organization.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_create_makes_the_actor_owner(published: list[DomainEvent]) -> None:
    person = UserFactory.create()
    made = services.create_organization(actor=person, kind=OrganizationKind.HOST, legal_name="主办方", now=clock.now())
    assert list(Membership.objects.values_list("organization_id", "person_id", "role")) == [
        (made.pk, person.pk, MemberRole.OWNER)
    ]
    assert (made.verification_state, made.origin, made.is_demo) == ("unverified", "member", False)
    assert set(published) == {OrganizationChanged(made.pk), MembersChanged(made.pk)}


def test_unknown_sector_is_refused() -> None:
    owner, organization = owned()
    with pytest.raises(BadSector):
        services.update_organization(actor=owner, organization=organization, sectors=["nonsense"], now=clock.now())
    organization.refresh_from_db()
    assert organization.sectors == []


def test_update_by_others_changes_nothing(published: list[DomainEvent]) -> None:
    _, organization = owned()
    member = belongs(UserFactory.create(), organization, MemberRole.MEMBER)
    for actor in (member.person, UserFactory.create(), OperatorFactory.create()):
        with pytest.raises(NotPermitted):
            services.update_organization(actor=actor, organization=organization, brand_name="改", now=clock.now())
    organization.refresh_from_db()
    assert organization.brand_name != "改"
    assert (published, AuditEntry.objects.count()) == ([], 0)


def ask(actor: Any, organization: Organization, files: list[Any] | None = None) -> OrganizationReview:
    evidence = [EvidenceFactory.create(uploaded_by=actor)] if files is None else files
    return services.request_verification(
        actor=actor, organization=organization, statement="请认证", evidence=evidence, now=clock.now()
    )


def test_verification_needs_evidence_identity_and_one_request_at_a_time(published: list[DomainEvent]) -> None:
    owner, organization = owned(uscc=USCC)
    for files, refusal in (([], EvidenceMissing), ([EvidenceFactory.create()], BadEvidence)):
        with pytest.raises(refusal):
            ask(owner, organization, files)
    nameless_owner, nameless = owned()
    with pytest.raises(IdentityIncomplete):
        ask(nameless_owner, nameless)
    assert (OrganizationReview.objects.count(), published) == (0, [])
    review = ask(owner, organization)
    organization.refresh_from_db()
    assert organization.verification_state == VerificationState.PENDING
    assert review.evidence.get().kept_at is not None
    with pytest.raises(AlreadyUnderReview):
        ask(owner, organization)
    assert OrganizationReview.objects.count() == 1


def test_an_organization_abroad_needs_no_uscc() -> None:
    owner, organization = owned(country="HKG")
    assert ask(owner, organization).state == ReviewState.PENDING


def decide(review: OrganizationReview, approve: bool = True, **fields: Any) -> OrganizationReview:
    actor = fields.pop("actor", None) or OperatorFactory.create()
    return services.decide_review(actor=actor, review=review, approve=approve, now=clock.now(), **fields)


def test_approval_verifies_with_dates_reviewer_and_one_audit_row(published: list[DomainEvent]) -> None:
    owner, organization = owned(uscc=USCC)
    review = ask(owner, organization)
    published.clear()
    operator, until = OperatorFactory.create(), clock.now() + timedelta(days=30)
    done = decide(review, actor=operator, valid_until=until, reason="执照相符")
    organization.refresh_from_db()
    assert (organization.verification_state, organization.verified_until) == (VerificationState.VERIFIED, until)
    assert (done.state, done.decided_by, done.reason, done.valid_until) == ("approved", operator, "执照相符", until)
    assert published == [
        OrganizationVerified(organization.pk, organization.verified_at),  # type: ignore[arg-type]
        OrganizationChanged(organization.pk),
    ]
    acts = AuditEntry.objects.filter(action="verification.approved").values_list("actor_id", "subject_id")
    assert list(acts) == [(operator.pk, str(review.pk))]


@pytest.mark.parametrize("days", [-1, 0, 366 * 2 + 1])
def test_validity_lies_ahead_and_within_the_term(days: int) -> None:
    owner, organization = owned(uscc=USCC)
    review = ask(owner, organization)
    with pytest.raises(BadValidity):
        decide(review, valid_until=clock.now() + timedelta(days=days))
    review.refresh_from_db()
    organization.refresh_from_db()
    assert (review.state, organization.verification_state) == ("pending", "pending")


def test_rejection_says_why_and_may_be_asked_again(published: list[DomainEvent]) -> None:
    owner, organization = owned(uscc=USCC)
    review = ask(owner, organization)
    with pytest.raises(ReasonMissing):
        decide(review, approve=False, reason="  ")
    decide(review, approve=False, reason="材料不清晰")
    organization.refresh_from_db()
    assert organization.verification_state == VerificationState.REJECTED
    assert ask(owner, organization).state == ReviewState.PENDING
    with pytest.raises(AlreadyDecided):
        decide(review)


def test_a_renewal_leaves_the_verification_in_force() -> None:
    owner, organization = owned(uscc=USCC, verified=True)
    until = organization.verified_until
    decide(ask(owner, organization), approve=False, reason="不清晰")
    organization.refresh_from_db()
    assert (organization.verification_state, organization.verified_until) == (VerificationState.VERIFIED, until)


def test_withdrawing_a_request() -> None:
    owner, organization = owned(uscc=USCC)
    review = ask(owner, organization)
    with pytest.raises(NotPermitted):
        services.withdraw_review(actor=UserFactory.create(), review=review, now=clock.now())
    services.withdraw_review(actor=owner, review=review, now=clock.now())
    organization.refresh_from_db()
    assert organization.verification_state == VerificationState.UNVERIFIED


def test_one_code_is_verified_once() -> None:
    OrganizationFactory.create(uscc=USCC, verified=True)
    owner, twin = owned(uscc=USCC)
    review = ask(owner, twin)
    with pytest.raises(UsccTaken):
        decide(review)
    review.refresh_from_db()
    twin.refresh_from_db()
    assert (review.state, twin.verification_state) == ("pending", "pending")


def test_ordinary_people_and_weak_operators_decide_nothing(published: list[DomainEvent]) -> None:
    review = ReviewFactory.create()
    for actor in (UserFactory.create(), UserFactory.create(is_operator=True), review.requested_by):
        with pytest.raises(NotPermitted):
            decide(review, actor=actor)
    review.refresh_from_db()
    assert (review.state, published, AuditEntry.objects.count()) == ("pending", [], 0)


def claim(person: Any, organization: Organization) -> OrganizationReview:
    return services.request_claim(
        actor=person,
        organization=organization,
        statement="我是法定代表人",
        evidence=[EvidenceFactory.create(uploaded_by=person)],
        now=clock.now(),
    )


def test_a_claim_hands_over_and_ends_the_others(published: list[DomainEvent]) -> None:
    organization = OrganizationFactory.create(reference=True)
    claimant, rival = UserFactory.create(), UserFactory.create()
    review, other = claim(claimant, organization), claim(rival, organization)
    published.clear()
    decide(review)
    organization.refresh_from_db()
    other.refresh_from_db()
    assert (organization.origin, organization.source_credit) == (Origin.MEMBER, "Crunchbase")
    assert organization.claimed_at is not None
    assert list(organization.memberships.values_list("person_id", "role")) == [(claimant.pk, MemberRole.OWNER)]
    assert (other.state, bool(other.reason)) == (ReviewState.REJECTED, True)
    assert {type(event) for event in published} == {MembersChanged, OrganizationVerified, OrganizationChanged}
    with pytest.raises(NotClaimable):
        claim(UserFactory.create(), organization)


def test_a_members_organization_cannot_be_claimed() -> None:
    with pytest.raises(NotClaimable):
        claim(UserFactory.create(), OrganizationFactory.create(verified=True))
    assert OrganizationReview.objects.filter(kind=ReviewKind.CLAIM).count() == 0


def test_expired_verifications_are_marked_and_told(published: list[DomainEvent]) -> None:
    lapsed = OrganizationFactory.create(verified=True, verified_until=clock.now() - timedelta(seconds=1))
    fresh = OrganizationFactory.create(verified=True)
    from_system = services.expire_verifications
    assert [from_system(actor=OperatorFactory.create(), now=clock.now()) for _ in range(2)] == [1, 0]
    lapsed.refresh_from_db()
    fresh.refresh_from_db()
    assert (lapsed.verification_state, fresh.verification_state) == ("expired", "verified")
    assert published == [OrganizationChanged(lapsed.pk)]


def standing_of(person: Any, kind: StandingKind = StandingKind.SPECIFIC_PERSON) -> InvestorStanding:
    return services.request_standing(
        actor=person,
        kind=kind,
        statement="风险问卷",
        evidence=[EvidenceFactory.create(uploaded_by=person)],
        now=clock.now(),
    )


@pytest.mark.parametrize(
    ("kind", "longest"), [(StandingKind.SPECIFIC_PERSON, 365 * 3), (StandingKind.QUALIFIED_INVESTOR, 365)]
)
def test_standing_is_granted_within_its_term(kind: StandingKind, longest: int, published: list[DomainEvent]) -> None:
    person, operator, now = UserFactory.create(), OperatorFactory.create(), clock.now()
    row = standing_of(person, kind)
    with pytest.raises(AlreadyUnderReview):
        standing_of(person, kind)

    def grant(until: datetime) -> InvestorStanding:
        return services.decide_standing(actor=operator, standing=row, approve=True, now=now, valid_until=until)

    with pytest.raises(BadValidity):
        grant(now + timedelta(days=longest, seconds=1))
    done = grant(now + timedelta(days=longest))
    assert (done.reviewer, done.valid_from, done.is_in_force(now)) == (operator, now, True)
    assert published == [StandingChanged(person.pk)]


def test_nobody_grants_themselves_a_standing() -> None:
    operator = OperatorFactory.create()
    row = standing_of(operator)
    with pytest.raises(NotPermitted):
        services.decide_standing(actor=operator, standing=row, approve=True, now=clock.now())
    row.refresh_from_db()
    assert row.state == ReviewState.PENDING


def test_a_revoked_standing_ends_at_once(published: list[DomainEvent]) -> None:
    row, now = StandingFactory.create(), clock.now()
    with pytest.raises(NotPermitted):
        services.revoke_standing(actor=row.person, standing=row, reason="x", now=now)
    with pytest.raises(ReasonMissing):
        services.revoke_standing(actor=OperatorFactory.create(), standing=row, reason="", now=now)
    assert published == []
    done = services.revoke_standing(actor=OperatorFactory.create(), standing=row, reason="材料失实", now=now)
    assert not done.is_in_force(now)
    assert published == [StandingChanged(row.person_id)]


def test_funds_belong_to_firms_and_filing_numbers_are_unique() -> None:
    owner, firm = UserFactory.create(), FirmFactory.create()
    belongs(owner, firm, MemberRole.OWNER)
    startup_owner, startup = owned()
    kind = FundType.VENTURE_CAPITAL_FUND
    with pytest.raises(NotPermitted):
        services.create_fund(actor=startup_owner, firm=startup, name="x", fund_type=kind)
    FundFactory.create(amac_filing_no="SXX001")
    with pytest.raises(FilingTaken):
        services.create_fund(actor=owner, firm=firm, name="一号", fund_type=kind, amac_filing_no="SXX001")
    fund = services.create_fund(actor=owner, firm=firm, name="一号", fund_type=kind, committed_minor=100)
    services.update_fund(actor=owner, fund=fund, name="二号")
    assert set(Fund.objects.filter(firm=firm).values_list("name", "committed_minor")) == {("二号", 100)}
    with pytest.raises(NotPermitted):
        services.delete_fund(actor=startup_owner, fund=fund)
    services.delete_fund(actor=owner, fund=fund)
    assert not Fund.objects.filter(firm=firm).exists()


def test_every_refusal_has_a_stable_code() -> None:
    codes = [error.code for error in DomainError.__subclasses__() if error.__module__.endswith("organizations.errors")]
    assert codes
    assert all(code.startswith("organizations.") for code in codes)
    assert len(set(codes)) == len(codes)


def test_a_claimant_finds_the_own_claims_and_withdraws_one_and_nobody_else_does() -> None:
    mine, lost = OrganizationFactory.create(reference=True), OrganizationFactory.create(reference=True)
    claimant, rival = UserFactory.create(), UserFactory.create()
    open_claim, refused = claim(claimant, mine), claim(claimant, lost)
    decide(claim(rival, lost))
    browser = client_of(claimant)
    rows = browser.get("/api/v1/me/claims/").json()
    told = {(row["id"], row["organization_name"], row["state"], tuple(row["allowed_actions"])) for row in rows}
    assert told == {
        (str(open_claim.pk), mine.display_name, "pending", ("withdraw_review",)),
        (str(refused.pk), lost.display_name, "rejected", ()),
    }
    assert {row["state"]: bool(row["reason"]) for row in rows} == {"pending": False, "rejected": True}
    on_page = browser.get(f"/api/v1/organizations/{mine.pk}/reviews/").json()
    assert [row["id"] for row in on_page] == [str(open_claim.pk)]

    outsider = client_of(UserFactory.create())
    address = f"/api/v1/organizations/{mine.pk}/reviews/{open_claim.pk}/withdraw/"
    assert outsider.get("/api/v1/me/claims/").json() == []
    assert client_of(OperatorFactory.create()).get("/api/v1/me/claims/").json() == []
    assert client_of().get("/api/v1/me/claims/").status_code == 401
    assert outsider.post(address).status_code == 404
    open_claim.refresh_from_db()
    assert open_claim.state == ReviewState.PENDING
    assert browser.post(address).status_code == 200
    assert {row["state"] for row in browser.get("/api/v1/me/claims/").json()} == {"withdrawn", "rejected"}
