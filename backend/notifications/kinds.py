"""What the owner of a kind of news tells this app about it. This app knows no topic.

An owner has a `notices.py` that registers its groups and kinds, imported when its app is ready.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from backend.accounts.models import User
from backend.notifications.enums import Channel, Digest

DEFAULT_CHANNELS = frozenset({Channel.IN_APP, Channel.EMAIL})


@dataclass(frozen=True, slots=True)
class Group:
    """What a person switches on and off as one, each channel for itself."""

    code: str
    title: Promise | str
    default_channels: frozenset[Channel] = DEFAULT_CHANNELS
    # The others stay off: by these ways the owner tells it by itself, or nobody does.
    channels: frozenset[Channel] = frozenset(Channel)
    # Whom its switches are offered to; what a person is told is decided by each kind.
    is_for: Callable[[User], bool] = lambda person: True


@dataclass(frozen=True, slots=True)
class Stop:
    """The one thing a piece of news comes from, which its reader may end alone: of a `Topic`, by id, as they call it."""

    topic: str
    id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class Message:
    """One piece of news in the active language. `path` is the page it is about, `stop` what a link in the mail ends."""

    title: str
    text: str
    path: str
    stop: Stop | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """Things of one's own that can be ended one by one from a mail. `read`: title and whether it is on; None: gone."""

    code: str
    read: Callable[[User, UUID], tuple[str, bool] | None]
    stop: Callable[[User, UUID], None]


# The subjects a person may still be told about, by id, asked at the moment of reading or sending; what is missing from
# the answer is not shown. One call serves a whole page, so that a list asks once for each kind.
StillAllowed = Callable[[User, Collection[UUID]], Mapping[UUID, Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`render` takes what `still_allowed` gave for the subject. Urgent kinds break quiet hours and wait for no digest."""

    code: str
    group: str
    still_allowed: StillAllowed
    render: Callable[[Any], Message]
    is_urgent: bool = False
    suggested_digest: Digest = Digest.IMMEDIATE


_groups: dict[str, Group] = {}
_kinds: dict[str, Kind] = {}
_topics: dict[str, Topic] = {}


def register_group(group: Group) -> None:
    """Raises KeyError when there is one of that name."""
    if group.code in _groups:
        raise KeyError(f"two groups are called {group.code}")
    _groups[group.code] = group


def register(kind: Kind) -> None:
    """Raises KeyError when the kind is known already or its group is not."""
    if kind.code in _kinds or kind.group not in _groups:
        raise KeyError(f"{kind.code} is registered twice, or before its group")
    _kinds[kind.code] = kind


def register_topic(topic: Topic) -> None:
    """Raises KeyError when there is one of that name."""
    if topic.code in _topics:
        raise KeyError(f"two topics are called {topic.code}")
    _topics[topic.code] = topic


def topic_of(code: str) -> Topic | None:
    return _topics.get(code)


def kind_of(code: str) -> Kind | None:
    """None for a kind an earlier version told of."""
    return _kinds.get(code)


def all_kinds() -> list[Kind]:
    return [_kinds[code] for code in sorted(_kinds)]


def group_of(code: str) -> Group | None:
    return _groups.get(code)


def groups_for(person: User) -> list[Group]:
    """The groups a person may switch, in the order of their registration."""
    return [group for group in _groups.values() if group.is_for(person)]
