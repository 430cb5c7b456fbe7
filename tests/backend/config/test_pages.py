"""What the server itself says of public things, and that it says nothing of others."""

import html
import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from backend.deals.enums import PitchState
from backend.deals.models import Pitch
from backend.roadshows.tickets import secret_of, waiting_secret_of
from tests.factories.accounts import UserFactory
from tests.factories.deals import PitchFactory
from tests.factories.organizations import FirmFactory, MembershipFactory, OrganizationFactory
from tests.factories.roadshows import EventFactory, RegistrationFactory, WaitingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dist")]
CANARY = "zebrafinch"


@pytest.fixture
def pitch() -> Pitch:
    company = OrganizationFactory.create(verified=True, brand_name="青陌芯算", name_en="Qingmo Silicon")
    return PitchFactory.create(
        organization=company,
        published=True,
        one_liner="端侧AI芯片",
        one_liner_en="Edge AI chips",
        story=CANARY,
        sector_primary="SEMI_DES",
        sectors=["SEMI_DES"],
        stage="series_a",
        currency="CNY",
        amount_min_minor=None,
        amount_target_minor=4_000_000_000,
        amount_max_minor=None,
        city="深圳",
        district="福田",
    )


def page_of(client: Client, path: str, **headers: str) -> tuple[int, str]:
    response = client.get(path, headers=headers)
    return response.status_code, response.content.decode()


def title_of(page: str) -> str:
    titles = re.findall(r"<title>(.*?)</title>", page)
    assert len(titles) == 1
    return html.unescape(titles[0])


def test_a_public_deal_tells_its_headline(client: Client, pitch: Pitch) -> None:
    status, page = page_of(client, f"/deals/{pitch.pk}")
    assert status == 200
    assert title_of(page) == "青陌芯算 · 端侧AI芯片"
    assert f'<meta property="og:url" content="https://street.example/deals/{pitch.pk}">' in page
    assert f'<meta property="og:image" content="https://street.example/share/deals/{pitch.pk}.png">' in page
    assert "<h1>青陌芯算</h1><p>端侧AI芯片</p>" in page
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [
        ("行业", "芯片设计"),
        ("轮次", "A轮"),
        ("融资额", "4000 万元"),
        ("所在地", "深圳 福田"),
    ]


def test_no_block_of_a_pitch_is_told_by_the_server(client: Client, pitch: Pitch) -> None:
    assert CANARY not in page_of(client, f"/deals/{pitch.pk}")[1]


@pytest.mark.parametrize(
    ("headers", "lang", "title", "stage"),
    [
        ({"accept-language": "en"}, "en", "Qingmo Silicon · Edge AI chips", "Series A"),
        ({"accept-language": "zh-hant"}, "zh-Hant", "青陌芯算 · 端侧AI芯片", "A輪"),
        ({"accept-language": "fr"}, "zh-Hans", "青陌芯算 · 端侧AI芯片", "A轮"),
        (
            {"accept-language": "zh-hans", "cookie": "django_language=en"},
            "en",
            "Qingmo Silicon · Edge AI chips",
            "Series A",
        ),
    ],
)
def test_a_page_speaks_the_readers_language(
    client: Client, pitch: Pitch, headers: dict[str, str], lang: str, title: str, stage: str
) -> None:
    _, page = page_of(client, f"/deals/{pitch.pk}", **headers)
    assert f'<html lang="{lang}"' in page
    assert title_of(page) == title
    assert f"<dd>{stage}</dd>" in page


@pytest.mark.parametrize("state", [state for state in PitchState if state != PitchState.PUBLISHED])
def test_a_pitch_that_is_not_published_is_not_there_even_for_its_team(pitch: Pitch, state: PitchState) -> None:
    Pitch.objects.filter(pk=pitch.pk).update(state=state)
    founder = UserFactory.create()
    MembershipFactory.create(organization=pitch.organization, person=founder)
    for viewer in (None, founder):
        client = Client()
        if viewer is not None:
            client.force_login(viewer, backend="backend.accounts.backends.AccountBackend")
        status, page = page_of(client, f"/deals/{pitch.pk}")
        assert (status, title_of(page)) == (404, "香蜜湖创投街区")
        assert '<meta name="robots" content="noindex">' in page
        assert "青陌" not in page
        assert str(pitch.pk) not in page
        assert client.get(f"/share/deals/{pitch.pk}.png").status_code == 404


def test_a_deal_of_an_unverified_company_looks_like_one_that_never_was(client: Client, pitch: Pitch) -> None:
    type(pitch.organization).objects.filter(pk=pitch.organization_id).update(verification_state="unverified")
    nonce = re.compile(r'nonce="[^"]*"')
    hidden, unknown = (page_of(client, f"/deals/{pk}") for pk in (pitch.pk, uuid4()))
    assert hidden[0] == unknown[0] == 404
    assert nonce.sub("", hidden[1]) == nonce.sub("", unknown[1])


def test_an_investor_is_told_and_a_startup_is_no_investor(client: Client, pitch: Pitch) -> None:
    firm = FirmFactory.create(verified=True, brand_name="栀野创投", name_en="Zhiye Ventures", one_liner="早期硬科技")
    status, page = page_of(client, f"/investors/{firm.pk}")
    assert (status, title_of(page)) == (200, "栀野创投 · 香蜜湖创投街区")
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)[0] == ("类型", "创业投资")
    hidden = FirmFactory.create(brand_name="暗处资本")
    for pk in (hidden.pk, pitch.organization_id):
        status, page = page_of(client, f"/investors/{pk}")
        assert (status, title_of(page)) == (404, "香蜜湖创投街区")
        assert "暗处" not in page


def test_what_people_wrote_stays_text(client: Client, pitch: Pitch) -> None:
    """Markup does not come alive, and the template's own holes cannot be written into."""
    Pitch.objects.filter(pk=pitch.pk).update(one_liner='"><script>x</script>__CSP_NONCE__')
    type(pitch.organization).objects.filter(pk=pitch.organization_id).update(brand_name="<!--xmh:summary--><b>'&")
    _, page = page_of(client, f"/deals/{pitch.pk}")
    assert "<script>x" not in page
    assert "<b>" not in page
    assert "__CSP_NONCE__" in page
    assert title_of(page) == "<!--xmh:summary--><b>'& · \"><script>x</script>__CSP_NONCE__"
    assert page.count("splash-summary") == 1


def test_scripts_carry_the_nonce_of_the_policy_and_no_other(client: Client) -> None:
    first, second = client.get("/"), client.get("/deals")
    nonces = []
    for response in (first, second):
        policy = {line.split()[0]: line.split()[1:] for line in response["Content-Security-Policy"].split("; ")}
        found = set(re.findall(r'nonce="([^"]+)"', response.content.decode()))
        assert len(found) == 1
        nonce = found.pop()
        assert policy["script-src"] == ["'self'", f"'nonce-{nonce}'"]
        assert policy["default-src"] == ["'none'"]
        nonces.append(nonce)
    assert nonces[0] != nonces[1]


def test_the_door_alone_may_compile_webassembly(client: Client) -> None:
    for path, may in ((f"/checkin/{uuid4()}", True), ("/checkin/", True), ("/", False)):
        answer = client.get(path)
        assert answer.status_code == 200
        assert ("'wasm-unsafe-eval'" in answer["Content-Security-Policy"]) == may
        assert ("noindex" in answer.content.decode()) == may


@pytest.mark.parametrize("path", ["/", "/deals", "/investors", "/login", "/org/events/new", "/nothing/of/the/kind"])
def test_every_page_is_the_shell_kept_by_no_cache_and_sets_the_csrf_cookie(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response.cookies["csrftoken"].value
    assert '<div id="root">' in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing/", "/_allauth/nothing", "/share/nothing", "/nothing.php", "/static/x.js"]
)
def test_what_is_no_page_is_a_plain_refusal(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.json()["code"] == "core.not_found"


def test_pages_are_only_read(client: Client) -> None:
    assert client.post("/deals").status_code == 405


def test_the_front_page_counts_what_a_visitor_may_see(client: Client, pitch: Pitch) -> None:
    FirmFactory.create(verified=True)
    FirmFactory.create()
    PitchFactory.create()
    _, page = page_of(client, "/")
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [("在融项目", "1"), ("投资机构", "1")]


def test_a_server_without_a_build_says_how_to_make_one(client: Client, dist: Path) -> None:
    (dist / "index.html").unlink()
    response = client.get("/")
    assert response.status_code == 503
    assert "make run" in response.content.decode()


def test_robots_are_kept_out_of_a_demo_and_shown_the_map_elsewhere(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    settings.DEMO = False
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Sitemap: https://street.example/sitemap.xml" in lines
    assert "Disallow: /s/" in lines


def test_the_sitemap_lists_exactly_what_is_public(client: Client, pitch: Pitch) -> None:
    firm = FirmFactory.create(verified=True)
    FirmFactory.create()
    PitchFactory.create()
    event = EventFactory.create(published=True)
    EventFactory.create()
    locations = {
        kind: re.findall(r"<loc>(.*?)</loc>", client.get(f"/sitemap-{kind}-1.xml").content.decode())
        for kind in ("deals", "investors", "events")
    }
    assert locations == {
        "deals": [f"https://street.example/deals/{pitch.pk}"],
        "investors": [f"https://street.example/investors/{firm.pk}"],
        "events": [f"https://street.example/events/{event.pk}"],
    }
    index = re.findall(r"<loc>(.*?)</loc>", client.get("/sitemap.xml").content.decode())
    assert index == [f"https://street.example/sitemap-{kind}-1.xml" for kind in ("deals", "investors", "events")]
    assert [client.get(f"/sitemap-{name}.xml").status_code for name in ("deals-2", "deals-0", "people-1")] == [404] * 3


def test_the_process_and_its_services_answer_for_themselves(client: Client, settings: Settings) -> None:
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").json() == {"database": True, "valkey": True}
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"database": True, "valkey": False})


@pytest.mark.django_db
@pytest.mark.parametrize("page", [0, 2, 10_001, 10**16])
def test_a_sitemap_page_that_is_not_there_is_not_found(client: Client, page: int) -> None:
    assert client.get(f"/sitemap-deals-{page}.xml").status_code == 404


def test_a_public_event_announces_itself_and_no_guest(client: Client) -> None:
    event = EventFactory.create(
        published=True,
        title="AI 路演",
        title_en="AI Roadshow",
        organization__brand_name="远山会",
        starts_at=datetime(2026, 3, 5, 6, 30, tzinfo=UTC),
    )
    RegistrationFactory.create(event=event, name=CANARY, organization_name=CANARY, email=f"{CANARY}@example.com")
    status, page = page_of(client, f"/events/{event.pk}")
    assert (status, title_of(page)) == (200, "AI 路演 · 远山会")
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [
        ("时间", "2026-03-05 14:30"),
        ("地点", "香蜜湖金融街会客厅 福田区"),
        ("主办方", "远山会"),
    ]
    assert f'<meta property="og:image" content="https://street.example/share/events/{event.pk}.png">' in page
    assert CANARY not in page
    english = page_of(client, f"/events/{event.pk}", **{"accept-language": "en"})[1]
    assert title_of(english).startswith("AI Roadshow")
    assert client.get(f"/share/events/{event.pk}.png")["Content-Type"] == "image/png"


def test_a_hidden_event_a_ticket_and_a_place_in_line_say_nothing(client: Client) -> None:
    draft = EventFactory.create(title=CANARY)
    ticket = RegistrationFactory.create(name=CANARY)
    status, page = page_of(client, f"/events/{draft.pk}")
    assert (status, CANARY in page, "noindex" in page) == (404, False, True)
    assert client.get(f"/share/events/{draft.pk}.png").status_code == 404
    entry = WaitingFactory.create(name=CANARY)
    held = {"me/tickets": secret_of(ticket.pk), "waiting": waiting_secret_of(entry.pk)}
    for address, secret in held.items():
        answer = client.get(f"/{address}/{secret}")
        assert (answer.status_code, answer["Referrer-Policy"]) == (200, "no-referrer")
        assert CANARY not in answer.content.decode()
        assert "noindex" in answer.content.decode()
        assert secret not in answer.content.decode()


def test_the_short_address_on_the_wall_leads_into_the_room_however_it_is_typed(client: Client) -> None:
    event = EventFactory.create(published=True)
    for code in (event.code, event.code.lower()):
        answer = client.get(f"/s/{code}")
        assert (answer.status_code, answer["Location"]) == (302, f"/rooms/{event.pk}")
        assert answer["Cache-Control"] == "no-store"
    assert client.post(f"/s/{event.code}").status_code == 405


def test_the_short_address_of_a_hidden_event_looks_like_one_that_never_was(client: Client) -> None:
    draft, unverified = EventFactory.create(title=CANARY), EventFactory.create(published=True)
    type(unverified.organization).objects.filter(pk=unverified.organization_id).update(verification_state="unverified")
    organizer = UserFactory.create()
    MembershipFactory.create(organization=draft.organization, person=organizer)
    client.force_login(organizer, backend="backend.accounts.backends.AccountBackend")
    nonce = re.compile(r'nonce="[^"]*"')
    # No code has a zero in it.
    answers = [page_of(client, f"/s/{code}") for code in ("000000", draft.code, unverified.code)]
    assert [status for status, _ in answers] == [404] * 3
    assert len({nonce.sub("", page) for _, page in answers}) == 1
    assert '<meta name="robots" content="noindex">' in answers[0][1]
