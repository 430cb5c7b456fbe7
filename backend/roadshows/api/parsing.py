"""Reading what a request sent."""

from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import Serializer


def asked(serializer: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """The parameters of the address in their validated form. Raises ValidationError."""
    given = serializer(data=request.query_params)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)
