"""Judging by a personal link: what it opens, what is kept, and what is refused."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from backend.core import clock, ratelimit
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry
from backend.deals.enums import Stage
from backend.judging import errors
from backend.judging.authentication import WRONG_LINKS
from backend.judging.links import secret_of
from backend.judging.models import Conflict, Criterion, Judge, Panel, Points, Sheet
from backend.judging.selectors.judges import judge_behind
from backend.judging.selectors.panels import panel_of
from backend.judging.services import judges, panels
from backend.judging.services.sheets import save_sheet
from backend.roadshows.enums import EventState
from backend.roadshows.models import Event
from backend.roadshows.services.retention import remove_contacts
from backend.roadshows.services.stage import show_item
from tests.backend.interactions.test_questions import turned
from tests.backend.roadshows.test_stage import deck_pitch, slot_in
from tests.factories.accounts import UserFactory
from tests.factories.judging import CriterionFactory, JudgeFactory
from tests.factories.roadshows import EventFactory
from tests.support.clients import client_of
from tests.support.judged_evening import Evening, kept, link_client, refused, results_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening() -> Evening:
    return Evening()


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
    refused(errors.StaleSheet, lambda: evening.save(team=5, edition=1))
    refused(errors.StaleSheet, lambda: evening.save(team=5))
    # What an older phone sends again is there no more, so it is told too.
    refused(errors.StaleSheet, lambda: evening.save(edition=0))


def test_what_waited_on_a_phone_and_was_saved_is_answered_as_saved_after_the_end(evening: Evening) -> None:
    saved = evening.save()
    evening.step("closed")
    assert evening.save().pk == saved.pk
    refused(errors.PanelNotOpen, lambda: evening.save(team=1, edition=1))
    refused(errors.PanelNotOpen, lambda: evening.save(pitch=1))


@pytest.mark.parametrize(("team", "market"), [(11, 4), (-1, 4)])
def test_points_outside_the_rubric_are_refused(evening: Evening, team: int, market: int) -> None:
    refused(errors.BadPoints, lambda: evening.save(team=team, market=market))


def test_points_for_another_rubric_or_of_another_stage_are_refused(evening: Evening) -> None:
    other = CriterionFactory.create()
    late = CriterionFactory.create(panel=evening.panel, position=3, stages=[Stage.PRE_IPO])
    for criterion in (other, late):
        refused(
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
    refused(errors.PitchNotJudged, lambda: evening.save(pitch=2))


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
    assert results_of(evening) == []
    assert half(team=8, market=4).is_complete
    # (3 · 8 + 1 · 4) / (4 · 10) = 28/40.
    assert [one["score"] for one in results_of(evening)] == [70.0]


def test_a_conflict_of_interest_keeps_out_what_was_given_and_refuses_more(evening: Evening) -> None:
    evening.save(0, team=10, market=10)
    evening.save(1, team=5, market=5)
    with_both = results_of(evening)
    declare: dict[str, Any] = {
        "actor": evening.juror(0),
        "event_id": evening.event.pk,
        "pitch_id": evening.pitches[0].pk,
    }
    for _ in range(2):
        judges.declare_own_conflict(**declare, reason="投过该公司", now=evening.now)
    assert Conflict.objects.count() == 1
    assert ([one["score"] for one in with_both], [one["score"] for one in results_of(evening)]) == ([75.0], [50.0])
    refused(errors.ConflictOfInterest, lambda: evening.save(0, team=1, edition=1))
    judges.withdraw_own_conflict(**declare)
    assert results_of(evening) == with_both
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
    refused(errors.PanelNotOpen, evening.save)
    refused(errors.PanelNotOpen, lambda: judges.declare_own_conflict(actor=evening.juror(), now=evening.now, **where))


def test_so_many_judges_and_no_more_also_by_links_that_come_back(evening: Evening) -> None:
    revoked = JudgeFactory.create(event=evening.event, revoked_at=evening.now)
    JudgeFactory.create_batch(judges.MOST_JUDGES - 2, event=evening.event)
    where: dict[str, Any] = {"actor": evening.host, "event_id": evening.event.pk}
    refused(errors.TooManyJudges, lambda: judges.add_judge(name="再一位", **where))
    refused(errors.TooManyJudges, lambda: judges.renew_link(judge_id=revoked.pk, **where))
    assert judges.renew_link(judge_id=evening.judges[0].pk, **where).link_edition == 2


def test_while_a_link_is_revoked_what_it_gave_does_not_count(evening: Evening) -> None:
    evening.save(0, team=10, market=10)
    evening.save(1, team=5, market=5)
    where: dict[str, Any] = {"actor": evening.host, "event_id": evening.event.pk, "judge_id": evening.judges[0].pk}
    before, old = evening.juror(0), evening.client(0)
    judges.revoke_judge(**where, now=evening.now)
    assert [one["score"] for one in results_of(evening)] == [50.0]
    assert old.get(evening.address()).json()["code"] == "judging.link_refused"
    judges.renew_link(**where)
    assert [one["score"] for one in results_of(evening)] == [75.0]
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
    before, where = kept(), evening.address(f"{address}/{evening.pitches[0].pk}/")
    answer = evening.client().put(where, data=raw, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) in [(400, "core.unreadable_body"), (400, "core.invalid")]
    assert kept() == before


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
    refused(errors.JudgeUnknown, lambda: judges.renew_link(judge_id=evening.judges[0].pk, **where))
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
