"""Address parameters to plain values, with our codes."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from backend.matching.errors import SearchRefused


def parameters_of(request: Request, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """The validated parameters. Raises SearchRefused for an unknown name, ValidationError for a bad value."""
    serializer = shape(data=request.query_params)
    unknown = set(request.query_params) - set(serializer.fields)
    if unknown:
        raise SearchRefused("search.parameter_unknown", min(unknown))
    if "\x00" in request.META.get("QUERY_STRING", "") or any(
        "\x00" in value for values in request.query_params.lists() for value in values[1]
    ):
        raise SearchRefused("search.text_unprintable")
    serializer.is_valid(raise_exception=True)
    found: dict[str, Any] = serializer.validated_data
    return found
