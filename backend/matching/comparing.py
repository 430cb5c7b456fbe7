"""Two to five pitches side by side, each as its page shows it to this viewer, and why it fits an investor of theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.core.actors import Viewer
from backend.core.errors import NotFound
from backend.core.money import Currency, Money
from backend.deals.enums import PitchState
from backend.deals.models import Pitch
from backend.deals.selectors.pitches import visible_pitches
from backend.deals.selectors.readings import PitchReading
from backend.deals.services import access
from backend.matching import knowledge, matchmaking
from backend.matching.answers import Explained, ModelInfo
from backend.matching.errors import ComparedTwice, TooFewCompared, TooManyCompared
from backend.matching.projections import with_blocks
from backend.matching.selectors import subjects
from backend.matching.selectors.subjects import Investor
from search.knowledge import Knowledge

LEAST, MOST = 2, 5
_IN_BLOCKS = {
    "terms": ("pre_money", "min_ticket", "committed"),
    "traction": ("cash", "monthly_burn"),
}
AMOUNTS = (
    *("amount_min", "amount_target", "amount_max"),
    *(name for names in _IN_BLOCKS.values() for name in names),
    "revenue",
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One pitch. `cny` holds its stated and readable amounts at the reference rates; `rank` is its place among those compared."""

    reading: PitchReading
    founded_on: date | None
    cny: Mapping[str, Money | None]
    why: Explained | None
    rank: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`missing` are ids that are unknown or not for the viewer, which nobody can tell apart. `model` where fits are told."""

    deals: tuple[Compared, ...]
    missing: tuple[UUID, ...]
    rates_as_of: date
    model: ModelInfo | None


def compare(viewer: Viewer, parameters: Mapping[str, Any], *, now: datetime) -> Comparison:
    """In the order asked for. A look at blocks that are not public leaves the same trail as on the pitch's own page.

    Raises TooFewCompared, TooManyCompared, ComparedTwice; NotFound when none can be seen or the investor cannot; NotPermitted
    for an investor that is not the viewer's own.
    """
    ids = _chosen(parameters.get("ids", []))
    investor = _investor(viewer, parameters, now)
    rows = {pitch.pk: pitch for pitch in with_blocks(visible_pitches(viewer).filter(pk__in=ids))}
    if not rows:
        raise NotFound
    shown = [rows[pk] for pk in ids if pk in rows]
    fits, model = _fits(viewer, investor, shown, now)
    known = knowledge.current()
    return Comparison(
        deals=tuple(_compared(viewer, pitch, fits, known, now) for pitch in shown),
        missing=tuple(pk for pk in ids if pk not in rows),
        rates_as_of=known.rates.effective,
        model=model,
    )


def _chosen(ids: Sequence[UUID]) -> list[UUID]:
    if len(set(ids)) < len(ids):
        raise ComparedTwice(fields={"ids": [ComparedTwice.message]})
    if len(ids) < LEAST:
        raise TooFewCompared(fields={"ids": [TooFewCompared.message]})
    if len(ids) > MOST:
        raise TooManyCompared(fields={"ids": [TooManyCompared.message]})
    return list(ids)


def _investor(viewer: Viewer, parameters: Mapping[str, Any], now: datetime) -> Investor | None:
    """One thesis, or the firm as a whole; none when neither is named."""
    if "thesis" in parameters:
        return subjects.thesis_of_member(viewer, parameters["thesis"], now)
    return subjects.firm_of_member(viewer, parameters["firm"], now) if "firm" in parameters else None


def _fits(
    viewer: Viewer, investor: Investor | None, pitches: Sequence[Pitch], now: datetime
) -> tuple[Mapping[UUID, Explained], ModelInfo | None]:
    """Of what is published, as in a list of matches."""
    if investor is None:
        return {}, None
    published = [pitch for pitch in pitches if pitch.state == PitchState.PUBLISHED]
    return matchmaking.explain_pitches(viewer, investor.facts, published, now=now)


def _compared(
    viewer: Viewer, pitch: Pitch, fits: Mapping[UUID, Explained], known: Knowledge, now: datetime
) -> Compared:
    reading = access.open_pitch(viewer=viewer, pitch_id=pitch.pk, now=now)
    why = fits.get(pitch.pk)
    better = [other for other in fits.values() if why is not None and other.score > why.score]
    return Compared(
        reading=reading,
        founded_on=pitch.organization.founded_on,
        cny={name: _in_cny(money, known) for name, money in _stated(reading).items()},
        why=why,
        rank=None if why is None else len(better) + 1,
    )


def _stated(reading: PitchReading) -> dict[str, Money | None]:
    """Every amount the viewer may read."""
    found: dict[str, Money | None] = dict.fromkeys(AMOUNTS)
    found |= reading.amounts
    for block, names in _IN_BLOCKS.items():
        data = reading.blocks[block].data or {}
        found |= {name: data.get(name) for name in names}
    revenue = (reading.blocks["traction"].data or {}).get("revenue_years") or [None]
    return {**found, "revenue": revenue[0]}


def _in_cny(money: Money | None, known: Knowledge) -> Money | None:
    if money is None:
        return None
    value = known.rates.in_cny(money.major, money.currency.value)
    return None if value is None else Money(round(value * 100), Currency.CNY)
