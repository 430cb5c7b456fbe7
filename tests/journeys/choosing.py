"""Choosing from the lists that open below a field."""

import re
from contextlib import suppress

from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import PATIENCE

_TRIES = 4
_OF_THE_FIELD = "xpath=ancestor::*[contains(concat(' ', normalize-space(@class), ' '), ' ant-select ')][1]"
_OPEN_LIST = ".ant-select-dropdown:not(.ant-select-dropdown-hidden)"


def choose(page: Page, field: Locator, option: str | re.Pattern[str], typed: str = "") -> None:
    """Pick `option` of the list of `field`, which `typed` narrows, and see it stand there.

    The list of another field may still be closing. A tap that comes while the list is still on its way is lost on a busy machine,
    and is made again as anybody would.
    """
    box = field.locator(_OF_THE_FIELD)
    offered = page.locator(_OPEN_LIST).get_by_title(option, exact=True).last
    field.click()
    if typed:
        field.fill(typed)
    for _ in range(_TRIES):
        offered.click()
        with suppress(AssertionError):
            expect(box).to_contain_text(option, timeout=PATIENCE / _TRIES)
            return
        if not offered.is_visible():
            field.click()
    expect(box).to_contain_text(option)
