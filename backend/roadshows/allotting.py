"""Who in a line is offered which place: plain reckoning, without the database and without the clock.

A kind of ticket needs a place in each of its quotas. The line is gone through once, the first one first; each takes the
first of their kinds that can be had, and whoever cannot have any is told why.
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


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody in line: what they would take, why not whatever is free, and what they were last told."""

    id: UUID
    wants: frozenset[UUID]
    barred: NotOffered | None = None
    told: str = ""


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
        wanted = [kind for kind in known if kind.id in waiter.wants]
        if barrier := waiter.barred or _barrier(wanted):
            reasons[waiter.id] = barrier
            continue
        kind = next((one for one in wanted if _can_be_had(one, left)), None)
        if kind is None:
            # Once passed over they are told so until their turn comes.
            reasons[waiter.id] = waiter.told if waiter.told == NotOffered.KIND_FULL else ""
            passed.append(waiter.id)
            continue
        for quota in kind.quotas:
            left[quota] -= 1
        offers[waiter.id] = kind.id
        reasons |= dict.fromkeys(passed, NotOffered.KIND_FULL.value)
    return Allotment(offers, reasons)


def _barrier(wanted: Sequence[KindState]) -> NotOffered | None:
    offered = [kind for kind in wanted if kind.is_offered]
    if not offered:
        return NotOffered.KIND_NOT_OFFERED
    return None if any(kind.is_payable for kind in offered) else NotOffered.NOT_PAYABLE


def _can_be_had(kind: KindState, left: Mapping[UUID, int]) -> bool:
    return kind.is_offered and kind.is_payable and all(left[quota] > 0 for quota in kind.quotas)
