"""Who sees an event, by what it is open to and by what the viewer is: one answer in lists, pages, files, rooms and forms."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from backend.accounts.models import User
from backend.config.pages import heads
from backend.core import clock
from backend.core.models import AuditEntry
from backend.feeds import selectors as feeds
from backend.feeds.errors import FeedNotFound
from backend.organizations.enums import MemberRole, StandingKind
from backend.roadshows.enums import EventPreset, EventVisibility
from backend.roadshows.models import Event, Registration, WaitlistEntry
from backend.roadshows.rooms import public_feed
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.deals import PitchFactory
from tests.factories.organizations import FirmFactory, OrganizationFactory, StandingFactory
from tests.factories.roadshows import (
    AgendaItemFactory,
    EventFactory,
    GuestInvitationFactory,
    HostFactory,
    RegistrationFactory,
    WaitingFactory,
)
from tests.support.clients import client_of
from tests.support.guests import ask_to_come
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
API = "/api/v1/events/"
EVERY_WAY = {"list", "month", "page", "calendar", "room", "form"}
# Whom the event itself names, and those who see it in any case.
ALWAYS = {"invited", "holder", "in line", "pitching", "host", "host's reader", "operator"}
OPEN_TO = {
    "public": {"visitor", "nobody's", "member", "unverified investor", "investor", "qualified", "declined"},
    "members": {"member", "unverified investor", "investor"},
    "qualified": {"investor", "qualified"},
    "invited": set(),
}


def _cast(event: Event) -> dict[str, User | None]:
    people: dict[str, User | None] = {"visitor": None, "operator": OperatorFactory.create()}
    for role in ("nobody's", "invited", "declined", "holder", "in line"):
        people[role] = UserFactory.create()
    for role, organization in (
        ("member", OrganizationFactory.create()),
        ("unverified investor", FirmFactory.create()),
        ("investor", FirmFactory.create(verified=True)),
        ("host", event.organization),
    ):
        people[role] = person_in(organization)
    people["host's reader"] = person_in(event.organization, MemberRole.READER)
    people["qualified"] = StandingFactory.create(kind=StandingKind.QUALIFIED_INVESTOR).person
    pitch = PitchFactory.create(published=True)
    people["pitching"] = person_in(pitch.organization)
    AgendaItemFactory.create(event=event, kind="pitch", pitch=pitch, is_confirmed=True, answered_at=clock.now())
    for role, state in (("invited", "invited"), ("declined", "declined")):
        person = people[role]
        assert person is not None
        GuestInvitationFactory.create(event=event, email=person.email, state=state)
    RegistrationFactory.create(event=event, person=people["holder"])
    WaitingFactory.create(event=event, person=people["in line"])
    return people


def _ways(person: User | None, event: Event) -> set[str]:
    """Those by which this person meets the event."""
    client, day = client_of(person), timezone.localdate(event.starts_at).isoformat()
    address, found = f"{API}{event.pk}/", set()
    for way, asked in (("list", "when=all"), ("month", f"when=all&page_size=300&since={day}&until={day}")):
        if str(event.pk) in {row["id"] for row in client.get(f"{API}?{asked}").json()["results"]}:
            found.add(way)
    for way, path in (("page", ""), ("calendar", "event.ics")):
        status = client.get(f"{address}{path}").status_code
        assert status in (200, 404)
        found |= {way} if status == 200 else set()
    form = ask_to_come(event) if person is None else client.get(f"{address}registrations/mine/")
    # Where somebody waits already, others are asked to stand in line.
    assert form.status_code in (200, 201, 404) or form.json()["code"] == "roadshows.full"
    found |= {"form"} if form.status_code != 404 else set()
    try:
        feeds.readable_feed(person or AnonymousUser(), str(public_feed(event.pk)), now=clock.now())
    except FeedNotFound:
        return found
    return found | {"room"}


@pytest.mark.parametrize("visibility", EventVisibility.values)
def test_each_sees_it_by_every_way_or_by_none(visibility: str) -> None:
    event = EventFactory.create(published=True, visibility=visibility)
    people = _cast(event)
    expected = ALWAYS | OPEN_TO[visibility]
    assert {role: _ways(person, event) for role, person in people.items()} == {
        role: EVERY_WAY if role in expected else set() for role in people
    }
    # What the world outside may take is the same for everybody.
    is_public, visitor = visibility == "public", client_of()
    assert (str(event.pk) in visitor.get("/events.ics").content.decode()) == is_public
    assert (visitor.get("/sitemap-events-1.xml").status_code == 200) == is_public
    assert (heads.event_of(event.pk) is not None) == is_public
    for role in ("host", "invited", "visitor"):
        led = client_of(people[role]).get(f"/s/{event.code}").status_code == 302
        assert led == (is_public or role != "visitor")


def test_a_published_event_is_shown_to_fewer_at_once_and_never_to_more() -> None:
    event = EventFactory.create(published=True)
    host, holder = person_in(event.organization), RegistrationFactory.create(event=event, person=UserFactory.create())
    client, address = client_of(host), f"{API}{event.pk}/"

    def write(edition: int, visibility: str) -> Any:
        return client.patch(address, {"edition": edition, "visibility": visibility}, format="json")

    assert client_of().get(address).status_code == 200
    assert write(1, "qualified").json()["visibility"] == "qualified"
    assert client_of().get(address).status_code == 404
    assert client_of(holder.person).get(address).status_code == 200
    for wider in ("members", "public"):
        refused = write(2, wider)
        assert (refused.status_code, refused.json()["code"]) == (409, "roadshows.visibility_widened")
    assert write(2, "invited").json()["visibility"] == "invited"
    draft = EventFactory.create(organization=event.organization, visibility="invited")
    opened = client.patch(f"{API}{draft.pk}/", {"edition": 1, "visibility": "public"}, format="json")
    assert opened.json()["visibility"] == "public"


def test_a_code_sent_to_another_contact_brings_nobody_in() -> None:
    event = EventFactory.create(published=True, visibility="members", quota__capacity=1)
    person = person_in(OrganizationFactory.create())
    before = AuditEntry.objects.count()
    refused = ask_to_come(event, "friend@example.com", client=client_of(person))
    assert (refused.status_code, refused.json()["code"]) == (409, "roadshows.own_contact_alone")
    assert (Registration.objects.count(), WaitlistEntry.objects.count()) == (0, 0)
    assert (AuditEntry.objects.count(), event.quota.taken) == (before, 0)


def test_a_new_event_has_what_its_kind_usually_has_and_its_reviewer_reads_it() -> None:
    host = HostFactory.create()
    client, starts = client_of(person_in(host)), clock.now() + timedelta(days=9)
    for preset in EventPreset.values:
        body = {
            "organization": str(host.pk),
            "preset": preset,
            "title": "一个晚上",
            "starts_at": starts.isoformat(),
            "ends_at": (starts + timedelta(hours=2)).isoformat(),
            "capacity": 12,
        }
        written = client.post(API, body, format="json")
        assert written.status_code == 201, written.content
        assert written.json()["visibility"] == ("invited" if preset == "roundtable" else "public")
    waiting = EventFactory.create(
        organization=host, state="under_review", submitted_at=clock.now(), visibility="members"
    )
    case = client_of(OperatorFactory.create()).get(f"/api/v1/console/queue/event/{waiting.pk}/").json()
    assert ("visibility", "members") in {(fact["name"], fact["value"]) for fact in case["facts"]}
