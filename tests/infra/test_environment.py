"""Which services a command gets from outside, and what the environment holds afterwards."""

import os
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from infra.local import environment, secrets_file
from infra.local.drivers import ELASTICSEARCH, POSTGRES, VALKEY

DATABASE = {"DATABASE_URL": "postgresql://db.example/x"}
CACHE = {"REDIS_URL": "redis://cache.example/0"}
ENGINE = {"ELASTICSEARCH_URL": "http://search.example:9200"}


@pytest.mark.parametrize(
    ("outside", "needs", "expected"),
    [
        ({}, None, [POSTGRES, VALKEY, ELASTICSEARCH]),
        ({}, {POSTGRES}, [POSTGRES]),
        ({}, set(), []),
        (DATABASE, None, [VALKEY, ELASTICSEARCH]),
        (CACHE, None, [POSTGRES, ELASTICSEARCH]),
        (ENGINE, None, [POSTGRES, VALKEY]),
        ({**DATABASE, **CACHE, **ENGINE}, None, []),
        (DATABASE, {POSTGRES}, []),
        ({"DATABASE_URL": ""}, {POSTGRES}, [POSTGRES]),
        ({"ELASTICSEARCH_URL": ""}, None, [POSTGRES, VALKEY]),
    ],
)
def test_only_what_is_needed_and_unset_is_started(
    outside: dict[str, str], needs: set[str] | None, expected: list[str]
) -> None:
    assert environment.missing(needs, outside) == expected


def test_everything_from_outside_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**DATABASE, **CACHE, **ENGINE}.items():
        monkeypatch.setenv(name, value)
    before = dict(os.environ)
    with environment.ensure() as exported:
        assert exported == {}
        assert dict(os.environ) == before


def test_passwords_are_drawn_once_and_kept_from_others(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    first = secrets_file.load(file)
    assert secrets_file.load(file) == first
    assert len(set(first.values())) == len(secrets_file.NAMES)
    assert all(word.isalnum() and len(word) >= 40 for word in first.values())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_passwords_that_cannot_be_read_now_are_not_drawn_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process out of file descriptors must not take the database from everybody."""
    file = tmp_path / "secrets.json"
    first = secrets_file.load(file)

    def refuse(*_: object, **__: object) -> str:
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as outage:
        outage.setattr(Path, "read_text", refuse)
        with pytest.raises(OSError, match="Too many open files"):
            secrets_file.load(file)
    assert secrets_file.load(file) == first


def test_services_that_start_side_by_side_read_the_same_passwords(tmp_path: Path) -> None:
    drawn: set[tuple[tuple[str, str], ...]] = set()
    for number in range(50):
        file, start = tmp_path / f"secrets-{number}.json", threading.Barrier(4)

        def draw(file: Path = file, start: threading.Barrier = start) -> dict[str, str]:
            start.wait(10)
            return secrets_file.load(file)

        with ThreadPoolExecutor(4) as together:
            found = {tuple(one.result().items()) for one in [together.submit(draw) for _ in range(4)]}
        assert len(found) == 1
        drawn |= found
    assert len(drawn) == 50


def test_passwords_that_are_lost_in_part_are_drawn_again_in_part(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    file.write_text('{"postgres": "kept"}', encoding="utf-8")
    assert secrets_file.load(file)["postgres"] == "kept"
    assert set(secrets_file.load(file)) == set(secrets_file.NAMES)
