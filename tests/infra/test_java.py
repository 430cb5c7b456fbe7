"""Which Java is found and which Elasticsearch it can carry."""

from pathlib import Path

import pytest

from infra.local import java, releases
from infra.local.java import Java
from tests.infra.conftest import make_java

pytestmark = pytest.mark.usefixtures("as_ordinary_user")


@pytest.mark.parametrize(
    ("text", "major"),
    [
        ("17.0.15", 17),
        ("25.0.3", 25),
        ("25", 25),
        ("25-ea", 25),
        ("21.0.2+13-LTS", 21),
        ("1.8.0_392", 8),
        ("11.0.22", 11),
        ('"23.0.1"', 23),
        ("", 0),
        ("unknown", 0),
        ("GraalVM 21", 0),
    ],
)
def test_major_version_is_read_as_every_vendor_writes_it(text: str, major: int) -> None:
    assert java.parse_major(text) == major


def test_full_installation_is_fit(tmp_path: Path) -> None:
    home = make_java(tmp_path / "jdk", "21.0.2")
    assert java.inspect(home) == Java(home, 21)


def test_trimmed_runtime_is_unfit_and_says_what_it_lacks(tmp_path: Path) -> None:
    home = make_java(tmp_path / "jre", "25", modules="java.base java.sql jdk.net")
    found = java.inspect(home)
    assert found is not None
    assert found.unfit == "a trimmed runtime without jdk.incubator.vector, jdk.jdi"


def test_old_java_is_unfit(tmp_path: Path) -> None:
    found = java.inspect(make_java(tmp_path / "jdk", "11.0.22"))
    assert found is not None
    assert found.unfit == "older than 17"


def test_without_release_file_the_program_itself_is_asked(tmp_path: Path) -> None:
    home = make_java(tmp_path / "jdk", "17.0.9")
    (home / "release").unlink()
    script = '#!/bin/sh\n[ "$1" = --list-modules ] && printf "%s@17\\n" java.sql jdk.incubator.vector jdk.jdi jdk.net\n'
    (home / "bin" / "java").write_text(script + "echo 'openjdk version \"17.0.9\"' >&2\n", encoding="utf-8")
    assert java.inspect(home) == Java(home, 17)


def test_folder_without_java_is_none(tmp_path: Path) -> None:
    assert java.inspect(tmp_path) is None


def test_search_goes_from_the_named_to_the_installed_and_lists_each_once(tmp_path: Path) -> None:
    named = make_java(tmp_path / "named", "25")
    home = make_java(tmp_path / "home", "21.0.1")
    on_path = make_java(tmp_path / "jvm" / "java-17", "17.0.1")
    installed = make_java(tmp_path / "jvm" / "java-22", "22.0.1")
    (tmp_path / "jvm" / "default").symlink_to(on_path)
    environment = {
        "ES_JAVA_HOME": str(named),
        "JAVA_HOME": str(home),
        "PATH": str(on_path / "bin"),
        "XMH_JAVA_DIRS": str(tmp_path / "jvm"),
    }
    assert [found.home for found in java.find(environment)] == [named, home, on_path, installed]


@pytest.mark.parametrize(
    ("majors", "version", "carrier"),
    [
        ([17, 25], "9.4.3", 25),
        ([21], "9.4.3", 21),
        ([17], "8.16.6", 17),
        ([18], "8.16.6", 18),
        ([23, 17], "9.4.3", 23),
        ([24], "9.4.3", 24),
        ([8, 11, 17], "8.16.6", 17),
    ],
)
def test_release_is_the_newest_that_one_of_the_javas_carries(majors: list[int], version: str, carrier: int) -> None:
    javas = [Java(Path(f"/jdk{major}"), major, "older than 17" if major < 17 else "") for major in majors]
    chosen = releases.choose(javas)
    assert chosen is not None
    assert (chosen[0].version, chosen[1].major) == (version, carrier)


@pytest.mark.parametrize(
    "javas", [[], [Java(Path("/jdk11"), 11, "older than 17")], [Java(Path("/jre25"), 25, "trimmed")]]
)
def test_no_release_without_a_fit_java(javas: list[Java]) -> None:
    assert releases.choose(javas) is None


def test_older_release_refuses_java_without_security_manager() -> None:
    assert not releases.OLDER.fits(Java(Path("/jdk24"), 24))
    assert releases.OLDER.fits(Java(Path("/jdk23"), 23))
