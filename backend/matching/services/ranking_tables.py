"""The figures of a ranking as lines of text, for whoever sits at a terminal."""

from collections.abc import Iterator

from backend.matching.models import TrainedRanking

_ROWS = (
    ("investors", "investors for startups"),
    ("startups", "startups for investors"),
    ("shipped", "shipped weights"),
    ("popular", "most active first"),
)


def figures_table(ranking: TrainedRanking) -> Iterator[str]:
    """One line for each way of ranking; none where it was not judged."""
    if not ranking.judged:
        return
    yield f"{'':24}{'nDCG@10':>8}  {'95 % interval':15}{'recall@10':>10}{'coverage':>10}{'Gini':>6}"
    for name, words in _ROWS:
        one = ranking.judged[name]
        interval = f"{one['ndcg_low']:.3f} to {one['ndcg_high']:.3f}"
        yield (
            f"{words:24}{one['ndcg']:8.3f}  {interval:15}{one['recall']:10.3f}{one['coverage']:10.1%}{one['gini']:6.2f}"
        )
