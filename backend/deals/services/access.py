"""Naming investors, accepting the agreement, and reading what is not public."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.accounts.selectors import as_person
from backend.core import audit, outbox
from backend.core.actors import Actor, Viewer
from backend.core.errors import DomainError, NotPermitted
from backend.core.permissions import may
from backend.deals import nda
from backend.deals.enums import Block, Visibility
from backend.deals.errors import (
    ExpiryPast,
    FirmUnknown,
    InvestorsOnly,
    NamedOnly,
    NdaNeeded,
    NdaOutdated,
    NoDeck,
)
from backend.deals.events import BlocksGranted, PitchChanged
from backend.deals.models import BlockGrant, NdaAcceptance, Pitch
from backend.deals.selectors.access import BlockAccess, access_of
from backend.deals.selectors.pitches import pitch_by_id
from backend.deals.selectors.readings import PitchReading, read_pitch
from backend.deals.selectors.revisions import overlay
from backend.deals.services.pitches import locked_pitch, require_step
from backend.files.enums import FileState
from backend.files.models import StoredFile
from backend.organizations import selectors as organizations
from backend.organizations.enums import OrganizationKind
from backend.organizations.models import Organization

_WHY: dict[str, type[DomainError]] = {
    "nda_needed": NdaNeeded,
    "investors_only": InvestorsOnly,
    "named_only": NamedOnly,
}


@transaction.atomic
def grant_blocks(
    *,
    actor: Actor,
    pitch: Pitch,
    firm: Organization,
    blocks: Sequence[Block],
    expires_at: datetime | None,
    now: datetime,
) -> BlockGrant:
    """Let members of a verified firm read the given blocks where these are for named investors. Replaces the firm's
    earlier grant. Raises NotPermitted, WrongState, FirmUnknown, ExpiryPast.
    """
    locked = locked_pitch(pitch.pk)
    require_step(actor, "grant_blocks", locked)
    person = as_person(actor)
    if person is None:
        raise NotPermitted(rule="grant_blocks")
    if firm.kind != OrganizationKind.INVESTMENT_FIRM or not organizations.is_verified_now(firm, now):
        raise FirmUnknown(fields={"firm": [FirmUnknown.message]})
    if expires_at is not None and expires_at <= now:
        raise ExpiryPast(fields={"expires_at": [ExpiryPast.message]})
    BlockGrant.objects.filter(pitch=locked, firm=firm, revoked_at=None).update(revoked_at=now)
    grant = BlockGrant.objects.create(
        pitch=locked,
        firm=firm,
        blocks=[block.value for block in dict.fromkeys(blocks)],
        granted_by=person,
        expires_at=expires_at,
    )
    _tell(actor, "pitch.blocks_granted", locked, firm.pk, grant)
    outbox.publish(BlocksGranted(grant_id=grant.pk))
    return grant


@transaction.atomic
def revoke_grant(*, actor: Actor, grant: BlockGrant, now: datetime) -> None:
    """End a grant at once; twice changes nothing. Raises NotPermitted, WrongState."""
    locked = locked_pitch(grant.pitch_id)
    require_step(actor, "grant_blocks", locked)
    if BlockGrant.objects.filter(pk=grant.pk, revoked_at=None).update(revoked_at=now):
        _tell(actor, "pitch.grant_revoked", locked, grant.firm_id, grant)


@transaction.atomic
def accept_nda(
    *, actor: Actor, pitch: Pitch, version: str, sha256: str, firm_id: UUID | None, now: datetime
) -> NdaAcceptance:
    """Record that the actor, for one of their verified firms, agreed to exactly the text in force.

    Accepting it again returns the first record. Raises NdaOutdated, FirmUnknown, NotPermitted, WrongState.
    """
    locked = locked_pitch(pitch.pk)
    require_step(actor, "accept_nda", locked)
    text = nda.current()
    if (version, sha256) != (text.version, text.sha256):
        raise NdaOutdated
    firm = _acting_firm(actor, firm_id, now)
    acceptance, is_new = NdaAcceptance.objects.get_or_create(
        pitch=locked,
        person=as_person(actor),
        firm=firm,
        text_version=text.version,
        defaults={"text_sha256": text.sha256, "accepted_at": now},
    )
    if is_new:
        _tell(actor, "pitch.nda_accepted", locked, firm.pk, acceptance)
    return acceptance


def _acting_firm(actor: Actor, firm_id: UUID | None, now: datetime) -> Organization:
    firms = organizations.verified_firms_of(actor, now)
    found = list((firms.filter(pk=firm_id) if firm_id else firms)[:2])
    if len(found) != 1:
        raise FirmUnknown(fields={"firm": [FirmUnknown.message]})
    return found[0]


def _tell(actor: Actor, action: str, pitch: Pitch, firm_id: UUID, row: BlockGrant | NdaAcceptance) -> None:
    """On both desks: the team learns who may read, the firm what it was given or agreed to. Of a pitch that was never
    published the firm learns nothing yet, not even that it is there.
    """
    desks = [pitch.organization_id, firm_id] if pitch.published_at is not None else [pitch.organization_id]
    data = {"blocks": row.blocks} if isinstance(row, BlockGrant) else {"text_version": row.text_version}
    audit.record(actor, action, pitch, organizations=desks, firm=str(firm_id), **data)
    outbox.publish(PitchChanged(pitch_id=pitch.pk))


def open_pitch(*, viewer: Viewer, pitch_id: UUID, now: datetime) -> PitchReading:
    """Read a pitch; an outsider's look at blocks that are not public leaves one audit row. Raises NotFound."""
    pitch = pitch_by_id(viewer, pitch_id)
    reading = read_pitch(viewer, pitch, now)
    # Of the deck the page shows only how long it is; opening it is an act of its own.
    gated = [name for name in reading.gated_blocks if name != Block.DECK]
    if gated and _is_outsider(viewer, pitch):
        audit.record(viewer, "pitch.blocks_read", pitch, organizations=[pitch.organization_id], blocks=gated)
    return reading


def open_deck(*, viewer: Viewer, pitch_id: UUID, now: datetime) -> tuple[Pitch, StoredFile]:
    """The deck, for showing its pages, to the team the one that waits; an outsider's reading of a deck that is not public leaves one audit row.

    Raises NotFound, NoDeck, NdaNeeded, InvestorsOnly, NamedOnly.
    """
    pitch = pitch_by_id(viewer, pitch_id)
    if not _is_outsider(viewer, pitch):
        overlay(pitch)
    access = access_of(viewer, [pitch], now)[pitch.pk][Block.DECK]
    _require_readable(access)
    if pitch.deck is None:
        raise NoDeck
    is_shown = pitch.deck.state == FileState.READY
    if is_shown and access.visibility != Visibility.PUBLIC and _is_outsider(viewer, pitch):
        data = {"deck_version": pitch.deck_version, "pages": pitch.deck.page_count}
        audit.record(viewer, "pitch.deck_read", pitch, organizations=[pitch.organization_id], **data)
    return pitch, pitch.deck


def _require_readable(access: BlockAccess) -> None:
    if not access.is_readable:
        raise _WHY.get(access.why or "", NotPermitted)


def _is_outsider(viewer: Viewer, pitch: Pitch) -> bool:
    return not may(viewer, "deals.belong_to_pitch", pitch)
