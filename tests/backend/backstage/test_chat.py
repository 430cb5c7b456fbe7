"""The talk behind the stage: who says what to whom, once, and what is left of it when it is taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from backend.backstage.enums import ChatChannel
from backend.backstage.errors import BadChatLine, ChatLineUnknown, NotBehindTheStage
from backend.backstage.models import ChatLine
from backend.backstage.selectors.chat import MOST_SHOWN
from backend.core import clock
from backend.core.actors import Juror
from backend.core.errors import DomainError, NotFound, NotPermitted, TooManyRequests
from backend.core.models import AuditEntry
from backend.feeds import selectors as feeds
from backend.feeds.models import FeedEvent
from backend.feeds.names import FeedName
from backend.judging.services import judges
from backend.organizations.enums import MemberRole
from backend.roadshows.enums import EventState
from backend.roadshows.errors import WrongState
from backend.roadshows.models import Event
from backend.roadshows.rooms import judges_feed, organizers_feed, public_feed
from tests.factories.accounts import UserFactory
from tests.support.behind_the_stage import JUDGES, TEAM, Backstage
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db


def _chat(feed: FeedName, table: str) -> list[str]:
    state = feeds.snapshot(feed, now=clock.now()).state
    return [row["text"] for row in sorted(state[table].values(), key=lambda row: row["said_at"])]


def _refused(error: type[DomainError], act: Callable[[], Any]) -> None:
    """Also shows that nothing changed."""
    before = list(ChatLine.objects.order_by("pk").values()), FeedEvent.objects.count()
    with pytest.raises(error), transaction.atomic():
        act()
    assert (list(ChatLine.objects.order_by("pk").values()), FeedEvent.objects.count()) == before


def test_the_team_talks_among_itself_and_with_the_judges() -> None:
    night = Backstage()
    night.say(night.host, TEAM, "投影换一台")
    night.say(night.host, JUDGES, "评委请就座")
    night.now += timedelta(seconds=1)
    night.say(night.juror(), JUDGES, "需要一支笔")
    team, of_judges = organizers_feed(night.event.pk), judges_feed(night.event.pk)
    assert _chat(team, "team_chat") == ["投影换一台"]
    assert _chat(team, "judges_chat") == _chat(of_judges, "judges_chat") == ["评委请就座", "需要一支笔"]
    assert "team_chat" not in feeds.snapshot(of_judges, now=clock.now()).state
    # Neither the public's nor the judges' numbering counts what they may not read.
    assert feeds.position(public_feed(night.event.pk)).head == 0
    assert feeds.position(of_judges).head == 2
    rows = feeds.snapshot(team, now=clock.now()).state["judges_chat"].values()
    assert {(row["by"], row["name"], row["author"]) for row in rows} == {
        ("host", night.host.display_name, str(night.host.pk)),
        ("judge", night.judges[0].name, str(night.judges[0].pk)),
    }


def test_a_line_sent_twice_is_said_once() -> None:
    night, line_id = Backstage(), uuid4()
    for words in ("灯光好了", "另一句"):
        night.say(night.host, words=words, line_id=line_id)
    assert [one.text for one in ChatLine.objects.all()] == ["灯光好了"]
    assert feeds.position(organizers_feed(night.event.pk)).head == 1
    other = person_in(night.event.organization, MemberRole.MEMBER)
    _refused(ChatLineUnknown, lambda: night.say(other, line_id=line_id))
    _refused(ChatLineUnknown, lambda: night.say(night.juror(), JUDGES, line_id=line_id))
    elsewhere = Backstage()
    _refused(ChatLineUnknown, lambda: elsewhere.say(elsewhere.host, line_id=line_id))


def test_who_may_not_talk() -> None:
    night, other = Backstage(), Backstage()
    reader = person_in(night.event.organization, MemberRole.READER)
    _refused(NotPermitted, lambda: night.say(reader))
    _refused(NotPermitted, lambda: night.say(UserFactory.create()))
    _refused(NotPermitted, lambda: night.say(night.founders[0]))
    _refused(NotPermitted, lambda: night.say(AnonymousUser()))
    _refused(NotBehindTheStage, lambda: night.say(night.juror(), TEAM))
    _refused(NotBehindTheStage, lambda: night.say(other.juror(), JUDGES))
    _refused(NotBehindTheStage, lambda: night.say(Juror(night.judges[0].pk, 9), JUDGES))
    judges.revoke_judge(actor=night.host, event_id=night.event.pk, judge_id=night.judges[1].pk, now=night.now)
    _refused(NotBehindTheStage, lambda: night.say(night.juror(1), JUDGES))
    Event.objects.filter(pk=night.event.pk).update(visibility="invited")
    _refused(NotFound, lambda: night.say(UserFactory.create()))


@pytest.mark.parametrize("words", ["", "  \n ", "字" * 501])
def test_words_that_are_none_or_too_many(words: str) -> None:
    night = Backstage()
    _refused(BadChatLine, lambda: night.say(night.host, words=words))


def test_an_evening_that_was_called_off_is_silent_and_one_that_is_over_is_not() -> None:
    night = Backstage()
    Event.objects.filter(pk=night.event.pk).update(state=EventState.ENDED)
    night.say(night.host, JUDGES)
    night.say(night.juror(), JUDGES)
    Event.objects.filter(pk=night.event.pk).update(
        state=EventState.CANCELLED, cancelled_at=night.now, cancel_reason="台风"
    )
    _refused(WrongState, lambda: night.say(night.host, JUDGES))
    _refused(WrongState, lambda: night.say(night.juror(), JUDGES))


def test_what_is_taken_back_is_gone_from_the_row_the_state_and_the_past() -> None:
    night = Backstage()
    line = night.say(night.juror(), JUDGES, "私下说一句")
    for _ in range(2):
        night.take_back(night.juror(), line)
    for feed in (organizers_feed(night.event.pk), judges_feed(night.event.pk)):
        assert _chat(feed, "judges_chat") == []
        assert feeds.position(feed).head == 2
    assert "私下" not in str(list(FeedEvent.objects.values_list("payload", flat=True)))
    line.refresh_from_db()
    assert (line.text, line.is_shown, line.taken_back_at) == ("", False, night.now)
    assert not AuditEntry.objects.filter(action="backstage.line_taken_back").exists()


def test_a_host_takes_back_anybodys_words_and_a_judge_their_own() -> None:
    night = Backstage()
    hosts, own = night.say(night.host, JUDGES, "主办方"), night.say(night.juror(), JUDGES, "评委一")
    _refused(ChatLineUnknown, lambda: night.take_back(night.juror(), hosts))
    _refused(ChatLineUnknown, lambda: night.take_back(night.juror(1), own))
    _refused(NotPermitted, lambda: night.take_back(night.founders[0], own))
    _refused(ChatLineUnknown, lambda: Backstage().take_back(night.host, own))
    night.take_back(night.host, own)
    entry = AuditEntry.objects.get(action="backstage.line_taken_back")
    assert (entry.actor_id, entry.organizations, entry.data) == (
        night.host.pk,
        [night.event.organization_id],
        {"event": str(night.event.pk)},
    )
    assert _chat(judges_feed(night.event.pk), "judges_chat") == ["主办方"]


def test_the_last_hundred_lines_are_shown_and_the_rows_say_which() -> None:
    night = Backstage()
    rows = [
        ChatLine(event=night.event, channel=TEAM, text=str(number), said_at=night.now + timedelta(seconds=number))
        for number in range(MOST_SHOWN)
    ]
    ChatLine.objects.bulk_create(rows)
    night.now += timedelta(hours=1)
    last = night.say(night.host, TEAM, "最后")
    feed = organizers_feed(night.event.pk)
    assert _chat(feed, "team_chat") == [*(str(number) for number in range(1, MOST_SHOWN)), "最后"]
    event = FeedEvent.objects.get(feed__name=str(feed))
    assert set(event.payload["rows"]["team_chat"]) == {str(rows[0].pk), str(last.pk)}
    assert event.payload["rows"]["team_chat"][str(rows[0].pk)] is None
    # What is too old comes back with nothing that is taken back.
    night.take_back(night.host, last)
    assert len(_chat(feed, "team_chat")) == MOST_SHOWN - 1


def test_a_script_that_talks_without_end_is_stopped() -> None:
    night = Backstage()
    for _ in range(60):
        night.say(night.host)
    _refused(TooManyRequests, lambda: night.say(night.host))
    night.say(night.juror(), JUDGES)


def test_channels_are_the_tables_of_the_feeds() -> None:
    assert {f"{one.value}_chat" for one in ChatChannel} == {"team_chat", "judges_chat"}
