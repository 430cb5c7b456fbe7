"""What each audience of a room hears of its judging: snapshot and events make the present state, and no feed says what was given."""

import random
from datetime import timedelta
from typing import Any, get_args
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from backend.core import clock
from backend.core.actors import Juror
from backend.core.errors import DomainError
from backend.feeds import selectors as feeds
from backend.feeds.errors import FeedNotFound
from backend.feeds.models import FeedEvent
from backend.feeds.names import FeedName
from backend.judging.enums import JudgingMethod, OthersScores, PanelState
from backend.judging.models import Judge, Sheet
from backend.judging.room_state import (
    JudgesEvent,
    JudgingDeskEvent,
    RankingEvent,
    judges_event,
    judging_desk_event,
    ranking_event,
)
from backend.judging.services import judges, panels
from backend.organizations.enums import MemberRole
from backend.roadshows.models import Event
from backend.roadshows.room_state import reduce
from backend.roadshows.rooms import judges_feed, organizers_feed, public_feed
from tests.backend.roadshows.test_room import _reduced_by_the_page
from tests.factories.accounts import UserFactory
from tests.support.clients import client_of
from tests.support.judged_evening import Evening, link_client
from tests.support.live_server import reading, ticket_of
from tests.support.pitch_cast import person_in

NOBODY = AnonymousUser()


class Night(Evening):
    """Acts of a host and two judges, chosen at random; those that are refused change nothing."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.chance = random.Random(seed)
        self.acts = [*[self._save] * 3, *[self._step] * 3, self._rules, self._rubric, self._conflict, self._link]

    def act(self) -> None:
        self.now += timedelta(seconds=20)
        try:
            with transaction.atomic():
                self.chance.choice(self.acts)()
        except DomainError:
            pass

    def _save(self) -> None:
        judge, pitch = self.chance.randrange(2), self.chance.randrange(2)
        known = Sheet.objects.filter(judge=self.judges[judge], pitch=self.pitches[pitch]).first()
        self.save(
            judge,
            pitch,
            team=self.chance.randrange(12),
            edition=known.edition if known else 0,
            is_abstained=self.chance.random() < 0.2,
            comment="不给别人看",
        )

    def _step(self) -> None:
        self.step(self.chance.choice(PanelState.values))

    def _rules(self) -> None:
        panels.set_rules(
            actor=self.host,
            event_id=self.event.pk,
            method=self.chance.choice(JudgingMethod.values),
            others_scores=self.chance.choice(OthersScores.values),
            now=self.now,
        )

    def _rubric(self) -> None:
        self.panel.refresh_from_db()
        panels.copy_default(actor=self.host, event_id=self.event.pk, edition=self.panel.edition, now=self.now)

    def _conflict(self) -> None:
        where: dict[str, Any] = {"actor": self.juror(1), "event_id": self.event.pk, "pitch_id": self.pitches[1].pk}
        if self.chance.random() < 0.5:
            judges.declare_own_conflict(**where, now=self.now)
        else:
            judges.withdraw_own_conflict(**where)

    def _link(self) -> None:
        where: dict[str, Any] = {"actor": self.host, "event_id": self.event.pk, "judge_id": self.judges[0].pk}
        judges.renew_link(**where) if self.chance.random() < 0.7 else judges.revoke_judge(**where, now=self.now)


def _state(feed: FeedName) -> tuple[int, dict[str, Any]]:
    found = feeds.snapshot(feed, now=clock.now())
    return found.seq, found.state


def _types(events: Any) -> set[str]:
    return {one.model_fields["type"].default for one in get_args(events) or (events,)}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_snapshot_and_events_make_the_present_state_for_every_audience(seed: int) -> None:
    night = Night(seed)
    audiences: dict[FeedName, Any] = {
        public_feed(night.event.pk): ranking_event,
        judges_feed(night.event.pk): judges_event,
        organizers_feed(night.event.pk): judging_desk_event,
    }
    seen = {feed: [_state(feed)] for feed in audiences}
    # Whatever chance brings, of each kind there is one.
    first: list[Any] = [night.save]
    first += [lambda state=state: night.step(state) for state in ("closed", "revealed", "closed", "open")]
    for act in (*first, *[night.act] * 60):
        act()
        for feed, states in seen.items():
            states.append(_state(feed))
    told = set[str]()
    for feed, kinds in audiences.items():
        last, present = _state(feed)
        rows = list(FeedEvent.objects.filter(feed__name=str(feed)).order_by("seq"))
        assert [row.seq for row in rows] == list(range(1, last + 1))
        for row in rows:
            told.add(row.type)
            kinds.validate_python({"type": row.type, "payload": row.payload})
        for seq, state in seen[feed]:
            for row in rows[seq:]:
                state = reduce(state, row.payload)
            assert state == present
        assert _reduced_by_the_page(seen[feed], rows) == [present] * len(seen[feed])
        assert "不给别人看" not in str([row.payload for row in rows]) + str(present)
    assert told == _types(RankingEvent) | _types(JudgesEvent) | _types(JudgingDeskEvent)


@pytest.mark.django_db
def test_everybody_reads_places_while_they_are_out_and_never_who_gave_what() -> None:
    night = Night(0)
    night.save(0, 0, team=10, market=10)
    night.save(1, 0, team=5, market=5)
    night.save(0, 1, team=6, market=6)
    night.step("closed")
    feed = public_feed(night.event.pk)
    assert _state(feed)[1]["ranking"] == {}
    night.step("revealed")
    assert _state(feed)[1]["ranking"] == {
        str(night.lines[0].pk): {"place": 1, "is_tied": False, "score": 75.0, "judges": 2},
        str(night.lines[1].pk): {"place": 2, "is_tied": False, "score": 60.0, "judges": 1},
    }
    night.step("closed")
    assert _state(feed)[1]["ranking"] == {}
    # Who resumes from before it was withdrawn reads it nowhere on the way.
    assert "75.0" not in str(list(FeedEvent.objects.filter(feed__name=str(feed)).values_list("payload", flat=True)))


@pytest.mark.django_db
def test_who_may_follow_what() -> None:
    night, other = Night(1), Night(2)
    Event.objects.filter(pk=night.event.pk).update(visibility="invited")
    juror, stranger, now = night.juror(), other.juror(), clock.now()
    reader = person_in(night.event.organization, MemberRole.READER)

    def reads(viewer: Any, feed: FeedName) -> bool:
        try:
            return feeds.readable_feed(viewer, str(feed), now=now) == feed
        except FeedNotFound:
            return False

    made_up, old = Juror(uuid4(), 1), Juror(juror.judge_id, 7)
    viewers = [juror, stranger, made_up, old, NOBODY, UserFactory.create(), night.host, reader]
    assert [reads(one, judges_feed(night.event.pk)) for one in viewers] == [True, *[False] * 7]
    assert [reads(one, public_feed(night.event.pk)) for one in viewers] == [True, *[False] * 5, True, True]
    assert [reads(one, organizers_feed(night.event.pk)) for one in viewers] == [*[False] * 6, True, False]
    judges.revoke_judge(actor=night.host, event_id=night.event.pk, judge_id=night.judges[0].pk, now=now)
    assert not reads(juror, judges_feed(night.event.pk))
    assert not reads(juror, public_feed(night.event.pk))


@pytest.mark.django_db(transaction=True)
def test_a_judge_follows_the_stage_and_the_panel_over_a_socket(direct_port: int) -> None:
    night = Night(3)
    Event.objects.filter(pk=night.event.pk).update(visibility="invited")
    opened = night.client().get(night.address()).json()
    visitor = client_of()
    visitor.credentials(HTTP_X_ROOM_PASS=opened["room_pass"])
    address = f"/api/v1/feeds/{judges_feed(night.event.pk)}/events/"
    assert (visitor.get(address).status_code, client_of().get(address).status_code) == (200, 404)
    # The pass is no link: it opens no scores.
    assert link_client(opened["room_pass"]).get(night.address()).status_code == 401
    with (
        reading(direct_port, ticket=ticket_of(visitor)) as judge,
        reading(direct_port) as nobody,
    ):
        for feed in (opened["feed"], str(public_feed(night.event.pk))):
            judge.hello(feed)
            assert judge.hear("snapshot")["feed"] == feed
            nobody.hello(feed)
            assert nobody.hear("refused")["feed"] == feed
        night.save()
        night.step("closed")
        assert judge.hear("event")["payload"]["panel"]["state"] == "closed"
        judge.command("1", "stage.show_item", room=str(night.event.pk), item=None)
        assert judge.hear("error")["code"] in ("core.not_found", "core.not_permitted")
        judge.command("2", "question.ask", room=str(night.event.pk), question=str(uuid4()), text="我是谁？")
        assert judge.hear("error")["code"] == "interactions.not_in_the_room"
    assert Judge.objects.count() == 2
