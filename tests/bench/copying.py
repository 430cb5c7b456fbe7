"""Rows in bulk: by COPY, with the history switched off, as nobody will ask for it."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

import pgtrigger
from django.db import connection, models, transaction
from django.db.models.expressions import DatabaseDefault
from psycopg import sql

T = TypeVar("T")


def copy_rows(model: type[models.Model], rows: list[models.Model]) -> None:
    """Write unsaved rows of one model; what nobody filled in is left to the column's default."""
    if not rows:
        return
    fields = [
        field
        for field in model._meta.concrete_fields
        if not isinstance(getattr(rows[0], field.attname), DatabaseDefault) and not isinstance(field, models.AutoField)
    ]
    columns = sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)
    with pgtrigger.ignore(), transaction.atomic(), connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields])


def batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    found = iter(things)
    while batch := list(islice(found, size)):
        yield batch
