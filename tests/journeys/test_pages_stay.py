"""What a page has shown stays under the reader's hands while the rest of it arrives."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import context_of
from tests.journeys.people import browser_of
from tests.journeys.test_pages_stand import PAGES
from tests.support.demo_stack import DemoStack
from tests.support.results import is_full

# Each fetch takes this much longer: what a page asks for only once it is drawn comes clearly after it. Milliseconds.
_LATENCY = 150
# Pages of one part after another; in small runs those which draw most by and by.
_FEW = {"deal", "startup-matches", "event-team", "room-remote"}
# React hides what it has drawn already by just this style, for as long as a part of it waits for something. What only says that it
# is loading is nothing yet.
_WATCH = """
  window.takenAway = [];
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const isHidden = target.style.display === 'none' && target.style.getPropertyPriority('display') === 'important';
      if (isHidden && target.textContent !== '正在加载') {
        window.takenAway.push(`${target.tagName}.${target.className} ${target.textContent.slice(0, 60)}`);
      }
    }
  }).observe(document, { attributes: true, attributeFilter: ['style'], subtree: true });
"""


@pytest.fixture
def slow(browser: Browser, product: DemoStack) -> Iterator[dict[str, BrowserContext]]:
    """A browser for each role, which keeps nothing from one page to the next."""
    opened: list[BrowserContext] = []

    def open_context() -> BrowserContext:
        opened.append(context_of(browser, product.url))
        return opened[-1]

    roles = dict.fromkeys(role for role, _, name in PAGES if is_full() or name in _FEW)
    yield {role: browser_of(role, browser, open_context, product.url) if role else open_context() for role in roles}
    for context in opened:
        context.close()


def _open(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.add_init_script(_WATCH)
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": _LATENCY, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    page.goto(address)
    return page


@pytest.mark.journey
def test_nothing_shown_is_taken_away_again(slow: dict[str, BrowserContext], ids: dict[str, str]) -> None:
    taken: dict[str, list[str]] = {}
    for role, address, name in PAGES:
        if not (is_full() or name in _FEW):
            continue
        page = _open(slow[role], address.format(**ids))
        expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        if found := page.evaluate("window.takenAway"):
            taken[name] = found
        page.close()
    assert taken == {}
