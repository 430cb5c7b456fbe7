"""A small built front end in a folder of its own."""

from pathlib import Path

import pytest
from pytest_django import Settings

INDEX = """<!doctype html>
<html lang="zh-Hans">
  <head>
    <!--xmh:head-->
    <title>default title</title>
    <script src="/static/frontend/boot.js" nonce="__CSP_NONCE__"></script>
    <script type="module" src="/static/frontend/assets/index-abc.js" nonce="__CSP_NONCE__"></script>
  </head>
  <body><div id="root"><!--xmh:summary--></div></body>
</html>
"""


@pytest.fixture
def dist(tmp_path: Path, settings: Settings) -> Path:
    """The build, and beside it a file nobody may fetch."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / ".vite").mkdir()
    (folder / "index.html").write_text(INDEX, encoding="utf-8")
    (folder / "boot.js").write_text("boot()", encoding="utf-8")
    (folder / "assets" / "index-abc.js").write_text("console.log('香蜜湖');" * 100, encoding="utf-8")
    (folder / "assets" / "run.sh").write_text("echo", encoding="utf-8")
    (folder / ".vite" / "manifest.json").write_text("{}", encoding="utf-8")
    (tmp_path / "secret.js").write_text("secret", encoding="utf-8")
    (folder / "assets" / "link.js").symlink_to(tmp_path / "secret.js")
    settings.FRONTEND_DIST = folder
    settings.PUBLIC_URL = "https://street.example"
    return folder
