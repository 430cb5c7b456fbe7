"""Approved pitches and what waits to be approved in them.

Readers outside see the rows; the team sees its working copy, which is the rows with the revision written over them.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias
from uuid import UUID

from django.db.models import QuerySet

from backend.core.actors import Viewer
from backend.core.money import Currency, Money
from backend.deals.enums import Block
from backend.deals.models import Pitch, PitchRevision, PitchTeamMember
from backend.deals.selectors.pitches import BLOCK_ROWS, BLOCKS, block_row, team_of, visible_pitches
from backend.files.models import StoredFile

# What nobody outside reads before a reviewer did: every word, what the pitch is filed under, and what is asked for.
REVIEWED = (
    *("one_liner", "one_liner_en", "story", "story_en", "business_model", "customer_type"),
    *("sector_primary", "sectors", "tech_keywords", "country", "region", "city", "district", "stage", "instrument"),
    *("currency", "amount_min_minor", "amount_target_minor", "amount_max_minor", "amount_usd"),
    *("terms.use_of_proceeds", "traction.key_contracts", "ip.note"),
    *("needs.space", "needs.pilot_customer", "needs.talent", "needs.policy"),
)
# Figures and dates that age: they may change at once.
AT_ONCE = (
    *("close_by_date", "lead_wanted", "team.headcount", "team.rd_share_pct"),
    *(
        "traction.revenue_years_minor",
        "traction.gross_margin_pct",
        "traction.cash_minor",
        "traction.monthly_burn_minor",
    ),
    *("traction.runway_months", "traction.customers", "traction.letters_of_intent"),
    *("ip.patents_granted", "ip.patents_pending", "ip.software_copyrights", "ip.standards"),
    *("terms.pre_money_minor", "terms.min_ticket_minor", "terms.committed_minor", "terms.lead_committed"),
)
# The name of the amount in US dollars is the platform's own affair.
_UNSHOWN = frozenset({"amount_usd", "currency"})
_PERSON = ("name", "role", "background", "position", "person_id")

RevisionState: TypeAlias = Literal["draft", "in_review", "refused"]


@dataclass(frozen=True, slots=True)
class Change:
    """One part before and after, as text. `name` is the field on the wire; sectors are codes."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RevisionReading:
    """What waits, as the team reads it."""

    state: RevisionState
    submitted_at: datetime | None
    reason: str
    changes: list[Change]


def visible_revisions(viewer: Viewer) -> QuerySet[PitchRevision]:
    """Handed-in revisions of pitches the viewer may see, for the reviewers; ask `deals.decide_revision` before."""
    pitches = visible_pitches(viewer).order_by().values("pk")
    rows = PitchRevision.objects.filter(pitch__in=pitches, submitted_at__isnull=False)
    return rows.select_related("pitch__organization__logo", "deck", "written_by")


def revision_of(pitch: Pitch) -> PitchRevision | None:
    """What waits in the pitch, or None."""
    found: PitchRevision | None = getattr(pitch, "revision", None)
    return found


def approved_copy(pitch_id: UUID) -> Pitch:
    """The pitch as it stands in its rows, with what waits beside it; for comparing, never to be saved."""
    return Pitch.objects.select_related("organization", *BLOCK_ROWS, "deck", "revision__deck").get(pk=pitch_id)


def overlay(pitch: Pitch) -> Pitch:
    """Write what waits over the pitch in memory; such a pitch must never be saved. Team: `working_team`."""
    revision = revision_of(pitch)
    if revision is not None:
        for path, value in revision.values.items():
            put(pitch, path, value)
        if revision.deck is not None:
            pitch.deck = revision.deck
            pitch.deck_version += 1
    return pitch


def working_team(pitch: Pitch) -> list[PitchTeamMember]:
    """The people as the team wrote them, whether approved or not. An entry that waits is not saved, nor to be."""
    revision = revision_of(pitch)
    people = dict(revision.people) if revision is not None else {}
    found = [rewritten(member, people.pop(str(member.pk), None)) for member in team_of(pitch)]
    found += [rewritten(PitchTeamMember(pk=UUID(key), pitch=pitch), entry) for key, entry in people.items()]
    return sorted(found, key=lambda member: (member.position, member.pk))


def rewritten(member: PitchTeamMember, entry: Mapping[str, Any] | None) -> PitchTeamMember:
    """A team entry as it shall read; what its person confirmed before goes unless name, role and person stay."""
    if entry is None:
        return member
    if any(_plain(getattr(member, name)) != entry[name] for name in ("name", "role", "person_id")):
        member.role_confirmed_at = None
    for name in ("name", "role", "background", "position"):
        setattr(member, name, entry[name])
    member.person_id = UUID(entry["person_id"]) if entry["person_id"] else None
    if entry.get("confirmed_at"):
        member.role_confirmed_at = datetime.fromisoformat(entry["confirmed_at"])
    return member


def entry_of(member: PitchTeamMember) -> dict[str, Any]:
    """A team entry as a revision keeps it."""
    return {name: _plain(getattr(member, name)) for name in _PERSON}


def put(pitch: Pitch, path: str, value: Any) -> None:
    """Set a column of the pitch or of one of its blocks, in memory."""
    block, _, name = path.rpartition(".")
    if not block:
        setattr(pitch, name, value)
        return
    row = block_row(pitch, block, BLOCKS[block])
    setattr(row, name, value)
    setattr(pitch, block, row)


def value_at(pitch: Pitch, path: str) -> Any:
    """A column of the pitch or of one of its blocks."""
    block, _, name = path.rpartition(".")
    return getattr(block_row(pitch, block, BLOCKS[block]) if block else pitch, name)


def read_revision(pitch: Pitch) -> RevisionReading | None:
    """What waits in a pitch whose rows were not overlaid. For the team and the reviewers alone."""
    revision = revision_of(pitch)
    if revision is None:
        return None
    handed_in = revision.submitted_at is not None
    state: RevisionState = "in_review" if handed_in else "refused" if revision.review_reason else "draft"
    return RevisionReading(state, revision.submitted_at, revision.review_reason, changes_of(pitch, revision))


def changes_of(pitch: Pitch, revision: PitchRevision) -> list[Change]:
    """Each part that would change, in the order of the form, people and deck last."""
    currency = str(revision.values.get("currency", pitch.currency))
    changes = []
    for path in (*REVIEWED, *AT_ONCE):
        old = value_at(pitch, path)
        before, after = _words(path, old, pitch.currency), _words(path, revision.values.get(path, old), currency)
        if path not in _UNSHOWN and before != after:
            changes.append(Change(_wire_name(path), before, after))
    rows = {str(member.pk): member for member in team_of(pitch)}
    for key, entry in revision.people.items():
        before = _person_words(entry_of(rows[key])) if key in rows else ""
        changes.append(Change("team.members", before, _person_words(entry)))
    if revision.deck is not None:
        changes.append(Change(Block.DECK.value, pitch.deck.name if pitch.deck else "", revision.deck.name))
    return changes


def content_of(pitch: Pitch) -> list[Change]:
    """Everything a reviewer reads of a pitch that was never approved, as changes from nothing."""
    words = ((path, _words(path, value_at(pitch, path), pitch.currency)) for path in (*REVIEWED, *AT_ONCE))
    found = [Change(_wire_name(path), "", said) for path, said in words if said and path not in _UNSHOWN]
    return found + [Change("team.members", "", _person_words(entry_of(one))) for one in team_of(pitch)]


def edition_of_pitch(pitch: Pitch) -> str:
    """A fingerprint of everything in the pitch a reviewer reads: the same as long as nothing of it changed."""
    values = {path: value_at(pitch, path) for path in (*REVIEWED, *AT_ONCE)}
    people = [[str(member.pk), entry_of(member)] for member in team_of(pitch)]
    return _fingerprint([values, people, *_deck_seen(pitch.deck)])


def edition_of_revision(revision: PitchRevision) -> str:
    """A fingerprint of everything that waits."""
    people = {key: {name: entry[name] for name in _PERSON} for key, entry in revision.people.items()}
    return _fingerprint([str(revision.pk), revision.values, people, *_deck_seen(revision.deck)])


def _deck_seen(deck: StoredFile | None) -> tuple[UUID | None, str]:
    """Which deck, and whether its pages were there, had failed, or were still to come."""
    return (deck.pk, deck.state) if deck is not None else (None, "")


def _fingerprint(parts: Iterable[Any]) -> str:
    return hashlib.sha256(json.dumps(list(parts), default=str, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def _wire_name(path: str) -> str:
    return path.removesuffix("_minor")


def _words(path: str, value: Any, currency: str) -> str:
    if value is None or value == "" or value == []:
        return ""
    if path.endswith("_minor"):
        amounts = value if isinstance(value, list) else [value]
        return "、".join(f"{Money(minor, Currency(currency)).major} {currency}" for minor in amounts)
    if isinstance(value, list):
        return "、".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _person_words(entry: Mapping[str, Any]) -> str:
    return "\n".join(part for part in (f"{entry['name']}，{entry['role']}", entry["background"]) if part)
