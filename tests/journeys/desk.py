"""What a story of several people needs: a page for each of them, pictures, and what would bar somebody from a page."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.people import browser_of
from tests.support.axe import violations
from tests.support.demo_stack import DemoStack

MAIL_WITHIN = 120
# What the demo's mail backend prints after each mail.
MAIL_ENDS = "-" * 79


def labelled(words: str) -> re.Pattern[str]:
    """The name of a button of two characters: they may be spaced, and for as long as its wheel fades that is named before them."""
    return re.compile(r"(^|\s)" + r"\s?".join(words) + "$")


@dataclass(frozen=True)
class Desk:
    """`story` is what the names of its pictures begin with."""

    browser: Browser
    product: DemoStack
    open_context: Callable[..., BrowserContext]
    picture: Callable[[Page, str], None]
    story: str
    barriers: list[str] = field(default_factory=list)
    # A browser takes longer to open than a page, and has to fetch all scripts first.
    browsers: dict[tuple[str, bool, bool], BrowserContext] = field(default_factory=dict)

    def page_of(self, role: str, *, phone: bool = False, dark: bool = False) -> Page:
        """A page of the browser in which the person of the role is signed in; another look is another browser."""
        whose = role, phone, dark
        if whose not in self.browsers:
            self.browsers[whose] = browser_of(
                role, self.browser, self.open_context, self.product.url, phone=phone, dark=dark
            )
        return self.browsers[whose].new_page()

    def check(self, page: Page, name: str) -> None:
        """A picture for the reader; what bars somebody from the page is kept until the story has been told."""
        self.picture(page, f"{self.story}-{name}")
        self.barriers.extend(f"{name}: {line}" for line in violations(page))

    def mail_to(self, contact: str, pattern: str) -> str:
        """What the newest mail to the contact says; the demo prints its mails where its processes log."""
        logs = (self.product.log, self.product.log.parent / "worker.log")
        deadline = time.monotonic() + MAIL_WITHIN
        while time.monotonic() < deadline:
            said = "".join(log.read_text(encoding="utf-8", errors="replace") for log in logs if log.exists())
            letters = [part.split(MAIL_ENDS)[0] for part in said.split(f"To: {contact}\n")[1:]]
            found = [match.group(1) for letter in letters if (match := re.search(pattern, letter))]
            if found:
                return found[-1]
            time.sleep(0.3)
        raise AssertionError(f"no mail to {contact} says {pattern}")
