"""Logos: one upload is one organization's, and its bytes are as visible as the organization."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pytest_django import Settings

from backend.accounts.models import User
from backend.core import clock
from backend.core.models import AuditEntry
from backend.files import services as files
from backend.files.enums import FileKind
from backend.files.models import StoredFile
from backend.organizations import services
from backend.organizations.enums import MemberRole, OrganizationKind, VerificationState
from backend.organizations.errors import LogoTaken
from backend.organizations.models import Organization
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import EvidenceFactory, OrganizationFactory, belongs
from tests.support.clients import client_of
from tests.support.races import overlap
from tests.support.uploads import upload

API = "/api/v1"


@pytest.fixture(autouse=True)
def _storage(tmp_path: Path, settings: Settings) -> None:
    settings.STORAGE_ROOT = tmp_path / "storage"


def uploaded(person: User, colour: str = "teal") -> StoredFile:
    target = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(target, "PNG")
    picture = upload("logo.png", target.getvalue())
    return files.store_upload(actor=person, kind=FileKind.LOGO, upload=picture, now=clock.now())


def owned(person: User, **fields: Any) -> Organization:
    organization: Organization = OrganizationFactory.create(**fields)
    belongs(person, organization, MemberRole.OWNER)
    return organization


def give(person: User, organization: Organization, logo: StoredFile | None) -> Organization:
    return services.update_organization(actor=person, organization=organization, logo=logo, now=clock.now())


@pytest.mark.django_db
def test_a_logo_in_use_is_refused_to_a_second_organization() -> None:
    person = UserFactory.create()
    first, second = owned(person), owned(person)
    logo = uploaded(person)
    give(person, first, logo)
    acts = AuditEntry.objects.count()
    with pytest.raises(LogoTaken) as refusal:
        give(person, second, logo)
    assert (refusal.value.code, refusal.value.status) == ("organizations.logo_taken", 409)
    with pytest.raises(LogoTaken):
        services.create_organization(
            actor=person, kind=OrganizationKind.HOST, legal_name="第三家", logo=logo, now=clock.now()
        )
    second.refresh_from_db()
    assert (second.logo_id, Organization.objects.count(), AuditEntry.objects.count()) == (None, 2, acts)
    give(person, first, logo)
    assert set(Organization.objects.values_list("pk", "logo")) == {(first.pk, logo.pk), (second.pk, None)}


@pytest.mark.django_db
def test_changing_a_logo_releases_the_old_one_alone() -> None:
    person = UserFactory.create()
    first, second = owned(person), owned(person)
    old, new, other = uploaded(person), uploaded(person, "red"), uploaded(person)
    give(person, first, old)
    give(person, second, other)
    give(person, first, new)
    files.sweep_unkept(now=clock.now() + timedelta(days=1, minutes=1))
    assert set(StoredFile.objects.values_list("pk", flat=True)) == {new.pk, other.pk}
    assert client_of(person).get(f"{API}/logos/{other.pk}/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_organizations_that_take_one_picture_at_once_one_has_it() -> None:
    person = UserFactory.create()
    first, second, logo = owned(person), owned(person), uploaded(person)
    outcomes = overlap(lambda: give(person, first, logo), lambda: give(person, second, logo))
    assert [type(outcome) for outcome in outcomes] == [type(None), LogoTaken]
    assert set(Organization.objects.values_list("pk", "logo")) == {(first.pk, logo.pk), (second.pk, None)}


@pytest.mark.django_db(transaction=True)
def test_looking_before_taking_leaves_it_to_the_constraint() -> None:
    """Negative control: the same overlap catches an update that looks without the lock; the database then refuses."""
    person = UserFactory.create()
    first, second, logo = owned(person), owned(person), uploaded(person)

    def take_carelessly(organization: Organization) -> None:
        assert not Organization.objects.filter(logo=logo).exists(), "seen in time"
        Organization.objects.filter(pk=organization.pk).update(logo=logo)

    outcomes = overlap(lambda: take_carelessly(first), lambda: take_carelessly(second))
    assert outcomes[0] is None
    assert "organization_logo_once" in str(outcomes[1])


@pytest.mark.django_db
def test_a_logo_is_seen_by_whoever_sees_its_organization() -> None:
    owner, operator = UserFactory.create(), OperatorFactory.create()
    rows = {
        "verified": owned(owner, verified=True),
        "reference": OrganizationFactory.create(reference=True),
        "unverified": owned(owner),
        "pending": owned(owner, verification_state=VerificationState.PENDING),
        "expired": owned(owner, verification_state=VerificationState.EXPIRED),
        "lapsed": owned(owner, verified=True, verified_until=clock.now() - timedelta(seconds=1)),
    }
    logos = {name: uploaded(owner) for name in rows}
    for name, row in rows.items():
        files.keep(logos[name], clock.now())
        Organization.objects.filter(pk=row.pk).update(logo=logos[name])
    viewers = {"visitor": None, "outsider": UserFactory.create(), "owner": owner, "operator": operator}
    seen: dict[str, set[str]] = {}
    caches = set()
    for viewer, person in viewers.items():
        answers = {name: client_of(person).get(f"{API}/logos/{logo.pk}/") for name, logo in logos.items()}
        assert {answer.status_code for answer in answers.values()} <= {200, 404}
        seen[viewer] = {name for name, answer in answers.items() if answer.status_code == 200}
        caches |= {(name, answers[name]["Cache-Control"], answers[name]["Content-Type"]) for name in seen[viewer]}
    public = {"verified", "reference"}
    assert seen == {"visitor": public, "outsider": public, "owner": set(rows), "operator": set(rows)}
    shared, own = "public, max-age=3600", "private, max-age=300"
    assert caches == {(name, shared if name in public else own, "image/webp") for name in rows}


@pytest.mark.django_db
def test_what_is_no_organizations_logo_is_not_served() -> None:
    person = UserFactory.create()
    kept = uploaded(person)
    files.keep(kept, clock.now())
    for file in (kept, uploaded(person), EvidenceFactory.create(uploaded_by=person)):
        assert client_of(person).get(f"{API}/logos/{file.pk}/").status_code == 404
        assert client_of(person).get(f"{API}/files/{file.pk}/logo/").status_code == 404


@pytest.mark.django_db
def test_the_answer_names_the_address_that_serves_the_logo() -> None:
    person = UserFactory.create()
    organization = owned(person, verified=True)
    body = client_of(person).patch(f"{API}/organizations/{organization.pk}/", {"logo": str(uploaded(person).pk)}).json()
    assert client_of().get(body["logo_url"]).status_code == 200
