"""A person's own account: tokens, trail, export, demo sign-ins; and CSRF on every unsafe route."""

import json
import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import DatabaseError, transaction
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from backend.accounts.demo import SIGN_INS
from backend.accounts.enums import TokenScope
from backend.accounts.models import ApiToken
from backend.accounts.services import create_demo_person
from backend.core import audit, clock
from backend.core.models import AuditEntry
from tests.factories.accounts import UserFactory
from tests.support.clients import client_of, machine_of

pytestmark = pytest.mark.django_db
API = "/api/v1"
SIGN_IN = "/_allauth/browser/v1/auth"


def test_a_token_is_shown_once_works_and_is_revoked() -> None:
    person = UserFactory.create()
    browser = client_of(person)
    made = browser.post(f"{API}/me/tokens/", {"label": "脚本", "scopes": ["read"]}).json()
    key, token = made["key"], ApiToken.objects.get()
    assert key not in json.dumps(list(ApiToken.objects.values()), default=str)
    assert key not in browser.get(f"{API}/me/tokens/").content.decode()
    machine = client_of()
    machine.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
    assert machine.get(f"{API}/me/").json()["id"] == str(person.pk)
    assert client_of(UserFactory.create()).delete(f"{API}/me/tokens/{token.pk}/").status_code == 404
    assert browser.delete(f"{API}/me/tokens/{token.pk}/").status_code == 204
    assert machine.get(f"{API}/me/").status_code == 401
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "token.created",
        "token.revoked",
    ]


@pytest.mark.parametrize("wrong", ["expired", "closed account", "unknown", "malformed"])
def test_a_worthless_token_is_401(wrong: str) -> None:
    person = UserFactory.create()
    machine = machine_of(person)
    if wrong == "expired":
        ApiToken.objects.update(expires_at=clock.now())
    elif wrong == "closed account":
        person.is_active = False
        person.save()
    else:
        machine.credentials(HTTP_AUTHORIZATION="Bearer" if wrong == "malformed" else "Bearer xmh_never")
    assert machine.get(f"{API}/me/").status_code == 401


def test_a_token_makes_no_tokens_and_exports_nothing() -> None:
    machine = machine_of(UserFactory.create(), TokenScope.READ, TokenScope.WRITE)
    answers = [
        machine.post(f"{API}/me/tokens/", {"label": "x", "scopes": ["read"]}),
        machine.post(f"{API}/me/export/"),
        machine.delete(f"{API}/me/tokens/{ApiToken.objects.get().pk}/"),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "accounts.session_needed")}
    assert (ApiToken.objects.count(), AuditEntry.objects.count()) == (1, 0)


def test_a_person_has_at_most_20_tokens() -> None:
    browser = client_of(UserFactory.create())
    answers = [browser.post(f"{API}/me/tokens/", {"label": "x", "scopes": ["read"]}).status_code for _ in range(21)]
    assert answers == [201] * 20 + [409]


def test_last_use_is_noted_once_a_minute() -> None:
    machine = machine_of(UserFactory.create())
    machine.get(f"{API}/me/")
    first = ApiToken.objects.get().last_used_at
    machine.get(f"{API}/me/")
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=clock.now() - timedelta(minutes=2))
    machine.get(f"{API}/me/")
    assert ApiToken.objects.get().last_used_at > clock.now() - timedelta(minutes=1)  # type: ignore[operator]


def test_the_export_holds_ones_own_data_alone() -> None:
    person, other = UserFactory.create(display_name="林若溪"), UserFactory.create(display_name="别人的名字")
    client_of(other).patch(f"{API}/me/", {"display_name": "别人的新名"})
    answer = client_of(person).post(f"{API}/me/export/")
    sections = answer.json()["sections"]
    assert sections["account"]["display_name"] == "林若溪"
    assert {"account", "acts", "tokens", "memberships", "requests", "standings"} <= set(sections)
    assert "别人" not in answer.content.decode()
    assert AuditEntry.objects.filter(actor=person).values_list("action", flat=True).get() == "person.exported"


def test_exports_are_limited() -> None:
    browser = client_of(UserFactory.create())
    assert [browser.post(f"{API}/me/export/").status_code for _ in range(6)] == [200] * 5 + [429]


def test_the_trail_shows_ones_own_acts() -> None:
    person = UserFactory.create()
    client_of(person).patch(f"{API}/me/", {"language": "en"})
    client_of(UserFactory.create()).patch(f"{API}/me/", {"language": "en"})
    rows = client_of(person).get(f"{API}/me/audit/").json()
    assert [(row["action"], row["data"]) for row in rows["results"]] == [("person.updated", {"fields": ["language"]})]


def test_an_act_after_a_machines_request_is_a_persons_again() -> None:
    person = UserFactory.create()
    machine = machine_of(person, TokenScope.READ, TokenScope.WRITE)
    assert machine.patch(f"{API}/me/", {"language": "en"}).status_code == 200
    audit.record(person, "person.updated", person)
    assert list(AuditEntry.objects.order_by("id").values_list("actor_kind", flat=True)) == ["token", "person"]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_nobody_changes_the_trail(change: str) -> None:
    client_of(UserFactory.create()).patch(f"{API}/me/", {"language": "en"})
    rows = AuditEntry.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        _ = rows.update(action="nothing") if change == "update" else rows.delete()
    assert AuditEntry.objects.values_list("action", flat=True).get() == "person.updated"


def test_demo_sign_ins_exist_only_in_the_demo(settings: Settings) -> None:
    settings.DEMO = True
    rows = client_of().get(f"{API}/demo/sign-ins/").json()
    assert {"startup", "investor", "operator"} <= {row["role"] for row in rows}
    assert all(re.fullmatch(r"\d{6}", row["second_factor"]) for row in rows if row["role"] == "operator")
    settings.DEMO = False
    assert client_of().get(f"{API}/demo/sign-ins/").status_code == 404


def test_the_demos_people_are_shut_out_where_no_demo_runs(settings: Settings) -> None:
    """Their passwords and second factors are printed in the source: a database that held the demo once keeps them."""
    settings.DEMO = True
    operator = next(one for one in SIGN_INS if one.is_operator)
    person = create_demo_person(operator)
    session, machine, desk = client_of(person), machine_of(person), f"{API}/console/audit/"
    assert (session.get(desk).status_code, machine.get(f"{API}/me/").status_code) == (200, 200)
    half_way = client_of()
    who = {"email": operator.email, "password": operator.password}
    assert half_way.post(f"{SIGN_IN}/login", who, format="json").status_code == 401
    settings.DEMO = False
    code = {"code": format_hotp_value(hotp_value(operator.totp_secret, next(yield_hotp_counters_from_time())))}
    half_way.post(f"{SIGN_IN}/2fa/authenticate", code, format="json")
    assert [one.get(desk).status_code for one in (session, machine, half_way)] == [401, 401, 401]
    wrong = client_of().post(f"{SIGN_IN}/login", {**who, "password": "wrong"}, format="json")
    right = client_of().post(f"{SIGN_IN}/login", who, format="json")
    assert (right.status_code, right.json()) == (wrong.status_code, wrong.json()) == (400, wrong.json())
    settings.DEMO = True
    assert session.get(desk).status_code == 200


_SAMPLES = {"uuid": "01890000-0000-7000-8000-000000000000", "str": "x", "int": "1", "slug": "x", "path": "x"}


def _routes(resolver: URLResolver, prefix: str = "") -> list[tuple[str, set[str]]]:
    found = []
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern).lstrip("^").rstrip("$")
        if isinstance(entry, URLResolver):
            found += _routes(entry, route)
        elif isinstance(entry, URLPattern):
            view = getattr(entry.callback, "view_class", None) or getattr(entry.callback, "cls", None)
            methods = {name for name in ("post", "put", "patch", "delete") if hasattr(view, name)}
            found.append(("/" + re.sub(r"<(\w+):\w+>", lambda m: _SAMPLES[m[1]], route), methods))
    return found


# Looks at no session at all: whoever holds the signed link may do what it says, and mail programs bring no token.
# Mail programs follow these by themselves; what the link holds is the right.
_BY_LINK = {
    "/api/v1/unsubscribe/x/": "notifications.bad_unsubscribe_link",
    "/api/v1/mails/stop/x/": "roadshows.link_unknown",
    # A judge's own link, in a header that no other page can send.
    f"/api/v1/judging/{_SAMPLES['uuid']}/sheets/{_SAMPLES['uuid']}/": "judging.link_refused",
    f"/api/v1/judging/{_SAMPLES['uuid']}/conflicts/{_SAMPLES['uuid']}/": "judging.link_refused",
}


def test_every_unsafe_route_refuses_a_session_without_the_csrf_token() -> None:
    """Generated from the URL configuration, so that a new route is covered the day it is written."""
    tried = 0
    for address, methods in _routes(get_resolver()):
        if not address.startswith((API, "/_allauth/browser/")):
            continue
        # One person each: a step of sign-in is counted before the token is looked for.
        browser = client_of(UserFactory.create(), csrf=True)
        for method in methods:
            answer = getattr(browser, method)(address, {}, format="json")
            if address in _BY_LINK:
                assert answer.json()["code"] == _BY_LINK[address]
                continue
            assert answer.status_code == 403, (method, address, answer.status_code)
            assert answer.json()["code"] == "core.csrf_failed", (method, address)
            tried += 1
    assert tried > 60
    assert AuditEntry.objects.count() == 0
