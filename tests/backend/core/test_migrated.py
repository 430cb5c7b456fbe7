"""Commands that look at a database nobody migrated say so in one sentence."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("command", [["self_check"], ["index_drift"], ["index_drift", "--repair"]])
def test_a_database_without_tables_is_named_and_what_to_do(command: list[str]) -> None:
    with connection.cursor() as cursor:
        # What a new database looks like: no table of ours is in sight.
        cursor.execute("CREATE SCHEMA nothing_yet")
        cursor.execute("SET LOCAL search_path TO nothing_yet")
    with pytest.raises(CommandError) as refusal:
        call_command(*command)
    assert str(refusal.value) == "This database holds no tables yet. Run ./manage.py migrate first."
