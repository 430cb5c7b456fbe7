"""Wire forms shared by all apps."""

from copy import deepcopy
from functools import cache
from typing import Any, ClassVar

from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.core import shared
from backend.core.money import Currency, Money


# Of a shared object (`shared.share`) the wire form is made once for each language. Comments here, for what a class says of itself
# its heirs say in the schema.
class ToldOnce(serializers.BaseSerializer[Any]):
    def to_representation(self, instance: Any) -> Any:
        told = shared.told_of(instance)
        if told is None:
            return super().to_representation(instance)
        key = type(self), get_language()
        if key not in told:
            told[key] = super().to_representation(instance)
        return told[key]


# Its fields are worked out of the model once, and copied for each answer.
class BuiltOnce(serializers.Serializer[Any]):
    _built: ClassVar[dict[type, dict[str, serializers.Field[Any, Any, Any, Any]]]] = {}

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        if type(self) not in self._built:
            self._built[type(self)] = super().get_fields()
        return {name: deepcopy(field) for name, field in self._built[type(self)].items()}


def wire_of(form: type[serializers.Serializer[Any]], instance: Any) -> dict[str, Any]:
    """The wire form of an object, told by one serializer for all answers: for those that are asked for often and whose form needs no
    context. Making a serializer costs more than what it tells.
    """
    told: dict[str, Any] = _one_of(form).to_representation(instance)
    return told


def read_by_one(form: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    """Likewise what was sent, in its validated form. Raises ValidationError naming every bad field."""
    read: dict[str, Any] = _one_of(form).run_validation(data)
    return read


@cache
def _one_of(form: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    return form()


class MoneyWire(serializers.Serializer[Any]):
    """`{"amount": "20000000.00", "currency": "CNY"}`; amount is a decimal string."""

    amount = serializers.CharField(max_length=24)
    currency = serializers.ChoiceField(choices=Currency.choices)


@extend_schema_field(MoneyWire)
class MoneyField(serializers.Field[Money, dict[str, str], dict[str, str], Any]):
    """A `Money` value on the wire."""

    default_error_messages = {"invalid": "Not a valid amount."}

    def to_internal_value(self, data: Any) -> Money:
        if not isinstance(data, dict) or not isinstance(data.get("amount"), str):
            self.fail("invalid")
        return Money.parse(data["amount"], str(data.get("currency")))

    def to_representation(self, value: Money) -> dict[str, str]:
        return value.to_wire()


class ErrorWire(serializers.Serializer[Any]):
    """Every refusal: a stable code, a sentence, and sentences by field."""

    code = serializers.CharField()
    detail = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]
