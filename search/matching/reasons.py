"""Why a pair fits: each part of the score with the facts it rests on. Codes and values only; the caller puts them into words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from search.knowledge import Knowledge
from search.matching.features import Features, features_of_past_deal, month, sector_tokens
from search.matching.model import Model
from search.matching.parts import GROUP_PARTS, HOMES, Group, PartCode
from search.matching.score import Score, likeness
from search.matching.statistics import InvestorStatistics, deal_weight
from search.records import DealFacts, InvestorFacts, PastDeal

MAX_DEALS = 3
MAX_TOKENS = 5
# Kinds of tokens that mean something to people by themselves; the others, single words among them, only bring a startup
# nearer to its like.
_SHOWN_GROUPS = frozenset({Group.SECTOR, Group.REGION, Group.CITY, Group.STAGE})
_PART_GROUPS = {part: group for group, part in GROUP_PARTS.items()}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a reason rests on. `shared` are the tokens both have, without their group letter; figures are named numbers.

    `declared_share` tells how much of the investor's side is what it says in its theses rather than what it did.
    """

    shared: tuple[str, ...] = ()
    deals: tuple[PastDeal, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
    declared_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the score, strongest first in a list; likeness and the distance of the amounts may be below zero and then
    speak against the pair."""

    code: PartCode
    value: float
    weight: float
    contribution: float
    evidence: Evidence


def reasons_of(
    score: Score,
    startup: Features,
    statistics: InvestorStatistics,
    *,
    deal: DealFacts,
    investor: InvestorFacts,
    knowledge: Knowledge,
    model: Model,
    at_month: float,
) -> tuple[Reason, ...]:
    """All parts that contribute, with evidence. Their contributions add up to the score."""
    known = [(made, features_of_past_deal(made, knowledge)) for made in investor.deals if month(made.on) <= at_month]
    past = [(made, frozenset(features.tokens)) for made, features in known]
    found = []
    for part in score.parts:
        if part.contribution == 0:
            continue
        group = _PART_GROUPS.get(part.code)
        if part.code is PartCode.LIKENESS:
            evidence = _alike(startup, statistics, known, model)
        elif group is not None:
            evidence = _shared(startup.groups.get(group, ()), statistics, past)
            if group is Group.SECTOR:
                evidence = _with_distance(evidence, deal, investor, knowledge)
        else:
            evidence = _figures(part.code, startup, statistics, past, at_month)
        found.append(Reason(part.code, part.value, part.weight, part.contribution, evidence))
    return tuple(sorted(found, key=lambda reason: -reason.contribution))


def _shared(
    tokens: Iterable[str], statistics: InvestorStatistics, past: list[tuple[PastDeal, frozenset[str]]]
) -> Evidence:
    shared = tuple(token for token in tokens if token in statistics.tokens)
    alike = [made for made, held in past if held.intersection(shared)]
    held = sum(statistics.tokens[token] for token in shared)
    declared = sum(statistics.declared.get(token, 0.0) for token in shared)
    return Evidence(
        shared=tuple(token[2:] for token in shared),
        deals=_latest(alike),
        figures={"deals": float(len(alike)), "deals_total": float(len(past))},
        declared_share=declared / held if held else 0.0,
    )


def _alike(
    startup: Features, statistics: InvestorStatistics, past: list[tuple[PastDeal, Features]], model: Model
) -> Evidence:
    """Which past deals stand nearest, which of the startup's tokens bring it there, and how much of it is only declared."""
    point = model.embedding.of(startup)
    now = month(model.learned_on)
    near = [
        (deal_weight(month(made.on), now) * float(model.embedding.of(features) @ point), made)
        for made, features in past
        if made.on <= model.learned_on
    ]
    nearest = sorted((pair for pair in near if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].company_id))
    whole = likeness(point, statistics.point)
    declared = likeness(point, statistics.declared_point)
    tokens = model.embedding.shares_of(startup, np.asarray(statistics.point))
    shown = [token for token, value in tokens.items() if value > 0 and token[0] in _SHOWN_GROUPS]
    return Evidence(
        shared=tuple(token[2:] for token in sorted(shown, key=lambda token: (-tokens[token], token))[:MAX_TOKENS]),
        deals=tuple(made for _, made in nearest[:MAX_DEALS]),
        figures={"deals": float(len(nearest)), "deals_total": float(len(past)), "declared": declared},
        declared_share=min(1.0, max(0.0, declared / whole)) if whole > 0 else 0.0,
    )


def _with_distance(evidence: Evidence, deal: DealFacts, investor: InvestorFacts, knowledge: Knowledge) -> Evidence:
    """How near the nearest sector of the investor is in the tree."""
    theirs = (
        *(code for thesis in investor.theses for code in thesis.sectors_include),
        *(code for made in investor.deals for code in made.sectors),
    )
    similarity, _, _ = knowledge.sectors.best_similarity(deal.sectors, dict.fromkeys(theirs))
    words = len(sector_tokens((), deal.sector_words, knowledge))
    figures = {**evidence.figures, "similarity": similarity, "source_words": float(words)}
    return Evidence(evidence.shared, evidence.deals, figures, evidence.declared_share)


def _figures(
    code: PartCode,
    startup: Features,
    statistics: InvestorStatistics,
    past: list[tuple[PastDeal, frozenset[str]]],
    at_month: float,
) -> Evidence:
    deals = _latest(made for made, _ in past)
    if code is PartCode.AMOUNT_DISTANCE:
        figures = {"usual_usd": 10**statistics.mean_log_amount}
        if startup.log_ask is not None:
            figures["ask_usd"] = 10**startup.log_ask
        return Evidence(figures=figures, deals=deals)
    if code in HOMES:
        return Evidence(shared=(startup.home[HOMES.index(code)],))
    if code is PartCode.FIRST_ROUND_SHARE:
        return Evidence(
            figures={"share": statistics.first_round_share},
            deals=_latest(made for made, _ in past if made.is_first_round),
        )
    lately = [made for made, _ in past if at_month - month(made.on) <= 12.0]
    figures = {"deals_12_months": float(len(lately))}
    if statistics.last_deal_month is not None:
        figures["months_since"] = max(0.0, at_month - statistics.last_deal_month)
    return Evidence(figures=figures, deals=deals)


def _latest(deals: Iterable[PastDeal]) -> tuple[PastDeal, ...]:
    return tuple(sorted(deals, key=lambda made: (-made.on.toordinal(), made.company_id))[:MAX_DEALS])
