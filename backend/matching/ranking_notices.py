"""Operators are told how a training ended: in the app at once, by mail once a day."""

from collections.abc import Collection, Mapping
from uuid import UUID

from backend.accounts.models import User
from backend.accounts.permissions import is_operator
from backend.core.languages import text
from backend.matching.enums import RunKind, RunState, Withheld
from backend.matching.models import RankingRun
from backend.notifications.enums import Digest
from backend.notifications.kinds import Group, Kind, Message, register, register_group

GROUP = "ranking"
TRAINED = "matching.training_ended"

_SWITCHED_ON = text("排序模型训练完成，已启用", "A ranking was trained and switched on")
_WITHHELD = text("排序模型训练完成，未启用：{why}", "A ranking was trained and not switched on: {why}")
_FAILED = text("排序模型训练未完成（{code}）", "The training of a ranking failed ({code})")
_WHY = {
    Withheld.TOO_FEW_QUERIES: text("评估样本不足", "too few companies to judge it by"),
    Withheld.WORSE_THAN_SHIPPED: text("效果低于内置权重", "worse than the shipped weights"),
    Withheld.NOT_ASKED: text("未要求启用", "nobody asked for it"),
    Withheld.REBUILD_RUNNING: text("当时索引正在重建", "an index was being rebuilt"),
    Withheld.ENGINE_AWAY: text("当时搜索引擎不可用", "the search engine was away"),
}
_JUDGED = text(
    "{count} 家企业上的 nDCG@10：{ndcg:.3f}，内置权重 {shipped:.3f}",
    "nDCG@10 on {count} companies: {ndcg:.3f}, shipped weights {shipped:.3f}",
)


def _still_allowed(person: User, ids: Collection[UUID]) -> Mapping[UUID, RankingRun]:
    """Trainings that ended, to operators alone."""
    if not is_operator(person):
        return {}
    ended = RankingRun.objects.filter(kind=RunKind.TRAIN, state__in=[RunState.DONE, RunState.FAILED])
    return ended.select_related("ranking").in_bulk(list(ids))


def _tell(run: RankingRun) -> Message:
    return Message(_title(run), _figures(run), "/operator/ranking")


def _title(run: RankingRun) -> str:
    if run.problem or run.ranking is None:
        return str(_FAILED).format(code=run.problem)
    if run.ranking.withheld:
        return str(_WITHHELD).format(why=_WHY[Withheld(run.ranking.withheld)])
    return str(_SWITCHED_ON)


def _figures(run: RankingRun) -> str:
    """Empty for a ranking there was nothing to judge by."""
    ranking = run.ranking
    if ranking is None or not ranking.judged:
        return ""
    ndcg, shipped = (ranking.judged[side]["ndcg"] for side in ("investors", "shipped"))
    return str(_JUDGED).format(count=ranking.queries, ndcg=ndcg, shipped=shipped)


register_group(Group(GROUP, text("排序模型", "Rankings"), is_for=is_operator))
register(Kind(TRAINED, GROUP, _still_allowed, _tell, suggested_digest=Digest.DAILY))
