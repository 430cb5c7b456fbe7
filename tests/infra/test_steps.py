"""The steps of a run: what they say, how they fail, and that two runs do not meet."""

import time
from pathlib import Path

import pytest

from infra.local import checks, paths, run
from infra.local.background import Background
from infra.local.checks import Check
from infra.local.children import Program
from infra.local.console import Console
from infra.local.crew import Crew
from infra.local.errors import LocalError
from infra.local.paths import CHECKOUT


@pytest.fixture
def crew(tmp_path: Path) -> Crew:
    (tmp_path / "logs").mkdir()
    return Crew(tmp_path / "logs", tmp_path / "pids")


def test_step_returns_what_the_command_said(crew: Crew) -> None:
    assert crew.step("hello", ["sh", "-c", 'echo "$WORD"'], {"WORD": "你好"}) == "你好\n"


def test_failed_step_says_its_last_lines_and_where_all_of_them_are(crew: Crew) -> None:
    with pytest.raises(LocalError) as failure:
        crew.step("count", ["sh", "-c", "seq 1 100; exit 3"])
    text = str(failure.value)
    assert text.startswith("count failed with exit code 3:\n76\n")
    assert text.endswith(f"\n100\n(all of it: {crew.logs / 'step-count.log'})")


def test_step_works_in_its_folder(crew: Crew, tmp_path: Path) -> None:
    assert crew.step("where", ["pwd"], folder=tmp_path) == f"{tmp_path}\n"


def test_command_that_does_not_exist_is_one_sentence(crew: Crew) -> None:
    with pytest.raises(LocalError, match=r"^nothing could not be started; see .*step-nothing\.log\.$"):
        crew.step("nothing", ["/no/such/command"])


def test_dismissed_crew_ends_all_and_starts_nothing_more(crew: Crew) -> None:
    programs = [Program(name, ["sleep", "300"], {"PATH": "/usr/bin:/bin"}, CHECKOUT) for name in ("web", "worker")]
    children = [crew.start(program) for program in programs]
    crew.dismiss()
    assert [child.process.alive for child in children] == [False, False]
    with pytest.raises(LocalError, match="ending"):
        crew.start(programs[0])


def test_failure_in_the_background_is_raised_where_its_result_is_asked_for() -> None:
    def fail() -> None:
        raise LocalError("no luck")

    with pytest.raises(LocalError, match="no luck"):
        Background(fail).result()


def test_first_failed_check_ends_its_lane(capsys: pytest.CaptureFixture[str]) -> None:
    ran: list[str] = []

    def fail() -> None:
        raise LocalError("ruff failed")

    lane = [
        Check("format", lambda: ran.append("format")),
        Check("ruff", fail),
        Check("mypy", lambda: ran.append("mypy")),
    ]
    with pytest.raises(LocalError, match="ruff failed"):
        checks.run(Console(), [lane, [Check("tsc", lambda: time.sleep(0.05))]])
    assert ran == ["format"]
    assert "ok format" in capsys.readouterr().out


def test_second_run_of_a_checkout_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "local_root", lambda: tmp_path)
    with (
        run.only_run(),
        pytest.raises(LocalError, match=r"already runs \(process \d+\); stop that one first\.$"),
        run.only_run(),
    ):
        pass
    with run.only_run():
        pass
