"""F36: hundreds of private words. A competitor learns of none by hit, count, facet, suggestion, or the time an answer takes."""

import json
import time
from collections.abc import Mapping
from itertools import chain
from statistics import median
from typing import Any

import pytest
from rest_framework.test import APIClient
from structlog.testing import capture_logs

from backend.accounts.models import User
from backend.core import clock, ratelimit
from backend.deals.enums import Block, PitchState, Visibility
from backend.deals.models import Pitch, PitchBlock, PitchIp, PitchNeeds, PitchTeamMember, PitchTerms, PitchTraction
from backend.matching import gateway
from backend.matching.projections import deals
from backend.matching.services.marks import mark_dirty
from search.records import ObjectKind
from tests.factories.organizations import FirmFactory, OrganizationFactory
from tests.support.canaries import canary
from tests.support.clients import client_of
from tests.support.limits import EveryCallIsTheFirst
from tests.support.many_pitches import many_pitches, mark_all
from tests.support.pitch_cast import person_in
from tests.support.results import is_full, record
from tests.support.search_index import Index

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800), pytest.mark.django_db(transaction=True)]

LATENCY_SECONDS = 0.005
API = "/api/v1"
# Of these three an investor's view of the index holds the words; the others are in nobody's.
CHOSEN = {
    Block.STORY: Visibility.VERIFIED_INVESTORS,
    Block.TRACTION: Visibility.VERIFIED_INVESTORS,
    Block.NEEDS: Visibility.VERIFIED_INVESTORS,
    Block.TEAM: Visibility.NAMED_INVESTORS,
    Block.TERMS: Visibility.NAMED_INVESTORS,
    Block.IP: Visibility.AFTER_NDA,
}
FIELDS = (*CHOSEN, "draft", "paused")


def _words_of(number: int) -> dict[Any, str]:
    return {field: canary(f"{field} {number}") for field in FIELDS}


def _write(count: int) -> list[dict[Any, str]]:
    """Published pitches whose headline is public, and drafts and paused ones; each private text is one word of its own."""
    written = [_words_of(number) for number in range(count)]
    company = OrganizationFactory.create(verified=True)
    pitches = many_pitches(count, organization=company, one_liner="公开的传感器")
    for pitch, words in zip(pitches, written, strict=True):
        pitch.story = words[Block.STORY]
    Pitch.objects.bulk_update(pitches, ["story"])
    pairs = list(zip(pitches, written, strict=True))
    PitchBlock.objects.bulk_create(
        PitchBlock(pitch=pitch, block=block, visibility=visibility)
        for pitch in pitches
        for block, visibility in CHOSEN.items()
    )
    PitchTraction.objects.bulk_create(
        PitchTraction(pitch=one, key_contracts=words[Block.TRACTION]) for one, words in pairs
    )
    PitchNeeds.objects.bulk_create(PitchNeeds(pitch=one, space=words[Block.NEEDS]) for one, words in pairs)
    PitchTerms.objects.bulk_create(PitchTerms(pitch=one, use_of_proceeds=words[Block.TERMS]) for one, words in pairs)
    PitchIp.objects.bulk_create(PitchIp(pitch=one, note=words[Block.IP]) for one, words in pairs)
    PitchTeamMember.objects.bulk_create(
        PitchTeamMember(pitch=one, name="陈一", background=words[Block.TEAM]) for one, words in pairs
    )
    for state in (PitchState.DRAFT, PitchState.PAUSED):
        hidden = many_pitches(count, organization=company)
        for pitch, words in zip(hidden, written, strict=True):
            pitch.state, pitch.one_liner, pitch.tech_keywords = state, words[str(state)], [words[str(state)]]
        Pitch.objects.bulk_update(hidden, ["state", "one_liner", "tech_keywords"])
        mark_dirty(ObjectKind.DEAL, [pitch.pk for pitch in hidden])
    mark_all()
    return written


@pytest.fixture
def written(patient: None, shared_index: Index, monkeypatch: pytest.MonkeyPatch) -> list[dict[Any, str]]:
    monkeypatch.setattr(ratelimit, "_client", EveryCallIsTheFirst)
    made = _write(63 if is_full() else 2)
    shared_index.catch_up()
    return made


def _competitor() -> User:
    return person_in(OrganizationFactory.create(verified=True))


def _asked(client: APIClient, address: str, **question: str) -> Any:
    answer = client.get(f"{API}/{address}/", question)
    assert answer.status_code == 200
    return json.loads(answer.content)


def _told(client: APIClient, word: str) -> list[str]:
    """Everything of an answer that tells of a word."""
    found = []
    for address in ("search/deals", "search/investors"):
        body = _asked(client, address, q=word)
        assert body["mode"] == "full"
        found += [f"{address} {name}" for name in ("results", "count", "next_cursor") if body[name]]
        found += [f"{address} facets"] if any(chain.from_iterable(body["facets"].values())) else []
        # The text itself comes back as what was typed; another reading of it would be a did-you-mean.
        found += [f"{address} choices"] if any(part["choices"] for part in body["understood"]) else []
    for kind in ("deals", "investors"):
        found += [f"suggest {kind}"] if _asked(client, "suggest", q=word[:8], kind=kind) else []
    return found


def test_f36_s04_s05_s06_competitor_learns_nothing_of_private_words(written: list[dict[Any, str]]) -> None:
    words = [word for one in written for word in one.values()]
    competitor, investor = client_of(_competitor()), client_of(person_in(FirmFactory.create(verified=True)))
    with capture_logs() as logs:
        # An answer at all: the pitches themselves are public.
        assert _asked(competitor, "search/deals", q="传感器")["count"] == len(written)
        told = [(word, place) for word in words for place in _told(competitor, word)]
        open_to_investors = [
            field for field, visibility in CHOSEN.items() if visibility is Visibility.VERIFIED_INVESTORS
        ]
        # The control: whoever may read a word finds it, so the index holds it.
        counts = [_asked(investor, "search/deals", q=written[0][field])["count"] for field in CHOSEN]
    redacted = sum(one["event"] == "search_hits_redacted" for one in logs)
    record("F36 private words told of", value=len(told), bound=0, unit=f"of {len(words)}", passed=not told)
    record("F36 redactions in normal runs", value=redacted, bound=0, unit="answers", passed=redacted == 0)
    assert told == []
    assert redacted == 0
    assert counts == [int(field in open_to_investors) for field in CHOSEN]


def _seconds(competitor: User, question: Mapping[str, str]) -> float:
    begun = time.perf_counter()
    gateway.search_deals(competitor, question, now=clock.now())
    return time.perf_counter() - begun


def test_f36_s06_answer_about_a_private_word_takes_as_long_as_about_none(written: list[dict[Any, str]]) -> None:
    """One after the other, so that whatever else the machine does meets both alike."""
    times = 1000 if is_full() else 10
    competitor = _competitor()
    held = [one[field] for one in written for field in (Block.STORY, Block.TRACTION, Block.TEAM, Block.TERMS)]
    pairs = []
    for number in range(times):
        existing, missing = held[number % len(held)], canary(f"nobody wrote {number}")
        questions = [existing, missing] if number % 2 else [missing, existing]
        took = {word: _seconds(competitor, {"q": word}) for word in questions}
        pairs.append((took[existing], took[missing]))
    apart = abs(median(one for one, _ in pairs) - median(other for _, other in pairs))
    record(
        "F36 existing against missing word, medians apart",
        value=round(1000 * apart, 2),
        bound=1000 * LATENCY_SECONDS,
        unit="ms",
        passed=apart <= LATENCY_SECONDS,
    )
    if is_full():
        assert apart <= LATENCY_SECONDS


def test_f36_words_of_closed_blocks_in_the_public_view_are_told(
    written: list[dict[Any, str]], shared_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: a projection that forgets the visibility of blocks."""
    monkeypatch.setattr(deals, "PUBLIC", frozenset(Visibility))
    mark_dirty(ObjectKind.DEAL, Pitch.objects.filter(state=PitchState.PUBLISHED).values_list("pk", flat=True))
    shared_index.catch_up()
    client = client_of(_competitor())
    assert _told(client, written[0][Block.TERMS]) == [f"search/deals {name}" for name in ("results", "count", "facets")]
