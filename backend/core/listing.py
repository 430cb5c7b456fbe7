"""What a list may be asked: words, an order it offers, and nothing it would silently ignore."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import BinaryField, Func, Model, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from backend.core.errors import UnknownParameter, UnknownSort
from backend.core.languages import Language, text

MAX_QUERY = 80
M = TypeVar("M", bound=Model)
# The columns of each order a list offers, by its word in the address. The first is the list's own.
Sorts = Mapping[str, Callable[[], Sequence[str | Combinable]]]
# What pages and renderers read for themselves.
_PAGING = frozenset({"page", "page_size", "format"})
_NO_SUCH_DAY = text("请填写 2000 年至 2100 年之间的日期。", "Choose a day between the years 2000 and 2100.")


class WordsField(serializers.CharField):
    """Words to look for. A long question is cut rather than refused."""

    def __init__(self, help_text: str) -> None:
        super().__init__(required=False, default="", allow_blank=True, help_text=help_text)

    def to_internal_value(self, data: Any) -> str:
        return super().to_internal_value(data)[:MAX_QUERY]


class SortField(serializers.ChoiceField):
    """One of the orders a list offers; left out, it is the first. Raises UnknownSort."""

    def __init__(self, sorts: Iterable[str]) -> None:
        offered = list(sorts)
        super().__init__(choices=offered, required=False, default=offered[0])

    def to_internal_value(self, data: Any) -> str:
        if data not in self.choices:
            raise UnknownSort(fields={"sort": [UnknownSort.message]})
        return str(data)


class WordField(serializers.ChoiceField):
    """A word of a vocabulary as a filter; one that nobody uses matches nothing."""

    def to_internal_value(self, data: Any) -> str:
        return str(data)


class DayField(serializers.DateField):
    """A day of the street's calendar, at whose midnights every clock can tell the time."""

    def __init__(self, help_text: str, *, required: bool = False) -> None:
        super().__init__(required=required, help_text=help_text)

    def to_internal_value(self, data: Any) -> date:
        day: date = super().to_internal_value(data)
        if not 2000 <= day.year <= 2100:
            raise serializers.ValidationError(str(_NO_SUCH_DAY))
        return day


@extend_schema_field(OpenApiTypes.UUID)
class IdField(serializers.CharField):
    """An id as a filter, or None; one that is no id matches nothing rather than everything."""

    def __init__(self, help_text: str) -> None:
        super().__init__(required=False, default=None, help_text=help_text)

    def to_internal_value(self, data: Any) -> Any:
        try:
            return UUID(super().to_internal_value(data))
        except ValueError:
            return UUID(int=0)


def asked_of(request: Request, parameters: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """What the address asks. Raises UnknownParameter for a name that `parameters` lacks, ValidationError for a bad value."""
    unknown = sorted(set(request.query_params) - set(parameters().fields) - _PAGING)
    if unknown:
        raise UnknownParameter(fields={name: [UnknownParameter.message] for name in unknown})
    given = parameters(data=request.query_params)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def holding(rows: QuerySet[M], words: str, fields: Sequence[str]) -> QuerySet[M]:
    """Rows of which every word stands in some of the fields. Name only fields that every viewer of a row may read."""
    for word in words.split():
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(found)
    return rows


def in_order(rows: QuerySet[M], sorts: Sorts, sort: str) -> QuerySet[M]:
    """The offered order; rows that are equal in it stand newest first, so that pages never repeat a row."""
    return rows.order_by(*sorts[sort](), "-id")


def by_name(*fields: str, en: Sequence[str] = ()) -> Combinable:
    """The first of the fields that says something, on English pages those of `en` before the others.

    The old national code has the common characters by their pinyin, so names stand as a reader looks them up, whatever
    collations the database was built with.
    """
    names = (*en, *fields) if get_language() == Language.EN else fields
    shown = Coalesce(*(NullIf(name, Value("")) for name in names), Value(""))
    return Func(Lower(shown), Value("GB18030"), function="convert_to", output_field=BinaryField())
