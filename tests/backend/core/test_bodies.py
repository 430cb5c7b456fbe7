"""What a body may hold, at the reader itself and over every address that takes one."""

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.exceptions import ParseError
from rest_framework.test import APIClient

from backend.core import clock, ratelimit
from backend.core.bodies import MAX_DEPTH, is_sane_query, read_object
from backend.core.errors import UnreadableBody
from backend.core.models import AuditEntry, OutboxEvent
from backend.core.parsers import FormParser
from tests.support.canaries import PrivateWorld
from tests.support.clients import client_of
from tests.support.private_world import build
from tests.support.results import is_full

CHECKOUT = Path(__file__).resolve().parents[3]
JSON = "application/json"
SCALE = os.environ.get("XMH_SCALE", "ci")
# By a judge's link alone, and never by an account: `test_judging` sends them there.
NOBODY_HERE_MAY: set[tuple[str, str]] = {
    ("put", "api/v1/judging/{event_id}/conflicts/{pitch_id}/"),
    ("put", "api/v1/judging/{event_id}/sheets/{pitch_id}/"),
}
DEEP = 100_000
HOSTILE: dict[str, bytes] = {
    "half of a pair": b'{"a": "\\ud800"}',
    "half of a pair in a key": b'{"\\udfff": 1}',
    "half of a pair far inside": b'{"a": [{"b": ["\\ud800x"]}]}',
    "nul": b'{"a": "x\\u0000"}',
    "nul in a key": b'{"\\u0000": 1}',
    "broken utf-8": b'{"a": "\xff"}',
    "overlong utf-8": b'{"a": "\xc0\x80"}',
    "encoded surrogate": b'{"a": "\xed\xa0\x80"}',
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "deep lists": b'{"a":' + b"[" * DEEP + b"]" * DEEP + b"}",
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "deep and unfinished": b"[" * DEEP,
    "one too deep": b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1),
    "doubled key": b'{"a": 1, "a": 2}',
    "huge integer": b'{"a": ' + b"9" * 5_000 + b"}",
    "integer past 64 bits": b'{"a": 9223372036854775808}',
    "huge exponent": b'{"a": 1E+999999}',
    "minus huge exponent": b'{"a": -1e400}',
    "nan": b'{"a": NaN}',
    "infinity": b'{"a": -Infinity}',
    "list": b"[]",
    "text": b'"a"',
    "number": b"1",
    "null": b"null",
    "nothing": b" ",
    "half": b'{"a": ',
    "two": b"{} {}",
}
_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
_VALUE = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        _TEXT,
        st.sampled_from(["", "1e308", "-1", "9" * 400, "2026-13-45", "x" * 5_000, "../..", "00000000-0000-0000"]),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_f33_what_no_form_sends_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableBody):
        read_object(raw)


@given(st.dictionaries(_TEXT, _VALUE, max_size=5))
def test_f33_everything_else_is_read_as_it_was_written(value: dict[str, Any]) -> None:
    assert read_object(json.dumps(value).encode()) == value
    assert read_object(json.dumps(value, ensure_ascii=False).encode()) == value


def test_f33_the_deepest_allowed_is_read() -> None:
    assert read_object(b'{"a":' * MAX_DEPTH + b"1" + b"}" * MAX_DEPTH)
    assert read_object('{"a": "\\ud83d\\ude00 😀", "b": -9223372036854775808}'.encode()) == {
        "a": "😀 😀",
        "b": -(2**63),
    }


@pytest.mark.parametrize("query", ["", "q=%E8%8A%AF%E7%89%87&page=2", "q=芯片", "q=a+b%20c&x"])
def test_f33_ordinary_questions_are_asked(query: str) -> None:
    assert is_sane_query(query)


def _form(field: bytes = b"kind", value: bytes = b"deck", file_name: bytes = b'filename="a.pdf"') -> bytes:
    return (
        b'--b\r\nContent-Disposition: form-data; name="' + field + b'"\r\n\r\n' + value + b"\r\n"
        b'--b\r\nContent-Disposition: form-data; name="file"; ' + file_name + b"\r\n"
        b"Content-Type: application/pdf\r\n\r\n%PDF\r\n--b--\r\n"
    )


HOSTILE_FORMS = {
    "nul in a value": _form(value=b"de\0ck"),
    "nul in a name": _form(field=b"ki\0nd"),
    "codec without text": _form(file_name=b"filename*=rot13''a.pdf"),
    "codec nobody knows": _form(file_name=b"filename*=nonsense''a.pdf"),
    "surrogate by a codec": _form(file_name=b"filename*=utf-7''+2AA-.pdf"),
    "no boundary in it": b"x" * 100,
}


@pytest.mark.parametrize("raw", HOSTILE_FORMS.values(), ids=HOSTILE_FORMS.keys())
def test_f33_a_form_that_cannot_be_stored_is_refused(raw: bytes) -> None:
    context = {"request": _Meta(raw), "encoding": "utf-8"}
    try:
        parsed = FormParser().parse(BytesIO(raw), "multipart/form-data; boundary=b", context)
    except (UnreadableBody, ParseError):
        return
    # Django drops a part whose header it cannot read, and then the field it needs is missing.
    assert "file" not in parsed.files


class _Meta:
    def __init__(self, raw: bytes) -> None:
        self.META = {"CONTENT_TYPE": "multipart/form-data; boundary=b", "CONTENT_LENGTH": str(len(raw))}
        self.upload_handlers: list[Any] = []


_PARAMETER = re.compile(r"<(?:[^:>]+:)?(?P<name>[^>]+)>")
_METHODS = ("post", "put", "patch")


def _views(patterns: list[URLResolver | URLPattern], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for one in patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _views(one.url_patterns, path)
        else:
            yield path, one.callback


def writes() -> list[tuple[str, str]]:
    """Every method and address of the product that takes a body, from the URL configuration."""
    found = []
    for path, view in _views(get_resolver().url_patterns):
        handler = getattr(view, "cls", None) or getattr(view, "view_class", None)
        if path.startswith("api/"):
            found += [(method, path) for method in _METHODS if hasattr(handler, method)]
        elif path.startswith("_allauth/browser"):
            found += [(method, path) for method in _METHODS]
    return sorted(set(found))


@cache
def _names() -> dict[tuple[str, str], list[str]]:
    """What each JSON body may hold, so that values reach the rules behind the names."""
    described = json.loads((CHECKOUT / "frontend" / "openapi.json").read_text(encoding="utf-8"))
    schemas, found = described["components"]["schemas"], {}
    for path, operations in described["paths"].items():
        for method in _METHODS:
            body = operations.get(method, {}).get("requestBody", {}).get("content", {}).get("application/json", {})
            if name := body.get("schema", {}).get("$ref", "").rpartition("/")[2]:
                found[method, path[1:]] = sorted(schemas[name].get("properties", {}))
    return found


def _as_described(path: str) -> str:
    return _PARAMETER.sub(r"{\g<name>}", path)


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> PrivateWorld:
    monkeypatch.setattr(ratelimit, "consume", lambda *_, **__: None)
    for module in ("backend.core.throttling", "backend.accounts.limits"):
        monkeypatch.setattr(f"{module}.consume", lambda *_, **__: None)
    return build(clock.now())


_ROWS_NAMED = {
    "organization_id": "organization",
    "pitch_id": "pitch",
    "thesis_id": "thesis",
    "fund_id": "fund",
    "import_id": "importbatch",
    "search_id": "savedsearch",
    "event_id": "event",
    "helper_id": "eventhelper",
    "file_id": "storedfile",
    "order_id": "order",
    "refund_id": "refund",
    "transfer_id": "transfer",
    "fapiao_id": "fapiao",
}


def _addresses(path: str, world: PrivateWorld) -> list[str]:
    """The address of a row of each kind; only some of them fit."""
    names = [match["name"] for match in _PARAMETER.finditer(path)]
    if not names:
        return ["/" + path]
    if len(names) == 1:
        return ["/" + _PARAMETER.sub(one, path) for one in world.ids(_ROWS_NAMED.get(names[0]))]
    if "<str:kind>" in path:
        pairs = [("pitch", one) for one in world.ids("pitch")]
    else:
        pairs = [(one, other) for one, other in world.pair_ids() if one in world.ids(_ROWS_NAMED.get(names[0]))]
    return ["/" + _PARAMETER.sub(other, _PARAMETER.sub(one, path, count=1)) for one, other in pairs]


def _send(client: APIClient, method: str, address: str, raw: Any, kind: str = "application/json") -> Any:
    """One request whose effects are undone. A refusal has had none."""
    with transaction.atomic():
        before = AuditEntry.objects.count(), OutboxEvent.objects.count()
        answer = client.generic(method.upper(), address, raw, content_type=kind)
        assert answer.status_code < 500, f"{method} {address} answered {answer.status_code} to {raw[:300]!r}"
        if answer.status_code >= 400:
            assert (AuditEntry.objects.count(), OutboxEvent.objects.count()) == before
        transaction.set_rollback(True)
    return answer


def test_f33_every_address_that_takes_a_body_refuses_a_hostile_one(world: PrivateWorld) -> None:
    """Whoever may write there is told so in one way; everybody else learns nothing, and nobody gets a crash."""
    names, told = _names(), set()
    for role in ("founder", "fund_manager", "investor", "operator", "host"):
        client = client_of(world.people[role])
        for method, path in writes():
            for address in _addresses(path, world):
                if (method, _as_described(path)) in told:
                    break
                codes = _codes(client, method, address)
                if codes == {"core.unreadable_body"}:
                    told.add((method, _as_described(path)))
                    wrong = _send(client, method, address, b"a=1", "application/x-www-form-urlencoded")
                    assert (wrong.status_code, wrong.json()["code"]) == (415, "core.unsupported_media_type")
    assert {one for one in names if one[1].startswith("api/")} - told == NOBODY_HERE_MAY


def _codes(client: APIClient, method: str, address: str) -> set[str | None]:
    """What the hostile bodies are answered. Whoever is refused the first for another reason sends the others at full
    scale only.
    """
    codes: set[str | None] = set()
    for raw in _chosen():
        answer = _send(client, method, address, raw)
        codes |= {answer.json().get("code")} if answer.get("Content-Type") == JSON else set()
        if codes != {"core.unreadable_body"} and not is_full():
            break
    return codes


def _chosen() -> list[bytes]:
    """Every hostile body at full scale; otherwise those that differ in what they break."""
    few = ("half of a pair", "nul in a key", "broken utf-8", "deep lists", "huge exponent", "list")
    return list(HOSTILE.values()) if is_full() else [HOSTILE[name] for name in few]


@settings(
    max_examples=20_000 if SCALE == "full" else 150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_f33_no_value_at_any_address_makes_a_crash(world: PrivateWorld, data: st.DataObject) -> None:
    method, path = data.draw(st.sampled_from(writes()))
    address = data.draw(st.sampled_from(_addresses(path, world)))
    client = client_of(world.people[data.draw(st.sampled_from(["founder", "fund_manager", "operator"]))])
    known = _names().get((method, _as_described(path)))
    body = data.draw(st.dictionaries(st.sampled_from(known) if known else _TEXT, _VALUE, max_size=6))
    _send(client, method, address, json.dumps(body).encode())
