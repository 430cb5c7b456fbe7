"""The audit trail: one row an act, and no way to change it."""

import pytest
import structlog
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction

from backend.accounts.enums import TokenScope
from backend.accounts.models import User
from backend.core import audit
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry
from tests.factories.accounts import UserFactory
from tests.support.clients import machine_of


@pytest.mark.django_db
def test_record_names_actor_action_and_subject() -> None:
    person = User.objects.create_user(email="a@example.com")
    for actor in (person, SYSTEM, AnonymousUser()):
        audit.record(actor, "tests.done", person, count=2)
    rows = list(AuditEntry.objects.order_by("id").values_list("actor_id", "actor_kind", "action", "subject_id", "data"))
    subject = str(person.pk)
    assert rows == [
        (person.pk, "person", "tests.done", subject, {"count": 2}),
        (None, "system", "tests.done", subject, {"count": 2}),
        (None, "visitor", "tests.done", subject, {"count": 2}),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE core_auditentry SET action = 'x'", "DELETE FROM core_auditentry"])
def test_s24_audit_rows_cannot_be_changed_or_deleted(statement: str) -> None:
    entry = audit.record(SYSTEM, "tests.done")
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get().action == entry.action


@pytest.mark.django_db
def test_an_act_after_a_tokens_request_in_the_same_thread_is_the_persons_own() -> None:
    person = UserFactory.create()
    machine = machine_of(person, TokenScope.READ, TokenScope.WRITE)
    assert machine.patch("/api/v1/me/", {"display_name": "机器"}, format="json").status_code == 200
    audit.record(person, "tests.done", person)
    # A job that some earlier request left its log context to.
    with structlog.contextvars.bound_contextvars(actor_kind="token"):
        audit.record(person, "tests.done", person)
    kinds = list(AuditEntry.objects.order_by("id").values_list("action", "actor_kind", "actor_id"))
    assert kinds == [
        ("person.updated", "token", person.pk),
        ("tests.done", "person", person.pk),
        ("tests.done", "person", person.pk),
    ]
