"""The audit trail: one row an act, and no way to change it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction

from backend.accounts.models import User
from backend.core import audit
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry


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
