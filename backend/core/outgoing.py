"""Posting to addresses that people gave us, without letting them reach what only we can reach (S17).

https alone, by name; the name is looked up once, every address it has must be a public one, and exactly that address is
called, so an answer that changes in between changes nothing. Redirects are not followed.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

MAX_URL = 500
# For one read, and for all of it: whoever answers a letter every few seconds does not hold us.
_PATIENCE, _MOST_SECONDS = 10.0, 20.0
_ANSWER_BYTES = 16 * 1024
# Addresses of the new kind that carry one of the old kind, by which a private one could be meant.
_TRANSLATED = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]
# Names that mean something only inside of a network.
_INNER_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "test", "invalid", "onion")


class Why(StrEnum):
    """Why an address was not reached."""

    NOT_ALLOWED = "not_allowed"
    UNKNOWN_NAME = "unknown_name"
    UNREACHABLE = "unreachable"
    NOT_SECURE = "not_secure"
    TOO_SLOW = "too_slow"
    BROKEN_ANSWER = "broken_answer"
    NOT_SIGNED = "not_signed"


class NotReached(Exception):
    """Nobody answered, or nobody may be asked there."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Network:
    """How a name is looked up, which addresses may be called, and whose certificates are believed."""

    look_up: Callable[[str, int], Sequence[str]]
    may_call: Callable[[str], bool]
    believes: ssl.SSLContext = field(default_factory=ssl.create_default_context)


@lru_cache(maxsize=1)
def _public() -> Network:
    return Network(look_up=_look_up, may_call=is_public)


def flaw_of(url: str) -> bool:
    """Whether it is no address that we would ever post to, whatever its name stands for."""
    try:
        parts = urlsplit(url)
        host, port = _host_of(parts), parts.port
    except ValueError:
        return True
    plain = url.isprintable() and " " not in url and "\\" not in url and len(url) <= MAX_URL
    whole = parts.scheme == "https" and port != 0 and "@" not in parts.netloc and not parts.fragment
    return not (plain and whole and _is_outer_name(host))


def _host_of(parts: SplitResult) -> str:
    """As it is asked for. Raises ValueError for what no name is."""
    host = (parts.hostname or "").rstrip(".").encode("idna").decode()
    if not host:
        raise ValueError("no name")
    return host.lower()


def _is_outer_name(host: str) -> bool:
    """A name with a dot, not an address in any of its spellings, and not one of a network's own."""
    labels = host.split(".")
    last = labels[-1]
    return len(labels) > 1 and all(labels) and not last[0].isdigit() and ":" not in host and last not in _INNER_NAMES


def is_public(address: str) -> bool:
    """An address of the open net, and of nothing else by any of its spellings."""
    known = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return is_public(str(known.ipv4_mapped))
        if any(known in net for net in _TRANSLATED):
            return False
    return known.is_global and not known.is_multicast and not known.is_reserved


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def post(url: str, body: bytes, headers: Mapping[str, str], *, network: Network | None = None) -> int:
    """The status of the answer, a redirect's too. Raises NotReached."""
    if flaw_of(url):
        raise NotReached(Why.NOT_ALLOWED)
    parts, net = urlsplit(url), network or _public()
    host, port = _host_of(parts), parts.port or 443
    try:
        addresses = net.look_up(host, port)
    except OSError as error:
        raise NotReached(Why.UNKNOWN_NAME) from error
    if not addresses:
        raise NotReached(Why.UNKNOWN_NAME)
    # One that is not public among public ones is no accident.
    if not all(net.may_call(address) for address in addresses):
        raise NotReached(Why.NOT_ALLOWED)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return _posted(_Pinned(host, port, addresses[0], net.believes), path, body, headers)


class _Pinned(http.client.HTTPSConnection):
    """Calls the address that was looked at, as the name it was asked for by."""

    def __init__(self, host: str, port: int, address: str, believes: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=_PATIENCE, context=believes)
        self._address, self._believes, self._raw = address, believes, None
        self.was_cut = False

    _raw: socket.socket | None

    def connect(self) -> None:
        self._raw = socket.create_connection((self._address, self.port), timeout=_PATIENCE)
        self.sock = self._believes.wrap_socket(self._raw, server_hostname=self.host)

    def cut(self) -> None:
        self.was_cut = True
        for one in (self.sock, self._raw):
            if one is not None:
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue


def _posted(connection: _Pinned, path: str, body: bytes, headers: Mapping[str, str]) -> int:
    timer = threading.Timer(_MOST_SECONDS, connection.cut)
    timer.start()
    try:
        connection.request("POST", path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        # What they say is nobody's business; a part of it is read so that they can end in peace.
        answer.read(_ANSWER_BYTES)
    except TimeoutError as error:
        raise NotReached(Why.TOO_SLOW) from error
    except ssl.SSLError as error:
        raise NotReached(Why.TOO_SLOW if connection.was_cut else Why.NOT_SECURE) from error
    except OSError as error:
        raise NotReached(Why.TOO_SLOW if connection.was_cut else Why.UNREACHABLE) from error
    except (http.client.HTTPException, UnicodeError, ValueError) as error:
        raise NotReached(Why.TOO_SLOW if connection.was_cut else Why.BROKEN_ANSWER) from error
    finally:
        timer.cancel()
        connection.close()
    return answer.status
