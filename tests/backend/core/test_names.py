"""A name is what a reader sees."""

import pytest
from django.test import Client

from backend.accounts.models import User
from backend.core.models import AuditEntry
from backend.core.names import is_plain
from backend.organizations.enums import MemberRole
from backend.organizations.models import Organization
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory, belongs
from tests.support.clients import client_of

PLAIN = [
    "深圳市星火（香港）科技有限公司",
    "Ångström & Sons Ltd. #2",
    "Łódź Capital",
    "ООО Ромашка",
    "α Capital",
    "ＡＢＣ 資本",
    "3D·打印",
    "",
]
POSING = {
    "zero width": "星火\u200b科技",
    "turned around": "深圳\u202e司公限有技科",
    "isolate": "星\u2066火",
    "soft hyphen": "星\u00ad火",
    "line": "星火\n已认证",
    "filler": "\u3164",
    "variation": "星\ufe0f火",
    "cyrillic a": "\u0430pple",
    "greek o": "G\u03bfogle Capital",
    "private": "星火\ue000",
}  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
def test_names_as_people_write_them_are_plain(name: str) -> None:
    assert is_plain(name)


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["legal_name", "brand_name", "name_en"])
@pytest.mark.parametrize("name", POSING.values(), ids=POSING)
def test_no_organization_takes_a_name_that_poses_as_another(name: str, field: str) -> None:
    person, mine = UserFactory.create(), OrganizationFactory.create(verified=True)
    belongs(person, mine, MemberRole.OWNER)
    before = Organization.objects.values().get()
    client = client_of(person)
    changed = client.patch(f"/api/v1/organizations/{mine.pk}/", {field: name}, format="json")
    body = {"kind": "startup", "legal_name": "星火", field: name}
    created = client.post("/api/v1/organizations/", body, format="json")
    for answer in (changed, created):
        assert (answer.status_code, answer.json()["code"], set(answer.json()["fields"])) == (
            400,
            "organizations.bad_name",
            {field},
        )
    assert Organization.objects.values().get() == before
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_no_person_does_either() -> None:
    person = UserFactory.create(display_name="林若溪")
    answer = client_of(person).patch("/api/v1/me/", {"display_name": POSING["turned around"]}, format="json")
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {"display_name"})
    body = {"email": "lin@example.com", "password": "correct-horse-battery", "display_name": POSING["cyrillic a"]}
    signed_up = Client().post("/_allauth/browser/v1/auth/signup", body, content_type="application/json")
    assert (signed_up.status_code, signed_up.json()["errors"][0]["param"]) == (400, "display_name")
    assert list(User.objects.values_list("display_name", flat=True)) == ["林若溪"]
