"""Reading what a request sent."""

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.serializers import Serializer


def validated(serializer: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """The body in its validated form. Raises ValidationError naming every bad field."""
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def filter_id(given: str | None) -> UUID | None:
    """A filter that is no id matches nothing rather than everything."""
    if not given:
        return None
    try:
        return UUID(given)
    except ValueError:
        return UUID(int=0)
