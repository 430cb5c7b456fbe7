"""Firms like a firm: by the deals both were in, by what each says and did, and by where they stand among companies."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch.dsl import Q

from search.alike.asking import page
from search.alike.parts import INVESTORS, PLACE_STEPS, Alike, AlikeHit, AlikePart, Shared, cosine
from search.engine import Engine
from search.knowledge import Knowledge
from search.matching.model import Model
from search.matching.parts import Group
from search.matching.statistics import statistics_of
from search.matching.vectors import fields_of
from search.records import InvestorFacts, ObjectKind
from search.scope import Audience, Scope

_VIEW = Audience.PUBLIC
# So many common deals are as near as two firms can be.
_MANY = 10
MAX_COMMON = 3

_SCRIPT = f"""
double result = 0.0;
if (doc['id'].size() > 0) {{
  def deals = params.deals[doc['id'].value];
  if (deals != null) result += params.w.deals * ((Number) deals).doubleValue();
}}
if (doc['{_VIEW}.as_of'].size() == 0) return result;
if (doc['{_VIEW}.sector_vector'].size() > 0 && params.sector_length > 0) {{
  double length = doc['{_VIEW}.sector_vector'].magnitude;
  if (length > 0) result += params.w.sector * Math.max(0.0, dotProduct(params.sector, '{_VIEW}.sector_vector') / (length * params.sector_length));
}}
if (doc['{_VIEW}.profile_vector'].size() > 0 && params.profile_length > 0) {{
  double length = doc['{_VIEW}.profile_vector'].magnitude;
  if (length > 0) result += params.w.profile * Math.max(0.0, dotProduct(params.profile, '{_VIEW}.profile_vector') / (length * params.profile_length));
}}
if (doc['{_VIEW}.point'].size() > 0 && params.length > 0) {{
  double length = doc['{_VIEW}.point'].magnitude;
  if (length > 0) result += params.w.space * Math.max(0.0, dotProduct(params.point, '{_VIEW}.point') / (length * params.length));
}}
double place = 0.0;
def homes = doc['{_VIEW}.home'];
for (int i = 0; i < homes.size(); i++) {{
  def near = params.places[homes.get(i)];
  if (near != null) place = Math.max(place, ((Number) near).doubleValue());
}}
return result + params.w.place * place;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """One firm as it is compared: the vectors of its document, and which token stands for what."""

    leaves: tuple[str, ...]
    sector: tuple[float, ...]
    profile: tuple[float, ...]
    point: tuple[float, ...]
    home: tuple[str, ...]


def firm_of(facts: InvestorFacts, knowledge: Knowledge, model: Model) -> Firm:
    """From what a firm says in its published theses and did in recorded deals."""
    statistics = statistics_of(facts, knowledge, model)
    stored = fields_of(statistics, model)
    named = (
        *(code for thesis in facts.theses for code in thesis.sectors_include),
        *(code for deal in facts.deals for code in deal.sectors),
    )
    return Firm(
        leaves=tuple(dict.fromkeys(code for code in named if code in knowledge.sectors.by_code)),
        sector=tuple(stored["sector_vector"]),
        profile=tuple(stored["profile_vector"]),
        point=tuple(stored["point"]),
        home=tuple(node for node in statistics.home if node),
    )


def alike(one: Firm, other: Firm, common_deals: int, model: Model) -> Alike:
    """How `other` is like `one`, part by part."""
    homes = [node for node in other.home if node in one.home]
    deals = {"deals": float(common_deals)}
    parts = (
        _part(AlikePart.DEALS, nearness_of_deals(common_deals), (), deals),
        _part(AlikePart.SECTOR, cosine(one.sector, other.sector), _sectors(one, other, model)),
        _part(AlikePart.PROFILE, cosine(one.profile, other.profile), _profile(one, other, model)),
        _part(AlikePart.PLACE, max((_step(node) for node in homes), default=0.0), tuple(homes[-1:])),
        _part(AlikePart.SPACE, cosine(one.point, other.point)),
    )
    return Alike(tuple(part for part in parts if part.value > 0))


def _part(
    code: AlikePart, value: float, common: tuple[str, ...] = (), figures: Mapping[str, float] | None = None
) -> Shared:
    return Shared(code, value, INVESTORS[code], common, figures or {})


def investors_alike(
    engine: Engine, one: Firm, scope: Scope, *, firm_id: str, common_deals: Mapping[str, int], size: int
) -> tuple[AlikeHit, ...]:
    """Firms that share a sector or a deal, the most alike first. `common_deals` by firm. Raises SearchUnavailable."""
    ways = [Q("terms", id=sorted(common_deals))] if common_deals else []
    ways += [Q("terms", **{f"{_VIEW}.leaves": list(one.leaves)})] if one.leaves else []
    if not ways:
        return ()
    query = Q("bool", should=ways, minimum_should_match=1, must_not=[Q("term", id=firm_id)])
    params = _params(one, common_deals)
    return page(engine, ObjectKind.INVESTOR, query, scope, script=_SCRIPT, params=params, size=size)


def nearness_of_deals(count: int) -> float:
    """The first common deal says most; from `_MANY` on more of them say nothing new."""
    return min(1.0, math.log1p(count) / math.log1p(_MANY))


def _params(one: Firm, common_deals: Mapping[str, int]) -> dict[str, Any]:
    return {
        "w": {code.value: weight for code, weight in INVESTORS.items()},
        "deals": {firm: nearness_of_deals(count) for firm, count in common_deals.items()},
        "sector": list(one.sector),
        "sector_length": math.hypot(*one.sector),
        "profile": list(one.profile),
        "profile_length": math.hypot(*one.profile),
        "point": list(one.point),
        "length": math.hypot(*one.point),
        "places": {node: _step(node) for node in one.home},
    }


def _step(node: str) -> float:
    return PLACE_STEPS[node.count("/")]


def _sectors(one: Firm, other: Firm, model: Model) -> tuple[str, ...]:
    """The sectors both name or invested in, strongest first."""
    shared = [code for code in other.leaves if code in one.leaves]
    return tuple(sorted(shared, key=lambda code: (-_product(f"s:{code}", one.sector, other.sector, model), code)))[
        :MAX_COMMON
    ]


def _profile(one: Firm, other: Firm, model: Model) -> tuple[str, ...]:
    """The stages both are found at, strongest first."""
    stages = [token for token in model.profile_dims if token.startswith(f"{Group.STAGE}:")]
    weights = {token: _product(token, one.profile, other.profile, model) for token in stages}
    shared = sorted((token for token, value in weights.items() if value > 0), key=lambda token: -weights[token])
    return tuple(token[2:] for token in shared[:MAX_COMMON])


def _product(token: str, one: tuple[float, ...], other: tuple[float, ...], model: Model) -> float:
    place = model.dimension.get(token)
    return 0.0 if place is None else one[place] * other[place]
