"""The virtual environment is made again only when a lock or the Python changed, and never taken for whole by half."""

from pathlib import Path

import pytest

from infra.local import venv


@pytest.fixture(autouse=True)
def _own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XMH_PYTHON", raising=False)
    monkeypatch.setattr(venv, "FOLDER", tmp_path / ".venv")
    monkeypatch.setattr(venv, "STAMP", tmp_path / ".venv" / ".in-step")
    monkeypatch.setattr(venv, "LOCK", tmp_path / "dev.txt")
    (tmp_path / "dev.txt").write_text("django==5.2.19 --hash=sha256:1\n", encoding="utf-8")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch(mode=0o755)


def test_environment_without_stamp_is_not_whole() -> None:
    assert not venv.in_step()


def test_stamped_environment_is_in_step_until_the_lock_changes(tmp_path: Path) -> None:
    venv.STAMP.write_text(venv.mark(), encoding="utf-8")
    assert venv.in_step()
    (tmp_path / "dev.txt").write_text("django==5.2.20 --hash=sha256:2\n", encoding="utf-8")
    assert not venv.in_step()


def test_stamp_without_interpreter_is_not_whole() -> None:
    venv.STAMP.write_text(venv.mark(), encoding="utf-8")
    venv.python().unlink()
    assert not venv.in_step()


def test_named_python_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XMH_PYTHON", "/opt/python")
    assert venv.python() == Path("/opt/python")
    assert venv.in_step()


def test_installer_itself_is_locked_by_hash() -> None:
    lines = venv.UV_LOCK.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("uv==")
    assert all(line.strip().startswith("--hash=sha256:") for line in lines[1:])
    assert len(lines) > 1
