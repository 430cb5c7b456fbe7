"""Inserting many rows by COPY: triggers and constraints as ever, a fraction of the time of INSERT."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import sql


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one model in the current transaction; columns with a database default get it."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not field.has_db_default()]
    names = [sql.Identifier(str(field.column)) for field in fields]
    columns = sql.SQL(", ").join(names)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(meta.db_table), columns)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([_plain(field.pre_save(row, True)) for field in fields])


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
