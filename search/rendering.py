"""From a record to the document that is stored. Pure: the same record, knowledge and model give the same document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, assert_never

from search import criteria
from search.knowledge import Knowledge
from search.matching import vectors
from search.matching.features import features_of_deal, place_tokens
from search.matching.gates import least_of
from search.matching.model import Model
from search.matching.statistics import statistics_of
from search.names import compact, name_forms, name_words
from search.normalize import clean, fold, han_runs, latin_words, spoken
from search.records import (
    CriteriaKind,
    DealFacts,
    DealRecord,
    InvestorFacts,
    InvestorRecord,
    Place,
    Record,
    Removal,
    SavedSearchRecord,
    ThesisFacts,
    ThesisRecord,
)
from search.scope import Audience
from search.stored import request_of_thesis

MAX_SHORT = 300
MAX_LONG = 4000
MAX_VALUES = 200


def source(item: Record | Removal, *, knowledge: Knowledge, model: Model) -> dict[str, Any]:
    """The document of an item. Raises ValueError or ArithmeticError when the record cannot be read."""
    match item:
        case Removal():
            return {"id": item.id, "version": item.version, "readers": []}
        case DealRecord():
            return _deal(item, knowledge, model)
        case InvestorRecord():
            return _investor(item, knowledge, model)
        case ThesisRecord():
            return _stored(
                item,
                CriteriaKind.THESIS,
                item.investor_id,
                criteria.compile_request(request_of_thesis(item.facts, knowledge), knowledge)[0],
            )
        case SavedSearchRecord():
            return _stored(
                item, CriteriaKind.SAVED_SEARCH, item.owner_id, criteria.compile_request(item.request, knowledge)[0]
            )
        case _:
            assert_never(item)


def _deal(record: DealRecord, knowledge: Knowledge, model: Model) -> dict[str, Any]:
    return {
        "id": record.id,
        "version": record.version,
        "readers": list(record.readers),
        "startup_id": record.startup_id,
        "published_at": int(record.published_at.timestamp() * 1000),
        **_views(record, lambda facts: deal_view(facts, knowledge, model)),
    }


def _investor(record: InvestorRecord, knowledge: Knowledge, model: Model) -> dict[str, Any]:
    return {
        "id": record.id,
        "version": record.version,
        "readers": list(record.readers),
        Audience.PUBLIC.value: investor_view(record.facts, knowledge, model),
    }


def _views(record: DealRecord, render: Callable[[DealFacts], dict[str, Any]]) -> dict[str, Any]:
    """Both views; what both audiences see alike is rendered once."""
    views = {Audience.PUBLIC.value: record.public, Audience.VERIFIED.value: record.verified}
    if record.public is not None and record.public == record.verified:
        return dict.fromkeys(views, render(record.public))
    return {name: render(facts) for name, facts in views.items() if facts is not None}


def deal_view(facts: DealFacts, knowledge: Knowledge, model: Model) -> dict[str, Any]:
    """One audience's fields of a pitch."""
    rates = knowledge.rates
    low, high = rates.bounds(facts.ask)
    currency = facts.ask.currency if facts.ask else ""
    view = _words(facts.names, facts.one_liners, facts.keywords, facts.summaries)
    _file_under(view, knowledge, facts.sectors, facts.sector_words, (facts.stage,), (facts.place,))
    features = features_of_deal(facts, knowledge, today=model.learned_on)
    view |= {
        "amount": _interval(low, high),
        "ticket": _interval(least_of(facts, knowledge), high) if high is not None else None,
        "ask_low": low,
        "ask_high": high,
        "currency": currency if low is not None or high is not None else None,
        "qualification": list(facts.qualifications),
        "business_model": facts.business_model or None,
        "instrument": facts.instrument or None,
        "lead_wanted": _yes_no(facts.lead_wanted),
        "roadshow_attended": _yes_no(facts.roadshow_attended),
        "policy_eligible": _yes_no(facts.policy_eligible),
        "valuation": rates.in_cny(facts.pre_money, currency),
        "revenue": rates.in_cny(facts.revenue, currency),
        "founded_year": facts.founded_year,
        "ip_count": facts.ip_count,
        "close_by": facts.close_by.toordinal() if facts.close_by else None,
        "last_confirmed_on": facts.last_confirmed_on.toordinal() if facts.last_confirmed_on else None,
        "match_tokens": list(features.tokens),
        "log_ask": features.log_ask,
        "home": [node for node in features.home if node],
        "point": model.embedding.of(features).tolist(),
    }
    return _stated(view)


def investor_view(facts: InvestorFacts, knowledge: Knowledge, model: Model) -> dict[str, Any]:
    """The fields of an investment firm: what it says in its theses and what it did in its deals."""
    tickets = [knowledge.rates.bounds(thesis.ticket) for thesis in facts.theses]
    ends = [end for ticket in tickets for end in ticket if end is not None]
    last = max((deal.on for deal in facts.deals), default=None)
    keywords = tuple(dict.fromkeys((*facts.keywords, *(word for thesis in facts.theses for word in thesis.keywords))))
    view = _words(facts.names, (), keywords, facts.summaries)
    _file_under(
        view,
        knowledge,
        (
            *(c for thesis in facts.theses for c in thesis.sectors_include),
            *(c for deal in facts.deals for c in deal.sectors),
        ),
        tuple(word for deal in facts.deals for word in deal.sector_words),
        (*(s for thesis in facts.theses for s in thesis.stages), *(deal.stage for deal in facts.deals)),
        (facts.place, *(place for thesis in facts.theses for place in thesis.places)),
    )
    view |= {
        "amount": [interval for low, high in tickets if (interval := _interval(low, high))],
        "ticket_low": min(ends, default=None),
        "ticket_high": max(ends, default=None),
        "fund_type": sorted({*facts.fund_types, *(thesis.fund_type for thesis in facts.theses if thesis.fund_type)}),
        "lead_or_follow": sorted({thesis.lead_or_follow for thesis in facts.theses if thesis.lead_or_follow}),
        "last_deal_on": last.toordinal() if last else None,
        "response_days": facts.response_days,
        "theses": [_thesis_view(thesis, knowledge) for thesis in facts.theses],
        "home": [node for node in place_tokens(facts.place, knowledge) if node],
    }
    view |= vectors.fields_of(statistics_of(facts, knowledge, model), model)
    return _stated(view)


def _thesis_view(thesis: ThesisFacts, knowledge: Knowledge) -> dict[str, Any]:
    return _stated(
        {
            "stages": list(thesis.stages),
            "sectors": list(thesis.sectors_include),
            "sectors_exclude": list(thesis.sectors_exclude),
            "places": [path for place in thesis.places if (path := knowledge.places.path(place))],
            "ticket": _interval(*knowledge.rates.bounds(thesis.ticket)),
            "conflicts": list(thesis.conflicts),
        }
    )


def _words(
    names: tuple[str, ...], one_liners: tuple[str, ...], keywords: tuple[str, ...], summaries: tuple[str, ...]
) -> dict[str, Any]:
    """The text of a view, folded to be searched; what is short also as written, to be shown with its matches marked."""
    summaries = _cut(summaries, MAX_LONG)
    heading = _heading(names, one_liners, keywords)
    folded = [fold(text) for text in summaries]
    return {
        **heading,
        "shown": True,
        "summaries": folded,
        criteria.WORDS: [*heading[criteria.WORDS], *_joined(map(latin_words, folded))],
        criteria.CHINESE: [*heading[criteria.CHINESE], *_joined(map(han_runs, folded))],
    }


# Both views of an object have the same, one after the other. Nobody changes the lists.
@lru_cache(maxsize=16)
def _heading(names: tuple[str, ...], one_liners: tuple[str, ...], keywords: tuple[str, ...]) -> dict[str, list[str]]:
    names, one_liners, keywords = _cut(names, MAX_SHORT), _cut(one_liners, MAX_SHORT), _cut(keywords, MAX_SHORT)
    texts = (*names, *one_liners, *keywords)
    folded = [fold(text) for text in texts]
    return {
        "names": [fold(text) for text in names],
        "one_liners": [fold(text) for text in one_liners],
        "keywords": [fold(text) for text in keywords],
        "names_written": list(names),
        "one_liners_written": list(one_liners),
        "beginnings": list(name_forms(names)),
        "themes": list({form: f"{form}|{word}" for word in keywords if (form := compact(word))}.values()),
        criteria.SAID: [said for text in texts if (said := spoken(text))],
        criteria.WORDS: _joined((name_words(names), *map(latin_words, folded))),
        criteria.CHINESE: _joined(map(han_runs, folded)),
    }


def _joined(texts: Iterable[Sequence[str]]) -> list[str]:
    """The words of each text that has any, with blanks between them, as the engine cuts them."""
    return [" ".join(words) for words in texts if words]


def _file_under(
    view: dict[str, Any],
    knowledge: Knowledge,
    sectors: tuple[str, ...],
    sector_words: tuple[str, ...],
    stages: tuple[str, ...],
    places: tuple[Place, ...],
) -> None:
    """Add the codes a view is filtered by, and those of what it is about: filed under or spoken of."""
    tree = knowledge.sectors
    filed = tree.paths([*sectors, *(code for word in sector_words if (code := tree.resolve(word)))])
    mentioned = tree.mentioned(
        short=(*view["names"], *view["one_liners"], *view["keywords"], *sector_words), long=view["summaries"]
    )
    named = dict.fromkeys((*filed, *tree.paths(mentioned)))
    view["sectors"] = list(filed)
    view["leaves"] = list(dict.fromkeys(code for code in sectors if code in tree.by_code))
    view["stages"] = list(dict.fromkeys(stage for stage in stages if stage))
    view["places"] = list(dict.fromkeys(node for place in places for node in knowledge.places.nodes(place)))
    view[criteria.ABOUT] = list(named)


def _stored(
    record: ThesisRecord | SavedSearchRecord, kind: CriteriaKind, owner_id: str, compiled: criteria.Criteria
) -> dict[str, Any]:
    return _stated(
        {
            "id": record.id,
            "version": record.version,
            "readers": list(record.readers) or [f"owner:{owner_id}"],
            "kind": kind.value,
            "owner_id": owner_id,
            "found_by": list(criteria.keys_of(compiled)),
            "required": list(compiled.required),
            "needed": compiled.needed,
            "name": compiled.name or None,
            "text_groups": {name: list(values) for name, values in compiled.text_groups.items()},
            "groups": {name: list(values) for name, values in compiled.groups.items()},
            "forbidden": {name: list(values) for name, values in compiled.forbidden.items()},
            "intervals": {name: _interval(*interval) for name, interval in compiled.intervals.items()},
        }
    )


def _cut(texts: Iterable[str], length: int) -> tuple[str, ...]:
    return tuple(kept for text in texts if (kept := clean(text[:length])))[:MAX_VALUES]


def _yes_no(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()


def _interval(low: float | None, high: float | None) -> dict[str, float] | None:
    """A range as Elasticsearch takes it; an end that is not stated stays open."""
    if low is None and high is None:
        return None
    if low is not None and high is not None and low > high:
        low, high = high, low
    return {name: end for name, end in (("gte", low), ("lte", high)) if end is not None}


def _stated(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], {})}
