"""When a message may leave: pure functions of a person's habits and a moment. Hours are those of Asia/Shanghai."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.notifications.enums import Channel, Digest
from backend.notifications.kinds import Kind
from backend.notifications.models import Habits

STREET = ZoneInfo("Asia/Shanghai")
DIGEST_AT = time(9)
_MONDAY = 0


def digest_of(habits: Habits, kind: Kind) -> Digest:
    """The rhythm of a kind's mails for a person: their own choice, or what the kind suggests."""
    if kind.is_urgent:
        return Digest.IMMEDIATE
    chosen = Digest(habits.digest)
    return kind.suggested_digest if chosen is Digest.SUGGESTED else chosen


def due_at(habits: Habits, kind: Kind, channel: Channel, now: datetime) -> datetime:
    """The first moment the message may leave, not before `now`."""
    if channel is Channel.IN_APP or kind.is_urgent:
        return now
    digest = digest_of(habits, kind)
    waits = channel is Channel.EMAIL and digest is not Digest.IMMEDIATE
    return after_quiet_hours(habits, next_digest(digest, now) if waits else now)


def next_digest(digest: Digest, now: datetime) -> datetime:
    """The next nine o'clock in the morning, or the next such Monday; later than `now`."""
    local = now.astimezone(STREET)
    at = local.replace(hour=DIGEST_AT.hour, minute=0, second=0, microsecond=0)
    if at <= local:
        at += timedelta(days=1)
    if digest is Digest.WEEKLY:
        at += timedelta(days=(_MONDAY - at.weekday()) % 7)
    return at.astimezone(now.tzinfo)


def after_quiet_hours(habits: Habits, moment: datetime) -> datetime:
    """`moment`, or the end of the quiet hours it falls into. The first minute is quiet, the last is not."""
    begin, end = habits.quiet_from, habits.quiet_until
    if begin is None or end is None:
        return moment
    local = moment.astimezone(STREET)
    clock = local.time()
    is_quiet = begin <= clock < end if begin < end else clock >= begin or clock < end
    if not is_quiet:
        return moment
    until = local.replace(hour=end.hour, minute=end.minute, second=end.second, microsecond=0)
    return (until if until > local else until + timedelta(days=1)).astimezone(moment.tzinfo)
