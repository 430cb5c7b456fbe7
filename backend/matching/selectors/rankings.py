"""For operators: the rankings that were trained, what is under way, and whom matches showed of late."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np
from django.utils import timezone

from backend.core.actors import Viewer
from backend.core.permissions import allowed_actions, require
from backend.matching import locks, models_of_deals
from backend.matching.eligibility import public_investors, public_pitches
from backend.matching.enums import BROKEN_OFF, ExposedKind, RunState
from backend.matching.models import Exposure, RankingRun, TrainedRanking
from search.matching.model import Model
from search.matching.training.figures import gini
from search.matching.weighting import DEFAULT_WITH_SPACE, Weights, shipped

# A year of weekly trainings.
SHOWN = 52
DAYS = 30
ACTIONS = ("train_ranking", "switch_ranking")


@dataclass(frozen=True, slots=True)
class Overview:
    """`rankings` newest first; `model` is what orders the site now, by `current` or, without it, by the shipped weights.
    `shipped` are those a training is held against."""

    model: Model
    current: TrainedRanking | None
    shipped: Weights
    rankings: Sequence[TrainedRanking]
    run: RankingRun | None
    is_busy: bool
    allowed_actions: Sequence[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """What lists of matches showed in a time: `places` in first tens, `explored` of them given away, of `candidates` that
    could have been shown the share that was (`coverage`), and how unequally (`gini`, 0 to 1)."""

    places: int
    explored: int
    candidates: int
    coverage: float
    gini: float

    @property
    def explored_share(self) -> float:
        return self.explored / self.places if self.places else 0.0


@dataclass(frozen=True, slots=True)
class ShownOn:
    day: date
    shown: Shown


@dataclass(frozen=True, slots=True)
class Exposed:
    """One kind over the last days: as a whole, and each day somebody looked."""

    kind: ExposedKind
    whole: Shown
    days: Sequence[ShownOn]


def overview(viewer: Viewer) -> Overview:
    """Raises NotPermitted."""
    require(viewer, "matching.view_rankings")
    rankings = TrainedRanking.objects.defer("tokens", "vectors").select_related("switched_on_by", "before")
    return Overview(
        model=models_of_deals.current(),
        current=models_of_deals.in_force(),
        shipped=shipped(DEFAULT_WITH_SPACE),
        rankings=list(rankings.order_by("-trained_at", "-pk")[:SHOWN]),
        run=latest_run(viewer),
        is_busy=locks.is_taken(locks.REBUILD),
        allowed_actions=allowed_actions(viewer, "matching", ACTIONS, None),
    )


def latest_run(viewer: Viewer) -> RankingRun | None:
    """The one under way, or the last that ended. One whose worker is gone is told as failed. Raises NotPermitted."""
    require(viewer, "matching.view_rankings")
    run = RankingRun.objects.select_related("ranking").order_by("-asked_at", "-pk").first()
    if run is not None and run.state == RunState.RUNNING and not locks.is_taken(locks.RANKING):
        run.refresh_from_db()
        if run.state == RunState.RUNNING:
            run.state, run.problem = RunState.FAILED, BROKEN_OFF
    return run


def exposed(viewer: Viewer, *, now: datetime) -> list[Exposed]:
    """The last thirty days, today among them. Raises NotPermitted."""
    require(viewer, "matching.view_rankings")
    since = timezone.localdate(now) - timedelta(days=DAYS - 1)
    counted = {ExposedKind.INVESTOR: public_investors(now).count(), ExposedKind.DEAL: public_pitches().count()}
    return [_exposed(kind, since, candidates) for kind, candidates in counted.items()]


def _exposed(kind: ExposedKind, since: date, candidates: int) -> Exposed:
    days: dict[date, list[tuple[int, int]]] = defaultdict(list)
    whole: dict[UUID, tuple[int, int]] = {}
    rows = Exposure.objects.filter(kind=kind, day__gte=since).order_by("day")
    for day, pk, shown, explored in rows.values_list("day", "object_id", "shown", "explored"):
        days[day].append((shown, explored))
        before = whole.get(pk, (0, 0))
        whole[pk] = (before[0] + shown, before[1] + explored)
    return Exposed(
        kind=kind,
        whole=_shown(whole.values(), candidates),
        days=[ShownOn(day, _shown(found, candidates)) for day, found in days.items()],
    )


def _shown(counts: Iterable[tuple[int, int]], candidates: int) -> Shown:
    found = list(counts)
    # Who was shown and is gone since could have been shown.
    could = max(candidates, len(found))
    shown = np.zeros(could, np.int64)
    shown[: len(found)] = [one for one, _ in found]
    return Shown(
        places=int(shown.sum()),
        explored=sum(explored for _, explored in found),
        candidates=could,
        coverage=len(found) / could if could else 0.0,
        gini=gini(shown) if found else 0.0,
    )
