"""Startups like a startup: the same sum once as a script over the public view of the index, and once in Python for its reasons."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from elasticsearch.dsl import Q

from search.alike.asking import page
from search.alike.parts import (
    LADDER,
    PLACE_STEPS,
    STARTUPS,
    Alike,
    AlikeHit,
    AlikePart,
    Shared,
    cosine,
    nearness_of_amount,
    nearness_of_stage,
    steps_apart,
)
from search.engine import Engine
from search.knowledge import Knowledge
from search.matching.features import features_of_deal
from search.matching.model import Model
from search.matching.parts import Group
from search.records import DealFacts, ObjectKind
from search.scope import Audience, Scope
from search.sectors import SectorTree

# What is open to everybody; blocks for some readers must not move anything in a list others see.
_VIEW = Audience.PUBLIC

_SCRIPT = f"""
double sector = 0.0; double stage = 0.0; double place = 0.0; double words = 0.0; double amount = 0.0; double space = 0.0;
def leaves = doc['{_VIEW}.leaves'];
for (int i = 0; i < leaves.size(); i++) {{
  def near = params.sectors[leaves.get(i)];
  if (near != null) sector = Math.max(sector, ((Number) near).doubleValue());
}}
def stages = doc['{_VIEW}.stages'];
for (int i = 0; i < stages.size(); i++) {{
  def near = params.stages[stages.get(i)];
  if (near != null) stage = Math.max(stage, ((Number) near).doubleValue());
}}
def places = doc['{_VIEW}.places'];
for (int i = 0; i < places.size(); i++) {{
  def near = params.places[places.get(i)];
  if (near != null) place = Math.max(place, ((Number) near).doubleValue());
}}
def tokens = doc['{_VIEW}.match_tokens'];
for (int i = 0; i < tokens.size(); i++) {{
  def share = params.words[tokens.get(i)];
  if (share != null) words += ((Number) share).doubleValue();
}}
if (params.ask_known && doc['{_VIEW}.log_ask'].size() > 0) {{
  amount = Math.max(0.0, 1.0 - Math.abs(doc['{_VIEW}.log_ask'].value - params.ask));
}}
if (params.length > 0 && doc['{_VIEW}.point'].size() > 0) {{
  double length = doc['{_VIEW}.point'].magnitude;
  if (length > 0) space = Math.max(0.0, dotProduct(params.point, '{_VIEW}.point') / (length * params.length));
}}
return params.w.sector * sector + params.w.stage * stage + params.w.place * place + params.w.words * words
  + params.w.amount * amount + params.w.space * space;
"""


@dataclass(frozen=True, kw_only=True)
class Startup:
    """One startup as it is compared: `words` holds the share of each word."""

    tree: SectorTree
    sectors: tuple[str, ...]
    stage: str
    log_ask: float | None
    places: tuple[str, ...]
    words: Mapping[str, float]
    tags: tuple[str, ...]
    point: tuple[float, ...]

    @cached_property
    def near(self) -> Mapping[str, float]:
        """How near each sector of the tree is that is near at all. Asked of the one the others are compared with alone."""
        near = {code: self.tree.best_similarity(self.sectors, [code])[0] for code in self.tree.by_code}
        return {code: value for code, value in near.items() if value > 0}


def startup_of(facts: DealFacts, knowledge: Knowledge, model: Model) -> Startup:
    """From the public facts of a pitch."""
    features = features_of_deal(facts, knowledge, today=model.learned_on)
    tree = knowledge.sectors
    filed = tuple(code for code in facts.sectors if code in tree.by_code)
    rare = {token: -math.log(model.share(token)) for token in features.groups[Group.TEXT]}
    whole = math.fsum(rare.values())
    return Startup(
        tree=tree,
        sectors=filed,
        stage=facts.stage,
        log_ask=features.log_ask,
        places=knowledge.places.nodes(facts.place),
        words={token: value / whole for token, value in rare.items()} if whole else {},
        tags=facts.keywords,
        point=tuple(model.embedding.of(features).tolist()),
    )


def alike(one: Startup, other: Startup) -> Alike:
    """How `other` is like `one`, part by part; words count by what share of those of `one` they are."""
    nearest = max(other.sectors, key=lambda code: one.near.get(code, 0.0), default="")
    shared_places = [node for node in other.places if node in one.places]
    tags = {tag.casefold() for tag in one.tags}
    said = math.fsum(share for token, share in one.words.items() if token in other.words)
    parts = (
        _part(AlikePart.SECTOR, one.near.get(nearest, 0.0), nearest),
        _stage(one.stage, other.stage),
        _part(AlikePart.AMOUNT, nearness_of_amount(one.log_ask, other.log_ask)),
        _part(AlikePart.PLACE, _nearness_of(shared_places), *shared_places[-1:]),
        _part(AlikePart.WORDS, said, *(tag for tag in other.tags if tag.casefold() in tags)),
        _part(AlikePart.SPACE, cosine(one.point, other.point)),
    )
    return Alike(tuple(part for part in parts if part.value > 0))


def _part(code: AlikePart, value: float, *common: str) -> Shared:
    return Shared(code, value, STARTUPS[code], common)


def _stage(one: str, other: str) -> Shared:
    steps = steps_apart(one, other) if one and other else None
    value = 0.0 if steps is None else nearness_of_stage(one, other)
    return Shared(AlikePart.STAGE, value, STARTUPS[AlikePart.STAGE], (other,), {"steps": float(steps or 0)})


def startups_alike(
    engine: Engine, one: Startup, scope: Scope, *, startup_id: str, pitch_id: str, size: int
) -> tuple[AlikeHit, ...]:
    """Pitches of other companies in the same or a neighbouring sector, the most alike first. Raises SearchUnavailable."""
    if not one.near:
        return ()
    query = Q(
        "bool",
        filter=[Q("terms", **{f"{_VIEW}.leaves": sorted(one.near)})],
        must_not=[Q("term", startup_id=startup_id), Q("term", id=pitch_id)],
    )
    return page(engine, ObjectKind.DEAL, query, scope, script=_SCRIPT, params=_params(one), size=size)


def _params(one: Startup) -> dict[str, Any]:
    near_stages = {stage: nearness_of_stage(one.stage, stage) for stage in {one.stage, *LADDER} if stage and one.stage}
    return {
        "w": {code.value: weight for code, weight in STARTUPS.items()},
        "sectors": dict(one.near),
        "stages": {stage: value for stage, value in near_stages.items() if value > 0},
        "places": {node: _nearness_of([node]) for node in one.places},
        "words": dict(one.words),
        "ask_known": one.log_ask is not None,
        "ask": one.log_ask or 0.0,
        "point": list(one.point),
        "length": math.hypot(*one.point),
    }


def _nearness_of(nodes: Sequence[str]) -> float:
    """Of the deepest place in common."""
    return max((PLACE_STEPS[min(node.count("/"), len(PLACE_STEPS) - 1)] for node in nodes), default=0.0)
