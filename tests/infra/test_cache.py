"""The machine's cache holds whole releases only, whatever dies in between."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from infra.local import cache
from infra.local.errors import LocalError
from infra.local.paths import CHECKOUT
from infra.local.releases import NEWER


def _unpack_into(folder: Path) -> Path:
    home = folder / "unpacked"
    (home / "lib").mkdir(parents=True)
    (home / "config").mkdir()
    (home / "modules" / "lang-painless").mkdir(parents=True)
    (home / "lib" / f"elasticsearch-{NEWER.version}.jar").write_bytes(b"jar")
    (home / "config" / "jvm.options").write_text("-Xss1m\n", encoding="utf-8")
    return home


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XMH_CACHE", str(tmp_path))


def test_release_is_fetched_once(tmp_path: Path) -> None:
    assert cache.find(NEWER) is None
    folder = cache.fill(NEWER, _unpack_into)
    assert folder == tmp_path / "elasticsearch" / NEWER.version

    def never(draft: Path) -> Path:
        raise AssertionError("fetched twice")

    assert cache.fill(NEWER, never) == cache.find(NEWER) == folder
    assert sorted(entry.name for entry in folder.parent.iterdir()) == [".lock", NEWER.version]


def test_killed_fetch_leaves_no_half_cache(tmp_path: Path) -> None:
    code = """
        import time
        from infra.local import cache
        from infra.local.releases import NEWER
        def unpack(draft):
            (draft / "lib").mkdir()
            (draft / "lib" / f"elasticsearch-{NEWER.version}.jar").write_bytes(b"half")
            print("half", flush=True)
            time.sleep(60)
        cache.fill(NEWER, unpack)
    """
    fetching = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    )
    assert fetching.stdout is not None
    assert fetching.stdout.readline() == "half\n"
    os.kill(fetching.pid, signal.SIGKILL)
    fetching.wait()
    fetching.stdout.close()

    assert cache.find(NEWER) is None
    assert len(list((tmp_path / "elasticsearch").glob(".draft-*"))) == 1
    folder = cache.fill(NEWER, _unpack_into)
    assert NEWER.is_whole(folder)
    assert list((tmp_path / "elasticsearch").glob(".draft-*")) == []


def test_package_without_the_release_is_refused_and_removed(tmp_path: Path) -> None:
    def something_else(draft: Path) -> Path:
        (draft / "other").mkdir()
        return draft / "other"

    with pytest.raises(LocalError, match=r"does not hold Elasticsearch 9\.4\.3"):
        cache.fill(NEWER, something_else)
    assert cache.find(NEWER) is None
    assert [entry.name for entry in (tmp_path / "elasticsearch").iterdir()] == [".lock"]


def test_second_fetch_waits_for_the_first_and_uses_it() -> None:
    began, may_end = threading.Event(), threading.Event()
    fetched: list[str] = []

    def slowly(draft: Path) -> Path:
        began.set()
        assert may_end.wait(10)
        fetched.append("first")
        return _unpack_into(draft)

    def second(draft: Path) -> Path:
        fetched.append("second")
        return _unpack_into(draft)

    first_thread = threading.Thread(target=cache.fill, args=(NEWER, slowly))
    second_thread = threading.Thread(target=cache.fill, args=(NEWER, second))
    first_thread.start()
    assert began.wait(10)
    second_thread.start()
    may_end.set()
    first_thread.join(10)
    second_thread.join(10)
    assert fetched == ["first"]
    assert cache.find(NEWER) is not None


def test_release_is_readable_by_everybody() -> None:
    folder = cache.fill(NEWER, _unpack_into)
    assert oct(folder.stat().st_mode & 0o777) == "0o755"
    assert oct((folder / "config" / "jvm.options").stat().st_mode & 0o777) == "0o644"
