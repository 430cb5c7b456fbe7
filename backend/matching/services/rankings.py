"""Which ranking orders the site: switched on, and taken back to the one before, without a moment of standing still."""

from datetime import datetime

from backend.accounts.selectors import as_person
from backend.core import audit
from backend.core.actors import Actor
from backend.core.permissions import require
from backend.matching import models_of_deals
from backend.matching.enums import RankingState
from backend.matching.errors import NothingBefore, RankingForgotten, RankingInForce
from backend.matching.models import TrainedRanking
from backend.matching.services import rebuild

# How the trail and the commands call the weights that come with the product.
SHIPPED = "shipped"


def switch_on(*, actor: Actor, ranking: TrainedRanking | None, now: datetime) -> None:
    """Rank by another one once the indices are built by it; None: by the shipped weights. One audit row.

    Raises NotPermitted, RankingInForce, RankingForgotten, RebuildRunning, SearchUnavailable.
    """
    require(actor, "matching.switch_ranking")
    with rebuild.only_one():
        before = models_of_deals.in_force()
        check_may_follow(ranking, before)
        _change(actor, ranking, before, act="matching.ranking_switched_on", now=now)


def roll_back(*, actor: Actor, now: datetime) -> TrainedRanking | None:
    """Rank again by what was in force before; returns it, None being the shipped weights. One audit row.

    Raises NotPermitted, NothingBefore, RankingForgotten, RebuildRunning, SearchUnavailable.
    """
    require(actor, "matching.switch_ranking")
    with rebuild.only_one():
        current = models_of_deals.in_force()
        before = one_before(current)
        check_may_follow(before, current)
        _change(actor, before, current, act="matching.ranking_rolled_back", now=now)
    return before


def one_before(current: TrainedRanking | None) -> TrainedRanking | None:
    """What was in force before; None: the shipped weights. Raises NothingBefore."""
    if current is None:
        raise NothingBefore
    return current.before


def check_may_follow(ranking: TrainedRanking | None, current: TrainedRanking | None) -> None:
    """Raises RankingInForce, RankingForgotten."""
    if ranking == current:
        raise RankingInForce
    if ranking is not None and not ranking.is_usable:
        raise RankingForgotten


def _change(
    actor: Actor, ranking: TrainedRanking | None, replaced: TrainedRanking | None, *, act: str, now: datetime
) -> None:
    """What is counted stays as it is, so that going back gives exactly the former order."""

    def mark() -> None:
        TrainedRanking.objects.filter(state=RankingState.CURRENT).update(state=RankingState.RETIRED)
        if ranking is not None:
            changes = {"before": replaced} if act == "matching.ranking_switched_on" else {}
            person = as_person(actor)
            TrainedRanking.objects.filter(pk=ranking.pk).update(
                state=RankingState.CURRENT, withheld="", switched_on_at=now, switched_on_by=person, **changes
            )
        audit.record(actor, act, version=_name(ranking), before=_name(replaced))

    counted = models_of_deals.current(now=now)
    rebuild.put_in_force(models_of_deals.ranked_by(counted, ranking), now=now, also=mark)
    if ranking is not None:
        ranking.refresh_from_db()


def _name(ranking: TrainedRanking | None) -> str:
    return SHIPPED if ranking is None else ranking.version
