"""Turning what a team wrote into rows: sectors that exist, one currency, amounts in order."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypedDict

from backend.core.money import Currency, Money
from backend.core.rates import to_usd
from backend.deals.errors import AmountOrder, CurrencyMixed, SectorNotLeaf, SectorUnknown, TooManySectors
from backend.deals.models import Pitch
from backend.deals.selectors.pitches import BLOCKS, block_row
from backend.taxonomy import selectors as taxonomy

MAX_SECTORS = 5


class PitchChanges(TypedDict, total=False):
    """Only the keys that are there change. A block is a mapping of its own fields, amounts as `Money`."""

    one_liner: str
    one_liner_en: str
    story: str
    story_en: str
    business_model: str
    customer_type: str
    sector_primary: str
    sectors: list[str]
    tech_keywords: list[str]
    country: str
    region: str
    city: str
    district: str
    stage: str
    instrument: str
    amount_min: Money | None
    amount_target: Money | None
    amount_max: Money | None
    close_by_date: Any
    lead_wanted: bool | None
    team: Mapping[str, Any]
    traction: Mapping[str, Any]
    ip: Mapping[str, Any]
    terms: Mapping[str, Any]
    needs: Mapping[str, Any]


# Wire name → column, for everything that is an amount.
_AMOUNTS = {f"amount_{end}": f"amount_{end}_minor" for end in ("min", "target", "max")}
_BLOCK_AMOUNTS = {
    "traction": {"cash": "cash_minor", "monthly_burn": "monthly_burn_minor", "revenue_years": "revenue_years_minor"},
    "terms": {"pre_money": "pre_money_minor", "min_ticket": "min_ticket_minor", "committed": "committed_minor"},
}


def apply_changes(pitch: Pitch, changes: PitchChanges) -> list[str]:
    """Write the changes into the pitch (unsaved) and its block rows (saved). Raises as `assign_changes`."""
    names = assign_changes(pitch, changes)
    save_blocks(pitch, {name.partition(".")[0] for name in names if "." in name})
    return names


def assign_changes(pitch: Pitch, changes: PitchChanges) -> list[str]:
    """Write the changes into the pitch and its block rows, in memory alone. Returns the names of changed fields.

    Raises SectorUnknown, SectorNotLeaf, TooManySectors, CurrencyMixed, AmountOrder.
    """
    given: dict[str, Any] = dict(changes)
    _settle_currency(pitch, given)
    names: list[str] = []
    for name, value in given.items():
        if name in BLOCKS:
            names.extend(f"{name}.{field}" for field in _assign_block(pitch, name, value))
        elif name in _AMOUNTS:
            setattr(pitch, _AMOUNTS[name], None if value is None else value.minor)
            names.append(name)
        else:
            setattr(pitch, name, value)
            names.append(name)
    if "sector_primary" in given or "sectors" in given:
        _settle_sectors(pitch)
    _settle_amounts(pitch)
    return names


def save_blocks(pitch: Pitch, blocks: Iterable[str]) -> None:
    """Save the rows of the named blocks as they stand in memory."""
    for block in sorted(blocks):
        getattr(pitch, block).save()


def _assign_block(pitch: Pitch, block: str, values: Mapping[str, Any]) -> list[str]:
    row = block_row(pitch, block, BLOCKS[block])
    amounts = _BLOCK_AMOUNTS.get(block, {})
    for name, value in values.items():
        setattr(row, amounts.get(name, name), _minor(value) if name in amounts else value)
    if values:
        setattr(pitch, block, row)
    return list(values)


def _minor(value: Money | list[Money] | None) -> Any:
    if isinstance(value, list):
        return [item.minor for item in value]
    return None if value is None else value.minor


def _settle_currency(pitch: Pitch, given: Mapping[str, Any]) -> None:
    """All amounts of a pitch share one currency; it can change only when every stored amount is sent anew."""
    sent = {name: amount for name, amount in _sent_amounts(given) if amount is not None}
    currencies = {amount.currency for amount in sent.values()}
    if not currencies:
        return
    currency = currencies.pop()
    resent = {name for name, _ in _sent_amounts(given)}
    left = [name for name in _stored_amounts(pitch) if name not in resent]
    if currencies or (currency != pitch.currency and left):
        raise CurrencyMixed(fields={name: [CurrencyMixed.message] for name in (*sent, *left)})
    pitch.currency = currency


def _sent_amounts(given: Mapping[str, Any]) -> Iterator[tuple[str, Money | None]]:
    for name in _AMOUNTS:
        if name in given:
            yield name, given[name]
    for block, amounts in _BLOCK_AMOUNTS.items():
        for name in amounts:
            if name not in given.get(block, {}):
                continue
            value = given[block][name]
            items = value if isinstance(value, list) else [value]
            # A list that is being emptied was sent too.
            yield from ((f"{block}.{name}", item) for item in (items or [None]))


def _stored_amounts(pitch: Pitch) -> Iterator[str]:
    yield from (name for name, column in _AMOUNTS.items() if getattr(pitch, column) is not None)
    for block, amounts in _BLOCK_AMOUNTS.items():
        row = block_row(pitch, block, BLOCKS[block])
        yield from (f"{block}.{name}" for name, column in amounts.items() if getattr(row, column) not in (None, []))


def _settle_sectors(pitch: Pitch) -> None:
    """The primary sector leads the list, each code once."""
    codes = list(dict.fromkeys([*filter(None, [pitch.sector_primary]), *pitch.sectors]))
    tree = taxonomy.current_tree()
    unknown = [code for code in codes if code not in tree.by_code]
    if unknown:
        field = "sector_primary" if pitch.sector_primary in unknown else "sectors"
        raise SectorUnknown(fields={field: [SectorUnknown.message]})
    if tree.children.get(pitch.sector_primary):
        raise SectorNotLeaf(fields={"sector_primary": [SectorNotLeaf.message]})
    if len(codes) > MAX_SECTORS:
        raise TooManySectors(fields={"sectors": [TooManySectors.message]})
    pitch.sectors = codes


def _settle_amounts(pitch: Pitch) -> None:
    """Check minimum ≤ target ≤ maximum and note the ask in US dollars: the target, else the nearest end."""
    stated = [
        minor
        for minor in (pitch.amount_min_minor, pitch.amount_target_minor, pitch.amount_max_minor)
        if minor is not None
    ]
    if stated != sorted(stated):
        raise AmountOrder(fields={"amount_target": [AmountOrder.message]})
    ask = pitch.amount_target_minor if pitch.amount_target_minor is not None else (stated[-1] if stated else None)
    pitch.amount_usd = None if ask is None else to_usd(Money(ask, Currency(pitch.currency)))
