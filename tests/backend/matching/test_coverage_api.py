"""The map by sector and stage over HTTP: exact figures in both modes, nothing private, and each leads to what it counts."""

import csv
import io
from typing import Any

import pytest

from backend.core import clock
from backend.deals.enums import PitchState, Stage, ThesisState
from backend.matching.services.drift import mark_unknown
from search.records import ObjectKind
from tests.backend.matching.test_likenesses_api import _get, _pitch
from tests.backend.matching.test_matches_api import _thesis
from tests.factories.accounts import OperatorFactory
from tests.factories.organizations import FirmFactory, OrganizationFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in
from tests.support.search_index import Index

pytestmark = pytest.mark.django_db

MAP = "street/coverage/"


class Cast:
    def __init__(self) -> None:
        self.pitches = [
            _pitch("SEMI_DES"),
            _pitch("SEMI_MEMS", stage=Stage.SEED),
            _pitch("BIO_CGT", sectors=["BIO_CGT", "SEMI_DES"], stage=Stage.SEED),
        ]
        draft = _pitch("SEMI_DES", published=False)
        _pitch("SEMI_DES", published=False, state=PitchState.PAUSED)
        _pitch("SEMI_DES", organization=OrganizationFactory.create(verified=False))
        firm = FirmFactory.create(verified=True)
        _thesis(firm, sectors_include=["SEMI"], sectors_exclude=["SEMI_MEMS"], stages=["series_a"])
        _thesis(firm, sectors_include=["SEMI_DES"])
        _thesis(firm, sectors_exclude=["BIO"], stages=["seed"])
        _thesis(firm, sectors_include=["SEMI"], state=ThesisState.DRAFT)
        hidden = FirmFactory.create(verified=False)
        _thesis(hidden, sectors_include=["SEMI"])
        self.people: dict[str, Any] = {
            "visitor": None,
            "team of a draft": person_in(draft.organization),
            "firm": person_in(firm),
            "unverified firm": person_in(hidden),
            "operator": OperatorFactory.create(),
        }


@pytest.fixture
def cast(index: Index) -> Cast:
    made = Cast()
    for kind in ObjectKind:
        mark_unknown(kind, now=clock.now())
    index.catch_up()
    return made


def _cells(line: Any) -> dict[str, tuple[int, int]]:
    """Deals and theses by stage, those with a figure; of any stage under a blank."""
    return {
        one["stage"]: (one["deals"], one["theses"])
        for one in (line["whole"], *line["cells"])
        if one["deals"] or one["theses"]
    }


def _lines(answer: Any) -> dict[str, dict[str, tuple[int, int]]]:
    return {line["sector"]: _cells(line) for line in (*answer["lines"], answer["total"])}


@pytest.mark.parametrize("is_away", [False, True], ids=["full", "reduced"])
def test_figures_are_exact_for_everybody(cast: Cast, settings: Any, is_away: bool) -> None:
    if is_away:
        settings.ELASTICSEARCH_URL = ""
    for name, person in cast.people.items():
        tops, leaves = _get(person, MAP), _get(person, MAP, under="SEMI")
        assert tops["mode"] == leaves["mode"] == ("reduced" if is_away else "full")
        assert len(tops["lines"]) == 22
        assert tops["open_theses"] == 1, name
        shown, below = _lines(tops), _lines(leaves)
        any_stage = dict.fromkeys(tops["stages"], (0, 1))
        assert shown["SEMI"] == below["SEMI"] == any_stage | {"": (3, 3), "seed": (2, 2), "series_a": (1, 2)}, name
        assert shown["BIO"] == {"": (1, 0), "seed": (1, 0)}, name
        assert shown["AI"] == {"": (0, 1), "seed": (0, 1)}, name
        assert shown[""] == any_stage | {"": (3, 3), "seed": (2, 2), "series_a": (1, 2)}, name
        assert below["SEMI_DES"] == any_stage | {"": (2, 3), "seed": (1, 2), "series_a": (1, 2)}, name
        assert below["SEMI_MEMS"] == {"": (1, 1), "seed": (1, 1)}, name


def test_each_figure_of_pitches_is_what_its_search_finds(cast: Cast) -> None:
    for line in _get(None, MAP, under="SEMI")["lines"]:
        for cell in line["cells"]:
            if cell["deals"]:
                found = _get(None, "search/deals/", sector=line["sector"], stage=cell["stage"])
                assert found["count"] == cell["deals"]


def test_only_a_top_sector_has_leaves_to_show(cast: Cast) -> None:
    for under in ("SEMI_DES", "NO_SUCH"):
        assert _get(None, MAP, 400, under=under)["code"] == "matching.no_top_sector"


def test_file_holds_the_map(cast: Cast) -> None:
    answer: Any = client_of(None).get(f"/api/v1/{MAP}export/", {"under": "SEMI"}, headers={"accept-language": "en"})
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body, newline="")))
    assert rows[0] == ["Sector code", "Sector", "Stage", "Open projects", "Theses looking", "Theses for each project"]
    held = {(row[0], row[2]): row[3:] for row in rows[1:]}
    assert held["SEMI_DES", "Seed"] == ["1", "2", "2.0"]
    assert held["SEMI_DES", "Series C"] == ["0", "1", ""]
    assert held["SEMI", "All stages"] == ["3", "3", "1.0"]
