"""Jobs: working off marks, matching and telling, looking for what drifted, training the ranking, and forgetting what was shown."""

from contextlib import suppress
from uuid import UUID

import structlog
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from backend.core import clock
from backend.matching import wake
from backend.matching.services import (
    drift,
    exposing,
    ranking_runs,
    rebuild,
    renewing,
    saved_searches,
    working,
)

log = structlog.get_logger(__name__)

_EVERY_15_SECONDS = "* * * * * */15"


@app.task(name="matching.index", queueing_lock="matching.index")
def index() -> None:
    """What changed is indexed. Matching it takes longer and must not keep the next change waiting, so it is a job of its own."""
    working.index()
    defer_match()


@app.task(name="matching.match", queueing_lock="matching.match")
def match() -> None:
    """What was indexed is matched, and told to whoever wants to hear at once."""
    working.match()


@app.periodic(cron=_EVERY_15_SECONDS)
@app.task(name="matching.sweep", queueing_lock="matching.sweep")
def sweep(timestamp: int) -> None:
    """What has come due, or whose job was lost; the way back after the engine was away; and the alarm."""
    working.sweep()
    defer_match()


@app.periodic(cron="*/10 * * * *")
@app.task(name="matching.mark_lapsed", queueing_lock="matching.mark_lapsed")
def mark_lapsed(timestamp: int) -> None:
    """Verifications end by the clock, without an event."""
    drift.mark_lapsed(now=clock.now())


@app.periodic(cron="37 3 * * *")
@app.task(name="matching.repair_drift", queueing_lock="matching.repair_drift")
def repair_drift(timestamp: int) -> None:
    """Nightly: compare index and database whole, and mark what differs, which nothing should have done."""
    for one in drift.repair(now=clock.now()):
        if one.differing:
            log.error("index_had_drifted", kind=one.kind.value, count=len(one.differing))


@app.periodic(cron="7 3 * * *")
@app.task(name="matching.renew_model", queueing_lock="matching.renew_model")
def renew_model(timestamp: int) -> None:
    """Nightly: what is usual among past deals, as of today."""
    rebuild.renew(now=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="matching.renew_searches", queueing_lock="matching.renew_searches")
def renew_searches(timestamp: int) -> None:
    """Saved searches that count days from today, soon after each midnight; and those whose deletion is final."""
    renewing.renew_days(now=clock.now())
    saved_searches.forget_deleted(now=clock.now())


@app.task(name="matching.work_on_ranking")
def work_on_ranking(run_id: str) -> None:
    ranking_runs.work(run_id=UUID(run_id), now=clock.now())


@app.periodic(cron="7 5 * * 0")
@app.task(name="matching.train_weekly", queueing_lock="matching.train_weekly")
def train_weekly(timestamp: int) -> None:
    """Sundays: learn from the past deals anew, and rank by it where it is no worse than the shipped weights."""
    ranking_runs.train_by_the_clock(now=clock.now())


@app.periodic(cron="27 3 * * *")
@app.task(name="matching.forget_exposures", queueing_lock="matching.forget_exposures")
def forget_exposures(timestamp: int) -> None:
    exposing.forget_old(now=clock.now())


def defer_ranking(run_id: UUID) -> None:
    work_on_ranking.defer(run_id=str(run_id))


def defer_index() -> None:
    # One waiting job is enough: the marks are committed, so it will see them.
    with suppress(AlreadyEnqueued):
        index.defer()


def defer_match() -> None:
    with suppress(AlreadyEnqueued):
        match.defer()


wake.set_indexer(defer_index)
wake.set_ranker(defer_ranking)
