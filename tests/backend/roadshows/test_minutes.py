"""Minutes of a roundtable: written by its host when it is over, read by its guests once shared, and by nobody else."""

from typing import Any

import pytest
from django.apps import apps
from django.core import mail

from backend.accounts.models import User
from backend.core import clock
from backend.core.models import AuditEntry
from backend.core.services import drain_outbox
from backend.organizations.enums import MemberRole
from backend.roadshows.models import Event, Minutes
from backend.roadshows.tickets import secret_of
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.roadshows import EventFactory, GuestInvitationFactory, MinutesFactory, RegistrationFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
API = "/api/v1"
READERS = {"member", "guest", "guest's ticket"}


def _over(**fields: Any) -> Event:
    usual = {"published": True, "state": "ended", "preset": "roundtable", "visibility": "invited"}
    found: Event = EventFactory.create(**(usual | fields))
    return found


def _reads(person: User | None, path: str) -> bool:
    """Whether the text is in the answer; who may not see the event is answered as for one that is not there."""
    answer = client_of(person).get(f"{API}/{path}/minutes/")
    assert answer.status_code in (200, 404)
    return answer.status_code == 200 and answer.json()["minutes"] is not None


@pytest.mark.parametrize("visibility", ["invited", "public"])
def test_drafts_are_the_teams_and_shared_ones_the_guests(visibility: str) -> None:
    event = _over(visibility=visibility)
    minutes = MinutesFactory.create(event=event)
    person, gave_back, invited = UserFactory.create_batch(3)
    guest = RegistrationFactory.create(event=event, person=person, email=person.email)
    gone = RegistrationFactory.create(
        event=event, person=gave_back, email=gave_back.email, state="cancelled", cancelled_at=clock.now()
    )
    GuestInvitationFactory.create(event=event, email=invited.email)
    page = f"events/{event.pk}"
    ways: dict[str, tuple[User | None, str]] = {
        "member": (person_in(event.organization, MemberRole.MEMBER), page),
        "reader": (person_in(event.organization, MemberRole.READER), page),
        "guest": (person, page),
        "guest's ticket": (None, f"tickets/{secret_of(guest.pk)}"),
        "who gave it back": (gave_back, page),
        "ticket given back": (None, f"tickets/{secret_of(gone.pk)}"),
        "invited": (invited, page),
        "outsider": (person_in(OrganizationFactory.create()), page),
        "operator": (OperatorFactory.create(), page),
        "visitor": (None, page),
    }
    assert {name for name, way in ways.items() if _reads(*way)} == {"member"}
    Minutes.objects.filter(pk=minutes.pk).update(shared_at=clock.now())
    assert {name for name, way in ways.items() if _reads(*way)} == READERS


def test_they_are_written_shared_and_mended_by_editions_and_each_guest_is_told_once() -> None:
    event = _over()
    guests = RegistrationFactory.create_batch(2, event=event)
    RegistrationFactory.create(event=event, state="cancelled", cancelled_at=clock.now())
    client, address = client_of(person_in(event.organization)), f"{API}/events/{event.pk}/minutes/"

    def write(edition: int, text: str) -> Any:
        return client.put(address, {"edition": edition, "text": text}, format="json")

    early = client.post(f"{address}share/", {"edition": 1}, format="json")
    assert (early.status_code, early.json()["code"]) == (409, "roadshows.stale_minutes")
    assert write(0, " ").status_code == 400
    assert write(0, "第一稿").json()["minutes"]["edition"] == 1
    assert write(0, "别人的").json()["code"] == "roadshows.stale_minutes"
    assert write(1, "第二稿").json()["minutes"]["shared_at"] is None
    for _ in range(2):
        assert client.post(f"{address}share/", {"edition": 2}, format="json").json()["minutes"]["shared_at"]
    assert write(2, "定稿").json()["minutes"]["shared_at"]
    for _ in range(2):
        drain_outbox(now=clock.now())
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(str(row.email) for row in guests)
    history = apps.get_model("roadshows", "MinutesEvent")._default_manager.order_by("pgh_id")
    assert list(dict.fromkeys(history.values_list("text", flat=True))) == ["第一稿", "第二稿", "定稿"]
    acts = AuditEntry.objects.filter(action__startswith="event.minutes_").order_by("id")
    written = "event.minutes_written"
    assert list(acts.values_list("action", flat=True)) == [written, written, "event.minutes_shared", written]


def test_only_a_roundtable_that_is_over_has_minutes() -> None:
    body = {"edition": 0, "text": "纪要"}
    for event in (_over(preset="roadshow"), _over(state="live"), _over(state="published")):
        client = client_of(person_in(event.organization))
        refused = client.put(f"{API}/events/{event.pk}/minutes/", body, format="json")
        assert (refused.status_code, refused.json()["code"]) == (409, "roadshows.wrong_state")
    event = _over()
    reader = client_of(person_in(event.organization, MemberRole.READER))
    assert reader.put(f"{API}/events/{event.pk}/minutes/", body, format="json").status_code == 403
    assert Minutes.objects.count() == 0
