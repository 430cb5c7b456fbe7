"""Judging by a personal link: what it opens, what is kept, what is refused, and what the host makes of it."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from rest_framework.test import APIClient

from backend.core import clock, ratelimit
from backend.core.actors import SYSTEM, Juror
from backend.core.errors import DomainError, NotFound, NotPermitted
from backend.core.models import AuditEntry
from backend.deals.enums import Stage
from backend.deals.models import Pitch
from backend.judging import errors
from backend.judging.authentication import WRONG_LINKS
from backend.judging.default_rubric import DEFAULT
from backend.judging.lines import CriterionLine
from backend.judging.links import secret_of
from backend.judging.models import Conflict, Criterion, Judge, Panel, Placing, Points, Sheet
from backend.judging.selectors.judges import judge_behind
from backend.judging.selectors.panels import applying, panel_of
from backend.judging.services import judges, panels
from backend.judging.services.sheets import save_sheet
from backend.organizations.enums import MemberRole
from backend.roadshows.enums import EventState
from backend.roadshows.errors import WrongState
from backend.roadshows.models import Event
from backend.roadshows.services.retention import remove_contacts
from backend.roadshows.services.stage import show_item
from tests.backend.interactions.test_questions import turned
from tests.backend.roadshows.test_stage import deck_pitch, live_event, slot_in
from tests.factories.accounts import UserFactory
from tests.factories.judging import CriterionFactory, JudgeFactory, panel_at
from tests.factories.roadshows import EventFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db


class Evening:
    """An event that is on with two pitches, an open panel of two criteria, and two judges."""

    def __init__(self, **given: Any) -> None:
        self.event: Event = live_event(**given)
        self.host = person_in(self.event.organization, MemberRole.MEMBER)
        self.pitches: list[Pitch] = [deck_pitch(), deck_pitch()]
        self.lines = [slot_in(self.event, position, pitch=one) for position, one in enumerate(self.pitches, start=1)]
        self.panel, (self.team, self.market) = panel_at(self.event)
        self.judges: list[Judge] = [JudgeFactory.create(event=self.event) for _ in range(2)]
        self.now = clock.now()

    def juror(self, number: int = 0) -> Juror:
        judge = Judge.objects.get(pk=self.judges[number].pk)
        return Juror(judge.pk, judge.link_edition)

    def save(
        self, number: int = 0, pitch: int = 0, team: int = 8, market: int = 4, edition: int = 0, **more: Any
    ) -> Sheet:
        return save_sheet(
            actor=self.juror(number),
            event_id=self.event.pk,
            pitch_id=self.pitches[pitch].pk,
            edition=edition,
            points={self.team.pk: team, self.market.pk: market},
            now=self.now,
            **more,
        )

    def step(self, state: str) -> Panel:
        return panels.set_state(actor=self.host, event_id=self.event.pk, state=state, now=self.now)

    def client(self, number: int = 0) -> APIClient:
        judge = Judge.objects.get(pk=self.judges[number].pk)
        return link_client(secret_of(judge.pk, judge.link_edition))

    def address(self, tail: str = "") -> str:
        return f"/api/v1/judging/{self.event.pk}/{tail}"

    def desk(self, tail: str = "") -> str:
        return f"/api/v1/events/{self.event.pk}/judging/{tail}"


def link_client(secret: str) -> APIClient:
    client = client_of()
    client.credentials(HTTP_X_JUDGE_LINK=secret)
    return client


@pytest.fixture
def evening() -> Evening:
    return Evening()


def _kept() -> list[Any]:
    return [
        *Sheet.objects.order_by("pk").values_list("pk", "edition", "is_complete", "is_abstained", "comment"),
        *Points.objects.order_by("pk").values_list("pk", "value"),
        *Conflict.objects.order_by("pk").values_list("pk", "reason"),
        *Panel.objects.order_by("pk").values_list("pk", "state", "method", "edition"),
        *Judge.objects.order_by("pk").values_list("pk", "link_edition", "revoked_at"),
        *Placing.objects.order_by("pk").values_list("pk", "place"),
    ]


def _refused(error: type[DomainError], act: Any) -> None:
    """Also shows that nothing changed."""
    before = _kept()
    with pytest.raises(error), transaction.atomic():
        act()
    assert _kept() == before


def test_a_sheet_is_kept_and_sent_again_it_is_the_same(evening: Evening) -> None:
    first = evening.save()
    assert (first.edition, first.is_complete) == (1, True)
    again = evening.save()
    assert (again.pk, again.edition, Sheet.objects.count(), Points.objects.count()) == (first.pk, 1, 1, 2)
    assert evening.save(team=9, edition=1).edition == 2
    assert dict(Points.objects.values_list("criterion__name", "value")) == {"团队": 9, "市场": 4}
    # Nobody but the judge speaks for themselves: there is a row of its own, and no audit row.
    assert not AuditEntry.objects.filter(action__startswith="judging.").exists()


def test_a_phone_that_read_an_older_sheet_overwrites_nothing(evening: Evening) -> None:
    evening.save()
    evening.save(team=9, edition=1)
    _refused(errors.StaleSheet, lambda: evening.save(team=5, edition=1))
    _refused(errors.StaleSheet, lambda: evening.save(team=5))
    # What an older phone sends again is there no more, so it is told too.
    _refused(errors.StaleSheet, lambda: evening.save(edition=0))


def test_what_waited_on_a_phone_and_was_saved_is_answered_as_saved_after_the_end(evening: Evening) -> None:
    saved = evening.save()
    evening.step("closed")
    assert evening.save().pk == saved.pk
    _refused(errors.PanelNotOpen, lambda: evening.save(team=1, edition=1))
    _refused(errors.PanelNotOpen, lambda: evening.save(pitch=1))


@pytest.mark.parametrize(("team", "market"), [(11, 4), (-1, 4)])
def test_points_outside_the_rubric_are_refused(evening: Evening, team: int, market: int) -> None:
    _refused(errors.BadPoints, lambda: evening.save(team=team, market=market))


def test_points_for_another_rubric_or_of_another_stage_are_refused(evening: Evening) -> None:
    other = CriterionFactory.create()
    late = CriterionFactory.create(panel=evening.panel, position=3, stages=[Stage.PRE_IPO])
    for criterion in (other, late):
        _refused(
            errors.BadPoints,
            lambda criterion=criterion: save_sheet(
                actor=evening.juror(),
                event_id=evening.event.pk,
                pitch_id=evening.pitches[0].pk,
                edition=0,
                points={criterion.pk: 3},
                now=evening.now,
            ),
        )


def test_a_pitch_of_another_event_and_one_its_company_took_back_are_unknown(evening: Evening) -> None:
    stranger = deck_pitch()
    evening.pitches.append(stranger)
    _refused(errors.PitchNotJudged, lambda: evening.save(pitch=2))


def test_who_abstains_gives_nothing_and_may_come_back(evening: Evening) -> None:
    evening.save()
    sheet = evening.save(edition=1, is_abstained=True)
    assert (sheet.is_abstained, sheet.is_complete, Points.objects.count()) == (True, False, 0)
    assert evening.save(edition=2).is_complete


def test_a_half_filled_sheet_is_kept_and_counts_once_it_is_whole(evening: Evening) -> None:
    def half(**points: int) -> Sheet:
        return save_sheet(
            actor=evening.juror(),
            event_id=evening.event.pk,
            pitch_id=evening.pitches[0].pk,
            edition=Sheet.objects.count(),
            points={getattr(evening, name).pk: value for name, value in points.items()},
            now=evening.now,
        )

    assert not half(team=8).is_complete
    assert _results(evening) == []
    assert half(team=8, market=4).is_complete
    # (3 · 8 + 1 · 4) / (4 · 10) = 28/40.
    assert [one["score"] for one in _results(evening)] == [70.0]


def _results(evening: Evening) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client_of(evening.host).get(evening.desk()).json()["results"]
    return found


def test_a_conflict_of_interest_keeps_out_what_was_given_and_refuses_more(evening: Evening) -> None:
    evening.save(0, team=10, market=10)
    evening.save(1, team=5, market=5)
    with_both = _results(evening)
    declare: dict[str, Any] = {
        "actor": evening.juror(0),
        "event_id": evening.event.pk,
        "pitch_id": evening.pitches[0].pk,
    }
    for _ in range(2):
        judges.declare_own_conflict(**declare, reason="投过该公司", now=evening.now)
    assert Conflict.objects.count() == 1
    assert ([one["score"] for one in with_both], [one["score"] for one in _results(evening)]) == ([75.0], [50.0])
    _refused(errors.ConflictOfInterest, lambda: evening.save(0, team=1, edition=1))
    judges.withdraw_own_conflict(**declare)
    assert _results(evening) == with_both
    acts = list(
        AuditEntry.objects.filter(action__startswith="judging.").order_by("pk").values_list("action", "data__judge")
    )
    assert acts == [(f"judging.conflict_{act}", str(evening.judges[0].pk)) for act in ("declared", "withdrawn")]


def test_what_the_host_declared_a_judge_does_not_take_back(evening: Evening) -> None:
    where: dict[str, Any] = {"event_id": evening.event.pk, "pitch_id": evening.pitches[0].pk}
    judges.declare_conflict(actor=evening.host, judge_id=evening.judges[0].pk, now=evening.now, **where)
    judges.withdraw_own_conflict(actor=evening.juror(0), **where)
    assert Conflict.objects.count() == 1
    judges.withdraw_conflict(actor=evening.host, judge_id=evening.judges[0].pk, **where)
    assert Conflict.objects.count() == 0


def test_what_a_host_noted_of_a_judge_is_not_told_to_them(evening: Evening) -> None:
    where: dict[str, Any] = {"event_id": evening.event.pk, "pitch_id": evening.pitches[0].pk, "now": evening.now}
    judges.declare_conflict(actor=evening.host, judge_id=evening.judges[0].pk, reason="竞品董事", **where)
    judges.declare_own_conflict(actor=evening.juror(1), reason="持股", **where)
    told = [evening.client(number).get(evening.address()).content.decode() for number in range(2)]
    assert ["竞品董事" in told[0], "持股" in told[1]] == [False, True]


def test_an_event_that_was_called_off_is_judged_no_more(evening: Evening) -> None:
    turned(evening.event, EventState.CANCELLED)
    where: dict[str, Any] = {"event_id": evening.event.pk, "pitch_id": evening.pitches[0].pk}
    _refused(errors.PanelNotOpen, evening.save)
    _refused(errors.PanelNotOpen, lambda: judges.declare_own_conflict(actor=evening.juror(), now=evening.now, **where))


def test_so_many_judges_and_no_more_also_by_links_that_come_back(evening: Evening) -> None:
    revoked = JudgeFactory.create(event=evening.event, revoked_at=evening.now)
    JudgeFactory.create_batch(judges.MOST_JUDGES - 2, event=evening.event)
    where: dict[str, Any] = {"actor": evening.host, "event_id": evening.event.pk}
    _refused(errors.TooManyJudges, lambda: judges.add_judge(name="再一位", **where))
    _refused(errors.TooManyJudges, lambda: judges.renew_link(judge_id=revoked.pk, **where))
    assert judges.renew_link(judge_id=evening.judges[0].pk, **where).link_edition == 2


def test_while_a_link_is_revoked_what_it_gave_does_not_count(evening: Evening) -> None:
    evening.save(0, team=10, market=10)
    evening.save(1, team=5, market=5)
    where: dict[str, Any] = {"actor": evening.host, "event_id": evening.event.pk, "judge_id": evening.judges[0].pk}
    before, old = evening.juror(0), evening.client(0)
    judges.revoke_judge(**where, now=evening.now)
    assert [one["score"] for one in _results(evening)] == [50.0]
    assert old.get(evening.address()).json()["code"] == "judging.link_refused"
    judges.renew_link(**where)
    assert [one["score"] for one in _results(evening)] == [75.0]
    # The old link stays shut, and so does whoever came in by it.
    assert old.get(evening.address()).status_code == 401
    assert evening.client(0).get(evening.address()).status_code == 200
    with pytest.raises(errors.LinkRefused):
        save_sheet(
            actor=before,
            event_id=evening.event.pk,
            pitch_id=evening.pitches[1].pk,
            edition=0,
            points={},
            now=evening.now,
        )


def test_a_link_opens_one_event_and_nothing_else(evening: Evening) -> None:
    other, closed = Evening(), Evening(visibility="invited")
    assert evening.client().get(other.address()).json()["code"] == "judging.link_refused"
    assert closed.client().get(closed.address()).status_code == 200
    for client in (client_of(), client_of(evening.host), client_of(UserFactory.create()), link_client("x" * 40)):
        answer = client.get(evening.address())
        assert (answer.status_code, answer.json()["code"]) == (401, "judging.link_refused")
    # Nor does it open anything of the host's.
    assert evening.client().get(evening.desk()).status_code == 401
    assert evening.client().get("/api/v1/me/").status_code == 401


def test_a_link_opens_nothing_before_the_event_is_published() -> None:
    judge = JudgeFactory.create(event=EventFactory.create())
    assert link_client(secret_of(judge.pk, 1)).get(f"/api/v1/judging/{judge.event_id}/").status_code == 401


def test_the_secret_of_a_link_is_in_no_row(evening: Evening) -> None:
    secret = secret_of(evening.judges[0].pk, 1)
    row = Judge.objects.filter(pk=evening.judges[0].pk).values().get()
    assert secret not in str(row)
    assert len(secret) == 40


@pytest.fixture
def no_counts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield
    ratelimit.give_back(WRONG_LINKS, "127.0.0.1", everything=True)


@pytest.mark.usefixtures("no_counts")
def test_who_tries_many_links_is_told_to_wait(evening: Evening) -> None:
    ratelimit.give_back(WRONG_LINKS, "127.0.0.1", everything=True)
    answers = [
        link_client(f"{number:040}").get(evening.address()).status_code for number in range(WRONG_LINKS.count + 1)
    ]
    assert answers == [401] * WRONG_LINKS.count + [429]
    # A judge whose link is good is not in their way.
    assert evening.client().get(evening.address()).status_code == 200


def test_a_judge_reads_their_own_and_of_others_what_the_panel_says(evening: Evening) -> None:
    evening.save(0, team=8, market=4, comment="讲得清楚")
    evening.save(1, team=10, market=10, comment="别人的话")

    def others(number: int) -> list[Any]:
        answer = evening.client(number).get(evening.address())
        assert "别人的话" not in answer.content.decode() or number == 1
        assert str(evening.judges[1 - number].pk) not in answer.content.decode()
        assert evening.judges[1 - number].name not in answer.content.decode()
        return [one["others"] for one in answer.json()["pitches"]]

    def say(others_scores: str) -> None:
        panels.set_rules(
            actor=evening.host, event_id=evening.event.pk, method="mean", others_scores=others_scores, now=evening.now
        )

    assert others(0) == [None, None]
    say("after_own")
    assert others(0) == [[100.0], None]
    say("always")
    assert others(0) == [[100.0], []]
    judges.declare_own_conflict(
        actor=evening.juror(0), event_id=evening.event.pk, pitch_id=evening.pitches[0].pk, now=evening.now
    )
    assert others(0) == [None, []]
    shown = evening.client(0).get(evening.address()).json()
    assert [one["sheet"] and one["sheet"]["comment"] for one in shown["pitches"]] == ["讲得清楚", None]
    assert (shown["pitches"][0]["conflict"]["declared_by"], shown["pitches"][1]["conflict"]) == ("judge", None)


def test_a_judge_saves_over_http_and_reads_what_is_kept(evening: Evening) -> None:
    body = {"edition": 0, "points": [{"criterion": str(evening.team.pk), "value": 7}], "comment": "再看市场"}
    address = evening.address(f"sheets/{evening.pitches[0].pk}/")
    answers = [evening.client().put(address, body, format="json") for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    sheet = answers[1].json()["pitches"][0]["sheet"]
    assert (sheet["edition"], sheet["points"], sheet["score"]) == (1, body["points"], None)
    stale = evening.client().put(address, {**body, "comment": "旧手机"}, format="json").json()
    assert stale["code"] == "judging.stale_sheet"
    unknown = evening.client().put(evening.address(f"sheets/{uuid4()}/"), body, format="json").json()
    assert unknown["code"] == "judging.pitch_not_judged"
    bad = evening.client().put(address, {**body, "points": [{"criterion": str(uuid4()), "value": 7}]}, format="json")
    assert bad.json()["code"] in ("judging.bad_points", "judging.stale_sheet")
    gone = evening.client().delete(evening.address(f"conflicts/{evening.pitches[0].pk}/"))
    declared = evening.client().put(
        evening.address(f"conflicts/{evening.pitches[0].pk}/"), {"reason": "任职"}, format="json"
    )
    assert (gone.status_code, declared.json()["pitches"][0]["conflict"]["reason"]) == (200, "任职")


@pytest.mark.parametrize("address", ["sheets", "conflicts"])
@pytest.mark.parametrize("raw", [b'{"a": "\\ud800"}', b'{"a": "x\\u0000"}', b'{"a": "\xff"}', b"[" * 100_000, b"[1]"])
def test_f33_a_judge_s_hostile_body_is_refused_and_changes_nothing(evening: Evening, address: str, raw: bytes) -> None:
    before, where = _kept(), evening.address(f"{address}/{evening.pitches[0].pk}/")
    answer = evening.client().put(where, data=raw, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) in [(400, "core.unreadable_body"), (400, "core.invalid")]
    assert _kept() == before


@pytest.fixture
def images(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGE_ROOT = tmp_path
    (tmp_path / "pages").mkdir()
    for number in range(1, 4):
        (tmp_path / f"pages/{number}.webp").write_bytes(f"page {number}".encode())


@pytest.mark.usefixtures("images")
def test_a_judge_looks_through_the_deck_on_stage_and_no_other(evening: Evening) -> None:
    def page(line: int, number: int) -> int:
        wish = {"item": str(evening.lines[line].pk), "page": str(number)}
        return evening.client().get(evening.address("page/"), wish).status_code

    assert page(0, 1) == 404
    show_item(actor=evening.host, event_id=evening.event.pk, item_id=evening.lines[0].pk, now=evening.now)
    assert [page(0, 1), page(0, 3), page(0, 4), page(1, 1)] == [200, 200, 404, 404]
    # Whoever has a conflict sees what everybody sees.
    where: dict[str, Any] = {"event_id": evening.event.pk, "pitch_id": evening.pitches[0].pk}
    judges.declare_conflict(actor=evening.host, judge_id=evening.judges[0].pk, now=evening.now, **where)
    assert [page(0, 1), page(0, 3)] == [200, 404]
    Event.objects.filter(pk=evening.event.pk).update(state="ended")
    assert page(0, 1) == 404


def test_a_judge_whose_last_scores_lie_apart_from_their_own_is_told() -> None:
    evening = Evening()
    evening.pitches += [deck_pitch() for _ in range(4)]
    for position, one in enumerate(evening.pitches[2:], start=3):
        slot_in(evening.event, position, pitch=one)
    for number, team in enumerate([5, 5, 5, 9, 9, 9]):
        evening.now += timedelta(minutes=1)
        evening.save(pitch=number, team=team, market=team)
    shown = evening.client().get(evening.address()).json()["drift"]
    assert shown == {"recent": 90.0, "earlier": 50.0, "difference": 40.0}
    assert evening.client(1).get(evening.address()).json()["drift"] is None


def test_the_panel_goes_from_step_to_step_and_back(evening: Evening) -> None:
    evening.save()
    for state in ("draft", "revealed"):
        _refused(errors.BadStep, lambda state=state: evening.step(state))
    for state in ("closed", "closed", "open", "closed", "revealed", "revealed", "closed"):
        assert evening.step(state).state == state
    acts = AuditEntry.objects.filter(action__startswith="judging.").order_by("pk").values_list("action", flat=True)
    assert list(acts) == [f"judging.{act}" for act in ("closed", "reopened", "closed", "revealed", "reveal_withdrawn")]


def test_nothing_is_opened_without_a_rubric_or_revealed_without_scores() -> None:
    event = live_event()
    host = person_in(event.organization, MemberRole.MEMBER)
    where: dict[str, Any] = {"actor": host, "event_id": event.pk, "now": clock.now()}
    _refused(errors.NoRubric, lambda: panels.set_state(**where, state="open"))
    panels.copy_default(**where, edition=0)
    panels.set_state(**where, state="open")
    panels.set_state(**where, state="closed")
    _refused(errors.NothingToReveal, lambda: panels.set_state(**where, state="revealed"))


def test_while_the_ranking_is_out_nothing_that_counts_changes(evening: Evening) -> None:
    evening.save()
    evening.step("closed")
    evening.step("revealed")
    placing = Placing.objects.get()
    assert (placing.place, float(placing.score), placing.judges, placing.line_id) == (1, 70.0, 1, evening.lines[0].pk)
    where: dict[str, Any] = {"actor": evening.host, "event_id": evening.event.pk}
    judge_id = evening.judges[0].pk
    _refused(
        errors.ResultsRevealed,
        lambda: panels.set_rules(**where, method="z_score", others_scores="never", now=evening.now),
    )
    _refused(errors.ResultsRevealed, lambda: judges.revoke_judge(**where, judge_id=judge_id, now=evening.now))
    _refused(
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
        _refused(errors.RubricInUse, lambda lines=lines: write(*lines, edition=1))
    assert write(line(evening.team, weight=5, name="创始团队"), line(evening.market), edition=1).edition == 2
    _refused(errors.StaleRubric, lambda: write(line(evening.team), edition=1))
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
        _refused(
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
            _refused(NotPermitted, act)
        assert client.get(evening.desk("results/")).status_code == 403
    assert client_of().get(evening.desk()).status_code == 401
    assert client_of(evening.host).get(evening.desk()).status_code == 200
    hidden = EventFactory.create()
    _refused(NotFound, lambda: judges.add_judge(actor=evening.host, event_id=hidden.pk, name="甲"))
    Event.objects.filter(pk=evening.event.pk).update(
        state="cancelled", cancel_reason="场地变更", cancelled_at=clock.now()
    )
    _refused(WrongState, lambda: evening.step("closed"))


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


def test_a_judge_takes_along_what_they_gave_under_their_proved_address(evening: Evening) -> None:
    person = UserFactory.create()
    Judge.objects.filter(pk=evening.judges[0].pk).update(email=person.email.lower())
    evening.save(0, comment="很好")
    evening.save(1)
    judges.declare_own_conflict(
        actor=evening.juror(0),
        event_id=evening.event.pk,
        pitch_id=evening.pitches[1].pk,
        reason="任职",
        now=evening.now,
    )
    sections = client_of(person).post("/api/v1/me/export/").json()["sections"]
    assert [(one["points"], one["comment"]) for one in sections["judging_sheets"]] == [({"团队": 8, "市场": 4}, "很好")]
    assert [one["reason"] for one in sections["judging_conflicts"]] == ["任职"]


def test_who_judged_is_forgotten_with_the_guests_and_what_was_given_stays(evening: Evening) -> None:
    evening.save()
    Judge.objects.update(email="judge@example.com", title="合伙人")
    judges.declare_conflict(
        actor=evening.host,
        event_id=evening.event.pk,
        judge_id=evening.judges[1].pk,
        pitch_id=evening.pitches[0].pk,
        reason="亲属",
        now=evening.now,
    )
    over = clock.now() - timedelta(days=3650)
    Event.objects.filter(pk=evening.event.pk).update(state="ended", starts_at=over - timedelta(hours=2), ends_at=over)
    old, behind = evening.client(), evening.juror()
    remove_contacts(actor=SYSTEM, now=clock.now())
    # A pass that the page has ends with the link, and no new one brings a nameless judge back.
    assert judge_behind(behind, evening.event.pk) is None
    where: dict[str, Any] = {"actor": evening.host, "event_id": evening.event.pk}
    _refused(errors.JudgeUnknown, lambda: judges.renew_link(judge_id=evening.judges[0].pk, **where))
    Conflict.objects.update(reason="又写了一次")
    remove_contacts(actor=SYSTEM, now=clock.now())
    assert set(Judge.objects.values_list("name", "title", "email")) == {("", "", "")}
    assert set(Conflict.objects.values_list("reason", flat=True)) == {""}
    assert Points.objects.count() == 2
    assert old.get(evening.address()).status_code == 401
    shown = client_of(evening.host).get(evening.desk()).json()
    assert ({one["url"] for one in shown["judges"]}, len(shown["results"])) == ({""}, 1)


def test_the_database_holds_what_must_hold(evening: Evening) -> None:
    sheet = evening.save()
    for write in (
        lambda: Sheet.objects.filter(pk=sheet.pk).update(is_abstained=True),
        lambda: Points.objects.update(value=101),
        lambda: Panel.objects.update(state="revealed"),
        lambda: Criterion.objects.update(weight=0),
        lambda: Sheet.objects.create(
            judge=sheet.judge, pitch=sheet.pitch, submitted_at=evening.now, saved_at=evening.now
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    assert panel_of(EventFactory.create()).state == "draft"
