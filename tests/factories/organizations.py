"""Organizations, their people and their reviews."""

from datetime import UTC, datetime, timedelta

from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from backend.accounts.models import User
from backend.core.digests import digest_of
from backend.files.enums import FileKind, FileState
from backend.files.models import StoredFile
from backend.organizations.enums import (
    FundType,
    InvestorType,
    MemberRole,
    OrganizationKind,
    Origin,
    ReviewKind,
    ReviewState,
    StandingKind,
    VerificationState,
)
from backend.organizations.models import (
    Fund,
    InvestorStanding,
    Invitation,
    Membership,
    Organization,
    OrganizationReview,
)
from tests.factories.accounts import OperatorFactory, UserFactory


def _now() -> datetime:
    return datetime.now(UTC)


class OrganizationFactory(DjangoModelFactory[Organization]):
    """An unverified startup. `verified=True` verifies it for a year."""

    class Meta:
        model = Organization

    class Params:
        verified = Trait(
            verification_state=VerificationState.VERIFIED,
            verified_at=LazyFunction(_now),
            verified_until=LazyFunction(lambda: _now() + timedelta(days=365)),
        )
        reference = Trait(
            origin=Origin.REFERENCE,
            source="cb",
            source_credit="Crunchbase",
            external_id=Sequence(lambda n: f"ref-{n}"),
        )

    kind = OrganizationKind.STARTUP
    legal_name = Sequence(lambda n: f"深圳第{n}科技有限公司")
    brand_name = Sequence(lambda n: f"星火{n}")
    country = "CHN"
    city = "深圳"


class FirmFactory(OrganizationFactory):
    """An unverified investment firm."""

    kind = OrganizationKind.INVESTMENT_FIRM
    investor_type = InvestorType.VC
    legal_name = Sequence(lambda n: f"香蜜湖第{n}创业投资有限公司")


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    organization = SubFactory(OrganizationFactory)
    person = SubFactory(UserFactory)
    role = MemberRole.MEMBER


class InvitationFactory(DjangoModelFactory[Invitation]):
    """An open invitation; `secret` is what its link holds."""

    class Meta:
        model = Invitation

    class Params:
        secret = Sequence(lambda n: f"secret-of-a-link-{n}")

    organization = SubFactory(OrganizationFactory)
    role = MemberRole.MEMBER
    digest = LazyAttribute(lambda row: digest_of(row.secret))
    expires_at = LazyFunction(lambda: _now() + timedelta(days=7))
    invited_by = SubFactory(UserFactory)


class EvidenceFactory(DjangoModelFactory[StoredFile]):
    """The row of an uploaded proof; no bytes on disk."""

    class Meta:
        model = StoredFile

    kind = FileKind.EVIDENCE
    state = FileState.READY
    name = "营业执照.pdf"
    content_type = "application/pdf"
    size = 1000
    sha256 = Sequence(lambda n: f"{n:064x}")
    path = Sequence(lambda n: f"test/{n}")
    uploaded_by = SubFactory(UserFactory)


class ReviewFactory(DjangoModelFactory[OrganizationReview]):
    """A pending request to be verified."""

    class Meta:
        model = OrganizationReview

    organization = SubFactory(OrganizationFactory)
    kind = ReviewKind.VERIFICATION
    requested_by = SubFactory(UserFactory)
    identity = LazyAttribute(lambda row: row.organization.identity)


class StandingFactory(DjangoModelFactory[InvestorStanding]):
    """An approved specific-person determination in force for a year."""

    class Meta:
        model = InvestorStanding

    person = SubFactory(UserFactory)
    kind = StandingKind.SPECIFIC_PERSON
    state = ReviewState.APPROVED
    reviewer = SubFactory(OperatorFactory)
    decided_at = LazyFunction(_now)
    valid_from = LazyFunction(lambda: _now() - timedelta(days=1))
    valid_until = LazyFunction(lambda: _now() + timedelta(days=365))


class FundFactory(DjangoModelFactory[Fund]):
    class Meta:
        model = Fund

    firm = SubFactory(FirmFactory)
    name = Sequence(lambda n: f"香蜜湖{n}号基金")
    fund_type = FundType.VENTURE_CAPITAL_FUND


def belongs(person: User, organization: Organization, role: MemberRole = MemberRole.MEMBER) -> Membership:
    """The person joins the organization."""
    membership: Membership = MembershipFactory.create(organization=organization, person=person, role=role)
    return membership
