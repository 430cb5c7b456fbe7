"""The database as the migrations left it, again after every test with real transactions.

Django's own flush truncates all tables, which makes hundreds of files anew, and fills in permissions and the sector tree once
more: longer than most of those tests take. Nearly all tables are empty, and what the migrations wrote is seldom touched.
"""

import pgtrigger
from django.db import connection, transaction
from django.test import TransactionTestCase

# Foreign keys are looked at when the transaction commits, so the order of the tables does not matter.
_EMPTY = "IF EXISTS (SELECT FROM {table}) THEN DELETE FROM {table}; END IF;"
_RENEW = """
IF EXISTS ((TABLE {table} EXCEPT TABLE {copy}) UNION ALL (TABLE {copy} EXCEPT TABLE {table})) THEN
  DELETE FROM {table}; INSERT INTO {table} TABLE {copy};
END IF;"""
_SCHEMA = "as_migrated"


def restore_instead_of_flush() -> None:
    """Call it once, when the database is as the migrations left it. Sequences count on, as they do after a flush."""
    statement = _keep_copies()

    def restore(_: TransactionTestCase) -> None:
        # The audit trail refuses deletion, and the history would write down each.
        with pgtrigger.ignore(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    TransactionTestCase._fixture_teardown = restore  # type: ignore[attr-defined]


def _keep_copies() -> str:
    """Keep a copy of each table that holds something. Returns the statement that brings all tables back."""
    quote = connection.ops.quote_name
    steps = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE; CREATE SCHEMA {_SCHEMA}")
        for name in connection.introspection.django_table_names(only_existing=True, include_views=False):
            table, copy = quote(name), f"{_SCHEMA}.{quote(name)}"
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608 - a name of our own models
            row = cursor.fetchone()
            if row is not None and row[0]:
                cursor.execute(f"CREATE TABLE {copy} AS TABLE {table}")
            steps.append((_RENEW if row is not None and row[0] else _EMPTY).format(table=table, copy=copy))
    return f"DO $$ BEGIN {' '.join(steps)} END $$"
