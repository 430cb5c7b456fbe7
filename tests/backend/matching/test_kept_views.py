"""What pitches said last, kept from before the change of how words are written."""

from importlib import import_module

import pytest

from backend.deals.models import Pitch
from backend.matching.models import MatchedPitch
from search.criteria import tokens_of
from tests.factories.deals import PitchFactory

migration = import_module("backend.matching.migrations.0006_words_as_they_are_written")


@pytest.mark.django_db
def test_marked_atoms_become_words_chinese_and_sectors() -> None:
    pitch: Pitch = PitchFactory.create()
    before = {"tokens": ["about:AI", "word:芯", "word:芯片", "word:chip"], "stages": ["series_a"]}
    row = MatchedPitch.objects.create(pitch=pitch, views={"public": before, "verified": before})

    migration.forwards(_Apps, None)
    migration.forwards(_Apps, None)

    row.refresh_from_db()
    for view in row.views.values():
        assert set(tokens_of(view)) == {"about:AI", "芯", "片", "芯片", "chip"}
        assert view["stages"] == ["series_a"]
        assert "tokens" not in view


class _Apps:
    @staticmethod
    def get_model(_app: str, _name: str) -> type[MatchedPitch]:
        return MatchedPitch
