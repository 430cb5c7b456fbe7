"""S17, F41: whoever gives us an address to post to does not reach what only we can reach."""

import http.server
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from backend.core.outgoing import Network, NotReached, Why, flaw_of, is_public, post

NAME = "hooks.example.com"
INNER = (
    *("127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),  # noqa: S104
    *("169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9"),
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::1"),
    *("2002:7f00:1::", "2001:0:7f00:1::"),
)
OUTER = ("8.8.8.8", "1.1.1.1", "223.5.5.5", "2606:4700:4700::1111", "2400:3200::1", "::ffff:8.8.8.8")
HOSTS = (
    *INNER[:18],
    *("localhost", "localhost.", "LOCALHOST", "door.localhost", "box.local", "db.internal", "printer.lan", "x.corp"),
    *("2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.0.0.1", "1.1.1.1", "[::1]", "[::ffff:127.0.0.1]"),
    *("[fe80::1%25eth0]", "example", "", ".", "..", "-", "a..b.com", "１２７.0.0.1", "127。0。0。1"),
)
FORMS = (
    *(f"https://{host}/hook" for host in HOSTS),
    *(f"http://{NAME}/", f"ftp://{NAME}/", "file:///etc/passwd", "gopher://x.com/", "javascript:alert(1)", NAME),
    *(f"//{NAME}/", f"https:{NAME}", f"https:/{NAME}", f"https:///{NAME}", f"https://user@{NAME}/", "https://"),
    *(f"https://user:pass@{NAME}/", f"https://{NAME}@127.0.0.1/", f"https://{NAME}#@127.0.0.1/", "", " ", "https://?"),
    *(f"https://{NAME}\\@127.0.0.1/", f"https://{NAME} .evil.com/", f"https://{NAME}/a b", f"https://{NAME}:0/"),
    *(f"https://{NAME}:99999/", f"https://{NAME}:x/", f"https://{NAME}/\r\nX: 1", f"https://{NAME}/\t", "https://%00/"),
    *(f"https://{NAME}/\x00", f"https://{'a' * 70}.com/", f"https://{NAME}/{'x' * 500}", "https://[", "https://[::1"),
)


@pytest.mark.parametrize("address", INNER)
def test_an_inner_address_is_none_of_the_open_net(address: str) -> None:
    assert not is_public(address)


def test_an_outer_address_is() -> None:
    assert [is_public(address) for address in OUTER] == [True] * len(OUTER)


def _connects(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    called: list[Any] = []

    def connect(address: Any, **_: Any) -> None:
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    return called


def test_no_form_of_address_reaches_the_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every form, and every inner address behind an honest name: connections made are none."""
    called = _connects(monkeypatch)
    assert len(FORMS) + len(INNER) + 1 >= 100
    for url in FORMS:
        assert flaw_of(url), url
        with pytest.raises(NotReached) as refusal:
            post(url, b"{}", {})
        assert refusal.value.why == Why.NOT_ALLOWED
    for inner in INNER:
        for found in ([inner], ["8.8.8.8", inner]):
            net = Network(look_up=lambda host, port, found=found: found, may_call=is_public)  # type: ignore[misc]
            with pytest.raises(NotReached):
                post(f"https://{NAME}/", b"{}", {}, network=net)
    assert called == []


def test_a_name_that_changes_its_address_is_called_where_it_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rebinding: it is looked up once, and that address is called."""
    called, answers = _connects(monkeypatch), iter([["8.8.8.8"], ["127.0.0.1"]])
    net = Network(look_up=lambda host, port: next(answers), may_call=is_public)
    with pytest.raises(NotReached) as refusal:
        post(f"https://{NAME}/", b"{}", {}, network=net)
    assert (called, refusal.value.why) == ([("8.8.8.8", 443)], Why.UNREACHABLE)
    # The control: the next question would have led inside.
    with pytest.raises(NotReached) as refusal:
        post(f"https://{NAME}/", b"{}", {}, network=net)
    assert (len(called), refusal.value.why) == (1, Why.NOT_ALLOWED)


class _Receiver(http.server.BaseHTTPRequestHandler):
    seen: list[tuple[str, bytes]] = []

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.seen.append((self.path, self.rfile.read(length)))
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "https://127.0.0.1/inner")
        elif self.path == "/broken":
            self.wfile.write(b"no http at all\r\n\r\n")
            return
        else:
            self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, ssl.SSLContext]]:
    """A receiver on this machine under a name of its own, and who believes its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder: Path = tmp_path_factory.mktemp("receiver")
    pem = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "both.pem").write_bytes(private + pem)
    (folder / "cert.pem").write_bytes(pem)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Receiver)
    speaks = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    speaks.load_cert_chain(folder / "both.pem")
    server.socket = speaks.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1], ssl.create_default_context(cafile=str(folder / "cert.pem"))
    server.shutdown()
    server.server_close()


def _near(believes: ssl.SSLContext | None = None) -> Network:
    """As if this machine were the open net."""
    more = {"believes": believes} if believes is not None else {}
    return Network(
        look_up=lambda host, port: ["127.0.0.1"], may_call=lambda address: ip_address(address).is_loopback, **more
    )


def test_a_body_arrives_as_it_was_and_a_redirect_is_an_answer(secure: tuple[int, ssl.SSLContext]) -> None:
    port, believes = secure
    _Receiver.seen.clear()
    assert (
        post(f"https://{NAME}:{port}/hook?a=1", "{“正文”}".encode(), {"webhook-id": "1"}, network=_near(believes))
        == 204
    )
    assert post(f"https://{NAME}:{port}/away", b"{}", {}, network=_near(believes)) == 302
    assert _Receiver.seen == [("/hook?a=1", "{“正文”}".encode()), ("/away", b"{}")]


@pytest.mark.parametrize(
    ("path", "trusts", "why"), [("/hook", False, Why.NOT_SECURE), ("/broken", True, Why.BROKEN_ANSWER)]
)
def test_why_nobody_was_reached_is_told(secure: tuple[int, ssl.SSLContext], path: str, trusts: bool, why: Why) -> None:
    port, believes = secure
    with pytest.raises(NotReached) as refusal:
        post(f"https://{NAME}:{port}{path}", b"{}", {}, network=_near(believes if trusts else None))
    assert refusal.value.why == why
