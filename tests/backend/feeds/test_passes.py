"""Passes: signed, of one kind, and good for two days."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core.actors import Guest, Juror, PassHolder, Speaker
from backend.feeds import passes

HOLDERS = (Guest(uuid4(), uuid4()), Juror(uuid4(), 3), Speaker(uuid4(), 1))


@pytest.mark.parametrize("holder", HOLDERS)
def test_a_pass_says_whose_it_is(holder: PassHolder) -> None:
    known = passes.read(passes.issue(holder))
    assert (type(known), known) == (type(holder), holder)


def test_the_same_numbers_of_another_kind_are_somebody_else() -> None:
    who = uuid4()
    assert Juror(who, 1) != Speaker(who, 1)
    assert Juror(who, 1) != Juror(who, 2)


@pytest.mark.parametrize("holder", HOLDERS)
def test_a_forged_pass_is_no_pass(holder: PassHolder) -> None:
    good = passes.issue(holder)
    other = passes.issue(Guest(uuid4(), uuid4()))
    for forged in (
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        "",
        "x:y:z",
        f"{other.split(':', 1)[0]}:{good.split(':', 1)[1]}",
    ):
        assert passes.read(forged) is None


def test_a_pass_ends_after_its_days(monkeypatch: pytest.MonkeyPatch) -> None:
    written, now = passes.issue(HOLDERS[0]), time.time()
    for later, is_good in (
        (passes.GOOD_FOR - timedelta(minutes=1), True),
        (passes.GOOD_FOR + timedelta(minutes=1), False),
    ):
        monkeypatch.setattr("django.core.signing.time.time", lambda later=later: now + later.total_seconds())
        assert (passes.read(written) is not None) is is_good
