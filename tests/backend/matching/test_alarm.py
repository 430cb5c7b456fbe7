"""Operators hear of an index that stands still: once, within half a minute, and never of one that is only busy."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from backend.core import clock
from backend.matching.models import DirtyObject, IndexAlarm
from backend.matching.selectors.health import indexing_health
from backend.matching.services import alarming, indexing
from backend.matching.services.indexing import Drained
from backend.matching.services.marks import mark_dirty
from backend.notifications import selectors
from backend.notifications.models import Notification
from search.records import ObjectKind
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.deals import PitchFactory
from tests.support.search_index import Index

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=16)


@pytest.fixture
def marked_at() -> datetime:
    mark_dirty(ObjectKind.DEAL, [PitchFactory.create(published=True).pk])
    found: datetime = DirtyObject.objects.values_list("marked_at", flat=True).get()
    return found


def test_engine_away_is_told_once_to_operators_alone_and_ends_by_itself(
    index: Index, settings: Any, marked_at: datetime
) -> None:
    operator, _ = OperatorFactory.create(), UserFactory.create()
    now = clock.now() + LATER
    with index.away(settings):
        for _ in range(3):
            alarming.look(indexing.drain(now=now), now=now)
    assert indexing_health(now=now).alarm_since == marked_at
    assert [row.recipient for row in Notification.objects.all()] == [operator]
    assert _title(operator) == "The search index stands still"

    alarming.look(indexing.drain(now=now), now=now)
    assert indexing_health(now=now).alarm_since is None
    assert IndexAlarm.objects.get().ended_at == now
    assert _title(operator) == "The search index moves again"


def _title(person: Any) -> str:
    with translation.override("en"):
        return selectors.in_words(selectors.inbox_of(person))[0].message.title


def test_alarm_waits_until_changes_are_ten_seconds_old(marked_at: datetime) -> None:
    alarming.look(Drained(is_engine_away=True), now=marked_at + alarming.STILL)
    assert not IndexAlarm.objects.exists()
    alarming.look(Drained(is_engine_away=True), now=marked_at + alarming.STILL + timedelta(seconds=1))
    assert IndexAlarm.objects.exists()


def test_documents_put_back_raise_it_and_a_long_queue_does_not(marked_at: datetime) -> None:
    now = marked_at + LATER
    alarming.look(Drained(indexed=500), now=now)
    assert not IndexAlarm.objects.exists()
    DirtyObject.objects.update(attempts=1, retry_at=now + timedelta(seconds=2))
    alarming.look(Drained(busy=1), now=now)
    assert IndexAlarm.objects.get().since == marked_at


def test_without_an_engine_nothing_stands_still(settings: Any, marked_at: datetime) -> None:
    settings.ELASTICSEARCH_URL = ""
    alarming.look(indexing.drain(now=clock.now()), now=marked_at + LATER)
    assert not IndexAlarm.objects.exists()
