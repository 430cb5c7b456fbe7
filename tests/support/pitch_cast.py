"""One published pitch with every kind of visibility, and everybody who may look at it."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from backend.accounts.models import User
from backend.core import clock
from backend.core.actors import Viewer
from backend.deals import nda
from backend.deals.enums import Block, Visibility
from backend.deals.models import Pitch
from backend.deals.selectors.revisions import approved_copy, edition_of_pitch
from backend.deals.services import access
from backend.files.models import StoredFile
from backend.organizations.enums import MemberRole
from backend.organizations.models import Organization
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.deals import BlockGrantFactory, PitchBlockFactory, PitchFactory
from tests.factories.organizations import FirmFactory, MembershipFactory, OrganizationFactory

CHOSEN = {
    Block.STORY: Visibility.PUBLIC,
    Block.TEAM: Visibility.VERIFIED_INVESTORS,
    Block.TRACTION: Visibility.VERIFIED_INVESTORS,
    Block.IP: Visibility.PUBLIC,
    Block.TERMS: Visibility.NAMED_INVESTORS,
    Block.NEEDS: Visibility.PUBLIC,
    Block.DECK: Visibility.AFTER_NDA,
}


@dataclass(slots=True)
class Cast:
    pitch: Pitch
    people: dict[str, Viewer]


def person_in(organization: Organization, role: MemberRole = MemberRole.OWNER) -> User:
    person: User = UserFactory.create()
    MembershipFactory.create(organization=organization, person=person, role=role)
    return person


def edition_now(pitch: Pitch) -> str:
    """What a reviewer who has just read the pitch sends back."""
    return edition_of_pitch(approved_copy(pitch.pk))


def agree(person: User, pitch: Pitch) -> None:
    text = nda.current()
    access.accept_nda(
        actor=person, pitch=pitch, version=text.version, sha256=text.sha256, firm_id=None, now=clock.now()
    )


def cast(deck: StoredFile | None = None) -> Cast:
    pitch: Pitch = PitchFactory.create(published=True, deck=deck, deck_version=1 if deck else 0)
    for block, visibility in CHOSEN.items():
        PitchBlockFactory.create(pitch=pitch, block=block, visibility=visibility)
    named_firm: Organization = FirmFactory.create(verified=True)
    BlockGrantFactory.create(pitch=pitch, firm=named_firm, blocks=[Block.TERMS])
    agreed = person_in(FirmFactory.create(verified=True))
    agree(agreed, pitch)
    people: dict[str, Viewer] = {
        "visitor": AnonymousUser(),
        "newcomer": UserFactory.create(),
        "founder": person_in(pitch.organization),
        "reader": person_in(pitch.organization, MemberRole.READER),
        "competitor": person_in(OrganizationFactory.create(verified=True)),
        "unverified investor": person_in(FirmFactory.create()),
        "firm's reader": person_in(FirmFactory.create(verified=True), MemberRole.READER),
        "investor": person_in(FirmFactory.create(verified=True)),
        "named": person_in(named_firm),
        "agreed": agreed,
        "operator": OperatorFactory.create(),
    }
    return Cast(pitch, people)
