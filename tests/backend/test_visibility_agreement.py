"""For each viewer and each object the database, a search hit, a count, a facet and a suggestion give the same answer."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.core import clock
from backend.core.actors import Viewer
from backend.deals.enums import Block, PitchState, ThesisState, Visibility
from backend.deals.models import Pitch
from backend.deals.selectors.access import readable_blocks
from backend.deals.selectors.pitches import visible_pitches
from backend.deals.services import pitch_states, pitches
from backend.matching import gateway
from backend.matching.models import DirtyObject
from backend.matching.services import indexing
from backend.matching.services.drift import mark_unknown
from backend.matching.services.reach import organization_changed
from backend.organizations.enums import OrganizationKind, VerificationState
from backend.organizations.models import Organization
from backend.organizations.selectors import visible_organizations
from search.records import ObjectKind
from tests.factories.deals import PitchFactory
from tests.factories.history import RoundInvestorFactory
from tests.factories.organizations import FirmFactory, OrganizationFactory
from tests.support.pitch_cast import Cast, cast, person_in
from tests.support.search_index import Index

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(index: Index) -> Cast:
    """The cast, and beside its pitch one in each state and one of an unverified company."""
    found = cast()
    for state in (PitchState.DRAFT, PitchState.IN_REVIEW, PitchState.PAUSED, PitchState.CLOSED):
        PitchFactory.create(organization=found.pitch.organization, state=state, one_liner=f"同一家公司的{state.label}")
    PitchFactory.create(
        published=True, organization=OrganizationFactory.create(verified=False), one_liner="未认证公司的项目"
    )
    PitchFactory.create(published=True, one_liner="另一家公司的项目")
    RoundInvestorFactory.create(investor__legal_name="有记录的投资机构")
    RoundInvestorFactory.create(investor=FirmFactory.create(verified=False, legal_name="未认证的投资机构"))
    _load(index)
    return found


def _load(index: Index) -> None:
    for kind in ObjectKind:
        mark_unknown(kind, now=clock.now())
    index.catch_up()


def _published(viewer: Viewer) -> set[str]:
    """By the database: published, seen by the viewer, and open to more than its own team."""
    rows = visible_pitches(viewer).filter(
        state=PitchState.PUBLISHED, organization__verification_state=VerificationState.VERIFIED
    )
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _everybody(found: Cast) -> list[tuple[str, Viewer]]:
    return list(found.people.items())


def test_deals_found_counted_and_faceted_are_those_the_database_shows(street: Cast) -> None:
    for name, viewer in _everybody(street):
        answer = gateway.search_deals(viewer, {}, now=clock.now())
        expected = _published(viewer)
        assert answer.mode == "full"
        assert {str(card.pitch.pk) for card in answer.results} == expected, name
        assert answer.count == len(expected) == 2, name
        assert {one.value: one.count for one in answer.facets["sector"]} == {"SEMI": 2, "SEMI_MEMS": 2}, name
        assert {one.value: one.count for one in answer.facets["stage"]} == {"series_a": 2}, name


def test_suggested_names_are_those_the_database_shows(street: Cast) -> None:
    hidden = Organization.objects.filter(verification_state=VerificationState.UNVERIFIED)
    for name, viewer in _everybody(street):
        shown = street.pitch.organization
        lines = gateway.suggest(viewer, shown.legal_name, kind="deals", now=clock.now())
        assert [line.value for line in lines if line.kind == "company"] == [str(street.pitch.pk)], name
        for company in hidden.filter(kind=OrganizationKind.STARTUP):
            lines = gateway.suggest(viewer, company.legal_name, kind="deals", now=clock.now())
            assert [line for line in lines if line.kind == "company"] == [], name


def test_investors_found_are_those_the_database_shows(street: Cast) -> None:
    for name, viewer in _everybody(street):
        answer = gateway.search_investors(viewer, {}, now=clock.now())
        seen = visible_organizations(viewer).filter(legal_name="有记录的投资机构")
        assert {card.organization.pk for card in answer.results} == set(seen.values_list("pk", flat=True)), name
        assert answer.count == 1, name


CANARIES = {
    Block.TRACTION: "卡纳里贝塔",
    Block.TERMS: "卡纳里伽马",
    Block.IP: "卡纳里德尔塔",
}
_KEEPERS: dict[Block, tuple[str, str]] = {
    Block.TRACTION: ("traction", "key_contracts"),
    Block.TERMS: ("terms", "use_of_proceeds"),
    Block.IP: ("ip", "note"),
}


def _write(pitch: Pitch, block: Block, word: str) -> None:
    related, field = _KEEPERS[block]
    model: Any = Pitch._meta.get_field(related).related_model
    model.objects.update_or_create(pitch=pitch, defaults={field: f"{word}的合同"})


@pytest.fixture
def canaries(street: Cast, index: Index) -> Cast:
    """A word of its own in each of three blocks: for verified investors, for named ones, and public."""
    for block, word in CANARIES.items():
        _write(street.pitch, block, word)
    organization_changed(street.pitch.organization_id)
    index.catch_up()
    return street


def _finds(viewer: Viewer, word: str, pitch: Pitch) -> bool:
    """Whether any part of an answer gives the word away; all parts must agree."""
    answer = gateway.search_deals(viewer, {"q": word}, now=clock.now())
    hit = pitch.pk in {card.pitch.pk for card in answer.results}
    assert answer.count == len(answer.results) == int(hit)
    assert {one.count for one in answer.facets["stage"]} == ({1} if hit else set())
    shown = "".join(piece.text for card in answer.results for one in card.highlights.values() for piece in one)
    assert (word in shown) == hit
    return hit


def test_word_of_a_block_is_found_by_verified_investors_only_where_they_may_read_it(canaries: Cast) -> None:
    now = clock.now()
    for name, viewer in _everybody(canaries):
        readable = readable_blocks(viewer, [canaries.pitch], now)[canaries.pitch.pk]
        for block, word in CANARIES.items():
            found = _finds(viewer, word, canaries.pitch)
            # The index is never wider than the database; named and NDA blocks are in it for nobody.
            assert not found or block in readable, (name, block)
        is_investor = name in {"investor", "named", "agreed"}
        assert _finds(viewer, CANARIES[Block.TRACTION], canaries.pitch) == is_investor, name
        assert _finds(viewer, CANARIES[Block.IP], canaries.pitch), name
        assert not _finds(viewer, CANARIES[Block.TERMS], canaries.pitch), name


def test_no_document_holds_the_word_of_a_named_block(canaries: Cast, index: Index) -> None:
    """Looked for in everything the engine stores, not through our own searches."""
    engine = index.engine
    for block, word in CANARIES.items():
        stored = engine.connection.reads.search(index=f"{engine.prefix}*", size=100)["hits"]["hits"]
        views = {name for hit in stored for name in ("public", "verified") if word in str(hit["_source"].get(name))}
        expected = {Block.TRACTION: {"verified"}, Block.TERMS: set(), Block.IP: {"public", "verified"}}
        assert views == expected[block]


def _close_block(street: Cast) -> None:
    founder = street.people["founder"]
    visibility = {Block.IP: Visibility.NAMED_INVESTORS}
    pitches.set_visibility(actor=founder, pitch=street.pitch, blocks=visibility, now=clock.now())


def _pause(street: Cast) -> None:
    pitch_states.pause_pitch(actor=street.people["founder"], pitch=street.pitch, now=clock.now())


@pytest.mark.parametrize("flip", [_close_block, _pause])
def test_what_became_private_is_gone_at_once_before_the_index_knows(
    canaries: Cast, flip: Callable[[Cast], None]
) -> None:
    outsider = canaries.people["investor"]
    assert _finds(outsider, CANARIES[Block.IP], canaries.pitch)
    flip(canaries)
    # Nothing was indexed since; the engine still holds the word.
    assert not _finds(outsider, CANARIES[Block.IP], canaries.pitch)


@pytest.mark.parametrize("flip", [_close_block, _pause])
def test_what_became_private_is_gone_while_the_engine_has_it_but_does_not_search_it_yet(
    canaries: Cast, flip: Callable[[Cast], None]
) -> None:
    """Told to the engine, mark gone, not refreshed: for a second the old document is still the one that is searched."""
    outsider = canaries.people["investor"]
    assert _finds(outsider, CANARIES[Block.IP], canaries.pitch)
    flip(canaries)
    assert indexing.drain(now=clock.now()).indexed == 1
    assert not DirtyObject.objects.exists()
    assert not _finds(outsider, CANARIES[Block.IP], canaries.pitch)


def test_stale_document_would_give_the_word_away_without_the_database(canaries: Cast, index: Index) -> None:
    """The negative control of the test above: the engine alone still answers with the hit."""
    _close_block(canaries)
    engine = index.engine
    stored = engine.connection.reads.search(index=engine.read_alias(ObjectKind.DEAL), size=100)["hits"]["hits"]
    assert any(CANARIES[Block.IP] in str(hit["_source"]["public"]) for hit in stored)


def test_paused_pitch_leaves_counts_facets_and_suggestions_at_once(street: Cast) -> None:
    _pause(street)
    for name, viewer in _everybody(street):
        answer = gateway.search_deals(viewer, {}, now=clock.now())
        assert (answer.count, len(answer.results)) == (1, 1), name
        assert {one.count for one in answer.facets["sector"]} == {1}, name
        lines = gateway.suggest(viewer, street.pitch.organization.legal_name, kind="deals", now=clock.now())
        assert [line for line in lines if line.kind == "company"] == [], name


def test_firm_that_lost_its_verification_leaves_at_once(street: Cast) -> None:
    firm = Organization.objects.get(legal_name="有记录的投资机构")
    firm.verification_state = VerificationState.REJECTED
    firm.save(update_fields=["verification_state"])
    organization_changed(firm.pk)
    for name, viewer in _everybody(street):
        answer = gateway.search_investors(viewer, {}, now=clock.now())
        assert (answer.count, [card.organization.pk for card in answer.results]) == (0, []), name


def test_reduced_mode_shows_the_same(street: Cast, index: Index, settings: Any) -> None:
    for name, viewer in _everybody(street):
        full = gateway.search_deals(viewer, {}, now=clock.now())
        with index.away(settings):
            reduced = gateway.search_deals(viewer, {}, now=clock.now())
        assert (full.mode, reduced.mode) == ("full", "reduced")
        assert [card.pitch.pk for card in reduced.results] == [card.pitch.pk for card in full.results], name
        assert reduced.count == full.count, name
        assert reduced.facets["sector"] == full.facets["sector"], name


def test_private_word_is_found_by_nobody_in_reduced_mode(canaries: Cast, index: Index, settings: Any) -> None:
    with index.away(settings):
        for name, viewer in _everybody(canaries):
            for word in CANARIES.values():
                answer = gateway.search_deals(viewer, {"q": word}, now=clock.now())
                assert (answer.mode, answer.count, answer.results) == ("reduced", 0, ()), name


def test_unpublished_thesis_is_no_part_of_a_firm(street: Cast) -> None:
    firm = Organization.objects.get(legal_name="有记录的投资机构")
    firm.theses.create(title="草稿", state=ThesisState.DRAFT, sectors_include=["BIO"], stages=["seed"])
    organization_changed(firm.pk)
    for name, viewer in [*_everybody(street), ("member", person_in(firm))]:
        answer = gateway.search_investors(viewer, {"sector": ["BIO"]}, now=clock.now())
        assert (answer.count, answer.results) == (0, ()), name
