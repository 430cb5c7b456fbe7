"""The demo's bulk before it is written: the same everywhere, complete, and worth searching."""

import os
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypinyin import lazy_pinyin
from stdnum.cn import uscc

from backend.accounts.demo import SIGN_INS
from backend.console.demo.plan import DemoRows
from backend.console.demo.words import leaves, names
from backend.deals.enums import PitchState, ThesisState
from backend.deals.models import Pitch
from tests.support.demo_digest import digest_of, rows_of, shipped_tree

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def rows() -> DemoRows:
    return rows_of(TODAY)


@pytest.fixture(scope="module")
def published(rows: DemoRows) -> list[Pitch]:
    return [item.pitch for item in rows.pitches if item.pitch.state == PitchState.PUBLISHED]


def test_another_process_makes_the_very_same_demo(rows: DemoRows) -> None:
    # Another hash seed: nothing may hang on the order of a set.
    environment = {**os.environ, "PYTHONHASHSEED": "77"}
    program = (
        "import django; django.setup(); from datetime import date; from tests.support.demo_digest import digest_of, rows_of; "
        f"print(digest_of(rows_of(date.fromisoformat('{TODAY}'))))"
    )
    other = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == digest_of(rows)


def test_another_day_moves_the_dates_and_keeps_the_ids(rows: DemoRows) -> None:
    other = rows_of(TODAY + timedelta(days=400))
    assert digest_of(other) != digest_of(rows)
    assert [item.pitch.pk for item in rows.pitches] == [item.pitch.pk for item in other.pitches]
    assert [item.organization.pk for item in rows.firms] == [item.organization.pk for item in other.firms]


def test_there_is_as_much_of_everything_as_promised(rows: DemoRows) -> None:
    states = Counter(item.pitch.state for item in rows.pitches)
    assert (len(rows.startups), len(rows.firms), len(rows.history.deals)) == (2000, 400, 6000)
    assert states == {
        PitchState.PUBLISHED: 1680,
        PitchState.DRAFT: 110,
        PitchState.IN_REVIEW: 40,
        PitchState.PAUSED: 60,
        PitchState.CLOSED: 70,
    }
    assert {len(item.theses) for item in rows.investors} == {1, 2, 3}


def test_past_deals_lie_within_about_eight_years_before_the_day(rows: DemoRows) -> None:
    days = [funding.closed_on for funding in rows.history.rounds]
    assert max(days) < TODAY
    assert min(days) >= TODAY - timedelta(days=8 * 366)
    assert len({day.year for day in days}) >= 8


def test_every_leaf_of_the_tree_has_vocabulary_and_companies(published: list[Pitch]) -> None:
    leaf_codes = {sector.code for sector in shipped_tree().sectors if sector.parent}
    assert set(leaves()) == leaf_codes
    assert {pitch.sector_primary for pitch in published} == leaf_codes


def test_every_leaf_is_found_by_its_own_word_and_by_another(published: list[Pitch]) -> None:
    missing = []
    for code in leaves():
        sector = shipped_tree().by_code[code]
        of_leaf = [pitch for pitch in published if pitch.sector_primary == code]
        if not any(sector.name_zh in pitch.one_liner for pitch in of_leaf):
            missing.append(f"{code} by {sector.name_zh}")
        if not any(alias in pitch.one_liner or alias in pitch.story for pitch in of_leaf for alias in sector.aliases):
            missing.append(f"{code} by an alias")
        if not any(sector.name_en.lower() in pitch.one_liner_en.lower() for pitch in of_leaf):
            missing.append(f"{code} by {sector.name_en}")
    assert missing == []


def test_no_two_startups_say_the_same_and_all_fit_the_field(rows: DemoRows) -> None:
    lines = [item.pitch.one_liner for item in rows.pitches]
    assert len(set(lines)) == len(lines)
    assert max(map(len, lines)) <= 40
    assert max(len(item.pitch.one_liner_en) for item in rows.pitches) <= 120
    assert not [line for line in lines if "{" in line]


def test_every_name_sounds_like_no_other_and_like_none_to_avoid(rows: DemoRows) -> None:
    everybody = [item.organization for item in (*rows.startups, *rows.firms)]
    roots = ["".join(lazy_pinyin(organization.brand_name[:2])) for organization in everybody]
    assert len(set(roots)) == len(roots)
    assert not set(roots) & set(names()["avoid"])
    assert len({organization.name_en for organization in everybody}) == len(everybody)
    assert all(organization.is_demo for organization in everybody)


def test_credit_codes_are_well_formed_and_of_no_real_place(rows: DemoRows) -> None:
    codes = [item.organization.uscc for item in (*rows.startups, *rows.firms) if item.organization.uscc]
    assert len(set(codes)) == len(codes) > 1500
    assert all(uscc.is_valid(code) and code.startswith("91440399XMH") for code in codes)


def test_the_street_comes_first_and_the_world_is_there(rows: DemoRows) -> None:
    places = Counter((item.organization.country, item.organization.city) for item in rows.startups)
    futian = sum(item.organization.district == "福田" for item in rows.startups)
    assert futian > 600
    assert places[("CHN", "深圳")] > 1200
    assert places[("HKG", "香港")] > 100
    assert len({country for country, _ in places}) >= 8


def test_firms_invest_where_they_say_but_not_all_of_them(rows: DemoRows) -> None:
    """What makes matching meaningful: a declared sector is kept far more often than chance, and some firms stray."""
    declared = {
        item.theses[0].firm_id: {code.partition("_")[0] for thesis in item.theses for code in thesis.sectors_include}
        for item in rows.investors
    }
    obeys: dict[object, list[bool]] = {}
    for deal in rows.history.deals:
        top = deal.round.company.sector_primary.partition("_")[0]
        obeys.setdefault(deal.investor_id, []).append(top in declared[deal.investor_id])
    overall = sum(map(sum, obeys.values())) / 6000
    straying = [firm for firm, kept in obeys.items() if len(kept) >= 5 and sum(kept) / len(kept) < 0.3]
    assert 0.6 < overall < 0.95
    assert len(straying) >= 10


def test_the_readme_names_every_sign_in() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    for sign_in in SIGN_INS:
        assert f"| {sign_in.role} | `{sign_in.email}` |" in readme
        assert sign_in.password in readme
        assert sign_in.totp_secret in readme


def test_a_published_thesis_states_what_a_founder_needs(rows: DemoRows) -> None:
    for thesis in (thesis for item in rows.investors for thesis in item.theses):
        if thesis.state == ThesisState.PUBLISHED:
            assert thesis.stages
            assert thesis.sectors_include
            assert thesis.ticket_min_minor is not None
            assert thesis.ticket_max_minor is not None
            assert 0 < thesis.ticket_min_minor <= thesis.ticket_max_minor
