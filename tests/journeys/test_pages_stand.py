"""Every page stands by itself: opened by its address, on a desk and on a phone, without an error and without barriers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.journeys.people import browser_of
from tests.support.axe import violations
from tests.support.demo_stack import DemoStack

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
    (VISITOR, "/events", "events"),
    (VISITOR, "/events/{event}", "event"),
    (VISITOR, "/rooms/{event}", "room"),
    (VISITOR, "/rooms/{event}/screen", "room-screen"),
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
    ("investor", "/org", "events-desk"),
    ("investor", "/org/events/new", "event-new"),
    ("operator", "/operator", "operator-queue"),
    ("operator", "/operator/imports", "operator-imports"),
    ("operator", "/operator/ranking", "operator-ranking"),
    ("operator", "/operator/audit", "operator-audit"),
)
# A visitor is nobody yet: asking who one is answers 401, and the browser itself writes that down.
_NOBODY = ("/api/v1/me/", "/_allauth/browser/v1/auth/session")


def _listen(page: Page) -> list[str]:
    """What the page says went wrong from now on: errors, broken promises, and what the security policy refused."""
    said: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        known = message.location.get("url", "").endswith(_NOBODY) and "401" in message.text
        if message.type == "error" and not known:
            said.append(f"{message.text} ({message.location.get('url', '')})")

    page.on("console", on_console)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.mark.journey
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize(("role", "address", "name"), PAGES, ids=[name for _, _, name in PAGES])
def test_a_page_stands(
    browser: Browser,
    product: DemoStack,
    open_context: Callable[..., BrowserContext],
    picture: Callable[[Page, str], None],
    role: str,
    address: str,
    name: str,
    phone: bool,
) -> None:
    context = browser_of(role, browser, open_context, product.url, phone=phone) if role else open_context(phone=phone)
    page = context.new_page()
    said = _listen(page)

    page.goto(
        address.format(deal=_first(context, "deals"), firm=_first(context, "investors"), event=_next_event(context))
    )
    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")

    picture(page, f"page-{name}-{'phone' if phone else 'desktop'}")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert violations(page) == []
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, "the page scrolls sideways"
    assert said == []


def _first(context: BrowserContext, target: str) -> str:
    found: str = context.request.get(f"/api/v1/search/{target}/?size=1").json()["results"][0]["id"]
    return found


def _next_event(context: BrowserContext) -> str:
    found: str = context.request.get("/api/v1/events/").json()["results"][0]["id"]
    return found
