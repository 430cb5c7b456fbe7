"""An event that is judged: who acts there, and what is kept of it."""

from typing import Any

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from backend.core import clock
from backend.core.actors import Juror
from backend.core.errors import DomainError
from backend.deals.models import Pitch
from backend.judging.links import secret_of
from backend.judging.models import Conflict, Judge, Panel, Placing, Points, Sheet
from backend.judging.services import panels
from backend.judging.services.sheets import save_sheet
from backend.organizations.enums import MemberRole
from backend.roadshows.models import Event
from tests.backend.roadshows.test_stage import deck_pitch, live_event, slot_in
from tests.factories.judging import JudgeFactory, panel_at
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in


class Evening:
    """An event that is on with two pitches, an open panel of two criteria, and two judges."""

    def __init__(self, **given: Any) -> None:
        self.event: Event = live_event(**given)
        self.host = person_in(self.event.organization, MemberRole.MEMBER)
        self.pitches: list[Pitch] = [deck_pitch(), deck_pitch()]
        self.lines = [slot_in(self.event, position, pitch=one) for position, one in enumerate(self.pitches, start=1)]
        self.panel, (self.team, self.market) = panel_at(self.event)
        self.judges: list[Judge] = [JudgeFactory.create(event=self.event) for _ in range(2)]
        self.now = clock.now()

    def juror(self, number: int = 0) -> Juror:
        judge = Judge.objects.get(pk=self.judges[number].pk)
        return Juror(judge.pk, judge.link_edition)

    def save(
        self, number: int = 0, pitch: int = 0, team: int = 8, market: int = 4, edition: int = 0, **more: Any
    ) -> Sheet:
        return save_sheet(
            actor=self.juror(number),
            event_id=self.event.pk,
            pitch_id=self.pitches[pitch].pk,
            edition=edition,
            points={self.team.pk: team, self.market.pk: market},
            now=self.now,
            **more,
        )

    def step(self, state: str) -> Panel:
        return panels.set_state(actor=self.host, event_id=self.event.pk, state=state, now=self.now)

    def client(self, number: int = 0) -> APIClient:
        judge = Judge.objects.get(pk=self.judges[number].pk)
        return link_client(secret_of(judge.pk, judge.link_edition))

    def address(self, tail: str = "") -> str:
        return f"/api/v1/judging/{self.event.pk}/{tail}"

    def desk(self, tail: str = "") -> str:
        return f"/api/v1/events/{self.event.pk}/judging/{tail}"


def link_client(secret: str) -> APIClient:
    client = client_of()
    client.credentials(HTTP_X_JUDGE_LINK=secret)
    return client


def kept() -> list[Any]:
    return [
        *Sheet.objects.order_by("pk").values_list("pk", "edition", "is_complete", "is_abstained", "comment"),
        *Points.objects.order_by("pk").values_list("pk", "value"),
        *Conflict.objects.order_by("pk").values_list("pk", "reason"),
        *Panel.objects.order_by("pk").values_list("pk", "state", "method", "edition"),
        *Judge.objects.order_by("pk").values_list("pk", "link_edition", "revoked_at"),
        *Placing.objects.order_by("pk").values_list("pk", "place"),
    ]


def refused(error: type[DomainError], act: Any) -> None:
    """Also shows that nothing changed."""
    before = kept()
    with pytest.raises(error), transaction.atomic():
        act()
    assert kept() == before


def results_of(evening: Evening) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client_of(evening.host).get(evening.desk()).json()["results"]
    return found
