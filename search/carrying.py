"""How many of what a viewer can find carry a sector, a place, a round or a keyword: counted by the engine, within the scope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch.dsl import A, Q
from elasticsearch.dsl.aggs import Agg

from search.engine import Engine
from search.names import compact
from search.queries import EVERYTHING, group_filter
from search.request import Target
from search.scope import Scope, scoped
from search.searching import KINDS, base_search, run

# More than there are of any; keywords beyond the most frequent ones are not among the few that are shown.
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Carrying:
    """Counts over one kind. Each method asks the engine once. Raises SearchUnavailable."""

    engine: Engine
    scope: Scope
    target: Target

    def sectors(self) -> Mapping[str, int]:
        """By code, those below counted in."""
        return self._counts("sectors")

    def places(self) -> Mapping[str, int]:
        """By path, those below counted in."""
        return self._counts("places")

    def stages(self, groups: Sequence[Sequence[str]]) -> list[int]:
        """For each group of stages how many carry any of them."""
        any_of = {str(at): group_filter(self.scope.audience, "stages", codes) for at, codes in enumerate(groups)}
        buckets = self._ask(EVERYTHING, A("filters", filters=any_of))
        return [int(buckets[str(at)]["doc_count"]) for at in range(len(groups))]

    def words(self, text: str) -> dict[str, Counter[str]]:
        """Keywords that begin like the text: by their compact form, how many carry it and how they write it."""
        typed, field = compact(text), f"{self.scope.audience}.themes"
        found: dict[str, Counter[str]] = {}
        for bucket in self._ask(Q("prefix", **{field: typed}), A("terms", field=field, size=_MOST)):
            form, _, written = bucket["key"].partition("|")
            if form.startswith(typed):
                found.setdefault(form, Counter())[written] += bucket["doc_count"]
        return found

    def _counts(self, name: str) -> Mapping[str, int]:
        buckets = self._ask(EVERYTHING, A("terms", field=f"{self.scope.audience}.{name}", size=_MOST))
        return Counter({bucket["key"]: bucket["doc_count"] for bucket in buckets})

    def _ask(self, query: Any, wanted: Agg[Any]) -> Any:
        body = base_search(self.engine, KINDS[self.target]).query(scoped(self.scope, query)).extra(size=0)
        body.aggs.bucket("carried", wanted)
        return run(body)["aggregations"]["carried"]["buckets"]
