"""A person's say: which news by which way, in which rhythm, and when not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from backend.accounts.models import User
from backend.core import audit
from backend.core.permissions import require
from backend.notifications import hours, wake
from backend.notifications.enums import Channel, DeliveryState, Digest
from backend.notifications.errors import HalfQuietHours, UnknownGroup
from backend.notifications.kinds import groups_for, kind_of
from backend.notifications.models import Delivery, Habits, Preference


@dataclass(frozen=True, slots=True)
class Switch:
    group: str
    channel: Channel
    is_on: bool


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Both ends, or neither for none."""

    begin: time | None
    end: time | None


@transaction.atomic
def change_preferences(
    *,
    actor: User,
    now: datetime,
    switches: Sequence[Switch] = (),
    digest: Digest | None = None,
    quiet: QuietHours | None = None,
) -> None:
    """Change what is named; mails and messages that wait follow the new habits. Raises HalfQuietHours, and
    UnknownGroup for a group or a channel of it that is not offered.
    """
    require(actor, "notifications.change_preferences", actor)
    known = {(group.code, channel) for group in groups_for(actor) for channel in group.channels}
    if any((switch.group, switch.channel) not in known for switch in switches):
        raise UnknownGroup
    if quiet is not None and ((quiet.begin is None) != (quiet.end is None) or _is_empty(quiet)):
        raise HalfQuietHours(fields={"quiet_until": [HalfQuietHours.message]})
    for switch in switches:
        set_switch(actor, switch)
    if digest is not None or quiet is not None:
        _change_habits(actor, digest, quiet, now=now)
    changed = {f"{one.group}.{one.channel}": one.is_on for one in switches}
    audit.record(actor, "notifications.preferences_changed", actor, switches=changed, digest=digest)


def _is_empty(quiet: QuietHours) -> bool:
    return quiet.begin is not None and quiet.begin == quiet.end


def set_switch(person: User, switch: Switch) -> None:
    """Write one switch, whether or not it is offered. The caller has asked for the right."""
    Preference.objects.update_or_create(
        person=person, group=switch.group, channel=switch.channel, defaults={"is_on": switch.is_on}
    )


def _change_habits(person: User, digest: Digest | None, quiet: QuietHours | None, *, now: datetime) -> None:
    Habits.objects.get_or_create(person=person)
    habits = Habits.objects.select_for_update().get(person=person)
    habits.digest = digest or habits.digest
    if quiet is not None:
        habits.quiet_from, habits.quiet_until = quiet.begin, quiet.end
    habits.save()
    # Only what no provider has had yet; a letter under way keeps its time between tries.
    waiting = Delivery.objects.select_for_update(of=("self",)).filter(
        notification__recipient=person, state=DeliveryState.QUEUED, attempts=0
    )
    for row in waiting.exclude(channel=Channel.IN_APP).select_related("notification"):
        kind = kind_of(row.notification.kind)
        if kind is not None:
            row.due_at = hours.due_at(habits, kind, Channel(row.channel), now)
            rhythm = hours.digest_of(habits, kind)
            row.in_digest = row.channel == Channel.EMAIL and rhythm is not Digest.IMMEDIATE
            row.save(update_fields=["due_at", "in_digest"])
    transaction.on_commit(wake.sender, robust=True)
