"""Quotas of some kinds of tickets: how an event's host groups them, and that every count stays right."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from backend.core.actors import Actor
from backend.core.ids import new_id
from backend.roadshows.errors import QuotaTooSmall, QuotaUnknown, TicketTypeUnknown
from backend.roadshows.models import Event, Quota, TicketType
from backend.roadshows.selectors.places import holders
from backend.roadshows.services.events import locked_event, require_step, save_changed, tell
from backend.roadshows.services.seats import resize

MAX_QUOTAS = 20


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """A quota as its host writes it; `id` of one that stands already."""

    id: UUID | None
    name: str
    name_en: str
    capacity: int
    kinds: Collection[UUID]


@transaction.atomic
def write_quotas(*, actor: Actor, event: Event, edition: int, lines: Sequence[QuotaLine]) -> Event:
    """Make these the quotas of the event beside its seats. Who holds a place is counted anew, by the kind they have.

    Nobody takes a place meanwhile, and nobody gives one back whose row is counted here. Raises StaleEvent, NotPermitted,
    WrongState, QuotaUnknown, TicketTypeUnknown, and QuotaTooSmall where more are taken than there would be.
    """
    locked = locked_event(event.pk, edition)
    require_step(actor, "update_event", locked)
    wanted = {line.id or new_id(): line for line in lines}
    seats = locked.quota
    held = {row.pk: row for row in locked.quotas.filter(covers_all=False)}
    kept = [line.id for line in lines if line.id is not None]
    if len(set(kept)) != len(kept) or not held.keys() >= set(kept):
        raise QuotaUnknown
    kinds = set(locked.ticket_types.values_list("pk", flat=True))
    if any(not line.kinds or not kinds >= set(line.kinds) for line in lines):
        raise TicketTypeUnknown
    grouped = {kind: sorted([seats.pk, *(pk for pk, line in wanted.items() if kind in line.kinds)]) for kind in kinds}
    moved = _regroup(locked, grouped)
    for pk in sorted(wanted):
        _write(locked, pk, wanted[pk], moved[pk], is_new=pk not in held)
    locked.quotas.filter(pk__in=held.keys() - wanted.keys()).delete()
    save_changed(locked)
    tell(actor, "event.quotas_written", locked, quotas=len(lines))
    return locked


def _regroup(event: Event, grouped: dict[UUID, list[UUID]]) -> Counter[UUID]:
    """Let every row that holds places count in the quotas of its kind. How many more each quota has for it."""
    moved: Counter[UUID] = Counter()
    for rows, places in holders():
        locked = rows.filter(event=event).select_for_update().order_by("pk").annotate(places=places)
        changed: dict[UUID, list[UUID]] = {}
        for pk, kind, counted, many in locked.values_list("pk", "ticket_type", "quota_ids", "places"):
            if set(counted) == set(grouped[kind]):
                continue
            changed.setdefault(kind, []).append(pk)
            moved.update(dict.fromkeys(set(grouped[kind]) - set(counted), many))
            moved.subtract(dict.fromkeys(set(counted) - set(grouped[kind]), many))
        for kind, ids in changed.items():
            rows.filter(pk__in=ids).update(quota_ids=grouped[kind])
    return moved


def _write(event: Event, pk: UUID, line: QuotaLine, moved: int, *, is_new: bool) -> None:
    names = {"name": line.name, "name_en": line.name_en}
    if is_new:
        Quota.objects.create(pk=pk, event=event, covers_all=False, capacity=0, **names)
    else:
        Quota.objects.filter(pk=pk).update(**names)
    if not resize(pk, line.capacity, moved=moved):
        raise QuotaTooSmall(str(QuotaTooSmall.message).format(name=line.name))
    Quota.objects.get(pk=pk).kinds.set(TicketType.objects.filter(pk__in=line.kinds))
