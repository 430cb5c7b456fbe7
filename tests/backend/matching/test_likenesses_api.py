"""Similar startups and similar firms over HTTP: exact sets, reasons, both modes, and nothing private in them."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.core import clock
from backend.deals.enums import Block, PitchState, Stage, Visibility
from backend.deals.models import Pitch, PitchTraction
from backend.matching.services.drift import mark_unknown
from backend.organizations.enums import VerificationState
from backend.organizations.models import Organization
from search.records import ObjectKind
from tests.backend.matching.test_matches_api import _thesis
from tests.factories.deals import PitchBlockFactory, PitchFactory
from tests.factories.history import FundingRoundFactory, RoundInvestorFactory
from tests.factories.organizations import FirmFactory, OrganizationFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in
from tests.support.search_index import Index

pytestmark = pytest.mark.django_db


def _pitch(code: str, **fields: Any) -> Pitch:
    values = {"published": True, "sectors": [code], "sector_primary": code, "region": "广东", **fields}
    made: Pitch = PitchFactory.create(**values)
    return made


class Alike:
    """A chip designer and others: a near twin, one a stage and a leaf away, one of another trade, and hidden ones."""

    def __init__(self) -> None:
        self.one = _pitch("SEMI_DES")
        self.twin = _pitch("SEMI_DES")
        self.cousin = _pitch("SEMI_MEMS", stage=Stage.SERIES_A_PLUS, city="北京", region="北京")
        self.far = _pitch("BIO_CGT")
        self.hidden = [
            _pitch("SEMI_DES", published=False, state=PitchState.PAUSED),
            _pitch("SEMI_DES", organization=OrganizationFactory.create(verified=False)),
            _pitch("SEMI_DES", organization=self.one.organization),
        ]
        self.firm, self.partner, self.same_trade, self.other_trade = (
            FirmFactory.create(verified=True, legal_name=name, city="深圳", region="广东")
            for name in ("香蜜资本", "常投伙伴资本", "同行资本", "异业资本")
        )
        self._together(3)
        for firm in (self.firm, self.same_trade):
            _thesis(firm, sectors_include=["SEMI"], stages=["series_a"])
        _thesis(self.partner, sectors_include=["ROBO"], stages=["seed"])
        _thesis(self.other_trade, sectors_include=["BIO"], stages=["seed"])
        unverified = FirmFactory.create(verified=False, legal_name="未认证资本")
        _thesis(unverified, sectors_include=["SEMI"], stages=["series_a"])

    def _together(self, count: int) -> None:
        for number in range(count):
            company = OrganizationFactory.create(
                verified=True, legal_name=f"被投公司{number}", brand_name="", sectors=["ROBO_HUM"]
            )
            made = FundingRoundFactory.create(company=company, stage=Stage.SERIES_A)
            for firm in (self.firm, self.partner):
                RoundInvestorFactory.create(round=made, investor=firm)


@pytest.fixture
def alike(index: Index) -> Alike:
    made = Alike()
    for kind in ObjectKind:
        mark_unknown(kind, now=clock.now())
    index.catch_up()
    return made


def _get(person: Any, path: str, status: int = 200, **parameters: Any) -> Any:
    answer = client_of(person).get(f"/api/v1/{path}", parameters)
    assert answer.status_code == status, answer.content
    return answer.json()


def _startups(answer: Any) -> list[str]:
    return [one["deal"]["id"] for one in answer["results"]]


def _firms(answer: Any) -> list[str]:
    return [one["investor"]["id"] for one in answer["results"]]


def _reasons(found: Any) -> dict[str, Any]:
    return {one["code"]: one for one in found["shared"]}


def test_startups_are_the_same_in_both_modes_with_their_reasons(alike: Alike, settings: Any) -> None:
    path = f"pitches/{alike.one.pk}/similar/"
    full = _get(None, path)
    assert full["mode"] == "full"
    assert _startups(full) == [str(alike.twin.pk), str(alike.cousin.pk)]
    settings.ELASTICSEARCH_URL = ""
    assert _get(None, path) == {**full, "mode": "reduced"}
    twin, cousin = (_reasons(one) for one in full["results"])
    assert (twin["sector"]["value"], twin["stage"]["figures"], twin["amount"]["value"]) == (1.0, {"steps": 0.0}, 1.0)
    assert (twin["place"]["common"], full["results"][0]["labels"]) == (
        ["cn/guangdong/shenzhen"], {"cn/guangdong/shenzhen": "深圳"},
    )  # fmt: skip
    assert (cousin["sector"]["value"], cousin["sector"]["common"]) == (0.6, ["SEMI_MEMS"])
    assert cousin["stage"]["figures"] == {"steps": 1.0}
    scores = [one["score"] for one in full["results"]]
    assert scores == sorted(scores, reverse=True)
    assert _startups(_get(None, path, size=1)) == [str(alike.twin.pk)]


def test_firms_are_the_same_in_both_modes_with_their_reasons(alike: Alike, settings: Any) -> None:
    path = f"firms/{alike.firm.pk}/similar/"
    full = _get(None, path)
    assert full["mode"] == "full"
    assert set(_firms(full)) == {str(alike.partner.pk), str(alike.same_trade.pk)}
    settings.ELASTICSEARCH_URL = ""
    assert _get(None, path) == {**full, "mode": "reduced"}
    by_firm = {one["investor"]["id"]: _reasons(one) for one in full["results"]}
    together = by_firm[str(alike.partner.pk)]["deals"]
    assert together["figures"] == {"deals": 3.0}
    assert set(together["common"]) == {f"被投公司{number}" for number in range(3)}
    same = by_firm[str(alike.same_trade.pk)]
    assert "deals" not in same
    assert (same["sector"]["common"], same["profile"]["common"]) == (["SEMI"], ["a"])


@pytest.mark.parametrize("is_away", [False, True], ids=["full", "reduced"])
def test_private_text_moves_nothing_for_anybody(alike: Alike, index: Index, settings: Any, is_away: bool) -> None:
    """What only verified investors read of a pitch is the very text of the one looked at; no list moves."""
    investor = person_in(FirmFactory.create(verified=True))
    path = f"pitches/{alike.one.pk}/similar/"
    before = [_get(person, path)["results"] for person in (None, investor)]
    assert before[0] == before[1] != []
    for pitch in (alike.one, alike.cousin):
        PitchBlockFactory.create(pitch=pitch, block=Block.TRACTION, visibility=Visibility.VERIFIED_INVESTORS)
        PitchTraction.objects.update_or_create(pitch=pitch, defaults={"key_contracts": "卡纳里 光刻 计量 合同"})
    for kind in ObjectKind:
        mark_unknown(kind, now=clock.now())
    index.catch_up()
    if is_away:
        settings.ELASTICSEARCH_URL = ""
    for person in (None, investor):
        assert _get(person, path)["results"] == before[0]


def test_what_was_hidden_since_is_not_shown_nor_counted_as_a_place(alike: Alike) -> None:
    Pitch.objects.filter(pk=alike.twin.pk).update(state=PitchState.PAUSED)
    Organization.objects.filter(pk=alike.partner.pk).update(verification_state=VerificationState.UNVERIFIED)
    assert _startups(_get(None, f"pitches/{alike.one.pk}/similar/", size=1)) == [str(alike.cousin.pk)]
    assert _firms(_get(None, f"firms/{alike.firm.pk}/similar/", size=1)) == [str(alike.same_trade.pk)]


def test_what_nobody_sees_answers_as_what_is_not_there(alike: Alike) -> None:
    for shown, hidden in (("pitches", alike.hidden[0].pk), ("firms", alike.one.organization_id)):
        assert _get(None, f"{shown}/{hidden}/similar/", 404) == _get(None, f"{shown}/{uuid4()}/similar/", 404)
    assert _get(None, f"pitches/{alike.one.pk}/similar/", 400, size=0)["fields"].keys() == {"size"}
    assert _get(None, f"pitches/{alike.one.pk}/similar/", 400, of="x")["code"] == "search.parameter_unknown"
    # Its own team sees what is like a paused one.
    founder = person_in(alike.hidden[0].organization)
    assert str(alike.twin.pk) in _startups(_get(founder, f"pitches/{alike.hidden[0].pk}/similar/"))


@pytest.mark.parametrize("is_away", [False, True], ids=["full", "reduced"])
def test_a_longer_list_asks_no_more_questions(alike: Alike, settings: Any, is_away: bool) -> None:
    if is_away:
        settings.ELASTICSEARCH_URL = ""
    for path in (f"pitches/{alike.one.pk}/similar/", f"firms/{alike.firm.pk}/similar/"):
        counts = []
        for size in (1, 1, 2):
            with CaptureQueriesContext(connection) as asked:
                assert len(_get(None, path, size=size)["results"]) == size
            counts.append(len(asked))
        # The first call may fill what a process keeps, such as the sector tree.
        assert counts[1] == counts[2]
