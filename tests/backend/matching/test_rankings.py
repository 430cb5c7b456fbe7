"""The life of a trained ranking: trained, judged, switched on, rolled back, and whom it shows."""

from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from backend.accounts.models import User
from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry
from backend.deals.models import Pitch
from backend.matching import locks, models_of_deals, wake
from backend.matching.enums import ExposedKind, RankingState, RunKind, RunState, Withheld
from backend.matching.models import Exposure, RankingRun, TrainedRanking
from backend.matching.selectors import rankings
from backend.matching.services import exposing, ranking_runs, rebuild, training
from backend.matching.services.drift import mark_unknown
from search.matching.training.figures import MIN_QUERIES, Figures
from search.matching.training.learning import Judged, Learned
from search.matching.weighting import shipped
from search.records import ObjectKind
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.deals import PitchFactory
from tests.support.clients import client_of
from tests.support.past_deals import tastes
from tests.support.pitch_cast import person_in
from tests.support.search_index import Index

pytestmark = pytest.mark.django_db
API = "/api/v1/rankings"
GOOD = Figures(60, 18, 0.5, 0.4, 0.6, 0.7, 0.5, 0.4)


@pytest.fixture
def pitch(index: Index) -> Pitch:
    """A chip company looking for investors, on a street whose firms have tastes."""
    tastes(clock.now().date())
    made: Pitch = PitchFactory.create(published=True, sectors=["SEMI_DES"], sector_primary="SEMI_DES", region="广东")
    for kind in ObjectKind:
        mark_unknown(kind, now=clock.now())
    index.catch_up()
    return made


def _matches(pitch: Pitch, person: User) -> Any:
    answer = client_of(person).get(f"/api/v1/pitches/{pitch.pk}/matches/").json()
    assert answer["mode"] == "full"
    return [(one["investor"]["id"], one["score"], one["reasons"]) for one in answer["results"]]


def _learned(monkeypatch: pytest.MonkeyPatch, judged: Judged, version: str = "2026-01-01-abc") -> None:
    """What a training finds, without training."""

    def learn(*_: Any, **__: Any) -> Learned:
        model = replace(models_of_deals.current(), version=version)
        return Learned(model=model, judged=judged, prior=shipped())

    monkeypatch.setattr(training, "_learn_ranking", lambda: learn)


def _run(kind: RunKind, **wish: Any) -> RankingRun:
    run = ranking_runs.begin(actor=SYSTEM, kind=kind, now=clock.now(), **wish)
    return ranking_runs.work(run_id=run.pk, now=clock.now())


def test_trained_ranking_orders_the_site_until_it_is_rolled_back_to_exactly_the_former_order(
    index: Index, pitch: Pitch
) -> None:
    founder = person_in(pitch.organization)
    before, version = _matches(pitch, founder), models_of_deals.current().version
    said = StringIO()
    call_command("train_matching", "--seed", "3", "--switch-on", stdout=said)
    ranking = TrainedRanking.objects.get()
    assert (ranking.state, ranking.seed, ranking.withheld) == (RankingState.CURRENT, 3, "")
    assert ranking.queries >= MIN_QUERIES
    assert ranking.judged["investors"]["ndcg"] >= ranking.judged["shipped"]["ndcg"]
    assert "nDCG@10" in said.getvalue()
    assert "it orders the site now" in said.getvalue()
    model = models_of_deals.current()
    assert model.version == f"{version}+{ranking.version}"
    assert model.embedding.digest
    assert rebuild.needed(index.engine) == ()
    index.catch_up()
    after = _matches(pitch, founder)
    assert "likeness" in {reason["code"] for reason in after[0][2]}
    assert after != before

    # What is counted every night keeps the ranking.
    assert models_of_deals.learn(now=clock.now()).embedding.digest == model.embedding.digest
    call_command("matching_model", "--roll-back", stdout=said)
    index.catch_up()
    assert _matches(pitch, founder) == before
    assert rebuild.needed(index.engine) == ()
    ranking.refresh_from_db()
    assert ranking.state == RankingState.RETIRED
    acts = AuditEntry.objects.filter(action__startswith="matching.").order_by("id")
    assert list(acts.values_list("action", flat=True)) == [
        "matching.ranking_trained", "matching.ranking_switched_on", "matching.ranking_rolled_back",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("judged", "why"),
    [
        (Judged(), Withheld.TOO_FEW_QUERIES),
        (Judged(investors=replace(GOOD, queries=39), shipped=GOOD), Withheld.TOO_FEW_QUERIES),
        (Judged(investors=replace(GOOD, ndcg=0.4), shipped=GOOD), Withheld.WORSE_THAN_SHIPPED),
    ],
)
def test_ranking_judged_worse_or_by_too_little_stays_a_candidate(
    monkeypatch: pytest.MonkeyPatch, judged: Judged, why: Withheld
) -> None:
    version = models_of_deals.current().version
    _learned(monkeypatch, judged)
    run = ranking_runs.train_by_the_clock(now=clock.now())
    assert run is not None
    assert run.state == RunState.DONE
    assert [(one.state, one.withheld) for one in TrainedRanking.objects.all()] == [(RankingState.CANDIDATE, why)]
    assert models_of_deals.current().version == version
    # A person may still want it.
    assert _run(RunKind.SWITCH, wanted="2026-01-01-abc").state == RunState.DONE
    assert models_of_deals.current().version == f"{version}+2026-01-01-abc"
    assert _run(RunKind.ROLL_BACK).ranking is None
    assert models_of_deals.current().version == version


def test_broken_off_training_leaves_nothing_and_is_in_nobodys_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: Any, **__: Any) -> Learned:
        raise KeyboardInterrupt

    monkeypatch.setattr(training, "_learn_ranking", lambda: dies)
    with pytest.raises(KeyboardInterrupt):
        _run(RunKind.TRAIN)
    assert not TrainedRanking.objects.exists()
    # As the killed leave it: running, and nobody at work.
    RankingRun.objects.update(state=RunState.RUNNING, problem="")
    told = rankings.latest_run(SYSTEM)
    assert told is not None
    assert (told.state, told.problem) == (RunState.FAILED, "matching.run_broken_off")
    _learned(monkeypatch, Judged(investors=GOOD, shipped=GOOD))
    assert _run(RunKind.TRAIN, switch_on=True).state == RunState.DONE
    assert TrainedRanking.objects.get().state == RankingState.CURRENT


def test_operators_alone_see_and_change_the_ranking(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(wake, "ranker", asked.append)
    wishes = {"train/": {}, "switch/": {"version": "shipped"}, "roll-back/": {}}
    for person, status in ((None, {401, 403}), (UserFactory.create(), {403})):
        client = client_of(person)
        assert {client.get(f"{API}/{path}").status_code for path in ("", "run/", "exposure/")} <= status
        assert {client.post(f"{API}/{path}", body, "json").status_code for path, body in wishes.items()} <= status
    assert not RankingRun.objects.exists()
    client = client_of(OperatorFactory.create())
    body = client.get(f"{API}/").json()
    assert (body["in_force"]["ranking"], body["rankings"], body["run"]) == ("", [], None)
    assert body["allowed_actions"] == ["train_ranking", "switch_ranking"]
    refused = [client.post(f"{API}/{path}", wishes[path], "json").json()["code"] for path in ("switch/", "roll-back/")]
    assert refused == ["matching.ranking_in_force", "matching.nothing_before"]
    assert client.post(f"{API}/train/", {"seed": 5}, "json").status_code == 202
    assert client.get(f"{API}/run/").json()["run"]["state"] == "waiting"
    assert client.post(f"{API}/train/", {}, "json").json()["code"] == "matching.ranking_busy"
    assert RankingRun.objects.get().seed == 5


def test_nothing_is_asked_for_while_an_index_is_rebuilt() -> None:
    client = client_of(OperatorFactory.create())
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [locks.REBUILD])
        answer = client.post(f"{API}/train/", {}, "json")
        assert (answer.status_code, answer.json()["code"]) == (409, "matching.ranking_busy")
        assert client.get(f"{API}/").json()["is_busy"] is True
        assert not RankingRun.objects.exists()
    finally:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [locks.REBUILD])
        other.close()


def test_looks_are_counted_by_day_without_the_one_who_looked(index: Index, pitch: Pitch) -> None:
    founder = person_in(pitch.organization)
    for person in (founder, founder, OperatorFactory.create()):
        _matches(pitch, person)
    rows = Exposure.objects.filter(kind=ExposedKind.INVESTOR)
    assert set(rows.values_list("shown", "explored")) == {(2, 0)}
    exposing.count_shown(founder, ExposedKind.INVESTOR, [pitch.pk], {pitch.pk}, now=clock.now())
    whole = client_of(OperatorFactory.create()).get(f"{API}/exposure/").json()[0]["whole"]
    assert (whole["places"], whole["explored"], whole["coverage"]) == (17, 1, 1.0)
    assert 0 < whole["gini"] < 0.1
