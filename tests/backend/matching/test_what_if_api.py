"""What if, over HTTP: who may ask, that nothing is stored, and that the answer is the one a changed pitch would get."""

from typing import Any

import pytest

from backend.core.models import AuditEntry
from backend.deals.models import Pitch
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
