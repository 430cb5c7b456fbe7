"""A kind of news that exists for tests alone: its subject is a person, and a set says who may still be told of whom."""

from collections.abc import Collection, Mapping
from uuid import UUID

from backend.accounts.models import User
from backend.core.languages import text
from backend.notifications.enums import Channel, Digest
from backend.notifications.kinds import Group, Kind, Message, kind_of, register, register_group

# One group for each rhythm; all channels are on, so that a test switches off what it does not want.
PLAIN, URGENT, DAILY = "tests.plain", "tests.urgent", "tests.daily"
BROKEN = "tests.broken"
GROUP = "tests"
# The ids nobody may be told of any more.
withdrawn: set[UUID] = set()


def _still_allowed(person: User, ids: Collection[UUID]) -> Mapping[UUID, User]:
    return User.objects.exclude(pk__in=withdrawn).in_bulk(list(ids))


def _render(subject: User) -> Message:
    title = str(text("关于「{name}」的消息", "News about “{name}”")).format(name=subject.display_name)
    return Message(title, str(text("正文。", "Words.")), f"/about/{subject.pk}")


def _break(subject: User) -> Message:
    raise RuntimeError(f"cannot speak of {subject.email}")


def known() -> None:
    """Register the kinds, once in a process."""
    if kind_of(PLAIN) is not None:
        return
    register_group(Group(GROUP, text("测试", "Tests"), default_channels=frozenset(Channel)))
    register(Kind(PLAIN, GROUP, _still_allowed, _render))
    register(Kind(URGENT, GROUP, _still_allowed, _render, is_urgent=True))
    register(Kind(DAILY, GROUP, _still_allowed, _render, suggested_digest=Digest.DAILY))
    register(Kind(BROKEN, GROUP, _still_allowed, _break))
