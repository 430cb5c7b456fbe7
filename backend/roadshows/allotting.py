"""Who in a line is offered which place: plain reckoning, without the database and without the clock.

A kind of ticket needs a place in each of its quotas. The line is gone through once, the first one first; each takes the
first of their kinds of which they can have as many as they want, all at once, and whoever cannot have any is told why. Who
wants more than are free is passed over, and nothing is put by for them: places stand empty for nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.roadshows.enums import NotOffered


@dataclass(frozen=True, slots=True)
class KindState:
    """A kind of ticket as it stands now; `quotas` are those a ticket of it takes a place of."""

    id: UUID
    quotas: tuple[UUID, ...]
    is_offered: bool = True
    is_payable: bool = True
    least: int = 1
    most: int = 1


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody in line: what they would take and how many at once, why not whatever is free, and what they were last told."""

    id: UUID
    wants: frozenset[UUID]
    barred: NotOffered | None = None
    told: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Allotment:
    """Places to offer, in the order of the line, and what everybody else is to be told; blank: it is not their turn."""

    offers: dict[UUID, UUID]
    reasons: dict[UUID, str]


def allot(line: Sequence[Waiter], kinds: Iterable[KindState], free: Mapping[UUID, int]) -> Allotment:
    """`kinds` in the order of preference, `free` places by quota."""
    known, left = list(kinds), dict(free)
    offers: dict[UUID, UUID] = {}
    reasons: dict[UUID, str] = {}
    passed: list[UUID] = []
    for waiter in line:
        wanted = [kind for kind in known if kind.id in waiter.wants and kind.least <= waiter.count <= kind.most]
        if barrier := waiter.barred or _barrier(wanted):
            reasons[waiter.id] = barrier
            continue
        kind = next((one for one in wanted if _can_be_had(one, left, waiter.count)), None)
        if kind is None:
            reasons[waiter.id] = _passed_over(waiter, wanted, left)
            passed.append(waiter.id)
            continue
        for quota in kind.quotas:
            left[quota] -= waiter.count
        offers[waiter.id] = kind.id
        reasons |= {one: reasons[one] or NotOffered.KIND_FULL.value for one in passed}
    return Allotment(offers, reasons)


def _passed_over(waiter: Waiter, wanted: Sequence[KindState], left: Mapping[UUID, int]) -> str:
    """What they are told who cannot have any; once passed over they are told so until their turn comes."""
    if any(_can_be_had(one, left, 1) for one in wanted):
        return NotOffered.FEWER_FREE
    return waiter.told if waiter.told in (NotOffered.KIND_FULL, NotOffered.FEWER_FREE) else ""


def _barrier(wanted: Sequence[KindState]) -> NotOffered | None:
    offered = [kind for kind in wanted if kind.is_offered]
    if not offered:
        return NotOffered.KIND_NOT_OFFERED
    return None if any(kind.is_payable for kind in offered) else NotOffered.NOT_PAYABLE


def _can_be_had(kind: KindState, left: Mapping[UUID, int], count: int) -> bool:
    return kind.is_offered and kind.is_payable and all(left[quota] >= count for quota in kind.quotas)
