"""What the links in mails end: the mails of a group, or one thing of a topic. Whoever holds the link may."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from backend.accounts.models import User
from backend.core import audit
from backend.notifications import selectors, unsubscribing
from backend.notifications.enums import Channel
from backend.notifications.errors import BadUnsubscribeLink
from backend.notifications.kinds import Group, Topic, group_of, topic_of
from backend.notifications.services.preferences import Switch, set_switch


@dataclass(frozen=True, slots=True)
class Subscription:
    """`group` is the code of the group, or of the topic of the one thing the link is about."""

    group: str
    title: str
    is_on: bool


def subscription(token: str) -> Subscription:
    """What a link would end, and whether it is on. Raises BadUnsubscribeLink."""
    person, subject = _read(token)
    if isinstance(subject, Group):
        is_on = selectors.switches_of(person, [subject])[subject.code][Channel.EMAIL]
        return Subscription(subject.code, str(subject.title), is_on)
    topic, thing_id = subject
    found = topic.read(person, thing_id)
    if found is None:
        raise BadUnsubscribeLink
    title, is_on = found
    return Subscription(topic.code, title, is_on)


@transaction.atomic
def unsubscribe(*, token: str) -> Subscription:
    """End it; twice changes nothing. Raises BadUnsubscribeLink."""
    person, subject = _read(token)
    if isinstance(subject, Group):
        set_switch(person, Switch(subject.code, Channel.EMAIL, is_on=False))
        audit.record(person, "notifications.unsubscribed", person, group=subject.code)
    elif subscription(token).is_on:
        topic, thing_id = subject
        topic.stop(person, thing_id)
    return subscription(token)


def _read(token: str) -> tuple[User, Group | tuple[Topic, UUID]]:
    read = unsubscribing.read_token(token)
    person = User.objects.filter(pk=read[0], is_active=True).first() if read else None
    if read is None or person is None:
        raise BadUnsubscribeLink
    thing = unsubscribing.read_thing(read[1])
    group, topic = group_of(read[1]), topic_of(thing[0]) if thing else None
    if topic is not None and thing is not None:
        return person, (topic, thing[1])
    if group is None:
        raise BadUnsubscribeLink
    return person, group
