"""People who follow a feed, and how each of them loses the right to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.contrib.auth.models import AnonymousUser

from backend.accounts import services as accounts
from backend.accounts.enums import TokenScope
from backend.accounts.limits import ROOT
from backend.accounts.models import User
from backend.core import clock
from backend.core.actors import SYSTEM, Guest, Juror
from backend.feeds.names import FeedName
from backend.interactions.services.entering import enter
from backend.interactions.services.telling import feed_of
from backend.judging.services.judges import revoke_judge
from backend.live import tickets
from backend.organizations.enums import MemberRole
from backend.organizations.models import Membership
from backend.organizations.services import members
from backend.roadshows.enums import EventVisibility
from backend.roadshows.models import Event
from backend.roadshows.rooms import judges_feed, organizers_feed, public_feed
from backend.roadshows.services.events import EventChanges, update_event
from backend.roadshows.services.helping import end_helper
from backend.roadshows.tickets import secret_of
from tests.backend.roadshows.test_stage import live_event
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.judging import JudgeFactory
from tests.factories.roadshows import EventFactory, EventHelperFactory, HostFactory, RegistrationFactory
from tests.support.clients import client_of
from tests.support.crowds import long_ticket
from tests.support.guests import go
from tests.support.pitch_cast import person_in


@dataclass(frozen=True, slots=True)
class Case:
    """`end` takes the right away, by what the product has for it."""

    name: str
    ticket: str
    feed: FeedName
    end: Callable[[], object]


def cases(each: int) -> list[Case]:
    """So many of each kind."""
    kinds = (_removed, _password, _closed, _token, _hidden, _guest, _judge, _helper)
    return [case for kind in kinds for case in kind(each)]


def who_stays(feed: FeedName) -> str:
    """The ticket of one more reader of an organizers' feed, whose right nobody takes."""
    event = Event.objects.get(pk=feed.room_id)
    return long_ticket(person_in(event.organization, MemberRole.MEMBER))


def _removed(count: int) -> Iterator[Case]:
    event = live_event()
    owner = person_in(event.organization)
    for _ in range(count):
        person = person_in(event.organization, MemberRole.MEMBER)
        row = Membership.objects.get(organization=event.organization, person=person)
        yield Case(
            "membership removed",
            long_ticket(person),
            organizers_feed(event.pk),
            partial(members.remove_member, actor=owner, membership=row),
        )


def _in_the_room(event: Event, person: User) -> FeedName:
    return feed_of(enter(actor=person, event_id=event.pk))


def _password(count: int) -> Iterator[Case]:
    event = live_event()
    for _ in range(count):
        person: User = UserFactory.create()
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
        feed = _in_the_room(event, person)
        yield Case("password changed", long_ticket(person), feed, partial(_change_password, person))


def _change_password(person: User) -> None:
    told = {"current_password": PASSWORD, "new_password": "another-long-secret"}
    answer = client_of(person).post(f"{ROOT}account/password/change", told, format="json")
    assert answer.status_code == 200, answer.content


def _closed(count: int) -> Iterator[Case]:
    event = live_event()
    for _ in range(count):
        person: User = UserFactory.create()
        yield Case(
            "account closed",
            long_ticket(person),
            _in_the_room(event, person),
            partial(accounts.set_closed, actor=SYSTEM, person=person, is_closed=True),
        )


def _token(count: int) -> Iterator[Case]:
    event = live_event()
    for _ in range(count):
        person: User = UserFactory.create()
        feed = _in_the_room(event, person)
        made = accounts.create_token(actor=person, label="钥匙", scopes=[TokenScope.READ], expires_at=None)
        later = clock.now() + timedelta(hours=1)
        ticket = tickets.issue(viewer=person, language="zh-hans", now=later, token=made.token)
        end = partial(accounts.revoke_token, actor=person, token=made.token, now=clock.now())
        yield Case("token revoked", ticket, feed, end)


def _hidden(count: int) -> Iterator[Case]:
    event = EventFactory.create(published=True)

    def hide() -> None:
        now = Event.objects.get(pk=event.pk)
        if now.visibility == EventVisibility.PUBLIC:
            changes: EventChanges = {"visibility": EventVisibility.INVITED}
            update_event(actor=SYSTEM, event=now, edition=now.edition, changes=changes, now=clock.now())

    for _ in range(count):
        yield Case("event hidden", long_ticket(), public_feed(event.pk), hide)


def _guest(count: int) -> Iterator[Case]:
    event = EventFactory.create(published=True, quota__capacity=count)
    for _ in range(count):
        place = RegistrationFactory.create(event=event)
        known = enter(actor=AnonymousUser(), event_id=event.pk, ticket=secret_of(place.pk))
        ticket = long_ticket(Guest(known.pk, place.pk))
        yield Case("ticket given back", ticket, feed_of(known), partial(go, place))


def _judge(count: int) -> Iterator[Case]:
    event = live_event()
    host = person_in(event.organization, MemberRole.MEMBER)
    for _ in range(count):
        judge = JudgeFactory.create(event=event)
        yield Case(
            "judge's link revoked",
            long_ticket(Juror(judge.pk, judge.link_edition)),
            judges_feed(event.pk),
            partial(revoke_judge, actor=host, event_id=event.pk, judge_id=judge.pk, now=clock.now()),
        )


def _helper(count: int) -> Iterator[Case]:
    event = live_event()
    owner = person_in(event.organization)
    for _ in range(count):
        beside = HostFactory.create()
        row = EventHelperFactory.create(event=event, role="co_host", person=None, organization=beside)
        yield Case(
            "co-host ended",
            long_ticket(person_in(beside, MemberRole.MEMBER)),
            organizers_feed(event.pk),
            partial(end_helper, actor=owner, helper=row, now=clock.now()),
        )
