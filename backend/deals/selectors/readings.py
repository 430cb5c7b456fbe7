"""A pitch as one viewer reads it: the headline, and of the blocks only the data that viewer may have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.core.actors import Viewer
from backend.core.money import Currency, Money
from backend.core.permissions import allowed_actions, may
from backend.deals.completeness import Completeness, measure
from backend.deals.enums import Block, Visibility
from backend.deals.models import Pitch, PitchIp, PitchNeeds, PitchTeam, PitchTeamMember, PitchTerms, PitchTraction
from backend.deals.permissions import PITCH_ACTIONS
from backend.deals.selectors.access import BlockAccess, access_of
from backend.deals.selectors.pitches import block_row, stated_values, team_of
from backend.deals.selectors.revisions import RevisionReading, overlay, read_revision, working_team

STALE_AFTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class BlockReading:
    """One block: `data` is there exactly when it is readable."""

    visibility: Visibility
    readable: bool
    why: str | None
    data: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class PitchReading:
    """What `serializers.pitches.PitchOutput` renders. `completeness`, `review_reason`, `approved_at`: own side only;
    `revision`: the team alone, which reads the pitch as it will be.
    """

    pitch: Pitch
    amounts: Mapping[str, Money | None]
    is_stale: bool
    completeness: Completeness | None
    review_reason: str | None
    approved_at: datetime | None
    revision: RevisionReading | None
    blocks: Mapping[str, BlockReading]
    allowed_actions: list[str]

    @property
    def gated_blocks(self) -> list[str]:
        """Readable blocks that are not public."""
        return [name for name, block in self.blocks.items() if block.readable and block.visibility != Visibility.PUBLIC]


def money(minor: int | None, pitch: Pitch) -> Money | None:
    """An amount of the pitch, all of which share its currency."""
    return None if minor is None else Money(minor, Currency(pitch.currency))


def amounts_of(pitch: Pitch) -> dict[str, Money | None]:
    return {
        "amount_min": money(pitch.amount_min_minor, pitch),
        "amount_target": money(pitch.amount_target_minor, pitch),
        "amount_max": money(pitch.amount_max_minor, pitch),
    }


def is_stale(pitch: Pitch, now: datetime) -> bool:
    """Nobody has confirmed for 90 days that it still holds."""
    return pitch.last_confirmed_at is not None and pitch.last_confirmed_at <= now - STALE_AFTER


def read_pitch(viewer: Viewer, pitch: Pitch, now: datetime) -> PitchReading:
    """A visible pitch through the viewer's eyes, to its team as it will read once approved, in memory.

    Block data that may not be read is never put together.
    """
    access = access_of(viewer, [pitch], now)[pitch.pk]
    is_inside = may(viewer, "deals.read_all_blocks", pitch)
    is_team = may(viewer, "deals.belong_to_pitch", pitch)
    revision = read_revision(pitch) if is_team else None
    if is_team:
        overlay(pitch)
    members = (working_team if is_team else team_of)(pitch)
    return PitchReading(
        pitch=pitch,
        amounts=amounts_of(pitch),
        is_stale=is_stale(pitch, now),
        completeness=measure(stated_values(pitch, list(members))) if is_inside else None,
        review_reason=pitch.review_reason if is_inside else None,
        approved_at=pitch.approved_at if is_inside else None,
        revision=revision,
        blocks={block.value: _reading(pitch, block, access[block], members) for block in Block},
        allowed_actions=allowed_actions(viewer, "deals", PITCH_ACTIONS, pitch),
    )


def readable_team(viewer: Viewer, pitch: Pitch, now: datetime) -> list[PitchTeamMember]:
    """The people of the pitch, to its team as it wrote them; none when the viewer may not read block `team`."""
    if not access_of(viewer, [pitch], now)[pitch.pk][Block.TEAM].is_readable:
        return []
    return working_team(pitch) if may(viewer, "deals.belong_to_pitch", pitch) else list(team_of(pitch))


def _reading(pitch: Pitch, block: Block, access: BlockAccess, members: Iterable[PitchTeamMember]) -> BlockReading:
    if not access.is_readable:
        data = None
    elif block == Block.TEAM:
        data = _team(pitch, members)
    else:
        data = _BLOCK_DATA[block](pitch)
    return BlockReading(access.visibility, access.is_readable, access.why, data)


def _story(pitch: Pitch) -> dict[str, Any]:
    return {"story": pitch.story, "story_en": pitch.story_en}


def _team(pitch: Pitch, members: Iterable[PitchTeamMember]) -> dict[str, Any]:
    row = block_row(pitch, "team", PitchTeam)
    return {"headcount": row.headcount, "rd_share_pct": row.rd_share_pct, "members": list(members)}


def _traction(pitch: Pitch) -> dict[str, Any]:
    row = block_row(pitch, "traction", PitchTraction)
    return {
        "revenue_years": [money(minor, pitch) for minor in row.revenue_years_minor],
        "gross_margin_pct": row.gross_margin_pct,
        "cash": money(row.cash_minor, pitch),
        "monthly_burn": money(row.monthly_burn_minor, pitch),
        "runway_months": row.runway_months,
        "customers": row.customers,
        "key_contracts": row.key_contracts,
        "letters_of_intent": row.letters_of_intent,
    }


def _ip(pitch: Pitch) -> dict[str, Any]:
    row = block_row(pitch, "ip", PitchIp)
    names = ("patents_granted", "patents_pending", "software_copyrights", "standards", "note")
    return {name: getattr(row, name) for name in names}


def _terms(pitch: Pitch) -> dict[str, Any]:
    row = block_row(pitch, "terms", PitchTerms)
    return {
        "pre_money": money(row.pre_money_minor, pitch),
        "min_ticket": money(row.min_ticket_minor, pitch),
        "committed": money(row.committed_minor, pitch),
        "lead_committed": row.lead_committed,
        "use_of_proceeds": row.use_of_proceeds,
    }


def _needs(pitch: Pitch) -> dict[str, Any]:
    row = block_row(pitch, "needs", PitchNeeds)
    return {name: getattr(row, name) for name in ("space", "pilot_customer", "talent", "policy")}


def _deck(pitch: Pitch) -> dict[str, Any]:
    deck = pitch.deck
    return {
        "version": pitch.deck_version,
        "state": deck.state if deck else None,
        "page_count": deck.page_count if deck else 0,
        "file": deck,
    }


_BLOCK_DATA = {
    Block.STORY: _story,
    Block.TRACTION: _traction,
    Block.IP: _ip,
    Block.TERMS: _terms,
    Block.NEEDS: _needs,
    Block.DECK: _deck,
}
