"""A real browser on the real product. With XMH_SCALE=full pictures go to `tests/journeys/pictures`, which git ignores."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.desk import Desk
from tests.journeys.people import PATIENCE
from tests.support.demo_stack import DemoStack, demo_stack
from tests.support.results import is_full

expect.set_options(timeout=PATIENCE)
PICTURES = Path(__file__).parent / "pictures"
SWITCHED_OFF = (
    # Each is a page of the browser's own that every window draws for its address bar: a third of the work of opening one.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    # As the driver has it, whose list ours takes the place of.
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "LensOverlay"),
    *("HttpsFirstBalancedModeAutoEnable", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
)
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(SWITCHED_OFF)}",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoStack]:
    with demo_stack(tmp_path_factory.mktemp("product")) as stack:
        yield stack


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("XMH_BROWSER", "")
    if not path:
        pytest.fail("XMH_BROWSER names no browser; `make test` finds Chrome, Chromium or Edge")
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, headless=True, args=BROWSER_FLAGS)
        yield running
        running.close()


def context_of(
    browser: Browser, url: str, *, phone: bool = False, language: str = "zh-CN", dark: bool = False
) -> BrowserContext:
    """A browser nobody else uses. Whoever asks closes it."""
    context = browser.new_context(
        base_url=url,
        viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
        is_mobile=phone,
        has_touch=phone,
        locale=language,
        color_scheme="dark" if dark else "light",
    )
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture
def open_context(browser: Browser, product: DemoStack) -> Iterator[Callable[..., BrowserContext]]:
    """A person's own browser: `open_context(phone=True, language="en", dark=True)`."""
    contexts: list[BrowserContext] = []

    def build(*, phone: bool = False, language: str = "zh-CN", dark: bool = False) -> BrowserContext:
        context = context_of(browser, product.url, phone=phone, language=language, dark=dark)
        contexts.append(context)
        return context

    yield build
    for context in contexts:
        context.close()


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    def take(page: Page, name: str) -> None:
        # A small run is looked at by nobody, and drawing a whole page takes as long as reading it.
        if is_full():
            PICTURES.mkdir(exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}.png", full_page=True)

    return take


@pytest.fixture
def desk(
    request: pytest.FixtureRequest,
    browser: Browser,
    product: DemoStack,
    open_context: Callable[..., BrowserContext],
    picture: Callable[[Page, str], None],
) -> Desk:
    """What a story of several people needs; its parameter is how the names of the story's pictures begin."""
    return Desk(browser, product, open_context, picture, request.param)


@pytest.fixture(scope="module")
def ids(browser: Browser, product: DemoStack) -> dict[str, str]:
    """What stands in the addresses of pages: a deal, a firm, the next event."""
    visitor = context_of(browser, product.url)

    def first(path: str) -> str:
        found: str = visitor.request.get(path).json()["results"][0]["id"]
        return found

    some = {
        "deal": first("/api/v1/search/deals/?size=1"),
        "firm": first("/api/v1/search/investors/?size=1"),
        "event": first("/api/v1/events/"),
    }
    visitor.close()
    return some
