"""How long evidence is kept once its purpose has ended: dated rules as data, one for each kind and outcome.

Rules are replaced, not edited: a new one gets its own `valid_from`, so that what held when can be told later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings

from backend.organizations.enums import ReviewKind, StandingKind

EvidenceKind = ReviewKind | StandingKind


class Outcome(StrEnum):
    """How a request ended; the time runs from there."""

    REFUSED = "refused"  # rejected or withdrawn: from the decision
    ENDED = "ended"  # approved: from the end of its validity, or from its revocation


class Status(StrEnum):
    FIGURE_IN_LAW = "figure_in_law"
    NO_FIGURE_IN_LAW = "no_figure_in_law"  # the figure is a setting; counsel should confirm it


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """`setting` names the number of days; `source` is what the rule rests on."""

    kind: EvidenceKind
    outcome: Outcome
    setting: str
    valid_from: date
    source: str
    status: Status

    @property
    def kept_for(self) -> timedelta:
        return timedelta(days=getattr(settings, self.setting))


# Personal Information Protection Law art. 19: the shortest time the purpose needs; art. 47: deletion when it has ended.
_PIPL = "个人信息保护法 第十九条、第四十七条"
# Private fund rules art. 26 bind managers, custodians and sellers (10 years after liquidation); the street is none.
_PIPL_AND_FUNDS = f"{_PIPL}；私募投资基金监督管理暂行办法 第二十六条（约束管理人、托管人与销售机构，不含本平台）"
_SOURCES: dict[EvidenceKind, str] = {
    ReviewKind.VERIFICATION: _PIPL,
    ReviewKind.CLAIM: _PIPL,
    StandingKind.SPECIFIC_PERSON: _PIPL_AND_FUNDS,
    StandingKind.QUALIFIED_INVESTOR: _PIPL_AND_FUNDS,
}
_SETTINGS = {
    Outcome.REFUSED: "EVIDENCE_OF_REFUSED_KEPT_DAYS",
    Outcome.ENDED: "EVIDENCE_OF_ENDED_KEPT_DAYS",
}
RULES = tuple(
    RetentionRule(kind, outcome, setting, date(2026, 11, 25), source, Status.NO_FIGURE_IN_LAW)
    for kind, source in _SOURCES.items()
    for outcome, setting in _SETTINGS.items()
)


@dataclass(frozen=True, slots=True)
class Term:
    """How many days evidence of one kind is kept, by how its request ended."""

    kind: EvidenceKind
    refused_days: int
    ended_days: int


def rules_on(day: date) -> Iterator[RetentionRule]:
    """For each kind and outcome the newest rule in force; before the first one, the first."""
    for kind in _SOURCES:
        for outcome in Outcome:
            rows = sorted((r for r in RULES if (r.kind, r.outcome) == (kind, outcome)), key=lambda r: r.valid_from)
            yield ([rule for rule in rows if rule.valid_from <= day] or rows[:1])[-1]


def terms_on(day: date) -> list[Term]:
    """The rules in force as people are told them, one line for each kind."""
    days = {(rule.kind, rule.outcome): rule.kept_for.days for rule in rules_on(day)}
    return [Term(kind, days[kind, Outcome.REFUSED], days[kind, Outcome.ENDED]) for kind in _SOURCES]
