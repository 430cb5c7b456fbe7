"""Interest marks: who may make one, who learns of it, and what is built on it."""

from typing import Any
from uuid import uuid4

import pytest

from backend.accounts.models import User
from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry, OutboxEvent
from backend.core.services import drain_outbox
from backend.deals.models import Pitch
from backend.feeds.models import FeedEvent
from backend.interactions.enums import InterestKind
from backend.interactions.errors import MarksClosed, NotAnInvestor, NotInTheRoom, PitchUnknown
from backend.interactions.models import InterestMark
from backend.interactions.services.asking import ask
from backend.interactions.services.entering import enter
from backend.interactions.services.marking import set_mark
from backend.notifications.models import Notification
from backend.organizations.enums import MemberRole, OrganizationKind, VerificationState
from backend.organizations.models import Organization
from backend.roadshows.enums import EventState
from backend.roadshows.models import Event
from backend.roadshows.selectors.report import counted
from backend.roadshows.services.agenda import answer_slot
from backend.roadshows.services.stage import show_item, turn_page
from tests.backend.roadshows.test_stage import deck_pitch, live_event, slot_in
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.roadshows import RegistrationFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return live_event()


@pytest.fixture
def pitch(event: Event) -> Pitch:
    made = deck_pitch()
    slot_in(event, pitch=made)
    return made


@pytest.fixture
def firm() -> Organization:
    made: Organization = OrganizationFactory.create(verified=True, kind=OrganizationKind.INVESTMENT_FIRM)
    return made


@pytest.fixture
def investor(event: Event, firm: Organization) -> User:
    person = person_in(firm)
    enter(actor=person, event_id=event.pk)
    return person


def marked(
    actor: Any, event: Event, pitch: Pitch, kind: InterestKind | None = InterestKind.WATCH
) -> InterestMark | None:
    return set_mark(actor=actor, event_id=event.pk, pitch_id=pitch.pk, kind=kind, now=clock.now())


def published() -> list[str]:
    rows = OutboxEvent.objects.filter(name__startswith="interactions.").order_by("id")
    return list(rows.values_list("name", flat=True))


def test_a_mark_says_what_is_wanted_and_of_which_page_and_said_twice_it_is_once(
    event: Event, pitch: Pitch, investor: User, firm: Organization
) -> None:
    host, line = person_in(event.organization), event.agenda.get()
    assert (mark := marked(investor, event, pitch)) is not None
    assert (mark.firm, mark.page) == (firm, 0)
    show_item(actor=host, event_id=event.pk, item_id=line.pk, now=clock.now())
    turn_page(actor=host, event_id=event.pk, item_id=line.pk, page=3, now=clock.now())
    for _ in range(2):
        marked(investor, event, pitch, InterestKind.WANT_MEETING)
    assert [(one.kind, one.page) for one in InterestMark.objects.all()] == [("want_meeting", 3)]
    for _ in range(2):
        marked(investor, event, pitch, None)
    # Nobody listens to what was taken back yet.
    assert published() == ["interactions.interest_marked"] * 2
    acts = AuditEntry.objects.filter(action__startswith="interest.").order_by("id").values_list("action", flat=True)
    assert list(acts) == ["interest.marked", "interest.marked", "interest.withdrawn"]
    # The street reads this trail: that it was done, and not of which company.
    trail = AuditEntry.objects.filter(action__startswith="interest.")
    assert {(row.subject_id, tuple(row.organizations), str(row.data)) for row in trail} == {
        (str(event.pk), (firm.pk,), "{}")
    }
    assert marked(investor, event, pitch) is not None
    assert InterestMark.objects.get().withdrawn_at is None


def test_only_people_of_verified_firms_mark_and_only_while_the_event_is_on(
    event: Event, pitch: Pitch, investor: User, firm: Organization
) -> None:
    with pytest.raises(NotInTheRoom):
        marked(person_in(firm, MemberRole.MEMBER), event, pitch)
    plain = UserFactory.create()
    reader = person_in(firm, MemberRole.READER)
    startup = person_in(pitch.organization)
    for person in (plain, reader, startup):
        enter(actor=person, event_id=event.pk)
        with pytest.raises(NotAnInvestor):
            marked(person, event, pitch)
    for state in (EventState.PUBLISHED, EventState.ENDED):
        Event.objects.filter(pk=event.pk).update(state=state)
        with pytest.raises(MarksClosed):
            marked(investor, event, pitch)
    Event.objects.filter(pk=event.pk).update(state=EventState.LIVE)
    assert not InterestMark.objects.exists()
    marked(investor, event, pitch)
    Organization.objects.filter(pk=firm.pk).update(verification_state=VerificationState.REJECTED)
    with pytest.raises(NotAnInvestor):
        marked(investor, event, pitch, InterestKind.WANT_MEETING)
    # What stands in the firm's name can always be taken back.
    assert (taken := marked(investor, event, pitch, None)) is not None
    assert taken.withdrawn_at is not None


def test_a_mark_is_for_a_pitch_of_this_evening(event: Event, pitch: Pitch, investor: User) -> None:
    unasked = deck_pitch()
    said_no = deck_pitch()
    slot_in(event, 2, pitch=said_no)
    line = event.agenda.get(pitch=said_no)
    answer_slot(actor=SYSTEM, item=line, accepts=False, shows_deck=False, now=clock.now())
    for other in (unasked.pk, said_no.pk, uuid4()):
        with pytest.raises(PitchUnknown):
            set_mark(actor=investor, event_id=event.pk, pitch_id=other, kind=InterestKind.WATCH, now=clock.now())


def test_only_its_company_learns_of_a_mark(event: Event, pitch: Pitch, investor: User, firm: Organization) -> None:
    founder, colleague = person_in(pitch.organization), person_in(pitch.organization, MemberRole.MEMBER)
    reader = person_in(pitch.organization, MemberRole.READER)
    others = [investor, person_in(event.organization), reader, UserFactory.create(), OperatorFactory.create()]
    marked(investor, event, pitch, InterestKind.WANT_DECK)
    drain_outbox(now=clock.now())
    told = {one.recipient_id for one in Notification.objects.filter(kind="interactions.interest_marked")}
    assert told == {founder.pk, colleague.pk}
    address = f"/api/v1/pitches/{pitch.pk}/interests/"
    for person in (founder, colleague):
        (seen,) = client_of(person).get(address).json()["results"]
        assert (seen["firm"]["id"], seen["kind"], seen["event_title"]) == (str(firm.pk), "want_deck", event.title)
    assert [client_of(one).get(address).status_code for one in others] == [403] * len(others)
    assert client_of().get(address).status_code == 401
    public = FeedEvent.objects.exclude(feed__name__contains=":person:").values_list("payload", flat=True)
    assert str(firm.pk) not in str(list(public))
    assert firm.display_name in str(client_of(founder).get("/api/v1/me/notifications/").json())
    # What was taken back is told no more.
    marked(investor, event, pitch, None)
    assert client_of(founder).get(address).json()["results"] == []
    assert firm.display_name not in str(client_of(founder).get("/api/v1/me/notifications/").json())


def test_the_report_counts_guests_who_asked_and_who_showed_interest(
    event: Event, pitch: Pitch, investor: User, firm: Organization
) -> None:
    asker, silent = UserFactory.create_batch(2)
    for person in (investor, asker, silent):
        RegistrationFactory.create(event=event, person=person, email=person.email)
        enter(actor=person, event_id=event.pk)

    def steps() -> dict[str, int]:
        return {one.step: one.count for one in counted(event).steps}

    assert not {"asked", "tapped"} & set(steps())
    marked(investor, event, pitch)
    ask(actor=asker, event_id=event.pk, question_id=uuid4(), words="多少客户？", is_anonymous=True, now=clock.now())
    assert steps() == {"registered": 3, "confirmed": 3, "came": 0, "asked": 1, "tapped": 1}
    marked(investor, event, pitch, None)
    assert steps()["tapped"] == 0
