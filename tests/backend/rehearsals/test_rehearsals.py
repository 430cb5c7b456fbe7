"""A rehearsal: what it finds missing, what its guests come upon, who may hold one, and that nothing is left of it."""

from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import connection

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import NotPermitted
from backend.core.models import AuditEntry
from backend.interactions.enums import PollKind
from backend.interactions.models import Poll, RoomRules
from backend.organizations.enums import MemberRole
from backend.rehearsals.enums import Check, Standing, Step
from backend.rehearsals.errors import NothingToRehearse
from backend.rehearsals.models import Rehearsal
from backend.rehearsals.selectors.checks import checked
from backend.rehearsals.services.rehearsing import rehearse
from backend.rehearsals.services.walking import GUESTS, JUDGES, walk
from backend.roadshows.enums import AgendaKind, EventState, HelperRole, QuestionKind
from backend.roadshows.models import Event, TicketType
from tests.backend.roadshows.test_stage import deck_pitch, live_event, slot_in
from tests.factories.accounts import UserFactory
from tests.factories.judging import JudgeFactory, panel_at
from tests.factories.roadshows import (
    AgendaItemFactory,
    CheckInDeviceFactory,
    EventHelperFactory,
    QuestionFactory,
    RegistrationFactory,
)
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db


def _evening(**given: Any) -> Event:
    """Published and about to begin: two pitches with decks, a poll that is prepared, a rubric and a judge, a guest."""
    event = live_event(state=EventState.PUBLISHED, **given)
    for position in (1, 2):
        slot_in(event, position, pitch=deck_pitch())
    Poll.objects.create(event=event, kind=PollKind.POLL, text="看好哪家？", choices=["甲", "乙"], votes=[0, 0])
    panel_at(event)
    JudgeFactory.create(event=event, last_seen_at=clock.now())
    RegistrationFactory.create(event=event)
    CheckInDeviceFactory.create(event=event)
    return event


def _hosts(event: Event) -> tuple[User, User]:
    return person_in(event.organization, MemberRole.OWNER), person_in(event.organization, MemberRole.MEMBER)


def _rows() -> dict[str, int]:
    """How many rows of every kind there are."""
    tables = set(connection.introspection.table_names())
    kept = [model for model in apps.get_models() if model._meta.db_table in tables]
    return {model._meta.label: model._base_manager.count() for model in kept}


def test_guests_go_through_an_evening_that_is_ready() -> None:
    event = _evening()
    host, _ = _hosts(event)
    held = rehearse(actor=host, event_id=event.pk, now=clock.now())
    assert held.guests == GUESTS
    assert [one for one in held.steps if one["refused"]] == []
    done = {one["step"]: one["done"] for one in held.steps}
    assert done == {
        Step.REGISTER: GUESTS,
        Step.ENTER: GUESTS,
        Step.STAGE: 2,
        Step.ASK: 6,
        Step.VOTE: 30,
        Step.POLL: GUESTS,
        Step.REACT: 2 * GUESTS,
        Step.JUDGE: 2 * JUDGES,
        Step.REPORT: 2,
    }
    standing = {one["check"]: one["standing"] for one in held.checks}
    assert list(standing) == list(Check)
    assert set(standing.values()) == {Standing.READY}


def test_a_walk_leaves_nothing() -> None:
    event = _evening()
    before, edition = _rows(), event.edition
    walk(event, now=clock.now())
    assert _rows() == before
    event.refresh_from_db()
    assert (event.edition, event.state) == (edition, EventState.PUBLISHED)
    assert mail.outbox == []
    held = rehearse(actor=_hosts(event)[0], event_id=event.pk, now=clock.now())
    assert set(held.steps[0]) == {"step", "done", "refused"}


def test_what_guests_come_upon_is_counted_by_its_code() -> None:
    event = _evening()
    RoomRules.objects.create(event=event, takes_questions=False)
    TicketType.objects.filter(event=event).update(needs_approval=True)
    QuestionFactory.create(event=event, kind=QuestionKind.NUMBER, is_required=True)
    found = walk(event, now=clock.now())
    assert (found.done[Step.REGISTER], found.done[Step.APPROVE]) == (GUESTS, GUESTS)
    assert dict(found.refused[Step.ASK]) == {"interactions.questions_closed": 6}
    assert found.done[Step.VOTE] == 0


def test_more_guests_than_seats_are_refused() -> None:
    event = _evening()
    event.quotas.update(capacity=5)
    found = walk(event, now=clock.now())
    assert found.done[Step.REGISTER] == 5
    assert sum(found.refused[Step.REGISTER].values()) == GUESTS - 5


def test_a_draft_without_anything_says_what_it_lacks() -> None:
    event = live_event(state=EventState.DRAFT, published=False)
    host, _ = _hosts(event)
    found = {one.check: (one.standing, one.count) for one in checked(host, event, now=clock.now())}
    assert found == {
        Check.PUBLISHED: (Standing.MISSING, 1),
        Check.LINES: (Standing.MISSING, 1),
        Check.RELEASED: (Standing.NONE, 0),
        Check.FITS: (Standing.READY, 0),
        Check.CONFIRMED: (Standing.NONE, 0),
        Check.DECKS: (Standing.NONE, 0),
        Check.CLASHES: (Standing.READY, 0),
        Check.HANDS: (Standing.READY, 0),
        Check.JUDGES: (Standing.NONE, 0),
        Check.POLLS: (Standing.HINT, 1),
        Check.QUESTIONS: (Standing.READY, 0),
        Check.GUESTS: (Standing.HINT, 1),
        Check.DOOR: (Standing.HINT, 1),
    }


def test_what_is_missing_is_counted() -> None:
    event = _evening()
    host = person_in(event.organization, MemberRole.OWNER)
    AgendaItemFactory.create(event=event, position=3, kind=AgendaKind.PITCH, pitch=deck_pitch(), is_confirmed=True)
    AgendaItemFactory.create(event=event, position=4, minutes=400)
    AgendaItemFactory.create(event=event, position=5, is_out=False)
    JudgeFactory.create(event=event)
    Poll.objects.all().delete()
    found = {one.check: (one.standing, one.count) for one in checked(host, event, now=clock.now())}
    assert found[Check.DECKS] == (Standing.MISSING, 1)
    assert found[Check.RELEASED] == (Standing.MISSING, 1)
    assert found[Check.FITS][0] == Standing.MISSING
    assert found[Check.HANDS] == (Standing.HINT, 1)
    assert found[Check.JUDGES] == (Standing.HINT, 1)
    assert found[Check.POLLS] == (Standing.HINT, 1)
    EventHelperFactory.create(event=event, role=HelperRole.CO_HOST)
    again = {one.check: one.standing for one in checked(host, event, now=clock.now())}
    assert again[Check.HANDS] == Standing.READY


def test_who_may_rehearse_and_when() -> None:
    event = _evening()
    host, _ = _hosts(event)
    for one in (person_in(event.organization, MemberRole.READER), UserFactory.create(), AnonymousUser()):
        with pytest.raises(NotPermitted):
            rehearse(actor=one, event_id=event.pk, now=clock.now())
    Event.objects.filter(pk=event.pk).update(state=EventState.LIVE)
    with pytest.raises(NothingToRehearse):
        rehearse(actor=host, event_id=event.pk, now=clock.now())
    assert not Rehearsal.objects.exists()


def test_the_desk_holds_one_and_reads_the_last() -> None:
    event = _evening()
    host, _ = _hosts(event)
    address = f"/api/v1/events/{event.pk}/rehearsals/"
    client = client_of(host)
    assert client.get(address).json() == {"may_rehearse": True, "rehearsals": []}
    held = client.post(address)
    assert held.status_code == 201
    assert client.get(address).json()["rehearsals"] == [held.json()]
    entry = AuditEntry.objects.get(action="event.rehearsed")
    assert (entry.actor_id, entry.subject_id, entry.organizations) == (
        host.pk,
        str(event.pk),
        [event.organization_id],
    )
    for one in (UserFactory.create(), person_in(event.organization, MemberRole.READER)):
        assert client_of(one).get(address).status_code == 403
        assert client_of(one).post(address).status_code == 403
    assert client.get(f"/api/v1/events/{uuid4()}/rehearsals/").status_code == 404
