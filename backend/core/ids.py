"""Identifiers: UUIDv7, so that rows sort by age and no number tells how many there are."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    return uuid7()
