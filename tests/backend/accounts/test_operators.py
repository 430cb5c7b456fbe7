"""Who runs the street is named at the server alone."""

from io import StringIO

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command

from backend.accounts import services
from backend.accounts.models import User
from backend.core.actors import Actor
from backend.core.errors import NotPermitted
from backend.core.models import AuditEntry
from tests.factories.accounts import TOTP_SECRET, OperatorFactory, UserFactory
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db
QUEUE = "/api/v1/console/queue/"


def _say(*words: str) -> list[str]:
    said = StringIO()
    call_command("appoint_operator", *words, stdout=said)
    return said.getvalue().splitlines()


def _acts() -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.order_by("id").values_list("actor_kind", "action", "subject_id"))


def test_the_first_operator_is_appointed_reads_the_queue_with_a_second_factor_and_is_dismissed() -> None:
    person = UserFactory.create(email="lin@example.com")
    waits = "The rights hold once this person has set up the second factor on the account page."
    assert _say(" LIN@example.com ") == ["done", waits]
    assert client_of(person).get(QUEUE).status_code == 403
    TOTP.activate(person, TOTP_SECRET)
    assert client_of(person).get(QUEUE).status_code == 200
    assert _say("lin@example.com") == ["nothing to change"]
    assert _say("lin@example.com", "--dismiss") == ["done"]
    assert client_of(User.objects.get(pk=person.pk)).get(QUEUE).status_code == 403
    assert _acts() == [
        ("system", "person.operator_appointed", str(person.pk)),
        ("system", "person.operator_dismissed", str(person.pk)),
    ]


@pytest.mark.parametrize("fields", [{"confirmed": False}, {"is_active": False}])
def test_nobody_is_appointed_by_an_address_they_did_not_prove_or_whose_account_is_closed(
    fields: dict[str, bool],
) -> None:
    UserFactory.create(email="lin@example.com", **fields)
    with pytest.raises(CommandError, match="Nobody has signed up"):
        _say("lin@example.com")
    assert not User.objects.filter(is_operator=True).exists()
    assert _acts() == []


def test_no_person_appoints_anybody_not_even_an_operator() -> None:
    operator, person = OperatorFactory.create(), UserFactory.create()
    actors: list[Actor] = [operator, person]
    for actor in actors:
        with pytest.raises(NotPermitted):
            services.set_operator(actor=actor, person=person, is_operator=True)
    assert set(User.objects.filter(is_operator=True)) == {operator}
    assert _acts() == []


def test_an_account_is_closed_and_opened_again_at_the_server() -> None:
    person = UserFactory.create(email="lin@example.com")
    client = client_of(person)
    said = StringIO()
    for words in ([" LIN@example.com "], ["lin@example.com"]):
        call_command("close_account", *words, stdout=said)
    assert client.get("/api/v1/me/").status_code == 401
    call_command("close_account", "lin@example.com", "--open", stdout=said)
    assert client.get("/api/v1/me/").status_code == 200
    assert said.getvalue().splitlines() == ["done", "nothing to change", "done"]
    assert _acts() == [
        ("system", "person.account_closed", str(person.pk)),
        ("system", "person.account_opened", str(person.pk)),
    ]
    with pytest.raises(CommandError, match="Nobody has signed up"):
        call_command("close_account", "nobody@example.com")


def test_no_person_closes_an_account_not_even_an_operator() -> None:
    operator, person = OperatorFactory.create(), UserFactory.create()
    actors: list[Actor] = [operator, person]
    for actor in actors:
        with pytest.raises(NotPermitted):
            services.set_closed(actor=actor, person=person, is_closed=True)
    assert User.objects.get(pk=person.pk).is_active
    assert _acts() == []
