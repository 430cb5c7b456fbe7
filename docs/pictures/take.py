"""Take the picture of the README: `python docs/pictures/take.py http://127.0.0.1:8000` with a browser in XMH_BROWSER."""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).with_name("home.png")


def take(address: str) -> None:
    """The front page at desktop width, in Chinese, once its figures are there."""
    with sync_playwright() as driver:
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = driver.chromium.launch(executable_path=os.environ["XMH_BROWSER"], headless=True, args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
        page.goto(address, wait_until="networkidle")
        page.screenshot(path=str(TARGET))
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1])
