"""A browser for the journeys: Chrome, Chromium or Edge that is already here."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from infra.local import users
from infra.local.errors import LocalError

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
)
MAC_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
PACKAGES = ("chromium", "fonts-noto-cjk")
FIX = "install Chromium, Chrome or Edge (Debian: apt-get install chromium fonts-noto-cjk) or name one in XMH_BROWSER"


def find() -> Path | None:
    """The browser's program: XMH_BROWSER, one on the PATH, or an application of macOS."""
    named = os.environ.get("XMH_BROWSER")
    if named:
        return Path(named) if os.access(named, os.X_OK) else None
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return next((Path(place) for place in MAC_APPLICATIONS if os.access(place, os.X_OK)), None)


def has_chinese_font() -> bool:
    """Whether pictures will show Chinese. Where fontconfig cannot be asked, the system is trusted."""
    program = shutil.which("fc-list")
    if program is None:
        return True
    answer = subprocess.run([program, ":lang=zh", "family"], capture_output=True, text=True, timeout=20, check=False)
    return answer.returncode != 0 or bool(answer.stdout.strip())


def can_install() -> bool:
    """Root on Debian or a child of it."""
    return users.is_root() and shutil.which("apt-get") is not None and Path("/etc/debian_version").exists()


def require(say: Callable[[str], None]) -> Path:
    """The browser; as root on Debian what is missing is installed, said aloud. Raises LocalError with one sentence."""
    found = find()
    if found is not None and has_chinese_font():
        return found
    if os.environ.get("XMH_BROWSER") and found is None:
        raise LocalError(f"XMH_BROWSER names {os.environ['XMH_BROWSER']}, which is no program.")
    if not can_install():
        if found is not None:
            return found
        raise LocalError(f"The browser journeys need a browser: {FIX}.")
    say(f"Installing by apt, because the browser journeys need them: {' '.join(PACKAGES)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-y", "-q", "--no-install-recommends", *PACKAGES],
    ):
        if subprocess.run(command, env=environment, check=False).returncode != 0:
            raise LocalError(f"apt could not install the browser; {FIX}.")
    found = find()
    if found is None:
        raise LocalError(f"apt installed no browser that is found; {FIX}.")
    return found
