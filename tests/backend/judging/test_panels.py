"""What a host does with the judging of an event: steps, rubric, rights, desk and table."""

from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend.core import clock
from backend.core.errors import NotFound, NotPermitted
from backend.core.models import AuditEntry
from backend.deals.enums import Stage
from backend.judging import errors
from backend.judging.default_rubric import DEFAULT
from backend.judging.lines import CriterionLine
from backend.judging.models import Criterion, Judge, Panel, Placing
from backend.judging.selectors.panels import applying
from backend.judging.services import judges, panels
from backend.organizations.enums import MemberRole
from backend.roadshows.errors import WrongState
from backend.roadshows.models import Event
from tests.backend.roadshows.test_stage import deck_pitch, live_event, slot_in
from tests.factories.accounts import UserFactory
from tests.factories.judging import JudgeFactory
from tests.factories.roadshows import EventFactory
from tests.support.clients import client_of
from tests.support.judged_evening import Evening, link_client, refused
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening() -> Evening:
    return Evening()


def test_the_panel_goes_from_step_to_step_and_back(evening: Evening) -> None:
    evening.save()
    for state in ("draft", "revealed"):
        refused(errors.BadStep, lambda state=state: evening.step(state))
    for state in ("closed", "closed", "open", "closed", "revealed", "revealed", "closed"):
        assert evening.step(state).state == state
    acts = AuditEntry.objects.filter(action__startswith="judging.").order_by("pk").values_list("action", flat=True)
    assert list(acts) == [f"judging.{act}" for act in ("closed", "reopened", "closed", "revealed", "reveal_withdrawn")]


def test_nothing_is_opened_without_a_rubric_or_revealed_without_scores() -> None:
    event = live_event()
    host = person_in(event.organization, MemberRole.MEMBER)
    where: dict[str, Any] = {"actor": host, "event_id": event.pk, "now": clock.now()}
    refused(errors.NoRubric, lambda: panels.set_state(**where, state="open"))
    panels.copy_default(**where, edition=0)
    panels.set_state(**where, state="open")
    panels.set_state(**where, state="closed")
    refused(errors.NothingToReveal, lambda: panels.set_state(**where, state="revealed"))


def test_while_the_ranking_is_out_nothing_that_counts_changes(evening: Evening) -> None:
    evening.save()
    evening.step("closed")
    evening.step("revealed")
    placing = Placing.objects.get()
    assert (placing.place, float(placing.score), placing.judges, placing.line_id) == (1, 70.0, 1, evening.lines[0].pk)
    where: dict[str, Any] = {"actor": evening.host, "event_id": evening.event.pk}
    judge_id = evening.judges[0].pk
    refused(
        errors.ResultsRevealed,
        lambda: panels.set_rules(**where, method="z_score", others_scores="never", now=evening.now),
    )
    refused(errors.ResultsRevealed, lambda: judges.revoke_judge(**where, judge_id=judge_id, now=evening.now))
    refused(
        errors.ResultsRevealed,
        lambda: judges.declare_conflict(**where, judge_id=judge_id, pitch_id=evening.pitches[0].pk, now=evening.now),
    )
    evening.step("closed")
    assert not Placing.objects.exists()


def test_a_rubric_that_was_used_changes_its_words_alone(evening: Evening) -> None:
    def line(row: Criterion, **changes: Any) -> CriterionLine:
        return CriterionLine(**{"id": row.pk, "name": row.name, "weight": row.weight, **changes})

    def write(*lines: CriterionLine, edition: int) -> Panel:
        return panels.write_rubric(
            actor=evening.host, event_id=evening.event.pk, edition=edition, lines=lines, now=evening.now
        )

    assert write(line(evening.team, weight=5), line(evening.market), edition=0).edition == 1
    evening.save()
    for lines in (
        (line(evening.team, weight=4), line(evening.market)),
        (line(evening.team, weight=5),),
        (line(evening.market), line(evening.team, weight=5)),
        (line(evening.team, weight=5), line(evening.market), CriterionLine(name="新增")),
    ):
        refused(errors.RubricInUse, lambda lines=lines: write(*lines, edition=1))
    assert write(line(evening.team, weight=5, name="创始团队"), line(evening.market), edition=1).edition == 2
    refused(errors.StaleRubric, lambda: write(line(evening.team), edition=1))
    assert set(Criterion.objects.values_list("name", flat=True)) == {"创始团队", "市场"}


def test_a_bad_rubric_is_refused(evening: Evening) -> None:
    for lines in (
        [],
        [CriterionLine(name=" ")],
        [CriterionLine(name="甲", weight=0)],
        [CriterionLine(name="甲", most_points=101)],
        [CriterionLine(name="甲", stages=["ipo"])],
        [CriterionLine(name="甲", id=uuid4())],
    ):
        refused(
            errors.BadRubric,
            lambda lines=lines: panels.write_rubric(
                actor=evening.host, event_id=evening.event.pk, edition=0, lines=lines, now=evening.now
            ),
        )


def test_the_default_rubric_is_five_criteria_of_ten_points_whatever_the_stage(evening: Evening) -> None:
    panels.copy_default(actor=evening.host, event_id=evening.event.pk, edition=0, now=evening.now)
    rows = list(Criterion.objects.filter(panel=evening.panel).order_by("position"))
    assert [one.name for one in rows] == [one.name for one in DEFAULT]
    for stage in (Stage.SEED, Stage.PRE_A, Stage.SERIES_A, Stage.PRE_IPO):
        theirs = applying(rows, stage)
        assert (len(theirs), sum(one.weight for one in theirs), {one.most_points for one in theirs}) == (5, 100, {10})
        assert all(one.anchors and one.anchors_en and one.name_en for one in theirs)


def test_who_runs_the_stage_runs_the_judging_and_nobody_else(evening: Evening) -> None:
    reader = person_in(evening.event.organization, MemberRole.READER)
    company = person_in(evening.pitches[0].organization)
    for person in (reader, company, UserFactory.create()):
        client = client_of(person)
        assert client.get(evening.desk()).status_code == 403
        for act in (
            lambda person=person: panels.set_state(
                actor=person, event_id=evening.event.pk, state="closed", now=evening.now
            ),
            lambda person=person: judges.add_judge(actor=person, event_id=evening.event.pk, name="甲"),
        ):
            refused(NotPermitted, act)
        assert client.get(evening.desk("results/")).status_code == 403
    assert client_of().get(evening.desk()).status_code == 401
    assert client_of(evening.host).get(evening.desk()).status_code == 200
    hidden = EventFactory.create()
    refused(NotFound, lambda: judges.add_judge(actor=evening.host, event_id=hidden.pk, name="甲"))
    Event.objects.filter(pk=evening.event.pk).update(
        state="cancelled", cancel_reason="场地变更", cancelled_at=clock.now()
    )
    refused(WrongState, lambda: evening.step("closed"))


def test_the_desk_over_http(evening: Evening) -> None:
    host = client_of(evening.host)
    made = host.post(
        evening.desk("judges/"), {"name": "陈评委", "title": "合伙人", "email": "Chen@example.com"}, format="json"
    )
    assert made.status_code == 201
    judge = made.json()["judges"][-1]
    secret = judge["url"].split("#link=")[1]
    assert judge["url"] == f"{settings.PUBLIC_URL}/judging/{evening.event.pk}#link={secret}"
    assert link_client(secret).get(evening.address()).json()["name"] == "陈评委"
    one = f"judges/{judge['id']}/"
    renewed = host.post(evening.desk(f"{one}renew/")).json()["judges"][-1]
    assert renewed["url"] != judge["url"]
    assert host.post(evening.desk(f"{one}revoke/")).json()["judges"][-1]["url"] == ""
    conflict = evening.desk(f"{one}conflicts/{evening.pitches[0].pk}/")
    assert [row["reason"] for row in host.put(conflict, {"reason": "亲属"}, format="json").json()["conflicts"]] == [
        "亲属"
    ]
    assert host.delete(conflict).json()["conflicts"] == []
    rules = {"method": "drop_extremes", "others_scores": "after_own"}
    assert host.put(evening.desk("panel/"), rules, format="json").json()["panel"].items() >= rules.items()
    rubric = host.post(evening.desk("rubric/default/"), {"edition": 0}, format="json").json()
    assert len(rubric["criteria"]) == len(DEFAULT)
    written = host.put(evening.desk("rubric/"), {"edition": 1, "criteria": rubric["criteria"]}, format="json").json()
    assert (written["panel"]["edition"], written["criteria"]) == (2, rubric["criteria"])
    closed = host.put(evening.desk("state/"), {"state": "closed"}, format="json").json()
    assert (closed["panel"]["state"], closed["steps"]) == ("closed", ["open", "revealed"])
    acts = AuditEntry.objects.filter(action__startswith="judging.").order_by("pk").values_list("action", flat=True)
    assert list(acts) == [
        f"judging.{act}"
        for act in (
            *("judge_added", "judge_link_renewed", "judge_revoked", "conflict_declared", "conflict_withdrawn"),
            *("rules_set", "rubric_written", "rubric_written", "closed"),
        )
    ]
    names = str(list(AuditEntry.objects.filter(action__startswith="judging.").values_list("data")))
    assert "陈评委" not in names
    assert "example.com" not in names


def test_more_judges_and_pitches_are_no_more_queries(evening: Evening) -> None:
    host = client_of(evening.host)

    def counted(client: APIClient, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    evening.save()
    before = counted(host, evening.desk()), counted(evening.client(), evening.address())
    evening.judges += [JudgeFactory.create(event=evening.event) for _ in range(3)]
    evening.pitches += [deck_pitch() for _ in range(3)]
    for position, one in enumerate(evening.pitches[2:], start=3):
        slot_in(evening.event, position, pitch=one)
    for judge in range(5):
        for pitch in range(5):
            evening.save(judge, pitch, edition=int((judge, pitch) == (0, 0)))
    assert (counted(host, evening.desk()), counted(evening.client(), evening.address())) == before


def test_the_results_leave_as_a_table_that_computes_nothing(evening: Evening) -> None:
    Judge.objects.filter(pk=evening.judges[0].pk).update(name="=HYPERLINK(1)")
    evening.save(0)
    evening.save(1, is_abstained=True)
    host = client_of(evening.host)
    answer = host.get(evening.desk("results/"))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0].endswith(f'"\'=HYPERLINK(1)","{evening.judges[1].name}"')
    assert lines[1].startswith('"1"')
    assert lines[1].endswith('"70.00","70.00","70.00","70.00","1","70.00","弃权"')
    assert len(lines) == 3
    book = host.get(evening.desk("results/"), {"file": "xlsx"})
    with ZipFile(BytesIO(b"".join(book.streaming_content))) as parts:  # type: ignore[attr-defined]
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    assert AuditEntry.objects.filter(action="judging.results_exported").count() == 2
