"""Two hands at once, the second while the first has not committed: two phones of one judge, and a score against the end."""

from collections.abc import Callable

import pytest

from backend.judging.errors import LinkRefused, PanelNotOpen, StaleSheet
from backend.judging.models import Points, Sheet
from backend.judging.services import judges
from tests.support.judged_evening import Evening
from tests.support.races import overlap

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_phones_of_one_judge_the_second_is_told() -> None:
    evening = Evening()
    first, second = overlap(lambda: evening.save(team=8), lambda: evening.save(team=3))
    assert first is None
    assert isinstance(second, StaleSheet)
    assert (Sheet.objects.count(), Points.objects.get(criterion=evening.team).value) == (1, 8)


def test_one_sheet_sent_by_two_phones_at_once_is_one() -> None:
    evening = Evening()
    assert overlap(lambda: evening.save(), lambda: evening.save()) == [None, None]
    assert Sheet.objects.get().edition == 1


def _revoke(evening: Evening) -> None:
    judges.revoke_judge(actor=evening.host, event_id=evening.event.pk, judge_id=evening.judges[0].pk, now=evening.now)


@pytest.mark.parametrize(
    ("end", "refusal"), [(lambda evening: evening.step("closed"), PanelNotOpen), (_revoke, LinkRefused)]
)
def test_nothing_is_saved_behind_the_end(end: Callable[[Evening], object], refusal: type[Exception]) -> None:
    evening = Evening()
    juror = evening.juror()
    evening.juror = lambda number=0: juror  # type: ignore[method-assign]
    ended, saved = overlap(lambda: end(evening), lambda: evening.save())
    assert ended is None
    assert isinstance(saved, refusal)
    assert not Sheet.objects.exists()
