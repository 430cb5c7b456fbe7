"""Two workers at once, workers that die in between, and rights that end in between: told exactly once, or not at all."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from backend.accounts.models import User
from backend.core import clock
from backend.deals.enums import PitchState
from backend.deals.models import Pitch
from backend.matching.enums import Rhythm
from backend.matching.models import Alert, Call, DirtyObject, SavedSearch, WaitingMatch
from backend.matching.services import calling, finding, matched_pitches, saved_searches, settling, working
from backend.notifications import services as notifications
from backend.notifications.enums import Channel, DeliveryState
from backend.notifications.models import Delivery, Notification
from backend.notifications.services import sending
from search import reverse
from search.records import ObjectKind
from tests.factories.accounts import UserFactory
from tests.support.callers import inbox, pairs, published, rewritten, saved, work_off
from tests.support.races import overlap
from tests.support.results import is_full, record
from tests.support.search_index import Index

alone = pytest.mark.django_db
together = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person(index: Index) -> User:
    found: User = UserFactory.create()
    return found


def _found(index: Index, *, times: int = 1) -> list[Pitch]:
    """Pitches in the index that nobody has matched yet."""
    pitches = [published(one_liner=f"第{number}个触觉传感器") for number in range(times)]
    index.catch_up()
    return pitches


@together
def test_two_workers_find_a_pair_once_and_tell_it_once(person: User, index: Index) -> None:
    search = saved(person)
    work_off()
    (pitch,) = _found(index)
    assert overlap(lambda: finding.find(now=clock.now()), lambda: finding.find(now=clock.now())) == [None, None]
    assert pairs() == {(search.pk, pitch.pk)}
    assert overlap(lambda: calling.call_due(now=clock.now()), lambda: calling.call_due(now=clock.now())) == [None, None]
    assert (Call.objects.count(), Notification.objects.count(), len(inbox(person))) == (1, 1, 1)
    # Whoever finds it again, the database refuses.
    again = Alert.objects.get()
    again.pk = None
    with pytest.raises(IntegrityError, match="alert_once_per_search_and_pitch"), transaction.atomic():
        again.save(force_insert=True)


@together
def test_without_the_locks_both_would_tell(person: User, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above."""
    saved(person)
    work_off()
    _found(index)
    finding.find(now=clock.now())
    monkeypatch.setattr(calling, "_held", lambda waiting: waiting)
    overlap(lambda: calling.call_due(now=clock.now()), lambda: calling.call_due(now=clock.now()))
    assert Notification.objects.count() == 2


def _while_the_engine_is_asked(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let somebody act once, just after the engine has answered which questions a pitch newly fits."""
    ask, todo = reverse.newly_fitting, [act]

    def asking(*args: Any, **kwargs: Any) -> Any:
        page = ask(*args, **kwargs)
        if todo:
            todo.pop()()
        return page

    monkeypatch.setattr(reverse, "newly_fitting", asking)


def _overtaken(person: User, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow worker matches a pitch that another one has matched since in a later version, which fits nothing."""
    saved(person)
    work_off()
    (pitch,) = _found(index)

    def overtake() -> None:
        rewritten(pitch, sectors=["BIO_CGT"], sector_primary="BIO_CGT")
        work_off()

    _while_the_engine_is_asked(monkeypatch, overtake)
    finding.find(now=clock.now())


@alone
def test_a_slow_worker_throws_away_what_it_found(person: User, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    _overtaken(person, index, monkeypatch)
    assert (pairs(), WaitingMatch.objects.count()) == (set(), 0)


@alone
def test_without_looking_at_the_wait_again_it_would_keep_it(
    person: User, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above."""

    @contextmanager
    def careless(waiting: Sequence[WaitingMatch]) -> Iterator[set[UUID]]:
        yield {one.object_id for one in waiting}
        WaitingMatch.objects.filter(pk__in=[one.pk for one in waiting]).delete()

    monkeypatch.setattr(matched_pitches, "ended", careless)
    _overtaken(person, index, monkeypatch)
    assert len(pairs()) == 1


@alone
def test_who_waited_for_a_question_looks_again_before_it_goes(
    person: User, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question reaches the index while the worker still tells: whoever is sent for it then is turned away."""
    search = saved(person)
    DirtyObject.objects.update(retry_at=clock.now() + timedelta(minutes=1))
    (pitch,) = _found(index)
    tell, waiting = calling.call_due, [search.pk]

    def telling(*, now: datetime) -> int:
        if waiting:
            DirtyObject.objects.filter(object_id=waiting.pop()).update(retry_at=None)
            working.index()
        return tell(now=now)

    monkeypatch.setattr(calling, "call_due", telling)
    working.match()
    assert pairs() == {(search.pk, pitch.pk)}


@alone
def test_two_indexers_do_not_make_news_of_what_was_loaded(person: User, index: Index) -> None:
    """The slower one settles a mark that is gone: what became of it was said by whoever settled it first."""
    saved(person)
    work_off()
    pitch = published()
    DirtyObject.objects.filter(object_id=pitch.pk).update(is_news=False)
    version = DirtyObject.objects.get(object_id=pitch.pk).version
    index.catch_up()
    settling.forget([(ObjectKind.DEAL, str(pitch.pk), version)])
    assert list(WaitingMatch.objects.values_list("object_id", "is_news")) == [(pitch.pk, False)]
    work_off()
    assert (pairs(), WaitingMatch.objects.count()) == (set(), 0)


@alone
def test_what_was_loaded_and_changed_since_is_news(person: User, index: Index) -> None:
    """The change is committed and not yet indexed when the load is taken as known."""
    search = saved(person)
    pitch = published(sectors=["BIO_CGT"], sector_primary="BIO_CGT")
    DirtyObject.objects.filter(object_id=pitch.pk).update(is_news=False)
    index.catch_up()
    rewritten(pitch, sectors=["SEMI_MEMS"], sector_primary="SEMI_MEMS")
    finding.remember(now=clock.now())
    work_off()
    assert pairs() == {(search.pk, pitch.pk)}


@alone
@pytest.mark.parametrize(("module", "name"), [(matched_pitches, "write"), (notifications, "notify_all")])
def test_a_worker_that_dies_loses_nothing_and_tells_nothing_twice(
    person: User, index: Index, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    """Just after it has written what was found, or who is told: before that is committed."""
    saved(person)
    work_off()
    _found(index)
    real = getattr(module, name)

    def die(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        raise KeyboardInterrupt

    monkeypatch.setattr(module, name, die)
    with pytest.raises(KeyboardInterrupt):
        work_off()
    assert (inbox(person), Notification.objects.count(), Call.objects.count()) == ([], 0, 0)
    monkeypatch.undo()
    for _ in range(2):
        work_off()
    assert (len(inbox(person)), Notification.objects.count(), Alert.objects.count()) == (1, 1, 1)


def _close_pitches(search: SavedSearch) -> None:
    Pitch.objects.update(state=PitchState.CLOSED)


def _delete_search(search: SavedSearch) -> None:
    saved_searches.delete_search(actor=search.owner, saved=search, now=clock.now())


def _pause_search(search: SavedSearch) -> None:
    saved_searches.pause_search(actor=search.owner, saved=search, now=clock.now())


def _never(search: SavedSearch) -> None:
    saved_searches.change_search(actor=search.owner, saved=search, rhythm=Rhythm.NEVER, now=clock.now())


def _not_verified(search: SavedSearch) -> None:
    for pitch in Pitch.objects.select_related("organization"):
        type(pitch.organization).objects.filter(pk=pitch.organization_id).update(verified_until=clock.now())


WITHDRAWN = [_close_pitches, _delete_search, _pause_search, _never, _not_verified]


@alone
@pytest.mark.fault
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("withdraw", WITHDRAWN, ids=lambda act: act.__name__.strip("_"))
def test_s07_what_may_not_be_known_any_more_is_told_0_of_200_times(
    person: User, index: Index, withdraw: Callable[[SavedSearch], None]
) -> None:
    """The right ends after the match: for half of them before the call is made, for half before it is sent."""
    half = (200 if is_full() else 10) // len(WITHDRAWN) // 2
    search = saved(person)
    work_off()
    _found(index, times=half)
    finding.find(now=clock.now())
    calling.call_due(now=clock.now())
    _found(index, times=half)
    finding.find(now=clock.now())
    assert (Alert.objects.count(), Alert.objects.filter(call=None).count()) == (half * 2, half)
    assert len(inbox(person)) == 1
    withdraw(search)
    calling.call_due(now=clock.now())
    sending.drain(read_clock=clock.now)
    ended = Delivery.objects.filter(channel__in=[Channel.EMAIL, Channel.IN_APP]).values_list("state", flat=True)
    told = len(mail.outbox) + len(inbox(person))
    record(
        f"S07 told after {withdraw.__name__.strip('_')}", value=told, bound=0, unit=f"of {2 * half}", passed=told == 0
    )
    assert (told, set(ended)) == (0, {DeliveryState.WITHHELD})


@alone
def test_the_control_of_s07_sends_what_may_be_known(person: User, index: Index) -> None:
    saved(person)
    work_off()
    _found(index, times=2)
    work_off()
    sending.drain(read_clock=clock.now)
    assert len(mail.outbox) == 1
