"""Private words reach no outsider: every address of the product × every role × every method.

The addresses come from the URL configuration, so a new endpoint is covered the day it is added.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from zlib import crc32

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from rest_framework.test import APIClient

from backend.console.enums import QueueKind
from backend.core import clock, ratelimit
from backend.feeds.enums import Audience
from backend.matching import engine as engines
from backend.matching.services import drift, dropping, indexing
from backend.roadshows import rooms
from search import indices
from search.records import ObjectKind
from tests.support.canaries import NONSENSE, SECRET, PrivateWorld, canary
from tests.support.clients import client_of
from tests.support.limits import EveryCallIsTheFirst
from tests.support.private_world import build, determined
from tests.support.results import is_full

UNSAFE = ("post", "put", "patch", "delete")
_PARAMETER = re.compile(r"<(?:(?P<converter>[^:>]+):)?(?P<name>[^>]+)>")
# Every kind of the operator's queue with the rows it is about.
_CASES = {
    QueueKind.ORGANIZATION: "organizationreview",
    QueueKind.CLAIM: "organizationreview",
    QueueKind.STANDING: "investorstanding",
    QueueKind.PITCH: "pitch",
    QueueKind.REVISION: "pitchrevision",
    QueueKind.EVENT: "event",
}


def _routes(patterns: list[URLResolver | URLPattern], prefix: str = "") -> Iterator[str]:
    for one in patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, path)
        else:
            yield path


def _product_routes() -> list[str]:
    """Every address but allauth's own, built files, and the catch-all that serves the front end's empty shell."""
    found = sorted(set(_routes(get_resolver().url_patterns)))
    return [path for path in found if not path.startswith("_allauth") and "static/" not in path and "(" not in path]


# What a parameter's name means; a parameter with another name is tried with every row there is.
_MODELS = {
    "organization_id": "organization",
    "firm_id": "organization",
    "pitch_id": "pitch",
    "thesis_id": "thesis",
    "fund_id": "fund",
    "file_id": "storedfile",
    "import_id": "importbatch",
    "token_id": "apitoken",
    "round_id": "fundinground",
    "search_id": "savedsearch",
    "event_id": "event",
    "slot_id": "agendaitem",
    "invitation_id": "invitation",
    "device_id": "checkindevice",
    "check_in_id": "checkin",
    "helper_id": "eventhelper",
    "order_id": "order",
    "refund_id": "refund",
    "transfer_id": "transfer",
    "request_id": "refundrequest",
    "fapiao_id": "fapiao",
    "judge_id": "judge",
}


def _addresses(route: str, world: PrivateWorld) -> Iterator[str]:
    """The route with the world's rows in its parameters: each row alone, or each pair of a thing and what it is under."""
    names = [match["name"] for match in _PARAMETER.finditer(route)]
    if not names:
        yield "/" + _plain(route)
    elif len(names) == 1:
        # Of what the world has no row of, another row's id is tried.
        for value in _words(names[0], world) or world.ids(_MODELS.get(names[0])) or world.ids("organization"):
            yield "/" + _plain(_PARAMETER.sub(value, route))
    else:
        for one, other in _cases(world) if names[0] == "kind" else _pairs(names[0], world):
            yield "/" + _plain(_PARAMETER.sub(other, _PARAMETER.sub(one, route, count=1)))


def _pairs(name: str, world: PrivateWorld) -> list[tuple[str, str]]:
    """What there is under the rows that the first parameter means; at full scale under every row."""
    meant = world.ids(None if is_full() else _MODELS.get(name))
    return [pair for pair in world.pair_ids() if pair[0] in meant] or world.pair_ids()


def _words(name: str, world: PrivateWorld) -> list[str]:
    """What a path takes instead of an id."""
    if name == "code":
        return world.event_codes()
    if name == "feed":
        return [f"{rooms.KIND}:{event}:{audience.value}" for event in world.ids("event") for audience in Audience]
    return ["not-a-link"] if name in ("secret", "token") else []


def _cases(world: PrivateWorld) -> list[tuple[str, str]]:
    """Each kind with the rows it is about and one that it is not; at full scale with every row."""
    return [
        (kind.value, one)
        for kind, model in _CASES.items()
        for one in (world.ids() if is_full() else [*world.ids(model), world.ids("organization")[0]])
    ]


def _plain(route: str) -> str:
    return route.replace("^", "").replace("$", "").replace("\\Z", "")


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateWorld]:
    monkeypatch.setattr(ratelimit, "_client", EveryCallIsTheFirst)
    now = clock.now()
    built = build(now)
    for kind in ObjectKind:
        drift.mark_unknown(kind, now=now)
    assert not indexing.drain(now=clock.now()).is_engine_away
    indices.refresh(engines.current())
    yield built
    dropping.drop_all()


def _body(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return headers + "\n" + content.decode("utf-8", errors="replace")


def _ask(client: APIClient, method: str, address: str, **query: str) -> str:
    """One request whose effects are undone, so that every request meets the same world."""
    call = getattr(client, method)
    with transaction.atomic():
        response = call(address, query) if method in ("get", "head") else call(address, {}, format="json")
        assert response.status_code < 500, f"{method} {address} answered {response.status_code}"
        assert response.status_code != 429, f"{method} {address} was held back, so it proves nothing"
        text = _body(response)
        transaction.set_rollback(True)
    return text


def _answered(address: str, methods: tuple[str, ...]) -> list[str]:
    """The methods the view behind an address has; the others are refused before anything is read."""
    try:
        view = resolve(address).func
    except Resolver404:
        # The parameter is a number or a word; no row's id fits it.
        return []
    handler = getattr(view, "cls", None) or getattr(view, "view_class", None)
    return [method for method in methods if handler is None or hasattr(handler, method)]


def _walk(world: PrivateWorld, methods: tuple[str, ...], *, every: int = 1) -> Iterator[tuple[str, str, str]]:
    """Role, request and answer of every role at every address by every method; of small runs one request in `every`."""
    requests = [
        (method, address)
        for route in _product_routes()
        for address in _addresses(route, world)
        for method in _answered(address, methods)
    ]
    for role, person in world.people.items():
        client = client_of(person)
        for method, address in requests:
            request = f"{method} {address}"
            if is_full() or crc32(f"{role} {request}".encode()) % every == 0:
                yield role, request, _ask(client, method, address)


def test_s01_s05_private_words_are_read_by_their_readers_and_nobody_else(world: PrivateWorld) -> None:
    """With its own control: each word is found by somebody, so its absence elsewhere means something."""
    determined(world, clock.now())
    readers: dict[str, set[str]] = {word: set() for word in world.words}
    leaks = []
    for role, request, answer in _walk(world, ("get",)):
        for word in _said(answer, world):
            readers[word].add(role)
            if role not in world.words[word]:
                leaks.append(f"{role} {request}: {word}")
        if SECRET in answer:
            leaks.append(f"{role} {request}: the link of an invitation")
    assert leaks == []
    # Text read out of a deck only feeds a proposal to its uploader; no address shows it.
    assert {word for word, found in readers.items() if not found} == {canary("decktext")}


def test_s01_private_words_are_in_no_refusal_and_no_mail(world: PrivateWorld) -> None:
    leaks = [
        f"{role} {request}: {word}"
        for role, request, answer in _walk(world, UNSAFE, every=2)
        for word in _said(answer, world)
        if role not in world.words[word]
    ]
    assert leaks == []
    assert [word for word in world.words for message in mail.outbox if word in message.body] == []


def _said(answer: str, world: PrivateWorld) -> list[str]:
    return [word for word in world.words if word in answer]


def _text_parameters() -> list[tuple[str, str]]:
    """Address and name of every query parameter that takes free text, from the exported schema."""
    schema = json.loads((settings.BASE_DIR / "frontend" / "openapi.json").read_text(encoding="utf-8"))
    return [
        (path, parameter["name"])
        for path, operations in schema["paths"].items()
        if "{" not in path and path.startswith("/api/")
        for parameter in operations.get("get", {}).get("parameters", [])
        if parameter["in"] == "query" and _is_text(parameter["schema"])
    ]


def _is_text(schema: dict[str, Any]) -> bool:
    one = schema.get("items", schema)
    return one.get("type") == "string" and not {"enum", "format"} & one.keys()


def test_s05_s06_asking_for_a_private_word_answers_as_asking_for_nonsense(world: PrivateWorld) -> None:
    """Hits, counts, facets and suggestions: the answer for a canary is the answer for a word nobody ever wrote."""
    parameters = _text_parameters()
    assert ("/api/v1/search/deals/", "q") in parameters
    assert ("/api/v1/suggest/", "q") in parameters
    differing = []
    # One of each audience the search knows; roles of one audience ask the same question.
    for role in ("visitor", "competitor", "investor", "investor_unverified", "lp", "operator_without_second_factor"):
        client = client_of(world.people[role])
        for address, name in parameters:
            control = _neutral(_ask(client, "get", address, **{name: NONSENSE}), NONSENSE)
            differing += [
                f"{role} {address}?{name}={word}"
                for word in world.outsider_words(role)
                if _is_chosen(role, address, name, word)
                and _neutral(_ask(client, "get", address, **{name: word}), word) != control
            ]
    assert differing == []


def _is_chosen(*question: str) -> bool:
    """Every question at full scale; otherwise a third of what is typed into the search, and of the filters a tenth, the same each time."""
    typed = question[2] == "q" and not question[1].endswith("/export/")
    return is_full() or crc32(" ".join(question).encode()) % (3 if typed else 10) == 0


def _neutral(text: str, word: str) -> str:
    """The answer without what differs by nature: the asked word itself, times and request ids."""
    without = re.sub(r"(?i)x-request-id: [^\n]*", "", text.replace(word, "§"))
    without = re.sub(r'"took_ms":\s*\d+', "", without)
    return re.sub(r"(?i)(content-length|csrftoken|nonce|set-cookie|content-security-policy)[^\n]*", "", without)


def test_the_walk_covers_the_addresses_of_every_app() -> None:
    first = {path.split("/")[2] for path in _product_routes() if path.startswith("api/v1/")}
    assert first >= {
        "pitches",
        "theses",
        "organizations",
        "files",
        "search",
        "suggest",
        "console",
        "me",
        "funds",
        "events",
    }
