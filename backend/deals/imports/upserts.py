"""Writing one batch of rows: what is new is made, what differs is changed, what is the same is left untouched.

Only reference rows are written. A row its owner has claimed belongs to the owner from then on.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from backend.core import rates
from backend.core.money import Currency, Money
from backend.deals.imports import copying
from backend.deals.imports.columns import Subject
from backend.deals.imports.parsing import DealRow, OrganizationRow
from backend.deals.imports.problems import Problem
from backend.deals.models import FundingRound, RoundInvestor
from backend.organizations.enums import OrganizationKind, Origin
from backend.organizations.models import Organization
from backend.taxonomy.words import key_of

_ORGANIZATION_FIELDS = (
    "legal_name", "name_en", "description", "country", "region", "city", "founded_on", "founded_precision", "sectors",
    "sector_primary", "source_sectors", "source_credit", "investor_type",
)  # fmt: skip
_ROUND_FIELDS = ("stage", "closed_precision", "amount_minor", "currency", "amount_usd")
_KIND = {Subject.COMPANIES: OrganizationKind.STARTUP, Subject.INVESTORS: OrganizationKind.INVESTMENT_FIRM}
_SHORT_ID = 6


@dataclass(slots=True)
class Written:
    """What one batch did. `touched` are organizations whose documents are stale now."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    claimed: int = 0
    rounds_new: int = 0
    touched: set[UUID] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    unknown_sectors: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes for one source. `words` is the taxonomy's table from `key_of(word)` to code."""

    source: str
    credit: str
    words: Mapping[str, str]

    def write(self, subject: Subject, file_name: str, rows: Sequence[OrganizationRow | DealRow]) -> Written:
        """Write a batch in the current transaction."""
        if subject == Subject.DEALS:
            return self._deals(file_name, [row for row in rows if isinstance(row, DealRow)])
        return self._organizations(_KIND[subject], file_name, [row for row in rows if isinstance(row, OrganizationRow)])

    def _organizations(self, kind: OrganizationKind, file_name: str, rows: Sequence[OrganizationRow]) -> Written:
        done, fresh, stale = Written(), [], []
        # Locked until the batch is written: a claim approved meanwhile waits, or its row is read here as claimed.
        found = Organization.objects.filter(source=self.source, external_id__in=[row.id for row in rows])
        locked = found.select_for_update(no_key=True).order_by("pk")
        stored = {
            row.external_id: row
            for row in locked.only("kind", "origin", "claimed_at", "external_id", *_ORGANIZATION_FIELDS)
        }
        for row in rows:
            wanted = self._organization(kind, row, done)
            old = stored.get(row.id)
            if old is None:
                fresh.append(wanted)
            elif old.kind != kind:
                done.problems.append(Problem(file_name, row.number, "id", "imports.id_of_other_kind", row.id))
            elif old.origin != Origin.REFERENCE or old.claimed_at is not None:
                done.claimed += 1
            elif _copy(wanted, old, _ORGANIZATION_FIELDS):
                stale.append(old)
            else:
                done.unchanged += 1
        copying.insert(fresh)
        Organization.objects.bulk_update(stale, [*_ORGANIZATION_FIELDS, "updated_at"], batch_size=500)
        done.new, done.changed = len(fresh), len(stale)
        done.touched.update(row.pk for row in (*fresh, *stale))
        return done

    def _organization(self, kind: OrganizationKind, row: OrganizationRow, done: Written) -> Organization:
        codes = []
        for word in row.sectors:
            if code := self.words.get(key_of(word)):
                codes.append(code)
            else:
                done.unknown_sectors[word] += 1
        sectors = list(dict.fromkeys(codes))
        name, name_en = _names(row)
        return Organization(
            kind=kind,
            origin=Origin.REFERENCE,
            source=self.source,
            source_credit=self.credit,
            external_id=row.id,
            legal_name=name,
            name_en=name_en,
            description=row.description,
            country=row.country,
            region=row.region,
            city=row.city,
            founded_on=row.founded,
            founded_precision=row.founded_precision,
            sectors=sectors,
            sector_primary=sectors[0] if sectors else "",
            source_sectors=list(row.sectors),
            investor_type=row.investor_type,
        )

    def _deals(self, file_name: str, rows: Sequence[DealRow]) -> Written:
        done = Written()
        ids = self._known_ids({row.company_id for row in rows} | {row.investor_id for row in rows})
        good = []
        for row in rows:
            if (OrganizationKind.STARTUP, row.company_id) not in ids:
                done.problems.append(
                    Problem(file_name, row.number, "company_id", "imports.unknown_company", row.company_id)
                )
            elif (OrganizationKind.INVESTMENT_FIRM, row.investor_id) not in ids:
                done.problems.append(
                    Problem(file_name, row.number, "investor_id", "imports.unknown_investor", row.investor_id)
                )
            else:
                good.append(row)
        rounds, changed = self._rounds(good, ids, done)
        self._participations(good, ids, rounds, changed, done)
        return done

    def _known_ids(self, external_ids: set[str]) -> dict[tuple[str, str], UUID]:
        found = Organization.objects.filter(source=self.source, external_id__in=external_ids)
        return {(kind, external): pk for kind, external, pk in found.values_list("kind", "external_id", "pk")}

    def _rounds(
        self, rows: Sequence[DealRow], ids: Mapping[tuple[str, str], UUID], done: Written
    ) -> tuple[dict[str, UUID], set[UUID]]:
        """The id of every round of the batch, made where it was missing, and those that were changed."""
        wanted: dict[str, DealRow] = {}
        for row in rows:
            wanted.setdefault(_round_id(row), row)
        stored = {
            row.external_id: row
            for row in FundingRound.objects.filter(source=self.source, external_id__in=list(wanted)).only(
                "company_id", "external_id", *_ROUND_FIELDS
            )
        }
        fresh, stale = [], []
        for external_id, row in wanted.items():
            made = self._round(external_id, row, ids[OrganizationKind.STARTUP, row.company_id])
            old = stored.get(external_id)
            if old is None:
                fresh.append(made)
            elif _copy(made, old, _ROUND_FIELDS):
                stale.append(old)
        copying.insert(fresh)
        FundingRound.objects.bulk_update(stale, [*_ROUND_FIELDS, "updated_at"], batch_size=500)
        done.rounds_new = len(fresh)
        done.touched.update(row.company_id for row in (*fresh, *stale))
        pks = {row.external_id: row.pk for row in (*stored.values(), *fresh)}
        return pks, {row.pk for row in stale}

    def _round(self, external_id: str, row: DealRow, company_id: UUID) -> FundingRound:
        usd = None
        if row.amount_minor is not None:
            usd = rates.to_usd(Money(row.amount_minor, Currency(row.currency)))
        return FundingRound(
            company_id=company_id,
            round_label=row.round_label,
            stage=row.stage,
            closed_on=row.closed_on,
            closed_precision=row.precision,
            amount_minor=row.amount_minor,
            currency=row.currency,
            amount_usd=usd,
            source=self.source,
            external_id=external_id,
        )

    def _participations(
        self,
        rows: Sequence[DealRow],
        ids: Mapping[tuple[str, str], UUID],
        rounds: Mapping[str, UUID],
        changed: set[UUID],
        done: Written,
    ) -> None:
        pairs = [(rounds[_round_id(row)], ids[OrganizationKind.INVESTMENT_FIRM, row.investor_id]) for row in rows]
        stored = set(
            RoundInvestor.objects.filter(round_id__in=set(rounds.values())).values_list("round_id", "investor_id")
        )
        fresh = [RoundInvestor(round_id=one, investor_id=other) for one, other in pairs if (one, other) not in stored]
        copying.insert(fresh)
        done.new = len(fresh)
        done.changed = sum(pair in stored and pair[0] in changed for pair in pairs)
        done.unchanged = len(pairs) - done.new - done.changed
        done.touched.update(row.investor_id for row in fresh)
        done.touched.update(investor for one, investor in pairs if one in changed)


def _names(row: OrganizationRow) -> tuple[str, str]:
    """As the source writes it; a person the source does not name gets a neutral name with the end of the id."""
    if not row.name:
        short = row.id[-_SHORT_ID:]
        return f"个人投资人 {short}", f"Individual investor {short}"
    return row.name, row.name if row.name.isascii() else ""


def _round_id(row: DealRow) -> str:
    """The same cells always make the same round, in this import and in the next."""
    joined = "\x1f".join((row.company_id, *row.key))
    return hashlib.sha256(joined.encode()).hexdigest()[:40]


def _copy(wanted: Any, stored: Any, names: Sequence[str]) -> bool:
    """Bring a stored row in step; True when anything differed."""
    differing = [name for name in names if getattr(wanted, name) != getattr(stored, name)]
    for name in differing:
        setattr(stored, name, getattr(wanted, name))
    if differing:
        stored.updated_at = timezone.now()
    return bool(differing)
