"""Before the evening: its event with the companies on the run of show, and who has an account. Run by `manage shell` on the demo,
it prints where everything is.
"""

import json
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.test import Client

from backend.accounts.models import User
from backend.core import clock
from backend.deals.models import Pitch
from backend.organizations.enums import MemberRole
from backend.organizations.models import Organization
from backend.roadshows.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.organizations import FirmFactory, MembershipFactory
from tests.factories.roadshows import AgendaItemFactory, EventFactory, TicketTypeFactory
from tests.journeys.roadshow.script import ASKED_KIND, OPEN_KIND, Script

HOST = "host@demo.xiangmihu.example"
BEGINS_IN, LASTS, MINUTES = timedelta(minutes=30), timedelta(hours=3), 8


def build(script: Script) -> None:
    event = _event(script)
    pitches = _pitches()[: script.pitches]
    assert len(pitches) == script.pitches, "the demo has too few companies"
    lines = [
        AgendaItemFactory.create(
            event=event,
            position=line.number + 1,
            kind="pitch",
            pitch=pitch,
            title=line.title,
            minutes=MINUTES,
            is_confirmed=True,
            shows_deck=True,
        )
        for line, pitch in zip(script.lines, pitches, strict=True)
    ]
    told = {
        "event": str(event.pk),
        "kinds": {kind.name: str(kind.pk) for kind in event.ticket_types.all()},
        "lines": [str(one.pk) for one in lines],
        "pitches": [str(one.pk) for one in pitches],
        "founders": [_session_of(_person_of(one.organization, "项目负责人")) for one in pitches],
        "investors": {
            one.number: _session_of(_person_of(FirmFactory.create(verified=True), one.name))
            for one in script.cast
            if one.is_investor
        },
    }
    print(json.dumps(told))  # noqa: T201 - the answer to whoever runs it


def _event(script: Script) -> Event:
    now = clock.now()
    event: Event = EventFactory.create(
        organization=Organization.objects.get(memberships__person__email=HOST),
        published=True,
        title="全流程路演之夜",
        starts_at=now + BEGINS_IN,
        ends_at=now + BEGINS_IN + LASTS,
        quota__capacity=script.guests,
        ticket_type__name=OPEN_KIND,
        ticket_type__name_en="",
    )
    TicketTypeFactory.create(event=event, position=2, name=ASKED_KIND, name_en="", needs_approval=True)
    return event


def _pitches() -> list[Pitch]:
    """Of different companies, oldest first. Those that handed in no deck show that of another."""
    rows = Pitch.objects.filter(state="published").select_related("organization", "deck").order_by("pk")
    firsts = {one.organization_id: one for one in reversed(rows)}
    deck = next(one.deck for one in rows if one.deck and one.deck.page_count >= 2)
    for pitch in firsts.values():
        if pitch.deck is None or pitch.deck.page_count < 2:
            pitch.deck = deck
            pitch.save(update_fields=["deck"])
    return sorted(firsts.values(), key=lambda one: one.pk)


def _person_of(organization: Organization, name: str) -> User:
    person: User = UserFactory.create(email=f"{uuid4().hex}@example.com", display_name=name)
    MembershipFactory.create(organization=organization, person=person, role=MemberRole.MEMBER)
    return person


def _session_of(person: User) -> str:
    """The cookie of somebody who has signed in."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
