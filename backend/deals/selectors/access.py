"""Who reads which block of a pitch. `access_of` is the one definition; everything else is derived from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.accounts.permissions import is_operator, is_system
from backend.accounts.selectors import as_person
from backend.core.actors import Viewer
from backend.deals import nda
from backend.deals.enums import Block, PitchState, Visibility
from backend.deals.models import BlockGrant, NdaAcceptance, Pitch, PitchBlock
from backend.organizations import selectors as organizations

Why: TypeAlias = Literal["nda_needed", "investors_only", "named_only"]

DEFAULT_VISIBILITY: Mapping[Block, Visibility] = {
    Block.STORY: Visibility.PUBLIC,
    Block.TEAM: Visibility.PUBLIC,
    Block.TRACTION: Visibility.VERIFIED_INVESTORS,
    Block.IP: Visibility.PUBLIC,
    Block.TERMS: Visibility.VERIFIED_INVESTORS,
    Block.NEEDS: Visibility.PUBLIC,
    Block.DECK: Visibility.VERIFIED_INVESTORS,
}


@dataclass(frozen=True, slots=True)
class BlockAccess:
    """One block for one viewer; `why` says what is missing, and is None when nothing is or nothing would help."""

    visibility: Visibility
    is_readable: bool
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class _Rights:
    """What a viewer holds, read once for any number of pitches."""

    reads_all: bool
    is_operator: bool
    own: frozenset[UUID]
    is_investor: bool
    granted: Mapping[UUID, frozenset[str]]
    agreed: frozenset[UUID]


def visibilities_of(pitches: Iterable[Pitch]) -> dict[UUID, dict[Block, Visibility]]:
    """Chosen visibility of every block, defaults filled in. One query."""
    found = {pitch.pk: dict(DEFAULT_VISIBILITY) for pitch in pitches}
    rows = PitchBlock.objects.filter(pitch__in=list(found))
    for pitch_id, block, visibility in rows.values_list("pitch_id", "block", "visibility"):
        found[pitch_id][Block(block)] = Visibility(visibility)
    return found


def readable_blocks(viewer: Viewer, pitches: Iterable[Pitch], now: datetime) -> dict[UUID, frozenset[Block]]:
    """The blocks the viewer may read of each visible pitch. Four queries for any number of pitches."""
    return {
        pitch_id: frozenset(block for block, access in blocks.items() if access.is_readable)
        for pitch_id, blocks in access_of(viewer, pitches, now).items()
    }


def access_of(viewer: Viewer, pitches: Iterable[Pitch], now: datetime) -> dict[UUID, dict[Block, BlockAccess]]:
    """For each visible pitch and block: its visibility, whether the viewer reads it, and if not, why not."""
    rows = list(pitches)
    rights = _rights_of(viewer, [pitch.pk for pitch in rows], now)
    chosen = visibilities_of(rows)
    return {
        pitch.pk: {block: _decide(rights, pitch, block, chosen[pitch.pk][block]) for block in Block} for pitch in rows
    }


def live_grants(pitch_ids: Iterable[UUID], now: datetime) -> QuerySet[BlockGrant]:
    """Grants that are neither revoked nor expired."""
    return BlockGrant.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), pitch__in=pitch_ids, revoked_at=None)


def grants_of(pitch: Pitch) -> QuerySet[BlockGrant]:
    """All grants of a pitch, newest first, ended ones included. Ask `deals.view_grants` before."""
    return BlockGrant.objects.filter(pitch=pitch).select_related("firm__logo").order_by("-id")


def accepted_at(viewer: Viewer, pitch: Pitch, version: str) -> datetime | None:
    """When the viewer accepted this edition of the agreement for the pitch."""
    person = as_person(viewer)
    if person is None:
        return None
    rows = NdaAcceptance.objects.filter(pitch=pitch, person=person, text_version=version)
    return rows.order_by("accepted_at").values_list("accepted_at", flat=True).first()


def _rights_of(viewer: Viewer, pitch_ids: list[UUID], now: datetime) -> _Rights:
    person = as_person(viewer)
    firms = list(organizations.verified_firms_of(viewer, now).values_list("pk", flat=True)) if person else []
    granted: dict[UUID, frozenset[str]] = {}
    agreed: frozenset[UUID] = frozenset()
    if firms:
        for grant in live_grants(pitch_ids, now).filter(firm__in=firms):
            granted[grant.pitch_id] = granted.get(grant.pitch_id, frozenset()) | frozenset(grant.blocks)
        agreed = frozenset(
            NdaAcceptance.objects.filter(
                pitch__in=pitch_ids, person=person, firm__in=firms, text_version=nda.current().version
            ).values_list("pitch_id", flat=True)
        )
    return _Rights(
        reads_all=is_system(viewer),
        is_operator=is_operator(viewer),
        own=frozenset(organizations.roles_of(viewer)),
        is_investor=bool(firms),
        granted=granted,
        agreed=agreed,
    )


def _decide(rights: _Rights, pitch: Pitch, block: Block, visibility: Visibility) -> BlockAccess:
    if rights.reads_all or pitch.organization_id in rights.own:
        return BlockAccess(visibility, True)
    if rights.is_operator and pitch.state != PitchState.DRAFT:
        return BlockAccess(visibility, True)
    if pitch.state != PitchState.PUBLISHED:
        return BlockAccess(visibility, False)
    why = _missing(rights, pitch, block, visibility)
    return BlockAccess(visibility, why is None, why)


def _missing(rights: _Rights, pitch: Pitch, block: Block, visibility: Visibility) -> Why | None:
    if visibility == Visibility.PUBLIC:
        return None
    if not rights.is_investor:
        return "named_only" if visibility == Visibility.NAMED_INVESTORS else "investors_only"
    if visibility == Visibility.NAMED_INVESTORS:
        return None if block in rights.granted.get(pitch.pk, frozenset()) else "named_only"
    if visibility == Visibility.AFTER_NDA:
        return None if pitch.pk in rights.agreed else "nda_needed"
    return None
