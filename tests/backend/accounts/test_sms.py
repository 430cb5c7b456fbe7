"""Messages over a real connection to a gateway, and the job that waits for one."""

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from backend.accounts import sms
from backend.accounts.sms import GatewaySms, Sms, SmsNotTaken, send_sms, signature

PHONE, TEXT, SECRET = "+8613800138000", "【香蜜湖创投街区】您的验证码是 493027", "shared"


class Gateway(HTTPServer):
    """Answers with the next status of its list, and keeps what came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.statuses: list[int] = []
        self.came: list[tuple[dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/send"


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append((dict(self.headers), body))
        status = self.server.statuses.pop(0) if self.server.statuses else 200
        self.send_response(status)
        if status == 307:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    server = Gateway()
    # How long it may go on until it notices that it shall end.
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    settings.SMS_BACKEND, settings.SMS_URL, settings.SMS_SECRET = "backend.accounts.sms.GatewaySms", server.url, SECRET
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_message_is_posted_signed(gateway: Gateway) -> None:
    message = Sms(PHONE, TEXT)
    GatewaySms().send(message)
    ((headers, body),) = gateway.came
    assert json.loads(body) == {"to": PHONE, "text": TEXT, "id": message.id}
    assert headers["Idempotency-Key"] == message.id
    assert headers["X-Signature"] == signature(SECRET, headers["X-Timestamp"], body)
    assert signature("key", "1", b"body") == "91b5374b153842ad05b2c4eab9349b8321b14703165bd3fb8b034dfb8be98ae5"


@pytest.mark.parametrize("status", [301, 307, 400, 401, 429, 500, 503])
def test_what_the_gateway_does_not_take_is_said_without_number_and_text(gateway: Gateway, status: int) -> None:
    gateway.statuses = [status]
    with pytest.raises(SmsNotTaken) as refused:
        GatewaySms().send(Sms(PHONE, TEXT))
    assert str(refused.value) == f"the gateway answered {status}"
    assert len(gateway.came) == 1


def test_a_gateway_that_is_away_or_silent_is_not_waited_for(
    settings: Settings, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sms, "TIMEOUT_SECONDS", 0.2)
    with HTTPServer(("127.0.0.1", 0), _Handler) as silent:
        settings.SMS_URL = f"http://127.0.0.1:{silent.server_port}/"
        with pytest.raises(SmsNotTaken, match="cannot be reached: TimeoutError"):
            GatewaySms().send(Sms(PHONE, TEXT))
    with pytest.raises(SmsNotTaken, match="cannot be reached: URLError"):
        GatewaySms().send(Sms(PHONE, TEXT))


@pytest.mark.django_db(transaction=True)
def test_a_message_waits_sealed_and_is_tried_again_with_the_same_id(
    gateway: Gateway, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG, "procrastinate")
    send_sms(to=PHONE, text=TEXT)
    assert gateway.came == []
    (job,) = ProcrastinateJob.objects.filter(task_name="accounts.send_sms")
    assert PHONE not in str(job.args)
    gateway.statuses = [503]
    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()) as worker:
        # A slow machine may reach the second try within the first run.
        for _ in range(2):
            worker.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)
            _make_due(job.pk)
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("succeeded", 2)
    assert len({json.loads(body)["id"] for _, body in gateway.came}) == 1
    assert len(gateway.came) == 2
    said = capfd.readouterr().err + caplog.text
    assert "the gateway answered 503" in said
    assert (PHONE in said, "493027" in said) == (False, False)


def _make_due(job_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE id = %s", [job_id])
