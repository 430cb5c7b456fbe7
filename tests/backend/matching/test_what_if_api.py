"""What if, over HTTP: who may ask, that nothing is stored, and that the answer is the one a changed pitch would get."""

from typing import Any

import pytest

from backend.accounts.models import User
from backend.core.models import AuditEntry
from backend.deals.models import Pitch, PitchTerms
from tests.backend.matching.test_matches_api import Street, street
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in
from tests.support.search_index import Index

pytestmark = pytest.mark.django_db
__all__ = ["street"]

CHANGES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"stage": "seed"}, {"stage": "seed"}),
    ({"city": "北京"}, {"city": "北京", "region": "", "country": "", "district": ""}),
    (
        {"amount": {"amount": "900000.00", "currency": "CNY"}},
        {"amount_target_minor": 90_000_000, "amount_min_minor": None, "amount_max_minor": None},
    ),
]


def ask(street: Street, body: dict[str, Any], status: int = 200, person: Any = None) -> Any:
    client = client_of(person or street.founder)
    answer = client.post(f"/api/v1/pitches/{street.pitch.pk}/what-if/", body, content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


@pytest.mark.parametrize("is_away", [False, True], ids=["full", "reduced"])
def test_what_if_is_what_a_changed_pitch_is_told(street: Street, settings: Any, is_away: bool) -> None:
    if is_away:
        settings.ELASTICSEARCH_URL = ""
    before = dict(Pitch.objects.filter(pk=street.pitch.pk).values()[0])
    entries = AuditEntry.objects.count()
    supposed = [ask(street, body) for body, _ in CHANGES]
    assert dict(Pitch.objects.filter(pk=street.pitch.pk).values()[0]) == before
    assert AuditEntry.objects.count() == entries
    now = ask(street, {})
    assert (now["theses_before"], now["theses_after"], now["gained"], now["lost"]) == (1, 1, 0, 0)
    assert [found["lost_by"] for found in supposed] == [{"stage": 1}, {"geography": 1}, {"ticket": 1}]

    for (_, columns), found in zip(CHANGES, supposed, strict=True):
        Pitch.objects.filter(pk=street.pitch.pk).update(**columns)
        afresh = ask(street, {})
        Pitch.objects.filter(pk=street.pitch.pk).update(**{name: before[name] for name in columns})
        assert found["mode"] == ("reduced" if is_away else "full")
        assert (found["theses_after"], found["firms_after"]) == (afresh["theses_before"], afresh["firms_before"])
        assert [(one["investor"]["id"], one["score"]) for one in found["best"]] == [
            (one["investor"]["id"], one["score"]) for one in afresh["best"]
        ]


def test_only_the_team_may_suppose(street: Street) -> None:
    assert ask(street, {}, 403, street.investor)["code"] == "core.not_permitted"
    stranger = person_in(street.other.organization)
    assert ask(street, {}, 403, stranger)["code"] == "core.not_permitted"


def test_what_cannot_be_asked_for_is_named(street: Street, index: Index) -> None:
    assert set(ask(street, {"stage": "ipo"}, 400)["fields"]) == {"stage"}
    assert ask(street, {"amount": {"amount": "much", "currency": "CNY"}}, 400)["code"] == "core.bad_money"


def told(found: Any) -> tuple[int, int, list[str]]:
    return found["theses_after"], found["firms_after"], [one["investor"]["id"] for one in found["best"]]


@pytest.mark.parametrize("is_away", [False, True], ids=["full", "reduced"])
def test_the_smallest_ticket_is_worth_the_same_in_another_currency_and_is_no_more_than_the_round(
    street: Street, settings: Any, is_away: bool
) -> None:
    """Of a thesis that gives 5 to 15 million; rates are 6.5 for a dollar."""
    if is_away:
        settings.ELASTICSEARCH_URL = ""
    PitchTerms.objects.update_or_create(pitch=street.pitch, defaults={"min_ticket_minor": 600_000_000})
    yuan, dollars = (
        ask(street, {"amount": {"amount": amount, "currency": currency}})
        for amount, currency in (("26000000.00", "CNY"), ("4000000.00", "USD"))
    )
    assert told(dollars) == told(yuan)
    assert dollars["theses_after"] == 1
    PitchTerms.objects.filter(pitch=street.pitch).update(min_ticket_minor=3_000_000_000)
    found = ask(street, {"amount": {"amount": "10000000.00", "currency": "CNY"}})
    assert (found["theses_after"], found["lost_by"]) == (1, {})
    gates = {gate["code"]: gate["state"] for gate in found["best"][0]["gates"]}
    assert gates["ticket"] == "passed"


def test_who_switched_personal_traits_off_is_told_numbers_and_no_best(street: Street) -> None:
    before = ask(street, {"stage": "seed"})
    User.objects.filter(pk=street.founder.pk).update(personalized=False)
    plain = ask(street, {"stage": "seed"}, person=User.objects.get(pk=street.founder.pk))
    assert before["best"]
    assert plain == {**before, "best": []}
