"""Runs: a training, a switch or a roll-back as it was asked for, under way, and ended. One at a time.

Whoever works on a run holds a lock of the database while it does, so a run that is `running` without the lock was broken
off: the retried job takes it up again, or the next wish closes it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction

from backend.accounts.selectors import as_person, operators
from backend.core import clock
from backend.core.actors import SYSTEM, Actor
from backend.core.errors import DomainError, NotFound
from backend.core.permissions import require
from backend.matching import locks, models_of_deals, ranking_notices, wake
from backend.matching.enums import BROKEN_OFF, RunKind, RunState, Withheld
from backend.matching.errors import RankingBusy
from backend.matching.models import RankingRun, TrainedRanking
from backend.matching.services import rankings, training
from backend.matching.services.rebuild import RebuildRunning
from backend.notifications import services as notifications
from search.errors import SearchUnavailable

log = structlog.get_logger(__name__)

OPEN = (RunState.WAITING, RunState.RUNNING)
_FAILED = "matching.run_failed"
# No worker came in this time: none will.
_PATIENCE = timedelta(hours=1)
_RULES = {
    RunKind.TRAIN: "matching.train_ranking",
    RunKind.SWITCH: "matching.switch_ranking",
    RunKind.ROLL_BACK: "matching.switch_ranking",
}


@transaction.atomic
def ask(
    *, actor: Actor, kind: RunKind, now: datetime, seed: int = 0, switch_on: bool = False, wanted: str = ""
) -> RankingRun:
    """As `begin`, to be worked on by a worker."""
    run = begin(actor=actor, kind=kind, now=now, seed=seed, switch_on=switch_on, wanted=wanted)
    transaction.on_commit(lambda: wake.ranker(run.pk))
    return run


def begin(
    *, actor: Actor, kind: RunKind, now: datetime, seed: int = 0, switch_on: bool = False, wanted: str = ""
) -> RankingRun:
    """A run, waiting. `wanted` is the version to switch to, or `shipped`.

    Raises NotPermitted, NotFound, RankingBusy, and what makes the wish impossible: RankingInForce, RankingForgotten,
    NothingBefore.
    """
    require(actor, _RULES[kind])
    current = models_of_deals.in_force()
    if kind == RunKind.SWITCH:
        rankings.check_may_follow(_wanted(wanted), current)
    elif kind == RunKind.ROLL_BACK:
        rankings.check_may_follow(rankings.one_before(current), current)
    if locks.is_taken(locks.REBUILD) or locks.is_taken(locks.RANKING):
        raise RankingBusy
    _close_broken(now)
    try:
        with transaction.atomic():
            return RankingRun.objects.create(
                kind=kind, seed=seed, switch_on=switch_on, wanted=wanted, asked_by=as_person(actor), asked_at=now
            )
    except IntegrityError as problem:
        raise RankingBusy from problem


def work(*, run_id: UUID, now: datetime, progress: training.Progress = lambda _what, _share: None) -> RankingRun:
    """Do what a run asks for; does nothing with one that has ended or is being worked on. What is refused ends the run."""
    with locks.alone(locks.RANKING) as is_mine:
        run = RankingRun.objects.select_related("asked_by").get(pk=run_id)
        if not is_mine or run.state not in OPEN:
            return run
        _note(run, state=RunState.RUNNING, phase="", share=0.0)

        def tell(what: str, share: float) -> None:
            _note(run, phase=what.replace(" ", "_"), share=share)
            progress(what, share)

        problem = _FAILED
        try:
            run.ranking = _DOERS[RunKind(run.kind)](run, run.asked_by or SYSTEM, now, tell)
            problem = ""
        except RebuildRunning:
            problem = RankingBusy.code
        except (SearchUnavailable, DomainError) as refused:
            problem = refused.code
        finally:
            # A killed process comes here too when it can; what it had not written is not there.
            _end(run, problem, now=clock.now())
    return run


def train_by_the_clock(*, now: datetime) -> RankingRun | None:
    """The weekly training, switched on where it is no worse; None while something else is under way."""
    try:
        run = begin(actor=SYSTEM, kind=RunKind.TRAIN, now=now, switch_on=True)
    except RankingBusy:
        log.warning("weekly_training_left_out")
        return None
    return work(run_id=run.pk, now=now)


def _train(run: RankingRun, actor: Actor, now: datetime, tell: training.Progress) -> TrainedRanking:
    ranking = training.train(actor=actor, seed=run.seed, now=now, progress=tell)
    if ranking == models_of_deals.in_force():
        return ranking
    withheld = training.objection(ranking) or (None if run.switch_on else Withheld.NOT_ASKED)
    if withheld is None:
        tell("switch", 0.0)
        try:
            rankings.switch_on(actor=actor, ranking=ranking, now=now)
        except RebuildRunning:
            withheld = Withheld.REBUILD_RUNNING
        except SearchUnavailable:
            withheld = Withheld.ENGINE_AWAY
    if withheld is not None:
        ranking.withheld = withheld
        ranking.save(update_fields=["withheld"])
    return ranking


def _switch(run: RankingRun, actor: Actor, now: datetime, tell: training.Progress) -> TrainedRanking | None:
    tell("switch", 0.0)
    ranking = _wanted(run.wanted)
    rankings.switch_on(actor=actor, ranking=ranking, now=now)
    return ranking


def _roll_back(run: RankingRun, actor: Actor, now: datetime, tell: training.Progress) -> TrainedRanking | None:
    tell("switch", 0.0)
    return rankings.roll_back(actor=actor, now=now)


_Doer = Callable[[RankingRun, Actor, datetime, training.Progress], TrainedRanking | None]
_DOERS: dict[RunKind, _Doer] = {RunKind.TRAIN: _train, RunKind.SWITCH: _switch, RunKind.ROLL_BACK: _roll_back}


def _wanted(version: str) -> TrainedRanking | None:
    """Raises NotFound."""
    if version == rankings.SHIPPED:
        return None
    ranking = TrainedRanking.objects.filter(version=version).first()
    if ranking is None:
        raise NotFound
    return ranking


def _note(run: RankingRun, **fields: object) -> None:
    """Seen by others at once: nothing here runs inside a transaction."""
    for name, value in fields.items():
        setattr(run, name, value)
    run.save(update_fields=list(fields))


@transaction.atomic
def _end(run: RankingRun, problem: str, *, now: datetime) -> None:
    """The end of a training and the news of it are written together."""
    state = RunState.FAILED if problem else RunState.DONE
    _note(run, state=state, problem=problem, ranking=run.ranking, ended_at=now)
    if run.kind == RunKind.TRAIN:
        notifications.notify_all(kind=ranking_notices.TRAINED, recipients=operators(), subject=run, now=now)


def _close_broken(now: datetime) -> None:
    """Runs nobody works on any more, the lock being free, and those no worker came for."""
    ended = {"state": RunState.FAILED, "problem": BROKEN_OFF, "ended_at": now}
    RankingRun.objects.filter(state=RunState.RUNNING).update(**ended)
    RankingRun.objects.filter(state=RunState.WAITING, asked_at__lt=now - _PATIENCE).update(**ended)
