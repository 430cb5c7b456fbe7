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
# Rows that were deleted or rolled back stay in the files. Once those are this large, in bytes, new files are worth their time.
_LARGE = 8 * 1024 * 1024
_WHOLE = """DO $$ BEGIN
IF (SELECT sum(pg_relation_size(name::regclass)) FROM unnest(ARRAY[{names}]) name) > {large} THEN
  TRUNCATE {tables}; {refill}
ELSE {steps} END IF; END $$"""
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
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables, steps, refill = [quote(name) for name in names], [], []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE; CREATE SCHEMA {_SCHEMA}")
        for table in tables:
            copy = f"{_SCHEMA}.{table}"
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608 - a name of our own models
            row = cursor.fetchone()
            is_filled = row is not None and bool(row[0])
            if is_filled:
                cursor.execute(f"CREATE TABLE {copy} AS TABLE {table}")
                refill.append(f"INSERT INTO {table} TABLE {copy};")
            steps.append((_RENEW if is_filled else _EMPTY).format(table=table, copy=copy))
    return _WHOLE.format(
        names=", ".join(f"'{table}'" for table in tables),
        large=_LARGE,
        tables=", ".join(tables),
        refill=" ".join(refill),
        steps=" ".join(steps),
    )
