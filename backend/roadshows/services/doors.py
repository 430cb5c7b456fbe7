"""Setting up the door: its lists, and the devices that read tickets there."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from backend.core import audit
from backend.core.actors import Actor
from backend.core.digests import digest_of
from backend.core.errors import NotFound
from backend.roadshows.enums import ASKED_TO_HELP, DeviceRole
from backend.roadshows.errors import (
    CheckInListInUse,
    CheckInListUnknown,
    ListOpensNothing,
    TicketTypeUnknown,
    TooManyDevices,
)
from backend.roadshows.models import CheckInDevice, CheckInList, Event
from backend.roadshows.selectors.helping import helps_as_at
from backend.roadshows.services.events import locked_event, person_id_of, require_step, save_changed, tell

MAX_LISTS, MAX_DEVICES = 20, 100


@dataclass(frozen=True, slots=True)
class ListLine:
    """One list as its host writes it; `id` of one that stands already, `kinds` of tickets or nothing for all."""

    id: UUID | None
    name: str
    name_en: str
    mode: str
    takes_entries: bool
    takes_exits: bool
    kinds: Sequence[UUID]


@transaction.atomic
def write_lists(*, actor: Actor, event: Event, edition: int, lines: Sequence[ListLine]) -> Event:
    """Make these the check-in lists, in this order.

    Raises StaleEvent, NotPermitted, WrongState, CheckInListUnknown, CheckInListInUse for one that was used or that a
    device or a helper holds and is left out, ListOpensNothing, TicketTypeUnknown.
    """
    locked = locked_event(event.pk, edition)
    require_step(actor, "run_door", locked)
    held = {one.pk: one for one in locked.check_in_lists.all()}
    kept = [line.id for line in lines if line.id is not None]
    if len(set(kept)) != len(kept) or not held.keys() >= set(kept):
        raise CheckInListUnknown
    kinds = set(locked.ticket_types.values_list("pk", flat=True))
    if not kinds.issuperset(kind for line in lines for kind in line.kinds):
        raise TicketTypeUnknown
    gone = CheckInList.objects.filter(pk__in=held.keys() - set(kept))
    held_by_helpers = Q(helpers__state__in=ASKED_TO_HELP)
    in_use = Q(check_ins__isnull=False) | Q(devices__revoked_at=None, devices__isnull=False) | held_by_helpers
    if gone.filter(in_use).exists():
        raise CheckInListInUse
    gone.delete()
    for position, line in enumerate(lines, start=1):
        if not (line.takes_entries or line.takes_exits):
            raise ListOpensNothing
        row = held[line.id] if line.id is not None else CheckInList(event=locked)
        row.position, row.name, row.name_en, row.mode = position, line.name, line.name_en, line.mode
        row.takes_entries, row.takes_exits = line.takes_entries, line.takes_exits
        row.kinds = list(dict.fromkeys(line.kinds))
        row.save()
    save_changed(locked)
    tell(actor, "event.check_in_lists_written", locked)
    return locked


@transaction.atomic
def add_device(
    *,
    actor: Actor,
    event: Event,
    name: str,
    list_ids: Sequence[UUID],
    now: datetime,
    role: str = DeviceRole.DOOR,
    may_register: bool = False,
) -> tuple[CheckInDevice, str]:
    """Let a phone check in at these lists, register who comes without a ticket where it may, and do nothing else; as a kiosk
    it learns no names. The secret of its link is answered this once.

    Raises NotPermitted, WrongState, CheckInListUnknown, TooManyDevices.
    """
    locked = locked_event(event.pk)
    require_step(actor, "run_door", locked)
    lists = list(CheckInList.objects.filter(event=locked, pk__in=list_ids))
    if not lists or len(lists) != len(set(list_ids)):
        raise CheckInListUnknown
    if CheckInDevice.objects.filter(event=locked, revoked_at=None).count() >= MAX_DEVICES:
        raise TooManyDevices
    secret = secrets.token_urlsafe(24)
    device = CheckInDevice.objects.create(
        event=locked,
        name=name,
        role=role,
        may_register=may_register,
        secret_digest=digest_of(secret),
        created_by_id=person_id_of(actor),
        helper=next(iter(helps_as_at(actor, locked)), None),
    )
    device.lists.set(lists)
    audit.record(
        actor, "event.check_in_device_added", locked, organizations=[locked.organization_id], name=name, role=role
    )
    return device, secret


@transaction.atomic
def revoke_device(*, actor: Actor, event: Event, device_id: UUID, now: datetime) -> CheckInDevice:
    """It checks in no more; what it has done stays. Safe to run twice. Raises NotPermitted, WrongState, NotFound."""
    require_step(actor, "run_door", event)
    device = CheckInDevice.objects.select_for_update(no_key=True).filter(event=event, pk=device_id).first()
    if device is None:
        raise NotFound
    if device.revoked_at is None:
        device.revoked_at = now
        device.save(update_fields=["revoked_at", "updated_at"])
        audit.record(
            actor, "event.check_in_device_revoked", event, organizations=[event.organization_id], name=device.name
        )
    return device
