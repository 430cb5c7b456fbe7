"""Announcements: said to everybody, by those who run the room, until they are taken down."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import NotPermitted
from backend.core.models import AuditEntry
from backend.interactions.errors import AnnouncementUnknown, BadAnnouncement, TooManyAnnouncements
from backend.interactions.models import Announcement
from backend.interactions.selectors.states import audience_state
from backend.interactions.services.announcing import MOST_STANDING, announce, withdraw
from backend.organizations.enums import MemberRole
from backend.roadshows.enums import EventState
from backend.roadshows.errors import WrongState
from backend.roadshows.models import Event
from tests.backend.interactions.test_questions import heard, turned
from tests.backend.roadshows.test_stage import live_event
from tests.factories.accounts import UserFactory
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return live_event()


@pytest.fixture
def host(event: Event) -> User:
    return person_in(event.organization, MemberRole.MEMBER)


def said(actor: Any, event: Event, words: str = "茶歇提前十分钟", pk: UUID | None = None) -> Announcement:
    return announce(actor=actor, event_id=event.pk, announcement_id=pk or uuid4(), words=words, now=clock.now())


def withdrawn(actor: Any, event: Event, pk: UUID) -> Announcement:
    return withdraw(actor=actor, event_id=event.pk, announcement_id=pk, now=clock.now())


def test_everybody_reads_it_until_it_is_taken_down_and_then_nowhere(event: Event, host: User) -> None:
    row = said(host, event)
    assert heard("public")[-1][1]["rows"]["announcements"][str(row.pk)]["text"] == "茶歇提前十分钟"
    assert list(audience_state(event).announcements) == [row.pk]
    for _ in range(2):
        withdrawn(host, event, row.pk)
    assert audience_state(event).announcements == {}
    assert [payload for _, payload in heard("public")] == [{"rows": {"announcements": {str(row.pk): None}}}] * 2
    acts = AuditEntry.objects.filter(action__startswith="room.announce").order_by("id").values_list("action", flat=True)
    assert list(acts) == ["room.announced", "room.announcement_withdrawn"]


def test_sent_twice_it_is_one_and_taken_down_it_does_not_come_back(event: Event, host: User) -> None:
    row = said(host, event)
    assert said(host, event, pk=row.pk) == row
    withdrawn(host, event, row.pk)
    assert said(host, event, pk=row.pk).withdrawn_at is not None
    assert (Announcement.objects.count(), len(heard("public"))) == (1, 2)
    other = live_event()
    runs = person_in(other.organization)
    with pytest.raises(AnnouncementUnknown):
        said(runs, other, pk=row.pk)
    with pytest.raises(AnnouncementUnknown):
        withdrawn(runs, other, row.pk)


@pytest.mark.parametrize("words", ["", "  \n ", "长" * 201])
def test_it_has_words_and_not_too_many(event: Event, host: User, words: str) -> None:
    with pytest.raises(BadAnnouncement):
        said(host, event, words)
    assert not Announcement.objects.exists()


def test_so_many_stand_at_a_time(event: Event, host: User) -> None:
    first, *_ = [said(host, event) for _ in range(MOST_STANDING)]
    with pytest.raises(TooManyAnnouncements):
        said(host, event)
    withdrawn(host, event, first.pk)
    assert said(host, event).withdrawn_at is None


def test_those_who_run_the_room_and_nobody_else(event: Event, host: User) -> None:
    row = said(host, event)
    for actor in (UserFactory.create(), person_in(event.organization, MemberRole.READER)):
        with pytest.raises(NotPermitted):
            said(actor, event)
        with pytest.raises(NotPermitted):
            withdrawn(actor, event, row.pk)
    turned(event, EventState.CANCELLED)
    with pytest.raises(WrongState):
        said(host, event)
    assert Announcement.objects.get().withdrawn_at is None
