"""The real entry points, started with next to nothing set."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
SERVER = ("-m", "uvicorn", "backend.config.asgi:application", "--host", "127.0.0.1", "--port", "0")
WORKER = ("-m", "django", "run_worker")
CHECK = ("-m", "django", "check", "--deploy", "--tag", "xmh_starting")
COMPLETE = {
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": "street.example",
    "PUBLIC_URL": "https://street.example",
    "DATABASE_URL": "postgresql://xmh@127.0.0.1:1/xmh",
    "DATABASE_APP_ROLE": "xmh_app",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "XMH_STORAGE": "var/storage",
    "EMAIL_URL": "smtp+tls://u:p@mail.example:587",
    "SMS_URL": "https://sms.example/send",
    "SMS_SECRET": "s",
}


def _environment(told: Mapping[str, str]) -> dict[str, str]:
    minimal = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "backend.config.settings"}
    return {**minimal, "PYTHONPATH": str(CHECKOUT), **told}


def _start(command: tuple[str, ...], told: Mapping[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, *command], cwd=CHECKOUT, env=_environment(told), capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("command", [SERVER, WORKER, CHECK], ids=["server", "worker", "check --deploy"])
def test_nothing_starts_with_nothing_set_and_each_missing_thing_is_said_once(command: tuple[str, ...]) -> None:
    code, said = _start(command, {})
    assert code == 1
    named = [name for name in COMPLETE if said.count(f"{name} is not set") == 1]
    # Without a gateway its secret is of no use, so it is asked for when the address is there.
    assert named == [name for name in COMPLETE if name != "SMS_SECRET"]
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"EMAIL_URL": ""}, "EMAIL_URL is not set."),
        ({"SECRET_KEY": " "}, "SECRET_KEY is not set."),
        ({"SMS_URL": ""}, "SMS_URL is not set"),
        ({"SMS_SECRET": ""}, "SMS_SECRET is not set"),
        ({"SMS_URL": "http://sms.example"}, "SMS_URL must start with https://"),
        ({"SMS_BACKEND": "no.such.Thing"}, "SMS_BACKEND names no class: no.such.Thing"),
        ({"DEBUG": "1"}, "DEBUG is on"),
    ],
)
def test_one_wrong_thing_is_enough(change: dict[str, str], sentence: str) -> None:
    code, said = _start(CHECK, {**COMPLETE, **change})
    assert (code, said.count("(xmh.")) == (1, 1), said
    assert sentence in said


@pytest.mark.parametrize("told", [COMPLETE, {"XMH_LOCAL": "1"}], ids=["complete", "local"])
def test_the_server_starts_when_all_is_there_and_in_a_local_run(told: dict[str, str]) -> None:
    assert _start(CHECK, told)[0] == 0
    server = subprocess.Popen(
        [sys.executable, *SERVER], cwd=CHECKOUT, env=_environment(told), stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stderr is not None
        said = []
        for line in server.stderr:
            said.append(line)
            if "Uvicorn running" in line:
                break
        assert any("Uvicorn running" in line for line in said), said
    finally:
        server.terminate()
        server.communicate(timeout=30)


def test_a_command_that_touches_no_data_needs_nothing() -> None:
    assert _start(("-m", "django", "version"), {})[0] == 0
