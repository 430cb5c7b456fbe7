"""What people keep asking."""

from datetime import UTC, datetime
from typing import Any

from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from backend.matching import saved_questions
from backend.matching.enums import Rhythm
from backend.matching.models import SavedSearch
from tests.factories.accounts import UserFactory


def _now() -> datetime:
    return datetime.now(UTC)


class SavedSearchFactory(DjangoModelFactory[SavedSearch]):
    """A search for deals of one sector, whose owner hears at once. It is not indexed until somebody marks it."""

    class Meta:
        model = SavedSearch

    owner = SubFactory(UserFactory)
    name = Sequence(lambda number: f"搜索{number}")
    question: Any = Sequence(lambda number: {"sector": ["SEMI_MEMS"], "word_exclude": [f"无关{number}"]})
    digest = LazyAttribute(lambda saved: saved_questions.digest(saved.question))
    rhythm = Rhythm.IMMEDIATE
    visited_at = LazyFunction(_now)
    created_at = LazyFunction(_now)
    as_of = LazyFunction(lambda: _now().date())
