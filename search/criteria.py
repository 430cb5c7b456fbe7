"""A request taken apart into atoms that a document either has or has not.

Both directions are built from this one form. Forward (`queries.py`) it filters documents; stored (`reverse.py`) it is found
by a document. `words that are required` and `any of a group` are all there is, so both directions can be exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from search.knowledge import Knowledge
from search.normalize import is_han, phrase, pieces, runs
from search.reading.parts import TERM_KINDS, Kind
from search.request import MONEY_RANGES, RangeChoice, RangeFacet, SearchRequest
from search.understanding import Understood, understand

Interval = tuple[float | None, float | None]

# Keyword fields a group of alternatives is compared with; the names are those of the document fields.
GROUP_FIELDS = (
    "sectors", "stages", "places", "qualification", "business_model", "instrument", "currency", "lead_wanted", "roadshow_attended",
    "policy_eligible", "fund_type", "lead_or_follow",
)  # fmt: skip
TEXT_GROUP_FIELDS = ("stages", "places", *(kind.value for kind in TERM_KINDS))
# What was said in names, one-liners and keywords. A document holds it as units (`normalize.spoken`), a question names runs of them.
SAID = "said"
# What was said in any text: words, unbroken Chinese, and the sectors it is about.
WORDS, CHINESE, ABOUT = "words", "chinese", "about"
_ABOUT = "about:"
FORBIDDEN_FIELDS = (*GROUP_FIELDS, SAID)
_KINDS = {"sectors": Kind.SECTOR, "stages": Kind.STAGE, "places": Kind.PLACE} | {
    kind.value: kind for kind in TERM_KINDS
}
# Interval names, and the document field each is compared with.
AMOUNT, TICKET = "amount", "ticket"
INTERVALS = (AMOUNT, TICKET, *(facet.value for facet in RangeFacet))

# So many atoms of a pitch are held against stored questions, its headline's first: a small engine takes 8,192 clauses in all.
MOST_TOKENS = 7_500

_ALL_REQUIRED_UP_TO = 3
_SHARE_REQUIRED = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What a document must have. The text part may be met by the name alone; everything else always holds."""

    required: tuple[str, ...] = ()
    needed: int = 0
    text_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    name: str = ""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    intervals: Mapping[str, Interval] = field(default_factory=dict)

    @property
    def has_text(self) -> bool:
        """Whether the text narrows anything."""
        return bool(self.required or self.text_groups)


# Of the conditions of a stored question the first it has of these is what it is looked up by: few pitches meet it.
_TELLING = ("sectors", "places", "qualification", "instrument", "stages")
ANY = "*"


def keys_of(criteria: Criteria) -> tuple[str, ...]:
    """What a document must hold one of to meet the criteria; `ANY` where it need not hold anything.

    It says nothing new, the criteria demand it anyway; but a stored question is found by it before all of it is looked at.
    """
    if criteria.has_text:
        named = (f"name:{criteria.name}",) if criteria.name else ()
        return (*_keys_of_text(criteria), *named)
    telling = sorted(criteria.groups, key=lambda name: _TELLING.index(name) if name in _TELLING else len(_TELLING))
    return tuple(f"{telling[0]}:{value}" for value in criteria.groups[telling[0]]) if telling else (ANY,)


def _keys_of_text(criteria: Criteria) -> tuple[str, ...]:
    """Of so many words of which all but a few are needed, one of any few and one more must be there."""
    if criteria.required:
        return tuple(sorted(criteria.required, key=len)[criteria.needed - 1 :])
    name, values = next(iter(criteria.text_groups.items()))
    return tuple(f"{name}:{value}" for value in values)


def keys_held(view: Mapping[str, Any], beginnings: Iterable[str]) -> tuple[str, ...]:
    """Every key a document's view holds; `beginnings` are those of its names."""
    held = [f"{name}:{value}" for name in GROUP_FIELDS for value in listed(view.get(name))]
    return (ANY, *tokens_of(view)[:MOST_TOKENS], *held, *(f"name:{one}" for one in beginnings))


def tokens_of(view: Mapping[str, Any]) -> list[str]:
    """The atoms a question's text may require of a document's view."""
    words = chain.from_iterable(text.split() for text in view.get(WORDS, ()))
    runs = chain.from_iterable(text.split() for text in view.get(CHINESE, ()))
    return list(dict.fromkeys(chain(map(about, view.get(ABOUT, ())), words, pieces(runs))))


def field_of(atom: str) -> tuple[str, str]:
    """The field of a document's view that holds an atom, and as what."""
    if atom.startswith(_ABOUT):
        return ABOUT, atom.removeprefix(_ABOUT)
    return (CHINESE if is_han(atom) else WORDS), atom


def atoms_of(view: Mapping[str, Any], name: str) -> list[str]:
    """What a question may name of a document's field."""
    return sorted(runs(view.get(name, ()))) if name == SAID else listed(view.get(name))


def listed(value: Any) -> list[str]:
    """A field's values, as keywords."""
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def about(code: str) -> str:
    """The atom of a sector that a text names: a document filed under it, or below it, or speaking of it.

    A plain word is its own atom: no word has a colon.
    """
    return f"{_ABOUT}{code}"


def compile_request(request: SearchRequest, knowledge: Knowledge) -> tuple[Criteria, Understood]:
    """The criteria of a request and how its text was read. Raises SearchRejected for a currency without a rate."""
    understood = understand(request.text, knowledge, request.target)
    required = tuple(dict.fromkeys([*(about(found.code) for found in understood.sectors), *understood.words]))
    criteria = Criteria(
        required=required,
        needed=_needed(len(required)),
        text_groups=_present({name: understood.wanted(_KINDS[name]) for name in TEXT_GROUP_FIELDS}),
        name=understood.name if len(understood.name) > 1 else "",
        groups=_groups(request),
        forbidden=forbidden(request, understood),
        intervals=_intervals(request, understood, knowledge),
    )
    return criteria, understood


def forbidden(request: SearchRequest, understood: Understood) -> dict[str, tuple[str, ...]]:
    """What a document must not have: what the request excludes and what its text does."""
    found = {name: understood.unwanted(kind) for name, kind in _KINDS.items()}
    found["sectors"] += request.sectors_exclude
    found["stages"] += request.stages_exclude
    found["places"] += request.places_exclude
    words = (*understood.unwanted(Kind.WORD), *request.words_exclude)
    found[SAID] = tuple(held for text in words if (held := phrase(text)))
    return _present(found)


def _needed(count: int) -> int:
    """All words of a short question, three quarters of a long one."""
    return count if count <= _ALL_REQUIRED_UP_TO else math.ceil(count * _SHARE_REQUIRED)


def _groups(request: SearchRequest) -> dict[str, tuple[str, ...]]:
    groups = {"sectors": request.sectors, "stages": request.stages, "places": request.places}
    groups.update({choice.facet.value: choice.values for choice in request.terms})
    return _present(groups)


def _present(groups: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(dict.fromkeys(values)) for name, values in groups.items() if values}


def _intervals(request: SearchRequest, understood: Understood, knowledge: Knowledge) -> dict[str, Interval]:
    rates = knowledge.rates
    stated = request.amount if request.amount is not None else understood.amount
    found: dict[str, Interval] = {
        AMOUNT: rates.asked(stated, AMOUNT),
        TICKET: rates.asked(request.ticket, TICKET),
    }
    for choice in request.ranges:
        found[choice.facet.value] = _range(choice, request, knowledge)
    return {name: interval for name, interval in found.items() if interval != (None, None)}


def _range(choice: RangeChoice, request: SearchRequest, knowledge: Knowledge) -> Interval:
    low, high = _number(choice.low), _number(choice.high)
    if choice.facet in MONEY_RANGES:
        rate = float(knowledge.rates.cny.get(request.currency, Decimal(1)))
        return (None if low is None else low * rate), (None if high is None else high * rate)
    return low, high


def _number(end: Decimal | date | None) -> float | None:
    if end is None:
        return None
    return float(end.toordinal() if isinstance(end, date) else end)
