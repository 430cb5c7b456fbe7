"""Talking behind the stage: the host's people among themselves, and with the judges."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.accounts.models import User
from backend.accounts.permissions import is_person
from backend.backstage.enums import ChatChannel
from backend.backstage.errors import BadChatLine, ChatLineUnknown, NotBehindTheStage
from backend.backstage.models import LONGEST_LINE, ChatLine
from backend.backstage.selectors.chat import MOST_SHOWN, chat_row
from backend.backstage.services.telling import chatted, forget_line
from backend.core import audit
from backend.core.actors import Actor, Juror
from backend.core.ratelimit import Limit, consume
from backend.interactions.services.holding import hold_desk, hold_room
from backend.judging.models import Judge
from backend.judging.selectors.judges import judge_behind
from backend.roadshows.enums import EventState
from backend.roadshows.errors import WrongState
from backend.roadshows.models import Event
from backend.roadshows.services.events import hold_open

# Nobody types faster; a script that fills a phone does.
SAID = Limit("backstage.said", 60, 60)


@dataclass(frozen=True, slots=True)
class Author:
    """Who talks: one of the host's people, or a judge."""

    event: Event
    name: str
    person: User | None = None
    judge: Judge | None = None


@transaction.atomic
def say(*, actor: Actor, event_id: UUID, line_id: UUID, channel: ChatChannel, words: str, now: datetime) -> ChatLine:
    """Its id is the writer's own: sent again it is the same line.

    Raises NotFound, NotPermitted, WrongState, NotBehindTheStage, BadChatLine, ChatLineUnknown, TooManyRequests.
    """
    author = _author(actor, event_id, channel)
    words = words.strip()
    if not 1 <= len(words) <= LONGEST_LINE:
        raise BadChatLine
    known = ChatLine.objects.filter(pk=line_id).first()
    if known is not None:
        if not _is_own(known, author):
            raise ChatLineUnknown
        return known
    consume(SAID, str(author.judge.pk if author.judge else actor.pk))
    line = ChatLine(pk=line_id, event=author.event, channel=channel, text=words, name=author.name, said_at=now)
    line.said_by, line.judge = author.person, author.judge
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError as error:
        # Somebody else's id at the same moment.
        raise ChatLineUnknown from error
    chatted(author.event, channel, {**_too_old(author.event, channel), line.pk: chat_row(line)}, now=now)
    return line


@transaction.atomic
def take_back(*, actor: Actor, event_id: UUID, line_id: UUID, now: datetime) -> ChatLine:
    """One's own words, or as the host anybody's: they are gone, also from what was said before. Safe to run twice.

    Raises NotFound, NotPermitted, WrongState, NotBehindTheStage, ChatLineUnknown.
    """
    line = ChatLine.objects.filter(pk=line_id, event=event_id).first()
    if line is None:
        raise ChatLineUnknown
    channel = ChatChannel(line.channel)
    author = _author(actor, event_id, channel)
    is_own = _is_own(line, author)
    if author.judge is not None and not is_own:
        raise ChatLineUnknown
    if line.taken_back_at is None:
        line.text, line.is_shown, line.taken_back_at = "", False, now
        line.save(update_fields=["text", "is_shown", "taken_back_at", "updated_at"])
        chatted(author.event, channel, {line.pk: None}, now=now)
        forget_line(author.event, channel, line.pk)
        if not is_own:
            hosts = [author.event.organization_id]
            audit.record(actor, "backstage.line_taken_back", line, organizations=hosts, event=str(author.event.pk))
    return line


def _author(actor: Actor, event_id: UUID, channel: ChatChannel) -> Author:
    """Who talks, with the desk held, so that what is shown is counted by one hand at a time."""
    if isinstance(actor, Juror):
        event = hold_open(event_id)
        hold_desk(event)
        judge = judge_behind(actor, event_id)
        if judge is None or channel is not ChatChannel.JUDGES:
            raise NotBehindTheStage
        if event.state == EventState.CANCELLED:
            raise WrongState(state=event.state)
        return Author(event, judge.name, judge=judge)
    event = hold_room(actor, event_id)
    hold_desk(event)
    person = actor if is_person(actor) and isinstance(actor, User) else None
    return Author(event, person.display_name if person else "", person=person)


def _is_own(line: ChatLine, author: Author) -> bool:
    if line.event_id != author.event.pk:
        return False
    if author.judge is not None:
        return line.judge_id == author.judge.pk
    return line.judge_id is None and line.said_by_id == (author.person.pk if author.person else None)


def _too_old(event: Event, channel: ChatChannel) -> dict[UUID, None]:
    """Lines beyond those that are shown to who comes late; the caller has just added one."""
    shown = ChatLine.objects.filter(event=event, channel=channel, is_shown=True)
    old = list(shown.order_by("-said_at", "-id").values_list("pk", flat=True)[MOST_SHOWN:])
    if old:
        ChatLine.objects.filter(pk__in=old).update(is_shown=False)
    return dict.fromkeys(old)
