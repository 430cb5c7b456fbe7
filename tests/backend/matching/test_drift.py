"""Finding what drifted between index and database, and mending it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from structlog.testing import capture_logs

from backend.core import clock
from backend.deals.models import Pitch
from backend.matching import tasks
from backend.matching.models import DirtyObject, IndexedObject
from backend.matching.services import drift
from backend.matching.services.reach import pitch_changed
from search import bulk
from search.records import ObjectKind, Removal
from tests.support.alongside import differing
from tests.support.search_index import Index

pytestmark = pytest.mark.django_db
DEAL = ObjectKind.DEAL


def test_drift_names_what_is_missing_surplus_and_stale_and_repair_mends_it(index: Index, pitches: list[Pitch]) -> None:
    missing, surplus, stale, fine = pitches[:4]
    engine = index.engine
    engine.connection.writes.delete(index=engine.write_alias(DEAL), id=str(missing.pk))
    Pitch.objects.filter(pk=surplus.pk).update(state="closed")
    IndexedObject.objects.filter(object_id=stale.pk).update(version=1)
    found = drift.find(now=clock.now(), kinds=[DEAL])[0]
    assert (found.missing, found.surplus, found.stale) == ([missing.pk], [surplus.pk], [stale.pk])
    assert fine.pk not in found.differing
    with pytest.raises(CommandError, match="3 objects differ"):
        call_command("index_drift", stdout=StringIO())
    call_command("index_drift", "--repair", stdout=StringIO())
    index.catch_up()
    assert differing() == 0


def test_marked_objects_are_on_their_way_and_do_not_count_as_drift(index: Index, pitches: list[Pitch]) -> None:
    Pitch.objects.filter(pk=pitches[0].pk).update(state="closed")
    pitch_changed(pitches[0].pk)
    assert differing() == 0


def test_repair_numbers_on_from_an_index_that_is_ahead_of_the_database(index: Index, pitches: list[Pitch]) -> None:
    """The database came back from an older copy: its own next numbers would all be conflicts."""
    ahead = 50_000_000
    bulk.write(index.engine, [Removal(kind=DEAL, id=str(pitches[0].pk), version=ahead)])
    drift.repair(now=clock.now(), kinds=[DEAL])
    index.catch_up()
    assert index.versions(DEAL)[str(pitches[0].pk)] > ahead
    assert index.found(DEAL) == {str(pitch.pk) for pitch in pitches}


def test_lapsed_verification_is_marked_by_the_clock(index: Index, pitches: list[Pitch]) -> None:
    company = pitches[0].organization
    company.verified_until = clock.now()
    company.save(update_fields=["verified_until"])
    assert drift.mark_lapsed(now=clock.now()) == 1
    index.catch_up()
    assert index.found(DEAL) == {str(pitch.pk) for pitch in pitches[1:]}


def test_what_was_told_long_after_the_end_is_not_marked_again(index: Index, pitches: list[Pitch]) -> None:
    """The clock looks back for two days every ten minutes."""
    company = pitches[0].organization
    company.verified_until = clock.now() - timedelta(hours=2)
    company.save(update_fields=["verified_until"])
    assert drift.mark_lapsed(now=clock.now()) == 0
    assert not DirtyObject.objects.exists()


def test_nightly_comparison_says_what_had_drifted(index: Index, pitches: list[Pitch]) -> None:
    with capture_logs() as quiet:
        tasks.repair_drift(timestamp=0)
    IndexedObject.objects.filter(object_id=pitches[0].pk).update(version=1)
    with capture_logs() as logs:
        tasks.repair_drift(timestamp=0)
    assert [one for one in quiet if one["log_level"] == "error"] == []
    assert [(one["event"], one["kind"], one["count"]) for one in logs] == [("index_had_drifted", "deal", 1)]
