"""Pitches side by side over HTTP: what each viewer is told, by which ranking, and what leaves as a file."""

import csv
import io
from typing import Any
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from backend.accounts.models import User
from backend.core import clock
from backend.core.models import AuditEntry
from backend.deals.enums import Block, PitchState, ThesisState
from backend.deals.models import Pitch, PitchTerms, PitchTraction, Thesis
from backend.organizations.models import Organization
from tests.factories.deals import PitchFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import Cast, cast

pytestmark = pytest.mark.django_db

COMPARE = "/api/v1/pitches/compare/"
SECRET = "卡纳里合同"


@pytest.fixture
def street() -> Cast:
    """The cast with its pitch of every visibility, and a plain one of another company in dollars."""
    found = cast()
    PitchTraction.objects.update_or_create(
        pitch=found.pitch, defaults={"revenue_years_minor": [1_200_000_00], "key_contracts": SECRET}
    )
    PitchTerms.objects.update_or_create(pitch=found.pitch, defaults={"pre_money_minor": 9_000_000_00})
    return found


@pytest.fixture
def other() -> Pitch:
    pitch: Pitch = PitchFactory.create(published=True, currency="USD", amount_target_minor=2_000_000_00, stage="seed")
    return pitch


def _client(person: Any) -> Any:
    return client_of(person if isinstance(person, User) else None)


def ask(person: Any, ids: list[Any], status: int = 200, **more: Any) -> Any:
    answer = _client(person).get(COMPARE, {"ids": [str(pk) for pk in ids], **more})
    assert answer.status_code == status, answer.content
    return answer.json()


def test_each_viewer_reads_of_each_pitch_what_its_page_tells(street: Cast, other: Pitch) -> None:
    ids = [street.pitch.pk, other.pk]
    for name, person in street.people.items():
        found = ask(person, ids)
        assert [deal["pitch"]["id"] for deal in found["deals"]] == [str(pk) for pk in ids], name
        for deal in found["deals"]:
            page = _client(person).get(f"/api/v1/pitches/{deal['pitch']['id']}/").json()
            assert deal["pitch"] == page, name
        blocks = found["deals"][0]["pitch"]["blocks"]
        is_told = blocks["traction"]["readable"]
        assert (SECRET in str(found)) == is_told, name
        # What is shut is there and says why; its amounts are not told in another currency either.
        assert set(blocks) == {block.value for block in Block}, name
        assert (found["deals"][0]["cny"]["revenue"] is not None) == is_told, name
        assert (found["deals"][0]["cny"]["pre_money"] is not None) == blocks["terms"]["readable"], name
        assert (found["missing"], found["model"], found["deals"][0]["why"]) == ([], None, None), name


def test_amounts_are_converted_at_the_rates_of_the_search(street: Cast, other: Pitch) -> None:
    found = ask(None, [other.pk, street.pitch.pk])
    assert found["deals"][0]["pitch"]["amount_target"] == {"amount": "2000000.00", "currency": "USD"}
    assert found["deals"][0]["cny"]["amount_target"] == {"amount": "13000000.00", "currency": "CNY"}
    assert found["deals"][1]["cny"]["amount_target"] == found["deals"][1]["pitch"]["amount_target"]
    assert found["rates_as_of"] == "2026-11-01"


def test_fit_is_the_one_of_the_matches(street: Cast, other: Pitch, settings: Any) -> None:
    settings.ELASTICSEARCH_URL = ""
    investor = street.people["investor"]
    assert isinstance(investor, User)
    firm = Organization.objects.get(memberships__person=investor)
    thesis = Thesis.objects.create(
        firm=firm, title="方向", state=ThesisState.PUBLISHED, published_at=clock.now(), sectors_include=["SEMI"],
        stages=["series_a"],
    )  # fmt: skip
    ids = [other.pk, street.pitch.pk]
    sides: list[tuple[dict[str, Any], str]] = [
        ({"firm": firm.pk}, f"firms/{firm.pk}"),
        ({"thesis": thesis.pk}, f"theses/{thesis.pk}"),
    ]
    found: Any = None
    for asked, path in sides:
        listed = client_of(investor).get(f"/api/v1/{path}/matches/", {"show_failed": "true"}).json()
        expected = {
            one["deal"]["id"]: {name: one[name] for name in ("score", "gates", "reasons")} for one in listed["results"]
        }
        found = ask(investor, ids, **asked)
        assert {deal["pitch"]["id"]: deal["why"] for deal in found["deals"]} == expected
        assert found["model"] == listed["model"]
        assert [deal["rank"] for deal in found["deals"]] == [2, 1]
    stages = [{gate["code"]: gate["state"] for gate in deal["why"]["gates"]}["stage"] for deal in found["deals"]]
    assert stages == ["failed", "passed"]
    assert ask(street.people["founder"], ids, 403, thesis=thesis.pk)["code"] == "core.not_permitted"
    draft = Thesis.objects.create(firm=firm, title="草稿", state=ThesisState.DRAFT)
    assert ask(street.people["founder"], ids, 404, thesis=draft.pk) == ask(
        street.people["founder"], ids, 404, thesis=uuid4()
    )


def test_hidden_ids_are_as_missing_as_unknown_ones(street: Cast, other: Pitch) -> None:
    hidden = PitchFactory.create(organization=street.pitch.organization, state=PitchState.DRAFT)
    unknown = uuid4()
    outsider = street.people["investor"]
    found = [ask(outsider, [street.pitch.pk, pk]) for pk in (hidden.pk, unknown)]
    assert [one.pop("missing") for one in found] == [[str(hidden.pk)], [str(unknown)]]
    assert found[0] == found[1]
    assert ask(outsider, [hidden.pk, uuid4()], 404) == ask(outsider, [unknown, uuid4()], 404)
    assert ask(street.people["founder"], [street.pitch.pk, hidden.pk])["missing"] == []


def test_bad_choices_are_refused_by_name(street: Cast, other: Pitch) -> None:
    many = [uuid4() for _ in range(4)]
    codes = [
        ask(None, ids, 400)["code"]
        for ids in ([], [other.pk], [other.pk, other.pk], [street.pitch.pk, other.pk, *many], ["nonsense", other.pk])
    ]
    assert codes == [
        *("matching.compare_too_few", "matching.compare_too_few", "matching.compare_twice"),
        *("matching.compare_too_many", "core.invalid"),
    ]
    assert ask(None, [street.pitch.pk, other.pk], 400, idz="1")["code"] == "search.parameter_unknown"
    assert AuditEntry.objects.filter(action="pitch.blocks_read").count() == 0


def test_a_look_at_shut_blocks_leaves_the_trail_of_the_page(street: Cast, other: Pitch) -> None:
    for name, blocks in {"investor": ["team", "traction"], "founder": None, "visitor": None}.items():
        before = AuditEntry.objects.filter(action="pitch.blocks_read", subject_id=str(street.pitch.pk)).count()
        ask(street.people[name], [street.pitch.pk, other.pk])
        rows = list(
            AuditEntry.objects.filter(action="pitch.blocks_read", subject_id=str(street.pitch.pk)).order_by("id")[
                before:
            ]
        )
        assert [sorted(row.data["blocks"]) for row in rows] == ([] if blocks is None else [blocks]), name


def _cells(answer: Any, kind: str) -> list[list[str]]:
    if kind == "xlsx":
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        return [[str(cell) for cell in row] for row in rows]
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(body, newline="")))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_hold_what_the_page_shows_and_no_more(street: Cast, other: Pitch, kind: str) -> None:
    Pitch.objects.filter(pk=other.pk).update(one_liner="=1+1")
    query = {"ids": [str(street.pitch.pk), str(other.pk)], "kind": kind}
    for name, person in street.people.items():
        blocks = _client(person).get(f"/api/v1/pitches/{street.pitch.pk}/").json()["blocks"]
        answer = _client(person).get(f"{COMPARE}export/", query, headers={"accept-language": "en"})
        assert answer.status_code == 200
        assert f"comparison.{kind}" in answer["Content-Disposition"]
        rows = {row[0]: row[1:] for row in _cells(answer, kind)}
        assert rows["Project"] == [one.organization.display_name for one in (street.pitch, other)]
        told = {block: blocks[block]["readable"] for block in ("traction", "terms", "team")}
        assert rows["Key contracts"][0] == (SECRET if told["traction"] else "Not open to you"), name
        assert rows["Pre-money"][0] == ("9000000.00 CNY" if told["terms"] else "Not open to you"), name
        assert (rows["Headcount"][0] == "Not open to you") != told["team"], name
        for label, block in (("Pre-money in CNY", "terms"), ("Last revenue in CNY", "traction")):
            assert (rows[label][0] != "") == told[block], name
        assert rows["Target"][1] == "2000000.00 USD"
        assert rows["Target in CNY"][1] == "13000000.00 CNY"
        assert rows["In one line"][1] == ("'=1+1" if kind == "csv" else "=1+1")
        assert "Match score" not in rows
