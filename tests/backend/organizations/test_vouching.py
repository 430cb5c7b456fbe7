"""What a verification or a claim vouches for: the identity as it was asked about, and nothing that came later."""

from typing import Any

import pytest

from backend.core import clock
from backend.core.events import DomainEvent
from backend.core.models import AuditEntry
from backend.organizations import services
from backend.organizations.enums import MemberRole, Origin, ReviewKind, ReviewState, VerificationState
from backend.organizations.errors import AlreadyDecided, IdentityChanged
from backend.organizations.events import OrganizationChanged
from backend.organizations.models import Organization, OrganizationReview
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import EvidenceFactory, OrganizationFactory, ReviewFactory, belongs
from tests.support.clients import client_of
from tests.support.races import overlap

USCC = "91110000600037341L"
API = "/api/v1"
# Every field a verification vouches for, with a value somebody else might be known by.
SWAPS = {
    "legal_name": "深圳别家科技有限公司",
    "brand_name": "别家",
    "name_en": "Somebody Else",
    "uscc": "91350100M000100Y43",
    "country": "HKG",
}


def owned(**fields: Any) -> tuple[Any, Organization]:
    owner, organization = UserFactory.create(), OrganizationFactory.create(uscc=USCC, **fields)
    belongs(owner, organization, MemberRole.OWNER)
    return owner, organization


def ask(actor: Any, organization: Organization) -> OrganizationReview:
    return services.request_verification(
        actor=actor,
        organization=organization,
        statement="请认证",
        evidence=[EvidenceFactory.create(uploaded_by=actor)],
        now=clock.now(),
    )


def approve(review: OrganizationReview, actor: Any = None) -> OrganizationReview:
    operator = actor or OperatorFactory.create()
    return services.decide_review(actor=operator, review=review, approve=True, now=clock.now())


def change(actor: Any, organization: Organization, **values: Any) -> Organization:
    return services.update_organization(actor=actor, organization=organization, now=clock.now(), **values)


@pytest.mark.django_db
@pytest.mark.parametrize("field", SWAPS)
def test_a_new_identity_under_review_withdraws_the_review(field: str, published: list[DomainEvent]) -> None:
    owner, organization = owned()
    review = ask(owner, organization)
    published.clear()
    changed = change(owner, organization, **{field: SWAPS[field]})
    review.refresh_from_db()
    assert (changed.verification_state, review.state) == (VerificationState.UNVERIFIED, ReviewState.WITHDRAWN)
    assert published == [OrganizationChanged(organization.pk)]
    acts = AuditEntry.objects.filter(action="verification.withdrawn").values_list("actor_id", "subject_id", "data")
    assert list(acts) == [(owner.pk, str(review.pk), {"cause": "organizations.identity_changed"})]
    with pytest.raises(AlreadyDecided):
        approve(review)
    organization.refresh_from_db()
    assert organization.verification_state == VerificationState.UNVERIFIED
    assert ask(owner, organization).identity[field] == SWAPS[field]


@pytest.mark.django_db
@pytest.mark.parametrize("field", SWAPS)
def test_a_new_identity_ends_the_verification_and_its_renewal(field: str) -> None:
    owner, organization = owned(verified=True)
    renewal = ask(owner, organization)
    changed = change(owner, organization, **{field: SWAPS[field]})
    renewal.refresh_from_db()
    assert (changed.verification_state, changed.verified_at, changed.verified_until) == ("unverified", None, None)
    assert renewal.state == ReviewState.WITHDRAWN


@pytest.mark.django_db
def test_what_is_not_the_identity_leaves_verification_and_review_alone(published: list[DomainEvent]) -> None:
    owner, organization = owned(verified=True)
    renewal = ask(owner, organization)
    published.clear()
    same = {name: getattr(organization, name) for name in SWAPS}
    changed = change(owner, organization, **same, one_liner="新", city="广州", website="https://new.example")
    renewal.refresh_from_db()
    assert (changed.verification_state, renewal.state) == (VerificationState.VERIFIED, ReviewState.PENDING)
    assert published == [OrganizationChanged(organization.pk)]
    assert approve(renewal).state == ReviewState.APPROVED


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(ReviewKind))
def test_an_approval_refuses_an_identity_nobody_asked_about(kind: ReviewKind, published: list[DomainEvent]) -> None:
    """A row that changed behind the services' back, as an import changes reference data."""
    organization = OrganizationFactory.create(reference=kind == ReviewKind.CLAIM)
    review = ReviewFactory.create(kind=kind, organization=organization)
    Organization.objects.filter(pk=organization.pk).update(legal_name="深圳别家科技有限公司")
    with pytest.raises(IdentityChanged) as refusal:
        approve(review)
    assert (refusal.value.code, refusal.value.status) == ("organizations.identity_changed", 409)
    review.refresh_from_db()
    before = (organization.verification_state, organization.origin)
    organization.refresh_from_db()
    assert (organization.verification_state, organization.origin) == before
    assert (review.state, organization.memberships.count()) == (ReviewState.PENDING, 0)
    assert (published, AuditEntry.objects.count()) == ([], 0)
    operator = OperatorFactory.create()
    done = services.decide_review(actor=operator, review=review, approve=False, reason="数据已更新", now=clock.now())
    assert done.state == ReviewState.REJECTED


@pytest.mark.django_db(transaction=True)
def test_of_an_approval_and_a_swap_at_once_the_badge_never_meets_the_new_name() -> None:
    owner, organization = owned()
    review, operator = ask(owner, organization), OperatorFactory.create()
    outcomes = overlap(
        lambda: change(owner, organization, brand_name="别家"),
        lambda: approve(review, operator),
    )
    organization.refresh_from_db()
    review.refresh_from_db()
    assert [type(outcome) for outcome in outcomes] == [type(None), AlreadyDecided]
    assert (organization.brand_name, organization.verification_state) == ("别家", VerificationState.UNVERIFIED)
    assert review.state == ReviewState.WITHDRAWN


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_badge_would_meet_the_new_name() -> None:
    """Negative control: the same overlap catches an approval that reads first and writes later."""
    owner, organization = owned()
    review = ask(owner, organization)

    def approve_carelessly() -> None:
        row = OrganizationReview.objects.get(pk=review.pk)
        if row.state == ReviewState.PENDING:
            Organization.objects.filter(pk=organization.pk).update(verification_state=VerificationState.VERIFIED)

    overlap(lambda: change(owner, organization, brand_name="别家"), approve_carelessly)
    organization.refresh_from_db()
    assert (organization.brand_name, organization.verification_state) == ("别家", VerificationState.VERIFIED)


@pytest.mark.django_db
def test_the_case_shows_the_identity_as_asked_and_offers_no_approval_of_another() -> None:
    organization = OrganizationFactory.create(reference=True, legal_name="甲公司", brand_name="甲", name_en="Jia")
    review = ReviewFactory.create(kind=ReviewKind.CLAIM, organization=organization)
    operator = client_of(OperatorFactory.create())
    address = f"{API}/console/queue/claim/{review.pk}/"
    assert operator.get(address).json()["item"]["allowed_actions"] == ["approve", "reject"]
    Organization.objects.filter(pk=organization.pk).update(legal_name="乙公司", brand_name="乙", uscc=USCC)
    body = operator.get(address).json()
    facts = {fact["name"]: fact["value"] for fact in body["facts"]}
    assert {name: facts.get(name) for name in ("legal_name", "brand_name", "name_en", "uscc", "country")} == {
        "legal_name": "甲公司",
        "brand_name": "甲",
        "name_en": "Jia",
        "uscc": None,
        "country": "CHN",
    }
    assert body["item"]["allowed_actions"] == ["reject"]
    answer = operator.post(f"{address}approve/", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "organizations.identity_changed")
    organization.refresh_from_db()
    assert organization.origin == Origin.REFERENCE


@pytest.mark.django_db
def test_the_reason_of_a_withdrawal_speaks_the_readers_language() -> None:
    owner, organization = owned()
    ask(owner, organization)
    client = client_of(owner)
    client.patch(f"{API}/organizations/{organization.pk}/", {"brand_name": "别家"})

    def reason(language: str) -> str:
        answer = client.get(f"{API}/organizations/{organization.pk}/reviews/", headers={"Accept-Language": language})
        (row,) = answer.json()
        assert row["state"] == "withdrawn"
        return str(row["reason"])

    assert [reason(language) for language in ("zh-hans", "zh-hant", "en")] == [
        "审核期间名称、代码或国家有改动，申请已自动撤回，请重新申请。",
        "審核期間名稱、代碼或國家有改動，申請已自動撤回，請重新申請。",
        "The names, code or country were changed during the review, so the request was withdrawn. Please ask again.",
    ]
