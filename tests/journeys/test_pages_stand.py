"""Every page stands by itself: opened by its address, on a desk and on a phone, without an error and without barriers."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from zlib import crc32

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.journeys.conftest import context_of
from tests.journeys.people import browser_of
from tests.support.axe import violations
from tests.support.demo_stack import DemoStack
from tests.support.results import is_full

VISITOR = ""
# Who opens it, the address, and the name of its picture. `{deal}` and `{firm}` are taken from the search,
# `{event}` is the next one.
PAGES = (
    (VISITOR, "/", "home"),
    (VISITOR, "/login", "sign-in"),
    (VISITOR, "/deals", "deals"),
    (VISITOR, "/deals?view=table&q=AI%20chip", "deals-table"),
    (VISITOR, "/investors", "investors"),
    (VISITOR, "/deals/{deal}", "deal"),
    (VISITOR, "/investors/{firm}", "investor"),
    (VISITOR, "/coverage?measure=gap", "coverage"),
    (VISITOR, "/events", "events"),
    (VISITOR, "/events/{event}", "event"),
    (VISITOR, "/rooms/{event}", "room"),
    (VISITOR, "/rooms/{event}/screen", "room-screen"),
    (VISITOR, "/checkin/", "doors"),
    (VISITOR, "/judging/{event}", "judging-without-link"),
    ("investor", "/rooms/{event}/remote", "room-remote"),
    ("startup", "/startup", "startup-home"),
    ("startup", "/startup/pitch", "startup-pitches"),
    ("startup", "/startup/matches", "startup-matches"),
    ("startup", "/organizations", "organizations"),
    ("startup", "/account", "account"),
    ("startup", "/inbox", "inbox"),
    ("startup", "/me/tickets", "own-tickets"),
    ("investor", "/investor", "investor-home"),
    ("investor", "/investor/matches", "investor-matches"),
    ("investor", "/investor/profile", "investor-theses"),
    ("investor", "/investor/searches", "saved-searches"),
    ("investor", "/org", "events-desk"),
    ("investor", "/org/events/new", "event-new"),
    ("investor", "/org/orders", "orders"),
    ("host", "/org/orders/transfers", "transfers"),
    ("host", "/org/orders/requests", "refund-requests"),
    ("host", "/org/orders/fapiao", "fapiao"),
    ("host", "/org/orders/report", "money-report"),
    ("host", "/org/orders/terms", "payment-terms"),
    ("host", "/org/events/{event}?tab=team", "event-team"),
    ("host", "/org/events/{event}?tab=judging", "event-judging"),
    ("host", "/org/events/{event}/guests", "event-guests"),
    ("host", "/org/events/{event}/figures", "event-figures"),
    ("host", "/org/events/{event}/mails", "event-mails"),
    ("operator", "/operator", "operator-queue"),
    ("operator", "/operator/imports", "operator-imports"),
    ("operator", "/operator/ranking", "operator-ranking"),
    ("operator", "/operator/audit", "operator-audit"),
)
# A visitor is nobody yet: asking who one is answers 401, and the browser itself writes that down.
_NOBODY = ("/api/v1/me/", "/_allauth/browser/v1/auth/session")
# The demo's room moves by itself: a page may be turned before it is fetched, and then it is on stage no more.
_ON_STAGE = "/stage/page/?"


def _listen(page: Page) -> list[str]:
    """What the page says went wrong from now on: errors, broken promises, and what the security policy refused."""
    said: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        address = message.location.get("url", "")
        is_nobody = address.endswith(_NOBODY) and "401" in message.text
        is_turned = _ON_STAGE in address and "404" in message.text
        if message.type == "error" and not (is_nobody or is_turned):
            said.append(f"{message.text} ({address})")

    page.on("console", on_console)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


Seat = Callable[[str, bool], BrowserContext]


@pytest.fixture(scope="module")
def seat(browser: Browser, product: DemoStack) -> Iterator[Seat]:
    """One browser for each person and look, kept for all pages: a second page finds scripts and styles in its cache."""
    kept: dict[tuple[str, bool], BrowserContext] = {}

    def of(role: str, phone: bool) -> BrowserContext:
        if (role, phone) not in kept:
            opened = partial(context_of, browser, product.url)
            context = browser_of(role, browser, opened, product.url, phone=phone) if role else opened(phone=phone)
            kept[role, phone] = context
        return kept[role, phone]

    yield of
    for context in kept.values():
        context.close()


@dataclass(frozen=True, slots=True)
class _Opened:
    """A page on its way, and what it said since."""

    name: str
    page: Page
    said: list[str]


def _opened(context: BrowserContext, address: str, name: str) -> _Opened:
    page = context.new_page()
    said = _listen(page)
    page.goto(address, wait_until="commit")
    return _Opened(name, page, said)


def _one_ahead(context: BrowserContext, pages: Iterable[tuple[str, str]]) -> Iterator[_Opened]:
    """Each page in its turn, while the one after it comes already: half of a page's time is waiting for it."""
    coming: _Opened | None = None
    for address, name in pages:
        current, coming = coming, _opened(context, address, name)
        if current is not None:
            yield current
    if coming is not None:
        yield coming


def _is_due(whose: str, name: str, role: str, phone: bool) -> bool:
    """In small runs each page of a role is opened on a desk or on a phone, always the same; at full scale on both."""
    return whose == role and (is_full() or crc32(f"{role} {name}".encode()) % 2 == phone)


@pytest.mark.journey
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("role", list(dict.fromkeys(role for role, _, _ in PAGES)), ids=lambda role: role or "visitor")
def test_pages_stand(
    seat: Seat, ids: dict[str, str], picture: Callable[[Page, str], None], role: str, phone: bool
) -> None:
    wanted = [(address.format(**ids), name) for whose, address, name in PAGES if _is_due(whose, name, role, phone)]
    wrong: dict[str, list[str]] = {}

    for opened in _one_ahead(seat(role, phone), wanted):
        page = opened.page
        expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        picture(page, f"page-{opened.name}-{'phone' if phone else 'desktop'}")
        found = [*violations(page), *opened.said]
        if page.locator("html").get_attribute("lang") != "zh-Hans":
            found.append("says another language")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append("scrolls sideways")
        page.close()
        if found:
            wrong[opened.name] = found

    assert wrong == {}
