"""The order of names, and what no list is asked."""

from typing import Any
from uuid import UUID

import pytest
from django.utils import translation
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from backend.core.errors import UnknownParameter, UnknownSort
from backend.core.listing import MAX_QUERY, IdField, SortField, WordField, WordsField, asked_of, by_name, holding
from backend.organizations.models import Organization
from tests.factories.organizations import OrganizationFactory


class Parameters(serializers.Serializer[Any]):
    q = WordsField("words")
    sort = SortField(["newest", "name"])


def asked(query: str) -> dict[str, Any]:
    return asked_of(Request(APIRequestFactory().get(f"/?{query}")), Parameters)


def test_what_is_left_out_has_its_default_and_paging_is_nobody_elses() -> None:
    assert asked("") == asked("sort=") == asked("page=2&page_size=5") == {"q": "", "sort": "newest"}
    assert asked("sort=name&q=+深蓝+") == {"q": "深蓝", "sort": "name"}
    assert len(asked(f"q={'a' * 200}")["q"]) == MAX_QUERY


@pytest.mark.parametrize("sort", ["-name", "id", "organization__uscc", "name,-id", "__class__"])
def test_an_order_that_is_not_offered_is_refused_by_its_code(sort: str) -> None:
    with pytest.raises(UnknownSort) as refusal:
        asked(f"sort={sort}")
    assert (refusal.value.code, refusal.value.status, list(refusal.value.fields)) == (
        "core.unknown_sort",
        400,
        ["sort"],
    )


def test_a_parameter_that_nobody_reads_is_refused_by_its_name() -> None:
    with pytest.raises(UnknownParameter) as refusal:
        asked("sorted=name&q=x&order=1")
    assert (refusal.value.code, list(refusal.value.fields)) == ("core.unknown_parameter", ["order", "sorted"])


@pytest.mark.django_db
def test_names_stand_by_pinyin_and_in_english_by_the_english_name() -> None:
    for brand, english in (
        ("深蓝", "Abyss"),
        ("阿里", "zebra"),
        ("北京", ""),
        ("alpha", ""),
        ("Beta", ""),
        ("", "Moon"),
    ):
        OrganizationFactory.create(brand_name=brand, legal_name=brand or "中关村", name_en=english)
    rows = Organization.objects.all()

    def names(language: str) -> list[str]:
        with translation.override(language):
            order = by_name("brand_name", "legal_name", en=["name_en"])
            return [row.display_name for row in rows.order_by(order)]

    assert names("zh-hans") == ["alpha", "Beta", "阿里", "北京", "深蓝", "中关村"]
    assert names("en") == ["深蓝", "alpha", "Beta", "中关村", "阿里", "北京"]


@pytest.mark.django_db
def test_every_word_must_stand_in_some_field() -> None:
    wanted = OrganizationFactory.create(brand_name="深蓝资本", name_en="Deep Blue")
    OrganizationFactory.create(brand_name="深蓝机器人", name_en="Robots")
    fields = ["brand_name", "name_en"]
    assert list(holding(Organization.objects.all(), "深蓝 blue", fields)) == [wanted]
    assert holding(Organization.objects.all(), "%", fields).count() == 0
    assert holding(Organization.objects.all(), "", fields).count() == 2


def test_a_filter_that_is_no_id_or_no_known_word_matches_nothing() -> None:
    class Filters(serializers.Serializer[Any]):
        of = IdField("a thing")
        kind = serializers.ListField(child=WordField(choices=["host"]), required=False, default=list)

    def filters(query: str) -> dict[str, Any]:
        return asked_of(Request(APIRequestFactory().get(f"/?{query}")), Filters)

    known = "01890f3e-7f4a-7c1d-8a55-3a2b6c7d8e9f"
    assert filters("") == filters("of=") == {"of": None, "kind": []}
    assert filters(f"of={known}&kind=host&kind=bank") == {"of": UUID(known), "kind": ["host", "bank"]}
    assert filters("of=nonsense")["of"] == UUID(int=0)
