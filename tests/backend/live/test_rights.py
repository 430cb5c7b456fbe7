"""When somebody may do less than before every process is told whom to ask for again, and nobody else is asked for."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from backend.accounts.events import AccessEnded
from backend.core import clock, outbox
from backend.core.events import DomainEvent
from backend.live import bus, hub, tickets
from backend.live.bus import Ended
from backend.live.tickets import Ticket
from backend.organizations.events import MembersChanged, OrganizationChanged, StandingChanged
from backend.organizations.models import Membership
from backend.roadshows.enums import EventState
from backend.roadshows.events import (
    EventNarrowed,
    InvitationEnded,
    RegistrationExpired,
    RegistrationRefused,
    TransferDone,
    WaitingRemoved,
)
from backend.roadshows.models import TransferOffer
from tests.factories.accounts import UserFactory
from tests.factories.interactions import ParticipantFactory
from tests.factories.roadshows import (
    EventFactory,
    GuestInvitationFactory,
    HostFactory,
    RegistrationFactory,
    WaitingFactory,
)
from tests.support.ended_rights import cases
from tests.support.live_server import reading
from tests.support.pitch_cast import person_in
from tests.support.rooms import feed_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Ended]:
    """What was announced; the rest of its way is the bus's."""
    found: list[Ended] = []
    monkeypatch.setattr(bus, "announce_ended", found.append)
    return found


def _happens(event: DomainEvent) -> None:
    with transaction.atomic():
        outbox.publish(event)


def _people(*ids: UUID) -> Ended:
    return Ended(people=frozenset(map(str, ids)))


def test_each_right_that_ends_names_who_had_it(told: list[Ended]) -> None:
    for case in cases(1):
        told.clear()
        case.end()
        found = Ended(
            frozenset(one for ended in told for one in ended.people),
            frozenset(one for ended in told for one in ended.rooms),
        )
        key = tickets.read(case.ticket, now=clock.now()).key
        wanted = Ended(people=frozenset({key})) if key else Ended(rooms=frozenset({str(case.feed.room_id)}))
        assert (case.name, found) == (case.name, wanted)


def test_who_joined_or_has_another_title_is_not_asked_for(told: list[Ended]) -> None:
    _happens(MembersChanged(organization_id=HostFactory.create().pk))
    assert told == []
    first, second = uuid4(), uuid4()
    _happens(MembersChanged(organization_id=HostFactory.create().pk, lowered=(first, second)))
    assert told == [_people(first, second)]


def test_of_an_organization_its_people_and_its_rooms_are_asked_for(told: list[Ended]) -> None:
    host = HostFactory.create()
    people = [person_in(host), UserFactory.create()]
    Membership.objects.create(organization=host, person=people[1], role="reader")
    shown = [EventFactory.create(organization=host, published=True, state=state) for state in ("published", "live")]
    EventFactory.create(organization=host, published=True, state=EventState.ENDED)
    EventFactory.create(organization=host)
    EventFactory.create(published=True)
    _happens(OrganizationChanged(organization_id=host.pk))
    wanted = Ended(frozenset(str(one.pk) for one in people), frozenset(str(one.pk) for one in shown))
    assert told == [wanted]


def test_of_a_place_its_account_its_contact_and_its_guest_are_asked_for(told: list[Ended]) -> None:
    owner, reached = UserFactory.create(), UserFactory.create()
    place = RegistrationFactory.create(person=owner, email=reached.email)
    guest = ParticipantFactory.create(event=place.event, registration=place)
    offer = TransferOffer.objects.create(
        registration=place,
        email="next@example.com",
        language="zh-hans",
        secret_digest="0" * 64,
        expires_at=clock.now() + timedelta(days=1),
    )
    events = (RegistrationExpired(place.pk), RegistrationRefused(place.pk), TransferDone(offer.pk))
    for event in events:
        _happens(event)
    assert told == [_people(owner.pk, reached.pk, guest.pk)] * len(events)


def test_single_people_and_single_rooms(told: list[Ended]) -> None:
    person, event = UserFactory.create(), EventFactory.create(published=True)
    waits = WaitingFactory.create(event=event, email=person.email)
    invited = GuestInvitationFactory.create(email=person.email)
    for_one = (
        AccessEnded(person.pk),
        StandingChanged(person.pk),
        WaitingRemoved(waits.pk),
        InvitationEnded(invited.pk),
    )
    for one in for_one:
        _happens(one)
    _happens(EventNarrowed(event.pk))
    assert told == [*[_people(person.pk)] * len(for_one), Ended(rooms=frozenset({str(event.pk)}))]


def test_nothing_is_said_of_what_is_gone_nor_of_what_was_rolled_back(told: list[Ended]) -> None:
    for gone in (
        RegistrationExpired(uuid4()),
        TransferDone(uuid4()),
        WaitingRemoved(uuid4()),
        InvitationEnded(uuid4()),
    ):
        _happens(gone)
    with transaction.atomic():
        outbox.publish(AccessEnded(uuid4()))
        transaction.set_rollback(True)
    assert told == []


def test_what_is_announced_is_heard_as_it_was_said() -> None:
    said = Ended(frozenset({str(uuid4())}), frozenset({str(uuid4()), str(uuid4())}))
    sent: list[bytes] = []

    class Client:
        def publish(self, _: str, data: bytes) -> int:
            sent.append(data)
            return 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("backend.live.valkey._client", Client)
        bus.announce_ended(said)
    assert [bus.unpacked(data) for data in sent] == [said]


@pytest.mark.parametrize(
    ("key", "feeds", "is_concerned"),
    [
        ("a", [], True),
        ("b", ["roadshow:r:public"], True),
        ("", ["roadshow:x:public", "roadshow:r:judges"], True),
        ("b", ["roadshow:x:public", "nonsense", "", ":"], False),
        ("", [], False),
    ],
)
def test_whom_it_concerns(key: str, feeds: list[str], is_concerned: bool) -> None:
    assert Ended(frozenset({"a"}), frozenset({"r"})).concerns(key, feeds) is is_concerned


def test_a_hall_of_visitors_is_asked_for_once(direct_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def readable(readers: Sequence[tuple[Ticket, Sequence[str]]]) -> list[set[str]]:
        asked.extend(list(names) for _, names in readers)
        return [set() for _ in readers]

    room = feed_of(uuid4())
    with reading(direct_port) as first, reading(direct_port) as second:
        for reader in (first, second):
            reader.hello(room)
            reader.hear("snapshot")
        monkeypatch.setattr(hub, "still_readable", readable)
        bus.announce_ended(Ended(rooms=frozenset({str(room.room_id)})))
        assert {reader.hear("refused")["feed"] for reader in (first, second)} == {str(room)}
    assert asked == [[str(room)]]
