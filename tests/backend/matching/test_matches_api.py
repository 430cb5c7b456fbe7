"""Matches, fits and the live count over HTTP: who may ask, what is answered and why."""

import json
from datetime import timedelta
from typing import Any

import pytest

from backend.accounts.models import User
from backend.core import clock
from backend.deals.enums import Stage, ThesisState
from backend.deals.models import Pitch, Thesis
from backend.matching.services.drift import mark_unknown
from backend.matching.services.reach import thesis_changed
from backend.organizations.models import Organization
from search.matching.gates import GateCode
from search.records import ObjectKind
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.deals import PitchFactory
from tests.factories.history import FundingRoundFactory, RoundInvestorFactory
from tests.factories.organizations import FirmFactory, OrganizationFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in
from tests.support.search_index import Index

pytestmark = pytest.mark.django_db


def _thesis(firm: Organization, **fields: Any) -> Thesis:
    values = {"title": "方向", "state": ThesisState.PUBLISHED, "published_at": clock.now(), **fields}
    return Thesis.objects.create(firm=firm, **values)


class Street:
    """A chip company raising 20 million, three firms, and pitches for them to look at."""

    def __init__(self) -> None:
        company = OrganizationFactory.create(verified=True, legal_name="芯片公司", sectors=["SEMI_DES"], region="广东")
        self.pitch: Pitch = PitchFactory.create(
            published=True, organization=company, sectors=["SEMI_DES"], sector_primary="SEMI_DES", region="广东"
        )
        self.other: Pitch = PitchFactory.create(
            published=True, sectors=["BIO_CGT"], sector_primary="BIO_CGT", stage=Stage.SEED, city="北京"
        )
        self.fits: Organization = FirmFactory.create(verified=True, legal_name="合适的资本", region="广东")
        self.thesis = _thesis(
            self.fits, sectors_include=["SEMI"], stages=["series_a"], cities=["深圳"],
            ticket_min_minor=500_000_000, ticket_max_minor=1_500_000_000,
        )  # fmt: skip
        self._invested(self.fits, 4)
        self.wrong_stage: Organization = FirmFactory.create(verified=True, legal_name="阶段不符的资本", city="北京")
        _thesis(self.wrong_stage, sectors_include=["BIO"], stages=["seed"])
        self.excludes: Organization = FirmFactory.create(verified=True, legal_name="不投芯片的资本", city="北京")
        _thesis(self.excludes, sectors_include=["BIO"], sectors_exclude=["SEMI"])
        self.founder = person_in(company)
        self.investor = person_in(self.fits)

    def _invested(self, firm: Organization, count: int) -> None:
        for number in range(count):
            company = OrganizationFactory.create(
                verified=True, legal_name=f"被投芯片公司{number}", brand_name="", sectors=["SEMI_DES"], region="广东"
            )
            deal = FundingRoundFactory.create(
                company=company, stage=Stage.SERIES_A, amount_usd=3_000_000,
                closed_on=(clock.now() - timedelta(days=100 + number)).date(),
            )  # fmt: skip
            RoundInvestorFactory.create(round=deal, investor=firm)


@pytest.fixture
def street(index: Index) -> Street:
    made = Street()
    for kind in ObjectKind:
        mark_unknown(kind, now=clock.now())
    index.catch_up()
    return made


def _get(person: User | None, path: str, status: int = 200, **parameters: Any) -> Any:
    answer = client_of(person).get(f"/api/v1/{path}", parameters)
    assert answer.status_code == status, answer.content
    return answer.json()


def _firms(answer: Any) -> list[str]:
    return [one["investor"]["id"] for one in answer["results"]]


def _pitches(answer: Any) -> list[str]:
    return [one["deal"]["id"] for one in answer["results"]]


@pytest.mark.parametrize("is_away", [False, True], ids=["full", "reduced"])
def test_startup_sees_its_investors_best_first_with_gates_and_reasons(
    street: Street, settings: Any, is_away: bool
) -> None:
    if is_away:
        settings.ELASTICSEARCH_URL = ""
    answer = _get(street.founder, f"pitches/{street.pitch.pk}/matches/")
    assert answer["mode"] == ("reduced" if is_away else "full")
    assert _firms(answer) == [str(street.fits.pk), str(street.wrong_stage.pk)]
    assert answer["gates_applied"] == ["exclusion"]
    best = answer["results"][0]
    gates = {gate["code"]: gate["state"] for gate in best["gates"]}
    assert gates == {
        "stage": "passed", "ticket": "passed", "exclusion": "not_stated", "geography": "passed",
    }  # fmt: skip
    assert best["score"] == pytest.approx(sum(reason["contribution"] for reason in best["reasons"]))
    assert sum(reason["share"] for reason in best["reasons"]) == pytest.approx(1)
    evidence = next(reason["evidence"] for reason in best["reasons"] if reason["code"] == "recent_activity")
    assert [deal["company"] for deal in evidence["deals"]] == ["被投芯片公司0", "被投芯片公司1", "被投芯片公司2"]
    assert answer["model"]["source"]


def test_investor_sees_the_same_score_as_the_startup(street: Street) -> None:
    theirs = _get(street.founder, f"pitches/{street.pitch.pk}/matches/")["results"][0]
    ours = _get(street.investor, f"firms/{street.fits.pk}/matches/")["results"][0]
    assert ours["deal"]["id"] == str(street.pitch.pk)

    def parts(match: Any) -> dict[str, float]:
        return {reason["code"]: round(reason["contribution"], 6) for reason in match["reasons"]}

    assert parts(ours) == parts(theirs)
    assert [gate for gate in ours["gates"] if gate["code"] != "conflict"] == theirs["gates"]


def test_fit_is_one_answer_for_both_sides(street: Street) -> None:
    path = f"pitches/{street.pitch.pk}/fit/"
    theirs = _get(street.founder, path, firm=street.fits.pk)
    ours = _get(street.investor, path, firm=street.fits.pk)
    assert theirs["score"] == ours["score"] > 0
    assert theirs["reasons"] == ours["reasons"]
    assert theirs["gates"] == [gate for gate in ours["gates"] if gate["code"] != "conflict"]
    listed = _get(street.founder, f"pitches/{street.pitch.pk}/matches/")["results"][0]
    assert theirs["score"] == pytest.approx(listed["score"])


def test_thesis_finds_its_pitches(street: Street, settings: Any) -> None:
    path = f"theses/{street.thesis.pk}/matches/"
    for url in (settings.ELASTICSEARCH_URL, ""):
        settings.ELASTICSEARCH_URL = url
        assert _pitches(_get(street.investor, path)) == [str(street.pitch.pk), str(street.other.pk)]
        assert _pitches(_get(street.investor, path, require="stage")) == [str(street.pitch.pk)]


@pytest.mark.parametrize("gate", list(GateCode))
def test_required_gates_leave_out_the_same_in_both_modes(street: Street, settings: Any, gate: GateCode) -> None:
    path = f"pitches/{street.pitch.pk}/matches/"
    full = _get(street.founder, path, require=gate.value)
    settings.ELASTICSEARCH_URL = ""
    reduced = _get(street.founder, path, require=gate.value)
    assert set(_firms(full)) == set(_firms(reduced))
    left_out = {
        GateCode.STAGE: {street.wrong_stage.pk},
        GateCode.EXCLUSION: {street.excludes.pk},
    }.get(gate, set())
    everybody = {street.fits.pk, street.wrong_stage.pk, street.excludes.pk}
    assert set(_firms(full)) == {str(pk) for pk in everybody - left_out}


def test_failed_gates_are_shown_when_asked_for(street: Street) -> None:
    answer = _get(street.founder, f"pitches/{street.pitch.pk}/matches/", show_failed="true")
    shown = {one["investor"]["id"]: {g["code"]: g["state"] for g in one["gates"]} for one in answer["results"]}
    assert shown[str(street.excludes.pk)]["exclusion"] == "failed"
    assert answer["gates_applied"] == []


def test_conflict_leaves_the_competitor_out_on_the_investors_side_and_names_nobody(
    street: Street, settings: Any, index: Index
) -> None:
    street.thesis.portfolio_conflicts.add(street.pitch.organization)
    thesis_changed(street.thesis.pk, street.fits.pk)
    index.catch_up()
    paths = (f"theses/{street.thesis.pk}/matches/", f"firms/{street.fits.pk}/matches/")
    for url in (settings.ELASTICSEARCH_URL, ""):
        settings.ELASTICSEARCH_URL = url
        for path in paths:
            answer = _get(street.investor, path)
            assert (answer["gates_applied"], _pitches(answer)) == (["conflict", "exclusion"], [str(street.other.pk)])
            shown = {one["deal"]["id"]: one for one in _get(street.investor, path, show_failed="true")["results"]}
            gate = next(gate for gate in shown[str(street.pitch.pk)]["gates"] if gate["code"] == "conflict")
            assert gate["state"] == "failed"
            assert gate["evidence"] == {
                "asked": [],
                "given": [],
                "common": [],
                "deals": [],
                "figures": {},
                "labels": {},
            }


def test_places_are_named_in_the_language_of_the_request(street: Street) -> None:
    wanted = {
        "zh-hans": {"cn": "中国", "cn/guangdong": "广东", "cn/guangdong/shenzhen": "深圳"},
        "zh-hant": {"cn": "中國", "cn/guangdong": "廣東", "cn/guangdong/shenzhen": "深圳"},
        "en": {"cn": "China", "cn/guangdong": "Guangdong", "cn/guangdong/shenzhen": "Shenzhen"},
    }
    for language, names in wanted.items():
        answer = client_of(street.founder).get(
            f"/api/v1/pitches/{street.pitch.pk}/matches/", headers={"accept-language": language}
        )
        best = answer.json()["results"][0]
        held = [one["evidence"] for one in (*best["gates"], *best["reasons"])]
        codes = [{*one["asked"], *one["given"], *one["common"]} for one in held]
        told = [(named["labels"], found & set(names)) for named, found in zip(held, codes, strict=True)]
        assert all(labels == {code: names[code] for code in found} for labels, found in told)
        assert sum(bool(labels) for labels, _ in told) >= 3


def _twins(street: Street) -> tuple[Organization, Organization]:
    """Two firms that differ in one thing: the first counts the startup among the competitors of its portfolio."""
    made = []
    for lists in (True, False):
        firm = FirmFactory.create(verified=True, legal_name="双生资本", brand_name="", city="深圳")
        # The second thesis suits worse; were the first held back by its conflict, this one would be explained instead.
        suiting = _thesis(firm, sectors_include=["SEMI"], stages=["series_a"], cities=["深圳"])
        _thesis(firm, sectors_include=["BIO"], stages=["seed"])
        if lists:
            suiting.portfolio_conflicts.add(street.pitch.organization)
        made.append(firm)
    return made[0], made[1]


@pytest.mark.parametrize("is_away", [False, True], ids=["full", "reduced"])
def test_startup_cannot_tell_who_counts_it_among_competitors(
    street: Street, settings: Any, index: Index, is_away: bool
) -> None:
    lists, lists_not = _twins(street)
    for kind in ObjectKind:
        mark_unknown(kind, now=clock.now())
    index.catch_up()
    if is_away:
        settings.ELASTICSEARCH_URL = ""
    path = f"pitches/{street.pitch.pk}/"

    def told(answer: Any, firm: Organization) -> str:
        """What the answer says of a firm, the firm's id and number apart."""
        (found,) = [one for one in answer["results"] if one["investor"]["id"] == str(firm.pk)]
        return _nameless(found, firm)

    for asked in (
        {}, {"require": "conflict"}, {"require": ["conflict", "stage"]}, {"show_failed": "true"},
        {"order": "not_personalized"},
    ):  # fmt: skip
        answer = _get(street.founder, f"{path}matches/", **asked)
        assert told(answer, lists) == told(answer, lists_not)
        assert "conflict" not in str([answer["gates_applied"], answer["results"]])
    fits = [_get(street.founder, f"{path}fit/", firm=firm.pk) for firm in (lists, lists_not)]
    assert _nameless(fits[0], lists) == _nameless(fits[1], lists_not)
    assert "conflict" not in str(fits)
    ours = _get(person_in(lists), f"{path}fit/", firm=lists.pk)
    assert [gate["code"] for gate in ours["gates"] if gate["state"] == "failed"], "the firm itself is told"


def test_count_of_fitting_theses_is_the_same_whoever_lists_the_startup(street: Street) -> None:
    def count() -> Any:
        fields = {"sector": ["SEMI_DES"], "stage": "series_a", "city": "深圳"}
        return client_of(street.founder).post("/api/v1/pitches/fit-count/", fields, format="json").json()

    before = count()
    street.thesis.portfolio_conflicts.add(street.pitch.organization)
    assert count() == before
    assert before["theses"] > 0


def test_the_live_count_looks_where_the_gate_looks(street: Street) -> None:
    """A thesis that names a country and a city in it looks at the city."""
    Thesis.objects.filter(pk=street.thesis.pk).update(countries=["CHN"])

    def count(city: str) -> int:
        fields = {"sector": ["SEMI_DES"], "stage": "series_a", "country": "CHN", "city": city}
        found = client_of(street.founder).post("/api/v1/pitches/fit-count/", fields, format="json").json()
        return int(found["theses"])

    assert (count("深圳"), count("北京")) == (1, 0)


def _nameless(found: Any, firm: Organization) -> str:
    return json.dumps(found, sort_keys=True).replace(str(firm.pk), "firm")


def test_person_who_switched_traits_off_gets_the_order_everybody_gets(street: Street) -> None:
    pitch_path, firm_path = f"pitches/{street.pitch.pk}/matches/", f"firms/{street.fits.pk}/matches/"
    User.objects.filter(pk=street.founder.pk).update(personalized=False)
    person = User.objects.get(pk=street.founder.pk)
    plain = _get(person, pitch_path)
    assert (plain["order"], plain["personalized"]) == ("not_personalized", False)
    another = person_in(street.other.organization)
    asked = _get(another, f"pitches/{street.other.pk}/matches/", order="not_personalized")
    assert _firms(plain) == _firms(asked)
    assert len(_firms(plain)) == 3
    User.objects.filter(pk=street.investor.pk).update(personalized=False)
    investor = User.objects.get(pk=street.investor.pk)
    assert _pitches(_get(investor, firm_path)) == [str(street.other.pk), str(street.pitch.pk)]


def test_only_the_two_sides_may_ask(street: Street) -> None:
    everybody: dict[str, User | None] = {
        "visitor": None,
        "newcomer": UserFactory.create(),
        "competitor": person_in(OrganizationFactory.create(verified=True)),
        "other investor": person_in(FirmFactory.create(verified=True)),
        "founder": street.founder,
        "investor": street.investor,
        "operator": OperatorFactory.create(),
    }
    pitch, firm, thesis = street.pitch.pk, street.fits.pk, street.thesis.pk
    paths = {
        f"pitches/{pitch}/matches/": {"founder", "operator"},
        f"firms/{firm}/matches/": {"investor", "operator"},
        f"theses/{thesis}/matches/": {"investor", "operator"},
        f"pitches/{pitch}/fit/?firm={firm}": {"founder", "investor", "operator"},
    }
    for path, allowed in paths.items():
        for name, person in everybody.items():
            status = 200 if name in allowed else 401 if person is None else 403
            _get(person, path, status=status)


def test_invisible_sides_are_not_found(street: Street) -> None:
    draft: Pitch = PitchFactory.create()
    hidden: Organization = FirmFactory.create()
    unpublished = _thesis(hidden, state=ThesisState.DRAFT, published_at=None)
    for path in (
        f"pitches/{draft.pk}/matches/",
        f"firms/{hidden.pk}/matches/",
        f"theses/{unpublished.pk}/matches/",
        f"pitches/{draft.pk}/fit/?firm={street.fits.pk}",
        f"pitches/{street.pitch.pk}/fit/?firm={hidden.pk}",
        f"pitches/{street.pitch.pk}/fit/?firm={street.pitch.organization_id}",
    ):
        _get(street.investor, path, status=404)


@pytest.mark.parametrize("is_away", [False, True], ids=["full", "reduced"])
def test_pages_of_one_hold_every_match_once(street: Street, settings: Any, is_away: bool) -> None:
    if is_away:
        settings.ELASTICSEARCH_URL = ""
    path = f"pitches/{street.pitch.pk}/matches/"
    for order in ("best", "newest", "not_personalized"):
        whole = _firms(_get(street.founder, path, order=order, show_failed="true"))
        paged: list[str] = []
        cursor: dict[str, Any] = {}
        for _ in range(5):
            answer = _get(street.founder, path, order=order, show_failed="true", size=1, **cursor)
            paged += _firms(answer)
            if answer["next_cursor"] is None:
                break
            cursor = {"cursor": answer["next_cursor"]}
        assert paged == whole, order
        assert len(whole) == 3


def test_live_count_of_the_five_fields(street: Street) -> None:
    def count(**fields: Any) -> tuple[int, int]:
        answer = client_of().post("/api/v1/pitches/fit-count/", fields)
        assert answer.status_code == 200, answer.content
        return answer.json()["theses"], answer.json()["firms"]

    assert count() == (3, 3)
    assert count(sector=["SEMI_DES"]) == (1, 1)
    assert count(sector=["BIO_CGT"]) == (2, 2)
    assert count(stage="series_a") == (2, 2)
    assert count(amount={"amount": "4000000.00", "currency": "CNY"}) == (2, 2)
    assert count(amount={"amount": "6000000.00", "currency": "CNY"}) == (3, 3)
    assert count(city="深圳") == (3, 3)
    assert count(city="广州") == (2, 2)
    # The finest level a thesis names is where it looks, as in its gate: not all of the country its city lies in.
    _thesis(street.fits, countries=["中国"], cities=["深圳"])
    assert count(city="深圳") == (4, 3)
    assert count(city="广州") == (2, 2)
    refused = client_of().post("/api/v1/pitches/fit-count/", {"amount": {"amount": "-1", "currency": "CNY"}})
    assert refused.status_code == 400
